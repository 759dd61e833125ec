"""Chinese numerals, said once for all rooms: 十二 is 12, 二〇二三 is 2023.

Characters and numbers here are the number system itself, not wording; what stands around numerals is in patterns/.
"""

from __future__ import annotations

import regex

_TO_TEN = "一二三四五六七八九十"
ONES, TEN = _TO_TEN[:-1], _TO_TEN[-1]
ZEROS = "零0O○〇"  # as print and OCR have it in years
TWO = "两"  # 二 before a classifier
FORMAL = "壹贰叁肆伍陆柒捌玖"  # as sums are written out: 壹辆
FORMAL_TEN = "拾"
LARGEST = 99

# What counts things, from 零 to 九十九: a regular expression
COUNTED = rf"[{ONES}{TWO}]?{TEN}[{ONES}]?|[{ZEROS[0]}{ONES}{TWO}]"
COUNTED_FORMALLY = rf"[{FORMAL}]?{FORMAL_TEN}[{FORMAL}]?|[{FORMAL}]"

_COUNTED = regex.compile(COUNTED)
_PLAIN = str.maketrans(FORMAL + FORMAL_TEN, ONES + TEN)
_DIGITS = {char: value for value, char in enumerate(ONES, start=1)} | dict.fromkeys(ZEROS, 0) | {TWO: 2}
_YEAR_DIGITS = str.maketrans({char: str(value) for char, value in _DIGITS.items()})


def integer_of(numeral: str) -> int | None:
    """What a numeral up to 99 is worth; None for what is none.

    >>> integer_of("十"), integer_of("二十三"), integer_of("两"), integer_of("零"), integer_of("三二")
    (10, 23, 2, 0, None)
    >>> integer_of("壹拾贰")
    12
    """
    numeral = numeral.translate(_PLAIN)
    match = _COUNTED.fullmatch(numeral)
    if match is None:
        return None
    tens, ten, ones = numeral.rpartition(TEN)
    return 10 * (_DIGITS[tens] if tens else 1 if ten else 0) + (_DIGITS[ones] if ones else 0)


def numeral_of(number: int) -> str:
    """The numeral that counts or numbers `number`, from 1 to 99; ValueError for others.

    >>> numeral_of(10), numeral_of(21)
    ('十', '二十一')
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(f"no numeral for {number}")
    tens, ones = divmod(number, 10)
    return (ONES[tens - 1] if tens > 1 else "") + (TEN if tens else "") + (ONES[ones - 1] if ones else "")


def with_digits(numeral: str) -> str:
    """Numerals read digit by digit, as years are; same length.

    >>> with_digits("二〇二三年")
    '2023年'
    """
    return numeral.translate(_YEAR_DIGITS)
