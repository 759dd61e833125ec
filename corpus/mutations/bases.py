"""Sound documents of every kind, which are broken then: short disclosures of our own making, always the same bytes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import regex

from corpus.compose import Composed, Heading, compose
from corpus.forms import FormTable
from corpus.ofd import ofd_of_pdf, ofd_of_pictures
from corpus.render import render
from corpus.shapes import shapes
from corpus.sheets import Sheet
from extractors.opening.mupdf import pymupdf

VARIANTS = 3  # documents of each kind
_FAMILY, _SHAPE = "mof", "dotted"  # a short document: four tables, a form, every section in a sentence or two
_SCAN = Path(__file__).parents[1] / "samples" / "sample.scan.pdf"
_SCANNED_PAGES = (1, 2, 3)  # of the scan, from 0: text, one a variant
_DOTS_PER_INCH = 110  # of images: enough to be read, and few to be decoded
_PACKED_AT = (2024, 1, 1, 0, 0, 0)
_TIME = regex.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # as office files tell when they were written
_SOME_TIME = b"2024-01-01T00:00:00Z"

Rows = list[list[str]]
Packed = dict[str, bytes]  # the files of an archive, by name


@cache
def base(kind: str, variant: int) -> bytes:
    """A sound document of that kind; `variant` counts from 0 to VARIANTS - 1."""
    return _MADE[kind](variant)


@cache
def _composed(variant: int) -> Composed:
    return compose(_FAMILY, variant + 1, shape=shapes()[_SHAPE])


def _pdf(variant: int) -> bytes:
    """As published, or with all its streams unpacked, so that what they say can be broken, too."""
    data = render(_composed(variant))
    if variant == 0:
        return data
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return bytes(pdf.tobytes(deflate=False, expand=255, no_new_id=True))


def _scan(variant: int) -> bytes:
    with pymupdf.open(_SCAN) as pdf:
        pdf.select([_SCANNED_PAGES[variant]])
        return bytes(pdf.tobytes(garbage=4, no_new_id=True))


def _image(variant: int) -> bytes:
    with pymupdf.open(_SCAN) as pdf:
        pixels = pdf[_SCANNED_PAGES[variant]].get_pixmap(dpi=_DOTS_PER_INCH, colorspace=pymupdf.csGRAY)
        return bytes(pixels.tobytes("jpeg" if variant else "png"))


def _parts(document: Composed) -> Iterator[str | tuple[str, Rows]]:
    """The paragraphs of a document, and its tables with their titles."""
    yield from document.cover
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, str):
            yield block
        elif isinstance(block, FormTable):
            yield block.title, [[text for text, _, _ in row] for row in block.rows]
        else:
            yield block.title, _rows(block)


def _rows(sheet: Sheet) -> Rows:
    depth = max(len(column.head) for column in sheet.columns)
    head = [[(*column.head, *[""] * depth)[level] for column in sheet.columns] for level in range(depth)]
    body = [[sheet.text(row[c.block], c) if c.block < len(row) else "" for c in sheet.columns] for row in sheet.rows]
    return [*head, *body]


def _html(variant: int) -> bytes:
    said = []
    for part in _parts(_composed(variant)):
        if isinstance(part, str):
            said.append(f"<p>{escape(part)}</p>")
            continue
        rows = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in part[1])
        said.append(f'<p>{escape(part[0])}</p><table border="1" width="600">{rows}</table>')
    encoding = "gb18030" if variant == 1 else "utf-8"
    text = f'<!DOCTYPE html><html><head><meta charset="{encoding}"></head><body><div class="main">{"".join(said)}</div>'
    return f"{text}</body></html>".encode(encoding)


def _docx(variant: int) -> bytes:
    import docx

    document = docx.Document()
    for part in _parts(_composed(variant)):
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        document.add_paragraph(part[0])
        width = max(map(len, part[1]))
        table = document.add_table(len(part[1]), width)
        for row, texts in zip(table.rows, part[1], strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    return _saved(document)


def _sheets(variant: int) -> Iterator[tuple[str, Rows]]:
    tables = [part for part in _parts(_composed(variant)) if not isinstance(part, str)]
    yield from ((f"{number}", [[title], *rows]) for number, (title, rows) in enumerate(tables, 1))


def _xlsx(variant: int) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in _sheets(variant):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_number(text) for text in row])
        sheet.merge_cells("A1:D1")
    return _saved(book)


def _xls(variant: int) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    for name, rows in _sheets(variant):
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                sheet.write(r, c, _number(text))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _number(text: str) -> str | float:
    """What a cell holds: figures are numbers in workbooks."""
    plain = text.replace(",", "")
    return float(plain) if regex.fullmatch(r"-?\d+\.\d+", plain) else text


def _saved(document: Any) -> bytes:
    """An office document's bytes, the same each time it is made."""
    out = BytesIO()
    document.save(out)
    return packed({name: _TIME.sub(_SOME_TIME, data) for name, data in unpacked(out.getvalue()).items()})


def unpacked(data: bytes) -> Packed:
    """The files of an archive."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Packed) -> bytes:
    """An archive of these files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _PACKED_AT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _ofd(variant: int) -> bytes:
    """Text and lines; of the last variant pictures of pages, as scans are published."""
    return ofd_of_pictures(_scan(0), _DOTS_PER_INCH) if variant == VARIANTS - 1 else ofd_of_pdf(_pdf(variant))


def _zip(variant: int) -> bytes:
    names = {"docx": "甲局决算.docx", "xlsx": "乙局/报表.xlsx", "html": "丙局.html", "pdf": "丁局.pdf"}
    return packed({name: base(kind, variant) for kind, name in names.items()})


def _txt(variant: int) -> bytes:
    lines = [part if isinstance(part, str) else part[0] for part in _parts(_composed(variant))]
    return "\n".join(lines).encode("gb18030" if variant == 1 else "utf-8")


def _xml(variant: int) -> bytes:
    items = "".join(f"<item>{escape(p)}</item>" for p in _parts(_composed(variant)) if isinstance(p, str))
    root = ("rss", "feed", "document")[variant]
    return f'<?xml version="1.0" encoding="UTF-8"?><{root}>{items}</{root}>'.encode()


def _json(variant: int) -> bytes:
    return json.dumps(list(_parts(_composed(variant))), ensure_ascii=variant == 1).encode()


_MADE: dict[str, Callable[[int], bytes]] = {
    "pdf": _pdf, "scan": _scan, "docx": _docx, "xlsx": _xlsx, "xls": _xls, "html": _html, "image": _image,
    "ofd": _ofd,
    "zip": _zip, "txt": _txt, "xml": _xml, "json": _json,
}  # fmt: skip
KINDS = tuple(_MADE)
