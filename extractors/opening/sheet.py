"""A worksheet as it is displayed: hidden rows and columns taken out, its cells as lines and a table.

The rows above the head (title, 公开01表, 单位：万元) and the notes below stand in cells; here they become the lines
around the table that they are on paper.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extractors.opening.article import MOST_CELLS, Block, WrittenCell, WrittenTable
from extractors.opening.unseen import Unseen
from patterns.shapes import load_cell_shapes

_HEADING_CELLS = 2  # a row of at most so many filled cells above the head is heading: unit, unit of money
_MOST_SPAN = 200  # rows or columns of a cell, as in HTML
_MOST_COLUMNS = 16_384  # of a worksheet, by Excel's limits
NARROWEST = 0.25  # of a character's width, and of a point's height: what is no wider shows nothing
SMALLEST_ROW = 1.5  # points, as of text (unseen.py)

Merged = Sequence[tuple[int, int, int, int]]  # first row, last row, first column, last column; from 0, inclusive


class OversizedSheet(ValueError):
    """A worksheet of more cells than are read."""


@dataclass
class Worksheet:
    """What the cells of a worksheet show, by row and column from 0, and which rows and columns are hidden."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unseen: Unseen = field(default_factory=Unseen)
    unkept: int = 0  # formulas whose results the file does not hold

    def put(self, row: int, column: int, text: str) -> None:
        """Puts what a cell shows to its place. Raises OversizedSheet."""
        if text := self.unseen.text(text):
            self.texts[row, column] = text
            if len(self.texts) > MOST_CELLS:
                raise OversizedSheet(f"more than {MOST_CELLS} cells")

    def hide_columns(self, first: int, last: int) -> None:
        """Hides a range of columns, both from 0, inclusive."""
        self.hidden_columns.update(range(max(0, first), min(last, _MOST_COLUMNS - 1) + 1))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was not read of it, a line each."""
        unkept = f"{self.unkept} formulas of the sheet {self.name} have no result in the file; not read"
        return (*self.unseen.warnings, *([unkept] if self.unkept else []))

    def blocks(self) -> list[Block]:
        """The lines and the table that it shows; nothing where it shows nothing. Raises OversizedSheet."""
        rows, columns = _Shown(self.hidden_rows), _Shown(self.hidden_columns)
        corners = {(top, left): (top, bottom, left, right) for top, bottom, left, right in self.merged}
        placed: dict[tuple[int, int], str] = {}
        for (row, column), text in self.texts.items():
            top, bottom, left, right = corners.get((row, column), (row, row, column, column))
            if rows.count(top, bottom) and columns.count(left, right):
                placed[rows.place(top), columns.place(left)] = text
            else:
                self.unseen.hide(text)
        if not placed:
            return []
        merged = [
            (rows.place(top), rows.place(bottom + 1) - 1, columns.place(left), columns.place(right + 1) - 1)
            for top, bottom, left, right in self.merged
            if rows.count(top, bottom) and columns.count(left, right)
        ]
        height, width = _size(placed, merged)
        if height * width > MOST_CELLS:
            raise OversizedSheet(f"{height} x {width} cells, more than {MOST_CELLS}")
        table = [[placed.get((r, c), "") for c in range(width)] for r in range(height)]
        return sheet_blocks(self.name, table, merged)


def _size(placed: Iterable[tuple[int, int]], merged: Merged) -> tuple[int, int]:
    """How many rows and columns texts take, with the ranges that they stand in, where these end anywhere."""
    places = set(placed)
    height, width = (max(place[axis] for place in places) + 1 for axis in (0, 1))
    for top, bottom, left, right in merged:
        if (top, left) in places:
            height = max(height, bottom + 1) if bottom - top < _MOST_SPAN else height
            width = max(width, right + 1) if right - left < _MOST_SPAN else width
    return height, width


class _Shown:
    """Rows or columns counted without those that are hidden."""

    def __init__(self, hidden: Collection[int]) -> None:
        self._hidden = sorted(hidden)

    def place(self, at: int) -> int:
        """Where one stands among those that are shown; of a hidden one, where the next does."""
        return at - bisect_left(self._hidden, at)

    def count(self, first: int, last: int) -> int:
        """How many of a range, inclusive, are shown."""
        return self.place(last + 1) - self.place(first)


def sheet_blocks(name: str, rows: Sequence[Sequence[str]], merged: Merged) -> list[Block]:
    """A worksheet as the lines above its table, or its name where there are none, the table, the notes below."""
    cells = _placed(rows, merged)
    filled = {r: list(row) for r, row in groupby((c for c in cells if c.text), key=lambda c: c.row)}
    if not filled:
        return []
    width = max(c.column + c.columns for c in cells if c.text)
    first, end = _body_rows(filled, width)
    above, below = _texts(filled, range(first)), _texts(filled, range(end + 1, max(filled) + 1))
    body = tuple(_within(c, first, end, width) for c in cells if first <= c.row <= end and c.column < width)
    table = [WrittenTable(end - first + 1, width, body)] if body else []
    return [*(above or [name]), *table, *below]


def _texts(filled: Mapping[int, Sequence[WrittenCell]], rows: Iterable[int]) -> list[str]:
    return [cell.text for row in rows for cell in filled.get(row, ())]


def _within(cell: WrittenCell, first: int, end: int, width: int) -> WrittenCell:
    """A cell of a sheet as one of the table in the rows `first` to `end`, `width` columns wide."""
    rows, columns = min(cell.rows, end - cell.row + 1), min(cell.columns, width - cell.column)
    return WrittenCell(cell.row - first, cell.column, cell.text, rows, columns)


def _body_rows(filled: Mapping[int, Sequence[WrittenCell]], width: int) -> tuple[int, int]:
    """The first and the last row of the table: below the heading, above what is labelled under it (注：…)."""
    end = max(filled)
    first = next((r for r, row in filled.items() if not _is_heading(row, width)), end + 1)
    while end > first and all(c.column == 0 and _is_labelled(c) for c in filled.get(end, ())):
        end -= 1
    return first, end


def _is_labelled(cell: WrittenCell) -> bool:
    """Whether a text tells what it is: 单位：万元."""
    return "：" in cell.text.replace(":", "：")


def _is_heading(filled: Sequence[WrittenCell], width: int) -> bool:
    """Whether a row stands above the table's head: one text alone, or 部门：… and 单位：… beside each other."""
    if len(filled) == 1 or any(_is_labelled(c) or c.text.endswith(load_cell_shapes().table) for c in filled):
        return True
    covered = sum(c.columns for c in filled)
    return len(filled) <= _HEADING_CELLS and covered < width and covered <= _HEADING_CELLS


def _placed(rows: Sequence[Sequence[str]], merged: Merged) -> list[WrittenCell]:
    """The cells at their places; of ranges, what lies within the sheet."""
    height, wide = len(rows), max(map(len, rows), default=0)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    covered = 0
    for top, bottom, left, right in merged:
        last_row, last_column = min(bottom, height - 1), min(right, wide - 1)
        if last_row < top or last_column < left:
            continue
        spans[top, left] = last_row - top + 1, last_column - left + 1
        covered += (last_row - top + 1) * (last_column - left + 1)
        if covered > MOST_CELLS:  # ranges that lie over each other may be any number
            raise OversizedSheet(f"merged ranges of more than {MOST_CELLS} cells")
        hidden.update((r, c) for r in range(top, last_row + 1) for c in range(left, last_column + 1))
    return [
        WrittenCell(r, c, text, *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) in spans or (r, c) not in hidden
    ]
