"""What a printed figure may have been before an OCR misread one mark of it (patterns/confusions.yaml).

A figure's separators are witnesses of their own: `1,34.56` has lost a digit of its middle group, `1,23456` its point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import regex

from extractors.language.numbers import parse_number
from patterns.confusions import load_confusions
from patterns.kept import KEPT

_DIGITS = regex.compile(r"\d[\d.,]*")
_GROUPED = regex.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})*)(?:\.\d+)?")
_PLAIN = regex.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_SEPARATORS = ".,"
_PLACES = 2  # decimals that disclosures print
_DIGIT = "0123456789"
UNKNOWN = "unknown"
EXCHANGED = "exchanged"
_GROUP = 3  # digits between two thousands separators


@dataclass(frozen=True, slots=True)
class Variant:
    """What a figure may have been: `text` as it would be printed, its `value` in the figure's own unit.

    `marks` are the characters of the number that were read that the confusion lies at: the one itself, or those on
    both sides of what was lost. `kind` is the confusion's name in patterns/confusions.yaml; "unknown" is a digit that
    is not known to be taken for the one that was read, "exchanged" two that changed places, as people do, not OCRs.
    """

    text: str
    value: Decimal
    kind: str
    marks: tuple[int, ...]


def printed_number(raw: str) -> str | None:
    """The run of digits in `raw` that is its value; None where there is none."""
    found = _DIGITS.findall(raw)
    return found[-1].rstrip(_SEPARATORS) if found else None


def decimals_of(number: str) -> int:
    """How many digits a printed number has behind its last point."""
    return len(number.rpartition(".")[2]) if "." in number else 0


@lru_cache(maxsize=KEPT)
def number_span(raw: str) -> tuple[int, int] | None:
    """Where in `raw` the run of digits stands that is its value: the last one, without what follows it."""
    found = list(_DIGITS.finditer(raw))
    if not found:
        return None
    start = found[-1].start()
    return start, start + len(found[-1].group().rstrip(_SEPARATORS))


def well_formed(number: str) -> bool:
    """Whether a figure is printed so: groups of three or none, no 0 before other digits.

    >>> well_formed("1,234.56"), well_formed("1234.56"), well_formed("1,34.56"), well_formed("04.50")
    (True, True, False, False)
    """
    return (_GROUPED if "," in number else _PLAIN).fullmatch(number) is not None


@lru_cache(maxsize=KEPT)
def malformed(raw: str) -> bool:
    """Whether the figure in `raw` has separators where no figure has them, even if dots were commas: `46.7.3`."""
    number = printed_number(raw)
    return number is not None and not well_formed(separated(number))


def separated(number: str) -> str:
    """`number` with the separators it was printed with where dots and commas were taken for one another.

    >>> separated("82.107.88"), separated("0,00"), separated("1,23456")
    ('82,107.88', '0.00', '1,23456')
    """
    groups = number.replace(",", ".").split(".")
    if not parse_number(number)[1] or len(groups[-1]) > _GROUP:
        return number
    fraction = len(groups[-1]) != _GROUP or (number[-_GROUP - 1] == "." and "," in number)
    return ",".join(groups[:-1]) + ("." if fraction else ",") + groups[-1]


def variants(number: str) -> tuple[Variant, ...]:
    """Every other figure that `number` may have been printed as, each once.

    >>> {v.text for v in variants("1,284.56")} >= {"1,234.56"}, {v.kind for v in variants("12345") if "." in v.text}
    (True, {'point'})
    """
    shown = separated(number)
    told = parse_number(number)[0]
    most = max(_PLACES, len(shown.partition(".")[2]))
    found: dict[str, Variant] = {}
    for text, kind, marks in _undone(shown):
        if not well_formed(text) or len(text.partition(".")[2]) > most:
            continue
        value = parse_number(text)[0]
        if value != told:
            kept = tuple(m for m in marks if 0 <= m < len(number))
            found.setdefault(text, Variant(text, value, kind, kept))
    return tuple(found.values())


_Undone = tuple[str, str, tuple[int, ...]]  # what may have been printed, the confusion, the marks that it lies at


def _undone(shown: str) -> Iterator[_Undone]:
    """What a figure may have been printed as, the known confusions first."""
    known = load_confusions()
    places = [i for i, char in enumerate(shown) if char.isdigit()]
    if shown in known.nothing:
        yield "0", "nothing", (0,)
    yield from _swapped(shown, places)
    if known.point:
        yield from _points(shown)
    if known.added:
        yield from ((_put(shown, i, ""), "added", (i,)) for i in places)
    if known.lost:
        yield from _lost(shown)
    yield from _unknown(shown, places)


def _swapped(shown: str, places: Sequence[int]) -> Iterator[_Undone]:
    """A digit for one that it is taken for."""
    for i in places:
        pairs = (pair for pair in load_confusions().swapped if shown[i] in pair)
        yield from ((_put(shown, i, pair.replace(shown[i], "", 1)), "swapped", (i,)) for pair in pairs)


def _lost(shown: str) -> Iterator[_Undone]:
    """A digit more, between any two."""
    for i in range(len(shown) + 1):
        yield from ((shown[:i] + digit + shown[i:], "lost", (i - 1, i)) for digit in _DIGIT)


def _unknown(shown: str, places: Sequence[int]) -> Iterator[_Undone]:
    """Any other digit for one, and two beside each other exchanged."""
    yield from ((_put(shown, i, digit), UNKNOWN, (i,)) for i in places for digit in _DIGIT)
    for i, k in pairwise(places):
        yield _put(_put(shown, i, shown[k]), k, shown[i]), EXCHANGED, (i, k)


def _put(shown: str, i: int, digit: str) -> str:
    return shown[:i] + digit + shown[i + 1 :]


def _points(shown: str) -> Iterator[_Undone]:
    """The decimal point put where it was lost (rates may have one decimal), or moved by one."""
    at = shown.find(".")
    digits = shown.replace(".", "")
    places = {len(digits) - _PLACES, *((at - 1, at + 1) if at >= 0 else (len(digits) - 1,))}
    for place in sorted(places):
        if 0 < place < len(digits):
            yield digits[:place] + "." + digits[place:], "point", (place - 1, place)
