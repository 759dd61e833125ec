"""Print of the sheet's back that shines through: told by its pale strokes away from any ink, and taken away.

What it leaves on a page is read by an OCR as lines of nonsense, or into the lines that it touches.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.model.arrays import Float32s, Grey, Image
from extractors.model.page import Line

# Set by eye on generated scans of sheets whose back shines through, and of others.
_DOUBTFUL = 0.8  # mean confidence of a line that may be nonsense
_NONSENSE = 0.35  # confidence of a character
_INK, _PAPER = 0.6, 0.93  # of the paper's brightness: ink is darker, paper lighter, pale strokes between
_NEAR = 11  # pixels around ink whose paleness is its own edge
_BROAD = 9  # pixels: what is pale over more is a shaded cell
_WIDTH, _HEIGHT, _AREA = (4, 40), (5, 30), 20  # of a pale stroke or character, in pixels
_MANY = 20  # pale strokes of a page through which its back shines
_EIGHTH = 1 / 8  # of the image's size: print vanishes, paper stays
_BLACK, _WHITE = 0.15, 0.75  # of the paper's brightness, in the image cleared


def cleared(pixels: Image, lines: Sequence[Line]) -> Image | None:
    """The image without what shines through; None where nothing was misread from it, or none does."""
    if not any(line.mean_confidence < _DOUBTFUL or min(line.confidences, default=1.0) < _NONSENSE for line in lines):
        return None
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    if _pale_strokes(grey[::2, ::2]) < _MANY:
        return None
    clear = np.clip((_of_paper(grey) - _BLACK) / (_WHITE - _BLACK), 0.0, 1.0) * 255
    return np.asarray(cv2.cvtColor(clear.astype(np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)


def _of_paper(grey: Grey) -> Float32s:
    """The brightness of every pixel as a share of that of the paper around it."""
    small = cv2.resize(grey, None, fx=_EIGHTH, fy=_EIGHTH, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(cv2.dilate(small, np.ones((5, 5), np.uint8)), (9, 9))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]))
    return np.asarray(grey / np.maximum(paper, 1).astype(np.float32), np.float32)


def _pale_strokes(grey: Grey) -> int:
    """How many pale strokes or characters there are away from ink."""
    share = _of_paper(cv2.blur(np.ascontiguousarray(grey), (3, 3)))  # type: ignore[arg-type]
    ink = cv2.dilate((share < _INK).astype(np.uint8), np.ones((_NEAR, _NEAR), np.uint8))
    pale = ((share < _PAPER) & (ink == 0)).astype(np.uint8)
    broad = cv2.erode(pale, np.ones((_BROAD, _BROAD), np.uint8))
    pale[cv2.dilate(broad, np.ones((_BROAD + 6, _BROAD + 6), np.uint8)) > 0] = 0
    margin = grey.shape[0] // 40
    count, _, stats, _ = cv2.connectedComponentsWithStats(pale[margin:-margin, margin:-margin])
    _, _, width, height, area = stats[1:count].T
    fits = (_WIDTH[0] <= width) & (width <= _WIDTH[1]) & (_HEIGHT[0] <= height) & (height <= _HEIGHT[1])
    return int(np.count_nonzero(fits & (area >= _AREA)))
