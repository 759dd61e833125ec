"""What stands in cells: figures, dashes, and what an OCR reads dashes as."""

from __future__ import annotations

import pytest
import regex

from patterns.shapes import is_dash, is_han, is_value, load_cell_shapes, may_be_dash


@pytest.mark.parametrize("text", ["-", "—", "——", "–", "－", "―", "─", "‐", "−", "__", "-—"])
def test_dashes_stand_for_nothing(text: str) -> None:
    assert is_dash(text)
    assert may_be_dash(text)
    assert is_value(text)


@pytest.mark.parametrize("text", ["", "-1", "无", "·", "二"])
def test_other_texts_are_no_dash(text: str) -> None:
    assert not is_dash(text)
    assert not may_be_dash(text)


def test_a_stroke_may_be_a_dash_misread() -> None:
    assert may_be_dash("一")
    assert not is_dash("一")


@pytest.mark.parametrize("text", ["0.00", "1,234.50", "-12", "（5.00）", "(5.00)", "97%", "+3"])
def test_figures_are_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["", "3个", "第3", "≥95%", "2023年", "教育支出"])
def test_names_and_counts_are_no_values(text: str) -> None:
    assert not is_value(text)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("收入决算表（续）", "收入决算表"),
        ("收入决算表（续表二）", "收入决算表"),
        ("收入决算表-续1", "收入决算表"),
        ("收入决算表", "收入决算表"),
    ],
)
def test_what_says_that_a_table_goes_on_is_no_part_of_its_title(title: str, bare: str) -> None:
    assert regex.sub(load_cell_shapes().continuation, "", title) == bare


def test_chinese_characters_are_told_from_others() -> None:
    assert [is_han(c) for c in "一龥决A1，ａ"] == [True, True, True, False, False, False, False]
