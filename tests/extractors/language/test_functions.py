"""Names of 支出功能分类 and their codes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.language.functions import (
    LOWEST,
    code_and_certainty,
    code_of_top,
    economic_mentions,
    function_mentions,
)
from patterns.knowledge import Function
from patterns.loader import load_patterns


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.教育支出（类）普通教育（款）小学教育（项）：支出决算数为", "2050202"),
        ("社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）", "2080505"),
        ("一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）", "2010301"),
        ("2080505机关事业单位基本养老保险缴费支出决算12万元", "2080505"),
        ("行政单位医疗（2101101）：决算数", "2101101"),
        ("（3）住房公积金（项）支出", "2210201"),
    ],
)
def test_name_gives_code(text: str, code: str) -> None:
    (mention,) = function_mentions(text)
    assert mention.code == code


@pytest.mark.parametrize(
    "text",
    [
        "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保验缴费支出（项）",
        "社会保障和就业支出（类）行政事业单位养者支出（款）机关事业单位基本养老保险缴费支出（项）",
    ],
)
def test_one_misread_character_still_gives_the_code(text: str) -> None:
    (mention,) = function_mentions(text)
    assert (mention.code, mention.certain) == ("2080505", False)


def test_name_of_several_functions_gives_no_code() -> None:
    (mention,) = function_mentions("行政运行（项）：支出决算")
    assert mention.code is None


def test_bare_name_before_an_amount_is_a_function() -> None:
    text = "教育支出10.00万元，占20.00%"
    assert [m.code for m in function_mentions(text)] == ["205"]


def test_mentions_do_not_overlap() -> None:
    text = "社会保障和就业支出行政事业单位养老支出（款）10.00万元，教育支出20501（款）"
    found = sorted((m.start, m.end) for m in function_mentions(text))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))


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


@pytest.mark.parametrize(
    ("text", "code", "end"),
    [
        ("2080505机关事业单位基本养老保险缴费支出决算12万元", "2080505", "缴费"),
        ("2080505机关事业单位基本养老保验缴费支出决算12万元", "2080505", "缴费"),
        ("20805行政事业单位养老支出决算12万元", "20805", "养老"),
        ("2080505其他旧名称支出决算12万元", "2080505", "旧名称"),  # a code keeps its meaning under a former name
        ("（2010301）行政运行12万元", "2010301", "运行"),
    ],
)
def test_a_code_takes_the_name_behind_it(text: str, code: str, end: str) -> None:
    (mention,) = function_mentions(text)
    assert (mention.code, text[mention.start : mention.end][-len(end) :]) == (code, end)


@pytest.mark.parametrize(
    "text",
    [
        "20805培训费决算12万元",  # not its name, and a code of five digits may be a number
        "支出208万元",
        "共2080505元",
        "2080505年",
        "208人参加",
        "1,205",
    ],
)
def test_a_number_without_its_name_is_no_code(text: str) -> None:
    assert list(function_mentions(text)) == []


@pytest.mark.parametrize("lead", ["", "其中：", "1.", "（1）", "一是", "用于"])
@pytest.mark.parametrize("behind", ["10.00万元", "支出10.00万元", "决算数为10.00万元", "，占20.00%", "较上年增加"])
def test_a_bare_name_of_the_top_level_stands_before_a_value(lead: str, behind: str) -> None:
    (mention,) = function_mentions(f"{lead}卫生健康支出{behind}")
    assert mention.code == "210"


@pytest.mark.parametrize("text", ["本县教育支出10.00万元", "教育支出项目10.00万元", "义务教育10.00万元"])
def test_a_name_within_a_longer_one_is_no_function(text: str) -> None:
    assert list(function_mentions(text)) == []


@pytest.mark.parametrize("lead", ["，", "其中", "全部为", "1.", "（2）", "住房改革支出-"])
@pytest.mark.parametrize("behind", ["10.00万元", "支出10.00万元", "决算10.00万元", "年初预算", "比上年"])
def test_a_bare_name_of_a_lower_level_begins_a_clause(lead: str, behind: str) -> None:
    (mention,) = function_mentions(f"{lead}住房公积金{behind}")
    assert mention.code == "2210201"


def test_a_name_of_several_codes_is_the_one_below_the_name_before() -> None:
    text = "人大事务10.00万元，行政运行6.00万元；政协事务5.00万元，行政运行2.00万元"
    assert [m.code for m in sorted(function_mentions(text), key=lambda m: m.start)] == [
        "20101", "2010101", "20102", "2010201",
    ]  # fmt: skip


def test_what_is_marked_is_told_under_what_was_marked_before() -> None:
    text = "教育支出（类）普通教育（款）小学教育（项）10.00万元，初中教育（项）5.00万元"
    assert [m.code for m in function_mentions(text)] == ["2050202", "2050203"]


def test_the_name_is_told_as_written_with_its_marks() -> None:
    (mention,) = function_mentions("一般公共服务（类）支出10.00万元")
    assert (mention.name, mention.code, mention.end) == ("一般公共服务支出（类）", "201", len("一般公共服务（类）支出"))


def test_economic_classes_are_found_wherever_they_are_named() -> None:
    assert {m.code for m in economic_mentions("工资福利支出10.00万元，商品和服务支出5.00万元")} == {"301", "302"}


def test_a_class_is_told_by_its_name_with_or_without_spending() -> None:
    assert code_of_top("教育") == code_of_top("教育支出") == "205"
    assert code_of_top("某某") is None
