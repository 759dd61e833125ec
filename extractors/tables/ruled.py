"""Ruled tables of a page: the grid that its rulings make, and the text in the grid's cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.model.cells import Cell, PageTables, Table
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage, Ruling
from extractors.tables.unruled.build import unruled_tables

_TOUCH = 4.0  # points within which two rulings meet
SAME_EDGE = 3.0  # points within which two rulings are one edge of the grid
_COVERED = 0.6  # the part of a cell's side that must be ruled to part it from its neighbour
_LONG_POST = 40.0
_HEADING_LINES = 9
_HEADING_REACH = 110.0


@dataclass(frozen=True)
class _Grid:
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_tables(page: ReadPage) -> PageTables:
    """The tables of a page, top to bottom."""
    grids = _grids(page.rulings)
    if not grids:
        return _with_unruled(page, (), page.lines)
    outside = list(page.lines)
    tables = []
    for grid in grids:
        cells = _cells(grid, page.number)
        inside, outside = _shared_out(cells, grid.box, outside)
        filled = tuple(
            Cell(c.page, c.row, c.column, c.box, in_reading_order(inside[i]), c.rows, c.columns)
            for i, c in enumerate(cells)
        )
        tables.append((grid, filled))
    made = []
    for k, (grid, filled) in enumerate(tables):
        above = tables[k - 1][0].box.y1 if k else 0.0
        heading = _heading(outside, grid.box, above)
        made.append(Table(page.number, grid.box, len(grid.ys) - 1, len(grid.xs) - 1, filled, heading))
    return _with_unruled(page, made, outside)


def _with_unruled(page: ReadPage, ruled: Sequence[Table], lines: Sequence[Line]) -> PageTables:
    """The ruled tables of a page with those that `lines`, outside of them, make without a grid."""
    free = [r for r in page.rulings if not any(t.box.y0 - _TOUCH <= r.y0 and r.y1 <= t.box.y1 + _TOUCH for t in ruled)]
    found = list(unruled_tables(replace(page, rulings=tuple(free)), lines, continued=not ruled))
    if not found:
        return PageTables(tuple(ruled), tuple(lines))
    taken = {id(line) for unruled in found for line in unruled.lines}
    outside = tuple(line for line in lines if id(line) not in taken)
    tables = sorted([*ruled, *(unruled.table for unruled in found)], key=lambda t: (t.box.y0, t.box.x0))
    for k, table in enumerate(tables):
        if not table.ruled:
            above = tables[k - 1].box.y1 if k else 0.0
            tables[k] = replace(table, heading=_heading(outside, table.box, above))
    return PageTables(tuple(tables), outside)


def _grids(rulings: Sequence[Ruling]) -> list[_Grid]:
    """Groups of rulings that meet one another and make at least two rows or columns."""
    across = [r for r in rulings if r.horizontal]
    down = [r for r in rulings if not r.horizontal]
    groups = _touching(across, down)
    grids = []
    for group in groups:
        lines = [r for r in group if r.horizontal]
        posts = [r for r in group if not r.horizontal and _stands(r, lines)]
        if len(lines) < 2 or len(posts) < 1:
            continue
        left, right = min(r.x0 for r in lines), max(r.x1 for r in lines)
        xs = edges([*(r.x0 for r in posts), *_outer(left, right, posts)])
        top, bottom = min(r.y0 for r in lines), max(r.y0 for r in lines)
        posts += [Ruling(x, top, x, bottom) for x in _outer(left, right, posts)]
        ys = edges([r.y0 for r in lines])
        if len(xs) >= 2 and len(ys) >= 2 and (len(xs) - 1) * (len(ys) - 1) >= 2:
            grids.append(_Grid(tuple(xs), tuple(ys), tuple(lines), tuple(posts)))
    grids = [g for g in grids if not any(_holds(other.box, g.box) for other in grids if other is not g)]
    return sorted(grids, key=lambda g: (g.box.y0, g.box.x0))


def _stands(post: Ruling, lines: Sequence[Ruling]) -> bool:
    """Whether a post reaches from line to line; strokes of characters reach nothing, or one line by chance."""
    if post.y1 - post.y0 > _LONG_POST:
        return True
    crossing = [line.y0 for line in lines if line.x0 - _TOUCH <= post.x0 <= line.x1 + _TOUCH]
    return all(any(abs(end - y) <= _TOUCH for y in crossing) for end in (post.y0, post.y1))


def _holds(outer: Box, inner: Box) -> bool:
    return outer.contains(inner.x0, inner.y0) and outer.contains(inner.x1, inner.y1)


def _outer(left: float, right: float, posts: Sequence[Ruling]) -> list[float]:
    """The sides of a table that stands open there: lines run on past the outermost posts."""
    xs = [r.x0 for r in posts]
    return [x for x, outermost in ((left, min(xs)), (right, max(xs))) if abs(x - outermost) > 2 * _TOUCH]


def _touching(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[list[Ruling]]:
    parent: dict[int, int] = {}

    def root(i: int) -> int:
        while parent.setdefault(i, i) != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    rulings = [*across, *down]
    for i, a in enumerate(across):
        for k, b in enumerate(down, len(across)):
            meets = a.x0 - _TOUCH <= b.x0 <= a.x1 + _TOUCH and b.y0 - _TOUCH <= a.y0 <= b.y1 + _TOUCH
            if meets:
                parent[root(i)] = root(k)
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for i, ruling in enumerate(rulings):
        groups[root(i)].append(ruling)
    return [group for group in groups.values() if len(group) > 2]


def edges(places: Sequence[float]) -> list[float]:
    """Places put together where they are one edge."""
    clusters: list[list[float]] = []
    for place in sorted(places):
        if clusters and place - clusters[-1][-1] <= SAME_EDGE:
            clusters[-1].append(place)
        else:
            clusters.append([place])
    return [sum(c) / len(c) for c in clusters]


def _cells(grid: _Grid, page: int) -> list[Cell]:
    """The cells of the grid: its atoms, put together wherever no ruling parts them."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    seen: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            atoms = _region(grid, row, column, rows, columns)
            bottom, right = max(r for r, _ in atoms), max(c for _, c in atoms)
            top, left = min(r for r, _ in atoms), min(c for _, c in atoms)
            seen |= atoms
            box = Box(grid.xs[left], grid.ys[top], grid.xs[right + 1], grid.ys[bottom + 1])
            cells.append(Cell(page, top, left, box, (), bottom - top + 1, right - left + 1))
    return cells


