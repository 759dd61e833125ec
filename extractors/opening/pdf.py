"""Bytes to an opened PDF, or one clear reason why not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from types import TracebackType

from extractors.model.errors import (
    DamagedDocument,
    EncryptedDocument,
    NotAPdf,
    OversizedDocument,
    UnsafeDocument,
    one_line,
)
from extractors.opening.magic import foreign, has_pdf_header
from extractors.opening.mupdf import pymupdf

MOST_PAGES = 2_000  # the longest disclosure at hand has about three hundred
LONGEST_SIDE = 7_200.0  # points: 100 inches; no disclosure is printed larger
MOST_PIXELS_A_SIDE = 9_999  # of an image: A3 at 600 dpi
MOST_PIXELS = 75_000_000  # of an image: A3 at 600 dpi; decoded it takes 220 MB
_MARKUP_WITHIN = 512  # bytes: markup begins with its first tag
_TRAILER_WITHIN = 2048  # bytes of a file's end: twice what the standard's readers accept after it


@dataclass(frozen=True)
class OpenedDocument:
    """An opened PDF with what identifies it; `warnings` are of its opening. Close it, or use it as a context."""

    pdf: pymupdf.Document
    file_name: str
    sha256: str
    byte_count: int
    page_count: int
    warnings: tuple[str, ...] = ()

    def __enter__(self) -> OpenedDocument:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.pdf.close()


def open_document(data: bytes, file_name: str) -> OpenedDocument:
    """Opens a PDF held in memory.

    Raises NotAPdf, EncryptedDocument, DamagedDocument, OversizedDocument or UnsafeDocument.
    """
    if not data:
        raise NotAPdf(file_name, "the file is empty")
    if not has_pdf_header(data) or foreign(data):
        raise NotAPdf(file_name, f"not a PDF: {_what_it_looks_like(data)}")
    try:
        pdf = pymupdf.open(stream=data, filetype="pdf")
    except Exception as error:
        raise DamagedDocument(file_name, f"the PDF cannot be opened: {one_line(error)}") from error
    try:
        _refuse(pdf, data, file_name)
    except BaseException:
        pdf.close()
        raise
    return OpenedDocument(pdf, file_name, hashlib.sha256(data).hexdigest(), len(data), pdf.page_count)


def open_drawn(pdf: bytes, data: bytes, file_name: str, warnings: tuple[str, ...] = ()) -> OpenedDocument:
    """Opens a document that was drawn as a PDF; what identifies it are its own bytes. Raises as open_document."""
    opened = open_document(pdf, file_name)
    return replace(opened, sha256=hashlib.sha256(data).hexdigest(), byte_count=len(data), warnings=warnings)


def _refuse(pdf: pymupdf.Document, data: bytes, file_name: str) -> None:
    if pdf.needs_pass:
        raise EncryptedDocument(file_name, "the PDF is encrypted and asks for a password")
    if b"startxref" not in data[-_TRAILER_WITHIN:] and b"%%EOF" not in data[-_TRAILER_WITHIN:]:
        raise DamagedDocument(file_name, "the PDF is truncated: its end is missing")
    try:
        count = pdf.page_count
    except Exception as error:
        raise DamagedDocument(file_name, f"the list of pages is broken: {one_line(error)}") from error
    if count == 0:
        raise DamagedDocument(file_name, "the PDF has no pages")
    if count > MOST_PAGES:
        raise OversizedDocument(file_name, f"{count} pages, more than the {MOST_PAGES} that are read")
    _refuse_what_acts(pdf, file_name)
    _refuse_sizes(pdf, file_name)


def _refuse_what_acts(pdf: pymupdf.Document, file_name: str) -> None:
    if pdf.embfile_count():
        raise UnsafeDocument(file_name, "the PDF carries an attached file")
    catalog = pdf.pdf_catalog()
    for key in ("OpenAction", "AA", "Names/JavaScript"):
        kind, value = pdf.xref_get_key(catalog, key)
        if kind == "null":
            continue
        if key == "Names/JavaScript" or _is_script(pdf, kind, value):
            raise UnsafeDocument(file_name, f"the PDF runs JavaScript (/{key})")


def _is_script(pdf: pymupdf.Document, kind: str, value: str) -> bool:
    if kind == "xref":
        value = pdf.xref_object(int(value.split(maxsplit=1)[0]))
    return "JavaScript" in value or "/JS" in value


def _refuse_sizes(pdf: pymupdf.Document, file_name: str) -> None:
    for number in range(pdf.page_count):
        try:
            page = pdf.load_page(number)
            rect = page.rect
            images = page.get_images()
        except Exception as error:
            raise DamagedDocument(file_name, f"broken: {one_line(error)}", place=f"page {number + 1}") from error
        if max(rect.width, rect.height) > LONGEST_SIDE:
            cause = f"the page is {rect.width:.0f} x {rect.height:.0f} points, more than {LONGEST_SIDE:.0f}"
            raise OversizedDocument(file_name, cause, place=f"page {number + 1}")
        for image in images:
            if cause := oversized(image[2], image[3]):
                raise OversizedDocument(file_name, cause, place=f"page {number + 1}")


def oversized(width: int, height: int) -> str:
    """Why an image of so many pixels is not read; "" where it is."""
    if max(width, height) > MOST_PIXELS_A_SIDE:
        return f"an image of {width} x {height} pixels, more than {MOST_PIXELS_A_SIDE} on a side"
    return (
        f"an image of {width} x {height} pixels, more than {MOST_PIXELS} in all" if width * height > MOST_PIXELS else ""
    )


def _what_it_looks_like(data: bytes) -> str:
    if data[:_MARKUP_WITHIN].lstrip().startswith(b"<"):
        return "HTML or XML"
    other = foreign(data)
    return other[1] if other is not None else "plain text or unknown bytes"
