"""`python -m corpus.doubted FILE…`: which pages of ordinary digital documents are doubted, though nothing is amiss.

A page is doubted where its text layer is said to tell figures that it does not show, where it was read by the OCR, or
where something that it shows could not be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from extractors.opening.pdf import open_document
from extractors.reading.pages import read_document


def doubted(path: Path) -> Iterator[tuple[int, str]]:
    """The number of each page of a digital PDF that is doubted, and why; a blank one has nothing to be doubted."""
    with open_document(path.read_bytes(), path.name) as opened:
        for page in read_document(opened):
            if page.differs or page.unread or page.source == "ocr":
                yield page.number, "; ".join(page.warnings) or "read by OCR"


def main() -> None:
    """Prints a line for each page that is doubted, and how many of how many documents have one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    files: list[Path] = parser.parse_args().files
    amiss = 0
    for path in files:
        found = list(doubted(path))
        amiss += bool(found)
        for number, why in found:
            print(f"{path.name}, page {number}: {why}")
    print(f"{amiss} of {len(files)} documents have a page that is doubted")


if __name__ == "__main__":
    main()
