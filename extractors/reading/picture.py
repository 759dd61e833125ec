"""What a digital page shows to a person, as a picture: rendered once, and asked where there is anything to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import cv2
import numpy as np
import numpy.typing as npt

from extractors.model.arrays import Grey
from extractors.model.geometry import Box
from extractors.opening.mupdf import pymupdf
from extractors.reading.raster import grey_in

_DENSITY = 1.0  # pixels a point: strokes of the smallest print still shade one
_FAINT = 16  # of 255: neighbouring pixels that differ by less show nothing
_FAR = 1e6  # points: off any page
_INSIDE = 0.15  # of a box's height at its top and foot: there a rule or a neighbour may show


@dataclass(frozen=True)
class Picture:
    """The shades of a page (height, width), 0 black, `density` pixels a point, and the sums of its edges (h, w).

    `drawn` is what they were rendered from: the page's content, taken apart once.
    """

    grey: Grey
    density: float
    edges: npt.NDArray[np.int32]
    drawn: pymupdf.DisplayList

    def shows(self, boxes: Sequence[Box]) -> npt.NDArray[np.bool_]:
        """Whether anything is to be seen in each of `boxes` (n,), in points of the page as shown."""
        if not boxes:
            return np.zeros(0, np.bool_)
        places = np.fromiter(chain.from_iterable(boxes), np.float64, 4 * len(boxes)).reshape(-1, 4)
        if not np.abs(places).max() < _FAR:
            places[~(np.abs(places) < _FAR).all(axis=1)] = -1.0  # where a broken file puts a character, is nothing
        inset = _INSIDE * (places[:, 3] - places[:, 1])
        places[:, 1] += inset
        places[:, 3] -= inset
        height, width = self.grey.shape
        pixels = np.round(places * self.density).clip(0, (width, height, width, height)).astype(int)
        pixels[:, 2:] = np.maximum(pixels[:, 2:], pixels[:, :2])
        # The first sums are those of the second row and column: nothing stands at the first ones' left.
        left, top, right, foot = np.maximum(pixels, 1).T - 1
        sums = self.edges
        return np.asarray(sums[foot, right] - sums[top, right] - sums[foot, left] + sums[top, left] > 0, np.bool_)


def picture_of(drawn: pymupdf.DisplayList) -> Picture:
    """The picture of a page's content."""
    grey = grey_in(drawn.get_pixmap(pymupdf.Matrix(_DENSITY, _DENSITY), pymupdf.csGRAY, 0))
    own = grey[1:, 1:]
    unlike = cv2.max(cv2.absdiff(own, grey[1:, :-1]), cv2.absdiff(own, grey[:-1, 1:]))
    _, edge = cv2.threshold(unlike, _FAINT - 1, 1, cv2.THRESH_BINARY)
    return Picture(grey, _DENSITY, np.asarray(cv2.integral(edge)), drawn)
