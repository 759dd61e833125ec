"""Pictures of the values that a finding rests on, cut from the pages of the documents, with the value framed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

from extractors.model.errors import UnreadableDocument
from extractors.model.file_name import readable
from extractors.model.record import BBox, file_digest
from extractors.opening.mupdf import pymupdf
from extractors.opening.paged import as_pdf
from flows.inputs import with_pages

_AROUND = (90.0, 16.0)  # points beside and above the value that are shown with it
_ZOOM = 1.6
_OPEN = 8  # PDFs kept open: findings come document by document
_FRAME = (0.84, 0.0, 0.0)


class Crops:
    """Cuts values from the PDFs, OFDs and images below some folders; only those count that were read."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._paths: dict[str, list[Path]] = {}
        for folder in folders:
            for path in with_pages(folder):
                self._paths.setdefault(readable(path.name), []).append(path)
        self._stack = ExitStack()
        self._opened = lru_cache(maxsize=_OPEN)(self._open)

    def __enter__(self) -> Crops:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def crop(self, file_name: str, sha256: str, page: int, bbox: BBox) -> str | None:
        """The value as a data: address (JPEG); None where the PDF is not there or cannot be shown."""
        pdf = self._opened(file_name, sha256)
        if pdf is None or not 1 <= page <= pdf.page_count:
            return None
        try:
            shown = pdf[page - 1]
            box = pymupdf.Rect(bbox)
            clip = pymupdf.Rect(box.x0 - _AROUND[0], box.y0 - _AROUND[1], box.x1 + _AROUND[0], box.y1 + _AROUND[1])
            pixels = shown.get_pixmap(matrix=pymupdf.Matrix(_ZOOM, _ZOOM), clip=clip & shown.rect, alpha=False)
            _frame(pixels, box)
            data = bytes(pixels.tobytes("jpeg", jpg_quality=80))
        except (RuntimeError, ValueError):
            return None
        return "data:image/jpeg;base64," + base64.b64encode(data).decode()

    def _open(self, file_name: str, sha256: str) -> pymupdf.Document | None:
        for path in self._paths.get(file_name, []):
            try:
                data = path.read_bytes()
                if hashlib.sha256(data).hexdigest() == file_digest(sha256):
                    pdf = as_pdf(data, file_name)
                    opened: pymupdf.Document = self._stack.enter_context(pymupdf.open(stream=pdf, filetype="pdf"))
                    return opened
            except (OSError, RuntimeError, UnreadableDocument):
                continue
        return None


def _frame(pixels: pymupdf.Pixmap, box: pymupdf.Rect) -> None:
    """Draws a frame around the value, a point outside of it."""
    colour = tuple(round(255 * part) for part in _FRAME)
    outer = (pymupdf.Rect(box.x0 - 2, box.y0 - 2, box.x1 + 2, box.y1 + 2) * pymupdf.Matrix(_ZOOM, _ZOOM)).irect
    thick = 2
    for line in (
        pymupdf.IRect(outer.x0, outer.y0, outer.x1, outer.y0 + thick),
        pymupdf.IRect(outer.x0, outer.y1 - thick, outer.x1, outer.y1),
        pymupdf.IRect(outer.x0, outer.y0, outer.x0 + thick, outer.y1),
        pymupdf.IRect(outer.x1 - thick, outer.y0, outer.x1, outer.y1),
    ):
        pixels.set_rect(line & pixels.irect, colour)
