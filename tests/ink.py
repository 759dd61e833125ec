"""Pages of ink without any text, by what draws the ink: each shows what tests/deceptions.py tells as shown."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.opening.mupdf import pymupdf
from tests.deceptions import RED, SHOWN, begun, picture, put, say

INK: dict[str, Callable[[], bytes]] = {}


def ink(name: str) -> Callable[[Callable[[pymupdf.Document], None]], Callable[[pymupdf.Document], None]]:
    def kept(function: Callable[[pymupdf.Document], None]) -> Callable[[pymupdf.Document], None]:
        def made() -> bytes:
            pdf = pymupdf.open()
            function(pdf)
            return bytes(pdf.tobytes())

        INK[name] = made
        return function

    return kept


def drawn_by(
    pdf: pymupdf.Document,
    entries: str,
    data: bytes,
    content: str,
    resource: str = "/XObject << /M {0} 0 R >>",
    packing: str = "",
) -> None:
    """A page whose content draws a stream with those entries."""
    page = pdf.new_page(width=595, height=842)
    xref = pdf.get_new_xref()
    pdf.update_object(xref, f"<< {entries} >>")
    pdf.update_stream(xref, data, new=1, compress=0)
    if packing:
        pdf.xref_set_key(xref, "Filter", packing)
    own = pdf.get_new_xref()
    pdf.update_object(own, "<<>>")
    pdf.update_stream(own, content.encode(), new=1)
    pdf.xref_set_key(page.xref, "Contents", f"{own} 0 R")
    pdf.xref_set_key(page.xref, "Resources", f"<< {resource.format(xref)} >>")


def grey(dpi: int = 200) -> npt.NDArray[np.uint8]:
    pixels = picture(dpi)
    rgb = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3)
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)


def image_entries(shape: tuple[int, ...], bits: int, more: str) -> str:
    return f"/Type /XObject /Subtype /Image /Width {shape[1]} /Height {shape[0]} /BitsPerComponent {bits} {more}"


_FULL = "q 595 0 0 842 0 0 cm /M Do Q"


@ink("image_mask")
def image_mask(pdf: pymupdf.Document) -> None:
    bits = np.packbits(grey() > 128, axis=1)
    drawn_by(pdf, image_entries(grey().shape, 1, "/ImageMask true"), bits.tobytes(), "0 g " + _FULL)


@ink("inverted_jpeg")
def inverted_jpeg(pdf: pymupdf.Document) -> None:
    data = cv2.imencode(".jpg", 255 - grey())[1].tobytes()
    entries = image_entries(grey().shape, 8, "/ColorSpace /DeviceGray /Decode [1 0]")
    drawn_by(pdf, entries, data, _FULL, packing="/DCTDecode")


@ink("cmyk")
def cmyk(pdf: pymupdf.Document) -> None:
    black = 255 - grey()
    inks = np.dstack([np.zeros_like(black)] * 3 + [black])
    drawn_by(pdf, image_entries(black.shape, 8, "/ColorSpace /DeviceCMYK"), inks.tobytes(), _FULL)


@ink("outlines")
def outlines(pdf: pymupdf.Document) -> None:
    page, y = begun()
    say(page, y, SHOWN)
    drawn = pymupdf.open(stream=page.get_svg_image(text_as_path=True).encode(), filetype="svg")
    pdf.insert_pdf(pymupdf.open(stream=drawn.convert_to_pdf(), filetype="pdf"))


@ink("pattern")
def pattern(pdf: pymupdf.Document) -> None:
    """A tile as large as the page that holds the scan as an inline image."""
    shades = grey(150)
    head = f"BI /W {shades.shape[1]} /H {shades.shape[0]} /CS /G /BPC 8 ID ".encode()
    tile = b"q 595 0 0 842 0 0 cm\n" + head + shades.tobytes() + b"\nEI Q"
    kind = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1"
    entries = f"{kind} /BBox [0 0 595 842] /XStep 595 /YStep 842 /Resources <<>>"
    drawn_by(pdf, entries, tile, "/Pattern cs /M scn 0 0 595 842 re f", "/Pattern << /M {0} 0 R >>")


@ink("red_print")
def red_print(pdf: pymupdf.Document) -> None:
    page = pdf.new_page(width=595, height=842)
    page.insert_image(page.rect, pixmap=picture(color=RED))


@ink("strips")
def strips(pdf: pymupdf.Document) -> None:
    """A scan in several images, one below the other."""
    page = pdf.new_page(width=595, height=842)
    shades = grey()
    edges = [round(i * shades.shape[0] / 5) for i in range(6)]
    for top, foot in pairwise(edges):
        place = pymupdf.Rect(0, 842 * top / shades.shape[0], 595, 842 * foot / shades.shape[0])
        page.insert_image(place, stream=cv2.imencode(".png", shades[top:foot])[1].tobytes(), keep_proportion=False)


@ink("pasted_beside_text")
def pasted_beside_text(pdf: pymupdf.Document) -> None:
    """The head is text, what follows a picture of it."""
    page = pdf.new_page(width=595, height=842)
    put(page, 40, "部门决算公开")
    shades = grey()
    page.insert_image(pymupdf.Rect(0, 45, 595, 842), stream=cv2.imencode(".png", shades[125:])[1].tobytes())
