"""Sections on another year's budget: next year's, told beside the accounts (二、2024年“三公”经费预算情况).

Such a section is read as a document of its own year would be, and then told from where the document stands: its plain
figures are budgets of that year, what they are compared with is this document's.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from extractors.binding.stale import year_named
from extractors.model.fact import Bound, Subject
from extractors.prose.sections import Section
from patterns.loader import load_patterns
from patterns.measure import COMPARING, OF_BUDGETS, Measure
from patterns.wording import any_of

_OF_BUDGETS: dict[Measure, Measure] = dict(zip(COMPARING["prior"], OF_BUDGETS, strict=True))


def budget_year(section: Section, fiscal_year: int | None) -> int | None:
    """The other year whose budget the section's title says that it is on; None where it says none."""
    year = year_named(section.title)
    if year is None or fiscal_year is None or year == fiscal_year:
        return None
    ends = section.title.endswith(load_patterns().measures.ends_of_budgets)
    return year if ends or _on_a_budget().search(section.title) else None


def told_of_budget(bound: Bound, year: int, fiscal_year: int, budget: Measure) -> Bound:
    """A fact that was read as of `year`, whose budget (`budget` where it is a mere 预算) its section is on."""
    told = bound.subject.dimension("year")
    if told is not None or bound.measure == "prior":
        return _of_account(bound, int(told) if told is not None else year - 1, fiscal_year)
    if bound.subject.concept.partition(".")[0] in load_patterns().measures.undated:
        return bound
    measure = budget if bound.measure == "final" else _OF_BUDGETS.get(bound.measure, bound.measure)
    return replace(bound, subject=bound.subject.with_dimension("year", str(year)), measure=measure)


def _of_account(bound: Bound, year: int, fiscal_year: int) -> Bound:
    """A figure of another year than the section's, as this document tells it."""
    subject: Subject = bound.subject.undated
    measure: Measure = "final" if bound.measure == "prior" else bound.measure
    if year == fiscal_year:
        return replace(bound, subject=subject, measure=measure)
    if year == fiscal_year - 1 and measure == "final":
        return replace(bound, subject=subject, measure="prior")
    return replace(bound, subject=subject.with_dimension("year", str(year)), measure=measure)


@cache
def _on_a_budget() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.titles_of_budgets)
