"""Documents without pages (HTML, Word, spreadsheets) as pages, so that they are read by the same steps as a PDF.

Such a document says what stands in which order, not where. It is laid out here on a page of its own making: one line
a paragraph, four lines apart so that no two are taken for one; tables as grids. The boxes are therefore *synthetic*:
they tell paragraphs and cells apart and keep their order, and mean nothing else (docs/monitoring.md says so to users).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import TracebackType

from extractors.model.cells import Cell, PageTables, Table
from extractors.model.errors import OversizedDocument
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage

_SIZE = 12.0  # points: a full-width character
_LEADING = 4 * _SIZE  # more than arrange.py accepts inside a paragraph
_ROW = 20.0  # points: the height of a row of a table, more than a character's
_MARGIN = 72.0  # points on all sides: an inch, as word processors leave
_FURNITURE = 0.1  # of the page's height, kept free at top and foot: what stands there may be taken for a page number
_HEADING_LINES = 5  # short paragraphs before a table that may be its title, number, year, unit of money
_LONGEST_HEADING = 60  # characters: longer paragraphs are prose (set by eye on articles that sites publish)
# Of a document: what a reading takes half a minute and 400 MB for. A statement has some hundred cells, a compendium of
# all units of a city under a million characters
MOST_CELLS = 100_000
_MOST_PARAGRAPHS = 50_000
_MOST_CHARACTERS = 1_000_000
_NARROWEST = 4.0  # characters that a column is wide at least


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell at its top left place, both from 0, and how many rows and columns it covers."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table as the document writes it."""

    rows: int
    columns: int
    cells: tuple[WrittenCell, ...]


Block = str | WrittenTable


@dataclass(frozen=True)
class Article:
    """A document laid out: a page for each worksheet (one for HTML and Word), and the tables of each page."""

    file_name: str
    sha256: str
    byte_count: int
    pages: tuple[ReadPage, ...]
    tables: tuple[PageTables, ...]
    warnings: tuple[str, ...] = ()

    @property
    def page_count(self) -> int:
        """How many pages it was laid out on."""
        return len(self.pages)

    def __enter__(self) -> Article:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None


def article_of(
    data: bytes, file_name: str, worksheets: Sequence[Sequence[Block]], warnings: Sequence[Sequence[str]] = ()
) -> Article:
    """The document of `data`: the paragraphs and tables of each of its `worksheets` laid out on a page of its own.

    `warnings` tell, for as many of them as have any, what was not read of each. Raises OversizedDocument.
    """
    _refuse_size(file_name, worksheets)
    told = zip_longest(worksheets, warnings, fillvalue=())
    laid_out = [_laid_out(number, blocks, tuple(left_out)) for number, (blocks, left_out) in enumerate(told, 1)]
    return Article(
        file_name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        tuple(page for page, _ in laid_out),
        tuple(tables for _, tables in laid_out),
    )


def _refuse_size(file_name: str, worksheets: Sequence[Sequence[Block]]) -> None:
    """Raises OversizedDocument for what takes more time and memory than a reading has."""
    tables = [block for blocks in worksheets for block in blocks if isinstance(block, WrittenTable)]
    counted = (
        (sum(len(table.cells) for table in tables), MOST_CELLS, "cells of tables"),
        (sum(map(len, worksheets)) - len(tables), _MOST_PARAGRAPHS, "paragraphs"),
        (sum(map(len, texts(worksheets))), _MOST_CHARACTERS, "characters"),
    )
    for count, most, what in counted:
        if count > most:
            raise OversizedDocument(file_name, f"{count} {what}, more than the {most} that are read")


def _laid_out(number: int, blocks: Sequence[Block], warnings: tuple[str, ...]) -> tuple[ReadPage, PageTables]:
    height = sum(_height(block) for block in blocks) / (1 - 2 * _FURNITURE)
    y = _FURNITURE * height
    outside: list[Line] = []
    inside: list[Line] = []
    tables: list[Table] = []
    heading: list[Line] = []
    for block in blocks:
        if isinstance(block, str):
            line = _line(block, _MARGIN, y)
            outside.append(line)
            heading = [*heading, line] if len(block) <= _LONGEST_HEADING else []
        else:
            table = _table(block, number, y, tuple(heading[-_HEADING_LINES:]))
            tables.append(table)
            inside += [line for cell in table.cells for line in cell.lines]
            heading = []
        y += _height(block)
    rights = [line.box.x1 for line in (*outside, *inside)] + [table.box.x1 for table in tables]
    size = (max(rights, default=_MARGIN) + _MARGIN, height)
    page = ReadPage(number, *size, source="text_layer", lines=(*outside, *inside), frame=size, warnings=warnings)
    return page, PageTables(tuple(tables), tuple(outside))


def _height(block: Block) -> float:
    return _LEADING if isinstance(block, str) else block.rows * _ROW + _LEADING


def _line(text: str, x: float, y: float) -> Line:
    boxes = []
    for char in text:
        width = _SIZE / 2 if char.isascii() else _SIZE
        boxes.append(Box(x, y, x + width, y + _SIZE))
        x += width
    return Line(text, tuple(boxes), (1.0,) * len(text))


def _table(table: WrittenTable, page: int, top: float, heading: tuple[Line, ...]) -> Table:
    widths = [_NARROWEST] * table.columns
    for cell in table.cells:
        if cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], float(len(cell.text)))
    xs = [_MARGIN]
    for width in widths:
        xs.append(xs[-1] + (width + 1) * _SIZE)
    cells = tuple(_cell(cell, page, top, xs) for cell in table.cells)
    box = Box(xs[0], top, xs[-1], top + table.rows * _ROW)
    return Table(page, box, table.rows, table.columns, cells, heading)


def _cell(cell: WrittenCell, page: int, top: float, xs: Sequence[float]) -> Cell:
    y = top + cell.row * _ROW
    box = Box(xs[cell.column], y, xs[cell.column + cell.columns], y + cell.rows * _ROW)
    lines = (_line(cell.text, box.x0, y + (_ROW - _SIZE) / 2),) if cell.text else ()
    return Cell(page, cell.row, cell.column, box, lines, cell.rows, cell.columns)


def texts(worksheets: Sequence[Sequence[Block]]) -> Iterator[str]:
    """Every paragraph and cell in order: what the document says, however it is marked up."""
    for blocks in worksheets:
        for block in blocks:
            if isinstance(block, str):
                yield block
            else:
                yield from (cell.text for cell in block.cells)
