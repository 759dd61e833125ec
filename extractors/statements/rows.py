"""The body of a statement: rows by group, codes and names put together, figures in 元."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extractors.language.numbers import parse_number
from extractors.model.cells import Cell
from extractors.model.evidence import CellSigns
from extractors.model.page import ReadPage
from extractors.model.record import StatementCell, StatementRow, canonical
from extractors.statements.grid import DASHES, Grid, label
from extractors.statements.head import Block, Column, Head
from extractors.statements.spelling import by_ocr, certainty, code_meant, known_code, name_meant, unnumbered
from patterns.labels import is_label, load_labels
from patterns.loader import load_patterns
from patterns.statements import load_statements, says

SLIP = 0.6  # what is left of the confidence where separators were not those of a number
_NO_UNIT = 0.8
_NO_CODE = 0.6
_HEADLESS = 0.5  # an OCR passed over the head, or took one column for two
_WORDS = regex.compile(r"[一-鿿]{2}")
_MOST_DIGITS = 16  # more are figures of several cells
_COUNTED = 4  # numbers in a row from which on they are not figures
_NUMBER = regex.compile(r"(?P<sign>-|[（(](?=.*[)）]))?(?P<digits>\d[\d,.]*)[)）]?(?P<percent>%)?")


@dataclass
class ReadRow:
    """A row with the cells of the table that its figures were read from, in the order of `row.cells`.

    `signs` says for each how surely it is told what it is.
    """

    row: StatementRow
    sources: tuple[Cell, ...]
    named: tuple[Cell, ...] = field(default=())
    signs: tuple[CellSigns, ...] = field(default=())


_NUMERALS = "一二三四五六七八九十"
_SPECKS = "、.．）)·"  # what no name begins with


def numbered(rows: Sequence[ReadRow], pages: Mapping[int, ReadPage]) -> tuple[ReadRow, ...]:
    """Rows with the numbers of items (一、二、…) that an OCR passed over set again, where those around them tell."""
    out = [_without_specks(row) for row in rows]
    for places in _series(out):
        for i, number in _passed_over(out, places, pages).items():
            name = f"{_numeral(number)}、{_without_number(out[i].row.name.lstrip(_SPECKS), _numeral(number))}"
            out[i] = replace(out[i], row=out[i].row.model_copy(update={"name": name}))
    return tuple(out)


def _without_number(name: str, numeral: str) -> str:
    """The name without the numeral before it, of which only the mark (、) was not read."""
    bare = name.removeprefix(numeral)
    return bare if is_label(bare) else name


def _series(rows: Sequence[ReadRow]) -> Iterator[list[int]]:
    """The rows of each group that are numbered on: what sums up or is carried over stands between."""
    for group in dict.fromkeys(row.row.group for row in rows):
        series: list[int] = []
        for i in (i for i, row in enumerate(rows) if row.row.group == group and row.row.name):
            name = rows[i].row.name
            if says(name, load_statements().totals) or name in load_labels().unnumbered:
                yield series
                series = []
            else:
                series.append(i)
        yield series


def _passed_over(rows: Sequence[ReadRow], series: Sequence[int], pages: Mapping[int, ReadPage]) -> dict[int, int]:
    """The rows of a series without a number, and the number that they should have."""
    told = {k: n for k, i in enumerate(series) if (n := _number_of(rows[i].row.name)) is not None}
    found: dict[int, int] = {}
    for k, i in enumerate(series):
        after = min((j for j in told if j > k), default=None)
        before = max((j for j in told if j < k), default=None)
        if k in told or (after is None and before is None):
            continue
        if after is not None:
            number = told[after] - (after - k)
            if number >= 1 and (before is None or told[before] + (k - before) == number):
                found[i] = number
        elif before is not None and is_label(rows[i].row.name.lstrip(_SPECKS)) and _read(rows[i], pages):
            found[i] = told[k] = told[before] + (k - before)
    return found


def _read(row: ReadRow, pages: Mapping[int, ReadPage]) -> bool:
    return any(by_ocr(cell, pages) for cell in row.named)


def _without_specks(row: ReadRow) -> ReadRow:
    """The row without what dirt before its number was read as."""
    name = row.row.name.lstrip(_SPECKS)
    if name == row.row.name or _number_of(name) is None:
        return row
    return replace(row, row=row.row.model_copy(update={"name": name}))


def _number_of(name: str) -> int | None:
    match = regex.match(rf"([{_NUMERALS}]{{1,3}})、", name)
    return next((n for n in range(1, 100) if match and _numeral(n) == match.group(1)), None)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _NUMERALS[tens - 1]) + ("十" if tens else "") + (_NUMERALS[ones - 1] if ones else "")


def read_rows(grid: Grid, head: Head, unit: str, pages: Mapping[int, ReadPage]) -> Iterator[ReadRow]:
    """The rows below the head, from the top, group by group within each."""
    above: dict[int, str] = {}
    for r in range(head.body, grid.rows):
        texts = [label(c.text) for c in grid.row(r)]
        if not any(texts) or _is_head_again(texts) or _is_note(grid, r):
            continue
        for i, block in enumerate(head.blocks):
            row = _row(grid, r, block, above.get(i, ""), unit, pages)
            if row is not None:
                above[i] = row.row.code or above.get(i, "")
                yield row


def notes_of(grid: Grid, head: Head) -> str:
    """What rows over the whole width say below the figures (注：…)."""
    found = [label(grid.row(r)[0].text) for r in range(head.body, grid.rows) if _is_note(grid, r)]
    return "".join(dict.fromkeys(found))


def _is_note(grid: Grid, row: int) -> bool:
    cells = grid.row(row)
    return len(cells) == 1 and grid.columns > 1 and len(label(cells[0].text)) > 8


def _is_head_again(texts: list[str]) -> bool:
    """A head repeated on the next page, or the row that numbers the columns."""
    patterns = load_statements()
    filled = [t for t in texts if t]
    if any(says(t, patterns.line_row) for t in filled) or _counts_columns(texts):
        return True
    return len(filled) > 1 and all(says(t, patterns.heads) or says(t, patterns.totals) for t in filled)


def _counts_columns(texts: list[str]) -> bool:
    """Whether a row only numbers the columns (1, 2, 3 …), its name (栏次) and some of the numbers not read."""
    numbers = [(i, int(text)) for i, text in enumerate(texts) if text.isdecimal()]
    others = [text for text in texts if text and not text.isdecimal()]
    return len(numbers) >= _COUNTED and not others and len({number - i for i, number in numbers}) == 1


def _row(grid: Grid, r: int, block: Block, above: str, unit: str, pages: Mapping[int, ReadPage]) -> ReadRow | None:
    """The part of a row that belongs to a block; `above` is the code of the block's row before."""
    named = _named(grid, r, block, above, pages)
    cells, sources, signs = [], [], []
    for column in block.of("value"):
        cell = grid.at(r, column.index)
        if cell is None or any(cell is n for n in named.cells):
            continue
        read, told = _cell(cell, column, named, unit, pages)
        cells.append(read)
        sources.append(cell)
        signs.append(told)
    if not (named.code or named.name or any(c.value is not None for c in cells)):
        return None
    row = StatementRow(group=block.group, line=named.line, code=named.code, name=named.name, cells=tuple(cells))
    return ReadRow(row, tuple(sources), named.cells, tuple(signs))


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
        elif column.role == "code" and (text.isdigit() or (by_ocr(cell, pages) and not _WORDS.search(text))):
            code += text
        elif text not in ("类", "款", "项"):
            name += text
    code, name = _code_and_name(code, name)
    if not any(by_ocr(cell, pages) for cell in cells):
        return _Named(code, name, line, tuple(cells), 1.0)
    return _as_meant(code, name, line, tuple(cells), above, coded=bool(block.of("code")))


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


