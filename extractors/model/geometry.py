"""Boxes, and the map between a page as it is shown and the same page held upright and flat.

Unit everywhere: PDF points, origin top left, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extractors.model.arrays import Float64s

_NOTHING = 1e-12  # of a map: smaller numbers are rounding of a zero


class Box(NamedTuple):
    """An axis-parallel rectangle with x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From the left side to the right one, in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From the top to the bottom, in points."""
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """The point (x, y) in the middle."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies within the box or on its edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def overlap_y(self, other: Box) -> float:
        """The height that both boxes share, 0 where none."""
        return _shared(self.y0, self.y1, other.y0, other.y1)

    def overlap_x(self, other: Box) -> float:
        """The width that both boxes share, 0 where none."""
        return _shared(self.x0, self.x1, other.x0, other.x1)


def _shared(start: float, end: float, begin: float, stop: float) -> float:
    """How much two stretches share, 0 where nothing: asked of thousands of boxes, so without calls of min and max."""
    shared = (stop if stop < end else end) - (begin if begin > start else start)
    return shared if shared > 0.0 else 0.0


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of `boxes`; at least one is needed."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


@dataclass(frozen=True, slots=True)
class Turn:
    """The map `x' = (a x + b y + c) / w`, `y' = (d x + e y + f) / w` with `w = g x + h y + 1`, in points.

    `g` and `h` are the perspective of a photograph; without them the map is affine.
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0
    g: float = 0.0
    h: float = 0.0

    @classmethod
    def of(cls, matrix: Float64s) -> Turn:
        """The map of a 3 x 3 matrix; raises ValueError where the origin maps to nowhere."""
        if math.isclose(matrix[2, 2], 0.0, abs_tol=_NOTHING):
            raise ValueError("a turn that sends the origin away")
        return cls(*(float(v) for v in (matrix / matrix[2, 2]).flat[:8]))

    @property
    def matrix(self) -> Float64s:
        """The map as a 3 x 3 matrix of homogeneous coordinates."""
        return np.array([[self.a, self.b, self.c], [self.d, self.e, self.f], [self.g, self.h, 1.0]])

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is mapped to."""
        w = self.g * x + self.h * y + 1.0
        return (self.a * x + self.b * y + self.c) / w, (self.d * x + self.e * y + self.f) / w

    def box(self, box: Box) -> Box:
        """The axis-parallel box around the turned corners of `box`."""
        if self == UPRIGHT:
            return box
        corners = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = zip(*corners, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def then(self, after: Turn) -> Turn:
        """The map that does this one, then `after`."""
        return Turn.of(after.matrix @ self.matrix)

    def inverse(self) -> Turn:
        """The map back; raises ValueError where there is none."""
        if math.isclose(self.a * self.e - self.b * self.d, 0.0, abs_tol=_NOTHING):
            raise ValueError("a turn without area has no inverse")
        return Turn.of(np.asarray(np.linalg.inv(self.matrix), np.float64))


UPRIGHT = Turn()
