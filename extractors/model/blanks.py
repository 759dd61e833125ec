"""Which blanks part two figures, and which stand within one: `5 96.35` are two, `1 234.50万元` and `2 0 2 1年` one.

A blank that is dropped wrongly makes a figure that nobody printed (`1 3,816.42` is no 13,816.42), one that is kept
wrongly only leaves it untold: a blank between two digits of a line is dropped only where the print shows one figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from patterns.loader import load_patterns
from patterns.shapes import either_word, load_number_shapes

# Figures, or pieces of one, with blanks between; begun only where a figure does, or long ones would take for ever.
_RUN = regex.compile(r"(?<!\d[.,]{0,2})\d[\d.,]*+(?:\s+[\d.,]+)*\s+[\d.,]*\d")
_GAP = regex.compile(r"(?<=\d)\s+(?=\d)")
_WHOLE = r"\d\.\d\d\s+"  # the end of a figure in 万元 or 元 as they are printed, and blanks
_PARTED = regex.compile(_WHOLE + r"(?=\d)")
_GROUPED = regex.compile(r"[1-9]\d{0,2}(?:\s\d{3})+(?:\.\d+)?")  # 1 234 567.89
_SPREAD = regex.compile(r"(?:[1-9]\s?,?\s?|\d\s?\.\s?)(?:\d\s?[.,]?\s?)+")  # 2 0 2 1, 3 , 8 1 6 . 4 2
_FEWEST_SPREAD = 3  # digits: two with a blank between may be two figures (set by eye)
_WITH_COMMAS = regex.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def parting_blanks(text: str, borders: Sequence[int]) -> frozenset[int]:
    """The places of the blanks, one for each gap, that part two figures of a normalised text.

    `borders` are where its lines begin behind the first: a figure that a line breaks may go on in the next.
    """
    parted = {match.end() - 1 for match in _PARTED.finditer(text)}
    broken = set[int]()
    for run in _RUN.finditer(text):
        if _is_one(text, run):
            continue
        for gap in _GAP.finditer(run[0]):
            start, end = run.start() + gap.start(), run.start() + gap.end()
            if any(start <= border <= end for border in borders):
                broken.add(end - 1)
            elif not _goes_on(run[0], gap):
                parted.add(end - 1)
    # Where figures stand beside each other in a line, they do where the line breaks.
    parted |= broken if parted else set()
    return frozenset(parted)


def stands_behind_another(text: str, start: int) -> bool:
    """Whether a blank parts a figure from digits that may be part of it: `5 96.35`, but not `65.00 64.87`."""
    behind = start > 1 and text[start - 1] == " " and text[start - 2].isdigit()
    return behind and regex.search(f"{_WHOLE}$", text[:start]) is None


def _is_one(text: str, run: regex.Match[str]) -> bool:
    """Whether all of a run is one figure: in groups of three, spread evenly, or a date's."""
    digits = regex.sub(r"\s+", "", run[0])
    dated = load_number_shapes().dated.get(text[run.end() :].lstrip()[:1])
    if dated is not None and regex.fullmatch(dated, digits):
        return True
    said = _unit().match(text, run.end()) is not None
    one = regex.sub(r"\s+", " ", run[0])
    return (said and _GROUPED.fullmatch(one) is not None) or _is_spread(one, said=said)


def _is_spread(run: str, *, said: bool) -> bool:
    """Whether a line spreads the digits of a figure evenly; `said` is whether a unit stands behind."""
    pieces = [piece for piece in run.split(" ") if any(char.isdigit() for char in piece)]
    alone = len(pieces) >= _FEWEST_SPREAD and all(sum(map(str.isdigit, piece)) == 1 for piece in pieces)
    if not alone or not _SPREAD.fullmatch(run):
        return False
    counted = run.replace(" ", "").isdigit() and all(int(b) == int(a) + 1 for a, b in pairwise(pieces))
    return not counted and (said or "." in run)


def _goes_on(run: str, gap: regex.Match[str]) -> bool:
    """`3,81 6.42`: whether what stands before a gap is no figure alone, and makes one with what stands behind."""
    before, behind = run[: gap.start()].rsplit(maxsplit=1)[-1], run[gap.end() :].split(maxsplit=1)[0]
    return "," in before and not _WITH_COMMAS.fullmatch(before) and _WITH_COMMAS.fullmatch(before + behind) is not None


@cache
def _unit() -> regex.Pattern[str]:
    units = load_patterns().units
    percents = [percent for percent in units.percent if percent != load_number_shapes().rate_before]
    counts = [count for row in units.counts for count in row]
    said = [*units.money, *percents, *units.times, *units.area, *counts]
    return regex.compile(rf"\s*{either_word(said)}")
