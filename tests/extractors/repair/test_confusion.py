"""What a printed figure may have been before one mark of it was misread: every kind, with the marks that it lies at."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from extractors.repair import confusion
from extractors.repair.confusion import (
    Variant,
    malformed,
    number_span,
    printed_number,
    separated,
    variants,
    well_formed,
)
from patterns.confusions import load_confusions


def of_kind(number: str, kind: str) -> str:
    """The variants of a kind in their order, each as `text@marks`."""
    return " ".join(f"{v.text}@{''.join(map(str, v.marks))}" for v in variants(number) if v.kind == kind)


@pytest.mark.parametrize(
    ("raw", "span", "number"),
    [
        ("", None, None), ("无", None, None), ("-", None, None), ("7", (0, 1), "7"), ("12.5万元", (0, 4), "12.5"),
        ("1.5和2.30%", (4, 8), "2.30"), ("3,", (0, 1), "3"), ("3.,", (0, 1), "3"), ("共4.5.", (1, 4), "4.5"),
        ("(1,234)", (1, 6), "1,234"),
    ],
)  # fmt: skip
def test_value_of_a_text_is_its_last_run_of_digits(raw: str, span: object, number: str | None) -> None:
    assert (number_span(raw), printed_number(raw)) == (span, number)


@pytest.mark.parametrize(
    ("number", "formed"),
    [
        ("0", True), ("9", True), ("10", True), ("0.5", True), ("1234", True), ("1234.5678", True), ("1,234", True),
        ("12,345", True), ("123,456", True), ("1,234,567.8", True), ("00", False), ("01", False), ("00.5", False),
        ("12,34", False), ("1,2345", False), ("1234,567", False), ("0,123", False), ("01,234", False),
        ("1,234.", False), ("1.", False), (".5", False), ("1,34.56", False), ("1.2.3", False), ("", False),
    ],
)  # fmt: skip
def test_figures_are_grouped_in_threes_or_not_at_all(number: str, formed: bool) -> None:
    assert well_formed(number) == formed


@pytest.mark.parametrize(
    ("number", "shown", "odd"),
    [
        ("1234.5", "1234.5", False), ("1,234.56", "1,234.56", False), ("82.107.88", "82,107.88", False),
        ("0,00", "0.00", False), ("12,5", "12.5", False), ("1,234,56", "1,234.56", False), ("1.234", "1.234", False),
        ("1.234.567", "1,234,567", False), ("1.234,567", "1,234,567", False), ("1,234.567", "1,234.567", False),
        ("12,34.567", "12,34.567", True), ("1,2,3", "1,2.3", True), ("46.7.3", "46,7.3", True),
        ("12.34.567", "12,34,567", True), ("1,23456", "1,23456", True), ("1.234.5678", "1.234.5678", True),
        ("1234,5678", "1234,5678", True), ("01", "01", True),
    ],
)  # fmt: skip
def test_separators_are_put_right_where_dots_were_commas(number: str, shown: str, odd: bool) -> None:
    assert (separated(number), malformed(f"约{number}元")) == (shown, odd)


def test_no_figure_is_not_malformed() -> None:
    assert malformed("无") is False


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("1", "7@0 4@0 3@0"), ("2", ""), ("10", "70@0 40@0 30@0 18@1 16@1 19@1 11@1"),
        ("1.5", "7.5@0 0.5@0 4.5@0 3.5@0 1.6@2"),
        ("82.107.88", "32,107.88@0 62,107.88@0 82,707.88@3 82,007.88@3 82,407.88@3 82,307.88@3 82,187.88@4 82,167.88@4"
         " 82,197.88@4 82,117.88@4 82,101.88@5 82,107.38@7 82,107.08@7 82,107.68@7 82,107.83@8 82,107.80@8"
         " 82,107.86@8"),
    ],
)  # fmt: skip
def test_digit_is_swapped_for_each_that_it_is_taken_for(number: str, told: str) -> None:
    assert of_kind(number, "swapped") == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("1", ""), ("10", "1.0@01"), ("05", "0.5@01"), ("100", "1.00@01 10.0@12"), ("1.5", ""), ("12.34", "123.4@23"),
        ("123456", "1234.56@34 12345.6@45"), ("1,23456", "1,234.56@45"), ("1,34.56", "1,345.6@45"),
        ("1.234", "12.34@12"), ("12.345", "123.45@23"), ("12.3456", "123.456@23 1234.56@34"),
        ("123.4567", "1234.567@34 12345.67@45"), ("1,234", ""),
    ],
)  # fmt: skip
def test_point_is_put_where_it_was_lost_or_moved_by_one(number: str, told: str) -> None:
    assert of_kind(number, "point") == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("1", ""), ("10", "0@0 1@1"), ("12.34", "2.34@0 1.34@1 12.4@3 12.3@4"), ("05", "0@1"), ("1,234", ""),
        ("1,2344.56", "1,344.56@2 1,244.56@3 1,234.56@4"),
    ],
)  # fmt: skip
def test_digit_that_nobody_printed_is_taken_out(number: str, told: str) -> None:
    assert of_kind(number, "added") == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("7", "17@0 27@0 37@0 47@0 57@0 67@0 77@0 87@0 97@0 70@0 71@0 72@0 73@0 74@0 75@0 76@0 78@0 79@0"),
        ("0.50", "10.50@0 20.50@0 30.50@0 40.50@0 50.50@0 60.50@0 70.50@0 80.50@0 90.50@0"),
        ("1.", "1.1@1 1.2@1 1.3@1 1.4@1 1.5@1 1.6@1 1.7@1 1.8@1 1.9@1"),
        ("9,99", "19.99@0 29.99@0 39.99@0 49.99@0 59.99@0 69.99@0 79.99@0 89.99@0 99.99@0"
         " 90.99@01 91.99@01 92.99@01 93.99@01 94.99@01 95.99@01 96.99@01 97.99@01 98.99@01"),
    ],
)  # fmt: skip
def test_digit_that_went_missing_is_any_between_any_two(number: str, told: str) -> None:
    assert of_kind(number, "lost") == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("1", "2@0 5@0 6@0 8@0 9@0"), ("05", "25@0 35@0 45@0 55@0 75@0"),
        ("5.0", "0.0@0 1.0@0 2.0@0 3.0@0 4.0@0 7.0@0 8.0@0 9.0@0 5.2@2 5.3@2 5.4@2 5.5@2 5.7@2"),
    ],
)  # fmt: skip
def test_unknown_is_every_other_digit(number: str, told: str) -> None:
    assert of_kind(number, "unknown") == told


@pytest.mark.parametrize(
    ("number", "told"),
    [("12.34", "21.34@01 13.24@13 12.43@34"), ("1,234", "2,134@02 1,324@23 1,243@34"), ("05", "50@01"), ("11", "")],
)
def test_two_digits_beside_each_other_are_exchanged(number: str, told: str) -> None:
    assert of_kind(number, "exchanged") == told


def test_lone_stroke_is_nothing_before_it_is_anything_else() -> None:
    assert variants("1")[0] == Variant("0", Decimal(0), "nothing", (0,))
    assert [of_kind(number, "nothing") for number in ("7", "11", "1.0")] == ["", "", ""]


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("1", {"nothing": 1, "swapped": 3, "lost": 18, "unknown": 5}),
        ("12.34", {"swapped": 6, "point": 1, "added": 4, "lost": 27, "unknown": 29, "exchanged": 3}),
        ("1.234", {"swapped": 7, "point": 1, "added": 3, "lost": 18, "unknown": 29, "exchanged": 3}),
        ("1,34.56", {"point": 1, "lost": 28}), ("1,23456", {"point": 1}),
        ("123456", {"swapped": 10, "point": 2, "added": 6, "lost": 63, "unknown": 43, "exchanged": 5}),
    ],
)  # fmt: skip
def test_every_variant_is_told_once_under_the_likeliest_kind(number: str, kinds: dict[str, int]) -> None:
    told = variants(number)
    assert Counter(v.kind for v in told) == kinds
    assert len({v.text for v in told}) == len(told)


@pytest.mark.parametrize(
    ("number", "text", "value"), [("1,284.56", "1,234.56", "1234.56"), ("82.107.8", "82,107.88", "82107.88")]
)
def test_value_is_what_the_text_says(number: str, text: str, value: str) -> None:
    assert {v.text: v.value for v in variants(number)}[text] == Decimal(value)


def test_another_print_of_the_same_value_is_no_variant() -> None:
    assert "5.00" not in {v.text for v in variants("5.0")}
    assert "1.50" not in {v.text for v in variants("1.5")}


@pytest.mark.parametrize(("number", "most"), [("1.5", 2), ("100", 2), ("1.234", 3), ("1.2345", 4), ("7", 0)])
def test_variants_have_two_decimals_or_as_many_as_were_read(number: str, most: int) -> None:
    assert max(len(v.text.partition(".")[2]) for v in variants(number)) == most


@pytest.mark.parametrize(
    ("off", "kinds"),
    [
        ({"point": False}, {"swapped", "added", "lost", "unknown", "exchanged"}),
        ({"added": False}, {"swapped", "point", "lost", "unknown", "exchanged"}),
        ({"lost": False}, {"swapped", "point", "added", "unknown", "exchanged"}),
        ({"swapped": ()}, {"point", "added", "lost", "unknown", "exchanged"}),
    ],
)
def test_confusions_that_are_not_known_are_not_tried(
    monkeypatch: pytest.MonkeyPatch, off: dict[str, object], kinds: set[str]
) -> None:
    known = load_confusions().model_copy(update=off)
    monkeypatch.setattr(confusion, "load_confusions", lambda: known)
    assert {v.kind for v in variants("12.34")} == kinds
