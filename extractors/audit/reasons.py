"""Reasons: missing where a figure changed, left blank, or speaking of the other direction (copied: copies.py)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

import regex

from extractors.audit.finding import Finding, doubted, figure_of, finding, is_of, name_of, shown, unclear
from extractors.audit.understood import scanned, told_in_text
from extractors.model.record import Fact, Record
from patterns.audit import direction_of, load_audit

Key = TypeVar("Key", bound=Hashable)

_CARRIED = "carryover"  # in the id of a concept: less carried over is no sign of less spent, nor the other way round
_CHANGES = ("change", "change_rate")
_MOST_SHOWN = 12  # reasons of a group that a finding shows, set by eye; it counts them all
_YEAR = regex.compile(r"20\d\d")


def reasons(record: Record) -> Iterator[Finding]:
    """What is wrong with the reasons of one document."""
    missing = [*_missing_changes(record), *_missing_variances(record)]
    yield from missing
    yield from _blank(record, {fact for found in missing for fact in found.facts})
    yield from _contradictions(record)


def _figures(record: Record) -> list[Fact]:
    """Facts with a number that the text states: what only a table tells needs no reason beside it."""
    return [f for f in told_in_text(record) if f.unit is not None]


def _missing_changes(record: Record) -> Iterator[Finding]:
    explained = {i for f in record.facts if f.measure == "reason_change" for i in f.explains}
    for concept, facts in _to_be_explained(record).items():
        changed = [f for f in facts if _differs(f)]
        if not changed or any(f.id in explained for f in facts) or _reason_near(record, changed[0]):
            continue
        detail = "、".join(dict.fromkeys(_change(f) for f in facts))
        yield finding(
            record,
            "reason.missing",
            facts[0].label,
            detail,
            figures=[figure_of(f) for f in facts],
            concept=concept,
        )


def changes_to_be_explained(record: Record) -> dict[str, list[Fact]]:
    """By concept: the changes that the text states and whose reason must be given, as they are no mere rounding."""
    told = {concept: [f for f in facts if _differs(f)] for concept, facts in _to_be_explained(record).items()}
    return {concept: changed for concept, changed in told.items() if changed}


def _to_be_explained(record: Record) -> dict[str, list[Fact]]:
    """By concept: what the text states of the changes whose reason must be given."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in _figures(record):
        if fact.concept in load_audit().reasons.change and fact.measure in _CHANGES and not fact.dimensions:
            told[fact.concept].append(fact)
    return told


def _differs(fact: Fact) -> bool:
    rules = load_audit().reasons
    least = rules.least_rate if fact.unit == "percent" else rules.least_change
    return abs(Decimal(fact.value)) >= least


def _reason_near(record: Record, change: Fact) -> bool:
    """Whether the same section gives a reason for the concept, for what it is part of, or for most of its change."""
    by_id = {f.id: f for f in record.facts}
    for reason in record.facts:
        if reason.measure != "reason_change" or reason.section != change.section or reason.code:
            continue
        if is_of(change, reason.concept):
            return True
        if is_of(reason, change.concept):
            moved = [by_id[i] for i in reason.explains if i in by_id and by_id[i].unit == change.unit]
            if not moved or any(_carries(f, change) for f in moved):
                return True
    return False


def _carries(part: Fact, whole: Fact) -> bool:
    """Whether a part changed as the whole did, and by most of it; of rates only the direction can be compared."""
    ratio = Decimal(part.value) / Decimal(whole.value)
    return ratio > 0 if whole.unit == "percent" else ratio >= load_audit().reasons.carries


def _change(fact: Fact) -> str:
    value = Decimal(fact.value)
    wording = load_audit().wording
    return (wording.rise if value > 0 else wording.fall).format(amount=shown(abs(value), fact.unit))


def final_and_budget(final: Fact, budget: Fact) -> str:
    """Both figures as a Chinese message tells them side by side, in 元."""
    told = load_audit().wording.final_and_budget
    return told.format(final=shown(final.value, "CNY"), budget=shown(budget.value, "CNY"))


def _missing_variances(record: Record) -> Iterator[Finding]:
    """Final and budget differ, and nothing says why; items of one paragraph are told in one finding."""
    rules = load_audit().reasons
    given = {_item(f) for f in record.facts if f.measure in ("reason_variance", "reason_change")}
    missing: dict[str, list[Fact]] = defaultdict(list)
    for final, budget in budgets(record):
        difference = Decimal(final.value) - Decimal(budget.value)
        base = Decimal(budget.value)
        small = abs(difference) < rules.least_change or (base and abs(difference / base * 100) < rules.least_rate)
        if final.concept in rules.variance and not small and _item(final) not in given:
            missing[final.concept] += [final, budget]
    # A family of documents that explains no item's variance at all is told of once, not for every item.
    differ = load_audit().wording.final_is_not_budget
    for concept, facts in missing.items():
        names = "、".join(dict.fromkeys(name_of(f) for f in facts))
        yield finding(
            record,
            "reason.missing",
            names,
            differ.zh,
            english=(names, differ.en),
            figures=[figure_of(f) for f in facts],
            concept=concept,
        )


