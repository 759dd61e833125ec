"""Sections that speak of last year as if it were the document's: text of last year's disclosure that was left standing.

Such a section names the year before the fiscal one and compares it with the one before that, and never names the fiscal
year. Its figures are read as the fiscal year's, which is what they stand for, with a warning and little confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from extractors.prose.sections import Section
from patterns.loader import load_patterns
from patterns.wording import STATED_YEAR, any_of


def own_year(section: Section, fiscal_year: int | None) -> int | None:
    """The year that the section's figures are of by its words: the fiscal year, but for a section left standing."""
    if fiscal_year is None:
        return None
    text = "。".join((section.title, *(p.text for p in section.paragraphs)))
    named = {int(m["year"]) for m in _year().finditer(text)}
    if fiscal_year in named or max(named, default=0) != fiscal_year - 1 or _this_year().search(text):
        return fiscal_year
    against = any(int(m["year"]) == fiscal_year - 2 for m in _compared().finditer(text))
    return fiscal_year - 1 if against or _last_year().search(text) else fiscal_year


def stale_warnings(sections: Sequence[Section], fiscal_year: int | None) -> Iterator[str]:
    """A line for each section that was left standing."""
    for section in sections:
        year = own_year(section, fiscal_year) if _is_read(section) else fiscal_year
        if year != fiscal_year:
            title = section.title or section.kind
            yield f"page {section.page}: the section {title} speaks of {year}, the document of {fiscal_year}"


def year_named(text: str) -> int | None:
    """The first year in digits that a text names as its own; None where it names none."""
    year = _year().search(text)
    return None if year is None else int(year["year"])


def _is_read(section: Section) -> bool:
    return not any(s.id == section.kind and not s.read for s in load_patterns().sections)


@cache
def _year() -> regex.Pattern[str]:
    """A year that is not compared with, nor the date of something else."""
    dated = any_of(load_patterns().measures.not_dated).pattern
    against = "|".join(load_patterns().measures.compares)
    return regex.compile(rf"(?<!{against}|\d){STATED_YEAR}(?!\d{{1,2}}月|[^，。；]{{0,4}}?(?:{dated}))")


@cache
def _compared() -> regex.Pattern[str]:
    against = "|".join(load_patterns().measures.compares)
    return regex.compile(rf"(?<={against}){STATED_YEAR}")


@cache
def _this_year() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.years["0"])


@cache
def _last_year() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.years["-1"])
