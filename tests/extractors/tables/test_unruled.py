"""Tables without ruling lines: read as those with lines are, and prose never taken for one."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.evaluate.statements import score_statements
from corpus.generate import generate
from corpus.score import score_facts
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage
from extractors.model.record import Record
from extractors.pipeline import extract
from extractors.tables.found import find_tables
from extractors.tables.unruled.alignment import Piece, Span, pieces_of, stacks_of
from extractors.tables.unruled.gridded import begins_row
from extractors.tables.unruled.parting import labels_of, owners


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
    stacks = stacks_of(pieces, 20, (), begins_row)
    assert ["".join(p.text for p in s.pieces) for s in stacks] == [names[0], names[1], f"{names[2]}{names[3]}"]


def test_broken_name_runs_on() -> None:
    pieces = [Piece(_line("其他国有土地使用权出让", 60, 100), True), Piece(_line("收入安排的支出", 60, 113), True)]
    (stack,) = stacks_of(pieces, 20, (), begins_row)
    assert len(stack.pieces) == 2


def _line(text: str, x: float, y: float) -> Line:
    return Line(text, tuple(Box(x + 10 * i, y, x + 10 * i + 10, y + 10) for i in range(len(text))), (0.99,) * len(text))


def test_figure_that_ran_into_a_name_stands_in_the_column_before_it() -> None:
    """Nothing else shows where the column of figures is: the nearest one is that of names."""
    value, name = Piece(_line("0.00", 277, 100), False), Piece(_line("二、外交支出", 317, 100), False)
    columns = [Span(40, 160), Span(240, 266), Span(299, 390)]
    assert owners([value, name], columns) == [1, 2]
    assert owners([name, Piece(_line("0.00", 377, 100), False)], [*columns, Span(500, 540)]) == [2, 3]
    assert owners([Piece(value.line), Piece(name.line)], columns) == [2, 2], "parted by a gap: it stands where it is"


def test_figure_and_the_code_that_an_ocr_joined_to_it_are_parted() -> None:
    def parts(text: str) -> list[str]:
        return [p.text for p in pieces_of([_line(text, 40, 100)], 9)]

    assert parts("1,287,800.0030203") == ["1,287,800.00", "30203"]
    assert parts("98,500.0031003专用设备购置") == ["98,500.00", "31003专用设备购置"]
    assert parts("2739.034071") == ["2739.034071"], "a figure of six decimals"
    assert parts("12.3499999") == ["12.3499999"], "no class has that code"


def test_labels_that_an_ocr_joined_are_parted() -> None:
    def labels(text: str) -> list[str]:
        return [p.text for p in labels_of(Piece(_line(text, 40, 100)))]

    assert labels("一般公共预算财政拨政府性基金预算财政国有资本经营预算财") == [
        "一般公共预算财政拨",
        "政府性基金预算财政",
        "国有资本经营预算财",
    ]
    assert labels("公务用车购置及运行维护费") == ["公务用车购置及运行维护费"]
    assert labels("政府性基金预算财政拨款") == ["政府性基金预算财政拨款"]
    assert labels("其他本年支出") == ["其他本年支出"]
