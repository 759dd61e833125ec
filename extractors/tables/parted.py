"""Ruled tables of which rulings are missing: cells that hold what stands in several are parted again.

Rules may stand between groups of rows only, between columns only, or be dashes that a scan lost in places. What then
stands in one cell is parted where the grid's other rulings run (`_along_grid`), or, where no ruling runs at all, by the
heights of its figures (`_rows_parted`): each must have a code or a name beside it, or it may be one figure broken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import regex

from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box, union
from extractors.model.page import Line
from extractors.tables.figures import bare_text, figures_in, hold_several
from extractors.tables.filled import filled
from patterns.kept import compiled
from patterns.labels import is_label
from patterns.shapes import is_han
from patterns.statements import load_statements

_BESIDE = 0.5  # of the lower height of two lines: what shares more stands in one row
_OWN_ROW = 0.6  # of the pitch of rows: what stands farther from every figure is no rest of a name (set by eye)
_CODE = regex.compile(r"\d{3}(?:\d{2}){0,2}|\d{2}")  # whole, or its part in a column of 类, 款, 项
_NAME_COLUMNS = 0  # the first column names rows, whatever it says


def parted(table: Table) -> Table:
    """The table with every cell parted that holds figures of several rows or columns."""
    if not any(map(_holds_several, table.cells)):
        return table
    along = _along_grid(table)
    return _rows_parted(along)


def _holds_several(cell: Cell) -> bool:
    return bool(cell.lines) and (hold_several(cell.lines) or _lists_labels(cell))


def _lists_labels(cell: Cell) -> bool:
    """Whether a cell lists items, each a standard label on a line of its own and some numbered, one below the other."""
    if len(cell.lines) < 2:
        return False
    texts = [bare_text(line) for line in cell.lines]
    numbered = [compiled(load_statements().numbering).match(text) is not None for text in texts]
    return any(numbered[1:]) and all(is_label(_without_number(text)) for text in texts)


def _without_number(text: str) -> str:
    return compiled(load_statements().numbering).sub("", text)


def _along_grid(table: Table) -> Table:
    """The table with cells over several rows or columns parted along the others' sides, where figures tell it."""
    edges = _Edges.of(table)
    cells: list[Cell] = []
    for cell in table.cells:
        if cell.rows * cell.columns > 1 and (_holds_several(cell) or _names_several(cell, table)):
            cells += _atoms(cell, edges)
        else:
            cells.append(cell)
    return replace(table, cells=tuple(cells))


@dataclass(frozen=True)
class _Edges:
    """The sides of columns and rows of a grid, by their number, as far as its cells tell them."""

    xs: dict[int, float]
    ys: dict[int, float]

    @staticmethod
    def of(table: Table) -> _Edges:
        xs, ys = dict[int, float](), dict[int, float]()
        for c in table.cells:
            xs |= {c.column: c.box.x0, c.column + c.columns: c.box.x1}
            ys |= {c.row: c.box.y0, c.row + c.rows: c.box.y1}
        return _Edges(xs, ys)


def _atoms(cell: Cell, edges: _Edges) -> Iterable[Cell]:
    """A cell parted into those of one row and one column, its text with them; itself where its sides are not known."""
    rows, columns = range(cell.row, cell.row + cell.rows + 1), range(cell.column, cell.column + cell.columns + 1)
    if not (edges.ys.keys() >= set(rows) and edges.xs.keys() >= set(columns)):
        return (cell,)
    atoms = [
        Cell(cell.page, r, c, Box(edges.xs[c], edges.ys[r], edges.xs[c + 1], edges.ys[r + 1]))
        for r in rows[:-1]
        for c in columns[:-1]
    ]
    found, left = filled(atoms, cell.box, cell.lines)
    return (cell,) if left else found


def _names_several(cell: Cell, table: Table) -> bool:
    """Whether a cell holds the names of several rows: a line at the height of each, and a code or figure beside."""
    if cell.rows == 1 or len(cell.lines) < cell.rows:
        return False
    beside = [c for c in table.cells if c.rows == 1 and cell.row <= c.row < cell.row + cell.rows and c.lines]
    coded = {c.row: c for c in beside if _CODE.fullmatch(bare_text(c.lines[0]))}
    said = {r for r, c in coded.items() for line in cell.lines if line.box.overlap_y(c.box) > _BESIDE * line.box.height}
    return len(coded) == cell.rows and len(said) == cell.rows


