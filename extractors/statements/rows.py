"""The body of a statement: rows by group, codes and names put together, figures in 元."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extractors.cells import Cell
from extractors.functions import function_names
from extractors.numbers import parse_number
from extractors.page import ReadPage
from extractors.record import StatementCell, StatementRow, canonical
from extractors.statements.grid import DASHES, Grid, label
from extractors.statements.head import Block, Column, Head
from patterns.loader import load_patterns
from patterns.statements import load_statements, says

SLIP = 0.6  # what is left of the confidence where separators were not those of a number
_NO_UNIT = 0.8
_COUNTED = 4  # numbers in a row from which on they are not figures
_NUMBER = regex.compile(r"(?P<sign>-|[（(](?=.*[)）]))?(?P<digits>\d[\d,.]*)[)）]?(?P<percent>%)?")


@dataclass
class ReadRow:
    """A row with the cells of the table that its figures were read from, in the order of `row.cells`."""

    row: StatementRow
    sources: tuple[Cell, ...]
    named: tuple[Cell, ...] = field(default=())


_NUMERALS = "一二三四五六七八九十"


def numbered(rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """Rows with the numbers of items (一、二、…) that an OCR passed over set again, where those around them tell."""
    out = list(rows)
    for group in dict.fromkeys(row.row.group for row in rows):
        places = [i for i, row in enumerate(rows) if row.row.group == group and row.row.name]
        told = {k: n for k, i in enumerate(places) if (n := _number_of(rows[i].row.name)) is not None}
        for k, i in enumerate(places):
            name = rows[i].row.name.lstrip("、.．")
            after = min((t for t in told if t > k), default=None)
            before = max((t for t in told if t < k), default=None)
            if k in told or after is None or says(name, load_statements().totals):
                continue
            number = told[after] - (after - k)
            if number >= 1 and (before is None or told[before] + (k - before) == number):
                out[i] = replace(rows[i], row=rows[i].row.model_copy(update={"name": f"{_numeral(number)}、{name}"}))
    return tuple(out)


def _number_of(name: str) -> int | None:
    match = regex.match(rf"([{_NUMERALS}]{{1,3}})、", name)
    return next((n for n in range(1, 100) if match and _numeral(n) == match.group(1)), None)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _NUMERALS[tens - 1]) + ("十" if tens else "") + (_NUMERALS[ones - 1] if ones else "")


def read_rows(grid: Grid, head: Head, unit: str, pages: Mapping[int, ReadPage]) -> Iterator[ReadRow]:
    """The rows below the head, from the top, group by group within each."""
    for r in range(head.body, grid.rows):
        texts = [label(c.text) for c in grid.row(r)]
        if not any(texts) or _is_head_again(texts) or _is_note(grid, r):
            continue
        for block in head.blocks:
            row = _row(grid, r, block, unit, pages)
            if row is not None:
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


def _row(grid: Grid, r: int, block: Block, unit: str, pages: Mapping[int, ReadPage]) -> ReadRow | None:
    naming: list[Cell] = []
    codes, name, line = "", "", ""
    for column in block.columns:
        cell = grid.at(r, column.index)
        if cell is None or column.role == "value" or any(cell is n for n in naming):
            continue
        naming.append(cell)
        text = label(cell.text)
        if column.role == "line":
            line = text
        elif column.role == "code" and text.isdigit():
            codes += text
        elif text not in ("类", "款", "项"):
            name += text
    code, name = _code_and_name(codes, name)
    cells, sources = [], []
    for column in block.of("value"):
        cell = grid.at(r, column.index)
        if cell is None or any(cell is n for n in naming):
            continue
        cells.append(_cell(cell, column, name, unit, pages))
        sources.append(cell)
    if not (code or name or any(c.value is not None for c in cells)):
        return None
    return ReadRow(
        StatementRow(group=block.group, line=line, code=code, name=name, cells=tuple(cells)),
        tuple(sources),
        tuple(naming),
    )


def _code_and_name(code: str, name: str) -> tuple[str, str]:
    """`2010301行政运行` parted; a code that no classification has gives way to the name's own."""
    if not code:
        match = regex.match(r"(?P<code>\d{3}(?:\d{2}){0,2})(?=[^\d.、,])", name)
        if match:
            code, name = match["code"], name[match.end() :]
    return code, name


def _cell(cell: Cell, column: Column, name: str, unit: str, pages: Mapping[int, ReadPage]) -> StatementCell:
    text = label(cell.text)
    value, kind, slip = _figure(text, column, name, unit)
    confidence = cell.confidence * (SLIP if slip else 1.0) * (1.0 if unit or value is None else _NO_UNIT)
    page = pages[cell.page]
    return StatementCell(
        column=column.name,
        value=None if value is None else canonical(value),
        unit=kind,
        raw=text,
        page=cell.page,
        bbox=page.to_page(cell.box),
        confidence=round(confidence, 4),
    )


def _figure(text: str, column: Column, name: str, unit: str) -> tuple[Decimal | None, str | None, bool]:
    """Value in 元 (percent, or as counted), its unit, and whether its separators were a slip."""
    match = _NUMBER.fullmatch(text)
    if match is None or DASHES.fullmatch(text):
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


def known_code(code: str) -> bool:
    """Whether the function classification has the code."""
    return code in function_names()
