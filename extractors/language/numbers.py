"""Number shapes of disclosures: what a run of digits, separators and a unit is worth.

Thousands separators may be missing, or read as dots by an OCR (`82.107.88`); then the value is told as a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import regex

from patterns.loader import load_patterns
from patterns.wording import any_of

Kind = Literal["money", "percent", "area", "count", "bare"]

_NUMBER = r"(?P<sign>(?<![\d年月—-])-)?(?P<number>(?>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,.]*\d)|\d+(?:[.,]\d+)*)|零)"
_CHINESE_COUNT = r"(?P<numeral>[一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_NOT_VALUES = r"(?!\s*(?:年|月|日|号|时|分之|级|期|届|周年|岁|多|余|—\d|-\d))"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in the text: `start`, `end` of the whole, and `value` in 元, percent or as counted.

    `unit` is "CNY", "percent", "平方米" or the classifier; None for a bare number. `slip` is true where the
    separators were not those of a well-formed number; `unit_doubt` where the unit was written short (万).
    """

    start: int
    end: int
    kind: Kind
    value: Decimal
    unit: str | None
    decimals: int
    slip: bool = False
    unit_doubt: bool = False


def parse_number(text: str) -> tuple[Decimal, bool]:
    """The value of a run of digits and separators, and whether the separators were a slip.

    >>> parse_number("1,761.68"), parse_number("82.107.88"), parse_number("1,23")
    ((Decimal('1761.68'), False), (Decimal('82107.88'), True), (Decimal('1.23'), True))
    """
    if text == "零":
        return Decimal(0), False
    if regex.fullmatch(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?", text):
        return Decimal(text.replace(",", "")), False
    groups = regex.split(r"[.,]", text)
    last_is_fraction = len(groups[-1]) != 3 or (text[-4] == "." and "," in text)
    if last_is_fraction:
        return Decimal("".join(groups[:-1]) + "." + groups[-1]), True
    return Decimal("".join(groups)), True


def yuan_of_unit(text: str) -> Decimal | None:
    """How many 元 the unit of money is that `text` ends in; None where it ends in none.

    >>> yuan_of_unit("2,114.81万元"), yuan_of_unit("5辆")
    (Decimal('10000'), None)
    """
    return next((yuan for unit, yuan in load_patterns().units.money.items() if text.endswith(unit)), None)


def amounts(text: str) -> Iterator[Amount]:
    """All values in normalised text, from left to right; years, dates, list numbers and thresholds left out."""
    for match in _shape().finditer(text):
        if _is_list_number(text, match) or _threshold().match(text, match.end()):
            continue
        amount = _amount(match)
        if amount is not None:
            yield amount
    for match in _counted_in_words().finditer(text):
        yield Amount(
            match.start(), match.end(), "count", Decimal(_words_value(match["numeral"])), _count_unit(match["count"]), 0
        )


def _amount(match: regex.Match[str]) -> Amount | None:
    value, slip = parse_number(match["number"])
    if match["sign"]:
        value = -value
    digits = match["number"]
    decimals = len(digits) - max(digits.rfind("."), digits.rfind(",")) - 1 if regex.search("[.,]", digits) else 0
    if "." not in digits and not slip:
        decimals = 0
    start, end = match.span()
    if match["money"]:
        factor = load_patterns().units.money[match["money"]]
        return Amount(start, end, "money", value * factor, "CNY", decimals, slip, not match["money"].endswith("元"))
    if match["percent"] or match["before"]:
        return Amount(start, end, "percent", value, "percent", decimals, slip)
    if match["times"]:
        return Amount(start, end, "percent", value * 100, "percent", decimals, slip)
    if match["area"]:
        return Amount(start, end, "area", value, load_patterns().units.area[0], decimals, slip)
    if match["count"]:
        if decimals:
            return None
        return Amount(start, end, "count", value, _count_unit(match["count"]), 0, slip)
    return Amount(start, end, "bare", value, None, decimals, slip)


def _words_value(words: str) -> int:
    if "十" in words:
        tens, _, ones = words.partition("十")
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    return _DIGITS[words]


def _is_list_number(text: str, match: regex.Match[str]) -> bool:
    """`1.` or `2、` at the beginning of a clause."""
    if match["money"] or match["percent"] or match["count"] or match["area"]:
        return False
    before = text[match.start() - 1] if match.start() else "。"
    return before in "。；：（" and text[match.end() : match.end() + 1] in {".", "、", "）", "．"}


def _alternatives(units: list[str]) -> str:
    return "|".join(regex.escape(u) for u in sorted(units, key=len, reverse=True))


@cache
def _shape() -> regex.Pattern[str]:
    units = load_patterns().units
    percents = [p for p in units.percent if not p.startswith("百")]
    counts = [c for row in units.counts for c in row]
    return regex.compile(
        rf"(?<![\d.,A-Za-z〔第])(?P<before>百分之)?{_NUMBER}{_NOT_VALUES}"
        rf"(?:(?P<money>{_alternatives(list(units.money))})(?!\w*税率)|(?P<percent>{_alternatives(percents)})"
        rf"|(?P<times>{_alternatives(list(units.times))})"
        rf"|(?P<area>{_alternatives(list(units.area))})|(?P<count>{_alternatives(counts)})(?!月|百分点))?"
    )


@cache
def _counted_in_words() -> regex.Pattern[str]:
    counts = [c for row in load_patterns().units.counts for c in row if c not in {"次", "项", "份", "件"}]
    return regex.compile(rf"(?<![一二两三四五六七八九十百千万第\d]){_CHINESE_COUNT}(?P<count>{_alternatives(counts)})")


@cache
def _threshold() -> regex.Pattern[str]:
    return any_of(load_patterns().markers.thresholds)


@cache
def _count_units() -> dict[str, str]:
    return {unit: row[0] for row in load_patterns().units.counts for unit in row}


def _count_unit(written: str) -> str:
    return _count_units()[written]
