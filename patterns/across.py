"""Loads patterns/across.yaml: what the documents of one unit owe each other, as data."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import regex
from pydantic import Field, model_validator

from patterns.audit import TwoLanguages
from patterns.audit_rules import Severity
from patterns.files import FOLDER, Entry, Source, load_files
from patterns.loader import known_names
from patterns.marks import ConceptId, Defines, Expression, IsMessage, Wording
from patterns.measure import Measure
from patterns.shapes import either
from patterns.unit_names import plain_name, region_of
from patterns.wording import any_of

Between = Literal["next_year", "same_year", "budget", "next_budget", "by_unit", "units", "forms", "all_forms"]
_SLOTS = ("what", "say", "later", "earlier", "off", "document", "pages", "reason", "count")
_Outcome = Annotated[str, IsMessage(_SLOTS)]
_OfValue = Annotated[str, IsMessage(("value",))]
_OfPage = Annotated[str, IsMessage(("page",))]


class Way(Entry):
    """A way to a figure of an item: the sum of some of its measures less that of others."""

    plus: tuple[Measure, ...] = Field(min_length=1)
    minus: tuple[Measure, ...] = ()


class Pair(Entry):
    """An item of the later document, and the item of the earlier one that it is held against; see the file."""

    later: ConceptId
    earlier: ConceptId


class AcrossIdentity(Entry):
    """An identity across documents; `severity` is that of a difference which the documents are surely to blame for.

    `at_most` where the earlier side may tell less; from a factor of `units_apart` between the sides on nothing is told.
    """

    id: Annotated[str, Defines("identity across documents")]
    say: str
    english: str
    source: str
    severity: Severity
    between: Between
    later: tuple[Way, ...] = Field(min_length=1)
    earlier: tuple[Way, ...] = Field(min_length=1)
    same: tuple[ConceptId, ...] = ()
    pairs: tuple[Pair, ...] = ()
    at_most: bool = False
    units_apart: Decimal | None = Field(default=None, gt=1)

    @model_validator(mode="after")
    def _is_of_something(self) -> AcrossIdentity:
        if not self.items:
            raise ValueError("it names no items")
        if twice := next((pair for pair in self.items if self.items.count(pair) > 1), None):
            raise ValueError(f"it names {twice[0]} twice")
        return self

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """All items: that of the later document and that of the earlier one."""
        return (*((c, c) for c in self.same), *((p.later, p.earlier) for p in self.pairs))


class Restated(Entry):
    """Wordings that tell why a figure is not what was published before."""

    near: tuple[Wording, ...]
    anywhere: tuple[Wording, ...]


class Message(Entry):
    """What is said of an outcome, in both languages."""

    zh: _Outcome
    en: _Outcome


class Outcomes(Entry):
    """The messages of outcomes that are told; see the file."""

    differs: Message
    doubtful: Message
    restated: Message
    together: Message
    crowded: Message


class ValueWording(Entry):
    """A value within a message."""

    zh: _OfValue
    en: _OfValue


class PageWording(Entry):
    """A page within a message."""

    zh: _OfPage
    en: _OfPage


class AcrossWording(Entry):
    """What messages are put together from."""

    told: ValueWording
    derived: ValueWording
    page: PageWording
    joint: TwoLanguages
    of_document: Annotated[str, IsMessage(("unit", "year", "label"))]


class RestatedExample(Entry):
    """A text, and whether it tells of a restatement."""

    text: str
    restated: bool


class Across(Entry):
    """All of across.yaml."""

    identities: tuple[AcrossIdentity, ...]
    forms: ConceptId
    counted_as: dict[ConceptId, tuple[ConceptId, ...]]
    restated: Restated
    placed: tuple[Expression, ...]
    crowded: int = Field(ge=2)
    erring: float = Field(gt=0, lt=1)
    outcomes: Outcomes
    wording: AcrossWording
    examples: tuple[RestatedExample, ...]


@cache
def load_across(folder: Path = FOLDER) -> Across:
    """The identities across documents. Raises PatternError where the file is not valid or names what does not exist."""
    return load_files(Across, Source(folder, "across.yaml"), known_names(folder))[0]


@cache
def _wordings(name: Literal["near", "anywhere"]) -> regex.Pattern[str]:
    return any_of(getattr(load_across().restated, name))


def tells_restatement(text: str, *, near: bool = True) -> bool:
    """Whether a text tells why a figure may differ from what was published; `near` where it stands beside the figure.

    >>> tells_restatement("主要原因是机构改革"), tells_restatement("新增项目")
    (True, False)
    """
    return _wordings("near" if near else "anywhere").search(text) is not None


@cache
def _placed() -> regex.Pattern[str]:
    return regex.compile(either(load_across().placed))


def says_whose(name: str) -> bool:
    """Whether a unit's name says of which place it is, or that there is only one such body.

    >>> says_whose("青岭县水利局"), says_whose("石桥镇文化站"), says_whose("水利局")
    (True, True, False)
    """
    return bool(region_of(name)) or _placed().match(plain_name(name)) is not None
