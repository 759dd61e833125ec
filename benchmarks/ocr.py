"""Seconds a page and numeric accuracy of this pipeline beside RapidOCR and tesseract, on the same scans in one run.

    python benchmarks/ocr.py [--pages N] [--condition office200] [--only NAME]...

Two kinds of pages, made here and scanned alike: the running text of disclosures, and ruled tables of figures in 9 pt.
The time of this pipeline is that of the whole extraction, Record included; of the others, of the OCR alone. Accuracy
is how many of the figures printed on the pages were read to the digit, however they were put in order.
Every engine may use all cores. Tesseract is measured where it is installed (packages tesseract-ocr and
tesseract-ocr-chi-sim).
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from corpus.generate import generate
from corpus.scan import scanned
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.pipeline import extract
from extractors.reading.pages import read_document
from extractors.reading.raster import rasterise

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_ROWS, _COLUMNS = 46, 5


@dataclass
class Scan:
    """A scan, its page images, and the figures that were printed on each page."""

    data: bytes
    images: list[Any]
    printed: list[Counter[str]]


Read = Callable[[Any], str]


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
    """Pages of a generated disclosure's text."""
    pdf = pymupdf.open(stream=generate("mof", seed)[0], filetype="pdf")
    pdf.select(range(1, min(pages + 1, pdf.page_count)))
    return bytes(pdf.tobytes())


def scan_of(data: bytes, condition: str, seed: int) -> Scan:
    """A digital PDF as a scan: its bytes, its pages as arrays of pixels, and the figures printed on each."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        printed = [figures("\n".join(page.get_text().split())) for page in pdf]
    scan = scanned(data, condition, seed)
    with open_document(scan, "scan.pdf") as opened:
        images = [rasterise(page).pixels for page in opened.pdf]
    return Scan(scan, images, printed)


def rapidocr(**knobs: Any) -> Read:
    """RapidOCR alone, with its own settings but for `knobs`."""
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical", **knobs})

    def read(image: Any) -> str:
        return "\n".join(engine(image).txts or ())

    return read


def tesseract() -> Read:
    """tesseract with the model of simplified Chinese, a process for each page."""

    def read(image: Any) -> str:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.png"
            cv2.imwrite(str(file), image)
            command = ["tesseract", str(file), "-", "-l", "chi_sim", "--dpi", "200"]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        # It sets blanks between Chinese characters and sometimes within figures.
        return re.sub(r"(?<=[\d,.]) (?=[\d,.])", "", told)

    return read


TUNED = {
    "Global.use_cls": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    "Rec.rec_batch_num": 1,
}


def others() -> Iterator[tuple[str, Callable[[], Read]]]:
    """The engines to compare with, by name; each is loaded only when it is called."""
    yield "rapidocr default", rapidocr
    yield "rapidocr tuned", lambda: rapidocr(**TUNED)
    if shutil.which("tesseract"):
        yield "tesseract chi_sim", tesseract
    else:
        print("tesseract chi_sim is not installed: left out", file=sys.stderr)


def measured(read: Read, scan: Scan) -> tuple[float, int]:
    """Seconds a page, and how many figures were read."""
    read(scan.images[0])
    started = time.perf_counter()
    told = [read(image) for image in scan.images]
    seconds = (time.perf_counter() - started) / len(scan.images)
    return seconds, sum((figures(text) & printed).total() for text, printed in zip(told, scan.printed, strict=True))


def measured_here(scan: Scan) -> tuple[float, int]:
    """`measured` of this pipeline, Record included."""
    extract(scan.data, "scan.pdf")
    started = time.perf_counter()
    extract(scan.data, "scan.pdf")
    seconds = (time.perf_counter() - started) / len(scan.images)
    with open_document(scan.data, "scan.pdf") as opened:
        told = ["\n".join(line.text for line in page.lines) for page in read_document(opened)]
    return seconds, sum((figures(text) & printed).total() for text, printed in zip(told, scan.printed, strict=True))


def main() -> None:
    """The command: one line for each engine and kind of page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--condition", default="office200")
    parser.add_argument("--only", action="append", help="engines to measure, by the beginning of their names")
    options = parser.parse_args()
    scans = {
        "text": scan_of(running_text(options.pages, 31), options.condition, 31),
        "tables 9 pt": scan_of(ruled_tables(options.pages, 32), options.condition, 32),
    }
    print(f"{options.pages} pages of each kind, {options.condition}")
    engines: list[tuple[str, Callable[[Scan], tuple[float, int]]]] = [("this pipeline", measured_here)]
    for name, made in others():
        engines.append((name, lambda scan, made=made: measured(made(), scan)))
    for name, measure in engines:
        if options.only and not name.startswith(tuple(options.only)):
            continue
        for kind, scan in scans.items():
            seconds, right = measure(scan)
            printed = sum(c.total() for c in scan.printed)
            print(f"{name:<18} {kind:<12} {seconds:7.3f} s/page  {right}/{printed} figures", flush=True)
    print(f"most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
