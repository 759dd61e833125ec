"""Number shapes: values, units, slips, and what is no value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.numbers import amounts, parse_number, yuan_of_unit
from extractors.model.numerals import LARGEST, numeral_of
from extractors.model.paragraph import normalised
from extractors.model.record import canonical
from patterns.loader import load_patterns
from patterns.shapes import load_number_shapes

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
        ("保有量为壹辆", "1", "辆"),
        ("拾贰名", "12", "人"),
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


UNITS = load_patterns().units
printed_units = st.sampled_from(
    [(unit, "money", "CNY", yuan) for unit, yuan in UNITS.money.items()]
    + [("%", "percent", "percent", Decimal(1)), ("倍", "percent", "percent", Decimal(100))]
    + [(unit, "area", "平方米", Decimal(1)) for unit in UNITS.area]
)
forms = st.sampled_from(["{:.2f}", "{:,.2f}", "{:.4f}"])


@given(cents, forms, printed_units, st.booleans())
def test_every_printed_form_tells_value_unit_and_decimals(
    value: Decimal, form: str, unit: tuple[str, str, str, Decimal], negative: bool
) -> None:
    printed = form.format(value)
    (amount,) = amounts(f"为{'-' if negative else ''}{printed}{unit[0]}，")
    sign = -1 if negative else 1
    assert (amount.kind, amount.unit, amount.value) == (unit[1], unit[2], sign * value * unit[3])
    assert amount.decimals == len(printed.partition(".")[2])
    assert (amount.start, amount.end) == (1, 1 + negative + len(printed) + len(unit[0]))
    assert not amount.slip


@given(st.integers(0, 10**9), st.sampled_from([(c, row[0]) for row in UNITS.counts for c in row]))
def test_every_classifier_counts(number: int, classifier: tuple[str, str]) -> None:
    (amount,) = amounts(f"共{number}{classifier[0]}，")
    assert (amount.kind, amount.value, amount.unit, amount.decimals) == ("count", number, classifier[1], 0)


@given(st.integers(1, LARGEST), st.sampled_from(["个", "辆", "人", "批次"]))
def test_every_numeral_counts(number: int, classifier: str) -> None:
    (amount,) = amounts(f"共{numeral_of(number)}{classifier}，")
    assert (amount.kind, amount.value, amount.unit) == ("count", number, classifier)


@pytest.mark.parametrize("text", ["第三个", "一百二十个", "一项", "二次", "三份"])
def test_numerals_that_rank_or_number_count_nothing(text: str) -> None:
    assert list(amounts(text)) == []


@pytest.mark.parametrize(("unit", "short"), [("万", True), ("万元", False), ("元", False), ("亿元", False)])
def test_a_unit_written_short_is_in_doubt(unit: str, short: bool) -> None:
    (amount,) = amounts(f"支出9.5{unit}，")
    assert amount.unit_doubt == short


@pytest.mark.parametrize("short", load_number_shapes().short_money)
def test_units_written_short_are_units(short: str) -> None:
    assert short in UNITS.money


@pytest.mark.parametrize(
    ("number", "value", "slip"),
    [
        ("82.107.88", "82107.88", True),
        ("1,23", "1.23", True),
        ("1.234,567", "1234567", True),
        ("1,234.567", "1234.567", False),
        ("12,345.678", "12345.678", False),
        ("1234,567.891", "1234567.891", True),
        ("1.234.567", "1234567", True),
        ("零", "0", False),
    ],
)
def test_separators_part_thousands_or_decimals(number: str, value: str, slip: bool) -> None:
    assert parse_number(number) == (Decimal(value), slip)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共2.5人", []),  # nobody counts half a person
        ("3个月", ["bare"]),
        ("1元税率", ["bare"]),
        ("3年", []),
        ("5多万元", []),
        ("2020-2023年", []),
        ("；1.其他", []),
        ("。2、其他", []),
        ("为1.5。", ["bare"]),
        ("百分之12.5", ["percent"]),
    ],
)
def test_what_follows_tells_whether_a_number_is_a_value(text: str, found: list[str]) -> None:
    assert [a.kind for a in amounts(text)] == found


@pytest.mark.parametrize(("text", "yuan"), [("1万元", 10_000), ("1元", 1), ("1亿元", 100_000_000), ("5辆", None)])
def test_the_unit_at_the_end_tells_yuan(text: str, yuan: int | None) -> None:
    assert yuan_of_unit(text) == yuan


def test_run_of_digits_longer_than_any_figure_is_none() -> None:
    assert [a.value for a in amounts("1" * 18 + "元")] == [Decimal("1" * 18)]
    assert list(amounts("1" * 19 + "元，" + "1" * 17 + ".50万元")) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("事业收入5 96.35万元", ["5"]),
        ("教育支出65.00 64.87万元", ["65.00", "648700.00"]),
        ("接待费3 40.21万元，培训费2.00万元", ["3", "20000.00"]),
    ],
)
def test_what_may_be_half_a_figure_is_no_value(text: str, values: list[str]) -> None:
    assert [amount.value for amount in amounts(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("上年4.30，+1.20（+27.91%）", ["", "1.20", "27.91"]),
        ("比上年-2.80万元", ["-28000.00"]),
        ("收入8.00万元↑3.50%", ["", "3.50"]),
        ("比上年12.00%↓", ["-12.00"]),
        ("人员6.00万元+公用2.00万元", ["", ""]),
        ("2.5-3.5万元", [""]),
        ("1.20+3.40", ["", ""]),
    ],
)
def test_signs_and_arrows_tell_a_direction(text: str, values: list[str]) -> None:
    signed = {str(Decimal(v)) for v in values if v}
    found = list(amounts(text))
    assert {str(a.value) for a in found if a.signed} == signed
    assert sum(not a.signed for a in found) == values.count("")


def test_the_unit_before_an_arrow_is_one() -> None:
    assert yuan_of_unit("2.50万元↓") == 10_000


@pytest.mark.parametrize("between", ["О", "З", "Ο", "З.", "\ufffc", ".\ufffc"])
def test_no_number_begins_behind_a_letter_that_looks_like_a_digit(between: str) -> None:
    assert [(a.kind, str(a.value)) for a in amounts(f"收入1{between}34.00万元")] == [("bare", "1")]
