"""Names of 支出功能分类 and their codes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.language.functions import LOWEST, code_and_certainty, function_mentions
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


def test_short_names_survive_a_slip() -> None:
    assert code_and_certainty("住房公积全", LOWEST, "22102") == ("2210201", False)
    assert code_and_certainty("行政运衍", LOWEST, "20103") == ("2010301", False)