def _region(grid: _Grid, row: int, column: int, rows: int, columns: int) -> set[tuple[int, int]]:
    atoms = {(row, column)}
    waiting = [(row, column)]
    while waiting:
        r, c = waiting.pop()
        around = (
            (r, c + 1, c + 1 < columns and not _posted(grid, r, c + 1)),
            (r, c - 1, c > 0 and not _posted(grid, r, c)),
            (r + 1, c, r + 1 < rows and not _lined(grid, r + 1, c)),
            (r - 1, c, r > 0 and not _lined(grid, r, c)),
        )
        for nr, nc, open_ in around:
            if open_ and (nr, nc) not in atoms:
                atoms.add((nr, nc))
                waiting.append((nr, nc))
    return atoms


def _posted(grid: _Grid, row: int, edge: int) -> bool:
    """Whether a vertical ruling stands at the edge, beside the row."""
    x, y0, y1 = grid.xs[edge], grid.ys[row], grid.ys[row + 1]
    shared = sum(max(0.0, min(r.y1, y1) - max(r.y0, y0)) for r in grid.down if abs(r.x0 - x) <= SAME_EDGE)
    return shared >= _COVERED * (y1 - y0)


def _lined(grid: _Grid, edge: int, column: int) -> bool:
    y, x0, x1 = grid.ys[edge], grid.xs[column], grid.xs[column + 1]
    shared = sum(max(0.0, min(r.x1, x1) - max(r.x0, x0)) for r in grid.across if abs(r.y0 - y) <= SAME_EDGE)
    return shared >= _COVERED * (x1 - x0)


def _shared_out(cells: Sequence[Cell], box: Box, lines: Sequence[Line]) -> tuple[dict[int, list[Line]], list[Line]]:
    """Lines given to the cells that hold their characters; those of no cell come back as they were."""
    inside: dict[int, list[Line]] = defaultdict(list)
    outside: list[Line] = []
    for line in lines:
        if not (box.overlap_y(line.box) > 0.3 * line.box.height and box.overlap_x(line.box) > 0):
            outside.append(line)
            continue
        owners = [_owner(cells, *b.middle) for b in line.boxes]
        if all(owner is None for owner in owners):
            outside.append(line)
            continue
        start = 0
        for i in range(1, len(owners) + 1):
            if i == len(owners) or owners[i] != owners[start]:
                owner = owners[start] if owners[start] is not None else _nearest(cells, line.boxes[start])
                part = line.slice(start, i)
                if part.text.strip() and owner is not None:
                    inside[owner].append(part)
                start = i
    return inside, outside


def _owner(cells: Sequence[Cell], x: float, y: float) -> int | None:
    return next((i for i, c in enumerate(cells) if c.box.contains(x, y)), None)


def _nearest(cells: Sequence[Cell], box: Box) -> int | None:
    x, y = box.middle

    def distance(i: int) -> float:
        c = cells[i].box
        return max(c.x0 - x, 0, x - c.x1) + max(c.y0 - y, 0, y - c.y1)

    nearest = min(range(len(cells)), key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) < 12 else None


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.box.middle[1]):
        if rows and line.box.overlap_y(rows[-1][-1].box) > 0.5 * min(line.box.height, rows[-1][-1].box.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda item: item.box.x0))


def _heading(outside: Sequence[Line], box: Box, above: float) -> tuple[Line, ...]:
    """The lines directly above a table, from the top: its title, year, unit of money."""
    near = [
        line for line in outside if above <= line.box.middle[1] < box.y0 + 2 and box.y0 - line.box.y1 < _HEADING_REACH
    ]
    return in_reading_order(near)[-_HEADING_LINES:]
