"""Any document that a site offers to its Record: what it is, is told by its bytes, never by its name.

`extract_document` is the entry for everything that is not known to be a PDF; the PDF's own is extractors/pipeline.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from extractors.model.errors import UnreadableDocument
from extractors.model.file_name import readable
from extractors.model.record import Record
from extractors.opening.archive import Bounds, is_plain_archive, opened_archive
from extractors.opening.article import Article
from extractors.opening.kinds import kind_of
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import OpenedDocument, open_document, open_drawn
from extractors.pipeline import extracted

_LAID_OUT, _DRAWN = ("html", "docx", "xlsx", "xls"), ("image", "ofd")  # kinds that become an Article, a PDF
_NAMED = {"doc": "an old Word document (.doc)", "rar": "a RAR archive", "7z": "a 7z archive"}
_HOLDS_FILES = "an archive: each file in it is a document of its own, and is read by itself"
_OTHER_PACKAGE = (
    "a package of another program than those whose documents are read (PowerPoint, OpenDocument or the like)"
)


class UnreadKind(UnreadableDocument):
    """The document is of a kind that is not read; the cause names the kind."""


def extract_document(data: bytes, file_name: str, content: str | None = None) -> Record:
    """The Record of a document of any kind in `READ`. `content` is a CSS selector of an HTML page's text.

    Raises UnreadableDocument (extractors/model/errors.py); UnreadKind names the kind of what is not read.
    """
    return next(extracted(_opening(data, readable(file_name), content)))


def extract_all(data: bytes, file_name: str, content: str | None = None) -> tuple[Record, ...]:
    """The Record of a document as `extract_document` gives it; behind it those of the units whose accounts it binds.

    Of a document of one unit that is its Record alone. Raises as extract_document.
    """
    return tuple(extracted(_opening(data, readable(file_name), content)))


def _opening(data: bytes, file_name: str, content: str | None) -> Callable[[], OpenedDocument | Article]:
    """What opens a document of that kind; some kinds are looked into here. Raises UnreadableDocument."""
    kind = kind_of(data)
    if kind in _LAID_OUT:
        return _laid_out(kind, data, file_name, content)
    if kind in _DRAWN:
        return _drawn(kind, data, file_name)
    if kind in _NAMED:
        raise UnreadKind(file_name, f"{_NAMED[kind]}, which is not read")
    if kind == "zip":
        opened_archive(data, file_name, Bounds()).close()  # raises where the archive is broken
        raise UnreadKind(file_name, _HOLDS_FILES if is_plain_archive(data) else _OTHER_PACKAGE)
    return partial(open_document, data, file_name)


# What opens other kinds than PDF is loaded when one comes: most workers never see one, and would hold 8 MB for it.


def _laid_out(kind: str, data: bytes, file_name: str, content: str | None) -> Callable[[], Article]:
    article: Article
    if kind == "html":
        from extractors.opening.html import extract_article

        article = extract_article(data, file_name, content)
    elif kind == "docx":
        from extractors.opening.word import extract_docx

        article = extract_docx(data, file_name)
    else:
        from extractors.opening.workbook import extract_xls, extract_xlsx

        article = (extract_xlsx if kind == "xlsx" else extract_xls)(data, file_name)
    return lambda: article


def _drawn(kind: str, data: bytes, file_name: str) -> Callable[[], OpenedDocument]:
    if kind == "image":
        from extractors.opening.images import pdf_of_images

        return partial(open_drawn, pdf_of_images([data], file_name), data, file_name)
    from extractors.opening.ofd.drawn import draw_ofd

    drawn = draw_ofd(data, file_name)
    return partial(open_drawn, drawn.pdf, data, file_name, drawn.warnings)


def page_count(data: bytes) -> int:
    """How many pages a document says it has, of the kinds that have any; 0 of others, and where it cannot be opened."""
    kind = kind_of(data)
    if kind == "image":
        from extractors.opening.images import tiff_sizes

        return max(1, len(tiff_sizes(data)))
    if kind == "ofd":
        from extractors.opening.ofd.drawn import ofd_pages

        return ofd_pages(data)
    if kind != "pdf":
        return 0  # MuPDF would lay out a page of the web, or any text
    try:
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            return int(pdf.page_count)
    except Exception:
        return 0
