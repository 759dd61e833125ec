"""The sheet in a photograph: its four corners, told by the darker table that it lies on, and the sheet alone, flat.

Scans have no table around them; they, and photographs that the sheet fills, are left as they are.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from extractors.model.arrays import Float64s, Grey
from extractors.model.geometry import Turn
from extractors.reading.raster import Raster

# Set by eye on generated photographs and on scans that must be left alone.
_RIM = 2  # pixels from an image's side where what lies around the sheet shows
_DARKER = 24  # grey levels from the sheet down to what lies around it
_DARK_PART = 0.04  # of a side, at least
_SMALL = 600  # pixels of the longer side of the image in which the outline is looked for
_STRAIGHTENED = 0.02  # of the outline's length that its corners may leave out
_LEAST_AREA, _MOST_AREA = 0.3, 0.94  # of the image
_RIM_SHARE = 0.8  # of the paper's brightness
_SAMPLED = (0.05, 0.95)  # of a side: corners may be rounded
_SAMPLES, _SHARP = 40, 0.7  # places along a side, and the part of them where the paper must end
_LONGER_SIDE = 842.0  # points: sheets are taken to be A4
_A4 = math.sqrt(2)  # longer side to shorter, of all sheets of ISO 216
_NEARLY_A4 = 0.12  # how far the sides' ratio may be off, seen aslant


def lies_on_dark(grey: Grey) -> bool:
    """Whether something darker than the sheet shows around it, as on a photograph."""
    inner = max(grey.shape) // 50
    for side in range(4):
        image = np.rot90(grey, side)
        outside, inside = image[_RIM : _RIM + 3], image[inner : inner + 3]
        darker = np.median(inside, axis=0) - np.median(outside, axis=0) > _DARKER
        if np.count_nonzero(darker) > _DARK_PART * darker.size:
            return True
    return False


def _dark_rim(grey: Grey) -> bool:
    """Whether the image's sides are darker than its middle, as where a table or a shadow shows there."""
    height, width = grey.shape
    paper = np.percentile(grey[height // 4 : -height // 4 : 8, width // 4 : -width // 4 : 8], 75)
    rim = (grey[_RIM, ::8], grey[-_RIM, ::8], grey[::8, _RIM], grey[::8, -_RIM])
    return any(float(np.median(side)) < _RIM_SHARE * paper for side in rim)


def cut_out(photograph: Raster) -> tuple[Raster, tuple[float, float], Turn] | None:
    """The sheet alone: its image, its size in points, and the map from it to the page that shows the photograph.

    None where no outline of a sheet can be told.
    """
    grey = np.asarray(cv2.cvtColor(photograph.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    corners = _corners(grey) if _dark_rim(grey) else None
    if corners is None:
        return None
    width, height = _sides(corners)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    pixels = cv2.warpPerspective(
        photograph.pixels, matrix, (round(width), round(height)), borderMode=cv2.BORDER_REPLICATE
    )
    scale = _LONGER_SIDE / max(width, height)
    to_points = Turn(a=scale, e=scale)
    back = to_points.inverse().then(Turn.of(np.asarray(np.linalg.inv(matrix), np.float64))).then(photograph.to_points)
    return Raster(np.asarray(pixels, np.uint8), to_points), (width * scale, height * scale), back


def _corners(grey: Grey) -> Float64s | None:
    """The corners of a sheet on a darker table, from the upper left clockwise, in pixels."""
    scale = _SMALL / max(grey.shape)
    small = cv2.GaussianBlur(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (0, 0), 3)
    # Print would part the sheet: the brightest around each place is its paper.
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    _, light = cv2.threshold(paper, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = cv2.convexHull(max(contours, key=cv2.contourArea))
    found = cv2.approxPolyDP(largest, _STRAIGHTENED * cv2.arcLength(largest, True), True).reshape(-1, 2)
    if len(found) != 4 or not _LEAST_AREA * light.size <= cv2.contourArea(found) <= _MOST_AREA * light.size:
        return None
    if not _stands_out(found.astype(np.float64), np.asarray(paper, np.uint8)):
        return None
    middle = found.mean(axis=0)
    clockwise = found[np.argsort(np.arctan2(*(found - middle).T[::-1]))]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.asarray(np.roll(clockwise, -first, axis=0) / scale, np.float64)


def _stands_out(corners: Float64s, paper: Grey) -> bool:
    """Whether the paper ends at the outline at once: a shadow ends slowly."""
    step = _SMALL / 40
    middle = corners.mean(axis=0)
    sharp = 0
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        outward = np.array([a[1] - b[1], b[0] - a[0]]) / math.dist(a, b)
        outward *= np.sign(outward @ (a - middle))
        places = a + np.linspace(*_SAMPLED, _SAMPLES)[:, None] * (b - a)
        inside, outside = _at(paper, places - step * outward), _at(paper, places + step * outward)
        seen = ~np.isnan(outside)
        if np.count_nonzero(inside[seen] - outside[seen] > _DARKER) < _SHARP * np.count_nonzero(seen):
            return False
        sharp += int(np.count_nonzero(seen))
    return sharp >= 2 * _SAMPLES


def _at(image: Grey, places: Float64s) -> Float64s:
    """The brightness at each place (x, y); nan outside of the image."""
    x, y = np.rint(places).astype(int).T
    within = (x >= 0) & (y >= 0) & (x < image.shape[1]) & (y < image.shape[0])
    values = np.full(len(places), np.nan)
    values[within] = image[y[within], x[within]]
    return values


def _sides(corners: Float64s) -> tuple[float, float]:
    """Width and height of the sheet in pixels, those of A4 where they are near."""
    a, b, c, d = corners
    width = max(math.dist(a, b), math.dist(d, c))
    height = max(math.dist(a, d), math.dist(b, c))
    long, short = max(width, height), min(width, height)
    if abs(long / short / _A4 - 1) < _NEARLY_A4:
        short = long / _A4
    return (short, long) if height >= width else (long, short)
