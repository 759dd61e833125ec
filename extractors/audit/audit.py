"""The audit: all rules over one Record, and those that compare Records with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractors.audit.against import against
from extractors.audit.arithmetic import arithmetic
from extractors.audit.bases import bases
from extractors.audit.codes import codes
from extractors.audit.copies import Told, copied, copied_between, told_reasons
from extractors.audit.detail import detail
from extractors.audit.figures import figures
from extractors.audit.finding import Finding, numbered
from extractors.audit.obligations import Obligation, obligations
from extractors.audit.presence import presence, tables_only
from extractors.audit.reasons import reasons
from extractors.audit.slips import slips
from extractors.audit.understood import is_forms_alone
from extractors.audit.years import years
from extractors.model.record import Record
from patterns.audit import load_audit

_ORDER = {"error": 0, "warning": 1, "note": 2}


class Audit(NamedTuple):
    """What an audit of documents found: what is wrong with them, and what became of all that they must tell."""

    findings: tuple[Finding, ...]
    obligations: tuple[Obligation, ...]


def audit(records: Iterable[Record]) -> tuple[Finding, ...]:
    """Every finding of the Records, each with its id: document by document as given, the gravest first."""
    return audited(records).findings


def audited(records: Iterable[Record]) -> Audit:
    """Every finding, and every obligation, of the Records.

    Documents that are no final accounts are not audited, nor are figures of other years and of parts; of nothing but
    forms their arithmetic is. Records are taken one by one and not kept.
    """
    found: list[Finding] = []
    due: list[Obligation] = []
    told: list[Told] = []
    place: dict[str, int] = {}
    for record in records:
        if record.document.kind in load_audit().kinds and record.document.sha256 not in place:
            place[record.document.sha256] = len(place)
            main = record.model_copy(update={"facts": tuple(f for f in record.facts if not f.beside)})
            alone = is_forms_alone(record)
            own = numbered(list(arithmetic(main) if alone else _of_one(main)))
            due += [] if alone else obligations(main, own)
            found += own
            told += told_reasons(main)
    found += copied_between(told)
    ordered = sorted(found, key=lambda f: (place[f.sha256], _ORDER[f.severity]))
    final = numbered(ordered)
    # Findings were numbered within their documents, for the obligations to name them.
    ids = {(old.sha256, old.id): new.id for old, new in zip(ordered, final, strict=True)}
    renamed = [tuple(ids[one.sha256, i] for i in one.findings) for one in due]
    told_of = (one.model_copy(update={"findings": own}) for one, own in zip(due, renamed, strict=True))
    return Audit(final, tuple(told_of))


def _of_one(record: Record) -> Iterator[Finding]:
    """All of a document's findings; what follows from a figure that arithmetic convicts is told with that figure."""
    causes = list(arithmetic(record))
    by_suspect = {
        figure.ref: i for i, f in enumerate(causes) if f.severity == "error" for figure in f.figures if figure.suspect
    }
    others: list[Finding] = []
    for found in _beside_arithmetic(record):
        cause = next((by_suspect[figure.ref] for figure in found.figures if figure.ref in by_suspect), None)
        if cause is not None and load_audit().rule(found.rule).follows and not _of_a_change(found):
            causes[cause] = _with_consequence(causes[cause], found)
        else:
            others.append(found)
    yield from causes
    yield from others


def _beside_arithmetic(record: Record) -> Iterator[Finding]:
    """All that does not rest on a failed check."""
    yield from figures(record)
    yield from bases(record)
    yield from years(record)
    yield from codes(record)
    yield from against(record)
    yield from detail(record)
    yield from slips(record)
    yield from presence(record)
    if not tables_only(record):
        yield from reasons(record)
        yield from copied(record)


def _of_a_change(found: Finding) -> bool:
    """Whether it misses the reason of a change: that is missing whatever the change is."""
    return found.rule == "reason.missing" and any(figure.measure.startswith("change") for figure in found.figures)


def _with_consequence(cause: Finding, found: Finding) -> Finding:
    both = load_audit().wording.with_it
    known = {figure.ref for figure in cause.figures}
    added = tuple(f.model_copy(update={"suspect": False}) for f in found.figures if f.ref not in known)
    return cause.model_copy(
        update={
            "message_zh": both.zh.format(message=cause.message_zh, consequence=found.message_zh),
            "message_en": both.en.format(message=cause.message_en, consequence=found.message_en),
            "figures": (*cause.figures, *added),
            "facts": (*cause.facts, *(f.ref for f in added if "." not in f.ref)),
        }
    )
