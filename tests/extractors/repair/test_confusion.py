"""What a printed figure may have been before one mark of it was misread."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.repair.confusion import malformed, number_span, printed_number, separated, variants, well_formed


@pytest.mark.parametrize(
    ("raw", "number", "span"),
    [
        ("支出1,234.56万元", "1,234.56", (2, 10)), ("2023年12.5%", "12.5", (5, 9)), ("12.", "12", (0, 2)),
        ("1,2,", "1,2", (0, 3)), ("无", None, None),
    ],
)  # fmt: skip
def test_the_last_run_of_digits_is_the_value(raw: str, number: str | None, span: tuple[int, int] | None) -> None:
    assert (printed_number(raw), number_span(raw)) == (number, span)


@pytest.mark.parametrize(
    ("number", "well"),
    [
        ("0", True), ("0.5", True), ("12", True), ("12.", False), ("012", False), ("1,234", True), ("12,345.6", True),
        ("1234.5", True), ("1,23", False), ("1,2345", False), ("0,123", False), ("1.2.3", False),
    ],
)  # fmt: skip
def test_a_well_formed_number(number: str, well: bool) -> None:
    assert well_formed(number) == well


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("82.107.88", "82,107.88"), ("0,00", "0.00"), ("1,234.56", "1,234.56"), ("1,23456", "1,23456"),
        ("1.234.567", "1,234,567"), ("1,234.567", "1,234.567"), ("12,34", "12.34"),
    ],
)  # fmt: skip
def test_separators_taken_for_one_another_are_set_right(number: str, shown: str) -> None:
    assert separated(number) == shown


@pytest.mark.parametrize(("raw", "odd"), [("46.7.3", True), ("46,7.3元", True), ("82.107.88", False), ("无", False)])
def test_a_figure_that_is_none_whatever_its_separators_were(raw: str, odd: bool) -> None:
    assert malformed(raw) == odd


def of(number: str) -> dict[str, tuple[str, tuple[int, ...]]]:
    """By what may have been printed: the confusion, and the marks that it lies at."""
    return {v.text: (v.kind, v.marks) for v in variants(number)}


@pytest.mark.parametrize(
    ("number", "meant", "kind", "marks"),
    [
        ("12.40", "12.50", "unknown", (3,)),
        ("13.40", "18.40", "swapped", (1,)),
        ("1240", "12.40", "point", (1, 2)),
        ("1240", "124.0", "point", (2, 3)),
        ("12.40", "1.240", None, ()),  # more decimals than are printed
        ("12.40", "124.0", "point", (2, 3)),
        ("12.40", "12.4", None, ()),  # the same value
        ("12.40", "1.40", "added", (1,)),
        ("12.40", "152.40", "lost", (0, 1)),
        ("12.40", "512.40", "lost", (0,)),  # before the first mark
        ("12.40", "21.40", "exchanged", (0, 1)),
        ("12.40", "14.20", "exchanged", (1, 3)),  # over the point
        ("12.40", "02.40", None, ()),  # no 0 stands before other digits
        ("1,240.50", "1,340.50", "unknown", (2,)),
        ("1,240.50", "11,240.50", "lost", (0,)),
        ("1,240.50", "1,1240.50", None, ()),  # not in groups of three
    ],
)
def test_variants(number: str, meant: str, kind: str | None, marks: tuple[int, ...]) -> None:
    assert of(number).get(meant, (None, ())) == (kind, marks)


@pytest.mark.parametrize(("number", "nothing"), [("1", True), ("12", False)])
def test_a_lone_stroke_may_be_nothing(number: str, nothing: bool) -> None:
    assert (of(number).get("0", ("", ()))[0] == "nothing") == nothing


def test_a_variant_tells_its_value() -> None:
    assert {v.value for v in variants("82.107.88") if v.text == "82,107.38"} == {Decimal("82107.38")}
    assert all(v.value != Decimal("12.4") for v in variants("12.40"))
