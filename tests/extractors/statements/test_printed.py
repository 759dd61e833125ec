"""Which cells of a table hold figures, whatever it is of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.generate import generate
from extractors.pipeline import extract
from extractors.statements.printed import figures_of
from tests.extractors.statements.test_head import line, table


def figures(*rows: str) -> list[str]:
    """The figures of a table whose cells are parted by bars."""
    return [figure.raw for figure in figures_of(table([], [list(row.split("|")) for row in rows]))]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1,234.50", ["1,234.50"]),
        ("-3.20", ["-3.20"]),
        ("（3.20）", ["（3.20）"]),
        ("95%", ["95%"]),
        ("5辆", ["5辆"]),
        ("3.20万元", ["3.20万元"]),
        ("82.107.88", ["82.107.88"]),
        ("（1）", []),
        ("—", []),
        ("", []),
        ("2023年", []),
        ("办公费", []),
        ("购置车辆2辆", []),  # a label, not running text
        ("购置车辆2辆，支出30.00万元。", ["2辆", "30.00万元"]),
    ],
)
def test_a_number_that_is_all_of_a_cell_is_a_figure(cell: str, found: list[str]) -> None:
    assert figures("项目|金额", f"甲|{cell}") == found


def test_whole_numbers_count_in_a_column_of_figures() -> None:
    assert figures("项目|金额", "甲|3.50", "乙|12", "丙|0") == ["3.50", "12", "0"]
    assert figures("单位|人数", "甲|7", "乙|12") == ["7", "12"]


@pytest.mark.parametrize(
    "column",
    [
        ("行次", "1", "2", "4"),
        ("", "1", "2", "3"),
        ("科目编码", "20101", "2010101", "7"),
        ("名目", "201", "20101", "2010101"),
        ("类", "201", "203", "204"),
        ("年份", "2021", "2022", "2023"),
    ],
)
def test_numbers_of_lines_codes_and_years_are_none(column: tuple[str, ...]) -> None:
    assert figures(*(f"{text}|" for text in column)) == []


def test_a_row_that_numbers_the_columns_holds_none() -> None:
    assert figures("项目|决算数|预算数", "栏次|1|2", "甲|3.50|4.50") == ["3.50", "4.50"]


def test_a_figure_is_quoted_with_the_name_of_its_row() -> None:
    made = table([], [["项目", "金额"], ["办公费", "3.50"]])
    assert [figure.quote(made) for figure in figures_of(made)] == ["办公费 3.50"]


def test_figures_of_a_cell_that_holds_a_whole_column_are_counted_one_by_one() -> None:
    """Where nothing parts the rows of a table its figures are not read; they are not lost without a word either."""
    whole = table([], [["项目", "金额"], ["甲", "1.50"]])
    last = whole.cells[-1]
    lines = tuple(line(text, last.box) for text in ("1.50", "2.50", "甲局"))
    crowded = replace(whole, cells=(*whole.cells[:-1], replace(last, lines=lines)))
    assert [figure.raw for figure in figures_of(crowded)] == ["1.50", "2.50"]


@pytest.mark.parametrize("family", ["mof", "shandong"])
def test_table_that_was_not_taken_apart_is_not_called_empty(family: str) -> None:
    data, golden = generate(f"{family}+framed", 7502)
    record = extract(data, "framed.pdf")
    told = {statement["kind"] for statement in golden["statements"] if statement["rows"]}
    assert not [statement.kind for statement in record.statements if statement.empty and statement.kind in told]
    coverage = record.document.coverage
    assert coverage is not None
    assert coverage.printed > coverage.facts + coverage.cells
