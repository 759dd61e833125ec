"""Images as the pages of a PDF: photographs and scans that a site offers one by one, or several in a TIFF."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from extractors.model.errors import DamagedDocument, OversizedDocument, one_line
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import MOST_PAGES, oversized

_A4 = (595.0, 842.0)  # points
_TIFF = {b"II*\x00": "<", b"MM\x00*": ">"}
_WIDTH, _HEIGHT = 256, 257  # tags of a TIFF's directory (TIFF 6.0, section 8)
_SHORT = 3  # the type of a tag whose value is of two bytes
_ENTRY = 12  # bytes of a tag
_BROKEN = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)


def pdf_of_images(images: Sequence[bytes], file_name: str) -> bytes:
    """Images as the pages of a PDF, each as large as A4 allows, of a TIFF all that it holds.

    Raises DamagedDocument or OversizedDocument.
    """
    with pymupdf.open() as pdf:
        for number, image in enumerate(images, 1):
            place = f"image {number}" if len(images) > 1 else None
            sizes = tiff_sizes(image)
            if len(sizes) > MOST_PAGES:
                cause = f"{len(sizes)} pages, more than the {MOST_PAGES} that are read"
                raise OversizedDocument(file_name, cause, place=place)
            if len(sizes) > 1:
                _add_tiff(pdf, image, sizes, file_name)
            else:
                _add(pdf, image, file_name, place)
        return bytes(pdf.tobytes(no_new_id=True))


def _add(pdf: pymupdf.Document, image: bytes, file_name: str, place: str | None) -> None:
    width, height = size_of(image, file_name, place)
    try:
        page = _page(pdf, width, height)
        page.insert_image(page.rect, stream=image)
    except _BROKEN as error:
        raise DamagedDocument(file_name, f"the image cannot be read: {one_line(error)}", place=place) from error


def size_of(image: bytes, file_name: str, place: str | None) -> tuple[int, int]:
    """Width and height of an image in pixels, as its head tells: nothing is unpacked.

    Raises DamagedDocument, or OversizedDocument where it has more than are read.
    """
    try:
        head = pymupdf.mupdf.fz_new_image_from_buffer(pymupdf.mupdf.fz_new_buffer_from_copied_data(image))
        width, height = int(head.w()), int(head.h())
    except _BROKEN as error:
        raise DamagedDocument(file_name, "the image cannot be opened", place=place) from error
    if cause := oversized(width, height):
        raise OversizedDocument(file_name, cause, place=place)
    if not width or not height:
        raise DamagedDocument(file_name, "the image has no pixels", place=place)
    return width, height


def _page(pdf: pymupdf.Document, width: int, height: int) -> pymupdf.Page:
    scale = min(_A4[0] / width, _A4[1] / height) if height >= width else min(_A4[1] / width, _A4[0] / height)
    return pdf.new_page(width=width * scale, height=height * scale)


def _add_tiff(pdf: pymupdf.Document, data: bytes, sizes: Sequence[tuple[int, int]], file_name: str) -> None:
    """The pages of a TIFF, one unpacked at a time."""
    for number, (width, height) in enumerate(sizes, 1):
        if cause := oversized(width, height):
            raise OversizedDocument(file_name, cause, place=f"page {number}")
    try:
        with pymupdf.open(stream=data, filetype="tiff") as tiff:
            count = tiff.page_count
            for number, (width, height) in enumerate(sizes[:count], 1):
                shown = tiff[number - 1]
                scale = pymupdf.Matrix(width / shown.rect.width, height / shown.rect.height)
                pixels = shown.get_pixmap(matrix=scale, alpha=False)
                page = _page(pdf, width, height)
                page.insert_image(page.rect, pixmap=pixels)
    except (*_BROKEN, ZeroDivisionError) as error:
        raise DamagedDocument(file_name, f"the image cannot be read: {one_line(error)}") from error
    if count < len(sizes):
        raise DamagedDocument(file_name, "the image of this page cannot be opened", place=f"page {count + 1}")


def tiff_sizes(data: bytes) -> list[tuple[int, int]]:
    """Width and height in pixels of each page of a TIFF, up to where its directories break; none of other images."""
    order = _TIFF.get(data[:4], "")
    return list(_directories(data, order)) if order else []


def _directories(data: bytes, order: str) -> Iterator[tuple[int, int]]:
    seen: set[int] = set()
    try:
        (at,) = struct.unpack_from(f"{order}I", data, 4)
        while at and at not in seen and len(seen) <= MOST_PAGES:
            seen.add(at)
            (count,) = struct.unpack_from(f"{order}H", data, at)
            told = {_WIDTH: 0, _HEIGHT: 0}
            for entry in range(at + 2, at + 2 + count * _ENTRY, _ENTRY):
                tag, kind = struct.unpack_from(f"{order}HH", data, entry)
                if tag in told:
                    (told[tag],) = struct.unpack_from(f"{order}{'H' if kind == _SHORT else 'I'}", data, entry + 8)
            yield told[_WIDTH], told[_HEIGHT]
            (at,) = struct.unpack_from(f"{order}I", data, at + 2 + count * _ENTRY)
    except struct.error:
        return
