"""What stands in a cell: lines of text, or a figure that is a picture or an outline and has no text."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.grid import PAD, Grid
from corpus.outlines import draw_outline, draw_picture
from corpus.setter import Setter
from extractors.opening.mupdf import pymupdf

_SOME = 0.25  # the share of figures drawn otherwise where a shape has it so of some


def put_lines(setter: Setter, lines: Sequence[str], box: pymupdf.Rect, size: float, align: str) -> None:
    """The lines one below the other, about the middle of the box."""
    leading = size * 1.32
    y = box.y0 + (box.height - leading * len(lines)) / 2 + size
    for line in lines:
        setter.put(line, _left(setter, line, box, size, align), y, size)
        y += leading


def put_figure(setter: Setter, grid: Grid, lines: Sequence[str], box: pymupdf.Rect, align: str, *, total: bool) -> None:
    """A figure as the style draws it there; `total` where its row sums up."""
    if not _otherwise(grid, lines, total=total):
        put_lines(setter, lines, box, grid.size, align)
        return
    y = box.y0 + (box.height - grid.leading * len(lines)) / 2 + grid.size
    draw = draw_outline if grid.style.figures == "outline" else draw_picture
    for line in lines:
        draw(setter, line, _left(setter, line, box, grid.size, align), y, grid.size)
        y += grid.leading


def _otherwise(grid: Grid, lines: Sequence[str], *, total: bool) -> bool:
    style = grid.style
    if style.figures == "text" or not any(char.isdigit() for char in "".join(lines)):
        return False
    if style.figures_where == "some":
        return grid.rng.random() < _SOME
    return style.figures_where == "all" or total


def _left(setter: Setter, line: str, box: pymupdf.Rect, size: float, align: str) -> float:
    wide = setter.length(line, size)
    return {"right": box.x1 - PAD - wide, "left": box.x0 + PAD}.get(align, (box.x0 + box.x1 - wide) / 2)
