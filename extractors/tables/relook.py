"""A second look at cells that have ink but no text: the detector passes over a lone dash or digit.

Only strokes that need no reading are told here: a short flat stroke in the middle of a cell, or two side by side, is
the dash that stands for "not applicable" in forms and for nothing in statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2

from extractors.model.arrays import Grey
from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box, union
from extractors.model.page import Ink, Line, ReadPage
from patterns.shapes import load_cell_shapes

# Set by eye on generated scans of 100 to 300 dpi, faxes among them.
_BORDER = 2.2  # points inside a cell's edge that may show its ruling
_DASH_CONFIDENCE = 0.93  # of a dash told so: a guess, no share of right ones was counted
_LEAST_INNER = 4.0  # points: smaller cells hold no dash
_SPECK = 0.7  # square points: smaller ink is dirt
_DASH_WIDTH = (1.5, 16.0)  # points: from a hyphen to a dash of two characters
_DASH_FLAT = 2.6  # points high at most
_DASH_SHAPE = 1.5  # how much wider than high: a dot is as wide as high
_SQUARE = 0.9  # coarse scans show a short dash as square: it is told by standing in the middle of its cell
_OFF_MIDDLE = 0.12  # of a cell's width
_MIDDLE = (0.25, 0.75)  # of a cell's height, from the top, between which a dash stands
_MOST_STROKES = 2  # that stand for a dash

_Stroke = tuple[float, float, float, float]  # x, y, width, height in points


def with_dashes(table: Table, page: ReadPage) -> Table:
    """The table with a dash read into each cell whose only ink is one."""
    ink = page.ink
    if ink is None:
        return table
    cells = tuple(_relooked(cell, ink) if cell.page == page.number else cell for cell in table.cells)
    return replace(table, cells=cells)


def _relooked(cell: Cell, ink: Ink) -> Cell:
    inner = Box(cell.box.x0 + _BORDER, cell.box.y0 + _BORDER, cell.box.x1 - _BORDER, cell.box.y1 - _BORDER)
    if not _may_hide_dash(cell.text) or min(inner.width, inner.height) <= _LEAST_INNER:
        return cell
    strokes = _strokes(ink.crop(inner), ink.density)
    if not (_is_double(strokes, inner) if len(strokes) > 1 else strokes and _is_dash(strokes[0], inner)):
        return cell
    box = union(Box(inner.x0 + x, inner.y0 + y, inner.x0 + x + w, inner.y0 + y + h) for x, y, w, h in strokes)
    return replace(cell, lines=(Line("-", (box,), (_DASH_CONFIDENCE,)),))


def _may_hide_dash(text: str) -> bool:
    """Whether nothing was read, or what a dash or two may be read as."""
    return len(text) <= _MOST_STROKES and set(load_cell_shapes().misread_lone_dash).issuperset(text)


def _is_dash(stroke: _Stroke, inner: Box) -> bool:
    """Whether the only stroke in a cell is a dash; it is lower than any character."""
    x, y, width, height = stroke
    if not (_DASH_WIDTH[0] <= width <= _DASH_WIDTH[1] and height <= _DASH_FLAT):
        return False
    if not _MIDDLE[0] * inner.height <= y + height / 2 <= _MIDDLE[1] * inner.height:
        return False
    in_middle = abs(x + width / 2 - inner.width / 2) <= _OFF_MIDDLE * inner.width
    return width > _DASH_SHAPE * height or (in_middle and width >= _SQUARE * height)


def _is_double(strokes: Sequence[_Stroke], inner: Box) -> bool:
    """Whether the strokes in a cell are two dashes side by side (--)."""
    flat = all(_is_dash(s, inner) and s[2] > _DASH_SHAPE * s[3] for s in strokes)
    return flat and len(strokes) == _MOST_STROKES and abs(strokes[0][1] - strokes[1][1]) <= _DASH_FLAT / 2


def _strokes(crop: Grey, density: float) -> list[_Stroke]:
    """The pieces of ink in a crop as x, y, width, height in points, specks left out."""
    if not crop.any():
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(crop, connectivity=8)
    pieces = [tuple(float(v) / density for v in (x, y, w, h)) for x, y, w, h, _ in stats[1:count]]
    return [(x, y, w, h) for x, y, w, h in pieces if w * h > _SPECK]
