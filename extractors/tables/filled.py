"""The text of a page in the cells of its tables: which line, or part of one, stands in which cell, in what order."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractors.model.cells import Cell
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.reading.figure_marks import plain
from extractors.tables.figures import figure_slices

_BESIDE = 0.3  # of a line's height: lines that share more with a table stand in it or beside it (set by eye)
_NEAR = 12.0  # points, about a character: how far outside of a cell its text may run (set by eye)
_ONE_ROW = 0.5  # of the lower line's height that lines of one row share


def filled(cells: Sequence[Cell], box: Box, lines: Sequence[Line]) -> tuple[tuple[Cell, ...], list[Line]]:
    """The cells of a table within `box` with the lines that stand in them, and the lines that stand in none.

    A line over several cells is parted; lines outside come back as they were, in their order.
    """
    inside: dict[int, list[Line]] = defaultdict(list)
    outside: list[Line] = []
    bands = _bands(cells)
    for line in lines:
        parts = _parts(cells, bands, line) if _is_beside(line, box) else None
        if parts is None:
            outside.append(line)
            continue
        for owner, part in parts:
            inside[owner].append(part)
    return tuple(_with(cell, inside.get(i, ())) for i, cell in enumerate(cells)), outside


def _with(cell: Cell, lines: Sequence[Line]) -> Cell:
    return cell.holding(in_reading_order(lines)) if lines or cell.lines else cell


def _is_beside(line: Line, box: Box) -> bool:
    return box.overlap_y(line.box) > _BESIDE * line.box.height and box.overlap_x(line.box) > 0


class _Band(NamedTuple):
    """The cells that reach from one height to another, by their places among all: a row of a table is mostly one."""

    y0: float
    y1: float
    cells: list[int]


def _bands(cells: Sequence[Cell]) -> list[_Band]:
    held: dict[tuple[float, float], list[int]] = defaultdict(list)
    for i, cell in enumerate(cells):
        held[cell.box.y0, cell.box.y1].append(i)
    return [_Band(*heights, places) for heights, places in held.items()]


def _parts(cells: Sequence[Cell], bands: Sequence[_Band], line: Line) -> list[tuple[int, Line]] | None:
    """The parts of a line, each with the cell that holds it; None where no character stands in any."""
    top, bottom = line.box.y0, line.box.y1
    level = sorted([i for y0, y1, places in bands if y0 <= bottom and top <= y1 for i in places])
    owners = _owners(
        [(i, cells[i].box) for i in level], [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in line.boxes]
    )
    if all(owner is None for owner in owners):
        return None
    return list(_parted(cells, line, _with_whole_figures(line.text, owners)))


def _with_whole_figures(text: str, owners: Sequence[int | None]) -> Sequence[int | None]:
    """The cells that hold the characters of a line, where none parts a figure: one that is wider than its column."""
    if len(set(owners)) < 2:
        return owners
    held = list(owners)
    for start, end in figure_slices(text):
        (most, _), *_ = Counter(owners[start:end]).most_common(1)
        held[start:end] = [most] * (end - start)
    return held


def _parted(cells: Sequence[Cell], line: Line, owners: Sequence[int | None]) -> Iterator[tuple[int, Line]]:
    start = 0
    for held_by, run in groupby(owners):
        end = start + len(list(run))
        owner = held_by if held_by is not None else _nearest(cells, line.boxes[start])
        part = line.slice(start, end)
        if part.text != line.text:
            part = plain(part)  # a note's mark stood between two columns
        if part.text.strip() and owner is not None:
            yield owner, part
        start = end


def _owners(among: Sequence[tuple[int, Box]], middles: Sequence[tuple[float, float]]) -> list[int | None]:
    """For each of the middles of characters the first of some cells that holds it."""
    xs, ys = zip(*middles, strict=True)
    if math.isfinite(sum(xs) + sum(ys)):
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        among = [(i, b) for i, b in among if b.x0 <= x1 and x0 <= b.x1 and b.y0 <= y1 and y0 <= b.y1]
        if among and among[0][1].contains(x0, y0) and among[0][1].contains(x1, y1):
            return [among[0][0]] * len(middles)  # as most lines stand
    return [next((i for i, box in among if box.contains(x, y)), None) for x, y in middles]


def _nearest(cells: Sequence[Cell], box: Box) -> int | None:
    x, y = box.middle

    def distance(i: int) -> float:
        c = cells[i].box
        return max(c.x0 - x, 0, x - c.x1) + max(c.y0 - y, 0, y - c.y1)

    nearest = min(range(len(cells)), key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) < _NEAR else None


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines row by row from the top, each row from the left."""
    if len(lines) == 1:
        return tuple(lines)
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.box.middle[1]):
        if rows and line.box.overlap_y(rows[-1][-1].box) > _ONE_ROW * min(line.box.height, rows[-1][-1].box.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda item: item.box.x0))
