"""`python -m corpus.inked FILE…`: digital documents as ink without text, drawn in every way that is known, and read.

Each of the first pages is made a picture, or outlines, and is drawn so by a page of its own. Printed is, for each way,
how many of the pages' figures are read, beside an ordinary scan of the same pages.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from extractors.model.arrays import Grey
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.pages import read_document
from extractors.reading.raster import grey_in
from extractors.reading.witnessed import figures

_DPI = 200  # as office scanners are set
_PATTERN_DPI = 150  # inline images have no compression here
_STRIPS = 5
_RED = (200, 0, 0)  # of print, in RGB: darker than a seal's
_FULL = "q {0} 0 0 {1} 0 0 cm /M Do Q"
_OBJECT = "/XObject << /M {0} 0 R >>"

Draw = Callable[[pymupdf.Document, pymupdf.Page], None]


def grey_of(page: pymupdf.Page, dpi: int = _DPI) -> Grey:
    """What a page shows (height, width)."""
    pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)
    return grey_in(pixels)


def as_it_is(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """The page itself, text and all."""
    pdf.insert_pdf(source.parent, from_page=source.number, to_page=source.number)


def scan(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """An ordinary scan: one picture that fills the page."""
    page = pdf.new_page(width=source.rect.width, height=source.rect.height)
    page.insert_image(page.rect, stream=cv2.imencode(".png", grey_of(source))[1].tobytes())


def image_mask(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """One bit a pixel, painted through as ink."""
    shades = grey_of(source)
    bits = np.packbits(shades > 128, axis=1).tobytes()
    _drawn(pdf, source, _image(shades, 1, "/ImageMask true"), bits, "0 g " + _FULL)


def inverted_jpeg(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """A negative that its Decode array turns to a positive."""
    shades = grey_of(source)
    data = cv2.imencode(".jpg", 255 - shades)[1].tobytes()
    entries = _image(shades, 8, "/ColorSpace /DeviceGray /Decode [1 0]")
    _drawn(pdf, source, entries, data, _FULL, packing="/DCTDecode")


def cmyk(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """A scan in the inks of a press."""
    black = 255 - grey_of(source)
    inks = np.dstack([*[np.zeros_like(black)] * 3, black]).tobytes()
    _drawn(pdf, source, _image(black, 8, "/ColorSpace /DeviceCMYK"), inks, _FULL)


def pattern(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """A tile as large as the page that holds the scan as an inline image."""
    shades, (width, height) = grey_of(source, _PATTERN_DPI), (source.rect.width, source.rect.height)
    head = f"q {width} 0 0 {height} 0 0 cm\nBI /W {shades.shape[1]} /H {shades.shape[0]} /CS /G /BPC 8 ID "
    tile = head.encode() + shades.tobytes() + b"\nEI Q"
    entries = (
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /Resources <<>> "
        f"/BBox [0 0 {width} {height}] /XStep {width} /YStep {height}"
    )
    content = f"/Pattern cs /M scn 0 0 {width} {height} re f"
    _drawn(pdf, source, entries, tile, content, "/Pattern << /M {0} 0 R >>")


def outlines(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """Every character as the curves around it."""
    drawn = pymupdf.open(stream=source.get_svg_image(text_as_path=True).encode(), filetype="svg")
    pdf.insert_pdf(pymupdf.open(stream=drawn.convert_to_pdf(), filetype="pdf"))


def red_print(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """A scan of what was printed in red."""
    light = grey_of(source)[:, :, None] / 255
    pixels = (np.array(_RED) + (255 - np.array(_RED)) * light).astype(np.uint8)
    page = pdf.new_page(width=source.rect.width, height=source.rect.height)
    page.insert_image(page.rect, stream=cv2.imencode(".png", pixels[:, :, ::-1])[1].tobytes())


def strips(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """A scan in several pictures, one below the other."""
    page, shades = pdf.new_page(width=source.rect.width, height=source.rect.height), grey_of(source)
    edges = [round(i * shades.shape[0] / _STRIPS) for i in range(_STRIPS + 1)]
    scale = page.rect.height / shades.shape[0]
    for top, foot in pairwise(edges):
        place = pymupdf.Rect(0, top * scale, page.rect.width, foot * scale)
        page.insert_image(place, stream=cv2.imencode(".png", shades[top:foot])[1].tobytes(), keep_proportion=False)


WAYS: dict[str, Draw] = {
    way.__name__: way for way in (image_mask, inverted_jpeg, cmyk, pattern, outlines, red_print, strips)
}


def drawn_by(way: Draw, source: bytes, most: int) -> bytes:
    """The first pages of a document, `most` of them, drawn in a way."""
    with pymupdf.open() as made, pymupdf.open(stream=source, filetype="pdf") as pdf:
        for number in range(min(most, pdf.page_count)):
            way(made, pdf[number])
        return bytes(made.tobytes())


def figures_in(data: bytes) -> Counter[str]:
    """The figures that are read on the pages of a document."""
    with open_document(data, "drawn.pdf") as opened:
        return Counter(figure for page in read_document(opened) for line in page.lines for figure in figures(line.text))


def _image(shades: Grey, bits: int, more: str) -> str:
    height, width = shades.shape
    return f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent {bits} {more}"


def _drawn(
    pdf: pymupdf.Document,
    source: pymupdf.Page,
    entries: str,
    data: bytes,
    content: str,
    resource: str = _OBJECT,
    packing: str = "",
) -> None:
    """A page whose content draws a stream with those entries."""
    width, height = source.rect.width, source.rect.height
    page = pdf.new_page(width=width, height=height)
    stream, own = pdf.get_new_xref(), pdf.get_new_xref()
    pdf.update_object(stream, f"<< {entries} >>")
    pdf.update_stream(stream, data, new=1, compress=0)
    if packing:
        pdf.xref_set_key(stream, "Filter", packing)
    pdf.update_object(own, "<<>>")
    pdf.update_stream(own, content.format(width, height).encode(), new=1)
    pdf.xref_set_key(page.xref, "Contents", f"{own} 0 R")
    pdf.xref_set_key(page.xref, "Resources", f"<< {resource.format(stream)} >>")


def main() -> None:
    """Prints a line for each way: how many of the figures of the digital pages are read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=5, help="of each document")
    asked = parser.parse_args()
    sources = [path.read_bytes() for path in asked.files]
    wanted = [figures_in(drawn_by(as_it_is, source, asked.pages)) for source in sources]
    whole = sum(w.total() for w in wanted)
    for name, way in {"scan": scan, **WAYS}.items():
        read = [figures_in(drawn_by(way, source, asked.pages)) for source in sources]
        found = sum((w & r).total() for w, r in zip(wanted, read, strict=True))
        print(f"{name:14} {found} of {whole} figures read ({found / whole:.4f})")


if __name__ == "__main__":
    main()
