"""Sums of counts: told by what adds up to them."""

from __future__ import annotations

import pytest

from tests.reading import facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在职人员30人，编外聘用6人，共计36人。", "staff.total count 36"),
        ("在职人员30人。编外聘用6人。合计36人。", "staff.total count 36"),
        ("在职人员30人，退休人员6人，共36人。", "staff.total count 36"),
        ("在职人员30人，挂职2人，抽调4人，共计36人。", "staff.total count 36"),
        ("行政编制12人，事业编制8人，合计20人。", "staff.authorised count 20"),
        ("内设科室5个。在职人员30人，编外聘用6人，共计36人。", "staff.total count 36"),
    ],
)
def test_a_sum_is_of_what_adds_up_to_it(text: str, expected: str) -> None:
    assert facts(text, "organisation")[-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "在职人员30人，编外聘用6人，共计40人。",  # others were counted, too
        "离休人员2人，退休人员6人，共计8人。",  # no concept is both
        "编外聘用6人，合计36人。",
    ],
)
def test_a_sum_that_nothing_adds_up_to_is_of_nothing(text: str) -> None:
    assert facts(text, "organisation") == facts(text.rpartition("，")[0] + "。", "organisation")
