"""Tables that list items, each a concept of its own: money beside or below it, or a count whose unit its name tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.model.fact import Subject
from extractors.model.record import StatementCell, canonical
from extractors.statements.named import item_levels, measure_of, row_pattern_of
from extractors.statements.rows import ReadRow
from extractors.statements.spelling import unnumbered
from patterns.loader import load_patterns
from patterns.measure import Measure
from patterns.statements import RowPattern, StatementPattern, load_statements, says

_FEWEST = 2  # items that make a list
_PART = "part"

_Item = tuple[int, int, RowPattern]  # row, cell, the item that the cell's figure is of


def are_listed(rows: Sequence[ReadRow], pattern: StatementPattern) -> bool:
    """Whether items stand below one another, not side by side."""
    return len({r for r, _, _ in _down(rows, pattern)}) >= _FEWEST


def listed_figures(rows: Sequence[ReadRow], pattern: StatementPattern) -> Iterator[tuple[int, int, Subject, Measure]]:
    """For each figure its row and cell, what it is of and which measure.

    Where one of several rows may hold a concept's figure (`either`), it is that where it stands in one alone, else a
    part of it.
    """
    items = list(_items(rows, pattern))
    for r, k, item in items:
        row = rows[r].row
        measure = _measure(row.cells[k], pattern) if _is_down(item, row.name) else _count(row.cells[k])
        if measure is None:
            continue
        subject = Subject(item.concept)
        if item.either and not _alone(r, item, items, rows):
            subject = subject.with_dimension(_PART, unnumbered(row.name))
        yield r, k, subject, measure


def recounted(rows: Sequence[ReadRow], pattern: StatementPattern, factor: Decimal) -> tuple[ReadRow, ...]:
    """The rows with counts that their names do not say to be any (执法执勤用车 below 车辆数（辆）) as what they are.

    `factor` is what 1 was taken to be worth in 元.
    """
    out = list(rows)
    for r, k, item in _items(rows, pattern) if pattern.rows and pattern.measures else ():
        counts = load_patterns().concept(item.concept).counts
        cell = out[r].row.cells[k]
        if counts and cell.value is not None and cell.unit == "CNY" and not _is_worth(cell.column):
            counted = {"value": canonical(Decimal(cell.value) / factor), "unit": counts[0]}
            cells = tuple(c.model_copy(update=counted) if i == k else c for i, c in enumerate(out[r].row.cells))
            out[r] = replace(out[r], row=out[r].row.model_copy(update={"cells": cells}))
    return tuple(out)


def _is_worth(column: str) -> bool:
    return any(says(level, load_statements().worth) for level in column.split("/"))


def _items(rows: Sequence[ReadRow], pattern: StatementPattern) -> Iterator[_Item]:
    """The cells of items: of those below one another, or where there are none of those side by side."""
    down = list(_down(rows, pattern))
    yield from down if len({r for r, _, _ in down}) >= _FEWEST else _across(rows, pattern)


def _down(rows: Sequence[ReadRow], pattern: StatementPattern) -> Iterator[_Item]:
    """Items by the names of their rows; a block beside another goes on where that ended."""
    above: list[str] = []
    for r in sorted(range(len(rows)), key=lambda r: (rows[r].block, r)):
        name = unnumbered(rows[r].row.name)
        item = row_pattern_of(pattern.rows, name, above)
        above.append(name)
        if item is not None:
            yield from ((r, k, item) for k in range(len(rows[r].row.cells)))


def _across(rows: Sequence[ReadRow], pattern: StatementPattern) -> Iterator[_Item]:
    """Items by the heads of their columns, in the one row of figures."""
    filled = [r for r, row in enumerate(rows) if any(c.value is not None for c in row.row.cells)]
    if len(filled) != 1:
        return
    for k, cell in enumerate(rows[filled[0]].row.cells):
        levels = item_levels(cell.column)
        item = row_pattern_of(pattern.rows, levels[-1], levels[:-1]) if levels else None
        if item is not None:
            yield filled[0], k, item


def _is_down(item: RowPattern, name: str) -> bool:
    return says(unnumbered(name), item.say)


def _alone(r: int, item: RowPattern, items: Sequence[_Item], rows: Sequence[ReadRow]) -> bool:
    """Whether the concept of an item stands in one row alone."""
    return {i for i, _, other in items if other.concept == item.concept and _holds_any(rows[i])} == {r}


def _holds_any(row: ReadRow) -> bool:
    return any(c.value is not None and Decimal(c.value) for c in row.row.cells)


def _measure(cell: StatementCell, pattern: StatementPattern) -> Measure | None:
    """The measure of a cell: its column names it and nothing else; a count has none but what it is now."""
    measure, item = measure_of(pattern, cell.column)
    named = any(says(level, m.say) for level in cell.column.split("/") for m in pattern.measures if level)
    if not named or any(not says(level, load_statements().totals) for level in item.split("/") if level):
        return None
    if cell.unit == "CNY":
        return measure
    return _count(cell) if measure == "final" else None


def _count(cell: StatementCell) -> Measure | None:
    """The measure of what an item's own column holds: a count or an area; money need not be the final figure."""
    if cell.unit in ("CNY", "percent", None):
        return None
    return "area" if cell.unit in load_patterns().units.area else "count"
