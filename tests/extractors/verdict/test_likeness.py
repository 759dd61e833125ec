"""Which figures are like each other, and which tell each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.binding.printed import PrintedFigure
from extractors.verdict.likeness import alike, rate_tells, rounded, same_digits, telling
from tests.reading import paragraph


@pytest.mark.parametrize(
    ("a", "b", "like"),
    [
        ("1000", "1019", True), ("1000", "1030", True), ("1000", "1300", False), ("-1000", "-1010", True),
        ("1000", "-1000", False), ("0", "0", False), ("0", "1", False), ("12345", "13995", False),
        ("98", "100", True), ("9700", "9900", False), ("9800", "10000", True),
    ],
)  # fmt: skip
def test_amounts_are_alike_by_little_or_by_their_digits(a: str, b: str, like: bool) -> None:
    assert alike(Decimal(a), Decimal(b)) == like


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("1234", "1294", True),  # one digit
        ("1234", "1299", True),  # two of four
        ("1234", "1999", False),
        ("123", "193", True),
        ("123", "199", False),  # two of three
        ("123", "132", True),  # which changed places
        ("12", "13", False),  # too short to say anything
        ("1200", "1300", False),
        ("12300", "19300", True),  # zeros at the end say nothing
        ("1234", "12345", False),
        ("-1234", "1234", True),
    ],
)
def test_digits_are_the_same_but_for_two_at_most(a: str, b: str, same: bool) -> None:
    assert same_digits(Decimal(a), Decimal(b)) == same


@pytest.mark.parametrize(
    ("value", "step", "tells"),
    [("123000", "100", True), ("120000", "100", False), ("101", "1", True), ("-10100", "100", True)],
)  # fmt: skip
def test_an_amount_tells_by_its_significant_digits(value: str, step: str, tells: bool) -> None:
    assert telling(Decimal(value), Decimal(step)) == tells


@pytest.mark.parametrize(("value", "told"), [("12349.5", "12300"), ("-12350", "12400"), ("99.4", "99.4"), ("-5", "5")])
def test_amounts_are_rounded_as_they_are_printed(value: str, told: str) -> None:
    assert rounded(Decimal(value)) == Decimal(told)


def rate(value: str) -> PrintedFigure:
    step = Decimal(1).scaleb(-len(value.partition(".")[2]))
    return PrintedFigure(0, paragraph(f"{value}%"), "s1", 0, 1, Decimal(value), "percent", step, None)


@pytest.mark.parametrize(
    ("told", "x", "y", "tells"),
    [
        ("25.00", "50", "200", True),  # a share
        ("33.33", "50", "200", True),  # a rise to 200
        ("20.00", "-50", "200", True),  # a fall to 200
        ("-20.00", "50", "200", True),
        ("26.00", "50", "200", False),
        ("25.00", "0", "200", False),
        ("25.00", "50", "0", False),
        ("0.02", "0.05", "200", False),  # too small to tell anything
    ],
)
def test_a_rate_tells_two_amounts(told: str, x: str, y: str, tells: bool) -> None:
    wan = Decimal(10000)
    assert rate_tells(rate(told), Decimal(x) * wan, Decimal(y) * wan, Decimal(100)) == tells


@pytest.mark.parametrize(
    ("told", "x", "y", "step", "tells"),
    [
        ("25.00", "50.0225", "200", "100", True),  # half a digit of the rate, and what rounding of both amounts does
        ("25.00", "50.0226", "200", "100", False),
        ("25.00", "49.9776", "200", "100", True),
        ("25.00", "49.9774", "200", "100", False),
        ("25.00", "50.01", "200", "0", True),
        ("25.00", "50.0102", "200", "0", False),
        ("25.0", "50.1", "200", "0", True),
        ("25.0", "50.102", "200", "0", False),
        ("0.06", "0.06", "100", "0", True),
        ("0.05", "0.05", "100", "0", False),
        ("100.00", "50", "50", "0", True),
        ("99.00", "50", "50", "0", False),
        ("400.00", "200", "-150", "0", True),
        ("400.00", "-200", "-150", "0", True),
        ("133.33", "200", "-150", "0", False),
        ("25.00", "50", "-200", "0", False),
    ],
)
def test_what_rounding_leaves_open_of_a_rate(told: str, x: str, y: str, step: str, tells: bool) -> None:
    wan = Decimal(10000)
    assert rate_tells(rate(told), Decimal(x) * wan, Decimal(y) * wan, Decimal(step)) == tells


@pytest.mark.parametrize(
    ("a", "b", "like"),
    [
        ("50", "51", True), ("49", "51", False), ("51", "50", True), ("-49", "-51", False), ("-50", "-51", True),
        ("50", "0", False), ("-50", "-100", False), ("7", "-7", False), ("-7", "7", False), ("-1234", "-1934", True),
        ("1234", "-1934", False), ("100000", "102040", True), ("100000", "102151", False),
    ],
)  # fmt: skip
def test_amounts_are_near_by_a_fiftieth_of_the_greater(a: str, b: str, like: bool) -> None:
    assert alike(Decimal(a), Decimal(b)) == like


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("999", "999", True), ("99", "99", False), ("990", "990", False), ("9990", "9990", True),
        ("123", "321", True), ("123", "312", False), ("1230", "1930", True), ("12340", "12990", True),
        ("1234", "4321", False), ("12345", "12399", True), ("12345", "12999", False), ("123.9", "193.1", True),
        ("12340", "1234", False), ("12300", "12340", True), ("0", "0", False),
    ],
)  # fmt: skip
def test_digits_are_compared_without_zeros_that_both_end_with(a: str, b: str, same: bool) -> None:
    assert same_digits(Decimal(a), Decimal(b)) == same


@pytest.mark.parametrize(
    ("value", "step", "tells"),
    [("99", "1", False), ("100", "1", False), ("110", "1", False), ("111", "1", True), ("111.9", "1", True),
     ("1011", "10", True), ("1009", "10", False), ("-111", "1", True), ("0", "1", False), ("1.11", "0.01", True)],
)  # fmt: skip
def test_three_significant_digits_tell(value: str, step: str, tells: bool) -> None:
    assert telling(Decimal(value), Decimal(step)) == tells


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("100", "100"),
        ("99.99", "99.99"),
        ("-100.4", "100"),
        ("149.99", "100"),
        ("150", "200"),
        ("250", "300"),
        ("0", "0"),
    ],
)
def test_from_a_hundred_on_amounts_are_rounded(value: str, told: str) -> None:
    assert rounded(Decimal(value)) == Decimal(told)
