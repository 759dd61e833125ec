"""Tables written into running text a row a line, their cells parted by borders, tabs or blanks: the grid is exact.

Only what is understood is taken out of the text: other lines with bars or blanks in them may be anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.model.cells import Cell, PageTables, Table
from extractors.model.geometry import union
from extractors.model.page import Line, ReadPage
from extractors.prose.arrange import TextRow, text_rows
from extractors.prose.headings import numbering
from extractors.statements.grid import Grid, label
from extractors.statements.head import read_head
from extractors.statements.small.flat.stacked import stacked
from extractors.statements.small.flat.taking import LONGEST_HEADING, outside_of
from extractors.statements.small.flat.tokens import (
    Piece,
    Token,
    cell_of,
    is_bordered,
    most_tokens,
    tokens_between,
    tokens_of_line,
)
from extractors.statements.small.known import small_table
from extractors.statements.small.reading import small_tables
from patterns.kept import compiled
from patterns.small_tables import load_small_tables
from patterns.statements import statement_of

# Set by eye, as the reach of headings of ruled tables is (tables/found.py).
_HEADING_LINES = 9  # lines above that may say what a table is of
_TITLE_REACH = 200  # lines above in which the titles over its own are sought
_FEWEST_CELLS = 2  # of a row
_FEWEST_ROWS = 3  # heads and two rows, or two of heads and one

_Cells = tuple[Token, ...]
_Parting = Callable[[TextRow], _Cells]


@dataclass(frozen=True)
class _Lined:
    """Rows of as many cells each that follow one another, and the places of their lines among the page's.

    `stacked` is whether each cell has a line of its own.
    """

    rows: tuple[_Cells, ...]
    first: int
    last: int
    stacked: bool = False


def lined_tables(page: ReadPage, outside: Sequence[Line]) -> PageTables:
    """The small tables written a row a line that are understood, and the lines that are left."""
    return _taken_out(page, outside, _is_small)


def lined_statements(page: ReadPage, outside: Sequence[Line]) -> PageTables:
    """The standard statements written a row a line below their titles, and the lines that are left."""
    return _taken_out(page, outside, _is_standard)


def _taken_out(page: ReadPage, outside: Sequence[Line], is_one: Callable[[Table, _Lined], bool]) -> PageTables:
    rows = text_rows(page, outside)
    tables: list[Table] = []
    taken: list[Token] = []
    ends: list[int] = [0]
    for lined in _lined(rows):
        if lined.first < ends[-1]:
            continue
        table = _table(lined, _heading(rows[: lined.first], ends[-1]), page.number)
        if table is not None and is_one(table, lined):
            tables.append(table)
            taken += [token for cells in lined.rows for token in cells]
            taken += [token for line in table.heading if _says_unit(line) for token in tokens_between(line)]
            ends.append(lined.last + 1)
    return PageTables(tuple(tables), outside_of(outside, taken) if taken else tuple(outside))


def _is_standard(table: Table, lined: _Lined) -> bool:
    """Whether it is one of the nine by a line above, of which only 三公 has small tables of its kind beside it."""
    told = (statement_of(label(line.text)) for line in table.heading)
    standard = any(pattern is not None and not pattern.measures for pattern in told)
    return standard and not lined.stacked and read_head(Grid(table)) is not None and not small_tables(table)


def _is_small(table: Table, lined: _Lined) -> bool:
    """Whether it is a small one whose heads stand over their columns."""
    headed = all(token.text for token in lined.rows[0][1:]) and _holds_figures(lined.rows[1]) and not lined.stacked
    return bool(small_tables(table)) and (headed or small_table(table) is None)


def _says_unit(line: Line) -> bool:
    """Whether a line above says no more than the unit: none of the text below."""
    return compiled(load_small_tables().flat.unit_line).fullmatch(label(line.text)) is not None


def _lined(rows: Sequence[TextRow]) -> Iterator[_Lined]:
    """Rows of as many cells, in the order of their first: between borders, else between wide blanks, else any."""
    found = [lined for parting in (_by_borders, _by_wide_blanks, _by_blanks) for lined in _runs(rows, parting)]
    found += (_Lined(cells, first, last, stacked=True) for first, last, cells in stacked(rows))
    yield from sorted(found, key=lambda lined: lined.first)


def _runs(rows: Sequence[TextRow], parting: _Parting) -> Iterator[_Lined]:
    current: list[_Cells] = []
    first = 0
    for i, row in enumerate([*rows, None]):
        cells = parting(row) if row is not None else ()
        if current and cells and _is_rule(cells):
            continue
        if current and len(cells) != len(current[0]):
            if len(current) >= _FEWEST_ROWS:
                yield _Lined(_within_frame(current), first, i - 1)
            current = []
        if cells and not current:
            first = i
        if cells:
            current.append(cells)


def _within_frame(rows: Sequence[_Cells]) -> tuple[_Cells, ...]:
    """The rows without what stands before the first border of all of them, and behind the last."""
    start, end = (int(not any(row[i].text for row in rows)) for i in (0, -1))
    return tuple(row[start : len(row) - end] for row in rows)


def _is_rule(cells: _Cells) -> bool:
    """Whether a row only draws a line between head and body."""
    drawn = [cell.text for cell in cells if cell.text]
    return all(compiled(load_small_tables().flat.rule).fullmatch(text) for text in drawn) and len(drawn) > 1


def _by_borders(row: TextRow) -> _Cells:
    if not any(is_bordered(line) for line in row.lines):
        return ()
    cells = tuple(token for line in row.lines for token in tokens_between(line))
    return cells if len(cells) >= _FEWEST_CELLS else ()


def _by_wide_blanks(row: TextRow) -> _Cells:
    wide = load_small_tables().flat.parted
    if len(row.lines) == 1 and not compiled(wide).search(row.lines[0].text):
        return ()  # as most rows are: one cell
    return _parted(row, lambda line: tokens_between(line, wide))


def _by_blanks(row: TextRow) -> _Cells:
    if sum(map(most_tokens, row.lines)) < _FEWEST_CELLS:
        return ()
    return _parted(row, tokens_of_line)


def _parted(row: TextRow, tokens: Callable[[Line], Iterator[Token]]) -> _Cells:
    if any(is_bordered(line) for line in row.lines):
        return ()
    cells = tuple(token for line in row.lines for token in tokens(line))
    return cells if len(cells) >= _FEWEST_CELLS else ()


def _heading(above: Sequence[TextRow], end: int) -> tuple[Line, ...]:
    """The short lines right above a table, none before the row `end`; over these the titles that they stand below."""
    near: list[TextRow] = []
    for row in reversed(above[max(end, len(above) - _HEADING_LINES) :]):
        if len(row.text) > LONGEST_HEADING:
            break
        near.insert(0, row)
    lowest = min((level for row in near if (level := _level(row)) is not None), default=None)
    titles: list[TextRow] = []
    for row in reversed(above[: len(above) - len(near)][-_TITLE_REACH:]):
        level = _level(row)
        if level is not None and (lowest is None or level < lowest):
            titles.insert(0, row)
            lowest = level
    return tuple(line for row in (*titles, *near) for line in row.lines)


def _level(row: TextRow) -> int | None:
    """The level of the numbered title that a row is; None for what is none."""
    return None if len(row.text) > LONGEST_HEADING or any(map(is_bordered, row.lines)) else _level_of(label(row.text))


@lru_cache(maxsize=4096)
def _level_of(text: str) -> int | None:
    if compiled(load_small_tables().captions.no_caption).search(text):
        return None
    return next((i for i, numbered in enumerate(numbering()) if numbered.match(text)), None)


def _table(lined: _Lined, heading: tuple[Line, ...], page: int) -> Table | None:
    """The table that rows make; None where no head stands over figures."""
    body = next((i for i, cells in enumerate(lined.rows) if _holds_figures(cells)), 0)
    if body == 0:
        return None
    cells: list[Cell] = []
    for r, row in enumerate(lined.rows):
        below = lined.rows[r + 1] if r + 1 < body else None
        cells += _spanning(row, below, page, r) if below is not None else _alone(row, page, r)
    box = union(cell.box for cell in cells)
    width = len(lined.rows[0])
    return Table(page, box, len(lined.rows), width, tuple(cells), heading, ruled=False, flat=True)


def _holds_figures(cells: _Cells) -> bool:
    years = load_small_tables().stated_year
    return any(c.text and c.is_figure and not compiled(years).fullmatch(c.text) for c in cells[1:])


def _alone(row: _Cells, page: int, at: int) -> Iterator[Cell]:
    yield from (cell_of((token,), page, at, i) for i, token in enumerate(row))


def _spanning(row: _Cells, below: _Cells, page: int, at: int) -> Iterator[Cell]:
    """The heads of a row over another: each over the empty cells behind it, as far as heads stand below those."""
    starts = [i for i, token in enumerate(row) if i == 0 or token.text or not below[i].text]
    for start, end in pairwise([*starts, len(row)]):
        piece: Piece = (row[start],)
        yield cell_of(piece, page, at, start, end - start)
