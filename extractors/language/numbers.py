"""Number shapes of disclosures: what a run of digits, separators and a unit is worth.

Thousands separators may be missing, or read as dots by an OCR (`82.107.88`); then the value is told as a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

import regex

from extractors.model.blanks import stands_behind_another
from extractors.model.numerals import COUNTED, COUNTED_FORMALLY, integer_of
from patterns.kept import KEPT
from patterns.loader import load_patterns
from patterns.shapes import either, either_word, load_number_shapes
from patterns.wording import any_of

Kind = Literal["money", "percent", "area", "count", "bare"]
_WELL_FORMED = regex.compile(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?")
MOST_DIGITS = 18  # all of China's budgets in 分 have 17; a longer run is a code, or several figures run together
_PERCENT_OF_ONCE = 100  # 增长1.35倍 is 135 %


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in the text: `start`, `end` of the whole, and `value` in 元, percent or as counted.

    `unit` is "CNY", "percent", "平方米" or the classifier; None for a bare number. `slip` is true where the
    separators were not those of a well-formed number; `unit_doubt` where the unit was written short (万). `signed` says
    that a sign or an arrow stands there, which tells a direction; `unit_above` that the unit was told once before.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal
    unit: str | None
    decimals: int
    slip: bool = False
    unit_doubt: bool = False
    signed: bool = False
    unit_above: bool = False


@lru_cache(maxsize=KEPT)
def parse_number(text: str) -> tuple[Decimal, bool]:
    """The value of a run of digits and separators (or 零), in no unit, and whether the separators were a slip.

    `text` must be such a run: begin with a digit, and hold digits, dots and commas only. Behind the last
    separator stand decimals, unless it parts three digits from others that are parted by the same mark.

    >>> parse_number("1,761.68"), parse_number("82.107.88"), parse_number("1,23")
    ((Decimal('1761.68'), False), (Decimal('82107.88'), True), (Decimal('1.23'), True))
    """
    if text == load_number_shapes().zero:
        return Decimal(0), False
    if _WELL_FORMED.fullmatch(text):
        return Decimal(text.replace(",", "")), False
    groups = text.replace(",", ".").split(".")
    last_is_fraction = len(groups[-1]) != 3 or (text[-4] == "." and "," in text)
    if last_is_fraction:
        return Decimal("".join(groups[:-1]) + "." + groups[-1]), True
    return Decimal("".join(groups)), True


@lru_cache(maxsize=KEPT)
def yuan_of_unit(text: str) -> Decimal | None:
    """How many 元 the unit of money is that `text` ends in; None where it ends in none.

    >>> yuan_of_unit("2,114.81万元"), yuan_of_unit("5辆")
    (Decimal('10000'), None)
    """
    written = text.rstrip(load_number_shapes().rises + load_number_shapes().falls)
    return next((yuan for unit, yuan in load_patterns().units.money.items() if written.endswith(unit)), None)


def amounts(text: str) -> Iterator[Amount]:
    """All values in normalised text; years, dates, list numbers and thresholds left out, and what may be half a figure.

    Those in digits from left to right, then those in characters (两个科室), which overlap none of them.
    """
    for match in _shape().finditer(text):
        if _is_list_number(text, match) or _threshold().match(text, match.end()):
            continue
        amount = _amount(match)
        halved = match["number"][0].isdigit() and stands_behind_another(text, match.start())
        if amount is not None and not halved:
            yield replace(amount, signed=True) if match["sign"] or match["arrow"] else amount
    for shape in _counted_in_words():
        for match in shape.finditer(text):
            number = integer_of(match["numeral"])
            if number is not None:
                yield Amount(match.start(), match.end(), "count", Decimal(number), _count_unit(match["count"]), 0)


def _amount(match: regex.Match[str]) -> Amount | None:
    """The value of a match of `_shape`; None for decimals of what is counted in whole numbers, and for no figure."""
    if sum(char.isdigit() for char in match["number"]) > MOST_DIGITS:
        return None
    number, slip = parse_number(match["number"])
    value = -number if _is_below(match["sign"] or match["arrow"] or "") else number
    decimals = _decimals(match["number"], slip)
    start, end = match.span()
    if match["money"]:
        factor, short = load_patterns().units.money[match["money"]], match["money"] in load_number_shapes().short_money
        return Amount(start, end, "money", value * factor, "CNY", decimals, slip, short)
    if match["percent"] or match["before"]:
        return Amount(start, end, "percent", value, "percent", decimals, slip)
    if match["times"]:
        return Amount(start, end, "percent", value * _PERCENT_OF_ONCE, "percent", decimals, slip)
    if match["area"]:
        value *= load_number_shapes().many.get(match["many"] or "", Decimal(1))
        return Amount(start, end, "area", value, load_patterns().units.area[0], decimals, slip)
    if match["count"]:
        return None if decimals else Amount(start, end, "count", value, _count_unit(match["count"]), 0, slip)
    return Amount(start, end, "bare", value, None, decimals, slip)


def _is_below(sign: str) -> bool:
    """Whether a sign or an arrow says that a number is negative."""
    return sign.strip() in ("-", load_number_shapes().falls)


def _decimals(number: str, slip: bool) -> int:
    """How many decimals are printed; behind a comma only where that is a slip for the point."""
    if "." not in number and not slip:
        return 0
    return len(number) - 1 - max(number.rfind("."), number.rfind(","))


def _is_list_number(text: str, match: regex.Match[str]) -> bool:
    """`1.` or `2、` at the beginning of a clause."""
    if match["money"] or match["percent"] or match["count"] or match["area"]:
        return False
    before = text[match.start() - 1] if match.start() else "。"
    return before in "。；：（" and text[match.end() : match.end() + 1] in {".", "、", "）", "．"}


@cache
def _shape() -> regex.Pattern[str]:
    """A number with its unit: groups `before`, `sign`, `number`, one of `money`, `percent`, `times`, `area`, `count`,
    and `arrow`."""
    units, known = load_patterns().units, load_number_shapes()
    grouped, plain = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,.]*\d)", r"\d+(?:[.,]\d+)*"
    listed = r"\d+\.\d{1,2}(?=,\d+\.\d{1,2}(?![\d,.]))"  # 400.00,410.00: two numbers, not one
    arrow = f"[{known.rises}{known.falls}]"
    below = rf"(?:(?<!{known.no_sign_behind})|(?<={known.sign_behind}))-"
    sign = rf"{below}|(?<!{known.no_plus_behind})\+|{arrow}\s*"
    number = rf"(?P<sign>{sign})?(?P<number>(?>{grouped}|{listed}|{plain})|{known.zero})"
    beside = r"(?<=\d\.\d,)|(?<=\d\.\d\d,)"  # the second of two
    percents = [p for p in units.percent if p != known.rate_before]
    counts = [c for row in units.counts for c in row]
    return regex.compile(
        rf"(?:(?<!{known.not_behind})|{beside})(?P<before>{known.rate_before})?{number}(?!\s*{either(known.not_values)})"
        rf"(?:(?P<money>{either_word(list(units.money))})(?!{known.not_money})|(?P<percent>{either_word(percents)})"
        rf"|(?P<times>{either_word(units.times)})|(?P<many>{either_word(list(known.many))})?(?P<area>{either_word(units.area)})"
        rf"|(?P<count>{either_word(counts)})(?!{either(known.not_counts)}))?(?P<arrow>{arrow}(?!\s*\d))?"
    )


@cache
def _counted_in_words() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    known = load_number_shapes()
    counts = [c for row in load_patterns().units.counts for c in row if c not in known.not_in_words]
    formally = [c for c in counts if c not in known.not_in_formal_words]
    return _in_words(COUNTED, counts), _in_words(COUNTED_FORMALLY, formally)


def _in_words(numeral: str, counts: list[str]) -> regex.Pattern[str]:
    not_behind = load_number_shapes().not_behind_words
    return regex.compile(rf"(?<!{not_behind})(?P<numeral>{numeral})(?P<count>{either_word(counts)})")


@cache
def _threshold() -> regex.Pattern[str]:
    return any_of(load_patterns().markers.thresholds)


@cache
def _count_units() -> dict[str, str]:
    return {unit: row[0] for row in load_patterns().units.counts for unit in row}


def _count_unit(written: str) -> str:
    return _count_units()[written]
