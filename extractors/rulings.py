"""The ruling lines of a page: from its drawings where it is digital, from its pixels where it is a scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.geometry import Turn
from extractors.mupdf import pymupdf
from extractors.page import Ink, Ruling

_THIN = 2.5  # points: a rectangle thinner than this is a line
_SHORTEST = 5.0
_SAME_LINE = 1.6  # points between fragments that are one line
_BRIDGED = 3.0  # a gap along the line that is no gap
_SHORTEST_ACROSS = 22.0  # in scans: longer than the strokes of a heading's characters
_SHORTEST_DOWN = 11.0
_TABLE_LINE = 60.0


def vector_rulings(page: pymupdf.Page) -> tuple[Ruling, ...]:
    """Horizontal and vertical lines among the page's drawings, fragments put together."""
    found: list[Ruling] = []
    turn = page.rotation_matrix if page.rotation else None
    for path in page.get_cdrawings():
        stroked = path.get("type") != "f"
        for item in path["items"]:
            if item[0] == "l":
                found += _of_box((*item[1], *item[2]), turn, outline=False)
            elif item[0] == "re":
                found += _of_box(tuple(item[1]), turn, outline=stroked)
            elif item[0] == "qu":
                quad = pymupdf.Quad(item[1])
                found += _of_box(tuple(quad.rect), turn, outline=stroked)
    return tuple(merged(found))


def _of_box(corners: Sequence[float], turn: pymupdf.Matrix | None, *, outline: bool) -> list[Ruling]:
    """The lines that a line or rectangle draws: one where it is thin, its four sides where it is outlined."""
    if turn is not None:
        a, b = pymupdf.Point(corners[0], corners[1]) * turn, pymupdf.Point(corners[2], corners[3]) * turn
        corners = (a.x, a.y, b.x, b.y)
    x0, x1 = sorted((corners[0], corners[2]))
    y0, y1 = sorted((corners[1], corners[3]))
    if y1 - y0 <= _THIN and x1 - x0 >= _SHORTEST:
        return [Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    if x1 - x0 <= _THIN and y1 - y0 >= _SHORTEST:
        return [Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    if outline and x1 - x0 >= _SHORTEST and y1 - y0 >= _SHORTEST:
        return [Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1)]
    return []


def merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Fragments of one line as one; lines sorted by place."""
    across = [r for r in rulings if r.horizontal]
    down = [Ruling(r.y0, r.x0, r.y1, r.x1) for r in rulings if not r.horizontal]
    return _merged_across(across) + [Ruling(r.y0, r.x0, r.y1, r.x1) for r in _merged_across(down)]


def _merged_across(rulings: Sequence[Ruling]) -> list[Ruling]:
    levels: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda r: r.y0):
        if levels and ruling.y0 - levels[-1][-1].y0 <= _SAME_LINE:
            levels[-1].append(ruling)
        else:
            levels.append([ruling])
    out: list[Ruling] = []
    for level in levels:
        y = sum(r.y0 * (r.x1 - r.x0) for r in level) / sum(r.x1 - r.x0 for r in level)
        start, end = None, 0.0
        for ruling in sorted(level, key=lambda r: r.x0):
            if start is not None and ruling.x0 - end <= _BRIDGED:
                end = max(end, ruling.x1)
                continue
            if start is not None:
                out.append(Ruling(start, y, end, y))
            start, end = ruling.x0, ruling.x1
        if start is not None:
            out.append(Ruling(start, y, end, y))
    return out


def straight_ink(grey: npt.NDArray[np.uint8], to_frame: Turn) -> Ink:
    """The ink of a scan, set straight. `to_frame` maps pixels to the reading frame, rotation included."""
    density = 1 / float(np.hypot(to_frame.a, to_frame.d))
    straight = _straightened(grey, to_frame, density)
    mask = cv2.adaptiveThreshold(straight, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 14)
    return Ink(np.asarray(mask, np.uint8), density)


def image_rulings(ink: Ink) -> tuple[Ruling, ...]:
    """Lines among the ink of a scan, in the reading frame."""
    density = ink.density
    found = _runs(ink.mask, round(_SHORTEST_ACROSS * density), density)
    if sum(r.x1 - r.x0 >= _TABLE_LINE for r in found) < 2:
        return ()  # no table stands between fewer lines than two
    turned = _runs(np.ascontiguousarray(ink.mask.T), round(_SHORTEST_DOWN * density), density)
    return tuple(merged([*found, *(Ruling(r.y0, r.x0, r.y1, r.x1) for r in turned)]))


def _straightened(grey: npt.NDArray[np.uint8], to_frame: Turn, density: float) -> npt.NDArray[np.uint8]:
    """The image in the frame, at `density` pixels a point; as it is where there is nothing to turn."""
    if abs(to_frame.b) < 1e-9 and abs(to_frame.d) < 1e-9:
        return grey
    t = to_frame
    matrix = np.array([[t.a, t.b, t.c], [t.d, t.e, t.f]], dtype=float) * density
    size = (grey.shape[1], grey.shape[0])
    return np.asarray(cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_LINEAR, borderValue=255), np.uint8)


def _runs(ink: npt.NDArray[np.uint8], shortest: int, density: float) -> list[Ruling]:
    """Horizontal runs of ink at least `shortest` pixels long, thin enough to be lines, in points."""
    # A line that is a little off the level steps from row to row: thickened, it stays in one piece.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for x, y, width, height in map(cv2.boundingRect, contours):
        if height > 5 * density:
            continue
        level = (y + height / 2) / density
        found.append(Ruling(x / density, level, (x + width) / density, level))
    return found
