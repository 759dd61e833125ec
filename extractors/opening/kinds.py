"""What bytes are, told by themselves and never by a name."""

from __future__ import annotations

from typing import Literal

import regex

from extractors.opening.archive import office_kind
from extractors.opening.encoding import decoded
from extractors.opening.magic import foreign, has_pdf_header

Kind = Literal[
    "pdf", "html", "docx", "xlsx", "xls", "doc", "ofd", "zip", "rar", "7z", "image", "xml", "json", "unknown"
]

READ: tuple[Kind, ...] = ("pdf", "ofd", "html", "docx", "xlsx", "xls", "image")
# Feeds and sitemaps, told by their root element: what they quote may be HTML. What was once taken for a comment or the
# like stays one (`(?>…)`, `*+`), for a hostile page could be taken apart in more ways than there is time for.
_ROOT = regex.compile(
    r"(?>\s|<\?(?s:.)*?\?>|<!--(?s:.)*?-->|<![a-z][^>\[]*+(?:\[(?s:.)*?\]\s*+)?>)*+<(?P<name>[a-z:]+)"
)
_XML_ROOTS = frozenset({"rss", "feed", "urlset", "sitemapindex", "rdf:rdf"})
_TOLD_BY = 4096  # bytes of a text by which its kind is told


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
