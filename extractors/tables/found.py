"""The tables of a page: those that rulings make, those that only their text's places tell, and what is over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model.cells import PageTables, Table
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage, Ruling
from extractors.tables.filled import filled, in_reading_order
from extractors.tables.parted import parted
from extractors.tables.relook import with_dashes
from extractors.tables.ruled import TOUCH, grid_cells, ruled_grids
from extractors.tables.second_look import with_hidden_text
from extractors.tables.text_columns import lines_in_columns
from extractors.tables.unruled.build import unruled_tables

# Set by eye on generated statements and on forms, whose titles stand farther off.
_HEADING_LINES = 9  # lines above a table that may be its title, year, number, unit of money
_HEADING_REACH = 110.0  # points above a table in which they stand
_OVERLAP = 2.0  # points that a heading may reach into its table


def find_tables(page: ReadPage) -> PageTables:
    """The tables of a page, from the top, and the lines in none of them.

    What an OCR passed over is read into its cells, dashes (relook.py) and what a second look shows (second_look.py),
    where the page has its ink.
    """
    ruled, lines = _ruled_tables(page)
    found = _with_unruled(page, ruled, lines)
    return replace(found, tables=tuple(with_hidden_text(with_dashes(t, page), page) for t in found.tables))


def _ruled_tables(page: ReadPage) -> tuple[list[Table], list[Line]]:
    """The tables that rulings make, and the lines in none of them."""
    outside = list(page.lines)
    found = []
    for grid in ruled_grids(page.rulings):
        cells, outside = filled(grid_cells(grid, page.number), grid.box, outside)
        table = Table(
            page.number,
            grid.box,
            len(grid.ys) - 1,
            len(grid.xs) - 1,
            cells,
            open_top=grid.open_top,
            open_bottom=grid.open_bottom,
        )
        found.append(parted(table))
    return _under_headings(found, outside), outside


def _with_unruled(page: ReadPage, ruled: Sequence[Table], lines: Sequence[Line]) -> PageTables:
    """The ruled tables of a page with those that `lines`, outside of them, make without a grid."""
    free = tuple(r for r in page.rulings if not any(_holds(table, r) for table in ruled))
    text = lines_in_columns(lines)
    found = unruled_tables(
        replace(page, rulings=free), [line for line in lines if id(line) not in text], continued=not ruled
    )
    taken = {id(line) for unruled in found for line in unruled.lines}
    outside = tuple(line for line in lines if id(line) not in taken)
    tables = sorted([*ruled, *(unruled.table for unruled in found)], key=lambda t: (t.box.y0, t.box.x0))
    under = _under_headings(tables, outside)
    return PageTables(tuple(t if t.ruled else u for t, u in zip(tables, under, strict=True)), outside)


def _holds(table: Table, ruling: Ruling) -> bool:
    return table.box.y0 - TOUCH <= ruling.y0 and ruling.y1 <= table.box.y1 + TOUCH


def _under_headings(tables: Sequence[Table], outside: Sequence[Line]) -> list[Table]:
    """The tables of a page, from the top, each with the lines that stand between it and the one before."""
    tops = [0.0, *(table.box.y1 for table in tables)]
    return [replace(t, heading=_heading(outside, t.box, above)) for t, above in zip(tables, tops, strict=False)]


def _heading(outside: Sequence[Line], box: Box, above: float) -> tuple[Line, ...]:
    """The lines directly above a table, from the top: its title, year, unit of money."""
    near = [
        line
        for line in outside
        if above <= line.box.middle[1] < box.y0 + _OVERLAP and box.y0 - line.box.y1 < _HEADING_REACH
    ]
    return in_reading_order(near)[-_HEADING_LINES:]
