"""Percentages and comparisons that cannot be, and clauses that are said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractors.audit.finding import Finding, doubted, figure_of, finding, name_of, shown, unclear
from extractors.audit.reasons import budgets, comparable, final_and_budget
from extractors.audit.understood import told_in_text
from extractors.model.record import Fact, Record
from patterns.arithmetic import load_identities, term
from patterns.audit import comparison_of, load_audit

_DIGITS = regex.compile(r"(?<!\d)\d++(?:[.．](\d++))?\s*+[%％]")
_PLAIN = (Decimal(0), Decimal(100))  # percent; these need no decimals
# How much a message shows, so that it can be read at a glance; both set by eye.
_MOST_NAMED = 10  # percentages told one by one
_LONGEST_QUOTE = 40  # characters
_WHOLE = Decimal(100)  # percent


def figures(record: Record) -> Iterator[Finding]:
    """Everything about single figures, and about what is said of them."""
    text = told_in_text(record)
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
        detail, english = "、".join(raws[:_MOST_NAMED]), ", ".join(raws[:_MOST_NAMED])
        if len(raws) > _MOST_NAMED:
            more = load_audit().wording.more
            detail = more.zh.format(first=detail, count=len(raws))
            english = more.en.format(first=english, count=len(raws))
        yield finding(
            record, "percent.decimals", "", detail, english=("", english), figures=[figure_of(f) for f in short]
        )


def _printed_decimals(fact: Fact) -> int | None:
    match = _DIGITS.search(fact.raw)
    return len(match[1] or "") if match else None


def _range(record: Record, text: Sequence[Fact], unsure: frozenset[str]) -> Iterator[Finding]:
    for fact in text:
        if fact.measure == "share" and not 0 <= Decimal(fact.value) <= _WHOLE:
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
    for whole, shares in _shares_of_wholes(text):
        total = sum((Decimal(share.value) for share in shares), Decimal(0))
        if abs(total - _WHOLE) > _rounding(shares):
            yield finding(
                record,
                "percent.sum",
                whole.label,
                shown(total, "percent"),
                figures=[figure_of(share) for share in shares],
                concept=whole.concept,
                difference=str(total - _WHOLE),
                doubtful=not unsure.isdisjoint(share.id for share in shares),
            )


def _shares_of_wholes(text: Sequence[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each final figure that two or more parts with shares add up to, and those shares."""
    finals, shares = _first_by_concept(text, "final"), _first_by_concept(text, "share")
    for identity in load_identities().sums:
        whole, measure = term(identity.total)
        terms = (term(part)[0] for part in (*identity.parts, *identity.optional))
        parts = [concept for concept in terms if concept in shares and concept in finals]
        if measure != "final" or whole not in finals or len(parts) < 2:
            continue
        if _add_up(finals[whole], [finals[concept] for concept in parts]):
            yield finals[whole], [shares[concept] for concept in parts]


def _add_up(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the parts are all of the whole, which is not 0: to the rounding of each of them."""
    value = Decimal(whole.value)
    off = value - sum(Decimal(part.value) for part in parts)
    return value != 0 and abs(off) <= load_identities().tolerance_per_term * len(parts)


def _rounding(shares: Sequence[Fact]) -> Decimal:
    """By how many percentage points shares can miss 100 together: one unit of the last printed decimal of each."""
    return sum((Decimal(1).scaleb(-(_printed_decimals(share) or 0)) for share in shares), Decimal(0))


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
        detail = f"{final_and_budget(final, budget)}，“{told.quote[:_LONGEST_QUOTE]}”"
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
    notes = "".join(s.note for s in record.statements)  # of empty tables all say the same
    for fact in text:
        if len(comparable(fact.quote)) >= load_audit().repeated and fact.quote not in notes:
            places[fact.section, fact.quote].append(fact)
    for (_, quote), facts in places.items():
        figures = [(f.concept, f.measure, f.code, f.provenance[0].start) for f in facts]
        if len(figures) != len(set(figures)) and len(
            {(f.provenance[0].page, f.provenance[0].bbox) for f in facts}
        ) > len(set(figures)):
            yield finding(record, "text.repeated", f"“{quote}”", figures=[figure_of(f) for f in facts])
