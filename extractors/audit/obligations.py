"""What a disclosure must tell, obligation by obligation: checked and right or wrong, told, left out, not understood.

An audit that lists faults alone leaves open what it looked at. Here every table and item that is due, and every reason
of a change that is stated, has one state: whether identities of its figures hold, one is told to be wrong, it is there
but nothing could be held against it, it is not there, or what is there was not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.audit.finding import Finding, by_document
from extractors.audit.presence import due_items, held_tables, satisfying, tables_only
from extractors.audit.reasons import changes_to_be_explained
from extractors.audit.understood import nameless_tables, unread_pages
from extractors.model.record import Check, Fact, Record
from patterns.audit import Required, load_audit
from patterns.loader import load_patterns
from patterns.sets import contents_of, due_tables
from patterns.statements import load_statements

# Rules that say what is there is wrong, unless they are told as a note
_WRONG = ("arithmetic", "tables.empty_unexplained", "tables.blank", "tables.denied")

State = Literal["right", "wrong", "told", "not_told", "not_understood"]


class Obligation(BaseModel):
    """One thing that a document must tell, and what an audit found of it.

    `id` is that of a table (tables.KIND), of a required item (required.ITEM) or of a reason (reason.CONCEPT). `passed`
    and `failed` count the identities that its figures take part in, `findings` are the ids of findings about it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    say: str
    english: str
    source: str
    state: State
    document: str
    sha256: str
    unit_name: str | None = None
    fiscal_year: int | None = None
    passed: int = 0
    failed: int = 0
    pages: tuple[int, ...] = ()
    findings: tuple[str, ...] = ()


def obligations(record: Record, findings: Sequence[Finding]) -> Iterator[Obligation]:
    """What the document must tell; `findings` are all that the audit found in it, with their ids."""
    for kind in due_tables(record.document.unit_name, record.document.fiscal_year):
        yield _of_table(record, kind, findings)
    if tables_only(record):
        return  # what a text must say is not asked of each item then
    for item in due_items(record):
        yield _of_item(record, item, findings)
    for concept, changes in changes_to_be_explained(record).items():
        yield _of_reason(record, concept, changes, findings)


def _of_table(record: Record, kind: str, findings: Sequence[Finding]) -> Obligation:
    own = {i: s for i, s in enumerate(record.statements) if kind in (s.kind, *contents_of(s.kind))}
    paths = tuple(f"statements.{i}." for i in own)
    about = [f for f in findings if _is_about_table(f, kind, paths)]
    checks = [c for c in record.checks if own and any(cell.startswith(paths) for cell in c.cells)]
    state = _state_of_table(record, checks, about, held=bool(own) or kind in held_tables(record))
    pages = sorted({page for s in own.values() for page in s.pages})
    name = _statement_name(kind)
    return _made(record, f"tables.{kind}", (name, name), "tables.missing", state, checks, about, pages)


def _state_of_table(record: Record, checks: Sequence[Check], about: Sequence[Finding], *, held: bool) -> State:
    if any(f.rule == "tables.unclear" for f in about):
        return "not_understood"
    if held:
        return _of_told(checks, about)
    return "not_understood" if unread_pages(record) or nameless_tables(record) else "not_told"


def _statement_name(kind: str) -> str:
    return next((s.name for s in load_statements().statements if s.id == kind), kind)


def _is_about_table(found: Finding, kind: str, paths: tuple[str, ...]) -> bool:
    if found.rule.startswith("tables."):
        return found.concept == kind
    suspects = [f.ref for f in found.figures if f.suspect]
    return found.rule.startswith("arithmetic") and bool(paths) and any(ref.startswith(paths) for ref in suspects)


def _of_item(record: Record, item: Required, findings: Sequence[Finding]) -> Obligation:
    facts = satisfying(record, item)
    ids = {fact.id for fact in facts}
    about = [f for f in findings if _is_about_item(f, item, ids)]
    checks = [c for c in record.checks if not ids.isdisjoint(c.facts)]
    state = _state_of_item(record, facts, checks, about)
    pages = sorted({p.page for fact in facts for p in fact.provenance})
    made = _made(record, f"required.{item.id}", (item.say, item.english), "required", state, checks, about, pages)
    return made.model_copy(update={"source": item.source or made.source})


def _state_of_item(record: Record, facts: Sequence[Fact], checks: Sequence[Check], about: Sequence[Finding]) -> State:
    missing = {f.rule for f in about if f.rule.startswith("required")}
    if missing:
        return "not_understood" if "required.unclear" in missing else "not_told"
    state = _of_told(checks, about)
    in_doubt = any(fact.status == "conflict" for fact in facts) or (not facts and bool(unread_pages(record)))
    return "not_understood" if state == "told" and in_doubt else state


def _is_about_item(found: Finding, item: Required, ids: set[str]) -> bool:
    if found.rule in (item.told, "required.unclear"):
        return found.message_zh == load_audit().rule(found.rule).zh.format(what=item.say, detail="")
    suspects = {f.ref for f in found.figures if f.suspect}
    return found.rule.startswith("arithmetic") and not ids.isdisjoint(suspects)


def _of_reason(record: Record, concept: str, changes: Sequence[Fact], findings: Sequence[Finding]) -> Obligation:
    about = [f for f in findings if f.rule in ("reason.missing", "reason.contradicts") and f.concept == concept]
    rules = {f.rule for f in about}
    state: State = "not_told" if "reason.missing" in rules else "wrong" if rules else "told"
    label = load_patterns().concept(concept).label
    pages = sorted({p.page for fact in changes for p in fact.provenance})
    return _made(record, f"reason.{concept}", (label, label), "reason.missing", state, (), about, pages)


def _of_told(checks: Sequence[Check], about: Sequence[Finding]) -> State:
    """The state of what is there: what a finding says of it goes before what identities say."""
    if any(f.rule in _WRONG and f.severity != "note" for f in about):
        return "wrong"
    if any(f.rule.startswith("arithmetic") for f in about):
        return "not_understood"  # it may be misread: a note says so
    surely = [c for c in checks if c.outcome == "fail" and by_document(c) < load_audit().doubtful]
    if surely:
        return "not_understood"
    return "right" if any(c.outcome == "pass" for c in checks) else "told"


def _made(
    record: Record,
    name: str,
    said: tuple[str, str],
    rule: str,
    state: State,
    checks: Sequence[Check],
    about: Sequence[Finding],
    pages: Sequence[int],
) -> Obligation:
    document = record.document
    passed = sum(c.outcome == "pass" for c in checks)
    return Obligation(
        id=name,
        say=said[0],
        english=said[1],
        source=load_audit().rule(rule).source,
        state=state,
        document=document.file_name,
        sha256=document.sha256,
        unit_name=document.unit_name,
        fiscal_year=document.fiscal_year,
        passed=passed,
        failed=len(checks) - passed,
        pages=tuple(pages),
        findings=tuple(f.id for f in about),
    )
