"""Sets a statement on pages: its head of several levels, rulings of three kinds, rows that go on over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.rulings import Rulings
from corpus.setter import BROAD, LANDSCAPE, PORTRAIT, Setter
from corpus.sheets import Column, Sheet
from corpus.style import TableStyle
from extractors.opening.mupdf import pymupdf

_SHAPES = {"upright": PORTRAIT, "wide": LANDSCAPE, "broad": BROAD, "facing": LANDSCAPE}
_MARGIN = 42.0
# Columns of figures that stand abreast on a page of several, and how far from there a group's beginning is looked for.
_ABREAST, _NEAR = 16, 3
_PAD = 2.5
_TOP_DIGITS, _BY = 3, 3  # digits of a 类; rows of a group where none has a code
_SMALLEST = 5.5
_WEIGHTS = {"code": 0.9, "name": 4.2, "line": 0.7, "value": 2.0}


@dataclass
class _Grid:
    """Where a sheet's columns stand on its pages, and how large its characters are."""

    sheet: Sheet
    style: TableStyle
    edges: list[float]
    size: float
    rulings: Rulings = field(init=False)

    def __post_init__(self) -> None:
        self.rulings = Rulings(self.style, self.edges)

    @property
    def leading(self) -> float:
        return self.size * 1.32

    def between(self, first: int, last: int) -> tuple[float, float]:
        return self.edges[first], self.edges[last + 1]


def set_sheet(setter: Setter, sheet: Sheet, style: TableStyle, unit_name: str, year: int, document: str) -> None:
    """The sheet on pages of its own, landscape where the style has it so.

    A sheet on facing pages is set as a spreadsheet prints what is too wide: first all pages of its left strip, then
    those of the others, row beside row, without keys and titles.
    """
    shape = _SHAPES.get(sheet.shape) or (LANDSCAPE if sheet.kind in style.wide else PORTRAIT)
    strips = _strips(sheet) if sheet.shape == "facing" else (sheet,)
    grids = [_grid(setter, strip, style, shape[0]) for strip in strips]
    for grid in grids:
        titled = grid is grids[0]
        setter.new_page(shape)
        _title(setter, grid, unit_name, year, blank=not titled)
        _rows(setter, grid, grids, unit_name, year, shape)
        _close(setter, grid)
        for piece in setter.broken(sheet.note, grid.size, grid.edges[-1] - grid.edges[0]) if titled else ():
            setter.y += grid.leading + 2
            setter.put(piece, grid.edges[0], setter.y, grid.size)


