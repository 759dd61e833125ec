"""The items of the index for one unit: what each was computed from, and by how much it is met.

What cannot be known has no score: `known` says of how much of an item there is one, and nothing is put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.audit.audit import audited
from extractors.audit.finding import Finding
from extractors.audit.obligations import Obligation
from extractors.audit.presence import tables_only
from extractors.audit.understood import is_surely_empty, unread_pages
from extractors.model.record import Record, Statement
from extractors.openness.publication import Publication, first_seen
from patterns.audit import load_audit
from patterns.openness import Item, is_of_government, load_openness
from patterns.sets import contents_of

_RATHER = {
    "told": 2,
    "right": 2,
    "wrong": 2,
    "not_understood": 1,
    "not_told": 0,
}  # of several documents, the best holds
Outcome = Literal["met", "not_met", "unknown"]


@dataclass(frozen=True, slots=True)
class Ground:
    """A thing that an item was computed from: `says` an id of grounds (openness.yaml), filled with `zh` or `en`."""

    outcome: Outcome
    says: str
    zh: str = ""
    en: str = ""
    file: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessed:
    """An item of a unit. Of its weight the share `known` is known (0 to 1), and the share `met` is met.

    It does not apply (`applies`) where there is nothing that could be asked for.
    """

    item: str
    grounds: tuple[Ground, ...]

    @property
    def applies(self) -> bool:
        """Whether there is anything to ask for."""
        return bool(self.grounds)

    @property
    def known(self) -> Decimal:
        """The share of which it is known whether it is met; 0 where it does not apply."""
        return _share(self.grounds, ("met", "not_met"))

    @property
    def met(self) -> Decimal:
        """The share that is met."""
        return _share(self.grounds, ("met",))


def _share(grounds: Sequence[Ground], outcomes: tuple[Outcome, ...]) -> Decimal:
    counted = sum(ground.outcome in outcomes for ground in grounds)
    return Decimal(counted) / len(grounds) if grounds else Decimal(0)


@dataclass(frozen=True)
class Examined:
    """What the audit found of a unit's accounts: of several documents of one kind all that any of them tells."""

    records: tuple[Record, ...]
    obligations: Mapping[str, Obligation]
    findings: tuple[Finding, ...]


def examined(records: Sequence[Record]) -> Examined:
    """The accounts of one unit and year, audited."""
    found = audited(records)
    best: dict[str, Obligation] = {}
    for one in found.obligations:
        if one.id not in best or _RATHER[one.state] > _RATHER[best[one.id].state]:
            best[one.id] = one
    return Examined(tuple(records), best, found.findings)


def assess(published: Publication, accounts: Examined, *, watched: bool) -> tuple[Assessed, ...]:
    """All items of a unit, in the order of the file; `accounts` are those that stand."""
    return tuple(Assessed(item.id, _grounds(item, published, accounts, watched)) for item in load_openness().items)


def _grounds(item: Item, published: Publication, accounts: Examined, watched: bool) -> tuple[Ground, ...]:
    """What an item is computed from; of a unit without a document only whether it published is known."""
    if item.of != "published" and not published.documents and published.status != "withdrawn":
        return (Ground("unknown", "no_document"),)
    return tuple(_OF[item.of](item, published, accounts, watched))


def _published(_item: Item, published: Publication, _accounts: Examined, _watched: bool) -> Iterator[Ground]:
    status = published.status
    if status in ("published", "late"):
        for document in published.documents:
            yield Ground("met", "document", document.file_name, document.file_name, document.file_name)
            return
    elif status == "withdrawn":
        yield Ground("not_met", "withdrawn", *_both(published.seen[-1].day.isoformat()))
    elif status == "missing":
        yield Ground("not_met", "no_document")
    elif status == "not_due":
        yield Ground("unknown", "not_due", *_both(published.last_day.isoformat()))
    else:
        yield Ground("unknown", "may_be_there", *_both(", ".join(published.open)))


def _in_time(_item: Item, published: Publication, _accounts: Examined, watched: bool) -> Iterator[Ground]:
    first = first_seen(published.seen)
    if not watched or first is None:
        yield Ground("unknown", "no_events")
        return
    told = _both(f"{first.day.isoformat()} / {published.last_day.isoformat()}")
    if first.day <= published.last_day:
        yield Ground("met", "in_time", *told)
    elif published.status == "late":
        yield Ground("not_met", "late", *told)
    else:
        yield Ground("unknown", "seen_late", *told)


def _obligations(item: Item, _published: Publication, accounts: Examined, _watched: bool) -> Iterator[Ground]:
    for one in accounts.obligations.values():
        if item.is_due(one.id):
            in_forms = one.id in load_openness().forms_tell and any(record.forms for record in accounts.records)
            outcome, says = _STATES["not_understood" if one.state == "not_told" and in_forms else one.state]
            yield Ground(outcome, says, one.say, one.english, one.document, one.pages)
    asks_text = not any(due.startswith(("tables.", "reason.")) for due in item.due)
    if asks_text and accounts.records and all(map(tables_only, accounts.records)):
        name = accounts.records[0].document.file_name
        yield Ground("unknown", "tables_only", name, name, name)


