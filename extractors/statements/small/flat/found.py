"""Finds the small tables of a page whose rulings are lost, and takes their lines out of the running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from extractors.model.cells import Cell, PageTables, Table
from extractors.model.geometry import union
from extractors.model.page import Line, ReadPage
from extractors.statements.grid import label
from extractors.statements.small.caption import caption_of
from extractors.statements.small.flat.columns import Columns
from extractors.statements.small.flat.heads import Head, columns_of, head_of
from extractors.statements.small.flat.lined import lined_tables
from extractors.statements.small.flat.runs import FlatRow, Run, runs_of
from extractors.statements.small.flat.sums import adds_up
from extractors.statements.small.flat.taking import LONGEST_HEADING, Found, taken_out
from extractors.statements.small.flat.tokens import Piece, Token, cell_of
from extractors.statements.small.known import names_any
from patterns.small_tables import load_small_tables

# Set by eye, as the reach of headings of ruled tables is (tables/found.py).
_HEADING_LINES = 9  # lines above that may say what a table is of
_FEWEST = 2  # rows that name what their figures are of: a single one is none of a table
_MOSTLY = 0.5  # of the rows: as many must hold a figure a column


def flat_tables(page: ReadPage, outside: Sequence[Line]) -> PageTables:
    """The small tables without rulings among the lines in no other, and the lines that are left: see `taken_out`."""
    lined = lined_tables(page, outside)
    found = taken_out(page, lined.outside, _may_hold_any, lambda tokens: _found(tokens, page.number))
    return PageTables((*lined.tables, *found.tables), found.outside)


def _may_hold_any(lines: Sequence[Line]) -> bool:
    return names_any(label("".join(line.text for line in lines)))


def _found(tokens: Sequence[Token], page: int) -> Iterator[Found]:
    place = {id(token): i for i, token in enumerate(tokens)}
    end = 0
    for run in runs_of(tokens):
        found = _read(run, tokens[end : place[id(run.rows[0].figures[0])]], page)
        if found is not None:
            first, last = place[id(found.tokens[0])], place[id(found.tokens[-1])]
            first -= int(first > end and _is_unit_alone(tokens[first - 1]))
            yield replace(found, tokens=tuple(tokens[first : last + 1]))
            end = last + 1


def _is_unit_alone(token: Token) -> bool:
    """Whether a line says nothing but the unit of money: of the table below, none of the text behind that."""
    return token.first and regex.fullmatch(load_small_tables().flat.unit_line, token.text) is not None


def _read(run: Run, above: Sequence[Token], page: int) -> Found | None:
    """What a run of rows is, given the words over its first figure; None where it is no small table."""
    return _across(run, above, page) or _down(run, above, page) or _untold(run, above, page)


def _fits(run: Run, columns: Columns) -> bool:
    """Whether most rows hold a figure for every column, and enough of them are known."""
    whole = [row for row in run.rows if _told_of(row, columns)]
    if len(whole) < _MOSTLY * len(run.rows):
        return False
    labels = [row.label for row in whole if row.label]
    if columns.named:
        alone = all(len(row.words) == len(row.label.piece) for row in whole[1:] if row.label)
        return bool(labels) and all(label.tells for label in labels) and alone and columns.count >= _FEWEST
    return sum(label.names for label in labels) >= _FEWEST and columns.told


def _told_of(row: FlatRow, columns: Columns) -> tuple[Token, ...]:
    """A row's figures, a column each; none where it holds more or fewer, or heads of two rows make them no sums."""
    figures = row.of(columns.count, noted=columns.noted)
    return figures if figures and (not columns.levelled or adds_up(columns, figures)) else ()


def _across(run: Run, above: Sequence[Token], page: int) -> Found | None:
    """A table of one row without a label, or with its unit's name, below heads that name what its figures are of."""
    (row, *more) = run.rows
    head = head_of(row.over) if row.label is None else head_of(row.words)
    if row.label is None and not head.of_units:
        return None
    if more or not row.whole or len(row.figures) < _FEWEST:
        return None
    columns, first = columns_of(head, len(row.figures), named=True)
    if columns is None or first is None:
        return None
    lines = _heading(above[: _place(above, first)])
    if not _told_of(row, columns):
        return Found((first, _last(run)), None)
    if not columns.over and caption_of([label(line.text) for line in lines]).measure is None:
        return Found((first, _last(run)), None)
    bare = Run((replace(row, label=None),))
    return Found((first, _last(run)), _table(columns, bare, lines, page, named=False))


