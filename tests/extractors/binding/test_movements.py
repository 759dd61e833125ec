"""Who came and went in a year, and who was there at its beginning."""

from __future__ import annotations

import pytest

from tests.reading import facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年新录用4人，退休3人，调出2人。", []),
        ("退休3人，调出2人。", []),
        ("退休人员40人，其中2023年退休5人。", ["staff.retired count 40"]),
        ("当年退休2人，退休人员40人。", ["staff.retired count 40"]),
        ("在职人员30人，退休3人，调出1人。", ["staff.in_service count 30", "staff.retired count 3"]),
        ("2023年退休人员40人。", []),
        ("退休3人，在职人员30人。", ["staff.retired count 3", "staff.in_service count 30"]),
        ("年末共有人员47人，人员增加3人（其中退休1人，新分配特岗4人）。",
         ["staff.total count 47", "staff.total change 3"]),
    ],
)  # fmt: skip
def test_who_left_is_not_who_is_there(text: str, expected: list[str]) -> None:
    assert facts(text, "organisation") == expected


def test_the_beginning_of_a_year_is_the_end_of_the_one_before() -> None:
    both = "年初在职人员41人，调入3人，调出1人，年末在职人员43人。"
    assert facts(both, "organisation") == ["staff.in_service prior 41", "staff.in_service count 43"]
    assert facts("年初在职人员41人。", "organisation") == ["staff.in_service prior 41"]
    assert facts("年初公务接待4批次。", "three_public") == ["three_public.reception.batches count 4"]
