"""Tables over two facing pages: the columns on the right-hand page belong to the rows on the left-hand one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model.cells import Table
from extractors.model.page import Line
from extractors.model.paragraph import normalised
from extractors.tables.ruled import SAME_EDGE, edges
from patterns.shapes import load_cell_shapes
from patterns.statements import names_statement

_FEWEST_ROWS = 4  # rows: two small tables may be of one height by chance
_SAME_ROWS = 0.9  # of the edges between rows that lie at one height on both pages (set by eye)


def faces(left: Table, right: Table) -> bool:
    """Whether `right` goes on beside `left`: on the next page, row for row at one height, under no title of its own."""
    pages = {cell.page for cell in left.cells}
    if not (left.ruled and right.ruled) or pages != {right.page - 1} or left.row_count != right.row_count:
        return False
    return left.row_count >= _FEWEST_ROWS and _in_step(left, right) and _one_title(left, right)


def beside(left: Table, right: Table) -> Table:
    """The two as one table, whose title may run over both pages."""
    moved = tuple(replace(cell, column=cell.column + left.column_count) for cell in right.cells)
    heading = tuple(_run_on(line, right.heading) for line in left.heading)
    others = tuple(line for line in right.heading if not any(_at(line, own) for own in left.heading))
    return replace(
        left,
        column_count=left.column_count + right.column_count,
        cells=left.cells + moved,
        heading=(*heading, *others),
        open_bottom=right.open_bottom,
    )


def _in_step(left: Table, right: Table) -> bool:
    a, b = _heights(left), _heights(right)
    near = sum(any(abs(x - y) <= SAME_EDGE for y in a) for x in b)
    return near >= _SAME_ROWS * len(b)


def _heights(table: Table) -> list[float]:
    return edges([y for cell in table.cells for y in (cell.box.y0, cell.box.y1)])


def _one_title(left: Table, right: Table) -> bool:
    """Whether the two have one title: the left one's, or one that only both pages together say."""
    ends = load_cell_shapes().table
    if any(names_statement(_text(line)) for line in left.heading):
        return not any(_text(line).endswith(ends) for line in right.heading)
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
    return "".join(normalised(line.text).split())
