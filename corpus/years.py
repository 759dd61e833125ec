"""The accounts of the year after: what they say of the year before is what was published for that.

A unit's next disclosure has figures of its own seed; what they were in the year before, and what was carried over, are
those of the accounts before. All sums of a document hold as they did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.figures import Figures, rates

_ZERO = Decimal(0)
_Key = tuple[str, str, str | None]
# Which figure of the year before a change that is told of both sides at once is on.
_BOTH_SIDES = {"totals": "totals.income"}
_OPENING, _CLOSING = "totals.income.carryover_opening", "totals.expenditure.carryover_closing"
# What grows with what was carried over: both totals, and what is left at the end.
_GROWING = (_OPENING, _CLOSING, "totals.income", "totals.expenditure")
# What grows where more was spent than there was: other income, and all that it is part of.
_EARNED = ("income.other", "income", "totals.income.current_year", "totals.income", "totals.expenditure", _CLOSING)
_FUND = "government_fund"
_WIDER = "general_public.carryover_opening"  # accounts whose carry-overs are told apart by budget


@dataclass(frozen=True)
class Before:
    """The years before of a unit, by their seeds.

    `misstated` is by how much, in 元, the year after takes final figures of the last of them for others than they were;
    `reason` is what it gives for changes of those items, "" for a reason as any.
    """

    seeds: tuple[int, ...] = ()
    misstated: Mapping[_Key, Decimal] = field(default_factory=dict)
    reason: str = ""


def figures_after(before: Before, seed: int, drawn: Callable[[int], Figures]) -> Figures:
    """The accounts of a seed as those of the unit with the years before; `drawn` are those of a seed alone."""
    if not before.seeds:
        return drawn(seed)
    figures = drawn(before.seeds[0])
    for later in before.seeds[1:]:
        figures = following(figures, drawn(later))
    told = {key: value + before.misstated.get(key, _ZERO) for key, value in figures.values.items()}
    made = following(replace(figures, values=told), drawn(seed))
    if before.reason:
        made.reasons = {concept: before.reason for concept, *_ in before.misstated}
    return made


def following(before: Figures, drawn: Figures) -> Figures:
    """The accounts that follow `before`: of the same unit, a year later, its amounts those of `drawn`.

    Raises ValueError for accounts that tell carry-overs by budget, as those are of a region's set of one year.
    """
    if (_WIDER, "final", None) in drawn.values or (_WIDER, "final", None) in before.values:
        raise ValueError("accounts of a region's set have no year after")
    values = {key: value for key, value in drawn.values.items() if key[1] not in ("change_rate", "share")}
    _carry_over(values, before.get(_CLOSING, "final"))
    for (concept, measure, code), _ in drawn.values.items():
        if measure == "change":
            item = _BOTH_SIDES.get(concept, concept)
            last = before.values.get((item, "final", code), _nothing(item))
            if last is not None:
                values[concept, "change", code] = values[item, "final", code] - last
    made = replace(drawn, unit=before.unit, year=before.year + 1, values=values)
    rates(made)
    return made


def carried_over(figures: Figures, amount: Decimal) -> Figures:
    """The accounts with so much more carried over at the beginning of their year, and left at its end."""
    made = replace(figures, values={k: v for k, v in figures.values.items() if k[1] not in ("change_rate", "share")})
    _grow(made.values, dict.fromkeys(_GROWING, amount))
    rates(made)
    return made


def _nothing(concept: str) -> Decimal | None:
    """What accounts without an item tell of it: of a fund that the unit does not have that it is 0."""
    return _ZERO if concept.startswith(_FUND) and not concept.endswith("by_function") else None


def _carry_over(values: dict[_Key, Decimal], closing: Decimal) -> None:
    _grow(values, dict.fromkeys(_GROWING, closing - values[_OPENING, "final", None]))
    lacking = max(_ZERO, -values[_CLOSING, "final", None])
    _grow(values, dict.fromkeys(_EARNED, lacking))


def _grow(values: dict[_Key, Decimal], by: Mapping[str, Decimal]) -> None:
    for concept, amount in by.items():
        values[concept, "final", None] += amount
