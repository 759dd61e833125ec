"""Text that a layer holds and the page never shows: not painted, of no size, off the page, white on white, covered.

What is said of styles is sure. Whether white text stands on something dark, and whether something painted later hides
what is below it, the page's picture tells: where all is of one shade, nothing is to be read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.model.arrays import Grey
from extractors.model.geometry import Box, union
from extractors.opening.mupdf import pymupdf
from extractors.reading.glyphs import Run

_SMALLEST = 1.5  # points: smaller text is a speck, whatever prints it
_WHITE = 0.9  # a shade over white from which on text must stand on something darker to be seen
_FAINT = 16  # of 255: a box whose shades differ by less shows nothing
_INSIDE = 0.15  # of a box's height at its top and foot: there a rule or a neighbour may show
_DENSITY = 1.5  # pixels a point of the picture: strokes of the smallest print still darken one
_MOST = 0.7  # of a run's glyphs that show nothing: it is hidden, the others' ink is something else's
_SCAN = 0.5  # of the page that images cover: their text layer is judged as a whole (textlayer.py)
_AREAS = ("fill-image", "fill-path", "fill-shade")  # what may cover, in the words of MuPDF's log
_IMAGES = ("fill-image", "fill-imgmask")

Painting = Sequence[tuple[str, tuple[float, float, float, float]]]  # MuPDF's log: what was painted where, in order


def without_unpainted(page: pymupdf.Page, runs: Sequence[Run], log: Painting) -> tuple[list[Run], int]:
    """The runs that the page shows, and how many characters of others there were."""
    images = [Box(*box) for kind, box in log if kind in _IMAGES]
    sheet = Box(*(page.rect * page.derotation_matrix))
    covers = _covers(log)
    shown = page.rect  # asked once: the page works it out anew each time
    suspect = runs if covers else [run for run in runs if _is_suspect(run, shown)]
    if not suspect or _is_scan(images, sheet):
        return list(runs), 0
    hidden = {id(run) for run in _hidden(page, suspect, images, covers)}
    lost = sum(len("".join(run.text.split())) for run in suspect if id(run) in hidden)
    return [run for run in runs if id(run) not in hidden], lost


def _hidden(page: pymupdf.Page, runs: Sequence[Run], images: Sequence[Box], covers: Sequence[Box]) -> list[Run]:
    turn = page.derotation_matrix if page.rotation else None
    sheet = Box(*(page.rect * page.derotation_matrix))
    doubtful, hidden = list[Run](), list[Run]()
    for run in runs:
        placed = _placed(run, turn)
        if not _is_painted(run, placed, images) or not _shared(placed, sheet):
            hidden.append(run)
        elif run.paint.shade > _WHITE or _is_held(placed, covers):
            doubtful.append(run)
    return [*hidden, *_unseen(page, doubtful)]


def _placed(run: Run, turn: pymupdf.Matrix | None) -> Box:
    """Where a run stands on the page as MuPDF's log knows it, unrotated."""
    box = union(glyph.box for glyph in run.glyphs)
    return Box(*(pymupdf.Rect(box) * turn)) if turn is not None else box


def _is_suspect(run: Run, sheet: pymupdf.Rect) -> bool:
    """Whether anything in its style, or its beginning, speaks for a run's not being seen."""
    paint, (x0, y0, _, y1) = run.paint, run.glyphs[0].box
    styled = paint.painted and paint.alpha and paint.size >= _SMALLEST and paint.shade <= _WHITE
    return not styled or not (0 <= x0 < sheet.x1 and y1 > 0 and y0 < sheet.y1)


def _is_scan(images: Sequence[Box], sheet: Box) -> bool:
    return sum(_shared(image, sheet) for image in images) > _SCAN * _shared(sheet, sheet)


def _is_painted(run: Run, placed: Box, images: Sequence[Box]) -> bool:
    """Whether a style paints anything; what says an image's words is laid over it unpainted, and is kept."""
    if run.paint.size < _SMALLEST:
        return False
    return (run.paint.painted and run.paint.alpha > 0) or _is_held(placed, images)


def _covers(log: Painting) -> list[Box]:
    """What was painted over text: areas that hold all of what was set before them in the same place."""
    texts: list[Box] = []
    found = []
    for kind, place in log:
        if kind.endswith("text"):
            texts.append(Box(*place))
        elif kind in _AREAS and place[2] - place[0] > _SMALLEST < place[3] - place[1]:
            box = Box(*place)
            if any(_holds(box, text) for text in texts):
                found.append(box)
    return found


def _unseen(page: pymupdf.Page, runs: Sequence[Run]) -> list[Run]:
    """Those of the runs in whose place the page shows one shade only."""
    if not runs:
        return []
    picture = page.get_pixmap(matrix=pymupdf.Matrix(_DENSITY, _DENSITY), colorspace=pymupdf.csGRAY, alpha=False)
    grey = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.stride)[:, : picture.width]
    return [run for run in runs if _shows_nothing(run, grey)]


def _shows_nothing(run: Run, grey: Grey) -> bool:
    boxes = [glyph.box for glyph in run.glyphs if not glyph.char.isspace()]
    return sum(_spread(grey, box) < _FAINT for box in boxes) >= _MOST * len(boxes)


def _spread(grey: Grey, box: Box) -> int:
    """How far the shades inside a box lie apart, of 255."""
    inset = _INSIDE * box.height
    x0, y0, x1, y1 = (max(0, round(v * _DENSITY)) for v in (box.x0, box.y0 + inset, box.x1, box.y1 - inset))
    inside = grey[y0:y1, x0:x1]
    return int(inside.max()) - int(inside.min()) if inside.size else 0


def _shared(box: Box, other: Box) -> float:
    return box.overlap_x(other) * box.overlap_y(other)


def _is_held(box: Box, among: Sequence[Box]) -> bool:
    return any(_holds(outer, box) for outer in among)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.middle
    return outer.contains(x, y) and outer.overlap_x(inner) > inner.width / 2 and outer.height > inner.height / 2
