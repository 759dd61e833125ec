"""Numbers whose unit of money is told once for all of a list: `（单位：万元）公务接待费1.2，培训费3`.

Nothing is assumed here: a number is money only where the text says in which unit, and where what stands around the
number leaves it nothing else to be, no rate, no count and no code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import regex

from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from patterns.loader import load_patterns
from patterns.shapes import either_word, load_shapes
from patterns.wording import any_of, ending_in

_GOVERNING = ("concept", "function", "measure", "direction", "anchor")  # what may stand before a whole number of money
_ROW = " |"  # what parts the cells of a row that was no table
_NAMED_MOST = 3  # mentions before a number that say whether it is the rate of a change: 增加44.5，增长7.8


def units_told(text: str) -> tuple[tuple[int, Decimal | None], ...]:
    """Where a text says in which unit numbers stand, and how many 元 that is; None for one that is no money.

    >>> units_told("支出情况（单位：万元）"), units_told("人员情况（单位：人）")
    (((10, Decimal('10000')),), ((9, None),))
    """
    return tuple((m.end("unit"), load_patterns().units.money.get(m["unit"])) for m in _told().finditer(text))


def unit_told_last(text: str, before: Decimal | None = None) -> Decimal | None:
    """The unit that a text tells last, else the one told before it."""
    told = units_told(text)
    return told[-1][1] if told else before


def ends_telling(text: str) -> bool:
    """Whether a text ends by telling a unit: what it says of others than its own numbers."""
    told = units_told(text)
    return bool(told) and _closing().fullmatch(text, told[-1][0]) is not None


def told_for_all(text: str) -> bool:
    """Whether a text that tells a unit says that it holds for all that follows: 单位：万元，下同."""
    return bool(units_told(text)) and any(word in text for word in load_patterns().units.told_for_all)


def in_unit_told(text: str, mentions: Sequence[Mention], unit: Decimal | None) -> list[Mention]:
    """The mentions, numbers as money where a unit is told before them: in the text, else `unit`, told before that."""
    told = units_told(text)
    if unit is None and not told:
        return list(mentions)
    return [
        _as_money(mention, yuan) if yuan is not None and _is_money(text, mentions, i) else mention
        for i, mention in enumerate(mentions)
        for yuan in (next((u for end, u in reversed(told) if end <= mention.start), unit),)
    ]


def _as_money(mention: Mention, yuan: Decimal) -> Mention:
    assert mention.amount is not None
    amount = replace(mention.amount, kind="money", value=mention.amount.value * yuan, unit="CNY", unit_above=True)
    return replace(mention, label="money", amount=amount)


def _is_money(text: str, mentions: Sequence[Mention], i: int) -> bool:
    """Whether the `i`th mention is a bare number that may be money by what stands around it."""
    mention = mentions[i]
    amount = mention.amount
    if amount is None or amount.kind != "bare" or _goes_on(text, mentions, i):
        return False
    if amount.signed or _is_rate(text, mentions, i):
        return amount.signed
    before = mentions[i - 1] if i and is_filler(text[mentions[i - 1].end : mention.start]) else None
    if before is not None and before.kind == "concept" and concept(before.label).kinds[0] != "money":
        return False
    if amount.decimals or "," in text[mention.start : mention.end]:
        return True
    governed = before is not None and before.kind in _GOVERNING
    return governed or _behind_year().search(text, 0, mention.start) is not None


def _goes_on(text: str, mentions: Sequence[Mention], i: int) -> bool:
    """Whether what stands right behind a number may be what it counts, or a blank parts it from others of a row."""
    mention = mentions[i]
    if {text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]} & set(_ROW):
        return True
    cued = i + 1 < len(mentions) and mentions[i + 1].start == mention.end
    return not cued and _word().match(text, mention.end) is not None


def _is_rate(text: str, mentions: Sequence[Mention], i: int) -> bool:
    """Whether a number is the rate that its cue says, or that of a change told in money right before."""
    told = mentions[max(0, i - _NAMED_MOST) : i]
    cue = told[-1] if told else None
    if cue is None or not is_filler(text[cue.end : mentions[i].start]):
        return False
    if cue.kind == "measure":
        return load_patterns().measures.measures[cue.entry].kind == "percent"
    if cue.kind != "direction":
        return False
    words = text[cue.start : cue.end]
    changed = [m.kind for m in told[-3:-1]] == ["direction", "amount"] and told[-2].end + 1 >= cue.start
    return changed or any(rate in words for rate in load_patterns().units.rates)


@cache
def _told() -> regex.Pattern[str]:
    units = load_patterns().units
    counted = [c for row in units.counts for c in row] + list(units.area)
    money = either_word(list(units.money))
    ends = r"(?=[）)，,、；;。./ ]|$)"
    behind = rf"(?:{any_of(units.told_behind).pattern})(?P<unit>{money}|{either_word(counted)}){ends}"
    return regex.compile(rf"{behind}|（(?P<unit>{money})）")


@cache
def _closing() -> regex.Pattern[str]:
    for_all = "|".join(load_patterns().units.told_for_all)
    return regex.compile(rf"(?:{for_all}|[）)：。；，,\s])*")


@cache
def _behind_year() -> regex.Pattern[str]:
    measures = load_patterns().measures
    return ending_in((*measures.prior_alone, *measures.years["0"]))


@cache
def _word() -> regex.Pattern[str]:
    return regex.compile(rf"[{load_shapes().han}A-Za-z㎡°℃]")
