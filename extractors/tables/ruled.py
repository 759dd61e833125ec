"""Ruled tables: the grids that rulings make, and the cells of a grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.model.cells import Cell
from extractors.model.geometry import Box, union
from extractors.model.page import Ruling

# Set by eye on digital tables, on generated scans of them, and on tables as they are really drawn.
TOUCH = 4.0  # points within which two rulings meet
SAME_EDGE = 3.0  # points within which two rulings are one edge of the grid
_COVERED = 0.6  # the part of a cell's side that must be ruled to part it from its neighbour
_STUB = 7.0  # points, less than a row is high: posts that run on as far stand beside a row that a page break cut
_FEWEST_STUBS, _MOST_STUBS = 3, 0.6  # posts that do so, and the part of all
_LONG_POST = 40.0  # points: longer upright lines are no strokes of characters


@dataclass(frozen=True)
class RuledGrid:
    """Edges `xs` and `ys`, in points, of columns from the left and rows from the top, and the rulings on them.

    `open_top` and `open_bottom` are whether the first and the last row have no ruling there: a page break cut them.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Box:
        """The grid's outer edges, in points."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def ruled_grids(rulings: Sequence[Ruling]) -> list[RuledGrid]:
    """The grids of rulings that meet one another and make at least two cells, from the top; none within another."""
    across = [r for r in rulings if r.horizontal]
    down = [r for r in rulings if not r.horizontal]
    grids = [grid for group in _touching(across, down) if (grid := _grid(group)) is not None]
    grids = [g for g in grids if not any(_holds(other.box, g.box) for other in grids if other is not g)]
    return sorted(grids, key=lambda g: (g.box.y0, g.box.x0))


def _grid(group: Sequence[Ruling]) -> RuledGrid | None:
    """The grid that rulings make which meet one another; None where they make less than two cells."""
    lines, posts = _lines_and_posts(group)
    if len(lines) < 2 or not posts:
        return None
    box = union(Box(r.x0, r.y0, r.x1, r.y1) for r in lines)
    above = _open_end([(r.x0, box.y0 - r.y0) for r in posts])
    below = _open_end([(r.x0, r.y1 - box.y1) for r in posts])
    heights = [y for y, open_ in ((box.y0 - above, above), (box.y1 + below, below)) if open_]
    lines += [Ruling(box.x0, y, box.x1, y) for y in heights]
    posts += [Ruling(x, box.y0 - above, x, box.y1 + below) for x in _outer(box.x0, box.x1, posts)]
    xs, ys = edges([r.x0 for r in posts]), edges([r.y0 for r in lines])
    if not _make_cells(xs, ys):
        return None
    return RuledGrid(tuple(xs), tuple(ys), tuple(lines), tuple(posts), above > 0, below > 0)


def _lines_and_posts(group: Sequence[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    lines = [r for r in group if r.horizontal]
    return lines, [r for r in group if not r.horizontal and _stands(r, lines)]


def _make_cells(xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Whether edges make two cells at least."""
    return len(xs) > 1 and len(ys) > 1 and (len(xs) - 1) * (len(ys) - 1) > 1


def _open_end(stubs: Sequence[tuple[float, float]]) -> float:
    """How far posts run on beyond the outermost line, told by where each stands and how far it does; 0 for none."""
    longest = {x: max(long for at, long in stubs if abs(at - x) <= SAME_EDGE) for x in edges([x for x, _ in stubs])}
    open_ = [long for long in longest.values() if long >= _STUB]
    if len(open_) < _FEWEST_STUBS or len(open_) < _MOST_STUBS * len(longest) or max(open_) - min(open_) > TOUCH:
        return 0.0
    return max(open_)


def _stands(post: Ruling, lines: Sequence[Ruling]) -> bool:
    """Whether a post reaches from line to line; strokes of characters reach nothing, or one line by chance."""
    if post.y1 - post.y0 > _LONG_POST:
        return True
    crossing = [line.y0 for line in lines if line.x0 - TOUCH <= post.x0 <= line.x1 + TOUCH]
    return all(any(abs(end - y) <= TOUCH for y in crossing) for end in (post.y0, post.y1))


def _holds(outer: Box, inner: Box) -> bool:
    return outer.contains(inner.x0, inner.y0) and outer.contains(inner.x1, inner.y1)


def _outer(left: float, right: float, posts: Sequence[Ruling]) -> list[float]:
    """The sides of a table that stands open there: lines run on past the outermost posts."""
    xs = [r.x0 for r in posts]
    return [x for x, outermost in ((left, min(xs)), (right, max(xs))) if abs(x - outermost) > 2 * TOUCH]


