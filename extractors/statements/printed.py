"""Which cells of a table hold figures, whatever the table is of and whether it is read: see docs/record.md.

A cell holds one where a number is all of it; a whole number only in a column of figures, for others number lines and
columns, or are codes and years. Where a cell holds running text, the figures of that count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.language.numbers import amounts
from extractors.model.cells import Cell, Table
from extractors.statements.grid import label
from extractors.statements.spelling import known_code
from extractors.tables.column_numbers import numbers_columns
from patterns.shapes import is_dash, is_value
from patterns.statements import load_statements, says

# Set by eye on the tables that units publish.
_MOSTLY = 0.5  # of a column's whole numbers: more codes, or steps of one, make it no column of figures
_FEWEST_COUNTED = 3  # whole numbers that count on
_QUOTED = 40  # characters of a quote around a figure, and of the name of its row
_YEAR = regex.compile(r"(?:19|20)\d\d")
_CLAUSES = regex.compile("[，。；]")  # what only running text holds
_MARKS = regex.compile(r"[.,%+-]")  # of a number that is no mere numbering


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure of a table: its cell, the figure as printed, its unit (None where its cell tells none)."""

    cell: Cell
    raw: str
    unit: str | None

    def quote(self, table: Table) -> str:
        """What names its row, and the cell's text; at most a line."""
        cell = self.cell
        row = sorted((c for c in table.cells if c.row <= cell.row < c.row + c.rows), key=lambda c: c.column)
        name = next((text for c in row if (text := label(c.text)) and not any(map(str.isdigit, text))), "")
        text = label(cell.text)
        at = max(0, text.find(self.raw) - _QUOTED)
        return f"{name[:_QUOTED]} {text[at : at + len(self.raw) + 2 * _QUOTED]}".strip()


def figures_of(table: Table) -> Iterator[CellFigure]:
    """The figures that a table prints, cell by cell."""
    told = [(cell, label(cell.text)) for cell in table.cells if cell.lines]
    whole = [(cell, text) for cell, text in told if _is_whole_number(text)]
    columns = _columns_of_figures(told, whole) if whole else frozenset[int]()
    numbering = _rows_of_numbers(told) if whole else frozenset[int]()
    for cell, text in told:
        if _is_whole_number(text):
            if cell.column in columns and cell.row not in numbering and not _YEAR.fullmatch(text):
                yield CellFigure(cell, text, None)
        else:
            yield from (CellFigure(cell, raw, unit) for raw, unit in _figures_in(text))


def _figures_in(text: str) -> Iterator[tuple[str, str | None]]:
    """The figures of a cell's text that is no whole number, each with its unit."""
    if not any(char.isdigit() for char in text):
        return
    found = [a for a in amounts(text) if a.kind != "bare" or a.decimals]
    if _is_number(text):
        yield text, found[0].unit if len(found) == 1 else None
    elif len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        yield text, found[0].unit
    elif _CLAUSES.search(text):
        yield from ((text[a.start : a.end], a.unit) for a in found)


def _is_number(text: str) -> bool:
    """Whether a text is a number with decimals, groups, a sign or %; （1） numbers an item."""
    return is_value(text) and not is_dash(text) and _MARKS.search(text[:-1] if text[-1] in ".," else text) is not None


def _is_whole_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))


def _columns_of_figures(told: Sequence[tuple[Cell, str]], whole: Sequence[tuple[Cell, str]]) -> frozenset[int]:
    """The columns in which whole numbers are figures: other figures stand there, or nothing says what else they are."""
    sure = {cell.column for cell, text in told if _is_number(text)}
    known = load_statements()
    names = (*known.roles.code, *known.roles.line, *known.line_row, *known.levels)
    others = {
        cell.column + i
        for cell, text in told
        if text and not text[0].isdigit() and says(text, names)
        for i in range(cell.columns)
    }
    by_column: dict[int, list[str]] = defaultdict(list)
    for cell, text in sorted(whole, key=lambda each: each[0].row):
        by_column[cell.column].append(text)
    return frozenset(c for c, texts in by_column.items() if c in sure or not (c in others or _number_or_code(texts)))


def _number_or_code(texts: Sequence[str]) -> bool:
    """Whether the whole numbers of a column count its lines, or are codes of a classification."""
    steps = [int(b) - int(a) == 1 for a, b in pairwise(texts)]
    counted = len(texts) >= _FEWEST_COUNTED and sum(steps) > _MOSTLY * len(steps)
    return counted or sum(map(known_code, texts)) > _MOSTLY * len(texts)


def _rows_of_numbers(told: Sequence[tuple[Cell, str]]) -> frozenset[int]:
    """The rows that number the columns."""
    rows: Mapping[int, list[tuple[int, str]]] = defaultdict(list)
    for cell, text in told:
        rows[cell.row].append((cell.column, text))
    return frozenset(
        r for r, cells in rows.items() if numbers_columns([t for _, t in sorted(cells)], among_figures=True)
    )
