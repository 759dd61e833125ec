"""The audit: all rules over one Record, and those that compare Records with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.audit.arithmetic import arithmetic
from extractors.audit.figures import figures
from extractors.audit.finding import Finding, numbered
from extractors.audit.presence import presence
from extractors.audit.reasons import copied_between, reasons
from extractors.record import Record
from patterns.audit import load_audit

_ORDER = {"error": 0, "warning": 1, "note": 2}


def audit(records: Sequence[Record]) -> tuple[Finding, ...]:
    """Every finding of the Records, each with its id: document by document as given, the gravest first.

    Documents that are no final accounts are not audited.
    """
    audited = [r for r in records if r.document.kind in load_audit().kinds]
    place = {id(r): i for i, r in enumerate(audited)}
    found = [(place[id(r)], f) for r in audited for f in _of_one(r)]
    by_name = {(r.document.file_name, r.document.fiscal_year): i for i, r in reversed(list(enumerate(audited)))}
    found += [(by_name[f.document, f.fiscal_year], f) for f in copied_between(audited)]
    ordered = sorted(found, key=lambda pair: (pair[0], _ORDER[pair[1].severity]))
    return numbered([f for _, f in ordered])


def _of_one(record: Record) -> Iterator[Finding]:
    yield from arithmetic(record)
    yield from figures(record)
    yield from presence(record)
    yield from reasons(record)
