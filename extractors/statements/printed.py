"""Which cells of a table hold figures, whatever the table is of and whether it is read: see docs/record.md.

A cell holds one where a number is all of it; a whole number only in a column of figures, for others number lines and
columns, or are codes and years. Where a cell holds running text, the figures of that count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

import regex

from extractors.language.numbers import amounts
from extractors.model.cells import Cell, Table
from extractors.statements.grid import label
from extractors.statements.spelling import known_code
from extractors.tables.column_numbers import numbers_columns
from patterns.shapes import is_value
from patterns.statements import load_statements, says

# Set by eye on the tables that units publish.
_MOSTLY = 0.5  # of a column's whole numbers: more codes, or steps of one, make it no column of figures
_FEWEST_COUNTED = 3  # whole numbers that count on
_NAMED_WITHIN = 40  # cells: behind as many stands no name of a row
_QUOTED = 40  # characters of a quote around a figure, and of the name of its row
_YEAR = regex.compile(r"(?:19|20)\d\d")
_DIGIT = regex.compile(r"\d")
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
        row = islice(table.cells_by_row.get(cell.row, ()), _NAMED_WITHIN)
        name = next((text for c in row if (text := label(c.text)) and not any(map(str.isdigit, text))), "")
        text = label(cell.text)
        at = max(0, text.find(self.raw) - _QUOTED)
        return f"{name[:_QUOTED]} {text[at : at + len(self.raw) + 2 * _QUOTED]}".strip()


def figures_of(table: Table) -> Iterator[CellFigure]:
    """The figures that a table prints, cell by cell."""
    told = [_Told(cell, text) for cell in table.cells if cell.lines and _DIGIT.search(text := label(cell.text))]
    whole = [each for each in told if each.whole]
    columns = _columns_of_figures(table, told, whole) if whole else frozenset[int]()
    numbering = _rows_of_numbers(table, whole) if whole else frozenset[int]()
    for each in told:
        if not each.whole:
            yield from (CellFigure(each.cell, raw, unit) for raw, unit in _figures_in(each))
        elif each.cell.column in columns and each.cell.row not in numbering and not _YEAR.fullmatch(each.text):
            yield CellFigure(each.cell, each.text, None)


@dataclass(slots=True)
class _Told:
    """A cell whose text has a digit: whether it is a whole number, or for `sure` a number that is a figure."""

    cell: Cell
    text: str
    whole: bool = field(init=False)
    sure: bool = field(init=False)

    def __post_init__(self) -> None:
        text = self.text
        self.whole = text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))
        # A number with decimals, groups, a sign or %: （1） numbers an item, and so does 1.
        self.sure = not self.whole and is_figure(text)


def is_figure(text: str) -> bool:
    """Whether a text is a figure and nothing else, and surely no number of a row or an item."""
    return _MARKS.search(text.rstrip(".,")) is not None and is_value(text)


def lines_of_figures(cell: Cell) -> list[str]:
    """The figures of a cell that holds several, each on a line of its own: a column or a table that nothing parted."""
    found = [own for line in cell.lines if is_figure(own := label(line.text))]
    return found if len(found) > 1 else []


def _figures_in(told: _Told) -> Iterator[tuple[str, str | None]]:
    """The figures of a cell that is no whole number, each with its unit."""
    text = told.text
    if told.sure:
        yield text, "percent" if text.endswith("%") else None
        return
    if apart := lines_of_figures(told.cell):
        yield from ((own, "percent" if own.endswith("%") else None) for own in apart)
        return
    yield from _stated_in(text)


def _stated_in(text: str) -> Iterator[tuple[str, str | None]]:
    """The figures that a text states: one that is all of it, or those of running text."""
    found = [a for a in amounts(text) if a.kind != "bare" or a.decimals]
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        yield text, found[0].unit
    elif found and _CLAUSES.search(text):
        yield from ((text[a.start : a.end], a.unit) for a in found)


def _columns_of_figures(table: Table, told: Sequence[_Told], whole: Sequence[_Told]) -> frozenset[int]:
    """The columns in which whole numbers are figures: other figures stand there, or nothing says what else they are."""
    sure = {each.cell.column for each in told if each.sure}
    by_column: dict[int, list[str]] = defaultdict(list)
    for each in sorted(whole, key=lambda each: each.cell.row):
        by_column[each.cell.column].append(each.text)
    open_columns = {c: texts for c, texts in by_column.items() if c not in sure and not _number_or_code(texts)}
    others = _columns_of_others(table, open_columns) if open_columns else frozenset[int]()
    return frozenset((sure & by_column.keys()) | (open_columns.keys() - others))


def _columns_of_others(table: Table, columns: Collection[int]) -> frozenset[int]:
    """Which of the columns are headed as those of codes or numbers of lines."""
    known = load_statements()
    names = (*known.roles.code, *known.roles.line, *known.line_row, *known.levels)
    found: set[int] = set()
    for cell in table.cells:
        over = {c for c in columns if cell.column <= c < cell.column + cell.columns}
        if over and cell.lines and says(label(cell.text), names):
            found |= over
    return frozenset(found)


def _number_or_code(texts: Sequence[str]) -> bool:
    """Whether the whole numbers of a column count its lines, or are codes of a classification."""
    steps = [int(b) - int(a) == 1 for a, b in pairwise(texts)]
    counted = len(texts) >= _FEWEST_COUNTED and sum(steps) > _MOSTLY * len(steps)
    return counted or sum(map(known_code, texts)) > _MOSTLY * len(texts)


def _rows_of_numbers(table: Table, whole: Iterable[_Told]) -> frozenset[int]:
    """The rows that number the columns."""
    asked = {each.cell.row for each in whole}
    rows: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for cell in table.cells:
        if cell.row in asked and cell.lines:
            rows[cell.row].append((cell.column, label(cell.text)))
    texts = {row: [text for _, text in sorted(cells)] for row, cells in rows.items()}
    return frozenset(row for row, said in texts.items() if numbers_columns(said, among_figures=True))
