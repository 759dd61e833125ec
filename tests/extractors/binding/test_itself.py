"""A unit that counts itself among those it tells has fewer below it, where the figures say so."""

from __future__ import annotations

import pytest

from tests.reading import facts

UNITS, REGISTERED = "organisation.subordinate_units", "organisation.registered_units"


def plain(text: str) -> list[str]:
    """What is told of bodies, without their parts."""
    return [fact for fact in facts(text, "organisation") if "#part" not in fact]


@pytest.mark.parametrize(
    "listed",
    [
        "，其中：局本级1个、下属单位4个。",
        "，其中局机关1个，下属二级预算单位4个。",
        "。其中：行政单位本级1个，所属事业单位4个。",
        "，包括厅机关本级1个和直属单位4个。",
        "（一级预算单位1个，二级预算单位4个）。",
    ],
)
def test_a_unit_that_counts_itself_has_fewer_below(listed: str) -> None:
    text = f"纳入部门决算编制范围的单位共5个{listed}"
    assert plain(text) == [f"{REGISTERED} count 5", f"{UNITS} count 4"]


@pytest.mark.parametrize(
    "listed",
    [
        "。",
        "，其中：局本级1个，下属单位3个。",  # do not add up
        "，其中：局机关1个，参公单位1个，公益一类3个。",  # none is said to be below
        "，其中：行政单位1个，下属单位4个。",  # none is the unit itself
    ],
)
def test_without_itself_all_are_below(listed: str) -> None:
    assert plain(f"纳入部门决算编制范围的单位共5个{listed}") == [f"{UNITS} count 5"]
