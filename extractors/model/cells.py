"""Tables as data: cells with text, place and spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from extractors.model.evidence import CellEvidence
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.model.paragraph import Mark, marks_of, normalised


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `row`, `column` count from 0 and are those of its top left corner.

    `unread` is whether something stands in it that could not be read: it has no lines, and yet is no blank.
    """

    page: int
    row: int
    column: int
    box: Box
    lines: tuple[Line, ...] = ()
    rows: int = 1
    columns: int = 1
    unread: bool = False

    def holding(self, lines: tuple[Line, ...]) -> Cell:
        """The cell with other lines."""
        return Cell(self.page, self.row, self.column, self.box, lines, self.rows, self.columns, self.unread)

    @cached_property
    def text(self) -> str:
        """The cell's lines joined; a break inside a cell is not a blank in Chinese."""
        return "".join(line.text.strip() for line in self.lines)

    @cached_property
    def quoted(self) -> tuple[str, tuple[Mark, ...]]:
        """The cell's characters, normalised and without blanks, and where each of them stands."""
        text = normalised("".join([line.text for line in self.lines]))
        marks = [mark for line in self.lines for mark in marks_of(self.page, line)]
        seen = [i for i, char in enumerate(text) if not char.isspace()]
        return "".join([text[i] for i in seen]), tuple([marks[i] for i in seen])

    @cached_property
    def confidence(self) -> float:
        """The weakest character's confidence, 1 for an empty cell, 0 for one that could not be read."""
        if self.unread:
            return 0.0
        return min((min(line.confidences) for line in self.lines if line.confidences), default=1.0)

    @property
    def evidence(self) -> CellEvidence:
        """How surely its characters were read."""
        if self.unread:
            return CellEvidence(chars_min=0.0)
        if self.confidence >= 1.0:  # as those of a text layer: none of its characters is in doubt
            return _SURE
        read = [
            c for line in self.lines for char, c in zip(line.text, line.confidences, strict=True) if not char.isspace()
        ]
        least = round(min(read, default=1.0), 4)
        if least >= 1.0:
            return CellEvidence()
        mean = round(fmean(read), 4)
        return CellEvidence(chars_min=least, chars_mean=mean if mean != least else None)


_SURE = CellEvidence()


@dataclass(frozen=True)
class Table:
    """A table of one page, or one joined over pages.

    `heading` holds the lines that stand directly above it (title, year, unit of money). Boxes are in the
    reading frame of the page that `Cell.page` names. Where no rulings make the cells (`ruled` false) their sides lie
    somewhere between what stands in them. `flat` is whether they were made of running text: then sides say nothing.
    `open_top` and `open_bottom` are whether a page break cut its first and its last row.
    """

    page: int
    box: Box
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    heading: tuple[Line, ...] = ()
    ruled: bool = True
    flat: bool = False
    open_top: bool = False
    open_bottom: bool = False

    @cached_property
    def cells_by_row(self) -> Mapping[int, tuple[Cell, ...]]:
        """The cells of each row from the left, those that reach down into it too: asked for cell by cell."""
        found: dict[int, list[Cell]] = {}
        for cell in sorted(self.cells, key=lambda c: c.column):
            for row in range(cell.row, cell.row + cell.rows):
                found.setdefault(row, []).append(cell)
        return {row: tuple(cells) for row, cells in found.items()}


@dataclass(frozen=True)
class PageTables:
    """The tables of a page, and the lines that stand in none of them."""

    tables: tuple[Table, ...]
    outside: tuple[Line, ...]
