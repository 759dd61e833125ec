"""The head of a table: cells of several levels, merged where they say the same, set level, stacked or turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.cells import put_lines
from corpus.grid import PAD, Grid
from corpus.setter import Setter
from corpus.sheets import Column, Sheet
from extractors.opening.mupdf import pymupdf

_STACK = 9  # characters that stand one below the other, at most
_TIGHT = 1.08  # their distance, in their size

Merged = tuple[int, int, int, int, str]  # level, last level, first column, last column, text


def _depth(sheet: Sheet) -> int:
    return max(len(column.head) for column in sheet.columns)


def _merged(columns: Sequence[Column], depth: int) -> Iterator[Merged]:
    """The cells of the head."""
    for level in range(depth):
        first = 0
        while first < len(columns):
            head, block = columns[first].head, columns[first].block
            if len(head) <= level:
                first += 1
                continue
            last = first
            while (
                last + 1 < len(columns)
                and columns[last + 1].head[: level + 1] == head[: level + 1]
                and (columns[last + 1].block == block or level == 0)
                and len(columns[last + 1].head) > level + 1
                and len(head) > level + 1
            ):
                last += 1
            bottom = depth - 1 if len(head) == level + 1 else level
            yield level, bottom, first, last, head[level]
            first = last + 1


def _cells(grid: Grid) -> list[Merged]:
    """The cells, those of figures alone with the unit of money where it stands in the head."""
    cells = list(_merged(grid.sheet.columns, _depth(grid.sheet)))
    if grid.style.unit_shown != "heads":
        return cells
    figures = [column.role == "value" for column in grid.sheet.columns]
    told: set[int] = set()
    out = []
    for level, bottom, first, last, text in cells:
        columns = set(range(first, last + 1))
        if all(figures[first : last + 1]) and not columns & told:
            told |= columns
            text += grid.style.unit_label.format(unit=grid.sheet.unit)  # noqa: PLW2901
        out.append((level, bottom, first, last, text))
    return out


def _upright(grid: Grid, first: int, last: int) -> bool:
    """Whether a cell's text goes down the page: that of a single column of figures or codes."""
    return grid.style.heads != "level" and first == last and grid.sheet.columns[first].role != "name"


def _columns(text: str) -> list[str]:
    """The text in as few columns of characters as hold it, equally long, from right to left."""
    many = -(-len(text) // _STACK)
    each = -(-len(text) // many)
    return [text[i : i + each] for i in range(0, len(text), each)]


def _needed(setter: Setter, grid: Grid, first: int, last: int, text: str) -> float:
    """The height that a cell's text needs."""
    if _upright(grid, first, last):
        if grid.style.heads == "turned":
            return setter.length(_columns(text)[0], grid.size) + 8.0
        return grid.size * _TIGHT * len(_columns(text)[0]) + 6.0
    x0, x1 = grid.between(first, last)
    return grid.leading * len(setter.broken(text, grid.size, x1 - x0 - 2 * PAD)) + 5.0


def _heights(setter: Setter, grid: Grid) -> list[float]:
    """The heights of the levels of the head, as its texts need them."""
    heights = [grid.leading + 5.0] * _depth(grid.sheet)
    for level, bottom, first, last, text in _cells(grid):
        short = _needed(setter, grid, first, last, text) - sum(heights[level : bottom + 1])
        if short > 0:
            heights[bottom] += short
    return heights


def head_height(setter: Setter, grid: Grid) -> float:
    """The height of the whole head, as its texts need it."""
    return sum(_heights(setter, grid))


def draw_head(setter: Setter, grid: Grid, height: float) -> None:
    """The head, that high in all."""
    depth = _depth(grid.sheet)
    heights = _heights(setter, grid)
    heights[-1] += height - sum(heights)
    tops = [setter.y]
    for each in heights:
        tops.append(tops[-1] + each)
    for level, bottom, first, last, text in _cells(grid):
        x0, x1 = grid.between(first, last)
        box = pymupdf.Rect(x0, tops[level], x1, tops[bottom + 1])
        with setter.told_as("heads"):
            _put(setter, grid, box, text, upright=_upright(grid, first, last))
        grid.rulings.head(box)
        if grid.rulings.own:
            continue
        if grid.style.rules == "full":
            setter.box(box)
        elif grid.style.rules == "three" and bottom < depth - 1 and last > first:
            setter.rule(x0 + 3, x1 - 3, tops[bottom + 1], 0.4)
    if grid.style.rules == "three" and not grid.rulings.own:
        setter.rule(grid.edges[0], grid.edges[-1], tops[0], 1.2)
        setter.rule(grid.edges[0], grid.edges[-1], tops[-1], 0.7)
    setter.y = tops[-1]


def _put(setter: Setter, grid: Grid, box: pymupdf.Rect, text: str, *, upright: bool) -> None:
    if not upright:
        put_lines(setter, setter.broken(text, grid.size, box.width - 2 * PAD), box, grid.size, "centre")
        return
    columns = _columns(text)
    step = grid.size * 1.15
    if grid.style.heads == "turned":
        left = (box.x0 + box.x1 - step * len(columns)) / 2 + grid.size * 0.95
        for number, line in enumerate(columns):
            y = (box.y0 + box.y1 + setter.length(line, grid.size)) / 2
            setter.put_turned(line, left + step * number, y, grid.size)
        return
    right = (box.x0 + box.x1 + step * len(columns)) / 2
    for number, line in enumerate(columns):
        y = (box.y0 + box.y1 - grid.size * _TIGHT * len(line)) / 2 + grid.size * 0.9
        for place, char in enumerate(line):
            x = right - step * (number + 0.5) - setter.length(char, grid.size) / 2
            setter.put(char, x, y + grid.size * _TIGHT * place, grid.size)
