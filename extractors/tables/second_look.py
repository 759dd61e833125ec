"""A second look at cells that show ink but hold no text, or hardly any: lone digits that a detector passed over or had
read lying on their side, figures that a digital page shows as pictures or as outlines.

What stands in such a cell is cut out and read three times, with more and more paper around it. Where two readings agree
and none surely says otherwise it is the cell's text; else the cell is no blank but unread, and nothing may rest on its
being blank.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box, union
from extractors.model.page import Ink, Line, Look, ReadPage
from patterns.shapes import is_dash, is_value

# Set by eye on generated scans of 150 and 200 dpi and on digital pages with figures as pictures and outlines.
_BORDER = 2.2  # points inside a cell's edge that may show its ruling
_LEAST_INNER = 4.0  # points: smaller cells hold no character
_SPECK = 0.7  # square points: smaller ink is dirt
_HIGH = (3.4, 30.0)  # points: the height of a digit, from the smallest print to a title's
_OF_PRINT = (0.3, 1.4)  # of the middle height of the table's lines: what is lower or higher is no character of it
_MARGINS = (0.3, 0.4, 0.5)  # heights around what is read: the recogniser wants some paper around it
_SURE = 0.8  # confidence of every character of a reading that counts
_AGREEING = 2  # readings that must be of one kind
_DOUBTFUL = 0.9  # confidence below which a short text is read again
_BROAD = 0.8  # of the height: what is much higher than wide is taken for a line that runs downwards
_SHORT = 2  # characters that a detector may have cut out wrongly
_DOUBTED = 0.4  # confidence left to a short text that a second look does not confirm
_CONTAINED = 1.0  # points that a picture may reach out of its cell


@dataclass(frozen=True)
class _Hidden:
    """A cell, by its place among all, what of it may be read again, and the box around the ink there."""

    place: int
    inner: Box
    ink: Box


def with_hidden_text(table: Table, page: ReadPage) -> Table:
    """The table with what stands in cells without text, as far as it can be read; the rest of them are unread."""
    look = page.look
    if look is None or (page.source == "text_layer" and not page.drawn):
        return table
    hidden = _hidden(table, page, look)
    if not hidden:
        return table
    cells = list(table.cells)
    for found, line in zip(hidden, _read_again(hidden, look), strict=True):
        cells[found.place] = _as_seen(cells[found.place], line, scanned=page.source == "ocr")
    return replace(table, cells=tuple(cells))


def _as_seen(cell: Cell, line: Line | None, *, scanned: bool) -> Cell:
    """The cell with what its readings found in it; None where they did not agree."""
    # On a scan dirt may look like a word, but seldom twice like one figure.
    good = line is not None and (not scanned or is_value(line.text))
    if line is not None and good:
        same = line.text == cell.text and cell.confidence >= min(line.confidences)
        return cell if same else replace(cell, lines=(line,))
    if is_value(cell.text):
        return replace(cell, lines=tuple(_doubted(line) for line in cell.lines))
    return cell if cell.text else replace(cell, unread=True)


def _doubted(line: Line) -> Line:
    return replace(line, confidences=tuple(min(c, _DOUBTED) for c in line.confidences))


def _hidden(table: Table, page: ReadPage, look: Look) -> list[_Hidden]:
    """The cells of a page that show characters which nobody read."""
    own = ((i, cell) for i, cell in enumerate(table.cells) if cell.page == page.number)
    inners = {i: _inner(cell) for i, cell in own if _is_in_question(cell, page)}
    if not inners:
        return []
    low, high = _heights(table)
    ink = look.seen()
    found = ((i, inner, _ink_box(ink, inner)) for i, inner in inners.items())
    return [_Hidden(i, inner, box) for i, inner, box in found if box is not None and low <= box.height <= high]


def _is_in_question(cell: Cell, page: ReadPage) -> bool:
    """Whether a cell is to be looked at: on a scan by what was read of it, else where something is drawn in it."""
    if min(_inner(cell).width, _inner(cell).height) <= _LEAST_INNER:
        return False
    if page.source == "ocr":
        return _may_hide_digit(cell)
    return not cell.text and any(_within(drawn, cell.box) for drawn in page.drawn)


def _may_hide_digit(cell: Cell) -> bool:
    """Whether nothing was read, or so little and so doubtfully that it may be a digit cut out wrongly."""
    text = cell.text
    return not text or (len(text) <= _SHORT and not is_dash(text) and cell.confidence < _DOUBTFUL)


def _inner(cell: Cell) -> Box:
    box = cell.box
    return Box(box.x0 + _BORDER, box.y0 + _BORDER, box.x1 - _BORDER, box.y1 - _BORDER)


def _within(drawn: Box, cell: Box) -> bool:
    return (
        cell.x0 - _CONTAINED <= drawn.x0
        and drawn.x1 <= cell.x1 + _CONTAINED
        and cell.y0 - _CONTAINED <= drawn.y0
        and drawn.y1 <= cell.y1 + _CONTAINED
    )


def _heights(table: Table) -> tuple[float, float]:
    """The least and the greatest height that a character of a table may have, in points."""
    heights = [line.box.height for cell in table.cells for line in cell.lines]
    if not heights:
        return _HIGH
    middle = statistics.median(heights)
    return max(_HIGH[0], _OF_PRINT[0] * middle), min(_HIGH[1], _OF_PRINT[1] * middle)


def _ink_box(ink: Ink, inner: Box) -> Box | None:
    """The box around the ink inside of a cell, without dirt and without what its rulings leave at its sides."""
    crop = ink.crop(inner)
    if not crop.any():
        return None
    height, width = crop.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(crop), connectivity=8)
    pieces = [tuple(int(v) for v in piece[:4]) for piece in stats[1:count]]
    kept = [
        (x, y, w, h)
        for x, y, w, h in pieces
        if w * h > _SPECK * ink.density**2 and h < height and w < width and not _is_edge(x, y, w, h, width, height)
    ]
    if not kept:
        return None
    left, top = (round(v * ink.density) for v in (inner.x0, inner.y0))
    boxes = (Box(left + x, top + y, left + x + w, top + y + h) for x, y, w, h in kept)
    return Box(*(v / ink.density for v in union(boxes)))


def _is_edge(x: int, y: int, w: int, h: int, width: int, height: int) -> bool:
    """Whether a piece lies along a side of its crop: a ruling that is not quite straight."""
    level = w > 2 * h and (y == 0 or y + h == height)
    upright = h > 2 * w and (x == 0 or x + w == width)
    return level or upright


def _read_again(hidden: Sequence[_Hidden], look: Look) -> list[Line | None]:
    """What stands in each cell; None where its readings differ or are unsure."""
    by_margin = [look.read([_widened(h, margin) for h in hidden]) for margin in _MARGINS]
    return [_agreed(readings) for readings in zip(*by_margin, strict=True)]


def _widened(hidden: _Hidden, margin: float) -> Box:
    """The ink with paper around it, as far as its cell goes."""
    ink, inner = hidden.ink, hidden.inner
    by = margin * ink.height
    x0, x1 = max(inner.x0, ink.x0 - by), min(inner.x1, ink.x1 + by)
    lacking = _BROAD * (ink.height + 2 * by) - (x1 - x0)
    if lacking > 0:
        right = min(lacking / 2, inner.x1 - x1)
        x0, x1 = max(inner.x0, x0 - (lacking - right)), x1 + right
    return Box(x0, ink.y0 - by, x1, ink.y1 + by)


def _agreed(readings: Sequence[Line]) -> Line | None:
    """The reading that several are, none surely another, with the least confidence of each character in them."""
    sure = [line for line in readings if line.text and min(line.confidences) >= _SURE]
    if len(sure) < _AGREEING or len({line.text for line in sure}) > 1:
        return None
    least = tuple(map(min, zip(*(line.confidences for line in sure), strict=True)))
    return replace(sure[0], confidences=least)