def _down(run: Run, above: Sequence[Token], page: int) -> Found | None:
    """A table whose rows each have a label, below heads."""
    head = head_of(run.rows[0].over)
    unnumbered = head.unnumbered()
    if unnumbered is not None:
        rows = run.unnumbered()
        return _headed(rows, unnumbered, above, page) if rows is not None else None
    return _headed(run, head, above, page)


def _headed(run: Run, head: Head, above: Sequence[Token], page: int) -> Found | None:
    label = run.rows[0].label
    if not head.labels:
        return None
    columns, first = columns_of(head, run.usual, named=label is not None and not label.names)
    if columns is None or first is None or not _fits(run, columns):
        return None
    first = run.rows[0].words[head.start] if head.cornered else first
    return Found((first, _last(run)), _table(columns, run, _heading(above[: _place(above, first)]), page))


def _untold(run: Run, above: Sequence[Token], page: int) -> Found | None:
    """A table of which nothing tells what its columns hold; where heads are lost, the text may."""
    first = run.rows[0]
    head = head_of(first.over)
    several = run.named >= _FEWEST and run.usual >= _FEWEST
    if first.label is not None and not first.label.names and head_of(first.words).crosses:
        head = head_of(first.words)
    elif not several and not (head.tells and run.names) and not run.by_measure:
        return None
    start = (*first.words[head.start :], *first.figures)[0]
    lines = _heading(above[: _place(above, start)])
    told = several and head.lost and (first.label is not None or first.is_nameless_sum) and _are_alike(run)
    return Found((start, _last(run)), _table(Columns(()), run, lines, page) if told else None)


def _are_alike(run: Run) -> bool:
    """Whether most rows hold as many figures."""
    return sum(len(row.figures) == run.usual for row in run.rows) >= _MOSTLY * len(run.rows)


def _last(run: Run) -> Token:
    return run.rows[-1].figures[-1]


def _place(tokens: Sequence[Token], sought: Token) -> int:
    return next((i for i, token in enumerate(tokens) if token is sought), len(tokens))


def _heading(above: Sequence[Token]) -> tuple[Line, ...]:
    """The short lines right above a table."""
    lines: list[Line] = []
    for line in dict.fromkeys(id(t.line) for t in above[-_HEADING_LINES * 2 :]):
        own = [t for t in above if id(t.line) == line]
        text = own[0].line.slice(own[0].start, own[-1].end)
        lines = [*lines, text] if len(text.text) <= LONGEST_HEADING else []
    return tuple(lines[-_HEADING_LINES:])


def _table(columns: Columns, run: Run, heading: tuple[Line, ...], page: int, *, named: bool = True) -> Table:
    """The table that heads and rows make: rows that hold more figures or fewer than columns have only their label."""
    cells: list[Cell] = []
    row, offset = 0, int(named)
    wide = len(columns.heads) // len(columns.over) if columns.over else 0
    for level, width in ((columns.over, wide), ((*columns.heads, *columns.behind), 1)):
        if level:
            cells += (cell_of(h.piece, page, row, offset + i * width, width) for i, h in enumerate(level))
            row += 1
    number = columns.count or run.usual
    for flat in run.rows:
        told = _told_of(flat, columns) if columns.heads else flat.of(number, noted=False)
        figures = told if flat is not run.rows[-1] or not run.strays else ()
        cells += _cells(flat, figures, page, row, named=named)
        row += 1
    box = union(cell.box for cell in cells)
    return Table(page, box, row, number + offset, tuple(cells), heading, ruled=False, flat=True)


def _cells(row: FlatRow, figures: Sequence[Token], page: int, at: int, *, named: bool) -> Iterator[Cell]:
    label: Piece = row.label.piece if row.label else row.words[-1:]
    if named and not row.is_nameless_sum:
        yield cell_of(label, page, at, 0)
    yield from (cell_of((figure,), page, at, int(named) + i) for i, figure in enumerate(figures))
