"""How much the whole extraction costs above bare OCR, and how fast digital documents are read.

    python benchmarks/extract.py [--scan SCAN.pdf] [--digital DIGITAL.pdf] [--rounds N]

Both sides see the same page images in the same process; rounds alternate, the medians are compared.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from extractors.document import open_document
from extractors.ocr import engine
from extractors.pipeline import extract
from extractors.raster import rasterise

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


def bare_ocr(data: bytes) -> float:
    """Seconds that RapidOCR with the same knobs needs for the page images of a scan, blank ones included."""
    with open_document(data, "scan") as opened:
        images = [rasterise(page).pixels for page in opened.pdf]
    started = time.perf_counter()
    for image in images:
        engine()(image)
    return time.perf_counter() - started


def whole(data: bytes) -> float:
    """Seconds that the whole extraction needs."""
    started = time.perf_counter()
    extract(data, "document.pdf")
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scan", type=Path, default=SAMPLES / "sample.scan.pdf")
    parser.add_argument("--digital", type=Path, default=SAMPLES / "sample.digital.pdf")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    digital = options.digital.read_bytes()
    whole(digital)  # warms what is loaded once: dictionaries, compiled wordings
    with open_document(digital, "digital") as opened:
        pages = opened.page_count
    seconds = statistics.median(whole(digital) for _ in range(options.rounds))
    print(f"digital  {options.digital.name}: {pages} pages, {pages / seconds:.1f} pages/s")

    scan = options.scan.read_bytes()
    with open_document(scan, "scan") as opened:
        pages = opened.page_count
        engine()(rasterise(opened.pdf[0]).pixels)
    bare, ours = [], []
    for _ in range(options.rounds):
        bare.append(bare_ocr(scan))
        ours.append(whole(scan))
    a, b = statistics.median(bare), statistics.median(ours)
    print(f"scan     {options.scan.name}: {pages} pages")
    print(f"  bare RapidOCR, same knobs  {a / pages:.3f} s/page")
    print(f"  juesuan extract            {b / pages:.3f} s/page")
    print(f"  ratio                      {b / a:.3f}")


if __name__ == "__main__":
    main()
