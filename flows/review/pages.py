"""Page images for reviewers: documents found by name below folders, rendered when asked for, the last ones kept."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from extractors.model.errors import UnreadableDocument
from extractors.model.file_name import readable
from extractors.model.record import Record, file_digest
from extractors.opening.kinds import Kind, kind_of
from extractors.opening.mupdf import pymupdf
from extractors.opening.paged import as_pdf
from flows.inputs import with_pages

_OPEN = 4  # documents kept open: to open one of 300 pages takes as long as a page of it
_QUALITY = 85
_WIDTH = 1400  # pixels: sharp on a wide screen


class NoPage(LookupError):
    """A page that cannot be shown; the message says why."""


class Original(NamedTuple):
    """A document's file: its name, its kind as its bytes tell it, its bytes."""

    name: str
    kind: Kind
    data: bytes


class PageImages:
    """Renders pages of the PDFs, OFDs and images below `folders`. Safe to use from several threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._paths: dict[str, list[Path]] = {}
        for folder in folders:
            for path in with_pages(folder):
                self._paths.setdefault(readable(path.name), []).append(path)
        self._lock = threading.Lock()  # MuPDF is not for several threads at once
        self._opened = lru_cache(maxsize=_OPEN)(self._open)
        self._rendered = lru_cache(maxsize=96)(self._render)
        self._digest = lru_cache(maxsize=4096)(_sha256)

    def image(self, record: Record, number: int) -> bytes:
        """A page as JPEG. Raises NoPage."""
        path = self._path(record)
        with self._lock:
            return self._rendered(path, path.stat().st_mtime_ns, number)

    def original(self, record: Record) -> Original:
        """The very file that was read. Raises NoPage."""
        path = self._path(record)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise NoPage(f"{path.name}: {error.strerror}") from error
        name = readable(path.name)
        if hashlib.sha256(data).hexdigest() != file_digest(record.document.sha256):  # changed since it was found
            raise NoPage(f"{name} is another file than the one that was read")
        return Original(name, kind_of(data), data)

    def _path(self, record: Record) -> Path:
        named = self._paths.get(record.document.file_name, [])
        for path in named:
            if path.is_file() and self._digest(path, path.stat().st_mtime_ns) == file_digest(record.document.sha256):
                return path
        name = record.document.file_name
        raise NoPage(f"{name} is another file than the one that was read" if named else f"{name} is not in --pdfs")

    def _render(self, path: Path, mtime_ns: int, number: int) -> bytes:
        name = readable(path.name)
        try:
            pdf = self._opened(path, mtime_ns)
            if not 1 <= number <= pdf.page_count:
                raise NoPage(f"{name} has no page {number}")
            page = pdf[number - 1]
            zoom = _WIDTH / max(1.0, page.rect.width)
            pixels = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
            return _jpeg(pixels)
        except UnreadableDocument as error:
            raise NoPage(str(error)) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise NoPage(f"{name}, page {number}: {error}") from error

    def _open(self, path: Path, mtime_ns: int) -> pymupdf.Document:
        return pymupdf.open(stream=as_pdf(path.read_bytes(), readable(path.name)), filetype="pdf")


def _sha256(path: Path, mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _jpeg(pixels: pymupdf.Pixmap) -> bytes:
    """As JPEG, by OpenCV: MuPDF takes ten times as long for that as for the page itself."""
    rows = np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.stride)
    picture = rows[:, : pixels.width * 3].reshape(pixels.height, pixels.width, 3)
    done, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise RuntimeError("no JPEG could be made")
    return data.tobytes()
