"""Every joint of a list joins wherever lists are read."""

from __future__ import annotations

import pytest

from extractors.binding.joints import joins_closely, joins_figures, joins_names
from patterns.shapes import load_shapes
from tests.reading import read, told

JOINTS = load_shapes().list_joints


def test_the_joints_are_these() -> None:
    assert JOINTS == ("、", "和", "与", "及", "以及")


@pytest.mark.parametrize(
    ("gap", "closely", "figures", "names"),
    [
        ("、", True, True, True),
        ("以及", True, True, True),
        ("，", False, True, True),
        ("", False, False, True),
        ("；", False, False, False),
        ("的", False, False, False),
    ],
)
def test_a_comma_joins_figures_and_nothing_joins_names(gap: str, closely: bool, figures: bool, names: bool) -> None:
    assert (joins_closely(gap), joins_figures(gap), joins_names(gap)) == (closely, figures, names)


CASES = {
    "names that wait": (
        "income",
        "事业收入{}经营收入均为5.00万元。",
        ["income.institutional final 50000", "income.operating final 50000"],
    ),
    "values in turn": (
        "income",
        "事业收入、经营收入分别为5.00万元{}6.00万元。",
        ["income.institutional final 50000", "income.operating final 60000"],
    ),
    "values of those told before": (
        "income",
        "事业收入5.00万元，经营收入6.00万元，分别增长2.5%{}3.5%。",
        [
            "income.institutional final 50000",
            "income.operating final 60000",
            "income.institutional change_rate 2.5",
            "income.operating change_rate 3.5",
        ],
    ),
    "a unit behind the last": (
        "income",
        "事业收入、经营收入分别为5.00{}6.00万元。",
        ["income.institutional final 50000", "income.operating final 60000"],
    ),
    "a zero of all": (
        "income",
        "事业收入{}经营收入共0.00万元。",
        ["income.institutional final 0", "income.operating final 0"],
    ),
    "a denial": (
        "income",
        "无事业收入{}经营收入。",
        ["income.institutional nil true", "income.operating nil true"],
    ),
    "what is compared with": (
        "agency_operation",
        "机关运行经费支出与年初预算{}上年决算数均持平。",
        [
            "agency_operation variance 0",
            "agency_operation variance_rate 0",
            "agency_operation change 0",
            "agency_operation change_rate 0",
        ],
    ),
    "counts": (
        "three_public",
        "公务接待5批次{}50人次。",
        ["three_public.reception.batches count 5", "three_public.reception.persons count 50"],
    ),
}


@pytest.mark.parametrize("joint", JOINTS)
@pytest.mark.parametrize(("section", "text", "facts"), CASES.values(), ids=CASES.keys())
def test_every_joint_joins(joint: str, section: str, text: str, facts: list[str]) -> None:
    assert told(read(text.format(joint), section)) == facts
