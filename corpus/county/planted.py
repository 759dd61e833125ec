"""What is planted in a made county: in which document, of which identity, and which are restatements with a reason.

A plant takes a document's figure off from what another document tells; the document itself still adds up.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from corpus.county.books import YEARS

Book = Literal["accounts", "budget", "revised"]
OFF = Decimal(123_400)  # 元
REASON = "机构改革职能划入，上年数按调整后口径计算"
OPENING, CLOSING = "totals.income.carryover_opening", "totals.expenditure.carryover_closing"
_SUMMED = "agency_operation"  # what is off in sums of units: a figure that is part of no sum within its document
_BOOKS: tuple[Book, ...] = ("accounts", "budget", "revised")
_SEED = "juesuan county plants"


@dataclass(frozen=True)
class Plant:
    """One thing that is off: in the `book` of a body (department, unit or None) and year, from 0, found by `rule`.

    `off` are the measures of its concept that are off; `row` is the unit of a department's table that is.
    """

    rule: str
    concept: str
    department: int
    unit: int | None
    year: int
    book: Book = "accounts"
    off: tuple[str, ...] = ()
    row: int | None = None
    restated: bool = False

    @property
    def amount(self) -> Decimal:
        """By how much it is off, in 元: a sum by more than a unit's accounts may be that were published once more."""
        return 3 * OFF if self.rule == "across.units" else OFF

    @property
    def place(self) -> Place:
        """The document that it is in."""
        return self.department, self.unit, self.year, self.book


Place = tuple[int, int | None, int, Book]  # department, unit (None: itself), year, book
Stated = Callable[[Place], frozenset[tuple[str, str]]]  # the concepts and measures that the document of a place tells


class _Kind(NamedTuple):
    """A kind of plant: the figures that are off, the document that they are held against, and how many there are."""

    rule: str
    book: Book
    concept: str
    off: tuple[str, ...]
    against: tuple[int, Book]  # how many years before, and which book
    number: int


_ONE = ("change",)
_KINDS = (  # those that few documents tell come first
    _Kind("across.carryover", "accounts", OPENING, (), (1, "accounts"), 8),
    _Kind("across.prior", "accounts", "general_public", _ONE, (1, "accounts"), 20),
    _Kind("across.prior", "accounts", "agency_operation", _ONE, (1, "accounts"), 12),
    _Kind("across.budget", "accounts", "general_public", ("budget_initial",), (0, "budget"), 24),
    _Kind("across.budget_prior", "budget", "general_public", _ONE, (1, "budget"), 12),
    _Kind("across.budget_prior", "budget", "agency_operation", _ONE, (1, "budget"), 8),
    _Kind("across.version", "revised", "agency_operation", ("final", "change"), (0, "accounts"), 12),
)
_RESTATED = (
    _Kind("across.prior", "accounts", "general_public", _ONE, (1, "accounts"), 24),
    _Kind("across.budget_prior", "budget", "general_public", _ONE, (1, "budget"), 16),
)
_ROWS, _SUMS = 16, 8  # rows of tables by unit, two of one table; sums of units: with the others 120
_FORMS, _SPENT = 12, "expenditure.project"  # forms of which one tells more than was spent on all projects; besides


def make_plants(units: Sequence[int], seed: int, stated: Stated) -> list[Plant]:
    """The plants of a county whose departments have so many units, each in a document of its own.

    Only where both documents tell the figure. Raises ValueError where there are too few of these.
    """
    rng = random.Random(f"{_SEED} {seed}")
    free: dict[Book, list[Place]] = {}
    for book in _BOOKS:
        free[book] = [
            (d, u, year, book) for d, count in enumerate(units) for u in range(count) for year in range(YEARS)
        ]
        rng.shuffle(free[book])
    plants = []
    for kind, restated in [*((k, False) for k in _KINDS), *((k, True) for k in _RESTATED)]:
        for _ in range(kind.number):
            place = next((p for p in free[kind.book] if _is_told(kind, p, stated)), None)
            if place is None:
                raise ValueError(f"no document left for {kind.rule} of {kind.concept}")
            free[kind.book].remove(place)
            plants.append(Plant(kind.rule, kind.concept, *place, kind.off, restated=restated))
    plants += _of_departments(units, rng, stated)
    return plants + list(_of_forms(free["accounts"], stated))


def _is_told(kind: _Kind, place: Place, stated: Stated) -> bool:
    """Whether both documents tell what the kind takes off."""
    department, unit, year, _ = place
    back, other = kind.against
    if year < back:
        return False
    later, earlier = stated(place), stated((department, unit, year - back, other))
    if kind.concept == OPENING:
        return (OPENING, "final") in later and (CLOSING, "final") in earlier
    own = {(kind.concept, measure) for measure in (*kind.off, *(("final",) if kind.rule != "across.budget" else ()))}
    return own <= later and (kind.concept, "final") in earlier


def _of_departments(units: Sequence[int], rng: random.Random, stated: Stated) -> Iterator[Plant]:
    """In departments' accounts: two rows of a table off in opposite ways, or a figure that is no sum of its units'."""
    places = [(d, year) for d in range(len(units)) for year in range(YEARS)]
    rng.shuffle(places)
    for _ in range(_ROWS // 2):
        department, year = next(p for p in places if len(_telling("expenditure", units, p, stated)) > 1)
        places.remove((department, year))
        for row in rng.sample(_telling("expenditure", units, (department, year), stated), 2):
            yield Plant("across.by_unit", "expenditure.by_unit", department, None, year, row=row)
    whole = [p for p in places if len(_telling(_SUMMED, units, p, stated)) == units[p[0]]]
    whole = [(d, year) for d, year in whole if (_SUMMED, "final") in stated((d, None, year, "accounts"))]
    for department, year in whole[:_SUMS]:
        yield Plant("across.units", _SUMMED, department, None, year, "accounts", ("final", "change"))


def _of_forms(places: Sequence[Place], stated: Stated) -> Iterator[Plant]:
    """In units' accounts: a form of a project that spent more than all projects did."""
    telling = [place for place in places if (_SPENT, "final") in stated(place)]
    yield from (Plant("across.forms", _SPENT, *place) for place in telling[:_FORMS])


def _telling(concept: str, units: Sequence[int], place: tuple[int, int], stated: Stated) -> list[int]:
    """The units of a department whose accounts of a year tell a final figure."""
    department, year = place
    return [u for u in range(units[department]) if (concept, "final") in stated((department, u, year, "accounts"))]
