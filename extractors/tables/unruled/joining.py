"""Tables without rulings over page breaks: told by the head said again, or by figures that fall into its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.model.cells import Cell, Table
from extractors.model.geometry import union

_FALLS_IN = 0.8  # of the filled cells of a page without a head: the least that must stand within the columns before


def goes_on(last: Table, table: Table, repeated: int) -> bool:
    """Whether `table`, on the next page under no title of its own, is more of `last`.

    `repeated` is how many of its rows say the head of `last` again.
    """
    if repeated:
        return last.column_count == table.column_count
    if any(c.columns > 1 for c in table.cells) or table.column_count > last.column_count:
        return False
    extents = extents_of(last)
    filled = [c for c in table.cells if c.lines]
    fits = sum(_column(c, extents) is not None for c in filled)
    return bool(filled) and fits >= _FALLS_IN * len(filled)


def extents_of(table: Table) -> dict[int, tuple[float, float]]:
    """Left and right of what stands in each column of a table, heads over several columns left out."""
    extents: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.lines and cell.columns == 1:
            box = union(line.box for line in cell.lines)
            x0, x1 = extents.get(cell.column, (box.x0, box.x1))
            extents[cell.column] = (min(x0, box.x0), max(x1, box.x1))
    return extents


def _column(cell: Cell, extents: dict[int, tuple[float, float]]) -> int | None:
    """The column whose text stands above or below a filled cell's."""
    box = union(line.box for line in cell.lines)
    shared = {i: min(box.x1, x1) - max(box.x0, x0) for i, (x0, x1) in extents.items()}
    best = max(shared, key=lambda i: shared[i], default=None)
    return best if best is not None and shared[best] > 0 else None


def in_columns_of(last: Table, table: Table, repeated: int) -> Iterator[Cell]:
    """The cells of `table` in the columns of `last`; blank ones only where both have the same columns."""
    if repeated:
        yield from table.cells
        return
    extents = extents_of(last)
    seen: set[tuple[int, int]] = set()
    boxes: dict[int, Cell] = {}
    for cell in table.cells:
        boxes.setdefault(cell.row, cell)
        column = _column(cell, extents) if cell.lines else None
        if column is not None:
            seen.add((cell.row, column))
            yield replace(cell, column=column)
    for row, cell in boxes.items():
        for column, (x0, x1) in extents.items():
            if (row, column) not in seen:
                yield replace(cell, column=column, lines=(), box=cell.box._replace(x0=x0, x1=x1))
