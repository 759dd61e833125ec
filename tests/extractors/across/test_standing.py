"""What is far from a unit's own earlier years or from its peers, and what is not; what explains it is told with it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from extractors.across.offer import offer_of
from extractors.across.outlying import told_outlying
from extractors.across.standing import out_of_history, out_of_peers, standing_of, sure_figures
from extractors.audit.finding import Finding
from extractors.model.record import Record
from tests.extractors.across.test_across import amount
from tests.extractors.audit.small import fact, record

RECEPTION = "three_public.reception"


def year(number: int, wan: str, *more: dict[str, Any], unit: str = "青岭县水利局", **facts: Any) -> Record:
    """A year of a unit: its reception costs, and expenditure of 1,000万元."""
    told = (amount(1, RECEPTION, "final", wan, **facts), amount(2, "expenditure", "final", "1000.00"), *more)
    return record(*told, name=f"{unit}{number}", unit=unit, year=number)


def of_years(*records: Record) -> tuple[Finding, ...]:
    offers = {offer.sha256: offer for offer in map(offer_of, records)}
    return told_outlying(out_of_history(filter(None, map(standing_of, offers.values()))), offers)


def of_peers(*records: Record, kind: str = "水利局") -> tuple[Finding, ...]:
    offers = {offer.sha256: offer for offer in map(offer_of, records)}
    standings = list(filter(None, map(standing_of, offers.values())))
    return told_outlying(out_of_peers(standings, standings, kind), offers)


def years(*wan: str) -> list[Record]:
    return [year(2020 + i, told) for i, told in enumerate(wan)]


def peers(*wan: str) -> list[Record]:
    return [year(2023, told, unit=f"{place}县水利局") for place, told in zip("甲乙丙丁戊己庚辛壬癸", wan, strict=False)]


USUAL = ("10.00", "11.00", "9.50", "10.50", "10.20", "9.80", "11.20", "10.10")


def test_a_figure_far_from_its_own_years_is_a_note_with_both_sides() -> None:
    (found,) = of_years(*years("10.00", "12.00", "11.00", "55.00"))
    assert (found.rule, found.severity, found.concept) == ("outlier.history", "note", RECEPTION)
    for part in ("550,000元", "110,000元", "2020–2022", "5倍", "未见说明"):
        assert part in found.message_zh
    assert "5 times" in found.message_en
    assert [(f.value, f.elsewhere) for f in found.figures] == [
        ("550000", False), ("100000", True), ("120000", True), ("110000", True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (("10.00", "12.00", "55.00"), "two earlier years"),
        (("10.00", "12.00", "11.00", "30.00"), "less than three times the median"),
        (("10.00", "60.00", "20.00", "95.00"), "these figures jump every year"),
        (("0.30", "0.40", "0.30", "1.90"), "1.6万元 more"),
        (("10.00", "12.00", "11.00", "0.00"), "nothing is compared with nothing"),
        (("0.00", "0.00", "11.00", "55.00"), "years without are none to compare with"),
    ],
)
def test_what_is_not_far_from_its_own_years(told: Sequence[str], why: str) -> None:
    assert not of_years(*years(*told)), why


def test_a_figure_read_with_doubt_is_compared_with_nothing() -> None:
    assert not of_years(*years("10.00", "12.00", "11.00"), year(2023, "55.00", confidence=0.85))
    assert not of_years(*years("10.00", "12.00"), year(2022, "11.00", confidence=0.85), year(2023, "55.00"))


def test_two_values_of_one_figure_are_none() -> None:
    twice = year(2023, "55.00", amount(3, RECEPTION, "final", "10.00"))
    assert RECEPTION not in sure_figures(offer_of(twice))
    assert not of_years(*years("10.00", "12.00", "11.00"), twice)


def test_a_figure_told_more_exactly_in_a_table_is_one() -> None:
    exact = fact(3, RECEPTION, "final", "550012.37", raw="550,012.37", confidence=0.9995)
    (found,) = of_years(*years("10.00", "12.00", "11.00"), year(2023, "55.00", exact))
    assert "550,012.37元" in found.message_zh


def test_versions_that_differ_make_no_earlier_year() -> None:
    other = record(amount(1, RECEPTION, "final", "90.00"), name="again", year=2021)
    assert not of_years(*years("10.00", "12.00", "11.00"), other, year(2023, "55.00"))


def test_a_reason_is_told_with_the_figure() -> None:
    reason = fact(5, RECEPTION, "reason_change", "承办全省水利现场会，接待批次增加")
    (found,) = of_years(*years("10.00", "12.00", "11.00"), year(2023, "55.00", reason))
    assert "承办全省水利现场会" in found.message_zh
    assert "未见说明" not in found.message_zh


def test_the_reason_of_the_whole_stands_for_a_part_without_one() -> None:
    reason = fact(5, "three_public", "reason_change", "公务活动恢复")
    (found,) = of_years(*years("10.00", "12.00", "11.00"), year(2023, "55.00", reason))
    assert "公务活动恢复" in found.message_zh


def test_a_body_keeps_its_years_under_another_name() -> None:
    before = [year(2015 + i, wan, unit="青岭县国土资源局") for i, wan in enumerate(("10.00", "12.00", "11.00"))]
    (found,) = of_years(*before, year(2019, "55.00", unit="青岭县自然资源局"))
    assert "青岭县国土资源局" in found.message_zh


def test_a_wrong_unit_of_money_is_told_as_such() -> None:
    (found,) = of_years(*years("10.00", "12.00", "11.00", "100000.00"))
    assert "金额单位" in found.message_zh
    assert "10000倍" in found.message_zh


def test_a_share_far_from_that_of_its_peers_is_a_note_with_median_and_number() -> None:
    (found,) = of_peers(*peers(*USUAL, "88.00"))
    assert (found.rule, found.severity, found.unit_name) == ("outlier.peers", "note", "壬县水利局")
    for part in ("8.8%", "1.02%", "8家", "水利局", "2023年度"):
        assert part in found.message_zh
    assert [f.concept for f in found.figures] == [RECEPTION, "expenditure"]


def test_seven_peers_are_too_few() -> None:
    assert not of_peers(*peers(*USUAL[:7], "88.00"))


def test_peers_that_differ_much_make_nobody_stand_out() -> None:
    assert not of_peers(*peers("1.00", "4.00", "80.00", "20.00", "2.00", "9.00", "40.00", "15.00", "95.00"))


def test_amounts_are_compared_only_of_bodies_of_one_kind() -> None:
    spent = ("800.00", "810.00", "820.00", "830.00", "840.00", "850.00", "860.00", "870.00", "90000.00")
    told = [
        year(2023, "10.00", amount(9, "general_public", "final", wan), unit=f"{place}县水利局")
        for place, wan in zip("甲乙丙丁戊己庚辛壬", spent, strict=True)
    ]
    assert [f.concept for f in of_peers(*told)] == ["general_public"]
    assert not of_peers(*told, kind="")


def test_values_stay_decimal() -> None:
    standing = standing_of(offer_of(year(2023, "10.00")))
    assert standing is not None
    assert standing.figures[RECEPTION] == Decimal(100_000)
