"""Percentages and comparisons that cannot be, and clauses that are said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractors.audit.finding import Finding, doubted, figure_of, finding, name_of, shown, unclear
from extractors.audit.reasons import budgets, comparable
from extractors.model.record import Fact, Record
from patterns.arithmetic import load_identities, term
from patterns.audit import comparison_of, load_audit

_DIGITS = regex.compile(r"\d+(?:[.．](\d+))?\s*[%％]")
_PLAIN = (Decimal(0), Decimal(100))  # percentages that need no decimals
_MOST_NAMED = 10  # percentages told one by one


def figures(record: Record) -> Iterator[Finding]:
    """Everything about single figures, and about what is said of them."""
    text = [f for f in record.facts if f.provenance[0].statement is None]
    unsure = doubted(record)
    yield from _decimals(record, text)
    yield from _range(record, text, unsure)
    yield from _share_sums(record, text, unsure)
    yield from _comparisons(record, text, unsure)
    yield from _directions(record, text)
    yield from _repeated(record, text)


def _decimals(record: Record, text: Sequence[Fact]) -> Iterator[Finding]:
    wanted = load_audit().decimals
    short = [
        f for f in text
        if f.unit == "percent" and Decimal(f.value) not in _PLAIN and _printed_decimals(f) not in (None, wanted)
    ]  # fmt: skip
    if short:
        raws = list(dict.fromkeys(f.raw for f in short))
        detail = "、".join(raws[:_MOST_NAMED]) + (f"等{len(raws)}处" if len(raws) > _MOST_NAMED else "")
        english = ", ".join(raws[:_MOST_NAMED]) + (
            f" and others, {len(raws)} in all" if len(raws) > _MOST_NAMED else ""
        )
        yield finding(
            record, "percent.decimals", "", detail, english=("", english), figures=[figure_of(f) for f in short]
        )


def _printed_decimals(fact: Fact) -> int | None:
    match = _DIGITS.search(fact.raw)
    return len(match[1] or "") if match else None


def _range(record: Record, text: Sequence[Fact], unsure: frozenset[str]) -> Iterator[Finding]:
    for fact in text:
        if fact.measure == "share" and not 0 <= Decimal(fact.value) <= 100:
            yield finding(
                record,
                "percent.range",
                name_of(fact),
                shown(fact.value, "percent"),
                figures=[figure_of(fact, suspect=True)],
                concept=fact.concept,
                doubtful=fact.id in unsure,
            )


def _share_sums(record: Record, text: Sequence[Fact], unsure: frozenset[str]) -> Iterator[Finding]:
    """Where the figures of all parts add up to the whole, their shares must add up to 100."""
    finals, shares = _first_by_concept(text, "final"), _first_by_concept(text, "share")
    per_term = load_identities().tolerance_per_term
    for identity in load_identities().sums:
        whole, measure = term(identity.total)
        parts = [c for c in (term(p)[0] for p in (*identity.parts, *identity.optional)) if c in shares and c in finals]
        if measure != "final" or whole not in finals or len(parts) < 2:
            continue
        off = Decimal(finals[whole].value) - sum(Decimal(finals[c].value) for c in parts)
        if abs(off) > per_term * len(parts) or Decimal(finals[whole].value) == 0:
            continue
        total = sum((Decimal(shares[c].value) for c in parts), Decimal(0))
        steps = (Decimal(1).scaleb(-(_printed_decimals(shares[c]) or 0)) for c in parts)
        if abs(total - 100) > sum(steps, Decimal(0)):
            yield finding(
                record,
                "percent.sum",
                finals[whole].label,
                shown(total, "percent"),
                figures=[figure_of(shares[c]) for c in parts],
                concept=whole,
                difference=str(total - 100),
                doubtful=not unsure.isdisjoint(shares[c].id for c in parts),
            )


def _first_by_concept(text: Sequence[Fact], measure: str) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for fact in text:
        if fact.measure == measure and not fact.dimensions and fact.unit is not None:
            found.setdefault(fact.concept, fact)
    return found


def _comparisons(record: Record, text: Sequence[Fact], unsure: frozenset[str]) -> Iterator[Finding]:
    """大于, 小于, 等于预算数 as it is said against the two figures."""
    per_term = load_identities().tolerance_per_term
    said: dict[tuple[str, str | None, str | None], Fact] = {}
    for fact in text:
        if fact.measure in ("reason_variance", "variance") and comparison_of(fact.quote) != "none":
            said.setdefault((fact.concept, fact.code, fact.section), fact)
    for final, budget in budgets(record):
        told = said.get((final.concept, final.code, final.section))
        if told is None:
            continue
        off = Decimal(final.value) - Decimal(budget.value)
        is_so = "equal" if off == 0 else "greater" if off > 0 else "less"
        word = comparison_of(told.quote)
        if word == is_so or (word == "equal" and abs(off) <= per_term):
            continue
        detail = f"决算数{shown(final.value, 'CNY')}、预算数{shown(budget.value, 'CNY')}，“{told.quote[:40]}”"
        yield finding(
            record,
            "comparison.budget",
            name_of(final),
            detail,
            figures=[figure_of(told, suspect=True), figure_of(final), figure_of(budget)],
            concept=final.concept,
            doubtful=not unsure.isdisjoint((told.id, final.id, budget.id)),
        )


def _directions(record: Record, text: Sequence[Fact]) -> Iterator[Finding]:
    """增加…元, 下降…%: an amount and the rate beside it that point in opposite directions."""
    before: dict[tuple[str, str | None, str], Fact] = {}
    for fact in text:
        if fact.measure == "change":
            before[fact.concept, fact.code, fact.quote] = fact
        elif fact.measure == "change_rate":
            change = before.get((fact.concept, fact.code, fact.quote))
            if change is not None and Decimal(change.value) * Decimal(fact.value) < 0:
                yield finding(
                    record,
                    "comparison.direction",
                    name_of(fact),
                    f"{change.raw}，{fact.raw}",
                    figures=[figure_of(change), figure_of(fact)],
                    concept=fact.concept,
                    doubtful=unclear(change) or unclear(fact),
                )


def _repeated(record: Record, text: Sequence[Fact]) -> Iterator[Finding]:
    """A clause that stands twice in one section, word for word."""
    places: dict[tuple[str | None, str], list[Fact]] = defaultdict(list)
    for fact in text:
        if len(comparable(fact.quote)) >= load_audit().repeated:
            places[fact.section, fact.quote].append(fact)
    for (_, quote), facts in places.items():
        figures = [(f.concept, f.measure, f.code, f.provenance[0].start) for f in facts]
        if len(figures) != len(set(figures)) and len(
            {(f.provenance[0].page, f.provenance[0].bbox) for f in facts}
        ) > len(set(figures)):
            yield finding(record, "text.repeated", f"“{quote}”", figures=[figure_of(f) for f in facts])
