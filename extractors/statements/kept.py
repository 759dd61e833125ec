"""Tables that are of no known kind: kept with their title, head and cells, told in words, and no fact of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors.language.numbers import MOST_DIGITS
from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage
from extractors.model.record import Statement, StatementCell, StatementRow, TableSummary, canonical
from extractors.statements.grid import Grid, label
from extractors.statements.head import Head
from extractors.statements.rows import read_rows
from extractors.statements.statement import ReadTables, Unfiled, pages_of
from patterns.loader import load_patterns
from patterns.shapes import is_value
from patterns.statements import names_statement

OTHER = "other"  # the kind of a statement that is of no known kind
_MOST_TITLES = 2  # of tables on a page: more are a contents list
_PLAIN = regex.compile(r"[0-9]++(?:\.[0-9]*+)?|\.[0-9]++")
_FEWEST = 2  # figures of a table that is worth keeping: one may stand in a box of text

_Places = Collection[tuple[int, Box]]  # pages and boxes of the cells of tables


@dataclass(frozen=True)
class Kept:
    """What became of all tables of a document: those of no known kind as statements, and a line on each table."""

    statements: tuple[Statement, ...]
    tables: tuple[TableSummary, ...]
    warnings: tuple[str, ...]


def kept_tables(
    read: ReadTables,
    formed: Sequence[Table],
    small: Sequence[Table],
    pages: Mapping[int, ReadPage],
    outside: Mapping[int, Sequence[Line]] | None = None,
) -> Kept:
    """The tables that nothing was read of but their cells; `formed` are forms, `small` told facts of their own.

    `outside` holds the lines beside tables, by page: a title among them that is no table's is told as one without any.
    """
    places = {"form": _places(formed), "small_table": _places(small)}
    found: list[Statement] = []
    tables = [_summary(t, s.statement, i) for i, (t, s) in enumerate(zip(read.tables, read.statements, strict=True))]
    warnings = list(read.warnings)
    for other in read.others:
        became = next((what for what, cells in places.items() if _stands_in(other.table, cells)), None)
        statement = _kept(other, pages, len(read.statements) + len(found) + 1) if became is None else None
        if statement is not None:
            tables.append(_summary(other.table, statement, len(read.statements) + len(found)))
            warnings.append(_warning(other, statement))
            found.append(statement)
        else:
            tables.append(_unread(other, became))
    in_order = sorted(zip((*read.tables, *(o.table for o in read.others)), tables, strict=True), key=_place)
    alone = _titles_alone(outside or {}, [t for _, t in in_order])
    return Kept(tuple(found), (*(t for _, t in in_order), *alone), tuple(warnings))


def _titles_alone(outside: Mapping[int, Sequence[Line]], tables: Sequence[TableSummary]) -> Iterator[TableSummary]:
    """The titles that no table bears: of empty tables that show no rulings. A contents list has no tables, but many."""
    for page, lines in outside.items():
        here = {t.title for t in tables if page in t.pages}
        titles = [text for line in lines if names_statement(text := label(line.text))]
        alone = [title for title in titles if title not in here]
        if (here and alone) or 0 < len(alone) <= _MOST_TITLES:
            yield from (TableSummary(pages=(page,), title=title, became="nothing") for title in alone)


def _place(told: tuple[Table, TableSummary]) -> tuple[int, float]:
    return told[0].page, told[0].box.y0


def _places(tables: Sequence[Table]) -> _Places:
    return {(cell.page, cell.box) for table in tables for cell in table.cells}


def _stands_in(table: Table, places: _Places) -> bool:
    return any((cell.page, cell.box) in places for cell in table.cells)


def _summary(table: Table, statement: Statement, index: int) -> TableSummary:
    became = "kept" if statement.kind == OTHER else "statement"
    return TableSummary(
        pages=statement.pages,
        title=statement.title,
        became=became,  # type: ignore[arg-type]
        kind=statement.kind,
        statement=index,
        figures=_figures(statement.rows),
    )


def _unread(other: Unfiled, became: str | None) -> TableSummary:
    figures = sum(is_value(label(cell.text)) for cell in other.table.cells)
    return TableSummary(
        pages=pages_of(other.table),
        title=other.title,
        became=became or "nothing",  # type: ignore[arg-type]
        figures=figures,
    )


def _warning(other: Unfiled, statement: Statement) -> str:
    called = f"the table 《{other.title}》" if other.title else "a table without a title"
    why = f"has a head that is not that of {other.against}" if other.against else "is of no known kind"
    return f"page {other.table.page}: {called} {why}: its {_figures(statement.rows)} figures are kept, none is told"


def _figures(rows: Iterable[StatementRow]) -> int:
    return sum(c.value is not None for row in rows for c in row.cells)


def _kept(other: Unfiled, pages: Mapping[int, ReadPage], number: int) -> Statement | None:
    """The cells of a table as a statement; None where it holds next to no figures."""
    grid = Grid(other.table)
    rows = tuple(_by_head(grid, other.head, other.unit, pages) if other.head else _by_place(grid, other.unit, pages))
    if _figures(rows) < _FEWEST:
        return None
    columns = dict.fromkeys(c.column for row in rows for c in row.cells)
    return Statement(
        number=number,
        kind=OTHER,
        name=other.title,
        title=other.title,
        unit=other.unit,
        pages=pages_of(other.table),
        columns=tuple(c.name for c in other.head.value_columns) if other.head else tuple(columns),
        rows=rows,
    )


def _by_head(grid: Grid, head: Head, unit: str, pages: Mapping[int, ReadPage]) -> Iterator[StatementRow]:
    units = load_patterns().units
    factor = units.money[unit or units.assumed]
    for read in read_rows(grid, head, unit, pages):
        cells = (c if unit else _without_unit(c, factor) for c in read.row.cells)
        yield read.row.model_copy(update={"cells": tuple(cells)})


def _without_unit(cell: StatementCell, factor: Decimal) -> StatementCell:
    """A figure as printed: what it is counted in is not said."""
    if cell.value is None or cell.unit != "CNY":
        return cell
    return cell.model_copy(update={"value": canonical(Decimal(cell.value) / factor), "unit": None})


def _by_place(grid: Grid, unit: str, pages: Mapping[int, ReadPage]) -> Iterator[StatementRow]:
    """Rows of a table whose head could not be told: what is no figure names the row, or the column below it."""
    above: dict[int, str] = {}
    for r in range(grid.rows):
        row = grid.row(r)
        figures = [cell for cell in row if is_value(label(cell.text))]
        for cell in row if not figures else ():
            above |= {cell.column + i: label(cell.text) for i in range(cell.columns) if label(cell.text)}
        if figures:
            held = {id(cell) for cell in figures}
            name = "".join(label(cell.text) for cell in row if id(cell) not in held)
            cells = tuple(_cell(cell, above.get(cell.column, ""), unit, pages) for cell in figures)
            yield StatementRow(name=name, cells=cells)


def _cell(cell: Cell, column: str, unit: str, pages: Mapping[int, ReadPage]) -> StatementCell:
    raw = label(cell.text)
    printed = raw.replace(",", "").strip("（）()-%")
    figure = _PLAIN.fullmatch(printed) is not None and sum(map(str.isdigit, printed)) <= MOST_DIGITS
    plain = figure and unit != "" and not raw.endswith("%")
    value = canonical(Decimal(printed) * load_patterns().units.money[unit]) if plain else None
    return StatementCell(
        column=column,
        value=value,
        unit="CNY" if plain else None,
        raw=raw,
        page=cell.page,
        bbox=pages[cell.page].to_page(cell.box),
        confidence=round(cell.confidence, 4),
    )
