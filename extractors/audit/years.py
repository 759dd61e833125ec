"""Years of another disclosure left standing: in the day that figures are told for, in the title of a part or table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from extractors.audit.finding import Finding, figure_of, finding
from extractors.audit.understood import scanned, told_in_text
from extractors.model.record import Fact, Record
from patterns.audit import load_audit


def years(record: Record) -> Iterator[Finding]:
    """A finding for each such day and title."""
    if record.document.fiscal_year is not None:
        yield from _dates(record, str(record.document.fiscal_year))
        yield from _titles(record, str(record.document.fiscal_year))


def _dates(record: Record, own: str) -> Iterator[Finding]:
    """截至2022年12月31日 in accounts of 2023; told once for all figures behind it."""
    dated: dict[str, list[Fact]] = defaultdict(list)
    of_this_year = {fact.concept for fact in record.facts if fact.measure != "prior"}
    for fact in told_in_text(record):
        days = list(regex.finditer(load_audit().years.at, fact.quote))
        # What is told of last year beside this one has last year's date; alone it may be this year's.
        if days and own not in fact.quote and not (fact.measure == "prior" and fact.concept in of_this_year):
            dated[days[0][0]].append(fact)
    for day, facts in dated.items():
        pages = {fact.provenance[0].page for fact in facts}
        doubtful = scanned(record, pages) or all(fact.measure == "prior" for fact in facts)
        yield finding(record, "text.date", day, figures=[figure_of(f) for f in facts], doubtful=doubtful)


def _titles(record: Record, own: str) -> Iterator[Finding]:
    """Titles of another year; where as many are of it as of the document's year, that one is in doubt, too."""
    named: list[tuple[str, tuple[int, ...]]] = [(s.title, (s.page,)) for s in record.sections]
    named += [(s.title, s.pages) for s in record.statements]
    unit = record.document.unit_name or ""
    told = [(match["year"], title, pages) for title, pages in named if (match := _titled(title.removeprefix(unit)))]
    others = [(title, pages) for year, title, pages in told if year != own]
    outnumbered = len(others) > 1 and 2 * len(others) > len(told)
    for title, pages in dict(others).items():
        doubtful = outnumbered or scanned(record, pages)
        yield finding(record, "text.title_year", title, pages=pages, doubtful=doubtful)


def _titled(title: str) -> regex.Match[str] | None:
    return regex.search(load_audit().years.titled, title)
