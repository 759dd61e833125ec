"""Names of 支出功能分类 and their codes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.language.function_codes import (
    LOWEST,
    MIDDLE,
    TOP,
    code_and_certainty,
    code_of_top,
    codes_of,
    is_name_of_level,
    names_of_level,
)
from patterns.knowledge import Function
from patterns.loader import load_patterns

FUNCTIONS = load_patterns().functions
CHARACTERS = sorted({char for f in FUNCTIONS for char in f.name})


@settings(max_examples=300)
@given(st.sampled_from(FUNCTIONS), st.data())
def test_one_misread_character_never_gives_another_code_for_certain(function: Function, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(function.name) - 1))
    char = data.draw(st.sampled_from(CHARACTERS))
    slipped = function.name[:position] + char + function.name[position + 1 :]
    prefix = function.code[:-2] if len(function.code) > 3 else ""
    code, certain = code_and_certainty(slipped, len(function.code), prefix)
    if slipped == function.name:
        return
    names = {f.name: f.code for f in FUNCTIONS if f.level == function.level and f.code.startswith(prefix)}
    assert code in {None, function.code, names.get(slipped)}
    assert not certain or slipped in names or slipped + "支出" in names or slipped.removesuffix("支出") in names


def test_name_as_close_to_two_gives_neither() -> None:
    assert code_and_certainty("技等职业教育", LOWEST, "20503") == (None, False)
    assert code_and_certainty("等职业教育", LOWEST, "20503") == (None, False)


def test_short_names_survive_a_slip() -> None:
    assert code_and_certainty("住房公积全", LOWEST, "22102") == ("2210201", False)
    assert code_and_certainty("行政运衍", LOWEST, "20103") == ("2010301", False)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("机关事业单位基本养老保险缴费", "2080505"),  # 支出 at the end may be missing
        ("机关单位基本养老保险缴费支出", "2080505"),
        ("机关基本养老缴费支出", None),
        ("单位养老保险", None),
    ],
)
def test_only_a_name_that_is_close_is_told_through_slips(name: str, code: str | None) -> None:
    assert code_and_certainty(name, LOWEST, "20805")[0] == code


def test_a_class_is_told_by_its_name_with_or_without_spending() -> None:
    assert code_of_top("教育") == code_of_top("教育支出") == "205"
    assert code_of_top("某某") is None


@pytest.mark.parametrize(
    ("name", "level", "code"),
    [
        ("医疗卫生与计划生育支出", TOP, "210"),
        ("环境保护支出", TOP, "211"),
        ("行政事业单位离退休", MIDDLE, "20805"),
        ("食品和药品监督管理事务", MIDDLE, "21010"),
        ("归口管理的行政单位离退休", LOWEST, "2080501"),
    ],
)
def test_a_name_of_former_years_gives_its_code(name: str, level: int, code: str) -> None:
    assert code_and_certainty(name, level, "") == (code, True)
    assert codes_of(name, level) == (code,)


def test_a_name_of_a_former_group_is_found_below_it() -> None:
    assert code_and_certainty("行政运行", LOWEST, "21010") == ("2101001", True)


def test_a_name_keeps_all_its_codes() -> None:
    assert {"2010101", "2010301"} <= set(codes_of("行政运行", LOWEST))
    assert codes_of("某某", LOWEST) == ()


def test_a_name_is_of_one_level_with_or_without_spending() -> None:
    assert is_name_of_level("教育", TOP)
    assert is_name_of_level("普通教育", MIDDLE)
    assert not is_name_of_level("普通教育", TOP)
    assert "小学教育" in names_of_level(LOWEST)
