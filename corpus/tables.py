"""Sets a statement on pages: titles, head and rows, which go on over pages as the style has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cells import put_figure, put_lines
from corpus.grid import Grid, make_grid, opens_group, strips
from corpus.heads import draw_head, head_height
from corpus.setter import BROAD, LANDSCAPE, PORTRAIT, Setter
from corpus.sheets import Sheet
from corpus.stamps import stamp
from corpus.style import TableStyle
from extractors.opening.mupdf import pymupdf

_SHAPES = {"upright": PORTRAIT, "wide": LANDSCAPE, "broad": BROAD, "facing": LANDSCAPE}
_PADDING = 4.5  # the blank above and below a row's text
_SUMS = (["合计"], ["总计"])


@dataclass(frozen=True)
class Of:
    """What the pages of a statement are of: the unit, its year, the document by name."""

    unit: str
    year: int
    document: str


def set_sheet(setter: Setter, sheet: Sheet, style: TableStyle, of: Of) -> None:
    """The sheet on pages of its own, landscape where the style has it so.

    A sheet on facing pages is set as a spreadsheet prints what is too wide: first all pages of its left strip, then
    those of the others, row beside row, without titles.
    """
    facing = sheet.shape == "facing" or sheet.kind in style.facing
    shape = LANDSCAPE if sheet.kind in style.wide else PORTRAIT
    if sheet.shape:
        shape = _SHAPES[sheet.shape]
    parts = strips(sheet, style) if facing else (sheet,)
    grids = [make_grid(setter, part, style, shape[0], of.document) for part in parts]
    for grid in grids:
        titled = grid is grids[0]
        setter.new_page(shape)
        _title(setter, grid, of, blank=not titled)
        _rows(setter, grid, grids, of, shape)
        _close(setter, grid, of)
        for piece in setter.broken(sheet.note, grid.size, grid.edges[-1] - grid.edges[0]) if titled else ():
            setter.y += grid.leading + 2
            setter.put(piece, grid.edges[0], setter.y, grid.size)


def _rows(setter: Setter, grid: Grid, beside: Sequence[Grid], of: Of, shape: tuple[float, float]) -> None:
    """Head and rows, as high as those of the grids that stand beside it."""
    style = grid.style
    opens = opens_group(grid.sheet)
    head = max(head_height(setter, each) for each in beside)
    draw_head(setter, grid, head)
    on_page = 0
    for number in range(len(grid.rows)):
        height = _height(setter, grid, beside, number, opens[number])
        whole = True
        if setter.y + height > setter.bottom + 26 or 0 < style.page_rows == on_page:
            whole = not style.cut_rows
            if not whole:
                _row(setter, grid, _keys(grid, grid.wrapped(setter, number)), height, opens=opens[number])
            _close(setter, grid, of)
            _go_on(setter, grid, beside, of, shape, head)
            height, on_page = _height(setter, grid, beside, number, opens[number]), 0
        texts = grid.wrapped(setter, number)
        _row(setter, grid, texts if whole else _figures(grid, texts), height, opens=opens[number])
        on_page += 1


def _height(setter: Setter, grid: Grid, beside: Sequence[Grid], number: int, opens: bool) -> float:
    """A row's, with no blank between rows that stand in one cell."""
    lines = max(1, *(len(lines) for each in beside for lines in each.wrapped(setter, number)))
    return grid.leading * lines + (_PADDING if not grid.style.stacked or opens else 0.0)


def _go_on(setter: Setter, grid: Grid, beside: Sequence[Grid], of: Of, shape: tuple[float, float], head: float) -> None:
    """The next page, with what is said again there."""
    style = grid.style
    setter.new_page(shape)
    if style.next_widths:
        grid.widen()
    if style.repeat == "title":
        _title(setter, grid, of, again=True, blank=grid is not beside[0])
    if style.repeat != "none":
        draw_head(setter, grid, max(head, head_height(setter, grid)))


def _title(setter: Setter, grid: Grid, of: Of, *, again: bool = False, blank: bool = False) -> None:
    """The title with unit of money and department; only their place where it is `blank`."""
    sheet, style = grid.sheet, grid.style
    left, right = grid.edges[0], grid.edges[-1]
    if blank:
        setter.y += 22 + (15 if sheet.label else 0) + 20
        return
    with setter.told_as("titles"):
        setter.centred(sheet.title.format(unit=of.unit, year=of.year) + ("（续表）" if again else ""), 15, 22)

    def at_right(text: str) -> None:
        setter.put(text, right - setter.length(text, 9), setter.y, 9)

    if sheet.label:
        setter.y += 15
        at_right(sheet.label)
    setter.y += 14
    if style.department:
        setter.put(style.department.format(unit=of.unit), left, setter.y, 9)
    if style.unit_shown == "every" or (style.unit_shown == "first" and sheet.number == 1):
        at_right(style.unit_label.format(unit=sheet.unit))
    setter.y += 6


def _keys(grid: Grid, texts: Sequence[list[str]]) -> list[list[str]]:
    """A row's codes and names, where a page's end cuts it."""
    return [[] if column.role == "value" else lines for lines, column in zip(texts, grid.sheet.columns, strict=True)]


def _figures(grid: Grid, texts: Sequence[list[str]]) -> list[list[str]]:
    """The rest of that row."""
    return [lines if column.role == "value" else [] for lines, column in zip(texts, grid.sheet.columns, strict=True)]


def _row(setter: Setter, grid: Grid, wrapped: Sequence[Sequence[str]], height: float, *, opens: bool) -> None:
    grid.rulings.row(setter.y, setter.y + height, opens=opens)
    ranks = ["栏次"] in wrapped
    total = any(lines in _SUMS for lines in wrapped)
    for index, (column, lines) in enumerate(zip(grid.sheet.columns, wrapped, strict=True)):
        box = pymupdf.Rect(grid.edges[index], setter.y, grid.edges[index + 1], setter.y + height)
        align = "centre" if ranks else {"value": "right", "name": "left"}.get(column.role, "centre")
        if lines in _SUMS or (column.role == "value" and "".join(lines) in ("--", "-", "—")):
            align = "centre"
        with setter.told_as("sums" if total else "cells"):
            if column.role == "value" and not ranks:
                put_figure(setter, grid, lines, box, align, total=total)
            else:
                put_lines(setter, lines, box, grid.size, align)
        if grid.style.rules == "full" and not grid.rulings.own:
            setter.box(box)
    setter.y += height


def _close(setter: Setter, grid: Grid, of: Of) -> None:
    """What a page's part of the table ends with: its rules, and a seal on the first."""
    if setter.style.table_seal and not grid.stamped:
        stamp(setter, grid, of.unit)
        grid.stamped = True
    grid.rulings.draw(setter)
    if grid.style.rules == "three" and not grid.rulings.own:
        setter.rule(grid.edges[0], grid.edges[-1], setter.y, 1.2)
