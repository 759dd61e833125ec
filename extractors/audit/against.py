"""Text and tables against each other where no identity compares them.

A table that is blank though the text tells its figures, one with figures of which the text says that there are none, a
part of basic expenditure that is more than the 三公 cost which it is a part of, and a figure that is told twice and
rounded in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractors.audit.finding import Finding, figure_of, finding, is_of, name_of, shown
from extractors.audit.understood import in_doubt, is_surely_empty, scanned, told_in_text
from extractors.language.numbers import yuan_of_unit
from extractors.model.record import Check, Fact, Record
from extractors.model.result import CheckKind, kind_of_check
from extractors.prose.headings import section_kind
from patterns.arithmetic import load_identities
from patterns.audit import load_audit
from patterns.sets import contents_of
from patterns.statements import load_statements
from patterns.within import is_within
from patterns.wording import any_of

_DECIMALS = regex.compile(r"\d(?:\.(\d+))?\D*$")
_MOST_TOLD = 5  # figures that a message names, set by eye


def against(record: Record) -> Iterator[Finding]:
    """Everything that text and tables tell differently without an identity that fails."""
    yield from _blank(record)
    yield from _denied(record)
    yield from _within_three_public(record)
    yield from _rounded_twice(record)


def blank_but_told(record: Record, kind: str) -> list[Fact]:
    """The figures that the text tells under the heading of a table that is surely blank, wherever it stands."""
    tables = [s for s in record.statements if kind in (s.kind, *contents_of(s.kind))]
    if not tables or not all(s.empty and is_surely_empty(s) for s in tables):
        return []
    titles = {s.id: s.title for s in record.sections}
    concept = load_audit().told_as.get(kind, kind)
    return [
        f for f in _amounts(told_in_text(record))
        if is_of(f, concept) and f.section is not None and _is_within(titles.get(f.section, ""), concept)
    ]  # fmt: skip


def _is_within(title: str, concept: str) -> bool:
    """Whether a heading names a concept, or a part of what is told of it (一般公共预算财政拨款支出决算总体情况)."""
    kind = section_kind(title)
    return kind is not None and is_within(kind, concept)


def loses_rows(record: Record) -> bool:
    """Whether a table of which no row was found has figures by the text: then rows of others may be lost as well."""
    return any(blank_but_told(record, s.kind) for s in record.statements if s.empty and not s.rows)


def _blank(record: Record) -> Iterator[Finding]:
    for kind in dict.fromkeys(s.kind for s in record.statements if s.empty):
        if facts := blank_but_told(record, kind):
            tables = [s for s in record.statements if s.kind == kind]
            pages = [page for s in tables for page in s.pages]
            # Where not even a row of a table was found its figures may have been lost with its rows.
            rowless = not any(s.rows for s in tables)
            doubtful = rowless or in_doubt(record, facts) or scanned(record, pages)
            yield _contradicting(record, "tables.blank", kind, facts, pages, doubtful=doubtful)


def _denied(record: Record) -> Iterator[Finding]:
    """没有政府性基金预算财政拨款收入, and a table that tells some."""
    for kind in load_audit().denied.of:
        denials = [f for f in told_in_text(record) if f.concept == kind and f.measure == "nil"]
        wanted = _denied_sides(kind, " ".join(f.quote for f in denials))
        in_tables = [f for f in record.facts if f.provenance[0].statement is not None and f.concept in wanted]
        if facts := _amounts(in_tables):
            pages = [f.provenance[0].page for f in facts]
            both = [*facts, *denials]
            doubtful = in_doubt(record, both) or scanned(record, pages)
            yield _contradicting(record, "tables.denied", kind, both, pages, doubtful=doubtful)


def _denied_sides(kind: str, said: str) -> list[str]:
    """The concepts of which a denial says that there are none."""
    rules = load_audit().denied
    sides = {"income": rules.income, "expenditure": rules.expenditure}
    return [f"{kind}.{side}" for side, words in sides.items() if any_of(words).search(said)]


def _amounts(facts: Sequence[Fact]) -> list[Fact]:
    """Final figures in money that are not 0, of nothing but their concepts."""
    money = (f for f in facts if f.unit == "CNY" and f.measure == "final" and not f.dimensions)
    return [f for f in money if Decimal(f.value) != 0]


def _contradicting(
    record: Record, rule: str, kind: str, facts: Sequence[Fact], pages: Sequence[int], *, doubtful: bool
) -> Finding:
    name = next((s.name for s in load_statements().statements if s.id == kind), kind)
    told = [f"{name_of(f)}{shown(f.value, f.unit)}" for f in facts if f.unit is not None][:_MOST_TOLD]
    return finding(
        record,
        rule,
        name,
        load_audit().wording.list_joint.join(told),
        figures=[figure_of(f) for f in facts],
        concept=kind,
        pages=pages,
        doubtful=doubtful,
    )


def _within_three_public(record: Record) -> Iterator[Finding]:
    finals = [f for f in record.facts if f.measure == "final" and f.unit == "CNY"]
    costs = {f.concept: f for f in reversed(finals) if not f.dimensions}
    for part in finals:
        whole = costs.get(load_audit().within_three_public.get(part.code or "", ""))
        if part.concept != "basic.by_economic" or whole is None:
            continue
        off = Decimal(part.value) - Decimal(whole.value)
        if off > 2 * load_identities().tolerance_per_term:
            yield finding(
                record,
                "basic.three_public",
                name_of(part),
                f"{shown(part.value, 'CNY')}＞{shown(whole.value, 'CNY')}",
                figures=[figure_of(whole), figure_of(part)],
                concept=whole.concept,
                difference=str(off),
                doubtful=in_doubt(record, (part, whole)),
            )


def _rounded_twice(record: Record) -> Iterator[Finding]:
    """Figures told twice within what identities pass over, though each is printed to a place that tells them apart."""
    facts = {fact.id: fact for fact in record.facts}
    for check in record.checks:
        told = [facts[i] for i in check.facts if i in facts]
        steps = [step for fact in told if (step := _step(fact)) is not None]
        off = abs(Decimal(check.difference))
        if _tells_twice(check) and told and len(steps) == len(told) and off >= max(steps):
            yield finding(
                record,
                "figure.repeated",
                name_of(told[0]),
                shown(off, told[0].unit),
                figures=[figure_of(f) for f in told],
                concept=told[0].concept,
                checks=(check.id,),
                difference=check.difference,
            )


def _tells_twice(check: Check) -> bool:
    same = (CheckKind.RESTATED, CheckKind.TEXT_TABLE)
    return check.outcome == "pass" and Decimal(check.difference) != 0 and kind_of_check(check.id) in same


def _step(fact: Fact) -> Decimal | None:
    """What the last printed digit of an amount is worth in 元; None where its unit is not printed."""
    match, yuan = _DECIMALS.search(fact.raw), yuan_of_unit(fact.raw)
    return yuan.scaleb(-len(match[1] or "")) if match and yuan else None
