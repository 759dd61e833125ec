"""Units of money told once for numbers without one: where a text tells them, and which numbers they hold for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.language.annotate import annotate, mentions_of
from extractors.language.unit_told import ends_telling, told_for_all, unit_told_last, units_told

WAN = Decimal(10_000)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("支出情况（单位：万元）", [WAN]),
        ("编制单位：南林镇单位：元", [1]),
        ("金额单位：亿元", [100_000_000]),
        ("三公经费（万元）", [WAN]),
        ("人员情况（单位：人）", [None]),
        ("单位：万元、人", [WAN]),
        ("单位：元溪镇", []),
        ("支出5万元", []),
    ],
)
def test_units_are_told(text: str, units: list[Decimal | None]) -> None:
    assert [unit for _, unit in units_told(text)] == units


def test_the_last_unit_told_counts() -> None:
    assert unit_told_last("（单位：元）甲（单位：万元）乙") == WAN
    assert unit_told_last("甲", WAN) == WAN
    assert unit_told_last("（单位：人）", WAN) is None


def test_a_unit_at_the_end_is_told_of_what_follows() -> None:
    assert ends_telling("支出情况（单位：万元，下同）：")
    assert not ends_telling("支出（单位：万元）5.2")
    assert told_for_all("（单位：万元，下同）")
    assert not told_for_all("（单位：万元）")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("公务接待费5", ["50000"]),
        ("公务接待费3,120.50，上年2,000", ["31205000", "20000000"]),
        ("公务接待费5.2，上年4，+1.2", ["52000", "40000", "12000"]),
        ("公务接待费5.2，增加0.5，增长10.6", ["52000", "5000"]),  # a rate
        ("公务接待费5.2，增幅10.6", ["52000"]),
        ("公务接待费5.2，占40.5", ["52000"]),
        ("国内公务接待5", []),  # counted
        ("公务接待费5所", []),  # of what is counted by a word that is not known
        ("公务接待费5.2|6.3", []),  # a row
        ("其中12", []),
    ],
)
def test_numbers_are_money_where_nothing_else_is_meant(text: str, values: list[str]) -> None:
    found = mentions_of(annotate(text, "three_public", 2023, WAN))
    money = [m.amount.value for m in found if m.amount is not None and m.label == m.amount.kind == "money"]
    assert money == [Decimal(value) for value in values]
