"""What a digital page costs: all of the extraction against PyMuPDF's own text and drawings of the same pages.

    python -m benchmarks.digital [FILE.pdf ...] [--documents N] [--rounds N]

CPU of one warm process, as a worker of a batch has it (flows/garbage.py), the three read by turns in every round, each
from a document opened anew; told are medians over the rounds. Without files, generated documents of several families.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from corpus.compose import family_names
from corpus.generate import generate
from extractors.formats import extract_document, page_count
from extractors.opening.mupdf import pymupdf
from flows.garbage import keep_what_is_loaded, search_seldom

_WARM = 2  # times that everything is read before it counts


def main() -> None:
    """Measures and prints a line a document, and one for all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="digital PDFs")
    parser.add_argument("--documents", type=int, default=5, help="so many generated ones, where no files are named")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    documents = {file.name: file.read_bytes() for file in options.files} or made(options.documents)
    search_seldom()
    for _ in range(_WARM):
        for name, data in documents.items():
            extract_document(data, name)
    keep_what_is_loaded()
    print(f"{'CPU, ms a page':32} {'get_text':>9} {'get_drawings':>13} {'extraction':>11} {'times both':>11}")
    whole = [0.0, 0.0, 0.0]
    for name, data in documents.items():
        costs, pages = cost(name, data, options.rounds), page_count(data)
        whole = [sum(pair) for pair in zip(whole, costs, strict=True)]
        print(told(name, costs, pages))
    print(told(f"all {len(documents)}", whole, sum(map(page_count, documents.values()))))


def made(count: int) -> dict[str, bytes]:
    """Generated documents, family after family."""
    families = family_names()
    names = [(families[i % len(families)], 1 + i // len(families)) for i in range(count)]
    return {f"{family}-{seed}.pdf": generate(family, seed)[0] for family, seed in names}


def cost(name: str, data: bytes, rounds: int) -> list[float]:
    """CPU seconds of a document's text and drawings by PyMuPDF and of its extraction, medians."""
    ways: list[Callable[[], object]] = [
        lambda: of_each(data, lambda page: page.get_text()),
        lambda: of_each(data, lambda page: page.get_drawings()),
        lambda: extract_document(data, name),
    ]
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, seconds in zip(ways, taken, strict=True):
            begun = time.process_time()
            way()
            seconds.append(time.process_time() - begun)
    return [statistics.median(seconds) for seconds in taken]


def of_each(data: bytes, ask: Callable[[pymupdf.Page], object]) -> None:
    """Asks each page of a document, which is opened for it."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            ask(page)


def told(name: str, costs: list[float], pages: int) -> str:
    """A line: the costs in ms a page, and how many times the first two together the last is."""
    text, drawings, own = (1000 * seconds / max(1, pages) for seconds in costs)
    return f"{name[:32]:32} {text:9.2f} {drawings:13.2f} {own:11.2f} {own / (text + drawings):11.1f}"


if __name__ == "__main__":
    main()
