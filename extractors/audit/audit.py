"""The audit: all rules over one Record, and those that compare Records with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.audit.arithmetic import arithmetic
from extractors.audit.figures import figures
from extractors.audit.finding import Finding, numbered
from extractors.audit.presence import presence
from extractors.audit.reasons import Told, copied_between, reasons, told_reasons
from extractors.record import Record
from patterns.audit import load_audit

_ORDER = {"error": 0, "warning": 1, "note": 2}


def audit(records: Iterable[Record]) -> tuple[Finding, ...]:
    """Every finding of the Records, each with its id: document by document as given, the gravest first.

    Documents that are no final accounts are not audited. Records are taken one by one and not kept.
    """
    found: list[Finding] = []
    told: list[Told] = []
    place: dict[str, int] = {}
    for record in records:
        if record.document.kind in load_audit().kinds and record.document.sha256 not in place:
            place[record.document.sha256] = len(place)
            found += _of_one(record)
            told += told_reasons(record)
    found += copied_between(told)
    return numbered(sorted(found, key=lambda f: (place[f.sha256], _ORDER[f.severity])))


def _of_one(record: Record) -> Iterator[Finding]:
    yield from arithmetic(record)
    yield from figures(record)
    yield from presence(record)
    yield from reasons(record)
