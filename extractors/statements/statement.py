"""Tables to statements: which of the nine a table is, by its title, and what its cells say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import regex

from extractors.model.cells import Table
from extractors.model.page import Line, ReadPage
from extractors.model.record import Statement
from extractors.statements.grid import Grid, label
from extractors.statements.head import Head, read_head, sided
from extractors.statements.numbering import numbered
from extractors.statements.rows import ReadRow, notes_of, read_rows
from extractors.statements.spelling import by_ocr, respelt
from patterns.statements import StatementPattern, load_statements, statement_numbered, statement_of

_NOTE_REACH = 90.0  # points below a table in which its note stands
_HEADING_CELLS = 3  # filled cells of such a row at most: title, unit, unit of money
_NOTE_LINES = 3  # that a note runs on over, at most
_OVERLAP = 2.0  # points that a note may reach into its table
_TOP_ROWS = 4  # rows inside the frame that may hold title and unit


@dataclass(frozen=True)
class ReadStatement:
    """A statement with its rows' sources, and the pattern that says what its figures are of.

    `flat` is whether its table was made of running text.
    """

    statement: Statement
    rows: tuple[ReadRow, ...]
    pattern: StatementPattern
    flat: bool = False


def read_statements(
    tables: Sequence[Table], pages: Mapping[int, ReadPage], outside: Mapping[int, Sequence[Line]]
) -> tuple[ReadStatement, ...]:
    """The statements among the tables of a document, in order; `outside` holds the lines beside tables, by page.

    Titles decide what a table is: of two statements in one heading the lower counts.
    """
    found: list[ReadStatement] = []
    for table in tables:
        read = _read(table, pages, outside, len(found) + 1)
        if read is not None:
            found.append(read)
    return tuple(found)


def _read(
    table: Table, pages: Mapping[int, ReadPage], outside: Mapping[int, Sequence[Line]], place: int
) -> ReadStatement | None:
    table = respelt(table, pages)
    grid = Grid(table)
    heading = [label(line.text) for line in table.heading] + _top_texts(grid)
    titled = _titled(heading, statement_of) or (_titled(heading, statement_numbered) if table.flat else None)
    head = read_head(grid) if titled is not None else None
    if titled is None or head is None:
        return None
    title, pattern = titled
    unit = _unit(heading)
    if pattern.sides:
        head = _with_sides(head, pattern, table, pages)
        rows = numbered(tuple(read_rows(grid, head, unit, pages)), pages)
    else:
        rows = tuple(read_rows(grid, head, unit, pages))
    statement = Statement(
        number=_printed_number(heading, place),
        kind=pattern.id,
        name=pattern.name,
        title=title,
        unit=unit,
        pages=_pages_of(table),
        columns=tuple(c.name for c in head.value_columns),
        rows=tuple(r.row for r in rows),
        note=notes_of(grid, head) or _note_below(table, outside),
        empty=not any(c.value is not None for r in rows for c in r.row.cells),
    )
    return ReadStatement(statement, rows, pattern, table.flat)


def _titled(
    heading: Sequence[str], told: Callable[[str], StatementPattern | None]
) -> tuple[str, StatementPattern] | None:
    """The lowest line over a table that tells which one it is, and which that is."""
    return next(((text, p) for text in reversed(heading) if (p := told(text)) is not None), None)


def _with_sides(head: Head, pattern: StatementPattern, table: Table, pages: Mapping[int, ReadPage]) -> Head:
    """The head with sides by their order, where an OCR may have lost their labels or it says only items and amounts."""
    bare = not any(block.group for block in head.blocks)
    return sided(head, pattern.sides) if bare or any(by_ocr(cell, pages) for cell in table.cells) else head


def _top_texts(grid: Grid) -> list[str]:
    """Titles and units that stand inside the frame, in rows of their own."""
    found = []
    for row in range(min(_TOP_ROWS, grid.rows)):
        texts = [t for t in (label(c.text) for c in grid.row(row)) if t]
        if len(texts) <= _HEADING_CELLS:
            found += texts
    return found


def _printed_number(heading: Sequence[str], place: int) -> int:
    """The number that is printed over a table (公开01表), its place among the statements where none is."""
    printed = (regex.search(load_statements().printed_number, text) for text in heading)
    return next((int(match["number"]) for match in printed if match), place)


def _pages_of(table: Table) -> tuple[int, ...]:
    return tuple(sorted({cell.page for cell in table.cells} or {table.page}))


def _unit(heading: Sequence[str]) -> str:
    for text in reversed(heading):
        match = regex.search(load_statements().unit, text)
        if match:
            return str(match["unit"])
    return ""


def _note_below(table: Table, outside: Mapping[int, Sequence[Line]]) -> str:
    """The note right below a table: 注：…, and the lines that it runs on over."""
    last = max((c.page for c in table.cells), default=table.page)
    bottom = max((c.box.y1 for c in table.cells if c.page == last), default=table.box.y1)
    below = sorted(
        (line for line in outside.get(last, ()) if bottom - _OVERLAP <= line.box.y0 < bottom + _NOTE_REACH),
        key=lambda line: (line.box.middle[1], line.box.x0),
    )
    texts = [label(line.text) for line in below]
    start = next((i for i, t in enumerate(texts) if t.startswith(load_statements().notes)), None)
    return "" if start is None else "".join(texts[start : start + _NOTE_LINES])
