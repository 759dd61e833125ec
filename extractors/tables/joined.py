"""Tables that go on over pages: what the next page begins with is told apart from a table of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from extractors.model.cells import Cell, Table
from extractors.model.geometry import union
from extractors.model.page import Line
from extractors.model.paragraph import compact
from extractors.tables.columns import is_cut, same_kinds
from extractors.tables.facing import beside, faces, is_bare, is_strip, without_rows_again
from extractors.tables.filled import in_reading_order
from extractors.tables.ruled import SAME_EDGE, edges
from extractors.tables.unruled.joining import goes_on, in_columns_of
from patterns.kept import compiled
from patterns.shapes import load_cell_shapes
from patterns.statements import names_statement

# Set by eye on generated tables over pages, scans and photographs among them.
_SAME_EDGES = 0.7  # of a page's edges: as many are those of the page before
_WIDER = 0.1  # of a table's width: how much it may change over pages
_SHORTEST = 4  # characters: shorter lines above a table name none
_TALLEST = 4  # rows of a head that are said again, at most
_RUNNING_HEAD = 62.0  # points from the page's top within which lines are its running head


def join_tables(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables that go on over a page break, or on the facing page, as one; a repeated head is left out."""
    joined: list[Table] = []
    for table in tables:
        last = joined[-1] if joined else None
        strip = without_rows_again(last, table) if last is not None else table
        if last is not None and is_strip(last, strip):
            joined[-1] = beside(last, strip)
        elif last is not None and _continues(last, table) and not is_bare(table):
            joined[-1] = _joined(last, table)
        elif last is not None and faces(last, table):
            joined[-1] = beside(last, table)
        else:
            joined.append(table)
    return tuple(joined)


def _last_page(table: Table) -> int:
    return max((c.page for c in table.cells), default=table.page)


def _continues(last: Table, table: Table) -> bool:
    """Whether `table` stands first on the next page, in the same columns, under no title or its own again."""
    if table.page != _last_page(last) + 1 or not all(_repeats(line, last) for line in table.heading):
        return False
    if not last.ruled and not table.ruled:
        return goes_on(last, table, _repeated_head(last, table))
    return _in_same_places(last, table) or _in_same_order(last, table)


def _in_same_order(last: Table, table: Table) -> bool:
    """Whether the columns of two pages are the same though otherwise wide, by their head or what they hold."""
    if not (last.ruled and table.ruled) or last.column_count != table.column_count:
        return False
    return _repeated_head(last, table) > 0 or same_kinds(last, table)


def _in_same_places(last: Table, table: Table) -> bool:
    a = _edges_of(last, _last_page(last))
    # Photographs show one page larger than the other, or aside: edges compare within the tables' widths.
    scale = (a[-1] - a[0]) / max(1.0, table.box.width)
    b = [a[0] + (x - table.box.x0) * scale for x in _edges_of(table, table.page)]
    near = sum(any(abs(x - y) <= 2 * SAME_EDGE for y in a) for x in b)
    return near >= _SAME_EDGES * len(b) and abs(last.box.width - table.box.width) < _WIDER * last.box.width


def _repeats(line: Line, last: Table) -> bool:
    """Whether a line above a table says nothing of a table of its own.

    Short lines and running heads say nothing; a statement's title, unit and number are said again on every page.
    """
    text = _title_text(line)
    if len(text) < _SHORTEST or (line.box.y1 < _RUNNING_HEAD and not text.endswith(load_cell_shapes().table)):
        return True
    above = [_title_text(other) for other in last.heading]
    return text in above and any(names_statement(other, scanned=True) for other in above)


def _title_text(line: Line) -> str:
    """A heading line without blanks and without what says that it goes on (续表)."""
    text = compact(line.text)
    return compiled(load_cell_shapes().continuation).sub("", text)


def _edges_of(table: Table, page: int) -> list[float]:
    cells = [c for c in table.cells if c.page == page]
    return edges([x for c in cells for x in (c.box.x0, c.box.x1)])


def _joined(last: Table, table: Table) -> Table:
    head = _repeated_head(last, table)
    # Its last row goes on in the first of the next page.
    cut = head == 0 and ((last.open_bottom and table.open_top) or is_cut(last, table))
    shift = last.row_count - head - cut
    goes_on_below = [cut and c.row == last.row_count - 1 for c in last.cells]
    kept = [c for c, goes_on in zip(last.cells, goes_on_below, strict=True) if not goes_on]
    places = {(c.row, c.column): c for c, goes_on in zip(last.cells, goes_on_below, strict=True) if goes_on}
    moving = _moving(last, table, head)
    for cell in moving:
        if cell.row >= head:
            moved = replace(cell, row=cell.row + shift)
            other = places.get((moved.row, moved.column))
            places[moved.row, moved.column] = moved if other is None else _as_one(other, moved)
    rows = last.row_count + table.row_count - head - cut
    return replace(last, row_count=rows, cells=(*kept, *places.values()), open_bottom=table.open_bottom)


def _moving(last: Table, table: Table, head: int) -> Iterable[Cell]:
    """The cells of `table` in the columns of `last`."""
    if not last.ruled:
        return in_columns_of(last, table, head)
    return _in_columns_of(last, table) if _in_same_places(last, table) else table.cells


def _in_columns_of(last: Table, table: Table) -> Iterator[Cell]:
    """The cells of `table` in the columns of the page before it: by place, since either may miss a ruling."""
    xs: dict[int, float] = {}
    for cell in last.cells:
        if cell.page == last.page:
            xs |= {cell.column: cell.box.x0, cell.column + cell.columns: cell.box.x1}
    scale = last.box.width / max(1.0, table.box.width)

    @cache
    def edge(x: float) -> int:
        place = last.box.x0 + (x - table.box.x0) * scale
        return min(xs, key=lambda column: abs(xs[column] - place))

    for cell in table.cells:
        start, end = edge(cell.box.x0), edge(cell.box.x1)
        start = min(start, last.column_count - 1)
        yield replace(cell, column=start, columns=max(1, end - start))


def _as_one(a: Cell, b: Cell) -> Cell:
    """Two cells that a false ruling parted, or a page break: the place then is the first's that says something."""
    if a.page != b.page:
        return replace(
            b if not a.text else a, row=a.row, column=a.column, lines=(*a.lines, *b.lines), columns=a.columns
        )
    box = union([a.box, b.box])
    return replace(a, box=box, lines=in_reading_order([*a.lines, *b.lines]), columns=max(a.columns, b.columns))


def _repeated_head(last: Table, table: Table) -> int:
    """How many rows at the top of `table` say again what the top of `last` says."""
    rows = 0
    while rows < min(_TALLEST, last.row_count, table.row_count):
        a = [c.text for c in last.cells if c.row == rows]
        b = [c.text for c in table.cells if c.row == rows]
        if a != b or not any(a):
            break
        rows += 1
    return rows
