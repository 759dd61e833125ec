"""The row that numbers the columns: told though some of it was misread, and never a row of figures."""

from __future__ import annotations

import pytest

from extractors.tables.column_numbers import numbers_columns

Row = list[str]


@pytest.mark.parametrize(
    "row",
    [
        ["栏次", "1", "2", "3"],
        ["栏次", "1"],
        ["1", "2"],
        ["类", "款", "项", "栏次", "1", "2"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["", "2", "", "4", "5", "", "7", "8"],
        ["栏汉", "1", "2", "3）", "4", "5", "6"],
        ["1", "2", "3", "7", "5", "6"],
    ],
    ids="".join,
)
def test_row_of_a_head_numbers_columns(row: Row) -> None:
    assert numbers_columns(row)


@pytest.mark.parametrize(
    "row",
    [
        [],
        ["", ""],
        ["1"],
        ["栏次"],
        ["3", "4"],
        ["教育支出", "1", "2"],
        ["教育支出", "1", "2", "3", "4"],
        ["1", "5", "2", "9"],
        ["201", "202", "203", "204"],
        ["1", "4"],
        ["甲", "乙", "丙", "4", "5", "6", "7"],
    ],
    ids="".join,
)
def test_other_row_of_a_head_does_not(row: Row) -> None:
    assert not numbers_columns(row)


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (["1", "2", "3", "4"], True),
        (["", "2", "3", "4", "5"], True),
        (["栏次", "1", "9"], True),
        (["1", "2", "3"], False),
        (["1", "3", "4", "9"], False),
        (["甲", "2", "3", "4", "5"], False),
    ],
)
def test_among_figures_a_row_must_bear_a_name_or_count_without_a_fault(row: Row, numbers: bool) -> None:
    assert numbers_columns(row, among_figures=True) is numbers
