"""The ruling lines of a page: from its drawings where it is digital, from its pixels where it is a scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

import cv2
import numpy as np
import numpy.typing as npt

from extractors.model.arrays import Grey
from extractors.model.geometry import Turn
from extractors.model.page import Ink, Ruling
from extractors.opening.mupdf import pymupdf
from extractors.reading.outlines import Path, is_outline
from extractors.reading.painting import is_turned
from extractors.reading.perspective import Stroke, drawn
from extractors.reading.sheet import lies_on_dark

Contour = npt.NDArray[np.int32]

_made = tuple.__new__  # of thousands of fragments: a NamedTuple called by its name takes three times as long

# Set by eye on digital tables and generated scans of them.
_THIN = 2.5  # points: a rectangle thinner than this is a line
_SHORTEST = 5.0  # points: shorter drawings are marks, not lines
_SAME_LINE = 1.6  # points between fragments that are one line
_BRIDGED = 3.0  # a gap along the line that is no gap
_SHORTEST_ACROSS = 22.0  # in scans: longer than the strokes of a heading's characters
_SHORTEST_DOWN = 11.0  # points, in scans: rows are higher
_TABLE_LINE = 60.0  # points: a table has two level lines of this length at least
_THICKEST = 5.0  # points, in scans: lines, thickened by slope and blur
_LEVEL = 1e-9  # of a map: what is less turns nothing
_FIT = 0.01  # pixels and radians: how exactly OpenCV fits a line, its usual setting
_BROADEST = 6.0  # points: what is dark over more than that is no ink
_DARKER = 24  # grey levels between ink and the paper on both sides
_AROUND, _BELOW_MEAN = 25, 14  # pixels around a place, and grey levels below their mean from which it is ink
_TELLING_ACROSS, _TELLING_DOWN = 60.0, 24.0  # points: longer strokes of ink are ruled, and tell a slope


def vector_rulings(page: pymupdf.Page, paths: Sequence[Path]) -> tuple[Ruling, ...]:
    """Horizontal and vertical lines among `paths`, the page's drawings, fragments put together."""
    found: list[Ruling] = []
    turn = page.rotation_matrix if paths and is_turned(page) else None
    for path in paths:
        if is_outline(path):
            continue
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
    x0, y0, x1, y1 = corners
    if x1 < x0:
        x0, x1 = x1, x0
    if y1 < y0:
        y0, y1 = y1, y0
    if y1 - y0 <= _THIN and x1 - x0 >= _SHORTEST:
        middle = (y0 + y1) / 2
        return [_made(Ruling, (x0, middle, x1, middle))]
    if x1 - x0 <= _THIN and y1 - y0 >= _SHORTEST:
        middle = (x0 + x1) / 2
        return [_made(Ruling, (middle, y0, middle, y1))]
    if outline and x1 - x0 >= _SHORTEST and y1 - y0 >= _SHORTEST:
        return [Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1)]
    return []


def merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Fragments of one line as one; lines sorted by place."""
    across = [r for r in rulings if r.y0 == r.y1]
    down = [_made(Ruling, (y0, x0, y1, x1)) for x0, y0, x1, y1 in rulings if y0 != y1]
    return _merged_across(across) + [Ruling(r.y0, r.x0, r.y1, r.x1) for r in _merged_across(down)]


def _merged_across(rulings: Sequence[Ruling]) -> list[Ruling]:
    levels: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=itemgetter(1)):
        if levels and ruling.y0 - levels[-1][-1].y0 <= _SAME_LINE:
            levels[-1].append(ruling)
        else:
            levels.append([ruling])
    return [ruling for level in levels for ruling in _bridged(level)]


def _bridged(level: Sequence[Ruling]) -> Iterator[Ruling]:
    """The lines that the fragments on one level make, parted where the gap between them is wide."""
    y = sum([y0 * (x1 - x0) for x0, y0, x1, _ in level]) / sum([x1 - x0 for x0, _, x1, _ in level])
    first, *others = sorted(level, key=itemgetter(0))
    start, end = first.x0, first.x1
    for ruling in others:
        if ruling.x0 - end <= _BRIDGED:
            end = max(end, ruling.x1)
        else:
            yield Ruling(start, y, end, y)
            start, end = ruling.x0, ruling.x1
    yield Ruling(start, y, end, y)


def straight_ink(grey: Grey, to_frame: Turn, density: float) -> Ink:
    """The ink of a scan, set straight, at `density` pixels a point. `to_frame` maps pixels to the reading frame."""
    straight = _straightened(grey, to_frame, density)
    mask = cv2.adaptiveThreshold(straight, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _BELOW_MEAN)
    if lies_on_dark(grey):
        mask = cv2.bitwise_and(mask, _thin(straight, density))
    return Ink(np.asarray(mask, np.uint8), density)


def _thin(grey: Grey, density: float) -> Grey:
    """What is dark between light, so that the edge of a sheet on a darker table is no line."""
    side = 2 * round(_BROADEST * density / 2) + 1
    kernel = np.ones((side, side), np.uint8)
    darker = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.threshold(darker, _DARKER, 255, cv2.THRESH_BINARY)[1], np.uint8)


@dataclass(frozen=True)
class DrawnLines:
    """Long thin strokes of ink, as contours in pixels: level ones, and upright ones with their axes exchanged."""

    across: tuple[Contour, ...]
    down: tuple[Contour, ...]
    density: float

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The strokes that are straight enough to be the lines of a table, in the reading frame."""
        found = _runs(self.across, self.density)
        if sum(r.x1 - r.x0 >= _TABLE_LINE for r in found) < 2:
            return ()  # no table stands between fewer lines than two
        turned = _runs(self.down, self.density)
        return tuple(merged([*found, *(Ruling(r.y0, r.x0, r.y1, r.x1) for r in turned)]))

    @property
    def strokes(self) -> tuple[list[Stroke], list[Stroke]]:
        """Those long enough to tell a slope: level and upright ones, in the reading frame."""
        upright = [stroke.turned for stroke in _sloping(self.down, _TELLING_DOWN, self.density)]
        return _sloping(self.across, _TELLING_ACROSS, self.density), upright


def drawn_lines(ink: Ink) -> DrawnLines:
    """Lines among the ink of a scan."""
    density = ink.density
    across = _contours(ink.mask, round(_SHORTEST_ACROSS * density))
    if sum(cv2.boundingRect(c)[2] >= _TABLE_LINE * density for c in across) < 2:
        return DrawnLines((), (), density)
    down = _contours(np.ascontiguousarray(ink.mask.T), round(_SHORTEST_DOWN * density))
    return DrawnLines(across, down, density)


def _straightened(grey: Grey, to_frame: Turn, density: float) -> Grey:
    """The image in the frame, at `density` pixels a point; as it is where there is nothing to turn."""
    t = to_frame
    if max(abs(t.b), abs(t.d), abs(t.g), abs(t.h)) < _LEVEL:
        return grey
    matrix = np.diag([density, density, 1.0]) @ t.matrix
    size = (grey.shape[1], grey.shape[0])
    if t.g or t.h:
        flat = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    else:
        flat = cv2.warpAffine(grey, matrix[:2], size, flags=cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(flat, np.uint8)


def _contours(ink: Grey, shortest: int) -> tuple[Contour, ...]:
    """The outlines of level runs of ink at least `shortest` pixels long."""
    # A line that is a little off the level steps from row to row: thickened, it stays in one piece.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    return tuple(cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0])  # type: ignore[arg-type]


def _runs(contours: Sequence[Contour], density: float) -> list[Ruling]:
    """Those thin enough to be lines, in points."""
    found = []
    for x, y, width, height in map(cv2.boundingRect, contours):
        if height > _THICKEST * density:
            continue
        level = (y + height / 2) / density
        found.append(Ruling(x / density, level, (x + width) / density, level))
    return found


def _sloping(contours: Sequence[Contour], shortest: float, density: float) -> list[Stroke]:
    """The strokes at least `shortest` points long with the slope that fits their outline best."""
    found = []
    for contour in contours:
        width = cv2.boundingRect(contour)[2] / density
        if width < shortest:
            continue
        dx, dy, x, y = (float(v) for v in cv2.fitLine(contour, cv2.DIST_L2, 0, _FIT, _FIT).ravel())
        if abs(dx) > abs(dy):
            found.append(drawn(x / density, y / density, dy / dx, width))
    return found
