"""Beginnings of lines that the detector cut off: ink before a line's box, read again together with it.

A number before a name (二、) or a lone stroke (一) stands apart from the characters that follow and is passed over.
Figures are left alone: what stands before them, a watermark or dirt, must not become a digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from extractors.model.geometry import Box
from extractors.model.page import Ink, Line, Ruling

# Set by eye on generated scans whose lines the detector cut off.
_REACH = 2.6  # heights of a line, before it, that are looked at
_APART = 0.75  # heights between pieces of one line
_TOUCHING = 0.1  # heights next to the box that its own first character may spread into
_LEAST_WIDE = 0.25  # heights of ink that are worth reading
_LEAST_DARK = 0.03  # of the square of a height
_BAND = 0.12  # of the height, above and below, that belongs to neighbours
_CLEAR = 1.2  # points beside a ruling that show it
_MARGIN = 0.15  # heights around what is read again
_SURE = 0.6  # confidence of each character of a beginning: below it stands dirt that was read
_SHORTEST = 2  # characters of a line whose beginning is looked for: a single one may be dirt itself
_ON_EDGE = 1.0  # points that a ruling may stand right of where a line begins
_HIGH = (5.0, 30.0)  # points: the height of lines of text

# Boxes in the reading frame to a line for each
Reread = Callable[[Sequence[Box]], Sequence[Line]]


def with_cut_beginnings(lines: Sequence[Line], ink: Ink, rulings: Sequence[Ruling], reread: Reread) -> list[Line]:
    """The lines, with the characters before them that were passed over.

    `reread` gives what stands in each of several boxes as a line.
    """
    found = list(lines)
    wider = dict(_with_ink_before(lines, ink, rulings))
    for (i, box), again in zip(wider.items(), reread(list(wider.values())), strict=True):
        found[i] = _longer(lines[i], box, again)
    return found


def _with_ink_before(lines: Sequence[Line], ink: Ink, rulings: Sequence[Ruling]) -> Iterator[tuple[int, Box]]:
    """Lines before which there is ink that no other line has, by their place, and the box around both."""
    for i, line in enumerate(lines):
        box = line.box
        if len(line.text) < _SHORTEST or not _HIGH[0] <= box.height <= _HIGH[1] or line.text[0].isascii():
            continue
        bound, reach = max(0.0, left_bound(box, lines, rulings)), box.x0 - _REACH * box.height
        left = max(bound, reach)
        start = _ink_start(box, left, ink)
        # Ink that goes on beyond reach is a line that is drawn, or a picture.
        if start is not None and (reach < bound or start > reach + _TOUCHING * box.height):
            margin = _MARGIN * box.height
            yield i, Box(max(left, start - margin), box.y0, box.x1, box.y1)


def left_bound(box: Box, lines: Sequence[Line], rulings: Sequence[Ruling]) -> float:
    """Where what stands to the left of a box ends."""
    sides = [other.box.x1 for other in lines if other.box.x0 < box.x0 and box.overlap_y(other.box) > 0]
    posts = [
        r.x0 + _CLEAR
        for r in rulings
        if not r.horizontal and r.x0 <= box.x0 + _ON_EDGE and min(r.y1, box.y1) > max(r.y0, box.y0)
    ]
    return max([*sides, *posts], default=0.0)


def _ink_start(box: Box, left: float, ink: Ink) -> float | None:
    """Where the ink before a box begins, followed from the box as far as the pieces stand close; None for none."""
    height = box.height
    band = Box(left, box.y0 + _BAND * height, box.x0 - _TOUCHING * height, box.y1 - _BAND * height)
    if band.width < _LEAST_WIDE * height:
        return None
    crop = ink.crop(band)
    columns = np.flatnonzero(crop.any(axis=0))[::-1]
    reached = crop.shape[1]
    for column in columns:
        if reached - column > _APART * height * ink.density:
            break
        reached = int(column)
    wide = (crop.shape[1] - reached) / ink.density
    dark = np.count_nonzero(crop[:, reached:]) / ink.density**2
    if wide < _LEAST_WIDE * height or dark < _LEAST_DARK * height**2:
        return None
    return float(band.x0 + reached / ink.density)


def _longer(line: Line, box: Box, again: Line) -> Line:
    """The line with what the second reading has before it; as it was where the two do not agree in the rest."""
    for cut in (0, 1):
        rest = line.text[cut:]
        if rest and len(again.text) > len(line.text) and again.text.endswith(rest):
            head = again.slice(0, len(again.text) - len(rest))
            if min(head.confidences) < _SURE or not any(c.isalnum() for c in head.text):
                return line
            kept = line.slice(cut, len(line.text))
            return replace(
                line,
                text=head.text + kept.text,
                boxes=head.boxes + kept.boxes,
                confidences=head.confidences + kept.confidences,
            )
    return line
