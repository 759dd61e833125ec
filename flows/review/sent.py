"""What browsers send: decisions on facts, cells and documents, and that one is taken back.

`id` is of the browser's making, so that a decision may be sent twice. `who` is the name that the reviewer gave; it does
not count where the server knows who it is.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from flows.decisions.made import LONGEST_NOTE, Action, DocumentField


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: str = Field(min_length=8, max_length=64)
    who: str = Field(default="", max_length=60)


class _About(_Sent):
    record: str = Field(min_length=1, max_length=300)
    seen: str = Field(default="", max_length=64)  # by which the server knows whether that is what it still is
    note: str = Field(default="", max_length=LONGEST_NOTE)


class FactSent(_About):
    """A decision on a fact."""

    fact: str = Field(min_length=1, max_length=60)
    action: Action
    new: str | None = Field(default=None, max_length=5000)


class CellSent(_About):
    """A decision on a cell, by its path in the Record."""

    cell: str = Field(min_length=1, max_length=200)
    action: Action
    new: str | None = Field(default=None, max_length=5000)


class DocumentSent(_About):
    """Whose a document is, of which year, of what kind."""

    field: DocumentField
    new: str = Field(max_length=200)


class UndoSent(_Sent):
    """That one's own decision is taken back."""

    undoes: str = Field(min_length=8, max_length=64)