def _strips(sheet: Sheet) -> tuple[Sheet, ...]:
    """The columns in as many strips as pages are beside each other, parted where a group of them begins if one does
    near there; no 栏次 then."""
    columns = sheet.columns
    keys = sum(column.role != "value" for column in columns)
    many = -(-(len(columns) - keys) // _ABREAST)
    cuts = [0]
    for k in range(1, max(2, many)):
        aim = keys + k * (len(columns) - keys) // max(2, many)
        near = [i for i in range(aim - _NEAR, aim + _NEAR + 1) if cuts[-1] < i < len(columns)]
        begins = [i for i in near if i > keys and columns[i].head[0] != columns[i - 1].head[0]]
        cuts.append(min(begins or [aim], key=lambda i: abs(i - aim)))
    return tuple(
        replace(sheet, columns=columns[a:b], ranks=False) for a, b in zip(cuts, [*cuts[1:], len(columns)], strict=True)
    )


def _rows(
    setter: Setter, grid: _Grid, beside: Sequence[_Grid], unit_name: str, year: int, shape: tuple[float, float]
) -> None:
    """Head and rows, as high as those of the grids that stand beside it."""
    sheet, style = grid.sheet, grid.style
    head = max(sum(_head_heights(setter, each)) for each in beside)
    _head(setter, grid, head)
    bodies = [[_wrapped(setter, each, row) for row in _body(each.sheet)] for each in beside]
    opens = list(_opens_group(sheet))
    for number, (texts, *others) in enumerate(zip(bodies[beside.index(grid)], *bodies, strict=True)):
        height = grid.leading * max(1, *(len(lines) for row in others for lines in row)) + _padding(
            style, opens, number
        )
        if setter.y + height > setter.bottom + 26:
            _close(setter, grid)
            setter.new_page(shape)
            if style.repeat == "title":
                _title(setter, grid, unit_name, year, again=True, blank=grid is not beside[0])
            if style.repeat != "none":
                _head(setter, grid, head)
        _row(setter, grid, texts, height, opens=opens[number])


def _opens_group(sheet: Sheet) -> Iterator[bool]:
    """Of each row of the body, whether a group begins with it: with 类 and sums, or every few rows where none has a
    code."""
    if sheet.ranks:
        yield True
    coded = any(row[0].code for row in sheet.rows)
    for number, row in enumerate(sheet.rows):
        code = row[0].code
        yield not code or len(code) == _TOP_DIGITS if coded else number % _BY == 0


def _padding(style: TableStyle, opens: Sequence[bool], number: int) -> float:
    """The blank above and below a row's text: none between rows that stand in one cell."""
    return 4.5 if not style.stacked or opens[number] else 0.0


def _wrapped(setter: Setter, grid: _Grid, row: Sequence[str]) -> list[list[str]]:
    return [setter.broken(text, grid.size, width - 2 * _PAD) for text, width in zip(row, _widths(grid), strict=True)]


def _widths(grid: _Grid) -> list[float]:
    return [b - a for a, b in zip(grid.edges, grid.edges[1:], strict=False)]


def _body(sheet: Sheet) -> Iterator[list[str]]:
    """The rows as texts, 栏次 first where the sheet has it."""
    if sheet.ranks:
        ranks = iter(range(1, len(sheet.columns) + 1))
        first = True
        row = []
        for column in sheet.columns:
            row.append(
                str(next(ranks)) if column.role == "value" else "栏次" if column.role == "name" and first else ""
            )
            first = first and column.role != "name"
        yield row
    for entries in sheet.rows:
        yield [sheet.text(entries[column.block], column) for column in sheet.columns]


def _grid(setter: Setter, sheet: Sheet, style: TableStyle, page_width: float) -> _Grid:
    """Columns that hold their widest amount on one line; the rest goes to the names."""
    room = page_width - 2 * _MARGIN
    rows = list(_body(sheet))
    size = style.size
    while True:
        least = [_least(setter, column, [row[i] for row in rows], size) for i, column in enumerate(sheet.columns)]
        if sum(least) <= room or size <= _SMALLEST:
            break
        size -= 0.25
    spare = max(0.0, room - sum(least))
    weights = [_WEIGHTS[column.role] for column in sheet.columns]
    edges = [_MARGIN]
    for width, weight in zip(least, weights, strict=True):
        edges.append(edges[-1] + width + spare * weight / sum(weights))
    return _Grid(sheet, style, edges, size)


def _least(setter: Setter, column: Column, texts: Sequence[str], size: float) -> float:
    if column.role == "name":
        return size * 7 + 2 * _PAD
    widest = max((setter.length(text, size) for text in texts), default=0.0)
    return max(widest, size * (2.0 if column.role in ("code", "line") else 3.0)) + 2 * _PAD + 1


def _title(setter: Setter, grid: _Grid, unit_name: str, year: int, *, again: bool = False, blank: bool = False) -> None:
    """The title with unit of money and department; only their place where it is `blank`."""
    sheet, style = grid.sheet, grid.style
    left, right = grid.edges[0], grid.edges[-1]
    if blank:
        setter.y += 22 + (15 if sheet.label else 0) + 20
        return
    setter.centred(sheet.title.format(unit=unit_name, year=year) + ("（续表）" if again else ""), 15, 22)

    def at_right(text: str) -> None:
        setter.put(text, right - setter.length(text, 9), setter.y, 9)

    if sheet.label:
        setter.y += 15
        at_right(sheet.label)
    setter.y += 14
    if style.department:
        setter.put(style.department.format(unit=unit_name), left, setter.y, 9)
    if style.unit_shown == "every" or (style.unit_shown == "first" and sheet.number == 1):
        at_right(style.unit_label.format(unit=sheet.unit))
    setter.y += 6


def _depth(sheet: Sheet) -> int:
    return max(len(column.head) for column in sheet.columns)


def _merged(columns: Sequence[Column], depth: int) -> Iterator[tuple[int, int, int, int, str]]:
    """Cells of the head as (level, last level, first column, last column, text)."""
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


def _head_heights(setter: Setter, grid: _Grid) -> list[float]:
    """The heights of the levels of the head, as its texts need them."""
    depth = _depth(grid.sheet)
    heights = [grid.leading + 5.0] * depth
    for level, bottom, first, last, text in _merged(grid.sheet.columns, depth):
        x0, x1 = grid.between(first, last)
        lines = setter.broken(text, grid.size, x1 - x0 - 2 * _PAD)
        short = grid.leading * len(lines) + 5.0 - sum(heights[level : bottom + 1])
        if short > 0:
            heights[bottom] += short
    return heights


def _head(setter: Setter, grid: _Grid, height: float) -> None:
    """The head, that high in all."""
    depth = _depth(grid.sheet)
    heights = _head_heights(setter, grid)
    heights[-1] += height - sum(heights)
    tops = [setter.y]
    for each in heights:
        tops.append(tops[-1] + each)
    for level, bottom, first, last, text in _merged(grid.sheet.columns, depth):
        x0, x1 = grid.between(first, last)
        lines = setter.broken(text, grid.size, x1 - x0 - 2 * _PAD)
        box = pymupdf.Rect(x0, tops[level], x1, tops[bottom + 1])
        _cell(setter, lines, box, grid.size, "centre")
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


def _row(setter: Setter, grid: _Grid, wrapped: Sequence[Sequence[str]], height: float, *, opens: bool) -> None:
    grid.rulings.row(setter.y, setter.y + height, opens=opens)
    ranks = ["栏次"] in wrapped
    for index, (column, lines) in enumerate(zip(grid.sheet.columns, wrapped, strict=True)):
        box = pymupdf.Rect(grid.edges[index], setter.y, grid.edges[index + 1], setter.y + height)
        align = "centre" if ranks else {"value": "right", "name": "left"}.get(column.role, "centre")
        if lines in (["合计"], ["总计"]) or (column.role == "value" and "".join(lines) in ("--", "-", "—")):
            align = "centre"
        _cell(setter, lines, box, grid.size, align)
        if grid.style.rules == "full" and not grid.rulings.own:
            setter.box(box)
    setter.y += height


def _close(setter: Setter, grid: _Grid) -> None:
    grid.rulings.draw(setter)
    if grid.style.rules == "three" and not grid.rulings.own:
        setter.rule(grid.edges[0], grid.edges[-1], setter.y, 1.2)


def _cell(setter: Setter, lines: Sequence[str], box: pymupdf.Rect, size: float, align: str) -> None:
    leading = size * 1.32
    y = box.y0 + (box.height - leading * len(lines)) / 2 + size
    for line in lines:
        wide = setter.length(line, size)
        x = {"right": box.x1 - _PAD - wide, "left": box.x0 + _PAD}.get(align, (box.x0 + box.x1 - wide) / 2)
        setter.put(line, x, y, size)
        y += leading
