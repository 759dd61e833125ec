"""A Record as far as the register asks it: read from JSON in a quarter of the time that the whole takes."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.model.record import DocumentSummary


class _Outlined(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Place(_Outlined):
    page: int


class _Section(_Outlined):
    id: str
    title: str


class _Fact(_Outlined):
    concept: str
    section: str | None = None
    quote: str
    provenance: tuple[_Place, ...]


class _Row(_Outlined):
    code: str = ""
    name: str = ""
    cells: tuple[_Place, ...] = ()


class _Statement(_Outlined):
    kind: str = ""
    name: str
    title: str = ""
    pages: tuple[int, ...] = ()
    rows: tuple[_Row, ...] = ()


class _Unread(_Outlined):
    page: int
    section: str | None = None
    quote: str


class Outline(_Outlined):
    """What of a Record tells of units, under the Record's names; all else is passed over."""

    schema_version: Literal["1", "2"] = "2"
    document: DocumentSummary
    sections: tuple[_Section, ...] = ()
    facts: tuple[_Fact, ...] = ()
    statements: tuple[_Statement, ...] = ()
    unread: tuple[_Unread, ...] = ()
