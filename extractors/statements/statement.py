"""Tables to statements: which kind a table is, and what its cells say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.model.cells import Table
from extractors.model.page import Line, ReadPage
from extractors.model.record import Statement
from extractors.statements.evidence import evidence_of
from extractors.statements.filing import Filed, filed, title_of
from extractors.statements.grid import Grid, label
from extractors.statements.head import Head, read_head, sided
from extractors.statements.listed import recounted
from extractors.statements.numbering import numbered
from extractors.statements.printed import lines_of_figures
from extractors.statements.rows import ReadRow, notes_of, read_rows
from extractors.statements.spelling import by_ocr, respelt
from patterns.kept import compiled
from patterns.loader import load_patterns
from patterns.money import unit_over
from patterns.statements import StatementPattern, load_statements, names_statement

_NOTE_REACH = 90.0  # points below a table in which its note stands
_HEADING_CELLS = 3  # filled cells of such a row at most: title, unit, unit of money
_NOTE_LINES = 3  # that a note runs on over, at most
_OVERLAP = 2.0  # points that a note may reach into its table
_TOP_ROWS = 4  # rows inside the frame that may hold title and unit


@dataclass(frozen=True)
class Unfiled:
    """A table that is no statement of a known kind: what it is called ("" where it has no title), its unit of money.

    `head` is None where none could be told; `against` the name of the kind that its title names and its head forbids.
    """

    table: Table
    title: str
    unit: str
    head: Head | None
    against: str = ""


@dataclass(frozen=True)
class ReadStatement:
    """A statement with its rows' sources, and the pattern that says what its figures are of.

    `flat` is whether its table was made of running text, `sure` how sure its total makes that it is of its kind;
    `may_be` are the kinds that its head fits. `tentative` is the table where nothing but its head tells what it is, and
    that fits several kinds. `year` is the document's; `scope` is the part of its concepts that it tells, where another
    table tells the whole.
    """

    statement: Statement
    rows: tuple[ReadRow, ...]
    pattern: StatementPattern
    flat: bool = False
    sure: float = 1.0
    may_be: tuple[StatementPattern, ...] = ()
    tentative: Unfiled | None = None
    scope: str = ""
    year: int | None = None


@dataclass(frozen=True)
class ReadTables:
    """The tables of a document: those that are statements with what was read of them, in order, and the others.

    `headings` are the lines over all of them.
    """

    statements: tuple[ReadStatement, ...]
    tables: tuple[Table, ...]
    others: tuple[Unfiled, ...]
    warnings: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


def read_statements(
    tables: Sequence[Table],
    pages: Mapping[int, ReadPage],
    outside: Mapping[int, Sequence[Line]],
    *,
    plans: bool = False,
) -> ReadTables:
    """The statements among the tables of a document, of a budget with `plans`.

    `outside` holds the lines beside tables, by page.
    """
    found: list[ReadStatement] = []
    filed_away: list[Table] = []
    others: list[Unfiled] = []
    headings: list[str] = []
    for table in tables:
        spelt = respelt(table, pages)
        grid = Grid(spelt)
        heading = [label(line.text) for line in table.heading] + _top_texts(grid)
        headings += heading
        head = read_head(grid, titled=names_statement(title_of(heading)))
        told = _filed(heading, grid, head, spelt, pages, plans=plans)
        against = told.against.name if told.against is not None else ""
        other = Unfiled(spelt, told.title, _unit(heading), head, against)
        pattern = told.pattern or next((p for p in told.may_be if not told.title), None)
        if pattern is None or pattern.form or head is None:
            others.append(other)
            continue
        laid = _Laid(spelt, grid, head, heading, told.title)
        read = _statement(laid, pattern, pages, outside, len(found) + 1)
        found.append(replace(read, may_be=told.may_be, tentative=other if told.pattern is None else None))
        filed_away.append(table)
    return ReadTables(tuple(found), tuple(filed_away), tuple(others), headings=tuple(headings))


def _filed(
    heading: Sequence[str],
    grid: Grid,
    head: Head | None,
    table: Table,
    pages: Mapping[int, ReadPage],
    *,
    plans: bool,
) -> Filed:
    if head is None:
        return Filed(title_of(heading), None)
    scanned = any(pages[cell.page].source == "ocr" for cell in table.cells)
    evidence = evidence_of(grid, head, whole=not scanned and not table.flat and table.ruled)
    return filed(heading, evidence, scanned=scanned, flat=table.flat, plans=plans)


@dataclass(frozen=True)
class _Laid:
    """A table as a grid with its head, what stands over it, and its title."""

    table: Table
    grid: Grid
    head: Head
    heading: Sequence[str]
    title: str


def _statement(
    laid: _Laid,
    pattern: StatementPattern,
    pages: Mapping[int, ReadPage],
    outside: Mapping[int, Sequence[Line]],
    place: int,
) -> ReadStatement:
    """A table of a known kind as a statement; `place` is its place among the statements, from 1."""
    table, head, unit = laid.table, laid.head, _unit(laid.heading)
    if pattern.sides:
        head = _with_sides(head, pattern, table, pages)
        rows = numbered(tuple(read_rows(laid.grid, head, unit, pages)), pages)
    else:
        units = load_patterns().units
        rows = recounted(tuple(read_rows(laid.grid, head, unit, pages)), pattern, units.money[unit or units.assumed])
    statement = Statement(
        number=_printed_number(laid.heading, place),
        kind=pattern.kind,
        name=pattern.name,
        title=laid.title,
        unit=unit,
        pages=pages_of(table),
        columns=tuple(c.name for c in head.value_columns),
        rows=tuple(r.row for r in rows),
        note=notes_of(laid.grid, head) or _note_below(table, outside),
        empty=not any(c.value is not None for r in rows for c in r.row.cells)
        and not any(source.unread for r in rows for source in r.sources)
        and not any(map(lines_of_figures, table.cells)),
    )
    return ReadStatement(statement, rows, pattern, table.flat)


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
    printed = (compiled(load_statements().printed_number).search(text) for text in heading)
    return next((int(match["number"]) for match in printed if match), place)


def pages_of(table: Table) -> tuple[int, ...]:
    """The pages that a table stands on, ascending."""
    return tuple(sorted({cell.page for cell in table.cells} or {table.page}))


def _unit(heading: Sequence[str]) -> str:
    return next((unit for text in reversed(heading) if (unit := unit_over(text))), "")


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