def _rows_parted(table: Table) -> Table:
    """The table with every row parted in which several rows stand without a ruling between them."""
    above: dict[int, tuple[float, ...]] = {}
    for row in range(table.row_count):
        cells = [c for c in table.cells if c.row == row and c.rows == 1]
        if any(map(_holds_several, cells)):
            above[row] = _cuts(cells)
    if not any(above.values()):
        return table
    starts, place = [], 0
    for row in range(table.row_count + 1):
        starts.append(place)
        place += 1 + len(above.get(row, ()))
    cells = [part for cell in table.cells for part in _moved(cell, starts, above.get(cell.row, ()))]
    return replace(table, row_count=starts[-1], cells=tuple(cells))


def _moved(cell: Cell, starts: Sequence[int], cuts: Sequence[float]) -> Iterator[Cell]:
    """A cell in the rows that its own became."""
    if cell.rows > 1 or not cuts:
        yield replace(cell, row=starts[cell.row], rows=starts[cell.row + cell.rows] - starts[cell.row])
        return
    heights = [cell.box.y0, *cuts, cell.box.y1]
    for k, (y0, y1) in enumerate(pairwise(heights)):
        lines = tuple(line for line in cell.lines if y0 <= _kept_within(line.box.middle[1], cell.box) < y1)
        box = cell.box._replace(y0=y0, y1=y1)
        yield replace(cell, row=starts[cell.row] + k, rows=1, box=box, lines=lines)


def _kept_within(y: float, box: Box) -> float:
    return min(max(y, box.y0), (box.y0 + box.y1) / 2 if box.y1 <= box.y0 else box.y1 - (box.y1 - box.y0) / 1e6)


def _cuts(cells: Sequence[Cell]) -> tuple[float, ...]:
    """The heights at which rows that stand in one are parted, from the top; none where they may be one row."""
    levels = _levels(cells)
    if len(levels) < 2 or not all(_named(level, cells) for level in levels):
        return ()
    bands = _with_other_lines(levels, cells)
    boxes = [union(line.box for line in band) for band in bands]
    return tuple((a.y1 + b.y0) / 2 for a, b in pairwise(boxes))


def _levels(cells: Sequence[Cell]) -> list[list[Line]]:
    """The figures of cells by their heights, from the top, codes and listed items among them."""
    levels: list[list[Line]] = []
    found = (line for c in cells for line in c.lines if figures_in(line) or _lists_labels(c))
    for line in sorted(found, key=lambda item: item.box.middle[1]):
        if levels and _are_beside(line.box, levels[-1][0].box):
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _are_beside(a: Box, b: Box) -> bool:
    return a.overlap_y(b) > _BESIDE * min(a.height, b.height)


def _named(level: Sequence[Line], cells: Sequence[Cell]) -> bool:
    """Whether a name, or what stands in the first column, is at the height of figures."""
    names = (line for c in cells for line in c.lines if c.column == _NAME_COLUMNS or any(map(is_han, bare_text(line))))
    return any(_are_beside(name.box, line.box) for name in names for line in level)


def _with_other_lines(levels: Sequence[Sequence[Line]], cells: Sequence[Cell]) -> list[list[Line]]:
    """Levels of figures with the other lines, each in the nearest or, where none is near, in one of its own."""
    middles = [median(line.box.middle[1] for line in level) for level in levels]
    pitch = median(b - a for a, b in pairwise(middles))
    bands = [list(level) for level in levels]
    alone: dict[int, list[Line]] = defaultdict(list)
    known = {id(line) for level in levels for line in level}
    for line in (line for c in cells for line in c.lines if id(line) not in known and line.text.strip()):
        y = line.box.middle[1]
        nearest = min(range(len(middles)), key=lambda k: abs(middles[k] - y))
        if abs(middles[nearest] - y) <= _OWN_ROW * pitch:
            bands[nearest].append(line)
        else:
            alone[round(y / pitch)].append(line)
    return sorted([*bands, *alone.values()], key=lambda band: median(line.box.middle[1] for line in band))
