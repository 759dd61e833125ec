"""Rows of a standard statement whose rulings are lost as a table, which statement.py reads as any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.model.cells import Cell, Table
from extractors.model.geometry import union
from extractors.model.page import Line
from extractors.statements.flat.coded import CodedHead, CodedRow
from extractors.statements.flat.heads import Side, SidedHead
from extractors.statements.flat.items import Item
from extractors.statements.flat.sided import Segment
from extractors.statements.small.flat.tokens import cell_of

_HEADS = 2  # rows of heads: the sides, and their columns


def sided_table(
    head: SidedHead, segments: Sequence[Segment], told: Sequence[Sequence[Item]], heading: Sequence[Line], page: int
) -> Table:
    """The table of two sides; `told` are the figures of each segment whose columns are certain, from the left."""
    cells: list[Cell] = []
    offset = 0
    for i, side in enumerate(head.sides):
        own = [(s, t) for s, t in zip(segments, told, strict=True) if s.side == i and s.name is not None]
        cells += _side(side, own, offset, page)
        offset += 1 + len(side.values)
    return table_of(cells, heading, page)


def _side(side: Side, rows: Sequence[tuple[Segment, Sequence[Item]]], offset: int, page: int) -> Iterator[Cell]:
    wide = 1 + len(side.values)
    if side.group is not None:
        yield cell_of(side.group.piece, page, 0, offset, wide)
    for k, item in enumerate((side.name, *side.values)):
        yield cell_of(item.piece, page, 1, offset + k)
    for r, (segment, told) in enumerate(rows, _HEADS):
        named = (segment.name,) if segment.name is not None else ()
        for k, item in enumerate((*named, *told)):
            yield cell_of(item.piece, page, r, offset + k)


def coded_table(
    head: CodedHead, rows: Sequence[tuple[CodedRow, Sequence[Item]]], heading: Sequence[Line], page: int
) -> Table:
    """The table of codes, names and columns; with each row those of its figures whose columns are certain."""
    cells = [
        cell_of(item.piece, page, 0, k)
        for k, item in enumerate((head.code, head.name, *head.values))
        if item is not None
    ]
    for r, (row, told) in enumerate(rows, 1):
        for k, item in enumerate((row.code, row.name, *told)):
            cells += [cell_of(item.piece, page, r, k)] if item is not None else []
    return table_of(cells, heading, page)


def table_of(cells: Sequence[Cell], heading: Sequence[Line], page: int) -> Table:
    """The table that cells make."""
    rows, columns = max(c.row for c in cells) + 1, max(c.column + c.columns for c in cells)
    box = union(cell.box for cell in cells)
    return Table(page, box, rows, columns, tuple(cells), tuple(heading), ruled=False, flat=True)


def lines_of(items: Sequence[Item]) -> tuple[Line, ...]:
    """The lines that cells stand in, as far as they are of these."""
    tokens = [token for item in items for token in item.piece if token.end > token.start]
    by_line = (list(own) for _, own in groupby(tokens, key=lambda token: id(token.line)))
    return tuple(own[0].line.slice(own[0].start, own[-1].end) for own in by_line)
