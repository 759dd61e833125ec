"""Tables of pages that were collected flat, a row a line."""

from __future__ import annotations

import pytest

from corpus.field.flat import body_of


def test_paragraphs_and_tables_as_they_stand_are_kept() -> None:
    table = "<table><tr><td>1</td></tr></table>"
    assert body_of(["一、收入", table]) == f"<p>一、收入</p>{table}"


def test_a_row_s_cells_are_spread_over_the_table_where_it_has_fewer() -> None:
    told = body_of(["收入 | 支出 |", "项目 | 金额 | 项目 | 金额 |", "事业收入 | 9.5 | 教育支出 | |"])
    assert told.startswith("<table border='1'><tr><td colspan='2'>收入</td><td colspan='2'>支出</td></tr>")
    assert told.endswith("<tr><td>事业收入</td><td>9.5</td><td>教育支出</td><td></td></tr></table>")


def test_a_cell_reaches_down_into_a_row_that_leaves_it_out() -> None:
    told = body_of(["序号 | 收入 | 支出 |", "项目 | 金额 | 项目 | 金额 |", "1 | 事业收入 | 9.5 | 教育支出 | 9.5 |"])
    head = "<tr><td rowspan='2'>序号</td><td colspan='2'>收入</td><td colspan='2'>支出</td></tr>"
    assert told.startswith(f"<table border='1'>{head}<tr><td>项目</td>")


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (["甲 | 乙", "1 |"], "<tr><td>1</td><td></td></tr>"),
        (["甲 | 乙 |", "1 | 2 |"], "<tr><td>1</td><td>2</td></tr>"),
        (["甲 | 乙 |", "1 | 2 |", "3 | 4 |", "5 | 6 |", "7 | 8"], "<tr><td>7</td><td>8</td></tr>"),
    ],
)
def test_the_last_sign_closes_a_row_where_it_closes_nearly_all(lines: list[str], last: str) -> None:
    assert body_of(lines).endswith(f"{last}</table>")
