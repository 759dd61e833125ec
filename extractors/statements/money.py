"""The unit of money of tables that do not state theirs, and tables whose unit other figures contradict.

A table without a unit stands in the one that the document gives for all, else in the one in which its figures are those
that the text and other tables tell, else in that of all its neighbours. Where nothing tells, its figures are doubted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.model.evidence import UNIT_DOUBTED
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph, compact
from extractors.model.record import StatementCell, canonical
from extractors.statements.rows import ReadRow
from extractors.statements.scale import Elsewhere, agreed_unit, told_elsewhere, values_of
from extractors.statements.statement import ReadStatement, ReadTables
from patterns.loader import load_patterns
from patterns.money import unit_for_all

_AS_NEIGHBOURS = 0.99  # how sure a unit is that all other tables of the document stand in (set by eye)
_AGREED_ONCE = 0.99  # … in which one figure alone is what others tell (set by eye)


def with_units(read: ReadTables, paragraphs: Sequence[Paragraph], stated: Sequence[Bound]) -> ReadTables:
    """The tables, each in its unit of money; `stated` is what the paragraphs state.

    Tables in another unit than most, or than the text bears out, are warned of.
    """
    statements = list(read.statements)
    if not all(s.statement.unit for s in statements):
        said = _said_for_all(paragraphs, read.headings)
        # Those that are told by their figures, or for all, tell others in turn.
        for neighbours in (False, True):
            statements = _all_settled(statements, said, stated, neighbours=neighbours)
    warnings = list(read.warnings)
    in_text = told_elsewhere(stated, ())
    for i, statement in enumerate(statements):
        if read.statements[i].statement.unit:
            statements[i] = _doubted(statement, in_text)
            warnings += [_contradicted(statement)] if statements[i] is not statement else []
    warnings += _otherwise(statements)
    return replace(read, statements=tuple(statements), warnings=tuple(warnings))


def _all_settled(
    statements: Sequence[ReadStatement], said: str, stated: Sequence[Bound], *, neighbours: bool
) -> list[ReadStatement]:
    """The tables, those without a unit in the one that is told of them; with `neighbours` in that of all others."""
    known = [s for s in statements if s.statement.unit]
    units = {s.statement.unit for s in known} if neighbours else set()
    elsewhere = told_elsewhere(stated, known)
    return [s if s.statement.unit else _settled(s, said, elsewhere, units) for s in statements]


def _said_for_all(paragraphs: Iterable[Paragraph], headings: Iterable[str]) -> str:
    """The unit that text, or a line over a table, gives for all tables; "" where none is given, or several are."""
    lines = (*(compact(p.text) for p in paragraphs), *headings)
    units = {unit for line in lines if (unit := unit_for_all(line))}
    return units.pop() if len(units) == 1 else ""


def _settled(read: ReadStatement, said: str, elsewhere: Elsewhere, units: set[str]) -> ReadStatement:
    """A table that states no unit, in the one that the document tells; as it is where nothing does."""
    agreed, times = agreed_unit(values_of(read), load_patterns().units.assumed, elsewhere)
    if agreed and (times > 1 or not said):
        return _in_unit(read, agreed, 1.0 if times > 1 else _AGREED_ONCE)
    if said:
        return _in_unit(read, said, 1.0)
    if len(units) == 1:
        return _in_unit(read, next(iter(units)), _AS_NEIGHBOURS)
    return read


def _doubted(read: ReadStatement, text: Elsewhere) -> ReadStatement:
    """A table whose figures are, in another unit than it states, those of the text: less sure, in its own unit."""
    if any(told.is_of(value) for key, value in values_of(read) for told in text.get(key, ())):
        return read  # as almost all are, by their first figure
    agreed, times = agreed_unit(values_of(read), read.statement.unit, text)
    if times < 2 or agreed == read.statement.unit:
        return read
    return replace(read, rows=tuple(_row(row, Decimal(1), UNIT_DOUBTED, told=True) for row in read.rows))


def _in_unit(read: ReadStatement, unit: str, sure: float) -> ReadStatement:
    """A table that was read in the unit assumed, in another one."""
    units = load_patterns().units
    rows = tuple(_row(row, units.money[unit] / units.money[units.assumed], sure) for row in read.rows)
    statement = read.statement.model_copy(update={"unit": unit, "rows": tuple(row.row for row in rows)})
    return replace(read, statement=statement, rows=rows)


def _row(row: ReadRow, ratio: Decimal, sure: float, *, told: bool = False) -> ReadRow:
    """A row, its figures without a unit of their own (`told`: all) `ratio` times as large."""
    own = [signs.unit < 1.0 or told for signs in row.signs]
    cells = tuple(_times(cell, ratio) if o else cell for cell, o in zip(row.row.cells, own, strict=True))
    signs = tuple(replace(s, unit=sure) if o else s for s, o in zip(row.signs, own, strict=True))
    return replace(row, row=row.row.model_copy(update={"cells": cells}), signs=signs)


def _times(cell: StatementCell, ratio: Decimal) -> StatementCell:
    if cell.value is None or cell.unit != "CNY":
        return cell
    return cell.model_copy(update={"value": canonical(Decimal(cell.value) * ratio)})


def _contradicted(read: ReadStatement) -> str:
    page, title = min(read.statement.pages, default=1), read.statement.title
    return f"page {page}: the table 《{title}》 says {read.statement.unit}, the text tells its figures in another unit"


def _otherwise(statements: Sequence[ReadStatement]) -> Iterable[str]:
    """What is told of tables that stand in another unit than most."""
    units = Counter(s.statement.unit for s in statements if s.statement.unit)
    if len(units) < 2:
        return
    usual = units.most_common(1)[0][0]
    for read in statements:
        unit = read.statement.unit
        if unit and unit != usual and units[unit] < units[usual]:
            page = min(read.statement.pages, default=1)
            yield f"page {page}: the table 《{read.statement.title}》 is in {unit}, the others are in {usual}"
