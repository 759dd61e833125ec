"""A second look at cells that have ink but no text: the detector passes over a lone dash or digit.

Only strokes that need no reading are told here: a short flat stroke in the middle of a cell is the dash that stands
for "not applicable" in forms.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.cells import Cell, Table
from extractors.geometry import Box
from extractors.page import Ink, Line, ReadPage

_BORDER = 2.2  # points inside a cell's edge that may show its ruling
_DASH_CONFIDENCE = 0.93
_SPECK = 0.7  # square points: smaller ink is dirt
_DASH_WIDTH = (1.5, 16.0)
_DASH_FLAT = 2.6  # points high at most
_DASH_SHAPE = 1.5  # how much wider than high: a dot is as wide as high
_SQUARE = 0.9  # coarse scans show a short dash as square: it is told by standing in the middle of its cell
_OFF_MIDDLE = 0.12  # of a cell's width
_MISREAD = frozenset("1Il|二，,。.·•'")  # what a lone dash may be read as


def with_dashes(table: Table, page: ReadPage) -> Table:
    """The table with a dash read into each cell whose only ink is one."""
    ink = page.ink
    if ink is None:
        return table
    cells = tuple(_relooked(cell, ink) if cell.page == page.number else cell for cell in table.cells)
    return replace(table, cells=cells)


def _relooked(cell: Cell, ink: Ink) -> Cell:
    if cell.text and cell.text not in _MISREAD:
        return cell
    inner = Box(cell.box.x0 + _BORDER, cell.box.y0 + _BORDER, cell.box.x1 - _BORDER, cell.box.y1 - _BORDER)
    if inner.width <= 4 or inner.height <= 4:
        return cell
    crop = ink.crop(inner)
    if crop.size == 0 or not crop.any():
        return cell
    strokes = _strokes(crop, ink.density)
    if len(strokes) != 1 or not _is_dash(strokes[0], inner):
        return cell
    x, y, width, height = strokes[0]
    box = Box(inner.x0 + x, inner.y0 + y, inner.x0 + x + width, inner.y0 + y + height)
    return replace(cell, lines=(Line("-", (box,), (_DASH_CONFIDENCE,)),))


def _is_dash(stroke: tuple[float, float, float, float], inner: Box) -> bool:
    """Whether the only stroke in a cell is a dash; it is lower than any character."""
    x, y, width, height = stroke
    if not (_DASH_WIDTH[0] <= width <= _DASH_WIDTH[1] and height <= _DASH_FLAT):
        return False
    if not 0.25 * inner.height <= y + height / 2 <= 0.75 * inner.height:
        return False
    in_middle = abs(x + width / 2 - inner.width / 2) <= _OFF_MIDDLE * inner.width
    return width > _DASH_SHAPE * height or (in_middle and width >= _SQUARE * height)


def _strokes(crop: npt.NDArray[np.uint8], density: float) -> list[tuple[float, float, float, float]]:
    """The pieces of ink in a crop as x, y, width, height in points, specks left out."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(crop, connectivity=8)
    pieces = [tuple(float(v) / density for v in (x, y, w, h)) for x, y, w, h, _ in stats[1:count]]
    return [(x, y, w, h) for x, y, w, h in pieces if w * h > _SPECK]
