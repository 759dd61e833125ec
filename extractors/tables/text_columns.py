"""Running text set in columns side by side: the parts of a page in the order in which they are read.

Columns are told by what running text does and tables, lists and wide gaps don't: on both sides of a gutter that no
line crosses, several long lines follow each other and fill their column, most of them to its right margin.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.model.page import Line
from patterns.shapes import han_in

# Set by eye on generated text of two and three columns, digital and scanned, and on tables without rulings.
_RUNNING = 8  # characters of a line that may run through a column; three columns of A4 hold no more than 14
_CHINESE = 0.25  # of its characters, at least: lines of a text full of figures have no more, rows of figures none
_FEWEST = 3  # running lines of a column
_GUTTER = 0.8  # of a line's height: text in columns stands further apart
_TRIED = 12  # gutters: short lines beside long ones show the same one at several places
_FILLED = 0.75  # of its column's width that a line fills which runs through it
_FLUSH = 0.6  # of their height that lines may begin apart and still be flush
_EDGES, _ALIGNED = 2, 0.8  # left edges of a column, its margin and its indent, and the share of its lines at them
_MOST = 0.6  # of the lines of a column that are not titles, and of its characters, that must do so
_BESIDE = 0.3  # of the shorter column's height along which both must stand
_ALIKE = 0.4  # of the wider side's width that the narrower one has at least: one of three columns has a third


def text_parts(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a page in parts, in reading order: one part where its text stands in one column."""
    whole = [line for line in lines if line.text.strip()]
    bands = _best_bands(whole)
    if not bands:
        return [whole]
    parts: list[list[Line]] = [[]]
    for band in bands:
        if band.beside:
            parts += [*text_parts(band.left), *text_parts(band.right), []]
        else:
            parts[-1] += band.lines
    return [part for part in parts if part]


def lines_in_columns(lines: Sequence[Line]) -> frozenset[int]:
    """The ids of the lines that stand in columns of running text: they make no table."""
    bands = _best_bands([line for line in lines if line.text.strip()])
    return frozenset(id(line) for band in bands if band.beside for line in (*band.left, *band.right))


def _best_bands(lines: Sequence[Line]) -> list[_Band]:
    """The lines in bands, by the gutter that leaves the most of them in columns; none where there are no columns."""
    best: tuple[int, list[_Band]] = (0, [])
    for gutter in _gutters(lines):
        bands = _bands(lines, gutter)
        best = max(best, (sum(len(band.lines) for band in bands if band.beside), bands), key=lambda found: found[0])
    return best[1] if best[0] else []


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Where columns may part: between running lines that stand beside each other."""
    running = sorted((line for line in lines if _is_running(line)), key=lambda line: line.box.y0)
    beside: list[float] = []
    for i, line in enumerate(running):
        for other in running[i + 1 :]:
            if other.box.y0 >= line.box.y1:
                break
            left, right = sorted((line.box, other.box), key=lambda box: box.x0)
            if right.x0 - left.x1 >= _GUTTER * min(left.height, right.height):
                beside.append((left.x1 + right.x0) / 2)
    if len(beside) < _FEWEST:
        return []
    return [float(x) for x, _ in Counter(round(x) for x in beside).most_common(_TRIED)]


def _is_running(line: Line) -> bool:
    return len(line.text) >= _RUNNING and han_in(line.text) >= _CHINESE * len(line.text)


class _Band(NamedTuple):
    """Lines between two that run over the gutter: those left and right of it, and whether both sides are columns."""

    lines: list[Line]
    left: list[Line]
    right: list[Line]
    beside: bool


def _bands(lines: Sequence[Line], gutter: float) -> list[_Band]:
    """The lines of a page from the top, in bands; one that runs over the gutter is a band of its own."""
    bands: list[list[Line]] = [[]]
    for line in sorted(lines, key=lambda line: line.box.middle[1]):
        if line.box.x0 < gutter < line.box.x1:
            bands += [[line], []]
        else:
            bands[-1].append(line)
    return [_band(members, gutter) for members in bands if members]


def _band(lines: list[Line], gutter: float) -> _Band:
    left = [line for line in lines if line.box.x1 <= gutter]
    right = [line for line in lines if line.box.x0 >= gutter]
    return _Band(lines, left, right, len(left) + len(right) == len(lines) and _are_columns(left, right))


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    if not all(_is_column(side) or _best_bands(side) for side in (left, right)):
        return False
    (low, high), (top, bottom) = (_reach(side) for side in (left, right))
    beside = min(high, bottom) - max(low, top)
    narrower, wider = sorted((_width(left), _width(right)))
    return beside > _BESIDE * min(high - low, bottom - top) and narrower > _ALIKE * wider


def _reach(lines: Sequence[Line]) -> tuple[float, float]:
    return min(line.box.y0 for line in lines), max(line.box.y1 for line in lines)


def _width(lines: Sequence[Line]) -> float:
    return max(line.box.x1 for line in lines) - min(line.box.x0 for line in lines)


def _is_column(lines: Sequence[Line]) -> bool:
    """Whether lines are running text that fills its column."""
    running = [line for line in lines if _is_running(line)]
    if len(running) < _FEWEST:
        return False
    width = _width(lines)
    full = [line for line in running if line.box.width >= _FILLED * width]
    filled = sum(len(line.text) for line in full) >= _MOST * sum(len(line.text) for line in lines)
    return filled and _is_flush(lines) and _runs_on(lines)


def _is_flush(lines: Sequence[Line]) -> bool:
    """Whether lines begin at one margin, or indented by the same from it."""
    starts = sorted(line.box.x0 for line in lines)
    apart = _FLUSH * statistics.median(line.box.height for line in lines)
    edges = [0]
    for before, start in pairwise(starts):
        edges[-1] += 1
        if start - before > apart:
            edges.append(0)
    edges[-1] += 1
    return sum(sorted(edges)[-_EDGES:]) >= _ALIGNED * len(lines)


def _runs_on(lines: Sequence[Line]) -> bool:
    """Whether lines follow each other without gaps, none beside another."""
    ordered = sorted(lines, key=lambda line: line.box.middle[1])
    steps = [b.box.middle[1] - a.box.middle[1] for a, b in pairwise(ordered)]
    height = statistics.median(line.box.height for line in lines)
    return sum(step < height / 2 for step in steps) <= len(steps) * (1 - _MOST) / 2
