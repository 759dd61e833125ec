"""The comparison of OCR engines counts and divides as it says."""

from __future__ import annotations

import pytest

from benchmarks.ocr import alone
from benchmarks.ocr.__main__ import table, times
from benchmarks.ocr.alone import Figures, Seconds
from benchmarks.ocr.engines import TUNED, Engine
from benchmarks.ocr.pages import Scan, figures


def test_figures_are_counted_as_often_as_they_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "_here", {})
    told = ["支出1,024.50万元，占12.5%", "1,024.50 3 3"]
    engine = Engine("made", lambda _: (lambda scan: None, lambda scan: told))
    alone._begin(engine, {"text": Scan(b"", [None, None], [figures("1,024.50万元 12.5% 7"), figures("1,024.50 3")])})
    assert alone._figures("text") == Figures(printed=5, right=4, besides=1)


def test_times_are_of_the_same_round() -> None:
    assert times([1.0, 10.0, 1.2], [2.0, 20.0, 2.0]) == "0.50"
    assert times([1.0], ()) == ""


def test_a_row_tells_an_engine_and_a_kind_of_pages() -> None:
    taken = {"a": {"text": [Seconds(1.0, 2.0), Seconds(4.0, 3.0)]}, TUNED: {"text": [Seconds(2.0, 2.0)] * 2}}
    read = {name: {"text": Figures(43, 42, 1)} for name in taken}
    assert table(taken, read, dict.fromkeys(taken, 600))[2:] == [
        "| a | text | 2.50 | 1.00 | 2.50 | 1.25 | 1.25 | 42/43 | 1 | 600 |",
        f"| {TUNED} | text | 2.00 | 2.00 | 2.00 | 1.00 | 1.00 | 42/43 | 1 | 600 |",
    ]
