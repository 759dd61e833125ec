"""What a printed figure may have been before an OCR misread one mark of it (patterns/confusions.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractors.numbers import parse_number
from patterns.confusions import load_confusions

_DIGITS = regex.compile(r"\d[\d.,]*")
_PLACES = 2  # decimals that disclosures print


def printed_number(raw: str) -> str | None:
    """The run of digits in `raw` that is its value; None where there is none or more than one."""
    found = [m for m in _DIGITS.findall(raw) if regex.search(r"\d", m)]
    return found[-1].rstrip(".,") if found else None


def meant(number: str) -> frozenset[Decimal]:
    """Every other value that `number` may have been printed as.

    >>> Decimal("1234.56") in meant("1,284.56"), Decimal("1234.56") in meant("123456")
    (True, True)
    """
    told, _ = parse_number(number)
    most = max(_PLACES, len(number.partition(".")[2]))
    return frozenset({parse_number(v)[0] for v in _variants(number) if _printable(v, most)} - {told})


def _printable(number: str, most: int) -> bool:
    """Whether a figure can be printed so: begins with a digit, no 0 before others, no more decimals than is usual."""
    whole, _, fraction = number.partition(".")
    return whole.isdigit() and len(fraction) <= most and (whole == "0" or not whole.startswith("0"))


def _variants(number: str) -> Iterator[str]:
    known = load_confusions()
    plain = number.replace(",", "")
    for i, char in enumerate(plain):
        for pair in known.swapped:
            if char in pair:
                yield plain[:i] + pair.replace(char, "", 1) + plain[i + 1 :]
        if known.doubled and char.isdigit() and len(plain) > 1:
            yield plain[:i] + plain[i + 1 :]
    if known.lost:
        for i in range(len(plain) + 1):
            yield from (plain[:i] + digit + plain[i:] for digit in "0123456789")
    if known.point:
        yield from _points(plain)


def _points(plain: str) -> Iterator[str]:
    """The decimal point put where it was lost, or moved by one."""
    digits = plain.replace(".", "")
    at = plain.find(".")
    places = [len(digits) - _PLACES] if at < 0 else [at - 1, at + 1, len(digits) - _PLACES]
    for place in places:
        if 0 < place < len(digits):
            yield digits[:place] + "." + digits[place:]