def _touching(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings that meet, directly or over others, as groups of more than two."""
    parent: dict[int, int] = {}

    def root(i: int) -> int:
        while parent.setdefault(i, i) != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    rulings = [*across, *down]
    for i, a in enumerate(across):
        for k, b in enumerate(down, len(across)):
            meets = a.x0 - TOUCH <= b.x0 <= a.x1 + TOUCH and b.y0 - TOUCH <= a.y0 <= b.y1 + TOUCH
            if meets:
                parent[root(i)] = root(k)
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for i, ruling in enumerate(rulings):
        groups[root(i)].append(ruling)
    return [group for group in groups.values() if len(group) > 2]


def edges(places: Sequence[float]) -> list[float]:
    """Places, in points, put together where they are one edge; from the least."""
    clusters: list[list[float]] = []
    for place in sorted(places):
        if clusters and place - clusters[-1][-1] <= SAME_EDGE:
            clusters[-1].append(place)
        else:
            clusters.append([place])
    return [sum(c) / len(c) for c in clusters]


def grid_cells(grid: RuledGrid, page: int) -> list[Cell]:
    """The cells of a grid on a page, without text: its atoms, put together wherever no ruling parts them."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    seen: set[tuple[int, int]] = set()
    cells = []
    parts = _Parts(grid)
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            if parts.all_around(row, column):  # as most atoms are cells by themselves
                box = Box(grid.xs[column], grid.ys[row], grid.xs[column + 1], grid.ys[row + 1])
                cells.append(Cell(page, row, column, box, ()))
                continue
            atoms = _region(parts, row, column, rows, columns)
            bottom, right = max(r for r, _ in atoms), max(c for _, c in atoms)
            top, left = min(r for r, _ in atoms), min(c for _, c in atoms)
            seen |= atoms
            box = Box(grid.xs[left], grid.ys[top], grid.xs[right + 1], grid.ys[bottom + 1])
            cells.append(Cell(page, top, left, box, (), bottom - top + 1, right - left + 1))
    return cells


def _region(parts: _Parts, row: int, column: int, rows: int, columns: int) -> set[tuple[int, int]]:
    atoms = {(row, column)}
    waiting = [(row, column)]
    while waiting:
        r, c = waiting.pop()
        around = (
            (r, c + 1, c + 1 < columns and not parts.posted(r, c + 1)),
            (r, c - 1, c > 0 and not parts.posted(r, c)),
            (r + 1, c, r + 1 < rows and not parts.lined(r + 1, c)),
            (r - 1, c, r > 0 and not parts.lined(r, c)),
        )
        for nr, nc, open_ in around:
            if open_ and (nr, nc) not in atoms:
                atoms.add((nr, nc))
                waiting.append((nr, nc))
    return atoms


class _Parts:
    """What parts the atoms of a grid from one another: the rulings of each edge, looked up once."""

    def __init__(self, grid: RuledGrid) -> None:
        self._posted = [
            _covered(grid.ys, [(r.y0, r.y1) for r in grid.down if abs(r.x0 - x) <= SAME_EDGE]) for x in grid.xs
        ]
        self._lined = [
            _covered(grid.xs, [(r.x0, r.x1) for r in grid.across if abs(r.y0 - y) <= SAME_EDGE]) for y in grid.ys
        ]

    def all_around(self, row: int, column: int) -> bool:
        """Whether rulings stand on all sides of an atom, the outer ones of its grid among them."""
        across = self._lined[row][column] and self._lined[row + 1][column]
        return across and self._posted[column][row] and self._posted[column + 1][row]

    def posted(self, row: int, edge: int) -> bool:
        """Whether a vertical ruling stands at the edge, beside the row."""
        return self._posted[edge][row]

    def lined(self, edge: int, column: int) -> bool:
        """Whether a horizontal ruling lies at the edge, below or above the column."""
        return self._lined[edge][column]


def _covered(places: Sequence[float], rulings: Sequence[tuple[float, float]]) -> list[bool]:
    """Whether rulings, from where to where, cover enough of each stretch between neighbouring places."""
    covered = []
    for start, end in pairwise(places):
        long = 0.0
        for a, b in rulings:  # asked of thousands of stretches, so without calls of min and max
            shared = (b if b < end else end) - (a if a > start else start)
            long += shared if shared > 0.0 else 0.0
        covered.append(long >= _COVERED * (end - start))
    return covered