def _code_and_name(code: str, name: str) -> tuple[str, str]:
    """`2010301行政运行` parted; a code that no classification has gives way to the name's own."""
    if not code:
        match = regex.match(r"(?P<code>\d{3}(?:\d{2}){0,2})(?=[^\d.、,])", name)
        if match:
            code, name = match["code"], name[match.end() :]
    return code, name


def _cell(
    cell: Cell, column: Column, named: _Named, unit: str, pages: Mapping[int, ReadPage]
) -> tuple[StatementCell, CellSigns]:
    """The cell, and the signs of how surely it is told what it is."""
    text = label(cell.text)
    # An OCR shows the ruling beside a figure as a stroke.
    value, kind, slip = _figure(text.strip("|丨") if by_ocr(cell, pages) else text, column, named.name, unit)
    confidence = cell.confidence * (SLIP if slip else 1.0) * (1.0 if unit or value is None else _NO_UNIT)
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
    odd = slip or (value is None and bool(text) and not DASHES.fullmatch(text))
    headless = not column.name and by_ocr(cell, pages)
    return read, CellSigns(
        name=round(named.certainty, 4),
        column=round(_HEADLESS if headless else column.certainty, 4),
        unit=1.0 if unit else _NO_UNIT,
        shape=SLIP if odd else 1.0,
    )


def _figure(text: str, column: Column, name: str, unit: str) -> tuple[Decimal | None, str | None, bool]:
    """Value in 元 (percent, or as counted), its unit, and whether its separators were a slip."""
    match = _NUMBER.fullmatch(text)
    if match is None or DASHES.fullmatch(text) or sum(c.isdigit() for c in text) > _MOST_DIGITS:
        return None, None, False
    value, slip = parse_number(match["digits"].rstrip(".,"))
    if match["sign"]:
        value = -value
    if match["percent"]:
        return value, "percent", slip
    counted = regex.search(load_statements().counted, f"{name or column.name}")
    if counted:
        return value, counted["unit"], slip
    units = load_patterns().units
    return value * units.money[unit or units.assumed], "CNY", slip
