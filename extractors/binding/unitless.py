"""Numbers that stand without a unit: what their cue, their neighbour or their concept says they must be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from extractors.binding import certainty, reach
from extractors.binding.counts import counted_concept
from extractors.binding.joints import joins_figures
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.language.numbers import Amount, yuan_of_unit
from patterns.loader import load_patterns
from patterns.wording import any_of

_BESIDE = ("，", "（", "、", "；")  # between a figure and that of the year before


@dataclass(frozen=True, slots=True)
class Resolved:
    """A number with the unit that it must have, and how sure that is."""

    amount: Amount
    unit: float


def resolve_bare(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> Resolved | None:
    """A number without a unit: what its cue or its concept says it must be, or nothing."""
    if _stands_in_row(walk, mention):
        return None
    if _is_nought_of_year(walk, mention, amount):
        return Resolved(replace(amount, kind="money", unit="CNY"), 1.0)
    later = _unit_of_enumeration(walk, i) or _unit_of_list(walk, i, amount)
    if later is not None:
        return Resolved(_in_unit_of(walk, amount, later), certainty.UNIT_SHARED)
    rate = _rate_told(walk, mention, amount, cue)
    if rate is not None:
        return None if mention.end == len(walk.passage.text) else rate  # 增长1 may be cut off, of 增长12.1%
    if cue is not None and cue.kind == "measure" and measure_kind(cue) == "percent":
        return None
    compared = _unit_behind_comparand(walk, i)
    if compared is not None:
        return Resolved(_in_unit_of(walk, amount, compared), certainty.UNIT_OF_CHANGE)
    if _is_only_counted(walk, i, mention):
        return _count_assumed(walk, i, amount)
    return _money_assumed(walk, i, amount, cue) or _count_assumed(walk, i, amount)


def _is_nought_of_year(walk: Walk, mention: Mention, amount: Amount) -> bool:
    """`购置费36万元（上年为0）`: whether last year's figure behind one of money is 0, in whatever unit."""
    last = walk.found.last
    if amount.value or last is None or last.unit != "CNY":
        return False
    gap = walk.found.text_since_last(mention.start) or ""
    return gap[:1] in _BESIDE and _prior_alone().fullmatch(gap[1:]) is not None


@cache
def _prior_alone() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.prior_alone)


def _rate_told(walk: Walk, mention: Mention, amount: Amount, cue: Mention | None) -> Resolved | None:
    """The number as the rate that its cue, or the change told right before, says it is."""
    if cue is None:
        return None
    if cue.kind == "measure" and measure_kind(cue) == "percent":
        return _rate_of_cue(walk, mention, amount, cue)
    if cue.kind == "direction" and cue.end == mention.start and _just_changed(walk, mention):
        return Resolved(_rate(amount), certainty.RATE_BEHIND_CHANGE)
    return None


def _is_only_counted(walk: Walk, i: int, mention: Mention) -> bool:
    """`机要通信用车0`: whether what is named before it is counted first of all, and has money only besides."""
    counted = counted_concept(walk, i, mention, None)
    return counted is not None and concept(counted.concept).kinds[0] == "count"


def _stands_in_row(walk: Walk, mention: Mention) -> bool:
    """`公务接待费21.00 20.00`: whether a blank parts the number from another, as in a row of a table unruled."""
    text = walk.passage.text
    return text[mention.end : mention.end + 1] == " " or text[mention.start - 1 : mention.start] == " "


def _rate_of_cue(walk: Walk, mention: Mention, amount: Amount, cue: Mention) -> Resolved | None:
    """`占12.5`, `占总支出的12.5`: a rate, where it stands right behind a cue that nothing but rates follow."""
    if cue.end == mention.start:
        return Resolved(_rate(amount), certainty.RATE_BEHIND_CUE)
    of_whole = walk.passage.between(cue, mention).endswith(load_patterns().markers.particles)
    told = of_whole and amount.decimals > 0 and cue.label == "share"
    return Resolved(_rate(amount), certainty.RATE_OF_WHOLE) if told else None


def _money_assumed(walk: Walk, i: int, amount: Amount, cue: Mention | None) -> Resolved | None:
    """`基本支出120.50`: money in the unit of such disclosures, where a cue or a concept is told right before."""
    passage, mention = walk.passage, walk.passage.mentions[i]
    named = passage.named_before(i, mention.start, "money")
    if not (amount.decimals >= 1 or (amount.value == 0 and named is not None)):
        return None
    if cue is None and not (named is not None and is_filler(passage.between(named, mention))):
        return None
    units = load_patterns().units
    money = replace(amount, kind="money", value=amount.value * units.money[units.assumed], unit="CNY")
    return Resolved(money, certainty.MONEY_ASSUMED)


def _count_assumed(walk: Walk, i: int, amount: Amount) -> Resolved | None:
    """`接待批次5`: a count, where a concept that is counted is told right before."""
    mention = walk.passage.mentions[i]
    counted = counted_concept(walk, i, mention, None)
    if amount.decimals or counted is None or not is_filler(walk.passage.text[counted.end : mention.start]):
        return None
    return Resolved(replace(amount, kind="count", unit=concept(counted.concept).counts[0]), certainty.COUNT_ASSUMED)


def _unit_behind_comparand(walk: Walk, i: int) -> Amount | None:
    """The unit that `较上年4.02减少0.34万元` gives to 4.02."""
    before, mention = walk.passage.before(i), walk.passage.mentions[i]
    behind = walk.passage.mentions[i + 1 : i + 3]
    if before is None or before.kind != "anchor" or before.end != mention.start or len(behind) < 2:
        return None
    turned = behind[0].kind == "direction" and behind[0].start == mention.end
    amount = behind[1].amount
    written = amount is not None and amount.kind == "money" and not amount.unit_above
    return amount if turned and written else None


def _unit_of_enumeration(walk: Walk, i: int) -> Amount | None:
    """The unit that the end of `A、B、C万元` gives to A."""
    before = walk.passage.mentions[i]
    for other in walk.passage.mentions[i + 1 :]:
        if not joins_figures(walk.passage.between(before, other)) or other.amount is None:
            return None
        if other.amount.kind != "bare" and not other.amount.unit_above:
            return other.amount if walk.group.shared in ("respectively", "both") else None
        before = other
    return None


def _unit_of_list(walk: Walk, i: int, amount: Amount) -> Amount | None:
    """`依次为24万元、4万元和0`: the unit that a list told of several gives to a 0 at its end."""
    before = walk.passage.before(i)
    if amount.value or before is None or before.amount is None or before.amount.kind == "bare":
        return None
    joined = joins_figures(walk.passage.between(before, walk.passage.mentions[i]))
    return (
        before.amount
        if joined and not before.amount.unit_above and walk.group.shared in ("respectively", "both")
        else None
    )


def _just_changed(walk: Walk, mention: Mention) -> bool:
    last = walk.found.last
    if last is None or last.measure not in ("change", "variance"):
        return False
    return walk.passage.offset + mention.start - last.end < reach.RATE_BEHIND_CHANGE


def _in_unit_of(walk: Walk, amount: Amount, other: Amount) -> Amount:
    """The number in the unit that `other` is written in."""
    factor = yuan_of_unit(walk.passage.text[other.start : other.end]) or Decimal(1)
    return replace(amount, kind=other.kind, value=amount.value * factor, unit=other.unit)


def _rate(amount: Amount) -> Amount:
    return replace(amount, kind="percent", unit="percent")


def measure_kind(mention: Mention) -> str:
    """What the measure of a cue is told in: `money` or `percent`."""
    return load_patterns().measures.measures[mention.entry].kind
