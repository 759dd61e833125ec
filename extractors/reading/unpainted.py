"""Text that a layer holds and the page never shows: not painted, of no size, off the page, white on white, covered.

The page's picture decides, whatever hides a text: where all is of one shade, nothing is to be read. Where something
painted later lies over figures, the picture shows ink that need not be theirs; such places are told, to be read from it
(witnessed.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from extractors.model.geometry import Box, union
from extractors.opening.mupdf import pymupdf
from extractors.opening.unseen import SMALLEST
from extractors.reading.glyphs import Glyph, Paint, Run
from extractors.reading.outlines import HIGHEST, WIDEST
from extractors.reading.painting import AREAS, IMAGES, PATHS, Painting
from extractors.reading.picture import Picture

_MOST = 0.7  # of a run's glyphs that show nothing: it is hidden, the others' ink is something else's
_TOUCHED = 0.1  # of a glyph's area that lies under something painted later
_WHITE = 0.9  # a shade over white from which on text must stand on something darker to be seen
_OVER = 0.25  # of a white glyph's area that lies on a darker one: the ink there is that one's
_STYLES = 256  # that are remembered: a document has a few
_POINTS = ".,．，"  # of figures, beside their digits


@dataclass(frozen=True, slots=True)
class Shown:
    """The runs that a page shows, those that it hides, and where its figures are in doubt: something lies over them, or
    nothing is to be seen of them."""

    runs: list[Run]
    hidden: list[Run]
    doubtful: tuple[Box, ...] = ()


def without_unpainted(page: pymupdf.Page, runs: Sequence[Run], log: Painting, picture: Picture) -> Shown:
    """The runs that the page shows; `log` is what was painted where."""
    images = _turned([Box(*box) for kind, box in log if kind in IMAGES], page)
    covers = _turned(covered_places(log), page)
    seen = picture.shows([glyph.box for run in runs for glyph in run.glyphs])
    kept, hidden, doubtful = list[Run](), list[Run](), list[Box]()
    unseen = [0, *np.cumsum(~seen).tolist()]  # up to each glyph, how many show nothing
    end = 0
    for run in runs:
        start, end = end, end + len(run.glyphs)
        visible = seen[start:end]
        plain = unseen[start] == unseen[end] and _is_plain(run.paint)
        if not plain and (_is_hidden(run, visible, images) or _is_lost(run, runs)):
            hidden.append(run)
            continue
        kept.append(run)
        if covers or not plain:
            doubtful += _in_doubt(run, visible, covers)
    return Shown(kept, hidden, tuple(doubtful))


@lru_cache(maxsize=_STYLES)
def _is_plain(paint: Paint) -> bool:
    """Whether nothing in a style speaks for a run's not being seen."""
    return _is_painted(paint) and paint.size >= SMALLEST and paint.shade <= _WHITE


def covered_places(log: Painting) -> list[Box]:
    """Where something painted later lies over text: pictures of any size, drawings as small as text is."""
    texts = [(i, *box) for i, (kind, box) in enumerate(log) if kind.endswith("text")]
    areas = [(i, *box) for i, (kind, box) in enumerate(log) if _may_cover(kind, box)]
    if not texts or not areas or areas[-1][0] < texts[0][0]:
        return []
    text, area = np.array(texts, np.float32), np.array(areas, np.float32)
    later = area[:, None, 0] > text[None, :, 0]
    low = np.maximum(area[:, None, 1:3], text[None, :, 1:3])
    high = np.minimum(area[:, None, 3:5], text[None, :, 3:5])
    which = np.argwhere(later & (low < high).all(axis=2))
    return [Box(*map(float, (*low[a, t], *high[a, t]))) for a, t in which]


def _may_cover(kind: str, box: tuple[float, float, float, float]) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    if kind in PATHS:
        return SMALLEST < width <= WIDEST and SMALLEST < height <= HIGHEST
    return kind in AREAS


def _turned(boxes: Sequence[Box], page: pymupdf.Page) -> list[Box]:
    """Boxes that MuPDF's log tells, which knows nothing of a page's rotation, on the page as shown."""
    if not boxes or not page.rotation:
        return list(boxes)
    turn = page.rotation_matrix
    return [Box(*map(float, pymupdf.Rect(box) * turn)) for box in boxes]


def _is_hidden(run: Run, visible: npt.NDArray[np.bool_], images: Sequence[Box]) -> bool:
    """Whether nothing of a run is shown. What is laid unpainted over an image may say its words."""
    if run.paint.size < SMALLEST:
        return True
    telling = [bool(seen) for glyph, seen in zip(run.glyphs, visible, strict=True) if glyph.char.isalnum()]
    if telling and telling.count(False) >= _MOST * len(telling):
        return True
    return not _is_painted(run.paint) and not _is_held(union(glyph.box for glyph in run.glyphs), images)


def _is_lost(run: Run, runs: Sequence[Run]) -> bool:
    """Whether white text lies where darker text is: what is to be seen there is the other."""
    glyphs = [g.box for g in run.glyphs if g.char.isalnum()]
    if run.paint.shade <= _WHITE or not glyphs:
        return False
    dark = [g.box for other in runs if other.paint.shade <= _WHITE for g in other.glyphs]
    over = sum(any(_shared(box, other) > _OVER * box.width * box.height for other in dark) for box in glyphs)
    return over >= _MOST * len(glyphs)


def _is_painted(paint: Paint) -> bool:
    return paint.painted and paint.alpha > 0


def _in_doubt(run: Run, visible: npt.NDArray[np.bool_], covers: Sequence[Box]) -> list[Box]:
    """The figures' glyphs of a run that show nothing, are never painted, or lie under something."""
    if not any(glyph.char.isdigit() for glyph in run.glyphs):
        return []
    figures = [(g, seen) for g, seen in zip(run.glyphs, visible, strict=True) if g.char.isdigit() or g.char in _POINTS]
    painted = _is_painted(run.paint)
    # Of a point so little is to be seen that its box may miss it.
    return [g.box for g, s in figures if not (s or g.char in _POINTS) or not painted or _is_touched(g, covers)]


def _is_touched(glyph: Glyph, covers: Sequence[Box]) -> bool:
    least = _TOUCHED * glyph.box.width * glyph.box.height
    return any(_shared(glyph.box, cover) > least for cover in covers)


def _shared(box: Box, other: Box) -> float:
    return box.overlap_x(other) * box.overlap_y(other)


def _is_held(box: Box, among: Sequence[Box]) -> bool:
    return any(_holds(outer, box) for outer in among)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.middle
    return outer.contains(x, y) and outer.overlap_x(inner) > inner.width / 2 and outer.height > inner.height / 2
