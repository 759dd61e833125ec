"""Tables over two facing pages: the columns on the right-hand page belong to the rows on the left-hand one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from extractors.model.cells import Table
from extractors.model.page import Line
from extractors.model.paragraph import compact
from extractors.tables.columns import kinds_of, texts_by_row
from extractors.tables.ruled import SAME_EDGE
from patterns.shapes import is_dash, is_value, load_cell_shapes
from patterns.statements import names_statement

_FEWEST_ROWS = 4  # rows: two small tables may be of one height by chance
_SAME_ROWS = 0.9  # of the rows that lie at one height on both pages (set by eye)
_AT_ONE_HEIGHT = 3.0  # points by which rows of the two may be off each other (set by eye)


def is_strip(left: Table, right: Table) -> bool:
    """Whether `right` holds further columns of `left`: on the next page, as many rows, or at heights of its rows."""
    if not _follows(left, right) or _titled(right) or not is_bare(right):
        return False
    return _rows_below_head(left) == _rows_below_head(right) or _in_step(left, right, _body(right))


def without_rows_again(left: Table, right: Table) -> Table:
    """`right` without its first columns where these name the rows of `left` again; as it is where they do not."""
    if not _follows(left, right) or _rows_below_head(left) != _rows_below_head(right):
        return right
    rows, again = texts_by_row(left), texts_by_row(right)
    shift = left.row_count - right.row_count
    body = range(_body(right), right.row_count)
    names = 0
    while names < min(left.column_count, right.column_count) and _says_again(names, rows, again, body, shift):
        names += 1
    heads, said = _heads(again[: body.start], names), _heads(rows[: body.start + shift], names)
    return _without_first(right, names) if names and heads and not heads & said else right


def _heads(rows: Sequence[dict[int, str]], first: int) -> set[str]:
    """What rows of a head say from a column on."""
    return {text for row in rows for column, text in row.items() if column >= first}


def _without_first(table: Table, columns: int) -> Table:
    """A table without so many of its first columns."""
    kept = [
        replace(c, column=max(c.column - columns, 0), columns=c.column + c.columns - max(c.column, columns))
        for c in table.cells
        if c.column + c.columns > columns
    ]
    return replace(table, column_count=table.column_count - columns, cells=tuple(kept))


def _says_again(
    column: int, rows: Sequence[dict[int, str]], again: Sequence[dict[int, str]], body: range, shift: int
) -> bool:
    """Whether what stands in a column of `again` names rows, and stands in that column of `rows`, too."""
    told = [r for r in body if again[r].get(column)]
    same = sum(rows[r + shift].get(column) == again[r][column] for r in told)
    kind = kinds_of([again[r] for r in told], column + 1)[column]
    return kind in ("code", "name") and len(told) >= _FEWEST_ROWS and same >= _SAME_ROWS * len(told)


def is_bare(table: Table) -> bool:
    """Whether a table has a head and rows of mere figures: nothing names them, so it can be no table of its own."""
    rows = _rows(table)
    body = _body_of(rows)
    bare = (is_value(text) or is_dash(text) for row in rows[body:] for text in row)
    return 0 < body <= table.row_count - _FEWEST_ROWS and all(bare)


def faces(left: Table, right: Table) -> bool:
    """Whether `right` goes on beside `left`: on the next page, row for row at one height, under no title of its own."""
    if not (left.ruled and right.ruled) or left.row_count != right.row_count:
        return False
    return _follows(left, right) and _in_step(left, right, 0) and _one_title(left, right)


def beside(left: Table, right: Table) -> Table:
    """The two as one table, whose title may run over both pages: each row of `right` in the one at its height."""
    body = _body(right)
    rows = _rows_of(left, right)
    moved = [
        replace(c, row=rows.get(c.row, c.row), column=c.column + left.column_count)
        for c in right.cells
        if c.row < body or c.row in rows or left.row_count == right.row_count
    ]
    heading = tuple(_run_on(line, right.heading) for line in left.heading)
    others = tuple(line for line in right.heading if not any(_at(line, own) for own in left.heading))
    return replace(
        left,
        column_count=left.column_count + right.column_count,
        cells=(*left.cells, *moved),
        heading=(*heading, *others),
        open_bottom=right.open_bottom,
    )


def _rows_of(left: Table, right: Table) -> dict[int, int]:
    """For each row of `right` below its head the row of `left` that it is: by their order, or by their heights."""
    body = _body(right)
    if _rows_below_head(left) == _rows_below_head(right):
        return {r: r + left.row_count - right.row_count for r in range(body, right.row_count)}
    heights = _heights(left)
    return {r: _nearest(y, heights) for r, y in _heights(right).items() if r >= body}


def _rows_below_head(table: Table) -> int:
    return table.row_count - _body(table)


def _follows(left: Table, right: Table) -> bool:
    pages = {cell.page for cell in left.cells}
    return bool(pages) and max(pages) == right.page - 1 and left.row_count >= _FEWEST_ROWS


def _in_step(left: Table, right: Table, first: int) -> bool:
    """Whether rows of `right`, from `first` on, lie at heights of rows of `left`."""
    heights, own = _heights(left), [y for r, y in _heights(right).items() if r >= first]
    near = sum(min((abs(y - other) for other in heights.values()), default=1e9) <= _AT_ONE_HEIGHT for y in own)
    return len(own) >= _FEWEST_ROWS - 1 and near >= _SAME_ROWS * len(own)


def _heights(table: Table) -> dict[int, float]:
    """How far down its page the figures of each row stand, or what else it says."""
    found: dict[int, list[float]] = defaultdict(list)
    named: dict[int, list[float]] = defaultdict(list)
    for cell in table.cells:
        for line in cell.lines if cell.page == table.page and cell.rows == 1 else ():
            (found if is_value(_text(line)) else named)[cell.row].append(line.box.middle[1])
    return {r: median(found.get(r) or named[r]) for r in sorted({*found, *named})}


def _nearest(height: float, heights: Mapping[int, float]) -> int:
    return min(heights, key=lambda r: abs(heights[r] - height))


def _body(table: Table) -> int:
    """The first row with figures."""
    return _body_of(_rows(table))


def _body_of(rows: Sequence[Sequence[str]]) -> int:
    return next((r for r, row in enumerate(rows) if any(map(is_value, row))), len(rows))


def _rows(table: Table) -> list[list[str]]:
    """What the cells of each row say that say anything."""
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        if text := "".join(map(_text, cell.lines)):
            rows[cell.row].append(text)
    return rows


def _titled(table: Table) -> bool:
    return any(names_statement(_text(line)) for line in table.heading)


def _one_title(left: Table, right: Table) -> bool:
    """Whether the two have one title: the left one's, or one that only both pages together say."""
    ends = load_cell_shapes().table
    if any(names_statement(_text(line)) for line in left.heading):
        own = (*map(_text, right.heading), *_rows(right)[0])  # a title may stand inside of the frame
        return not any(text.endswith(ends) for text in own)
    return any(names_statement(_text(_run_on(line, right.heading))) for line in left.heading)


def _run_on(line: Line, others: Sequence[Line]) -> Line:
    """A line with what stands at its height on the facing page behind it."""
    for other in others:
        if _at(other, line) and names_statement(_text(line) + _text(other)):
            return Line(line.text + other.text, line.boxes + other.boxes, line.confidences + other.confidences)
    return line


def _at(a: Line, b: Line) -> bool:
    return abs(a.box.middle[1] - b.box.middle[1]) <= SAME_EDGE


def _text(line: Line) -> str:
    return compact(line.text)
