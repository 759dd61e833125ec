"""Files that must be refused in one clear line, made when they are needed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pymupdf


def plain() -> bytes:
    """A harmless one-page PDF."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((72, 100), "2023年度部门决算", fontname="china-s", fontsize=16)
    return bytes(pdf.tobytes())


def encrypted() -> bytes:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    return bytes(pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner"))


def truncated() -> bytes:
    data = plain()
    return data[: len(data) // 2]


def empty() -> bytes:
    return b""


def text() -> bytes:
    return "2023年度部门决算".encode()


def html() -> bytes:
    return b"<!DOCTYPE html><html><body>404 Not Found</body></html>"


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.pdf", plain())
    return buffer.getvalue()


def without_pages() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
        b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n103\n%%EOF\n"
    )


def wide_image() -> bytes:
    pixels = np.full((40, 10_400), 255, np.uint8)
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, 10_400, 40, pixels.tobytes(), False)
    pdf = pymupdf.open()
    page = pdf.new_page(width=600, height=100)
    page.insert_image(page.rect, pixmap=pixmap)
    return bytes(pdf.tobytes())


def wide_page() -> bytes:
    pdf = pymupdf.open()
    pdf.new_page(width=12_000, height=600)
    return bytes(pdf.tobytes())


def with_script() -> bytes:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    xref = pdf.get_new_xref()
    pdf.update_object(xref, "<</S/JavaScript/JS(app.alert\\(1\\))>>")
    pdf.xref_set_key(pdf.pdf_catalog(), "OpenAction", f"{xref} 0 R")
    return bytes(pdf.tobytes())


def with_attachment() -> bytes:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    pdf.embfile_add("figures.xlsx", b"not a workbook", filename="figures.xlsx")
    return bytes(pdf.tobytes())


# What each must be refused for: a word of the cause.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (encrypted, "password"),
    "truncated": (truncated, "truncated"),
    "empty": (empty, "empty"),
    "text": (text, "not a PDF"),
    "html": (html, "HTML"),
    "zipped": (zipped, "zip"),
    "without_pages": (without_pages, "no pages"),
    "wide_image": (wide_image, "pixels"),
    "wide_page": (wide_page, "points"),
    "with_script": (with_script, "JavaScript"),
    "with_attachment": (with_attachment, "attached"),
}
