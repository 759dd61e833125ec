"""Tables without ruling lines: read as those with lines are, and prose never taken for one."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.evaluate.statements import score_statements
from corpus.generate import generate
from corpus.score import score_facts
from extractors.geometry import Box
from extractors.page import Line, ReadPage
from extractors.pipeline import extract
from extractors.record import Record
from extractors.table import find_tables


@pytest.fixture(scope="module")
def read() -> tuple[Record, dict[str, Any]]:
    """A disclosure whose tables have next to no lines, landscape ones and ones over two pages among them."""
    data, golden = generate("beijing", 1)
    return extract(data, "a.pdf"), golden


def test_every_cell_is_read(read: tuple[Record, dict[str, Any]]) -> None:
    record, golden = read
    score = score_statements(record.model_dump(mode="json")["statements"], golden["statements"])
    assert (score.found, score.wrong) == (score.total, 0)
    assert score.total > 150


def test_their_lines_are_no_prose(read: tuple[Record, dict[str, Any]]) -> None:
    record, golden = read
    assert score_facts(record.model_dump(mode="json"), golden).wrong == []


def test_prose_is_no_table() -> None:
    data, _ = generate("beijing", 1, tables=False)
    assert extract(data, "a.pdf").statements == ()


def test_prose_with_gaps_around_its_figures_is_no_table() -> None:
    def line(text: str, places: list[float], y: float) -> Line:
        return Line(text, tuple(Box(x, y, x + 10, y + 12) for x in places), (0.99,) * len(text))

    lines = []
    for i in range(12):
        before, figure = "本年收入合计比上年决算数增加", f"{i}37.59"
        places = [60 + 11 * k for k in range(len(before))] + [240 + 11 * k for k in range(len(figure))]
        again = [330 + 11 * k for k in range(len(figure))]
        tail = [430 + 11 * k for k in range(4)]
        lines.append(line(f"{before}{figure}{figure}主要原因", [*places, *again, *tail], 80 + 25 * i))
    page = ReadPage(2, 595, 842, "ocr", tuple(lines), frame=(595, 842))
    assert find_tables(page).tables == ()