_STATES: dict[str, tuple[Outcome, str]] = {
    "right": ("met", "told"), "wrong": ("met", "told"), "told": ("met", "told"),
    "not_told": ("not_met", "missing"), "not_understood": ("unknown", "unclear"),
}  # fmt: skip


def _level(item: Item, _published: Publication, accounts: Examined, _watched: bool) -> Iterator[Ground]:
    """The tables of which a level is asked: met where one goes down to it, unknown where codes were not read."""
    due = {one.table for one in load_audit().details if one.digits == item.digits}
    held = [(r, s) for r in accounts.records for s in r.statements if due & contents_of(s.kind)]
    if not held:
        yield Ground("unknown", "unclear", item.zh, item.en)
    for record, statement in held:
        above = {f.concept: f.severity for f in accounts.findings if f.rule == "tables.detail" and _is_of(f, record)}
        if not statement.empty:
            stops = above.get(statement.kind, "note") != "note"
            yield _level_of(record, statement, stops=stops, digits=item.digits or 0)


def _level_of(record: Record, statement: Statement, *, stops: bool, digits: int) -> Ground:
    place = (statement.name, statement.name, record.document.file_name, statement.pages)
    if stops:
        return Ground("not_met", "not_level", *place)
    if any(len(row.code) >= digits for row in statement.rows):
        return Ground("met", "level", *place)
    return Ground("unknown", "unclear", *place)


def _empty_tables(_item: Item, _published: Publication, accounts: Examined, _watched: bool) -> Iterator[Ground]:
    for record in accounts.records:
        unexplained = {
            f.concept for f in accounts.findings if f.rule == "tables.empty_unexplained" and _is_of(f, record)
        }
        doubtful = {f.concept for f in accounts.findings if f.rule.startswith("tables.") and _is_of(f, record)}
        for statement in record.statements:
            if not statement.empty:
                continue
            place = (statement.name, statement.name, record.document.file_name, statement.pages)
            if statement.kind in unexplained:
                yield Ground("not_met", "unexplained", *place)
            elif statement.kind in doubtful or unread_pages(record) or not is_surely_empty(statement):
                yield Ground("unknown", "unclear", *place)
            else:
                yield Ground("met", "explained", *place)


def _site(_item: Item, published: Publication, accounts: Examined, _watched: bool) -> Iterator[Ground]:
    if not accounts.records:
        return
    found = [seen for seen in published.seen if seen.url and seen.kind != "withdrawn"]
    if not found:
        yield Ground("unknown", "no_events")
    for seen in found[-1:]:
        yield Ground("met" if is_of_government(seen.host) else "unknown", "site", *_both(seen.url))


def _kept(_item: Item, published: Publication, _accounts: Examined, watched: bool) -> Iterator[Ground]:
    if published.status == "withdrawn":
        yield Ground("not_met", "withdrawn", *_both(published.seen[-1].day.isoformat()))
    elif published.documents and watched and first_seen(published.seen) is not None:
        yield Ground("met", "kept", *_both(published.seen[-1].day.isoformat()))
    elif published.documents:
        yield Ground("unknown", "no_events")


def _sums(_item: Item, _published: Publication, accounts: Examined, _watched: bool) -> Iterator[Ground]:
    """Not met where the audit tells an error; unknown where nothing could be checked, or what fails may be misread."""
    for record in accounts.records:
        name = record.document.file_name
        errors = [f for f in accounts.findings if f.severity == "error" and _is_of(f, record)]
        sure = [f for f in errors if f.probability >= load_openness().sure]
        failed = [check for check in record.checks if check.outcome == "fail"]
        passed = sum(check.outcome == "pass" for check in record.checks)
        if sure:
            yield Ground("not_met", "error", sure[0].message_zh, sure[0].message_en, name, sure[0].pages)
        elif errors:
            yield Ground("unknown", "unclear", errors[0].message_zh, errors[0].message_en, name, errors[0].pages)
        elif failed:
            formula = failed[0].formula
            yield Ground("unknown", "unclear", formula, formula, name)
        elif not passed:
            yield Ground("unknown", "no_checks", file=name)
        else:
            yield Ground("met", "holds", *_both(str(passed)), name)


def _is_of(found: Finding, record: Record) -> bool:
    return found.sha256 == record.document.sha256


def _both(text: str) -> tuple[str, str]:
    return text, text


_OF: dict[str, Callable[[Item, Publication, Examined, bool], Iterable[Ground]]] = {
    "published": _published, "in_time": _in_time, "obligations": _obligations, "level": _level,
    "empty_tables": _empty_tables, "site": _site, "kept": _kept, "sums": _sums,
}  # fmt: skip
