"""The slope of a scanned page, from its lines and its ink, and the turn that takes it out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from extractors.model.arrays import Grey
from extractors.model.geometry import Turn
from extractors.model.page import Line

# Set by eye on generated scans that were turned by known angles.
_STEEPEST = 8.0  # degrees: a guess beyond it comes from boxes that tell nothing; the page is left as it is
_LONG = 3.0  # times as long as high: lines whose ends tell a slope
_TELLING = 200.0  # points: a line of this length tells the page's slope
_WIDE_STEPS = tuple(0.4 * k for k in range(-9, 10))  # degrees tried where no line is telling
_COARSE_STEPS = tuple(0.2 * k for k in range(-4, 5))  # degrees tried around the guess
_FINE_STEPS = tuple(0.05 * k for k in range(-3, 4))  # degrees tried around the best of those
_PROFILE_WIDTH = 800  # pixels of the longer side of the image whose rows of ink are compared
_AROUND, _DARKER = 25, 12  # pixels around a place, and grey levels below their mean from which it is ink


def skew_of(lines: Sequence[Line], grey: Grey) -> float:
    """The page's slope in degrees, clockwise positive.

    A guess from the lines' own slopes (their boxes are coarse), then the angle near it at which the rows of ink
    stand out most sharply (projection profile).
    """
    if not lines:
        return 0.0
    slopes, weights = _slopes(lines)
    guess = sum(s * w for s, w in zip(slopes, weights, strict=True)) / (sum(weights) or 1.0)
    if abs(guess) > _STEEPEST:
        return 0.0
    ink = _small_ink(grey)
    # Short lines, as in tables, have slopes that say little: their pages are tried at every angle.
    wide = _WIDE_STEPS if max(weights, default=0.0) < _TELLING else ()
    coarse = max((*wide, *(guess + step for step in _COARSE_STEPS)), key=lambda angle: _sharpness(ink, angle))
    return max((coarse + step for step in _FINE_STEPS), key=lambda angle: _sharpness(ink, angle))


def _slopes(lines: Sequence[Line]) -> tuple[list[float], list[float]]:
    """The slopes of long lines, in degrees, and the lengths that they weigh by."""
    slopes, weights = [], []
    for line in lines:
        (x0, y0), (x1, y1) = line.boxes[0].middle, line.boxes[-1].middle
        if x1 - x0 > _LONG * line.boxes[0].height:
            slopes.append(math.degrees(math.atan2(y1 - y0, x1 - x0)))
            weights.append(x1 - x0)
    return slopes, weights


def _small_ink(grey: Grey) -> Grey:
    scale = _PROFILE_WIDTH / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER), np.uint8
    )


def _sharpness(ink: Grey, degrees: float) -> float:
    """How much the ink of neighbouring rows differs once the page is turned back by `degrees`."""
    height, width = ink.shape
    shear = np.array([[1.0, 0.0, 0.0], [-math.tan(math.radians(degrees)), 1.0, 0.0]])
    shear[1, 2] = math.tan(math.radians(degrees)) * width / 2
    rows = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def turned_by(degrees: float, frame: tuple[float, float]) -> Turn:
    """A rotation (clockwise positive, y downwards) about the middle of the frame."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = frame[0] / 2, frame[1] / 2
    return Turn(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y)
