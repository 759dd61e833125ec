"""A table as a full grid: every place of it has the cell that covers it, and the text people compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from extractors.model.cells import Cell, Table
from extractors.model.paragraph import compact

_REMEMBERED = 1 << 14  # labels: a document has a few thousand, each asked for many times


@lru_cache(maxsize=_REMEMBERED)
def label(text: str) -> str:
    """A head's or name's text for comparison: normalised, without blanks."""
    return compact(text)


@dataclass(frozen=True)
class Grid:
    """`at(row, column)` gives the cell that covers a place, None where there is a hole."""

    table: Table

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Cell]:
        return {
            (r, c): cell
            for cell in self.table.cells
            for r in range(cell.row, cell.row + cell.rows)
            for c in range(cell.column, cell.column + cell.columns)
        }

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return self.table.row_count

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return self.table.column_count

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, both counted from 0; None where there is a hole."""
        return self._covering.get((row, column))

    def row(self, row: int) -> list[Cell]:
        """The cells that cover a row, from left to right, each once."""
        if row not in self._rows:
            found: list[Cell] = []
            for column in range(self.columns):
                cell = self._covering.get((row, column))
                if cell is not None and (not found or found[-1] is not cell):
                    found.append(cell)
            self._rows[row] = found
        return self._rows[row]

    def texts(self, row: int) -> list[str]:
        """The labels of the cells that cover a row, from left to right."""
        return [label(cell.text) for cell in self.row(row)]

    @cached_property
    def _rows(self) -> dict[int, list[Cell]]:
        """The rows that were asked for."""
        return {}

    def text(self, row: int, column: int) -> str:
        """The label at a place; "" where nothing stands."""
        cell = self.at(row, column)
        return label(cell.text) if cell is not None else ""
