"""Figures of a scan that are not like those around them: doubted, and mended where the page says how.

The raised number of a note is read as one more decimal. A triangle or a dash before a figure is passed over by the
detector: ink before a figure is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import regex

from extractors.model.arrays import Grey
from extractors.model.geometry import Box
from extractors.model.page import Ink, Line, Ruling
from extractors.reading.cut_ends import left_bound
from patterns.shapes import load_cell_shapes, load_shapes

# Set by eye on generated scans with notes at figures and with figures below zero.
_FEWEST = 5  # figures that tell how many decimals are usual
_USUAL = 0.6  # of a page's figures that have as many
_MOST_MORE = 2  # digits of a note's number
_DOUBT = 0.3  # the confidence of a character that may be another, or not be there
_REACH = 200.0  # points before a figure that its sign may stand, at the other side of its cell
_TOUCHING = 0.1  # of a line's height beside its box that its own first character may spread into
_INSET = 0.15  # of the height, above and below, that belongs to neighbours
_LEAST_WIDE = 0.15  # of the height: narrower ink is a speck
_LEAST_DARK = 0.012  # of the square of the height: a dash is a third wide and a twentieth high
_MOST_WIDE = 1.5  # heights: wider ink is no sign
_FEWEST_PIXELS = 6  # of height: smaller ink has no shape
_SQUAT = 0.6  # of its height that a triangle is wide, or the other way round
_POINTED = 0.6  # of a triangle's width that its upper quarter has at most: strokes are thick beside small ones
_BROAD = 0.8  # of its width that its lowest quarter has at least
_ASIDE = 0.2  # of its width that its point may stand off the middle
_SHAPED = 0.7  # the confidence of a sign that is told by its shape
_UNREADABLE = "\ufffd"  # Unicode's own character for what could not be read


@cache
def _decimals() -> regex.Pattern[str]:
    return regex.compile(r"\D?\d[\d,]*\.(?P<decimals>\d+)")


@cache
def _signed() -> regex.Pattern[str]:
    return regex.compile(rf"[{load_cell_shapes().below_marks}{load_shapes().dashes}]\s*\d[\d,]*\.\d+")


@cache
def _unsigned() -> regex.Pattern[str]:
    return regex.compile(r"\d[\d,]*\.\d+")


def with_usual_decimals(lines: Sequence[Line]) -> list[Line]:
    """The lines of a scan, figures with a digit or two more than is usual on the page without it, and doubted."""
    found = [_decimals().fullmatch(line.text) for line in lines]
    counts = Counter(len(match["decimals"]) for match in found if match)
    usual, times = counts.most_common(1)[0] if counts else (0, 0)
    if times < _FEWEST or times < _USUAL * counts.total():
        return list(lines)
    out = []
    for line, match in zip(lines, found, strict=True):
        more = len(match["decimals"]) - usual if match else 0
        out.append(_doubted(line.slice(0, len(line.text) - more), -1) if 0 < more <= _MOST_MORE else line)
    return out


def _doubted(line: Line, place: int) -> Line:
    confidences = list(line.confidences)
    confidences[place] = min(confidences[place], _DOUBT)
    return replace(line, confidences=tuple(confidences))


def with_lost_signs(lines: Sequence[Line], ink: Ink, rulings: Sequence[Ruling]) -> list[Line]:
    """The lines of a scan; figures before which a sign was passed over have it again.

    Where ink before a figure says nothing, and others of the page are below zero, it stands as unreadable: the figure
    is none then.
    """
    found = list(lines)
    before = dict(_ink_before(lines, ink, rulings))
    if not before:
        return found
    triangles = {i for i, box in before.items() if _is_triangle(ink.crop(box))}
    signed = bool(triangles) or any(_signed().fullmatch(line.text) for line in lines)
    for i, box in before.items():
        if i in triangles:
            found[i] = _with_sign(lines[i], load_cell_shapes().below_marks[0], box, _SHAPED)
        elif signed:
            found[i] = _with_sign(lines[i], _UNREADABLE, box, 0.0)
    return found


def _is_triangle(mask: Grey) -> bool:
    """Whether ink stands on a broad foot and rises to a point over its middle, filled or outlined."""
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return False
    shape = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = shape.shape
    if height < _FEWEST_PIXELS or not _SQUAT * height <= width <= height / _SQUAT:
        return False
    spans = [(int(row[0]), int(row[-1])) for row in map(np.flatnonzero, shape) if len(row)]
    if len(spans) < height:
        return False
    quarter = max(1, height // 4)
    (top, middle), foot = _extent(spans[:quarter]), _extent(spans[-quarter:])[0]
    halfway = _extent(spans[height // 2 : height // 2 + 1])[0]
    rises = top <= _POINTED * width and foot >= _BROAD * width and top < halfway < foot
    return rises and abs(middle - width / 2) <= _ASIDE * width


def _extent(spans: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """How wide rows of ink are together, and where their middle is."""
    left, right = min(a for a, _ in spans), max(b for _, b in spans)
    return right - left + 1, (left + right + 1) / 2


def _with_sign(line: Line, sign: str, box: Box, sure: float) -> Line:
    return Line(sign + line.text, (box, *line.boxes), (sure, *line.confidences))


def _ink_before(lines: Sequence[Line], ink: Ink, rulings: Sequence[Ruling]) -> Iterator[tuple[int, Box]]:
    """Figures without a sign before which there is ink that no other line has, and the box around that ink."""
    for i, line in enumerate(lines):
        if not _unsigned().fullmatch(line.text):
            continue
        box, height = line.box, line.box.height
        left = max(0.0, left_bound(box, lines, rulings), box.x0 - _REACH)
        band = Box(left, box.y0 + _INSET * height, box.x0 - _TOUCHING * height, box.y1 - _INSET * height)
        if band.width < _LEAST_WIDE * height:
            continue
        crop = ink.crop(band)
        columns = np.flatnonzero(crop.any(axis=0))
        wide, dark = len(columns) / ink.density, np.count_nonzero(crop) / ink.density**2
        if _LEAST_WIDE * height <= wide <= _MOST_WIDE * height and dark >= _LEAST_DARK * height**2:
            start, end = (left + float(column) / ink.density for column in (columns[0], columns[-1]))
            yield i, Box(start, band.y0, end + 1 / ink.density, band.y1)
