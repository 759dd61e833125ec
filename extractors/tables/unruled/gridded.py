"""The bands of an unruled table as columns and rows, and those as cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box, union
from extractors.model.page import ReadPage
from extractors.tables.column_numbers import numbers_columns
from extractors.tables.unruled.alignment import (
    Piece,
    Span,
    Stack,
    bands_of,
    columns_of,
    middles,
    name_reach,
    nearest,
    rows_of,
    stacks_of,
)
from extractors.tables.unruled.parting import at_edges, owners
from extractors.tables.unruled.spans import BodyColumn, SpannedHead
from patterns.shapes import may_be_dash
from patterns.statements import load_statements, says

_WHOLE_TOTAL = 6  # characters: 本年支出合计 is no rest of a name, 合计 may be
_MARKS = regex.compile(r"[^\p{L}\p{N}]+")  # whatever a dash was read as, but for letters and digits
_CUT = 0.5  # of a character: how far off an OCR's boxes may place a cut between a figure and a name that it read as one
_BESIDE = 1.0  # points between what stands in an outer column or the last row and the table's edge


def gridded(
    page: ReadPage,
    spanned: SpannedHead,
    head: Sequence[Sequence[Piece]],
    body: Sequence[Sequence[Piece]],
    bottom: float,
    size: float,
    sides: tuple[float, float] | None,
) -> Table:
    """The table of a head, which ends at `bottom`, and a body, in characters of `size` points.

    `sides` are the outer edges that rulings tell, None where none do.
    """
    columns = spanned.columns
    stacks = _stacks(page, body, columns, size)
    rows = rows_of(stacks)
    x0, x1 = columns[0].x0 - _BESIDE, columns[-1].x1 + _BESIDE
    if sides is not None:
        x0, x1 = min(x0, sides[0]), max(x1, sides[1])
    edges = middles(columns, x0, x1)
    tops = [bottom, *_between(rows)]
    top = min([p.box.y0 for band in (*head, *body) for p in band], default=bottom)
    cells = (
        *_head_cells(page.number, spanned, edges, top, bottom),
        *_body_cells(page.number, rows, edges, tops, spanned.depth),
    )
    box = Box(x0, top, x1, max((s.box.y1 for _, s in stacks), default=bottom))
    return Table(page.number, box, spanned.depth + len(rows), len(columns), cells, ruled=False)


def _stacks(
    page: ReadPage, body: Sequence[Sequence[Piece]], columns: Sequence[Span], size: float
) -> list[tuple[int, Stack]]:
    """What stands in the cells of a body, each with its column."""
    by_column: list[list[Piece]] = [[] for _ in columns]
    for band in body:
        parts = [part for piece in band for part in at_edges(piece, columns)]
        for part, column in zip(parts, owners(parts, columns), strict=True):
            by_column[column].append(part)
    reach = name_reach(by_column, size)
    return [(c, s) for c, ps in enumerate(by_column) for s in stacks_of(ps, reach, page.rulings, begins_row)]


def is_item(piece: Piece) -> bool:
    """Whether a piece stands in a body: a figure, or a name that is numbered."""
    return piece.is_value or regex.match(load_statements().numbering, piece.text) is not None


def begins_row(piece: Piece) -> bool:
    """Whether a name is that of a row of its own, not the rest of the name above it."""
    patterns = load_statements()
    total = len(piece.text) >= _WHOLE_TOTAL and says(piece.text, patterns.totals)
    return total or (not piece.is_value and regex.match(patterns.numbering, piece.text) is not None)


def _telling(body: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The pieces that tell where columns are: those that stand as printed.

    What is centred in its column or over several tells nothing: totals, dashes, the columns' numbers.
    """
    totals = load_statements().totals
    return [
        p
        for band in body
        if not numbers_columns([p.text for p in band])
        for p in band
        if p.whole and not says(p.text, totals) and not (_MARKS.fullmatch(p.text) or may_be_dash(p.text))
    ]


def _cut_apart(body: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The figures and numbered items that an OCR read as one: between them columns meet, though nothing shows where."""
    return [p for band in body for p in band if not p.whole and is_item(p)]


def body_columns(body: Sequence[Sequence[Piece]], size: float, overshot: float) -> list[BodyColumn]:
    """The columns that a body's text tells, in characters of `size` points.

    `overshot` is how far boxes reach beyond their text on either side, in points.
    """
    told, cut = _telling(body), _cut_apart(body)
    boxes = [*(_inner(p.box, overshot) for p in told), *(_inner(p.box, overshot + _CUT * size) for p in cut)]
    columns = columns_of(boxes, size)
    held: list[list[Piece]] = [[] for _ in columns]
    for piece in (*told, *cut):
        held[nearest(columns, piece.box)].append(piece)
    return [
        BodyColumn(span, 2 * sum(p.is_value for p in pieces) > len(pieces))
        for span, pieces in zip(columns, held, strict=True)
    ]


def _inner(box: Box, overshot: float) -> Box:
    """A box without what an OCR's box reaches beyond its text."""
    middle = box.middle[0]
    return Box(min(box.x0 + overshot, middle), box.y0, max(box.x1 - overshot, middle), box.y1)


def _between(rows: Sequence[Sequence[tuple[int, Stack]]]) -> list[float]:
    """The lower edge of every row."""
    boxes = [union(s.box for _, s in row) for row in rows]
    return [*((a.y1 + b.y0) / 2 for a, b in pairwise(boxes)), *(b.y1 + _BESIDE for b in boxes[-1:])]


def _head_cells(page: int, spanned: SpannedHead, edges: Sequence[float], top: float, bottom: float) -> list[Cell]:
    depth = spanned.depth
    levels = [top + (bottom - top) * k / depth for k in range(depth + 1)]
    cells = []
    for over in spanned.over:
        level = max(spanned.above(c).index(over) for c in range(over.first, over.last + 1))
        box = _box(edges[over.first], levels[level], edges[over.last + 1], levels[level + 1])
        lines = tuple(p.line for p in over.stack.pieces)
        cells.append(Cell(page, level, over.first, box, lines, 1, over.last - over.first + 1))
    for column, own in enumerate(spanned.own):
        level = len(spanned.above(column))
        box = _box(edges[column], levels[level], edges[column + 1], levels[depth])
        lines = tuple(p.line for p in own.pieces) if own is not None else ()
        cells.append(Cell(page, level, column, box, lines, depth - level))
    return cells


def _body_cells(
    page: int,
    rows: Sequence[Sequence[tuple[int, Stack]]],
    edges: Sequence[float],
    tops: Sequence[float],
    depth: int,
) -> list[Cell]:
    cells = []
    for r, row in enumerate(rows):
        for column in range(len(edges) - 1):
            held = [p for c, s in row if c == column for p in s.pieces]
            box = _box(edges[column], tops[r], edges[column + 1], tops[r + 1])
            lines = tuple(p.line for band in bands_of(held) for p in band)
            cells.append(Cell(page, r + depth, column, box, lines))
    return cells


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
