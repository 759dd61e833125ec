"""Running text set in columns side by side: the parts of a page in the order in which they are read.

Columns are told by what running text does and tables, lists and wide gaps don't: on both sides of a gutter that no
line crosses, several long lines follow each other and fill their column, most of them to its right margin.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from extractors.model.page import Line
from patterns.shapes import is_han

# Set by eye on generated text of two and three columns, digital and scanned, and on tables without rulings.
_RUNNING = 8  # characters of a line that may run through a column; three columns of A4 hold no more than 14
_CHINESE = 0.25  # of its characters, at least: lines of a text full of figures have no more, rows of figures none
_FEWEST = 3  # running lines of a column
_GUTTER = 0.8  # of a line's height: text in columns stands further apart
_FILLED = 0.75  # of its column's width that a line fills which runs through it
_MOST = 0.6  # of the lines of a column that are not titles, and of its characters, that must do so
_BESIDE = 0.3  # of the shorter column's height along which both must stand
_ALIKE = 0.5  # of the wider column's width that the narrower one has at least


def text_parts(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a page in parts, in reading order: one part where its text stands in one column."""
    whole = [line for line in lines if line.text.strip()]
    for gutter in _gutters(whole):
        parts = _parted(whole, gutter)
        if parts is not None:
            return [finer for part in parts for finer in (text_parts(part) if len(part) < len(whole) else [part])]
    return [whole]


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Where columns may part: left of running lines that stand beside other running lines, the most frequent first."""
    running = sorted((line for line in lines if _is_running(line)), key=lambda line: line.box.y0)
    beside: list[float] = []
    for i, line in enumerate(running):
        for other in running[i + 1 :]:
            if other.box.y0 >= line.box.y1:
                break
            left, right = sorted((line.box, other.box), key=lambda box: box.x0)
            if right.x0 - left.x1 >= _GUTTER * min(left.height, right.height):
                beside.append(right.x0)
    if len(beside) < _FEWEST:
        return []
    return sorted({round(x) - 1.0 for x in beside}, key=lambda x: (-sum(abs(x - b) <= 2 for b in beside), x))


def _is_running(line: Line) -> bool:
    return len(line.text) >= _RUNNING and sum(map(is_han, line.text)) >= _CHINESE * len(line.text)


def _parted(lines: Sequence[Line], gutter: float) -> list[list[Line]] | None:
    """The lines parted by a gutter wherever both its sides are columns of text; None where they nowhere are."""
    parts: list[list[Line]] = []
    band: list[Line] = []
    found = False
    for line in [*sorted(lines, key=lambda line: line.box.middle[1]), None]:
        if line is not None and not line.box.x0 < gutter < line.box.x1:
            band.append(line)
            continue
        left = [member for member in band if member.box.x1 <= gutter]
        right = [member for member in band if member.box.x0 >= gutter]
        if _are_columns(left, right):
            found = True
            parts += [left, right, []]
        else:
            _add(parts, band)
        _add(parts, [line] if line is not None else [])
        band = []
    return [part for part in parts if part] if found else None


def _add(parts: list[list[Line]], lines: Sequence[Line]) -> None:
    if parts:
        parts[-1] += lines
    else:
        parts.append(list(lines))


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    if not (_is_column(left) and _is_column(right)):
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
    characters = sum(len(line.text) for line in lines)
    return len(full) >= _FEWEST - 1 and sum(len(line.text) for line in full) >= _MOST * characters and _runs_on(lines)


def _runs_on(lines: Sequence[Line]) -> bool:
    """Whether lines follow each other without gaps, none beside another."""
    ordered = sorted(lines, key=lambda line: line.box.middle[1])
    steps = [b.box.middle[1] - a.box.middle[1] for a, b in pairwise(ordered)]
    height = statistics.median(line.box.height for line in lines)
    return sum(step < height / 2 for step in steps) <= len(steps) * (1 - _MOST) / 2
