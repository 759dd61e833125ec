"""Tables without rulings, or with horizontal ones only, as the same cells on a grid that ruled tables have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.cells import Cell, Table
from extractors.geometry import Box
from extractors.page import Line, Ruling
from extractors.unruled.columns import Column, columns_of
from extractors.unruled.head import arranged, leaves_of
from extractors.unruled.pieces import Piece
from extractors.unruled.regions import Region, regions

_FEWEST_COLUMNS = 2


@dataclass(frozen=True)
class Unruled:
    """A table, and the lines (as given) that stand in it."""

    table: Table
    lines: tuple[Line, ...]


def unruled_tables(
    page: int, lines: Sequence[Line], rulings: Sequence[Ruling], *, continued: bool
) -> Iterator[Unruled]:
    """The tables among `lines`, top to bottom; `continued` admits one without a head."""
    for region in regions(lines, rulings, continued=continued):
        table = _table(page, region)
        if table is not None:
            inside = tuple(line for line in lines if _is_in(line, table))
            yield Unruled(table, inside)


def _is_in(line: Line, table: Table) -> bool:
    return table.box.overlap_y(line.box) > 0.5 * line.box.height and table.box.overlap_x(line.box) > 0


def _table(page: int, region: Region) -> Table | None:
    leaves = leaves_of(region.head, region.size) if region.head else []
    columns = columns_of(region.body, leaves)
    if len(columns) < _FEWEST_COLUMNS:
        return None
    pieces = [*region.head, *(p for row in region.body for p in row)]
    edges = _edges(columns, pieces)
    head = list(_head_cells(page, region, leaves, columns, edges))
    depth = max((c.row + c.rows for c in head), default=0)
    body = [cell for i, row in enumerate(region.body) for cell in _row_cells(page, depth + i, row, columns, edges)]
    box = Box(edges[0], min(p.box.y0 for p in pieces), edges[-1], max(p.box.y1 for p in pieces))
    return Table(page, box, depth + len(region.body), len(columns), (*head, *body), ruled=False)


def _edges(columns: Sequence[Column], pieces: Sequence[Piece]) -> list[float]:
    """The sides of the columns: midway between what stands in them."""
    inner = [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
    return [min(p.box.x0 for p in pieces), *inner, max(p.box.x1 for p in pieces)]


def _head_cells(
    page: int, region: Region, leaves: Sequence[Piece], columns: Sequence[Column], edges: Sequence[float]
) -> Iterator[Cell]:
    if not leaves:
        return
    firsts = [next(i for i, c in enumerate(columns) if c.leaf is leaf) for leaf in leaves]
    ends = [*firsts[1:], len(columns)]
    sides = [*(edges[i] for i in firsts), edges[-1]]
    for label in arranged(region.head, leaves, sides, region.size, region.rules):
        first, end = firsts[label.first], ends[label.last]
        box = Box(edges[first], label.piece.box.y0, edges[end], label.piece.box.y1)
        yield Cell(page, label.top, first, box, label.piece.lines, label.bottom - label.top, end - first)


def _row_cells(
    page: int, row: int, pieces: Sequence[Piece], columns: Sequence[Column], edges: Sequence[float]
) -> Iterator[Cell]:
    y0, y1 = min(p.box.y0 for p in pieces), max(p.box.y1 for p in pieces)
    for i, column in enumerate(columns):
        own = [p for p in pieces if any(p is q for q in column.pieces)]
        box = Box(edges[i], y0, edges[i + 1], y1)
        yield Cell(page, row, i, box, tuple(line for p in own for line in p.lines))
