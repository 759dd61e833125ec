"""Where the cells of a Word table stand: spans, merged cells, columns left out; within bounds, whatever is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractors.opening.article import MOST_CELLS, WrittenCell
from extractors.opening.word_look import W, attribute

MOST_SPAN = 200  # columns of a cell, as in HTML: Word's own tables have 63 at most
_THROUGH = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


class OversizedText(ValueError):
    """A table of more cells, or a document of more paragraphs, than are read."""


@dataclass(slots=True)
class GridCell:
    """A cell's element, at its top left place, both from 0, and how many rows and columns it covers."""

    element: Any
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def written(self, text: str) -> WrittenCell:
        """The cell with what it says."""
        return WrittenCell(self.row, self.column, text, self.rows, self.columns)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table, row by row."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def grid_of(rows: Iterable[Any]) -> Grid:
    """The cells of w:tr elements at their places. Raises OversizedText."""
    cells: list[GridCell] = []
    above: dict[int, GridCell] = {}  # by column, the cells of the last row that may go on
    count = width = places = 0
    for r, row in enumerate(rows):
        count, column = r + 1, _left_out(row)
        open_here: dict[int, GridCell] = {}
        last: GridCell | None = None
        for element in _cells(row):
            properties = element.find(f"{W}tcPr")
            columns = _number(properties, "gridSpan", 1)
            down, across = _merge(properties, "vMerge"), _merge(properties, "hMerge")
            goes_on = above.get(column) if down == "continue" else None
            if across == "continue" and last is not None:
                last.columns += columns
            elif goes_on is not None and goes_on.columns == columns:
                goes_on.rows = r - goes_on.row + 1
                open_here[column] = last = goes_on
            else:
                last = GridCell(element, r, column, 1, columns)
                cells.append(last)
                if down:
                    open_here[column] = last
            column += columns
            places += columns
            if places > MOST_CELLS:
                raise OversizedText(f"a table of more than {MOST_CELLS} cells")
        above = open_here
        width = max(width, column)
    return Grid(count, width, tuple(cells))


def _left_out(row: Any) -> int:
    """How many columns stand empty before a row."""
    properties = row.find(f"{W}trPr")
    return _number(properties, "gridBefore", 0)


def _cells(holder: Any) -> Iterator[Any]:
    for child in holder.iterchildren():
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _THROUGH:
            yield from _cells(child)


def _number(properties: Any, name: str, usual: int) -> int:
    said = attribute(properties.find(W + name), "val") if properties is not None else ""
    return min(max(usual, int(said)), MOST_SPAN) if said.isascii() and said.isdigit() and len(said) < 12 else usual


def _merge(properties: Any, name: str) -> str:
    """`restart` or `continue` where a cell is merged; "" where it is not."""
    found = properties.find(W + name) if properties is not None else None
    return "" if found is None else attribute(found, "val") or "continue"
