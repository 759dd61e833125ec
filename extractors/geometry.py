"""Boxes and the turn between a page as it is shown and the same page held upright.

Unit everywhere: PDF points, origin top left, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """An axis-parallel rectangle with x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def contains(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def overlap_y(self, other: Box) -> float:
        """The height that both boxes share, 0 where none."""
        return max(0.0, min(self.y1, other.y1) - max(self.y0, other.y0))

    def overlap_x(self, other: Box) -> float:
        """The width that both boxes share, 0 where none."""
        return max(0.0, min(self.x1, other.x1) - max(self.x0, other.x0))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of `boxes`; at least one is needed."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


@dataclass(frozen=True, slots=True)
class Turn:
    """The affine map `x' = a x + b y + c, y' = d x + e y + f`, in points."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, box: Box) -> Box:
        """The axis-parallel box around the turned corners of `box`."""
        if self == UPRIGHT:
            return box
        corners = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = zip(*corners, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def inverse(self) -> Turn:
        """The map back; raises ValueError where there is none."""
        det = self.a * self.e - self.b * self.d
        if math.isclose(det, 0.0, abs_tol=1e-12):
            raise ValueError("a turn without area has no inverse")
        a, b, d, e = self.e / det, -self.b / det, -self.d / det, self.a / det
        return Turn(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))


UPRIGHT = Turn()
