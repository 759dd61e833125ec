"""What counts are of, and that what is told of a count is not told of the money."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reading import facts

HELD, PURCHASED = "three_public.vehicles.held", "three_public.vehicles.purchased"
GUESTS, BATCHES, PERSONS = (f"three_public.reception{part}" for part in ("", ".batches", ".persons"))
FOREIGN = "three_public.reception.foreign"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "接待批次从50批次减少到40批次，下降20.00%。",
            [f"{BATCHES} prior 50", f"{BATCHES} count 40", f"{BATCHES} change_rate -20"],
        ),
        (
            "公务用车保有量4辆，比上年减少1辆，下降20.00%。",
            [f"{HELD} count 4", f"{HELD} change -1", f"{HELD} change_rate -20"],
        ),
        (
            "国内公务接待20批次、180人次，比上年减少5批次、20人次。",
            [f"{BATCHES} count 20", f"{PERSONS} count 180", f"{BATCHES} change -5", f"{PERSONS} change -20"],
        ),
        ("公务用车保有量4辆，与上年持平。", [f"{HELD} count 4", f"{HELD} change 0", f"{HELD} change_rate 0"]),
        (
            "出国人次从20人降为10人。",
            ["three_public.overseas.persons prior 20", "three_public.overseas.persons count 10"],
        ),
    ],
)
def test_a_count_has_changes_of_its_own(text: str, expected: list[str]) -> None:
    assert facts(text) == expected


def test_a_rate_behind_a_count_that_is_not_read_is_told_of_nothing() -> None:
    text = "公务接待费6.00万元，比上年减少1.00万元，主要是接待由50批次减少到40批次，下降20.00%。"
    assert [fact for fact in facts(text) if "change_rate" in fact] == []


def test_a_change_behind_money_and_a_count_stays_that_of_the_money() -> None:
    text = "公务接待费6.00万元，公务接待30批次，比上年下降10.00%。"
    assert facts(text)[-1] == f"{GUESTS} change_rate -10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("接待外宾4批，共计16人次。", [f"{FOREIGN}.batches count 4", f"{FOREIGN}.persons count 16"]),
        ("另接待境外来访团组3批次、21人次。", [f"{FOREIGN}.batches count 3", f"{FOREIGN}.persons count 21"]),
        ("接待港澳台来宾2批次。", [f"{FOREIGN}.batches count 2"]),
        (
            "外事接待2批次、15人次，支出0.40万元；国内接待30批次、260人次，支出2.60万元。",
            [
                f"{FOREIGN}.batches count 2",
                f"{FOREIGN}.persons count 15",
                f"{FOREIGN} final 4000",
                f"{BATCHES} count 30",
                f"{PERSONS} count 260",
                f"{GUESTS}.domestic final 26000",
            ],
        ),
    ],
)
def test_guests_from_abroad_are_counted_apart(text: str, expected: list[str]) -> None:
    assert facts(text) == expected


def test_a_second_cost_behind_counts_is_not_that_of_the_whole() -> None:
    text = "公务接待费9.00万元，公务接待30批次、260人次，支出2.60万元。"
    assert [fact for fact in facts(text) if " final " in fact] == [f"{GUESTS} final 90000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("购置1辆中型客车，用于接送。", f"{PURCHASED} count 1"),
        ("公务用车现保有量为叁辆。", f"{HELD} count 3"),
        ("公务用车存量为4辆。", f"{HELD} count 4"),
        ("公务用车编制5辆。", "three_public.vehicles.authorised count 5"),
        ("购车2辆。", f"{PURCHASED} count 2"),
        ("接待记者6批次。", f"{BATCHES} count 6"),
    ],
)
def test_small_wordings_of_counts(text: str, expected: str) -> None:
    assert facts(text)[0] == expected


def test_counts_behind_a_reason_are_no_part_of_it() -> None:
    text = "公务用车运行费6.00万元，比上年下降10.00%，主要是车辆减少，2023年公务用车购置数及保有量分别为1辆和3辆。"
    assert facts(text)[2:] == [
        "three_public.vehicles.operation reason_change 车辆减少",
        f"{PURCHASED} count 1",
        f"{HELD} count 3",
    ]


def test_vehicles_run_together_without_a_unit_are_counts() -> None:
    text = "公务用车7辆（其中：主要领导干部用车3机要通信用车0应急保障用车4）。"
    kinds = [("principal", 3), ("confidential", 0), ("emergency", 4)]
    assert facts(text, "assets")[1:] == [f"assets.vehicles.{kind} count {number}" for kind, number in kinds]


STAFF = yaml.safe_load(Path(__file__).with_name("staff.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", STAFF, ids=[case["text"][:20] for case in STAFF])
def test_staff_and_bodies_are_told_as_units_tell_them(case: dict[str, Any]) -> None:
    told = facts(case["text"], case.get("section", "organisation"))
    assert [fact for fact in told if " text " not in fact and " reason_" not in fact] == case["facts"]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("公务用车购置数、保有量均为1辆。", "three_public", [f"{PURCHASED} count 1", f"{HELD} count 1"]),
        ("公务用车购置数和保有量均为0辆。", "three_public", [f"{PURCHASED} count 0", f"{HELD} count 0"]),
        (
            "公务接待费、接待批次、接待人次均为0。",
            "three_public",
            [f"{GUESTS} final 0", f"{BATCHES} count 0", f"{PERSONS} count 0"],
        ),
        (
            "在职人员、退休人员均为12人，比上年减少1人。",
            "organisation",
            [
                "staff.in_service count 12",
                "staff.retired count 12",
                "staff.in_service change -1",
                "staff.retired change -1",
            ],
        ),
    ],
)
def test_a_count_of_each_is_told_of_each(text: str, kind: str, expected: list[str]) -> None:
    assert facts(text, kind) == expected


def test_a_bracket_tells_what_was_counted_before_it_is_worth() -> None:
    land, car = "assets.buildings", "assets.vehicles.general_official"
    assert facts("房屋（1200平方米，300万元）、一般公务用车（2辆，30万元）。", "assets") == [
        f"{land} area 1200",
        f"{land} final 3000000",
        f"{car} count 2",
        f"{car} final 300000",
    ]
    assert facts("公务用车保有量5辆（12.5万元）。") == [f"{HELD} count 5"]
