"""Any document that a site offers to its Record: what it is, is told by its bytes, never by its name.

`extract_document` is the entry for everything that is not known to be a PDF; the PDF's own is extractors/pipeline.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import regex

from extractors.model.errors import DamagedDocument, OversizedDocument, UnreadableDocument
from extractors.model.file_name import readable
from extractors.model.record import Record
from extractors.opening.archive import office_kind
from extractors.opening.html import decoded, extract_article
from extractors.opening.magic import foreign, has_pdf_header
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import oversized
from extractors.opening.word import extract_docx
from extractors.opening.workbook import extract_xls, extract_xlsx
from extractors.pipeline import extract, extract_laid_out

Kind = Literal[
    "pdf", "html", "docx", "xlsx", "xls", "doc", "ofd", "zip", "rar", "7z", "image", "xml", "json", "unknown"
]

READ: tuple[Kind, ...] = ("pdf", "html", "docx", "xlsx", "xls", "image")
_NAMED = {"doc": "an old Word document (.doc)", "ofd": "an OFD document", "rar": "a RAR archive", "7z": "a 7z archive"}
# Feeds and sitemaps, told by their root element: what they quote may be HTML. What was once taken for a comment or the
# like stays one (`(?>…)`, `*+`), for a hostile page could be taken apart in more ways than there is time for.
_ROOT = regex.compile(
    r"(?>\s|<\?(?s:.)*?\?>|<!--(?s:.)*?-->|<![a-z][^>\[]*+(?:\[(?s:.)*?\]\s*+)?>)*+<(?P<name>[a-z:]+)"
)
_XML_ROOTS = frozenset({"rss", "feed", "urlset", "sitemapindex", "rdf:rdf"})
_A4 = (595.0, 842.0)  # points
_TOLD_BY = 4096  # bytes of a text by which its kind is told


class UnreadKind(UnreadableDocument):
    """The document is of a kind that is not read; the cause names the kind."""


def kind_of(data: bytes) -> Kind:
    """What the bytes are."""
    other = foreign(data)
    if other is None:
        return "pdf" if has_pdf_header(data) else _text_kind(data)
    kind = other[0]
    if kind == "zip":
        return office_kind(data) or "zip"
    return _old_office(data) if kind == "old office" else kind


def _old_office(data: bytes) -> Kind:
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    return "xls" if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")) else "unknown"


def _text_kind(data: bytes) -> Kind:
    if b"\x00" in data[:_TOLD_BY] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "unknown"
    start = decoded(data[:_TOLD_BY]).lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("{", "[")):
        return "json"
    root = _ROOT.match(start)
    if root is not None and root["name"] in _XML_ROOTS:
        return "xml"
    if any(tag in start for tag in ("<html", "<!doctype html", "<body", "<div", "<head", "<p>", "<table")):
        return "html"
    if start.startswith("<?xml"):
        return "xml"
    return "html" if start.startswith("<") else "unknown"


def extract_document(data: bytes, file_name: str, content: str | None = None) -> Record:
    """The Record of a document of any kind in `READ`. `content` is a CSS selector of an HTML page's text.

    Raises UnreadableDocument (extractors/model/errors.py); UnreadKind names the kind of what is not read.
    """
    kind, file_name = kind_of(data), readable(file_name)
    if kind == "html":
        return extract_laid_out(extract_article(data, file_name, content))
    if kind == "docx":
        return extract_laid_out(extract_docx(data, file_name))
    if kind == "xlsx":
        return extract_laid_out(extract_xlsx(data, file_name))
    if kind == "xls":
        return extract_laid_out(extract_xls(data, file_name))
    if kind == "image":
        return extract(pdf_of_images([data], file_name), file_name)
    if kind in _NAMED:
        raise UnreadKind(file_name, f"{_NAMED[kind]}, which is not read")
    return extract(data, file_name)


def pdf_of_images(images: Sequence[bytes], file_name: str) -> bytes:
    """Images as the pages of a PDF, each as large as A4 allows. Raises DamagedDocument or OversizedDocument."""
    with pymupdf.open() as pdf:
        for number, image in enumerate(images, 1):
            place = f"image {number}" if len(images) > 1 else None
            try:
                # Told by the image's head; nothing is unpacked yet.
                head = pymupdf.mupdf.fz_new_image_from_buffer(pymupdf.mupdf.fz_new_buffer_from_copied_data(image))
            except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
                raise DamagedDocument(file_name, "the image cannot be opened", place=place) from error
            width, height = head.w(), head.h()
            if cause := oversized(width, height):
                raise OversizedDocument(file_name, cause, place=place)
            scale = min(_A4[0] / width, _A4[1] / height) if height >= width else min(_A4[1] / width, _A4[0] / height)
            page = pdf.new_page(width=width * scale, height=height * scale)
            try:
                page.insert_image(page.rect, stream=image)
            except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
                raise DamagedDocument(file_name, f"the image cannot be read: {error}", place=place) from error
        return bytes(pdf.tobytes(no_new_id=True))
