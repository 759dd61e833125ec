"""How long a run will take is told from the pages that are left, scans and text apart."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.generate import generate
from extractors.opening.mupdf import pymupdf
from flows.batch.foreseen import Foresight
from flows.batch.jobs import Job, Outcome
from flows.batch.progress import Tally, Work

HANG = 60.0  # seconds; what is waited for takes two


def scanned(pages: int) -> bytes:
    """A document of pages that are pictures only."""
    pdf = pymupdf.open()
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80), False)
    picture.clear_with(255)
    for _ in range(pages):
        page = pdf.new_page()
        page.insert_image(page.rect, pixmap=picture)
    return bytes(pdf.tobytes())


def test_pages_are_counted_ahead_and_what_cannot_be_is_passed_over(tmp_path: Path) -> None:
    data = generate("terse", 1)[0]
    (tmp_path / "text.pdf").write_bytes(data)
    (tmp_path / "scan.pdf").write_bytes(scanned(7))
    (tmp_path / "broken.pdf").write_bytes(b"no PDF")
    names = ["broken", "gone", "text", "settled", "scan"]
    work = Work()
    work.settle(Outcome(str(tmp_path / "settled.pdf"), "settled", "same"))
    with pymupdf.open(stream=data) as pdf:
        expected = pdf.page_count + 7
    with Foresight([Job(str(tmp_path / f"{name}.pdf"), name) for name in names], tmp_path, work):
        deadline = time.monotonic() + HANG
        while work.pages_left < expected and time.monotonic() < deadline:
            time.sleep(0.05)
    assert work.pages_left == expected
    assert not list(tmp_path.glob("*.json"))


# Documents of a run, in the order in which they are read: pages with text, pages of scans.
RUNS = {
    "one size": [(20, 0)] * 60,
    "sizes": [(4 + 11 * (i % 5), 0) for i in range(60)],
    "large ones last": [(5, 0)] * 50 + [(60, 0)] * 20,
    "scans last": [(20, 0)] * 40 + [(0, 20)] * 20,
    "scans first": [(0, 20)] * 20 + [(20, 0)] * 40,
    "mixed": [(20, 0), (20, 0), (0, 20), (15, 5)] * 15,
}
TEXT, SCAN = 0.02, 0.9  # seconds a page, not those that are assumed before any was read


def took(text: int, scan: int) -> float:
    return text * TEXT + scan * SCAN


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("workers", [1, 2])
def test_time_left_is_within_a_third_after_a_tenth_of_the_pages(name: str, workers: int) -> None:
    documents = RUNS[name]
    tally = Tally(len(documents))
    tally.work.workers = workers
    for i, pages in enumerate(documents):
        tally.work.foresee(str(i), *pages)
    for i, pages in enumerate(documents):
        outcome = Outcome(str(i), str(i), "done", pages=sum(pages), seconds=took(*pages))
        tally.count(outcome)
        left = sum(took(*later) for later in documents[i + 1 :]) / workers
        if tally.pages >= tally.work.pages_left / 9 and i + workers < len(documents):
            assert tally.seconds_left == pytest.approx(left, rel=1 / 3), f"after {i + 1} documents"


def test_what_the_first_document_of_a_worker_loads_is_no_time_of_those_to_come() -> None:
    documents = [(20, 0)] * 20
    tally = Tally(len(documents))
    tally.work.workers = 2
    for i, pages in enumerate(documents):
        tally.work.foresee(str(i), *pages)
    for i in range(4):
        first = i in (0, 3)  # the second worker comes up late
        tally.count(Outcome(str(i), str(i), "done", pages=20, seconds=0.4 + 0.9 * first, first=first))
        assert tally.seconds_left == pytest.approx((19 - i) * 0.4 / 2, rel=1 / 3), f"after {i + 1} documents"


def test_nothing_is_told_of_the_time_left_before_the_first_document() -> None:
    tally = Tally(2)
    assert tally.seconds_left is None
    tally.count(Outcome("a", "a", "failed", seconds=3.0))
    assert tally.seconds_left is None


def test_documents_whose_pages_are_not_known_are_taken_for_ones_like_those_read() -> None:
    tally = Tally(11)
    tally.count(Outcome("a", "a", "done", pages=20, seconds=2.0))
    assert tally.seconds_left == pytest.approx(20.0)
    assert "pages/s, 0:20 left" in tally.line()
