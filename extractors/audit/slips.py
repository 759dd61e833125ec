"""Slips of the pen in titles and in the clauses that facts stand in; the rest of the text no Record holds."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractors.audit.finding import Finding, figure_of, finding
from extractors.audit.understood import scanned, told_in_text
from extractors.model.record import Record, SectionSummary
from patterns.audit import load_audit

_LONGEST_QUOTE = 40  # characters of a clause that a message shows, set by eye


def slips(record: Record) -> Iterator[Finding]:
    """Notes on words and marks; none on what an OCR read, as it misreads just those."""
    yield from _bodies(record)
    yield from _budget_titles(record)
    yield from _said(record, "text.budget_word", load_audit().slips.final_said)
    yield from _said(record, "text.punctuation", load_audit().slips.marks)


def _bodies(record: Record) -> Iterator[Finding]:
    """Titles of 部门决算 beside such of 单位决算: those that are fewer are told."""
    rules = load_audit().slips
    of_department = _titled(record, rules.department)
    of_unit = _titled(record, rules.unit)
    if of_department and of_unit:
        fewer = min(of_department, of_unit, key=len)
        titles = load_audit().wording.list_joint.join(dict.fromkeys(s.title for s in fewer))
        yield finding(record, "text.body", titles, pages=[s.page for s in fewer])


def _budget_titles(record: Record) -> Iterator[Finding]:
    """支出预算情况说明 over final figures."""
    telling = {f.section for f in told_in_text(record) if f.measure == "final"}
    for section in _titled(record, load_audit().slips.budget_title):
        if section.id in telling:
            yield finding(record, "text.budget_word", section.title, pages=[section.page])


def _titled(record: Record, expression: str) -> list[SectionSummary]:
    found = [s for s in record.sections if regex.search(expression, s.title)]
    return [s for s in found if not scanned(record, [s.page])]


def _said(record: Record, rule: str, expression: str) -> Iterator[Finding]:
    """Each clause in which it stands, once, as far as facts were read from it."""
    told = {f.quote: f for f in reversed(told_in_text(record)) if not scanned(record, [f.provenance[0].page])}
    for quote, fact in reversed(told.items()):
        if match := regex.search(expression, quote):
            around = quote[max(0, match.start() - _LONGEST_QUOTE // 2) :][:_LONGEST_QUOTE]
            yield finding(record, rule, around, figures=[figure_of(fact)])
