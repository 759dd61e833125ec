"""What a figure of a small table is of: its row's and its column's labels together, and what is said above them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extractors.model.fact import Subject
from extractors.statements.small.against import Against
from extractors.statements.small.caption import Caption
from extractors.statements.small.headings import Heading, crossed, is_counted
from extractors.statements.small.said import Said
from extractors.statements.small.telling import Telling
from patterns.loader import load_patterns
from patterns.measure import Measure
from patterns.small_tables import load_small_tables
from patterns.within import is_within

# How surely labels tell what a figure is of: set by eye, beside the signs of binding/certainty.py.
_TOLD = 0.99  # row and column tell item, measure and year
_BY_CAPTION = 0.95  # which figure it is, the line above tells
_USUAL = 0.85  # nothing tells: a figure of final accounts is a final one


class Meaning(NamedTuple):
    """Subject and measure of a figure, the unit that its labels name, and how surely all this is told."""

    subject: Subject
    measure: Measure
    unit: str | None
    falling: bool
    cue: float


@dataclass(frozen=True)
class Context:
    """What all figures of a table share: the document's year, the concept of a sum, and what differences are to.

    `stale` is whether an earlier year in the line above is a slip, left from the last document, `scoped` whether
    figures of the general public budget are only a part of those beside them.
    """

    fiscal_year: int | None
    total: str | None
    against: Against
    stale: bool = False
    scoped: bool = False


def meaning_of(
    row: Heading, column: Heading, caption: Caption, context: Context, *, part: str | None = None
) -> Meaning | None:
    """What a figure is of; None where its labels contradict each other, or leave open what it is."""
    concept = _concept(row, column, context.total)
    said = _said(row, column, context)
    if concept is None or said is None:
        return None
    year, sure = _year(said, caption, context)
    if said.telling.compared and context.against.budgets is not None and context.fiscal_year is not None:
        year = int(context.against.budgets) - context.fiscal_year
    told = _measure(said.telling, caption, concept, context, year)
    if told is None or not _is_year_before(said.telling.base_year, year, context.fiscal_year):
        return None
    measure, cue = told
    sure = min(sure, cue)
    if year == -1 and measure in ("final", "count"):
        measure, year = "prior", 0
    if year and context.fiscal_year is None:
        return None
    dimensions = (("part", part),) if part else ()
    if year and context.fiscal_year is not None:
        dimensions = (("year", str(context.fiscal_year + year)), *dimensions)
    dimensions = (*row.dimensions, *column.dimensions, *dimensions)
    return Meaning(Subject(concept, dimensions), measure, said.unit, said.telling.falling, sure)


def _said(row: Heading, column: Heading, context: Context) -> Said | None:
    """What both headings say together; None where that is nothing, or only what one of several budgets pays."""
    said = crossed(row.said, column.said) if row.said is not None and column.said is not None else None
    if said is not None and (said.scope == "other" or (said.scope is not None and context.scoped)):
        return None
    return said


def _is_year_before(base: int | None, year: int, fiscal_year: int | None) -> bool:
    """Whether the year that a label states to compare with, if any, is the one before the figure's."""
    return base is None or fiscal_year is None or base == fiscal_year + year - 1


def _concept(row: Heading, column: Heading, total: str | None) -> str | None:
    """The narrower of both headings' concepts; the sum's where neither names one but one is a sum."""
    if row.concept and column.concept:
        if is_within(row.concept, column.concept):
            return row.concept
        return column.concept if is_within(column.concept, row.concept) else None
    named = row.concept or column.concept
    sums = any(h.said is not None and h.said.total for h in (row, column))
    return named or (total if sums else None)


def _year(said: Said, caption: Caption, context: Context) -> tuple[int, float]:
    """How many years after the document's a figure is of, and how surely that is told."""
    if said.year is not None:
        year = said.year.of(context.fiscal_year)
        return (said.year.after if year is None or context.fiscal_year is None else year - context.fiscal_year), _TOLD
    if len(caption.years) == 1 and context.fiscal_year is not None:
        year = caption.years[0] - context.fiscal_year
        return (0, _USUAL) if year < 0 and context.stale else (year, _TOLD)
    return 0, _TOLD


def _measure(
    telling: Telling, caption: Caption, concept: str, context: Context, year: int
) -> tuple[Measure, float] | None:
    """The measure that labels tell, else the line above, else the usual one; and how surely."""
    if telling.compared:
        return _difference(telling, concept, context.against)
    lone_rate = telling.rate and telling.measure not in ("budget_rate", "share")
    if lone_rate or (telling.measure is None and caption.open):
        return None
    measure, budget, cue = telling.measure, telling.budget, _TOLD
    if measure is None or (telling.weak and caption.measure is not None):
        measure, budget = caption.measure or "final", caption.measure == "budget_full"
        cue = _BY_CAPTION if caption.firm else _USUAL
    return _of_concept(_mere_budget(concept) if budget else measure, concept, year, cue)


def _of_concept(measure: Measure, concept: str, year: int, cue: float) -> tuple[Measure, float] | None:
    """A measure as its concept has it: counts have no budgets, and no year that is yet to come a final figure."""
    if measure == "final":
        return None if year > 0 else ("count" if is_counted(concept) else "final", cue)
    return None if is_counted(concept) else (measure, cue)


def _difference(telling: Telling, concept: str, to: Against) -> tuple[Measure, float] | None:
    """What a difference or its rate is, by what it is to."""
    if to.budgets is not None:
        return None if telling.base == "budget" else ("budget_change_rate" if telling.rate else "budget_change", _TOLD)
    base, cue = (to.open, to.sure) if telling.base is None else (telling.base, _TOLD)
    if base == "prior":
        return ("change_rate" if telling.rate else "change", cue) if to.prior else None
    if base is None or is_counted(concept):
        return None
    return "variance_rate" if telling.rate else "variance", cue


@cache
def _mere_budget(concept: str) -> Measure:
    """Which budget a mere 预算 of a concept means: what its section says."""
    sections = (s for s in load_patterns().sections if s.subject and is_within(concept, s.subject))
    return next((s.budget for s in sections), "budget_initial")


def family(concept: str) -> bool:
    """Whether a concept is part of what sums of small tables add up."""
    return is_within(concept, load_small_tables().family)
