"""The audit: all rules over one Record, and those that compare Records with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractors.audit.against import against
from extractors.audit.arithmetic import arithmetic
from extractors.audit.bases import bases
from extractors.audit.codes import codes
from extractors.audit.copies import Reason, copied, copied_between, told_reasons
from extractors.audit.detail import detail
from extractors.audit.figures import figures
from extractors.audit.finding import Finding
from extractors.audit.naming import identified
from extractors.audit.obligations import Obligation, obligations
from extractors.audit.presence import presence, tables_only
from extractors.audit.reasons import reasons
from extractors.audit.slips import slips
from extractors.audit.understood import is_forms_alone
from extractors.audit.years import years
from extractors.model.record import Record
from patterns.audit import load_audit
from patterns.audit_rules import GRAVITY


class Audit(NamedTuple):
    """What an audit of documents found: what is wrong with them, and what became of all that they must tell."""

    findings: tuple[Finding, ...]
    obligations: tuple[Obligation, ...]


class OwnAudit(NamedTuple):
    """What one document was found to get wrong and to owe by itself, and the reasons that others may give, too."""

    sha256: str
    findings: tuple[Finding, ...]
    obligations: tuple[Obligation, ...]
    reasons: tuple[Reason, ...]


def audit(records: Iterable[Record]) -> tuple[Finding, ...]:
    """Every finding of the Records, each with its id: document by document as given, the gravest first."""
    return audited(records).findings


def audited(records: Iterable[Record]) -> Audit:
    """Every finding, and every obligation, of the Records.

    Records are taken one by one and not kept; of one document the first counts.
    """
    own: list[OwnAudit] = []
    told: list[Reason] = []
    seen: set[str] = set()
    for record in records:
        if record.document.sha256 not in seen and (found := audit_of(record)) is not None:
            seen.add(record.document.sha256)
            told += found.reasons
            own.append(found._replace(reasons=()))
    return in_order(own, between(told))


def audit_of(record: Record) -> OwnAudit | None:
    """What is found in one Record; None of what is no final accounts.

    Figures of other years and of parts are left; of nothing but forms the arithmetic is all that is looked at.
    """
    if record.document.kind not in load_audit().kinds:
        return None
    main = record.model_copy(update={"facts": tuple(f for f in record.facts if not f.beside)})
    told = {fact.id for fact in main.facts}
    # A Record that somebody cut down may hold checks of figures that it no longer has.
    main = main.model_copy(update={"checks": tuple(c for c in record.checks if told.issuperset(c.facts))})
    alone = is_forms_alone(record)
    findings = identified(list(arithmetic(main) if alone else _of_one(main)))
    due = () if alone else tuple(obligations(main, findings))
    return OwnAudit(record.document.sha256, findings, due, tuple(told_reasons(main)))


def between(reasons: Iterable[Reason]) -> tuple[Finding, ...]:
    """Reasons that documents give again."""
    return identified(copied_between(reasons))


def in_order(own: Sequence[OwnAudit], copies: Sequence[Finding]) -> Audit:
    """The audit of documents in their order: each one's own findings and those between them, the gravest first."""
    about: dict[str, list[Finding]] = defaultdict(list)
    for one in copies:
        about[one.sha256].append(one)
    found: list[Finding] = []
    for each in own:
        found += gravest_first((*each.findings, *about[each.sha256]))
    return Audit(tuple(found), tuple(due for each in own for due in each.obligations))


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """A document's findings in the order in which they are told."""
    return sorted(findings, key=lambda f: GRAVITY[f.severity])


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
