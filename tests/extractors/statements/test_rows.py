"""Rows of statements: what their figures are in 元, and how surely they are told what they are of."""

from __future__ import annotations

import pytest

from extractors.model.evidence import UNIT_UNKNOWN, CellSigns
from extractors.model.page import ReadPage, Source
from extractors.statements.rows import ReadRow
from extractors.statements.statement import read_statements
from tests.extractors.statements.test_head import table
from tests.extractors.statements.test_spelling import scanned

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROW = ["213", "农林水支出", "100", "60", "40"]
TITLE = "一般公共预算财政拨款支出决算表"


def rows(*body: list[str], unit: str = "单位：万元", source: Source = "text_layer") -> tuple[ReadRow, ...]:
    made = table([TITLE, unit] if unit else [TITLE], [[*HEAD], *([*row] for row in body)])
    page = ReadPage(1, 600, 800, source, (), frame=(600, 800))
    (read,) = read_statements([scanned(made) if source == "ocr" else made], {1: page}, {}).statements
    return read.rows


def test_printed_unit_of_money_leaves_no_doubt() -> None:
    (row,) = rows(ROW)
    assert [(c.value, c.confidence) for c in row.row.cells] == [("1000000", 1.0), ("600000", 1.0), ("400000", 1.0)]
    assert set(row.signs) == {CellSigns()}


def test_figures_without_a_printed_unit_are_of_a_doubtful_one() -> None:
    (row,) = rows(ROW, unit="")
    assert {c.confidence for c in row.row.cells} == {1.0}
    assert set(row.signs) == {CellSigns(unit=UNIT_UNKNOWN)}


def test_code_that_no_classification_has_makes_its_row_doubtful() -> None:
    sure, odd = rows(ROW, ["21Z99", "档案数字化", "1", "2", "3"], source="ocr")
    assert {c.confidence for c in sure.row.cells} == {0.97}
    assert {c.confidence for c in odd.row.cells} == {0.6}
    assert [signs.name for signs in odd.signs] == [0.6] * 3


def test_a_row_without_a_name_among_named_ones_is_doubtful() -> None:
    named, nameless = rows(ROW, ["", "", "1", "2", "3"])
    assert {signs.name for signs in named.signs} == {1.0}
    assert {signs.name for signs in nameless.signs} == {0.5}


@pytest.mark.parametrize(
    ("text", "value", "shape"),
    [("—", None, 1.0), ("", None, 1.0), ("无", None, 0.6), ("（5.00）", "-50000", 1.0)],
)
def test_what_is_no_figure_is_odd_but_for_a_dash(text: str, value: str | None, shape: float) -> None:
    (row,) = rows(["213", "农林水支出", text, "60", "40"])
    assert row.row.cells[0].value == value
    assert row.signs[0].shape == shape


def test_a_cell_with_the_figures_of_two_is_no_figure() -> None:
    (row,) = rows(["213", "农林水支出", "60.25 40.50", "60", "808.02808.02"])
    assert [c.value for c in row.row.cells] == [None, "600000", None]
    assert [signs.shape for signs in row.signs] == [0.6, 1.0, 0.6]


def test_a_ruling_read_as_a_digit_behind_the_decimals_makes_no_figure() -> None:
    (row,) = rows(["213", "农林水支出", "100.00", "60.001", "40.00"], source="ocr")
    assert [c.value for c in row.row.cells] == ["1000000", None, "400000"]


def test_figures_of_three_decimals_are_figures_on_a_scan() -> None:
    (row,) = rows(["213", "农林水支出", "100.001", "60.001", "40.000"], source="ocr")
    assert [c.value for c in row.row.cells] == ["1000010", "600010", "400000"]


def test_a_dashed_ruling_beside_a_figure_is_no_part_of_it() -> None:
    (row,) = rows(["213", "农林水支出", "！100.00", "60.00i", "！40.00！"], source="ocr")
    assert [c.value for c in row.row.cells] == ["1000000", "600000", "400000"]
