"""Number shapes: values, units, slips, and what is no value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.numbers import amounts, parse_number
from extractors.model.paragraph import normalised
from extractors.model.record import canonical

cents = st.integers(min_value=0, max_value=10**13).map(lambda n: Decimal(n) / 100)


@given(cents)
def test_separators_do_not_change_the_value(value: Decimal) -> None:
    assert parse_number(f"{value:,.2f}") == (value, False)
    assert parse_number(f"{value:.2f}") == (value, False)


@given(cents.filter(lambda v: v >= 1000))
def test_commas_read_as_dots_are_a_slip_with_the_same_value(value: Decimal) -> None:
    assert parse_number(f"{value:,.2f}".replace(",", ".")) == (value, True)


@given(cents, st.sampled_from([("元", 1), ("万元", 10_000), ("亿元", 100_000_000)]))
def test_money_is_in_yuan(value: Decimal, unit: tuple[str, int]) -> None:
    (amount,) = amounts(f"支出{value:,.2f}{unit[0]}，")
    assert (amount.kind, amount.unit, amount.value) == ("money", "CNY", value * unit[1])


@given(cents)
def test_full_width_digits_are_digits(value: Decimal) -> None:
    wide = f"{value:,.2f}万元".translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，"))
    (amount,) = amounts(normalised("支出" + wide))
    assert amount.value == value * 10_000


@given(cents)
def test_canonical_has_no_trailing_zeros_and_keeps_the_value(value: Decimal) -> None:
    text = canonical(value)
    assert Decimal(text) == value
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("占9.07%", "9.07", "percent"),
        ("占百分之12.5", "12.5", "percent"),
        ("共14人", "14", "人"),
        ("接待3批次", "3", "批次"),
        ("累计25人次", "25", "人次"),
        ("设备2台(套)", "2", "台（套）"),
        ("房屋120.5平方米", "120.5", "平方米"),
        ("下设两个科室", "2", "个"),
        ("辖十二个村", "12", "个"),
        ("支出零万元", "0", "CNY"),
        ("支出9.5万，", "95000", "CNY"),
    ],
)
def test_units(text: str, value: str, unit: str) -> None:
    (amount,) = amounts(normalised(text))
    assert (canonical(amount.value), amount.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "2023年度",
        "12月31日",
        "〔2016〕108号",
        "1.教育支出",
        "单价100万元以上设备",
        "提高3个百分点",
        "第2部分",
        "（1）教育",
    ],
)
def test_not_a_value(text: str) -> None:
    assert [a for a in amounts(normalised(text)) if a.kind != "bare"] == []
    assert all(a.value != 2023 for a in amounts(normalised(text)))
