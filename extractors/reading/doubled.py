"""Glyphs set more than once for a bolder look: a fraction of a character apart, or filled and stroked in two passes.

Two equal glyphs of which one covers most of the other are one: real pairs (88, 11) stand a whole advance apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice, pairwise
from operator import eq

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.reading.glyphs import Glyph, Run

# Set by eye on text set twice to four times; faces set tightly overlap by less.
_SHIFTED = 0.4  # of a glyph's width: nearer ones are copies
_SHIFTED_EM = 0.15  # of its height: as far as narrow glyphs (a point, a comma) may be shifted with the others,
_MOST_SHIFTED = 0.6  # though no further than this share of their width
_SUNK = 0.25  # of its height: lower copies are of another line
_SAME_RUN = 0.5  # of the width and height of two runs that say the same: they are one
_TOUCHING = 0.3  # of the width of a run: neighbours that follow each other share less
_ONE_LINE = 3.0  # points: lines whose middles differ by less are sorted as of one baseline
_BUCKET = 16.0  # points: about a glyph of a title
_REACH = 4.0  # points: copies stand no further away


def without_copies(runs: Sequence[Run]) -> list[Run]:
    """The runs without glyphs that only repeat another one in its place; the runs themselves where there are none."""
    crowded = _crowded(runs)
    if not crowded:
        return list(runs)
    near: dict[tuple[str, float, float], list[Box]] = defaultdict(list)
    kept: list[Run] = []
    for run in _without_copied_runs(runs, crowded):
        if id(run) not in crowded or _is_stacked(run):
            kept.append(run)
            continue
        glyphs = [glyph for glyph in run.glyphs if not _is_copy(glyph, near)]
        if len(glyphs) == len(run.glyphs):
            kept.append(run)
        elif glyphs:
            kept.append(replace(run, glyphs=tuple(glyphs)))
    return kept


def _crowded(runs: Sequence[Run]) -> set[int]:
    """The runs that share their place with others, or in which equal glyphs follow that cover each other."""
    found = {id(run) for run in runs if _stammers(run)}
    placed = sorted(((_box(run), id(run)) for run in runs), key=lambda item: item[0].y0)
    for i, (box, run) in enumerate(placed):
        left, right, foot = box.x0, box.x1, box.y1
        for other, another in islice(placed, i + 1, None):
            if other.y0 > foot:
                break
            if other.x0 < right and left < other.x1 and _lie_over(box, other):
                found |= {run, another}
    return found


def _stammers(run: Run) -> bool:
    """Whether equal glyphs follow each other in a run that cover each other."""
    chars = [glyph.char for glyph in run.glyphs]
    if not any(map(eq, chars, chars[1:])):
        return False  # as of most runs, told without their boxes
    return any(a.char == b.char and _covers(b.box, a.box) for a, b in pairwise(run.glyphs))


def _lie_over(box: Box, other: Box) -> bool:
    """Whether two runs share a place, more than the edges at which neighbours touch."""
    if box.overlap_x(other) <= _TOUCHING * min(box.width, other.width):
        return False
    return box.overlap_y(other) > _SAME_RUN * min(box.height, other.height)


def _is_stacked(run: Run) -> bool:
    """Whether glyphs stand on others in a row: a text that replaces what is drawn has no places of its own."""
    pairs = pairwise(run.glyphs)
    return any(a.char != b.char and a.box.x0 == b.box.x0 and a.box.x1 == b.box.x1 for a, b in pairs)


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """Lines that copies between their characters had cut apart, put together where they abut on one baseline."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda item: (round(item.box.middle[1] / _ONE_LINE), item.box.x0)):
        if out and _abut(out[-1], line):
            before = out[-1]
            boxes, confidences = before.boxes + line.boxes, before.confidences + line.confidences
            out[-1] = Line(before.text + line.text, boxes, confidences)
        else:
            out.append(line)
    return out


def _abut(before: Line, line: Line) -> bool:
    left, right = before.boxes[-1], line.boxes[0]
    level = left.overlap_y(right) > _SAME_RUN * max(left.height, right.height)
    return level and abs(right.x0 - left.x1) <= _SHIFTED_EM * min(left.height, right.height)


def _is_copy(glyph: Glyph, near: dict[tuple[str, float, float], list[Box]]) -> bool:
    """Whether a glyph repeats one that is known to be near; else it is known from now on."""
    char, box = glyph
    if char.isspace():
        return False
    left, right, above, below = (v // _BUCKET for v in (box.x0, box.x0 + _REACH, box.y0, box.y0 + _REACH))
    known = near.get((char, left, above))
    if known is not None and any(_covers(box, other) for other in known):
        return True
    # A glyph is kept in each bucket that a copy of it may look in.
    for x in {left, right, (box.x0 - _REACH) // _BUCKET}:
        for y in {above, below, (box.y0 - _REACH) // _BUCKET}:
            near[char, x, y].append(box)
    return False


def _covers(box: Box, other: Box) -> bool:
    width, height = min(box.width, other.width), min(box.height, other.height)
    reach = max(_SHIFTED * width, min(_MOST_SHIFTED * width, _SHIFTED_EM * height))
    return abs(box.x0 - other.x0) <= reach and abs(box.y0 - other.y0) <= _SUNK * height


def _without_copied_runs(runs: Sequence[Run], crowded: AbstractSet[int]) -> list[Run]:
    """The runs without those of the crowded ones that say what another one says, over most of its place."""
    said: dict[str, list[Box]] = defaultdict(list)
    kept = []
    for run in runs:
        text = run.text.strip() if id(run) in crowded else ""
        if len(text) > 1:
            box = _box(run)
            if any(_is_over(box, other) for other in said[text]):
                continue
            said[text].append(box)
        kept.append(run)
    return kept


def _box(run: Run) -> Box:
    first, last = run.glyphs[0].box, run.glyphs[-1].box
    return Box(first.x0, min(first.y0, last.y0), last.x1, max(first.y1, last.y1))


def _is_over(box: Box, other: Box) -> bool:
    return (
        box.overlap_x(other) > _SAME_RUN * max(box.width, other.width) > 0
        and box.overlap_y(other) > _SAME_RUN * max(box.height, other.height) > 0
    )
