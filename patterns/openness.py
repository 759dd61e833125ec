"""Loads patterns/openness.yaml: what the openness index looks at, under which headings, and how much it weighs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import regex
from pydantic import Field, model_validator

from patterns.files import FOLDER, Entry, load_file
from patterns.marks import Defines, Expression, IsMessage, Refers
from patterns.shapes import either

WHOLE = 100  # what all weights come to
Of = Literal["published", "in_time", "obligations", "level", "empty_tables", "site", "kept", "sums"]
_Told = Annotated[str, IsMessage(("what",))]


class Heading(Entry):
    """A heading of the index."""

    id: Annotated[str, Defines("heading of the index")]
    zh: str
    en: str


class Item(Entry):
    """What is looked at; see the file."""

    id: Annotated[str, Defines("item of the index")]
    heading: Annotated[str, Refers(("heading of the index",))]
    of: Of
    weight: int = Field(ge=1)
    zh: str
    en: str
    source: str
    due: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    digits: Literal[5, 7] | None = None

    @model_validator(mode="after")
    def _has_what_it_is_of(self) -> Self:
        if (self.of == "obligations") != bool(self.due) or (self.of == "level") != (self.digits is not None):
            raise ValueError("due is for obligations, digits for levels, and neither for others")
        return self

    def is_due(self, obligation: str) -> bool:
        """Whether an obligation of that id (extractors/audit/obligations.py) is one that it is computed from."""
        return any(map(obligation.startswith, self.due)) and not any(map(obligation.startswith, self.but))


class Ground(Entry):
    """What is told of a thing that an item was computed from."""

    zh: _Told
    en: _Told


class Openness(Entry):
    """All of openness.yaml."""

    headings: tuple[Heading, ...]
    items: tuple[Item, ...]
    sure: float = Field(gt=0, lt=1)
    forms_tell: tuple[str, ...]
    sites: tuple[Expression, ...]
    grounds: dict[str, Ground]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (found := sum(item.weight for item in self.items)) != WHOLE:
            raise ValueError(f"the weights come to {found}, not {WHOLE}")
        return self


@cache
def load_openness(folder: Path = FOLDER) -> Openness:
    """What the index looks at. Raises PatternError where the file is not valid."""
    return load_file(Openness, "openness.yaml", folder)


@cache
def _sites() -> regex.Pattern[str]:
    return regex.compile(either(load_openness().sites))


def is_of_government(host: str) -> bool:
    """Whether a host is that of a government's site.

    >>> is_of_government("www.yunling.gov.cn"), is_of_government("gov.cn.example.com")
    (True, False)
    """
    return _sites().search(host.lower()) is not None
