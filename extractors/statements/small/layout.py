"""Which cells of a small table are figures, and which labels stand beside and above each of them.

No head and no column of names are presumed: rows without figures hold labels of what is below them, columns without
figures labels of what is to their right. So items may stand down or across, and several blocks one below another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeGuard

import regex

from extractors.model.cells import Cell
from extractors.statements.grid import Grid, label
from extractors.statements.small.value import is_blank, stands_for_figure
from extractors.tables.column_numbers import numbers_columns
from patterns.small_tables import load_small_tables
from patterns.statements import load_statements, says

Path = tuple[Cell, ...]  # labels of a row or column, the widest first


@dataclass(frozen=True)
class Placed:
    """A cell with a figure, the labels of its row and of its column, and the texts over its part of the table."""

    cell: Cell
    beside: Path
    above: Path
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A table seen as labels and figures."""

    grid: Grid

    @cached_property
    def _aside(self) -> frozenset[int]:
        """Columns of remarks and of numbers of rows: what stands there is neither label nor figure."""
        known = load_small_tables()
        heads = (c for c in self.grid.table.cells if says(label(c.text), (*known.notes, *known.lines)))
        return frozenset(c.column for c in heads if c.columns == 1 and not self._figures_above(c))

    def _figures_above(self, cell: Cell) -> bool:
        return any(stands_for_figure(self.grid.text(r, cell.column)) for r in range(cell.row))

    @cached_property
    def _body(self) -> tuple[tuple[int, ...], ...]:
        """By row: the columns that hold a figure, or a dash for one."""
        return tuple(self._figure_columns(r) for r in range(self.grid.rows))

    def _figure_columns(self, row: int) -> tuple[int, ...]:
        if numbers_columns(self.grid.texts(row)):
            return ()
        columns = (c for c in range(self.grid.columns) if c not in self._aside and c not in self._naming)
        found = tuple(c for c in columns if stands_for_figure(self.grid.text(row, c)))
        return () if all(_years().fullmatch(self.grid.text(row, c)) for c in found) else found

    @cached_property
    def _naming(self) -> frozenset[int]:
        """Columns whose figures are years, or codes of classes, which name their rows."""
        codes = load_statements().roles.code
        headed = {c.column for c in self.grid.table.cells if c.columns == 1 and says(label(c.text), codes)}
        return frozenset(c for c in range(self.grid.columns) if c in headed or self._holds_years(c))

    def _holds_years(self, column: int) -> bool:
        texts = [t for r in range(self.grid.rows) if stands_for_figure(t := self.grid.text(r, column))]
        return bool(texts) and all(map(_years().fullmatch, texts))

    @cached_property
    def _figure_columns_of_all(self) -> frozenset[int]:
        return frozenset(c for columns in self._body for c in columns)

    def placed(self) -> Iterator[Placed]:
        """Every figure with its labels, row by row; a cell over several rows or columns once for each."""
        for r, columns in enumerate(self._body):
            for c in columns:
                cell = self.grid.at(r, c)
                if cell is not None and not is_blank(label(cell.text)):
                    yield Placed(cell, self.beside(r, c), self._above(r, c), self._captions(r))

    def beside(self, row: int, column: int) -> Path:
        """The labels to the left of a place: those of the nearest columns that hold none but labels."""
        found: list[Cell] = []
        for c in range(column - 1, -1, -1):
            if c in self._figure_columns_of_all:
                if found:
                    break
                continue
            cell = self.grid.at(row, c)
            if (
                not self._passed_over(c, cell)
                and self._is_label(cell)
                and cell not in found
                and not self._is_wide(cell)
            ):
                found.append(cell)
        return tuple(reversed(found))

    def _passed_over(self, column: int, cell: Cell | None) -> bool:
        """Whether what stands aside is no label: a sum may bear its name where others bear their numbers."""
        sums = cell is not None and says(label(cell.text), load_small_tables().totals)
        return column in self._aside and not sums

    def _above(self, row: int, column: int) -> Path:
        """The labels over a place: those of the nearest rows that hold no figure."""
        found: list[Cell] = []
        for r in range(row - 1, -1, -1):
            if self._body[r]:
                if found:
                    break
                continue
            cell = self.grid.at(r, column)
            if self._is_label(cell) and cell not in found and not self._is_wide(cell):
                found.append(cell)
        return tuple(p for p in reversed(found) if not numbers_columns(self.grid.texts(p.row)))

    def _captions(self, row: int) -> tuple[str, ...]:
        """What stands over the whole width above a row, from the top."""
        wide = (self.grid.at(r, 0) for r in range(row) if not self._body[r])
        return tuple(dict.fromkeys(label(c.text) for c in wide if c is not None and label(c.text) and self._is_wide(c)))

    def _is_wide(self, cell: Cell) -> bool:
        """Whether a cell covers all columns but empty ones."""
        return len(self._filled) > 1 and self._filled <= set(range(cell.column, cell.column + cell.columns))

    @cached_property
    def _filled(self) -> frozenset[int]:
        return frozenset(c.column for c in self.grid.table.cells if c.columns == 1 and label(c.text))

    def _is_label(self, cell: Cell | None) -> TypeGuard[Cell]:
        """Whether a cell holds a text that may be a label: one that says the unit of money, or whose table, is none."""
        return cell is not None and bool(text := label(cell.text)) and not _no_label().fullmatch(text)

    def rows(self) -> Iterator[Path]:
        """The labels of every row in order, those without figures too: a row may be a part of the one before.

        Where several columns of labels have figures to their right, one after the other.
        """
        for column in sorted(self._first_figures()):
            for row in range(self.grid.rows):
                if self._body[row] or self._names_only(row, column):
                    yield self.beside(row, column)

    def _names_only(self, row: int, column: int) -> bool:
        """Whether a row without figures holds nothing but the name of what is below it."""
        return not any(self.grid.text(row, c) for c in range(column, self.grid.columns)) and bool(
            self.beside(row, column)
        )

    def _first_figures(self) -> Iterator[int]:
        """The columns of figures right behind a column that holds none."""
        for c in self._figure_columns_of_all:
            if c - 1 not in self._figure_columns_of_all:
                yield c

    def columns(self) -> Iterator[Path]:
        """The labels of every column in order, block by block from the top."""
        seen: set[int] = set()
        for row, figures in enumerate(self._body):
            top = next((r for r in range(row - 1, -1, -1) if not self._body[r]), -1)
            if figures and top not in seen:
                seen.add(top)
                yield from (self._above(row, c) for c in sorted(self._figure_columns_of_all))

    def heads_over(self, path: Path) -> tuple[str, ...]:
        """What the columns of a row's labels are headed by."""
        above = (self._above_label(cell) for cell in path)
        return tuple(text for texts in above for text in texts)

    def _above_label(self, cell: Cell) -> Iterator[str]:
        for r in range(cell.row):
            if not self._body[r]:
                text = self.grid.text(r, cell.column)
                if text:
                    yield text

    @property
    def head_texts(self) -> tuple[str, ...]:
        """All texts of rows without figures, from the top."""
        rows = (r for r in range(self.grid.rows) if not self._body[r])
        return tuple(dict.fromkeys(t for r in rows for t in self.grid.texts(r) if t))


@cache
def _years() -> regex.Pattern[str]:
    return regex.compile(load_small_tables().stated_year)


@cache
def _no_label() -> regex.Pattern[str]:
    return regex.compile(load_small_tables().no_labels)
