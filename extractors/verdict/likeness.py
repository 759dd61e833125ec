"""Whether figures are like each other as slips of the pen are, and whether one tells another.

All of it is over figures as they are printed, whatever they were bound to.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from extractors.binding.printed import PrintedFigure
from extractors.proof.rounding import CENT

FEWEST_DIGITS = 3  # significant ones of an amount that is not printed twice by chance
_NEAR = Decimal("0.02")  # of an amount that a slip may be off by; set by eye on generated documents with planted errors
_TENTH = 10  # a rate tells its amounts where rounding leaves less open than this part of it


def rate_tells(rate: PrintedFigure, x: Decimal, y: Decimal, step: Decimal) -> bool:
    """Whether the rate is x in y, or what y rose or fell by x; amounts are printed to a `step`."""
    value, x = abs(rate.value), abs(x)
    for base in (y, y - x, y + x):
        if base > 0 and x > 0:
            expected = x / base * 100
            room = rate.step / 2 + (expected + 100) * step / base
            if abs(expected - value) <= room < value / _TENTH:
                return True
    return False


def rounded(value: Decimal) -> Decimal:
    """An amount in 元 without its sign, as disclosures print it; smaller ones than they print as they are."""
    return abs(value).quantize(CENT, ROUND_HALF_UP) if abs(value) >= CENT else abs(value)


def telling(value: Decimal, step: Decimal) -> bool:
    """Whether an amount has digits enough not to be printed twice by chance."""
    digits = str(int(abs(value) / step)).rstrip("0")
    return len(digits) >= FEWEST_DIGITS


def alike(a: Decimal, b: Decimal) -> bool:
    """Whether two amounts differ as slips do: by little, or in one or two of their digits."""
    if a == 0 or b == 0 or (a < 0) != (b < 0):
        return False
    if abs(a - b) <= _NEAR * max(abs(a), abs(b)):
        return True
    return same_digits(a, b)


def same_digits(a: Decimal, b: Decimal) -> bool:
    """Whether two digits at most are not the same; of short numbers one, or two that changed places.

    Numbers of one digit or two are all alike: of them that says nothing.
    """
    one, other = str(abs(int(a))), str(abs(int(b)))
    while one.endswith("0") and other.endswith("0"):
        one, other = one[:-1], other[:-1]
    changed = sum(x != y for x, y in zip(one, other, strict=False))
    most = 2 if len(one) > FEWEST_DIGITS or sorted(one) == sorted(other) else 1
    return len(one) == len(other) >= FEWEST_DIGITS and changed <= most
