"""What rows and columns of a statement are called, and which concept, side, measure or class of theirs that tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from extractors.model.record import StatementCell, StatementRow
from patterns.labels import economic_names
from patterns.measure import Measure
from patterns.statements import ColumnPattern, RowPattern, SidePattern, StatementPattern, load_statements, says

_TOP = 3  # digits of the code of a 类


def measure_of(pattern: StatementPattern, column: str) -> tuple[Measure, str]:
    """The measure that one level of a column's name tells, and the levels that name the item.

    A level over items that says only whose they are (一般公共预算财政拨款安排的“三公”经费) is left out.
    """
    levels = [level for level in column.split("/") if level]
    told = [(m.measure, level) for level in levels for m in pattern.measures if level and says(level, m.say)]
    measure, level = told[0] if told else ("final", "")
    item = [part for part in levels if part != level]
    if len(item) > 1 and says(item[0], pattern.over):
        item = item[1:]
    return measure, "/".join(item)


def side_of(sides: Sequence[SidePattern], group: str, groups: Sequence[str]) -> SidePattern | None:
    """The side that a group of rows is: the one it names; a group without a name, by its place among `groups`."""
    named = next((s for s in sides if says(group, s.side)), None)
    if named is not None or group:
        return named
    place = groups.index(group)
    return sides[place] if place < len(sides) else None


def row_pattern_of(rows: Sequence[RowPattern], name: str, above: Sequence[str]) -> RowPattern | None:
    """The pattern of a row called `name` below rows called `above`; None where it is no concept of its own."""
    for row in rows:
        if not says(name, row.say) or any(says(a, row.unless_after) for a in above):
            continue
        if not row.after or any(says(a, row.after) for a in above):
            return row
    return None


def column_of(columns: Sequence[ColumnPattern], cell: StatementCell) -> ColumnPattern | None:
    """The pattern that says a cell's column; None where none does."""
    return next((c for c in columns if says(cell.column, c.say)), None)


def columns_told(columns: Sequence[ColumnPattern], rows: Iterable[StatementRow]) -> dict[str, ColumnPattern | None]:
    """The pattern that says each of the columns of a table's rows, by its name."""
    cells = {cell.column: cell for row in rows for cell in row.cells}
    return {name: column_of(columns, cell) for name, cell in cells.items()}


def item_levels(column: str) -> list[str]:
    """The levels of a column's name without those that say that it sums up (合计, 小计)."""
    return [level for level in column.split("/") if not says(level, load_statements().totals)]


def economic_column(column: str, year: int | None) -> str | None:
    """The code of the economic class that a column is called by, "工资福利支出" or "工资福利支出/基本工资".

    It is not printed there: of a `year` before the classification of today it is told of a 类 only.
    """
    levels = item_levels(column)
    if not levels:
        return None
    top = _classes().get(levels[0])
    if top is None or len(levels) == 1:
        return top
    named = (c for c, name in economic_names().items() if name == levels[-1] and c.startswith(top))
    return next(named, None) if year is None or year >= load_statements().economic_since else None


def economic_row(name: str) -> str | None:
    """The code of the economic 类 that a row is called by; None where it is none."""
    return _classes().get(name)


@cache
def _classes() -> dict[str, str]:
    """The 类 of the economic classification, name to code."""
    return {name: code for code, name in economic_names().items() if len(code) == _TOP}
