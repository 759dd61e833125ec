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
