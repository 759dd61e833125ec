"""Rates on a base of 0: of a change where there was nothing the year before, of completion where none was planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractors.audit.finding import Finding, figure_of, finding, name_of, unclear
from extractors.audit.understood import in_doubt, told_in_text
from extractors.model.record import Fact, Record
from patterns.arithmetic import load_identities
from patterns.audit import load_audit

_BUDGETS = ("budget_initial", "budget_full")
_Item = Mapping[str, list[Fact]]  # by measure: what a section tells of one item
_WHOLE = Decimal(100)  # percent


def bases(record: Record) -> Iterator[Finding]:
    """A finding for each rate that nothing could be divided by."""
    for item in _items(record):
        for rate in item.get("change_rate", ()):
            if (base := _prior(item)) is not None and _cannot_be(rate, _only(item, "change")):
                custom = abs(_amount(rate)) == load_audit().custom_of_nothing
                yield _on_nothing(record, "percent.base_zero", rate, base, custom=custom)
        for rate in (*item.get("budget_rate", ()), *item.get("variance_rate", ())):
            budgets = [fact for measure in _BUDGETS for fact in item.get(measure, ())]
            if budgets and not any(map(_amount, budgets)) and _cannot_be(rate, _only(item, "final")):
                yield _on_nothing(record, "percent.budget_zero", rate, budgets)


def _items(record: Record) -> Iterator[_Item]:
    found: dict[tuple[str, str | None, str | None], defaultdict[str, list[Fact]]] = {}
    for fact in told_in_text(record):
        if fact.unit in ("CNY", "percent"):
            item = found.setdefault((fact.concept, fact.code, fact.section), defaultdict(list))
            item[fact.measure].append(fact)
    yield from found.values()


def _prior(item: _Item) -> Sequence[Fact] | None:
    """What shows that last year's figure was 0: itself, or a final figure that is all of the change."""
    if prior := item.get("prior"):
        return None if any(map(_amount, prior)) else prior
    final, change = _only(item, "final"), _only(item, "change")
    return [final, change] if final and change and final.value == change.value else None


def _only(item: _Item, measure: str) -> Fact | None:
    """The one figure of a measure; None where there is none, or where they differ."""
    facts = item.get(measure, [])
    return facts[0] if len({fact.value for fact in facts}) == 1 else None


def _amount(fact: Fact) -> Decimal:
    return Decimal(fact.value)


def _cannot_be(rate: Fact, part: Fact | None) -> bool:
    """Whether the rate tells of a base that is more than what rounding makes of nothing."""
    if part is None or not _amount(rate) or not _amount(part):
        return False
    base = abs(_amount(part) / _amount(rate) * _WHOLE)
    return base > load_identities().tolerance_per_term


def _on_nothing(record: Record, rule: str, rate: Fact, base: Sequence[Fact], *, custom: bool = False) -> Finding:
    return finding(
        record,
        rule,
        name_of(rate),
        rate.raw,
        figures=[figure_of(rate, suspect=True), *map(figure_of, base)],
        concept=rate.concept,
        doubtful=custom or in_doubt(record, (rate, *base)) or unclear(rate) or any(map(unclear, base)),
    )
