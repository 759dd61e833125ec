"""What a digital page shows that may be characters without being text: their outlines as curves, and small pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractors.model.geometry import Box
from extractors.opening.mupdf import pymupdf

Path = Mapping[str, Any]  # one drawing as PyMuPDF tells it

# Set by eye on pages whose figures are outlines or pictures.
_LEAST_STROKES = 5  # of an outline: a box and a frame have four
_HIGHEST, _WIDEST = 40.0, 300.0  # points: what is higher is no character, what is wider no text of a cell
_LOWEST = 3.0  # points: what is lower is a dot or a dash
_SLANTED = 0.2  # points between the ends of a stroke, both ways: what is less is level or upright


def is_outline(path: Path) -> bool:
    """Whether a drawing may be the outline of characters: small, of several strokes, and not of level ones alone."""
    x0, y0, x1, y1 = path["rect"]
    if y1 - y0 > _HIGHEST or x1 - x0 > _WIDEST or len(path["items"]) < _LEAST_STROKES:
        return False
    return any(item[0] == "c" or (item[0] == "l" and _is_slanted(*item[1:3])) for item in path["items"])


def _is_slanted(start: Sequence[float], end: Sequence[float]) -> bool:
    return abs(start[0] - end[0]) > _SLANTED and abs(start[1] - end[1]) > _SLANTED


def drawn_characters(page: pymupdf.Page, paths: Sequence[Path]) -> tuple[Box, ...]:
    """The boxes of outlines among `paths`, and of pictures no larger than a cell's text, on the page as shown."""
    boxes = [path["rect"] for path in paths if is_outline(path)]
    if page.get_images():
        boxes += [box for kind, box in page.get_bboxlog() if kind in ("fill-image", "fill-imgmask")]
    shown = [pymupdf.Rect(box) * page.rotation_matrix if page.rotation else box for box in boxes]
    found = (Box(*map(float, box)) for box in shown)
    return tuple(b for b in found if _LOWEST <= b.height <= _HIGHEST and b.width <= _WIDEST)
