"""What a clause denies, though it does not name it by its name."""

from __future__ import annotations

import pytest

from tests.reading import read, told


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("我局无出国计划。", ["three_public.overseas"]),
        ("本年未安排因公出国考察任务。", ["three_public.overseas"]),
        (
            "单位无公务用车，因此没有公务用车运行维护费。",
            ["three_public.vehicles.held", "three_public.vehicles.operation"],
        ),
        ("我单位没有保有公务用车。", ["three_public.vehicles.held"]),
        ("本年度未安排公务接待活动。", ["three_public.reception"]),
        ("无公务用车购置计划。", ["three_public.vehicles.purchase"]),
        ("无公务用车购置及运行维护费。", ["three_public.vehicles"]),
    ],
)
def test_there_is_none_of_it(text: str, denied: list[str]) -> None:
    assert told(read(text, "three_public")) == [f"{concept} nil true" for concept in denied]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("接待费一分没花。", ["three_public.reception"]),
        ("接待费、因公出国（境）费一分钱也没有用。", ["three_public.reception", "three_public.overseas"]),
        ("因公出国（境）费无预算也无支出。", ["three_public.overseas"]),
        ("因公出国（境）费：无预算、无支出。", ["three_public.overseas"]),
        ("因公出国（境）费：本镇没有此项开支。", ["three_public.overseas"]),
    ],
)
def test_what_is_spoken_of_is_denied_in_other_words(text: str, denied: list[str]) -> None:
    assert told(read(text, "three_public")) == [f"{concept} nil true" for concept in denied]


def test_a_remark_behind_a_denial_leaves_it_one() -> None:
    text = "因公出国（境）费、公务用车购置费未发生（预算均为0）。"
    nil = [fact for fact in told(read(text, "three_public")) if " nil " in fact]
    assert nil == ["three_public.overseas nil true", "three_public.vehicles.purchase nil true"]


@pytest.mark.parametrize(
    "text",
    ["上年无此项支出。", "2022年没有公务接待费。", "上年未安排因公出国（境），本年因公出国（境）费2.00万元。"],
)
def test_what_there_was_none_of_last_year_is_not_denied(text: str) -> None:
    assert not [fact for fact in told(read(text, "three_public")) if " nil " in fact]


def test_a_figure_of_something_else_is_none_of_what_was_denied() -> None:
    text = "未使用公款出国（境），面包车全年耗费2.64万元，比预算3.00万元节约0.36万元。"
    assert told(read(text, "three_public")) == ["three_public.overseas nil true"]
