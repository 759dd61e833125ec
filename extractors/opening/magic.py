"""What files begin with: the one list of signatures by which a kind of bytes is told."""

from __future__ import annotations

from typing import Literal

Foreign = Literal["zip", "old office", "image", "rar", "7z"]

PDF = b"%PDF-"
PDF_WITHIN = 1024  # bytes: how far in a PDF's header may stand (ISO 32000-1, annex H, note 13)
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # Compound File Binary: .doc, .xls
_SIGNATURES: tuple[tuple[bytes, Foreign, str], ...] = (
    (ZIP, "zip", "a zip or office file"),
    (OLD_OFFICE, "old office", "an old office file"),
    (b"\xff\xd8\xff", "image", "a JPEG image"),
    (b"\x89PNG", "image", "a PNG image"),
    (b"GIF8", "image", "a GIF image"),
    (b"BM", "image", "a BMP image"),
    (b"II*\x00", "image", "a TIFF image"),
    (b"MM\x00*", "image", "a TIFF image"),
    (b"Rar!", "rar", "a RAR archive"),
    (b"7z\xbc\xaf", "7z", "a 7z archive"),
)


def foreign(data: bytes) -> tuple[Foreign, str] | None:
    """The kind of a file whose signature the bytes begin with, and what people call it; None for PDF and text."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image", "a WebP image"
    return next(((kind, name) for magic, kind, name in _SIGNATURES if data.startswith(magic)), None)


def has_pdf_header(data: bytes) -> bool:
    """Whether a PDF's header stands where readers look for it; other files may quote one there."""
    return PDF in data[:PDF_WITHIN]
