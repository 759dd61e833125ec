"""The body of a statement: rows by group, codes and names put together, figures in 元."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache

import regex

from extractors.language.numbers import parse_number
from extractors.model.cells import Cell
from extractors.model.evidence import UNIT_UNKNOWN, CellSigns
from extractors.model.page import ReadPage
from extractors.model.record import StatementCell, StatementRow, canonical
from extractors.statements.grid import Grid, label
from extractors.statements.head import Block, Head, HeadColumn
from extractors.statements.spelling import by_ocr, certainty, code_meant, known_code, name_meant, unnumbered
from extractors.tables.column_numbers import numbers_columns
from extractors.tables.figures import hold_several, is_whole_figure
from patterns.kept import KEPT
from patterns.loader import load_patterns
from patterns.money import unit_in_name
from patterns.shapes import is_dash, load_cell_shapes, load_shapes
from patterns.statements import load_statements, says

# Factors of confidence, set by eye: signs that the fitted models of patterns/calibration.yaml weigh.
SLIP = 0.6  # what is left of the confidence where separators were not those of a number
_NAMELESS = 0.5  # nothing names a row among rows that have names: its name stands elsewhere, or it is no row
_NO_CODE = 0.6  # no classification has the row's code: it, or which row it stands in, was misread
_HEADLESS = 0.5  # an OCR passed over the head, or took one column for two
_WORD = 2  # Chinese characters in a row: no code, however misread
_MOST_DIGITS = 16  # more are figures of several cells
_STROKES = "17"  # digits that an OCR reads an upright stroke as
_LONGEST_NAME = 8  # characters: a longer text over the whole width is a note
_NUMBER = regex.compile(r"(?P<sign>-|[（(](?=.*[)）]))?(?P<digits>\d[\d,.]*)[)）]?(?P<percent>%)?")
_LEADING_CODE = regex.compile(r"(?P<code>\d{3}(?:\d{2}){0,2})(?=[^\d.、,])")


@dataclass
class ReadRow:
    """A row with the cells of the table that its figures were read from, in the order of `row.cells`.

    `signs` says for each how surely it is told what it is, `money` the unit of money that its row or column tells (""
    where that is the table's); `block` which of the blocks side by side it is a row of.
    """

    row: StatementRow
    sources: tuple[Cell, ...]
    named: tuple[Cell, ...] = field(default=())
    signs: tuple[CellSigns, ...] = field(default=())
    block: int = 0
    money: tuple[str, ...] = ()


def read_rows(grid: Grid, head: Head, unit: str, pages: Mapping[int, ReadPage]) -> Iterator[ReadRow]:
    """The rows below the head, from the top, group by group within each."""
    above: dict[int, str] = {}
    for r in range(head.body, grid.rows):
        texts = grid.texts(r)
        if not any(texts) or _is_head_again(texts) or _is_note(grid, r):
            continue
        for i, block in enumerate(head.blocks):
            row = _row(grid, r, block, above.get(i, ""), unit, pages)
            if row is not None:
                above[i] = row.row.code or above.get(i, "")
                yield replace(row, block=i)


def notes_of(grid: Grid, head: Head) -> str:
    """What rows over the whole width say below the figures (注：…)."""
    found = [label(grid.row(r)[0].text) for r in range(head.body, grid.rows) if _is_note(grid, r)]
    return "".join(dict.fromkeys(found))


def _is_note(grid: Grid, row: int) -> bool:
    cells = grid.row(row)
    return len(cells) == 1 and grid.columns > 1 and len(label(cells[0].text)) > _LONGEST_NAME


def _is_head_again(texts: list[str]) -> bool:
    """A head repeated on the next page, or the row that numbers the columns."""
    patterns = load_statements()
    if numbers_columns(texts, among_figures=True):
        return True
    filled = [t for t in texts if t]
    return len(filled) > 1 and all(says(t, patterns.heads) or says(t, patterns.totals) for t in filled)


def _row(grid: Grid, r: int, block: Block, above: str, unit: str, pages: Mapping[int, ReadPage]) -> ReadRow | None:
    """The part of a row that belongs to a block; `above` is the code of the block's row before."""
    named = _named(grid, r, block, above, pages)
    cells, sources, signs, columns = [], [], [], []
    decimals = _decimals(grid, r, block)
    for column in block.of("value"):
        cell = grid.at(r, column.index)
        if cell is None or any(cell is n for n in named.cells):
            continue
        read, told = _cell(cell, column, named, unit, pages)
        if read.value is not None and by_ocr(cell, pages) and _ends_in_ruling(read.raw, decimals):
            read, told = read.model_copy(update={"value": None, "unit": None}), replace(told, shape=SLIP)
        cells.append(read)
        sources.append(cell)
        signs.append(told)
        columns.append(column)
    if not (named.code or named.name or any(c.value is not None for c in cells)):
        return None
    row = StatementRow(group=block.group, line=named.line, code=named.code, name=named.name, cells=tuple(cells))
    own = unit_in_name(named.name)
    return ReadRow(row, tuple(sources), named.cells, tuple(signs), money=tuple(own or c.money for c in columns))


def _decimals(grid: Grid, r: int, block: Block) -> list[int]:
    """How many decimals each figure of a block's row has that has any."""
    texts = (grid.text(r, column.index) for column in block.of("value"))
    return [len(text.rpartition(".")[2]) for text in texts if "." in text and is_whole_figure(text)]


def _ends_in_ruling(text: str, decimals: Sequence[int]) -> bool:
    """Whether the last digit of a figure may be the ruling beside it: a stroke more than other decimals of the row."""
    own = len(text.rpartition(".")[2])
    beside = own - 1 in decimals and max(decimals) <= own and decimals.count(own) <= decimals.count(own - 1)
    return "." in text and text[-1] in _STROKES and beside


@dataclass(frozen=True)
class _Named:
    """What names a row, the cells that say it, and how surely they do."""

    code: str
    name: str
    line: str
    cells: tuple[Cell, ...]
    certainty: float


def _named(grid: Grid, r: int, block: Block, above: str, pages: Mapping[int, ReadPage]) -> _Named:
    cells: list[Cell] = []
    code, name, line = "", "", ""
    for column in block.columns:
        cell = grid.at(r, column.index)
        if cell is None or column.role == "value" or any(cell is n for n in cells):
            continue
        cells.append(cell)
        text = label(cell.text)
        if column.role == "line":
            line = text
        elif column.role == "code" and _may_be_code(text, scanned=by_ocr(cell, pages)):
            code += text
        elif text not in load_statements().levels:
            name += text
    code, name = _code_and_name(code, name)
    if cells and not (code or name):
        return _Named(code, name, line, tuple(cells), _NAMELESS)
    if not any(by_ocr(cell, pages) for cell in cells):
        return _Named(code, name, line, tuple(cells), 1.0)
    return _as_meant(code, name, line, tuple(cells), above, coded=bool(block.of("code")))


def _may_be_code(text: str, *, scanned: bool) -> bool:
    """Whether a text in a column of codes is one, or part of one; `scanned` ones may have been misread."""
    return text.isdigit() or (scanned and regex.search(rf"[{load_shapes().han}]{{{_WORD}}}", text) is None)


def _as_meant(code: str, name: str, line: str, cells: tuple[Cell, ...], above: str, *, coded: bool) -> _Named:
    """A row named by an OCR: code and name each tell what was misread of the other."""
    if coded and not known_code(code):
        code = code_meant(code, name, above) or code
    sure = 1.0
    if known_code(code):
        name = name_meant(name, code)
    elif code:
        sure = _NO_CODE
        code = code if code.isdigit() else ""
    known = [] if says(unnumbered(name), load_statements().totals) else [name]
    return _Named(code, name, line, cells, min(sure, certainty(cells, known)))


@lru_cache(maxsize=KEPT)
def _code_and_name(code: str, name: str) -> tuple[str, str]:
    """`2010301行政运行` parted; a code that no classification has gives way to the name's own."""
    if not code:
        match = _LEADING_CODE.match(name)
        if match:
            code, name = match["code"], name[match.end() :]
    return code, name


def _cell(
    cell: Cell, column: HeadColumn, named: _Named, unit: str, pages: Mapping[int, ReadPage]
) -> tuple[StatementCell, CellSigns]:
    """The cell, and the signs of how surely it is told what it is."""
    text = label(cell.text)
    scanned = by_ocr(cell, pages)
    money = unit_in_name(named.name) or column.money or unit
    value, kind, slip = _value(cell, text, named.name or column.name, money, scanned=scanned)
    confidence = cell.confidence * (SLIP if slip else 1.0)
    if value is not None:
        # A figure that is told of the wrong item or column is as wrong as one that is misread.
        confidence = min(confidence, named.certainty, column.certainty)
    page = pages[cell.page]
    read = StatementCell(
        column=column.name,
        value=None if value is None else canonical(value),
        unit=kind,
        raw=text,
        page=cell.page,
        bbox=page.to_page(cell.box),
        confidence=round(confidence, 4),
    )
    odd = slip or (value is None and (cell.unread or _is_odd(text)))
    headless = scanned and not column.name
    return read, CellSigns(
        name=round(named.certainty, 4),
        column=round(_HEADLESS if headless else column.certainty, 4),
        unit=1.0 if money or value == 0 else UNIT_UNKNOWN,  # nothing is nothing in every unit
        shape=SLIP if odd else 1.0,
    )


def _without_rulings(text: str) -> str:
    """A figure without the rulings beside it that an OCR read as strokes, or as marks where they are dashed."""
    shapes = load_cell_shapes()
    bare = text.strip(shapes.misread_ruling)
    unmarked = bare.strip(shapes.misread_ruling + shapes.misread_dashed)
    return unmarked if "." in unmarked and is_whole_figure(unmarked) else bare


def _is_odd(text: str) -> bool:
    """Whether what stands in place of a figure is neither nothing nor a dash."""
    return bool(text) and not is_dash(text)


@cache
def _counted() -> regex.Pattern[str]:
    return regex.compile(load_statements().counted)


def _value(cell: Cell, text: str, name: str, unit: str, *, scanned: bool) -> tuple[Decimal | None, str | None, bool]:
    """What `_figure` tells of a cell; nothing of one that holds figures of several."""
    if hold_several(cell.lines):
        return None, None, True
    # An OCR shows the ruling beside a figure as a stroke.
    return _figure(_without_rulings(text) if scanned else text, name, unit)


@lru_cache(maxsize=KEPT)
def _figure(text: str, name: str, unit: str) -> tuple[Decimal | None, str | None, bool]:
    """Value in 元 (percent, or as counted), its unit, and whether its separators were a slip; `unit` is of money."""
    match = _NUMBER.fullmatch(text)
    if match is None or sum(c.isdigit() for c in text) > _MOST_DIGITS:
        return None, None, False
    value, slip = parse_number(match["digits"].rstrip(".,"))
    if match["sign"]:
        value = -value
    if match["percent"]:
        return value, "percent", slip
    counted = _counted().search(name)
    if counted:
        return value, counted["unit"], slip
    units = load_patterns().units
    return value * units.money[unit or units.assumed], "CNY", slip
