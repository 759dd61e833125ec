"""Loads patterns/identities.yaml: the arithmetic that a disclosure must obey, as data."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from patterns.files import FOLDER, Entry, load_file
from patterns.kept import KEPT
from patterns.loader import known_names
from patterns.marks import ConceptId, ConceptOrGroup, Defines, EconomicCode, IsMessage, Term
from patterns.measure import Measure, measure_named

OfName = Annotated[str, IsMessage(("name",))]
OfGroup = Annotated[str, IsMessage(("group",))]
IdentityId = Annotated[str, Defines("identity")]


class SumIdentity(Entry):
    """`total` = sum of `parts` and `optional` less `minus`; terms are "concept@measure"."""

    id: IdentityId
    say: str
    total: Term
    parts: tuple[Term, ...]
    optional: tuple[Term, ...] = ()
    minus: tuple[Term, ...] = ()


class EqualIdentity(Entry):
    """Two figures that must be the same."""

    id: IdentityId
    say: str
    left: Term
    right: Term


class ShareIdentity(Entry):
    """The share of a concept below `of` is its final figure over `whole`, or over one of `others`."""

    of: ConceptOrGroup
    whole: Term
    others: tuple[Term, ...] = ()


class RateIdentity(Entry):
    """A rate of an item, in percent, and the measures that it must follow from."""

    id: Annotated[Literal["change_rate", "variance_rate", "budget_rate"], Defines("identity")]
    say: str
    rate: Measure
    numerator: Measure
    of_prior: bool = False
    budgets: tuple[Measure, ...] = ()


class FunctionIdentity(Entry):
    """The total is the sum of all 类 and of all 项 (`levels`: name by digits of the code), a 类 that of its 项."""

    id: str
    say: str
    say_items: Annotated[str, IsMessage(("code",))]
    total: Term
    by: ConceptId
    levels: dict[int, str]


class Formulas(Entry):
    """How identities that are no entries of their own are told in the Record."""

    share: str
    restated: str
    text_table: str
    row: Annotated[str, IsMessage(("name", "say"))]
    row_of_budgets: OfName
    codes_total: str
    code: Annotated[str, IsMessage(("code",))]
    economic: OfName
    side_current: OfGroup
    side_total: OfGroup
    execution_rate: str
    form_total: str


class Identities(Entry):
    """All of identities.yaml."""

    sums: tuple[SumIdentity, ...]
    equals: tuple[EqualIdentity, ...]
    shares: tuple[ShareIdentity, ...]
    shares_of_other: tuple[ShareIdentity, ...]
    rates: tuple[RateIdentity, ...]
    functions: FunctionIdentity
    formulas: Formulas
    economic: dict[ConceptId, tuple[EconomicCode, ...]]
    tolerance_per_term: Decimal = Field(ge=0)


@lru_cache(maxsize=KEPT)
def term(written: str) -> tuple[str, Measure]:
    """`concept@measure` as a pair."""
    concept, _, measure = written.partition("@")
    return concept, measure_named(measure)


@cache
def load_identities(folder: Path = FOLDER) -> Identities:
    """The identities. Raises PatternError where the file is not valid or names what does not exist."""
    return load_file(Identities, "identities.yaml", folder, known_names(folder))


@cache
def equal_concepts(concept: str) -> frozenset[str]:
    """A concept, and those whose final figures must be equal to its own."""
    sides = [(term(e.left)[0], term(e.right)[0]) for e in load_identities().equals]
    return frozenset({concept, *(b for pair in sides for a, b in (pair, pair[::-1]) if a == concept)})
