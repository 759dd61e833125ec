"""Ink of a digital page beside its text layer that may be text: a table pasted as a picture, paragraphs as outlines.

Whatever drew it, it is seen in the page's picture, in pieces as large as characters are.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.model.arrays import Grey
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.reading.picture import Picture

# Set by eye on digital pages with emblems, charts and pasted tables.
_INK = 60  # of 255: shades as far from the paper's are ink
_AROUND = 1.0  # points around a character in which its own ink may reach
_SMALLEST, _HIGHEST, _WIDEST = 2, 40, 60  # points: less is a speck, more a rule, a frame, a picture
_FEWEST_PIECES = 60  # of ink: an emblem and its ring have fewer; a row of eight figures has as many
_FEWEST_ALONE = 3  # on a page without text
_FEWEST_READ = 20  # characters beside the text layer that an OCR reads: then it is text
_SURE = 0.8  # mean confidence of a line that is read


def may_hold_text(picture: Picture, characters: Sequence[Box]) -> bool:
    """Whether a page shows ink in pieces as large as characters outside of the boxes of its `characters`.

    Beside text, which may stand around an emblem, it must be much.
    """
    paper = _middle(picture.grey)
    ink = (cv2.absdiff(picture.grey, np.full_like(picture.grey, paper)) > _INK).astype(np.uint8)
    for box in characters:
        x0, y0 = (max(0, int((v - _AROUND) * picture.density)) for v in (box.x0, box.y0))
        x1, y1 = (max(0, int((v + _AROUND) * picture.density) + 1) for v in (box.x1, box.y1))
        ink[y0:y1, x0:x1] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH] / picture.density, stats[1:, cv2.CC_STAT_HEIGHT] / picture.density
    pieces = (wide <= _WIDEST) & (high <= _HIGHEST) & (np.maximum(wide, high) >= _SMALLEST)
    return int(pieces.sum()) >= (_FEWEST_PIECES if characters else _FEWEST_ALONE)


def _middle(grey: Grey) -> int:
    """The median of shades, its fraction cut off; told from how many there are of each, which is soon counted."""
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()
    below = np.cumsum(counts.astype(np.int64))
    low, high = np.searchsorted(below, [(grey.size - 1) // 2, grey.size // 2], side="right")
    return int(low + high) // 2


def reads_beside(read: Sequence[Line], characters: Sequence[Box]) -> bool:
    """Whether what an OCR read of a page tells text that stands outside of the boxes of its layer's `characters`."""
    if not read:
        return False
    held = np.array(characters or [Box(0, 0, 0, 0)], np.float64)
    beside = 0
    for line in read:
        if line.mean_confidence < _SURE:
            continue
        for char, box in zip(line.text, line.boxes, strict=True):
            x, y = box.middle
            inside = (held[:, 0] <= x) & (x <= held[:, 2]) & (held[:, 1] <= y) & (y <= held[:, 3])
            beside += char.isalnum() and not inside.any()
    return beside >= _FEWEST_READ
