"""What a digital page shows that may be characters without being text: their outlines as curves, and small pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractors.model.geometry import Box
from extractors.opening.mupdf import pymupdf
from extractors.reading.painting import IMAGES, Painting

Path = Mapping[str, Any]  # one drawing as PyMuPDF tells it
Item = Sequence[Any]  # a stroke of it: its kind and its points

# Set by eye on pages whose figures are outlines or pictures.
_LEAST_STROKES = 5  # of an outline: a box and a frame have four
HIGHEST, WIDEST = 40.0, 300.0  # points: what is higher is no character, what is wider no text of a cell
_LOWEST = 3.0  # points: what is lower is a dot or a dash
_SLANTED = 0.2  # points between the ends of a stroke, both ways: what is less is level or upright


def drawn_parts(paths: Sequence[Path]) -> Iterator[Path]:
    """The drawings one by one: one too large for a cell's text is parted where its pen is lifted.

    All figures of a page may be one drawing, as where a printer driver turned a font into outlines.
    """
    for path in paths:
        if len(path["items"]) < _LEAST_STROKES:
            yield path
            continue
        x0, y0, x1, y1 = path["rect"]
        small = y1 - y0 <= HIGHEST and x1 - x0 <= WIDEST
        if small or not any(map(_is_crooked, path["items"])):
            yield path
        else:
            yield from _contours(path)


def _contours(path: Path) -> Iterator[Path]:
    """The parts of a drawing of which each stroke begins where the one before ends."""
    run: list[Item] = []
    for item in path["items"]:
        if run and (item[0] not in "lc" or run[-1][0] not in "lc" or item[1] != run[-1][-1]):
            yield _part(path, run)
            run = []
        run.append(item)
    if run:
        yield _part(path, run)


def _part(path: Path, items: Sequence[Item]) -> Path:
    places = [place for item in items if item[0] in "lc" for place in item[1:]]
    if not places:
        return {**path, "items": items}
    xs, ys = zip(*places, strict=True)
    return {**path, "items": items, "rect": (min(xs), min(ys), max(xs), max(ys))}


def is_outline(path: Path) -> bool:
    """Whether a drawing may be the outline of characters: small, of several strokes, and not of level ones alone."""
    if len(path["items"]) < _LEAST_STROKES:
        return False  # as most drawings have
    x0, y0, x1, y1 = path["rect"]
    if y1 - y0 > HIGHEST or x1 - x0 > WIDEST:
        return False
    return any(map(_is_crooked, path["items"]))


def _is_crooked(item: Item) -> bool:
    return item[0] == "c" or (item[0] == "l" and _is_slanted(*item[1:3]))


def _is_slanted(start: Sequence[float], end: Sequence[float]) -> bool:
    return abs(start[0] - end[0]) > _SLANTED and abs(start[1] - end[1]) > _SLANTED


def drawn_characters(page: pymupdf.Page, paths: Sequence[Path], log: Painting) -> tuple[Box, ...]:
    """The boxes of outlines among `paths`, and of pictures no larger than a cell's text, on the page as shown.

    `log` is the page's, of what is painted where.
    """
    boxes = [path["rect"] for path in paths if is_outline(path)]
    boxes += [box for kind, box in log if kind in IMAGES]
    shown = [pymupdf.Rect(box) * page.rotation_matrix if page.rotation else box for box in boxes]
    found = (Box(*map(float, box)) for box in shown)
    return tuple(b for b in found if _LOWEST <= b.height <= HIGHEST and b.width <= WIDEST)
