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
from extractors.unruled.alignment import Piece, stacks_of
from extractors.unruled.build import _begins_row


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


def test_row_that_sums_up_is_no_rest_of_the_name_above_it() -> None:
    names = ["一、教育支出", "二、抗疫特别国债安排的支出", "本年支出合计", "总计"]
    pieces = [Piece(_line(name, 60, 100 + 13 * i), True) for i, name in enumerate(names)]
    stacks = stacks_of(pieces, 20, (), _begins_row)
    assert ["".join(p.text for p in s.pieces) for s in stacks] == [names[0], names[1], f"{names[2]}{names[3]}"]


def test_broken_name_runs_on() -> None:
    pieces = [Piece(_line("其他国有土地使用权出让", 60, 100), True), Piece(_line("收入安排的支出", 60, 113), True)]
    (stack,) = stacks_of(pieces, 20, (), _begins_row)
    assert len(stack.pieces) == 2


def _line(text: str, x: float, y: float) -> Line:
    return Line(text, tuple(Box(x + 10 * i, y, x + 10 * i + 10, y + 10) for i in range(len(text))), (0.99,) * len(text))
