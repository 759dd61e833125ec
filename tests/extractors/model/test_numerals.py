"""Chinese numerals and integers, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model.numerals import LARGEST, integer_of, numeral_of, with_digits

counted = st.integers(min_value=1, max_value=LARGEST)


@given(counted)
def test_the_numeral_of_an_integer_is_worth_it(number: int) -> None:
    assert integer_of(numeral_of(number)) == number


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("零", 0), ("两", 2), ("十", 10), ("十一", 11), ("一十", 10), ("二十", 20), ("九十九", 99), ("三", 3)],
)
def test_a_numeral_is_worth(numeral: str, number: int) -> None:
    assert integer_of(numeral) == number


@pytest.mark.parametrize("text", ["", "三二", "百", "二百", "十十", "零十", "十零", "5", "甲"])
def test_what_is_no_numeral_is_worth_nothing(text: str) -> None:
    assert integer_of(text) is None


@pytest.mark.parametrize("number", [0, -1, LARGEST + 1])
def test_no_numeral_counts_less_than_one_or_more_than_99(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        numeral_of(number)


@pytest.mark.parametrize("zero", "零0O○〇")
def test_a_year_is_read_digit_by_digit(zero: str) -> None:
    assert with_digits(f"二{zero}一九") == "2019"
