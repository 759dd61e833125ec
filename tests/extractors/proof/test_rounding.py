"""What rounding may do to an identity, by how its figures are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.binding.last_digit import step_of
from extractors.model.fact import Bound, Subject
from extractors.model.geometry import Box
from extractors.model.paragraph import Mark, Paragraph
from extractors.proof.identities import check
from extractors.proof.rounding import room_for_sum, room_of


def amount(concept: str, raw: str, value: str, measure: str = "final", unit: str = "CNY") -> Bound:
    text = Paragraph(raw, tuple(Mark(1, Box(0, 0, 1, 1), 1.0) for _ in raw))
    decimals = len(raw.rstrip("万亿元%").partition(".")[2])
    return Bound(
        Subject(concept), measure, Decimal(value), unit, text, 0, len(raw), (0, len(raw)), "s1", decimals=decimals
    )


@pytest.mark.parametrize(
    ("raw", "step", "room"),
    [
        ("12.34万元", "100", "100"),
        ("1.5亿元", "10000000", "10000000"),
        ("120万元", "10000", "10000"),
        ("8.00元", "0.01", "100"),
    ],
)
def test_an_amount_is_sure_to_its_last_digit(raw: str, step: str, room: str) -> None:
    figure = amount("income", raw, "1")
    assert (step_of(figure), room_of(figure)) == (Decimal(step), Decimal(room))


def test_the_coarsest_figure_decides_on_a_sum() -> None:
    total, part = amount("income", "11.24亿元", "1124000000"), amount("income", "12.34万元", "123400")
    assert room_for_sum(total, [part]) == 1000000
    assert room_for_sum(part, [part, part]) == 200


@pytest.mark.parametrize(("current", "passes"), [("1124000000", True), ("1120000000", False)])
def test_a_total_in_yi_agrees_with_parts_in_wan(current: str, passes: bool) -> None:
    figures = [
        amount("totals.income", "12.27亿元", "1227000000"),
        amount("totals.income.current_year", "11.24亿元", current),
        amount("totals.income.carryover_opening", "9,877.41万元", "98774100"),
        amount("totals.income.non_fiscal_surplus_used", "512.60万元", "5126000"),
    ]
    assert [r.passed for r in check(figures) if r.id == "totals.income"] == [passes]


@pytest.mark.parametrize(("share", "passes"), [("46.79", True), ("40.94", True), ("48.00", False)])
def test_a_share_to_micro_enterprises_is_of_either_whole(share: str, passes: bool) -> None:
    figures = [
        amount("procurement", "2,316.88万元", "23168800"),
        amount("procurement.to_sme", "2,027.27万元", "20272700"),
        amount("procurement.to_micro", "948.62万元", "9486200"),
        amount("procurement.to_micro", f"{share}%", share, "share", "percent"),
    ]
    assert [r.passed for r in check(figures) if r.id == "share.procurement.to_micro"] == [passes]
