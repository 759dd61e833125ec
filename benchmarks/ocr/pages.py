"""What every engine reads: running text of disclosures, and ruled tables of figures in 9 pt, made and scanned alike."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from corpus.generate import generate
from corpus.scan import scanned
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.raster import rasterise

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_ROWS, _COLUMNS = 46, 5


@dataclass
class Scan:
    """A scan, its page images, and the figures that were printed on each page."""

    data: bytes
    images: list[Any]
    printed: list[Counter[str]]


def figures(text: str) -> Counter[str]:
    """How often each figure is printed."""
    return Counter(_FIGURE.findall(text))


def ruled_tables(pages: int, seed: int) -> bytes:
    """Pages filled with ruled tables of figures in 9 pt, as final-accounts tables are printed."""
    rng = random.Random(seed)
    pdf = pymupdf.open()
    font = pymupdf.Font("cjk")
    for _ in range(pages):
        page = pdf.new_page(width=595, height=842)
        writer = pymupdf.TextWriter(page.rect)
        for row in range(_ROWS + 1):
            y = 60 + row * 15.5
            page.draw_line((50, y), (545, y), width=0.6)
            for column in range(_COLUMNS if row < _ROWS else 0):
                shown = f"{rng.choice((rng.uniform(0, 99), rng.uniform(100, 9e4), rng.uniform(1e5, 9e8))):,.2f}"
                told = f"{rng.randrange(201, 230)}{rng.randrange(1, 99):02}{rng.randrange(1, 99):02}"
                text = shown if column else told
                x = 50 + 99 * (column + 1) - 4 - font.text_length(text, 9)
                writer.append((x, y + 11.5), text, font=font, fontsize=9)
        for column in range(_COLUMNS + 1):
            page.draw_line((50 + 99 * column, 60), (50 + 99 * column, 60 + _ROWS * 15.5), width=0.6)
        writer.write_text(page)
    return bytes(pdf.tobytes())


def running_text(pages: int, seed: int) -> bytes:
    """Pages of a generated disclosure's text: of those without a table, the ones with most figures."""
    pdf = pymupdf.open(stream=generate("mof", seed)[0], filetype="pdf")
    printed = {page.number: figures(page.get_text()).total() for page in pdf if not page.get_drawings()}
    pdf.select(sorted(sorted(printed, key=lambda number: -printed[number])[:pages]))
    return bytes(pdf.tobytes())


def scan_of(data: bytes, condition: str, seed: int) -> Scan:
    """A digital PDF as a scan: its bytes, its pages as arrays of pixels, and the figures printed on each."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        printed = [figures("\n".join(page.get_text().split())) for page in pdf]
    scan = scanned(data, condition, seed)
    with open_document(scan, "scan.pdf") as opened:
        images = [rasterise(page).pixels for page in opened.pdf]
    return Scan(scan, images, printed)


def scans(pages: int, condition: str) -> dict[str, Scan]:
    """So many pages of each kind, under a condition of corpus/scan.py."""
    return {
        "text": scan_of(running_text(pages, 31), condition, 31),
        "tables 9 pt": scan_of(ruled_tables(pages, 32), condition, 32),
    }
