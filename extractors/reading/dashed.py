"""Dashed and dotted rules of a scan: thin ink that goes on and on at one height, with short gaps and nothing beside it.

Dots that lead from a title to its page number do so as well: level ones are rules only where upright lines stand, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.model.arrays import Grey
from extractors.model.page import Ink, Ruling
from extractors.reading.rulings import merged

# Set by eye on scans of 150 and 200 dpi of dashes of 1 to 4 points and gaps of 2, single dots lost.
_THIN = 2.4  # points: thicker ink is no rule
_GAP = 5.5  # points between two dashes at most: one dot of several may be lost
_SHORTEST_ACROSS, _SHORTEST_DOWN = 60.0, 7.0  # points: what is shorter may be strokes of characters in a row
_BRIDGED = 8.0  # points: as far may dashes stand apart where a level rule was taken out between them
_BESIDE = (1.8, 3.4)  # points off a rule, on either side, where no ink is but where other rules cross
_FREE, _CLOSE = 0.12, 0.4  # of what lies there: that is ink at most; on one side of upright ones, where figures end
_LONG_POST = 40.0  # points: longer upright lines are no strokes of characters, one below the other
_STEP = 3  # pixels: as thick are lines made that step from row to row
_FEWEST = 2  # rules each way
_SAME = 1.6  # points within which two rules are one


def with_dashed(solid: tuple[Ruling, ...], ink: Ink) -> tuple[Ruling, ...]:
    """The solid rules of a page with the dashed ones among its ink, where these make a table; in points."""
    dashed = _dashed(ink, solid)
    return tuple(merged([*solid, *dashed])) if dashed else solid


def _dashed(ink: Ink, solid: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
    """The dashed rules that solid ones are not; none where they make no table."""
    across = _level(ink.mask, ink.density, _SHORTEST_ACROSS, _FREE)
    levels = [*across, *(r for r in solid if r.horizontal)]
    turned = _level(np.ascontiguousarray(_without(levels, ink).T), ink.density, _SHORTEST_DOWN, _CLOSE)
    upright = _in_line_with_long([Ruling(r.y0, r.x0, r.y1, r.x1) for r in turned], solid)
    new = [r for r in (*across, *upright) if not any(_covers(other, r) for other in solid)]
    standing = {round(r.x0) for r in (*upright, *solid) if not r.horizontal}
    if len(new) < _FEWEST or len(across) < _FEWEST or len(standing) < _FEWEST:
        return ()
    return tuple(new)


def _without(levels: Sequence[Ruling], ink: Ink) -> Grey:
    """Ink without its level rules, over which characters above and below them would go on into one another."""
    mask, density = ink.mask.copy(), ink.density
    for r in levels:
        top, bottom = (max(0, round((r.y0 + off) * density)) for off in (-_THIN / 2, _THIN / 2))
        mask[top:bottom, max(0, round(r.x0 * density)) : round(r.x1 * density)] = 0
    return mask


def _in_line_with_long(upright: list[Ruling], solid: tuple[Ruling, ...]) -> list[Ruling]:
    """Upright rules without strokes of characters: short ones stand where a long one goes on, above or below."""
    posts = [r.x0 for r in (*upright, *solid) if r.y1 - r.y0 >= _LONG_POST]
    return _bridged([r for r in upright if any(abs(r.x0 - x) <= _SAME for x in posts)])


def _bridged(upright: Sequence[Ruling]) -> list[Ruling]:
    """Pieces of one upright rule, close one below the other, as one."""
    joined: list[Ruling] = []
    for r in sorted(upright, key=lambda r: r.y0):
        above = next((k for k, o in enumerate(joined) if abs(o.x0 - r.x0) <= _SAME and r.y0 - o.y1 <= _BRIDGED), None)
        if above is None:
            joined.append(r)
        else:
            joined[above] = Ruling(joined[above].x0, joined[above].y0, joined[above].x0, max(joined[above].y1, r.y1))
    return joined


def _level(mask: Grey, density: float, shortest: float, close: float) -> list[Ruling]:
    """The level rules of ink, dashed or not, in points; `close` is how much ink may lie on one side of them."""
    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((round(_THIN * density), 1), np.uint8))
    thin = cv2.dilate(cv2.subtract(mask, thick), np.ones((_STEP, 1), np.uint8))
    closed = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, round(_GAP * density)), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(shortest * density)), np.uint8))
    contours = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    found = []
    for x, y, width, height in map(cv2.boundingRect, contours):
        level = y + height / 2
        if height <= _THIN * density + _STEP and _is_alone(mask, density, (x, x + width), level, close):
            found.append(Ruling(x / density, level / density, (x + width) / density, level / density))
    return found


def _is_alone(mask: Grey, density: float, ends: tuple[int, int], level: float, close: float) -> bool:
    """Whether next to nothing stands on one side of a line, and little on the other."""
    x0, x1 = ends
    near, far = (round(off * density) for off in _BESIDE)
    middle = round(level)
    above = mask[max(0, middle - far) : max(0, middle - near), x0:x1]
    below = mask[middle + near : middle + far, x0:x1]
    less, more = sorted(float((side > 0).mean()) if side.size else 0.0 for side in (above, below))
    return less <= _FREE and more <= close


def _covers(solid: Ruling, ruling: Ruling) -> bool:
    """Whether a rule is a part of a solid one."""
    if solid.horizontal != ruling.horizontal:
        return False
    if ruling.horizontal:
        beside = abs(solid.y0 - ruling.y0) <= _SAME
        return beside and solid.x0 - _SAME <= ruling.x0 and ruling.x1 <= solid.x1 + _SAME
    beside = abs(solid.x0 - ruling.x0) <= _SAME
    return beside and solid.y0 - _SAME <= ruling.y0 and ruling.y1 <= solid.y1 + _SAME