def _blank(record: Record, missed: Collection[str]) -> Iterator[Finding]:
    """主要原因是。 — what is left of a template; but for changes of which no reason is told to be given at all."""
    explained = {i for f in record.facts if f.measure == "reason_change" for i in f.explains}
    for facts in _left_blank(record):
        if _differs(facts[-1]) and not any(f.id in explained or f.id in missed for f in facts):
            yield finding(
                record,
                "reason.blank",
                name_of(facts[0]),
                "、".join(dict.fromkeys(map(_change, facts))),
                figures=[figure_of(f) for f in facts],
                concept=facts[0].concept,
                doubtful=scanned(record, {f.provenance[0].page for f in facts}),
            )


def _left_blank(record: Record) -> Iterator[list[Fact]]:
    """The changes whose clause ends where a reason should begin: of several items the last one's."""
    ends: dict[str, list[Fact]] = defaultdict(list)
    for fact in _figures(record):
        if fact.measure in _CHANGES and regex.search(load_audit().blank_reason, fact.quote):
            ends[fact.quote].append(fact)
    for facts in ends.values():
        yield [f for f in facts if _item(f) == _item(facts[-1])]


def _item(fact: Fact) -> tuple[str, str | None]:
    return fact.concept, fact.code


def budgets(record: Record) -> Iterator[tuple[Fact, Fact]]:
    """Each final figure of the text with the budget stated for the same item in the same section."""
    found: dict[tuple[str, str | None, str | None], dict[str, Fact]] = defaultdict(dict)
    for fact in _figures(record):
        if fact.unit == "CNY":
            found[(*_item(fact), fact.section)].setdefault(fact.measure, fact)
    for measures in found.values():
        budget = measures.get("budget_full") or measures.get("budget_initial")
        if "final" in measures and budget is not None:
            yield measures["final"], budget


def _contradictions(record: Record) -> Iterator[Finding]:
    """Reasons of nothing but a rise where the figures fell, and the other way round."""
    unsure = doubted(record)
    by_id = {f.id: f for f in record.facts}
    compared = {(*_item(final), final.section): (final, budget) for final, budget in budgets(record)}
    for reason in record.facts:
        said = direction_of(reason.value) if reason.measure in ("reason_change", "reason_variance") else "none"
        if said not in ("rise", "fall") or _CARRIED in reason.concept:
            continue
        if reason.measure == "reason_change":
            told = _explained_changes(reason, by_id)
        else:
            told = _explained_variance(compared.get((*_item(reason), reason.section)))
        if told is None or not told.go_against(said):
            continue
        yield finding(
            record,
            "reason.contradicts",
            name_of(reason),
            f"{told.detail}：“{reason.value}”",
            figures=[figure_of(reason, suspect=True), *map(figure_of, told.figures)],
            concept=reason.concept,
            doubtful=any(f.id in unsure or unclear(f) for f in told.figures),
        )


@dataclass(frozen=True, slots=True)
class _Explained:
    """What a reason is given for: figures to show, how they moved (each below or above 0), and that in words."""

    figures: tuple[Fact, ...]
    moves: tuple[Decimal, ...]
    detail: str

    def go_against(self, said: Literal["rise", "fall"]) -> bool:
        return all(move < 0 if said == "rise" else move > 0 for move in self.moves)


def _explained_changes(reason: Fact, by_id: Mapping[str, Fact]) -> _Explained | None:
    moved = [by_id[i] for i in reason.explains if i in by_id and by_id[i].measure in _CHANGES]
    if not moved:
        return None
    # A change and its rate are shown; where more are explained together, the first speak for them.
    return _Explained(tuple(moved[:2]), tuple(Decimal(f.value) for f in moved), _change(moved[0]))


def _explained_variance(pair: tuple[Fact, Fact] | None) -> _Explained | None:
    if pair is None:
        return None
    final, budget = pair
    return _Explained(pair, (Decimal(final.value) - Decimal(budget.value),), final_and_budget(final, budget))


def comparable(text: str) -> str:
    """A reason without blanks, punctuation and the names of years, as it is compared with others."""
    return regex.sub(r"[\W_]", "", _YEAR.sub("", unicodedata.normalize("NFKC", text)))
