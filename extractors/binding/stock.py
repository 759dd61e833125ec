"""What a budget tells of what there is when it is made (assets, staff, pupils): nothing planned, and no year before."""

from __future__ import annotations

from dataclasses import replace

from extractors.binding.passage import sentence_start
from extractors.model.fact import Bound
from patterns.kinds import load_kinds
from patterns.loader import load_patterns
from patterns.measure import Measure
from patterns.within import is_within

_STOCK: tuple[Measure, ...] = ("budget_initial", "budget_full", "final", "prior")


def is_held(fact: Bound) -> bool:
    """Whether it is of what there is when the budget is made (assets, staff), and is nothing planned."""
    return any(is_within(fact.subject.concept, one) for one in load_kinds().planned.held)


def is_to_be_bought(fact: Bound) -> bool:
    """`拟购置专用设备3台`: whether the sentence says up to it that of what is held more is to be bought."""
    planned = load_kinds().planned
    said = fact.paragraph.text[sentence_start(fact.paragraph.text, fact.start) : fact.end]
    to_be = any(word in said for word in planned.to_be_bought)
    return to_be and is_held(fact) and fact.subject.concept not in planned.bought


def as_held(fact: Bound, fiscal_year: int | None) -> Bound:
    """What there was when the budget was made, mostly at the end of the year before, as the budget's own."""
    if fact.measure not in _STOCK:
        return fact
    areas = load_patterns().units.area
    measure: Measure = "final" if fact.unit == "CNY" else "area" if fact.unit in areas else "count"
    before = fiscal_year is not None and fact.subject.dimension("year") == str(fiscal_year - 1)
    return replace(fact, measure=measure, subject=fact.subject.undated if before else fact.subject)
