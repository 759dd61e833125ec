"""Documents of one unit held against each other: what holds within rounding, what differs, and who is to blame."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.across.comparison import Compared, compared
from extractors.across.offer import offer_of
from extractors.across.offered import unit_key
from extractors.across.telling import told_across
from extractors.audit.finding import Finding
from extractors.model.record import Record
from tests.extractors.audit.small import check, fact, record

SURE = {"confidence": 0.9995, "evidence": {"chars_min": 1.0}}
READ = {"confidence": 0.9995, "evidence": {"chars_min": 0.99}}
OPENING, CLOSING = "totals.income.carryover_opening", "totals.expenditure.carryover_closing"


def amount(number: int, concept: str, measure: str, wan: str, **more: Any) -> dict[str, Any]:
    """A fact of an amount in 万元 as printed."""
    value = format((Decimal(wan) * 10000).normalize(), "f")
    return fact(number, concept, measure, value, **{"raw": f"{wan.lstrip('-')}万元", **SURE, **more})


def year(number: int, *facts: dict[str, Any], name: str = "", **more: Any) -> Record:
    return record(*facts, name=name or f"y{number}", year=number, **more)


def outcomes(*records: Record) -> list[Compared]:
    offers = [offer_of(one) for one in records]
    return list(compared(offers, offers))


def told(*records: Record) -> list[Finding]:
    return list(told_across(outcomes(*records)))


def with_prior(final: str, change: str, **more: Any) -> Record:
    return year(
        2023, amount(1, "general_public", "final", final), amount(2, "general_public", "change", change, **more)
    )


LAST = year(2022, amount(1, "general_public", "final", "100.00"))


def test_the_year_before_as_derived_is_what_was_published_for_it() -> None:
    (one,) = outcomes(LAST, with_prior("120.50", "20.50"))
    assert (one.holds, one.difference, one.identity.id) == (True, 0, "across.prior")
    assert not told(LAST, with_prior("120.50", "20.50"))


def test_what_rounding_can_do_is_no_difference() -> None:
    assert not told(LAST, with_prior("120.50", "20.49"))
    assert not told(LAST, year(2023, amount(1, "general_public", "prior", "100.01")))


def test_two_printed_units_off_are_an_error_that_names_both_documents_and_pages() -> None:
    (found,) = told(LAST, with_prior("120.50", "20.48"))
    assert (found.rule, found.severity, found.difference) == ("across.prior", "error", "200")
    assert (found.document, found.pages, found.facts) == ("y2023.pdf", (2,), ("f1", "f2"))
    assert [(f.document, f.page, f.value) for f in found.figures if f.elsewhere] == [("y2022.pdf", 2, "1000000")]
    for part in ("1,000,200元", "1,000,000元", "200元", "y2022.pdf"):
        assert part in found.message_zh
        assert part in found.message_en
    assert "第2页" in found.message_zh


def test_a_decrease_is_taken_away_with_its_sign() -> None:
    (one,) = outcomes(LAST, with_prior("90.00", "-10.00"))
    assert one.holds


def test_carried_over_at_the_beginning_is_what_was_left_at_the_end() -> None:
    before, after = year(2022, amount(1, CLOSING, "final", "5.10")), year(2023, amount(1, OPENING, "final", "5.10"))
    assert [one.identity.id for one in outcomes(before, after) if one.holds] == ["across.carryover"]
    (found,) = told(before, year(2023, amount(1, OPENING, "final", "5.30")))
    assert (found.rule, found.severity) == ("across.carryover", "note")


def test_years_that_are_not_next_to_each_other_say_nothing() -> None:
    assert not outcomes(year(2021, amount(1, "general_public", "final", "1.00")), with_prior("120.50", "20.50"))
    assert not outcomes(with_prior("120.50", "20.50"))


@pytest.mark.parametrize("unit", ["青岭县教育局", "青岭县水利局（本级）", "临溪县水利局"])
def test_other_units_are_not_compared(unit: str) -> None:
    other = record(amount(1, "general_public", "final", "1.00"), unit=unit, year=2022, name="other")
    assert not outcomes(other, with_prior("120.50", "20.50"))


def test_names_without_a_place_are_not_compared() -> None:
    assert unit_key("水利局") == unit_key(None) == ""
    pair = [record(amount(1, "income", "final", "1.00"), unit="水利局", name=n) for n in ("a", "b")]
    assert not outcomes(*pair)


def test_a_reason_for_a_restatement_makes_it_a_note() -> None:
    reason = fact(3, "general_public", "reason_change", "机构改革，职能划入，人员增加", raw="机构改革", **SURE)
    restated = year(
        2023, amount(1, "general_public", "final", "120.50"), amount(2, "general_public", "change", "10.00"), reason
    )
    (found,) = told(LAST, restated)
    assert found.severity == "note"
    assert "机构改革，职能划入" in found.message_zh


def test_a_reason_of_another_item_and_section_is_none() -> None:
    reason = fact(3, "three_public", "reason_change", "统计范围有调整", raw="统计范围", section="s9", **SURE)
    other = year(
        2023, amount(1, "general_public", "final", "120.50"), amount(2, "general_public", "change", "10.00"), reason
    )
    assert [f.severity for f in told(LAST, other)] == ["error"]


def test_a_known_confusion_of_a_scan_accuses_nobody() -> None:
    """100.00 read for 160.00 (0 and 6 are taken for one another)."""
    scan = year(2022, amount(1, "general_public", "final", "160.00", **READ))
    (found,) = told(scan, with_prior("120.50", "20.50"))
    assert found.severity == "note"
    assert "识别有误" in found.message_zh
    certain = year(2022, amount(1, "general_public", "final", "160.00"))
    assert [f.severity for f in told(certain, with_prior("120.50", "20.50"))] == ["error"]


def test_a_doubtful_reading_accuses_nobody() -> None:
    assert [f.severity for f in told(LAST, with_prior("120.50", "9.00", confidence=0.9))] == ["note"]


def test_a_figure_that_its_own_document_convicts_is_not_held_against_another() -> None:
    wrong = year(
        2023,
        amount(1, "general_public", "final", "120.50"),
        amount(2, "general_public", "change", "10.00"),
        checks=[check(1, ["f1", "f2"])],
    )
    assert [f.severity for f in told(LAST, wrong)] == ["note"]


def test_two_values_in_one_document_hold_by_either_and_accuse_by_none() -> None:
    both = [amount(1, "general_public", "final", "100.00"), amount(2, "general_public", "final", "107.00")]
    assert not told(year(2022, *both), with_prior("120.50", "20.50"))
    assert [f.severity for f in told(year(2022, *both), with_prior("120.50", "9.00"))] == ["note"]


def test_what_holds_against_one_version_holds() -> None:
    old = year(2022, amount(1, "general_public", "final", "98.00"), name="old")
    assert [f.rule for f in told(old, LAST, with_prior("120.50", "20.50"))] == ["across.version"]


def test_versions_that_differ_are_a_note() -> None:
    old, new = (year(2022, amount(1, "income", "final", wan), name=n) for n, wan in (("a", "9.00"), ("b", "9.50")))
    (found,) = told(old, new)
    assert (found.rule, found.severity, found.document) == ("across.version", "note", "b.pdf")
    assert not told(old, year(2022, amount(1, "income", "final", "9.00"), name="c"))


def test_changes_told_of_both_sides_count_for_each() -> None:
    both = ((1, "totals.income"), (2, "totals.expenditure"))
    before = year(2022, *(amount(n, c, "final", "80.00") for n, c in both))
    place = [{"page": 3, "bbox": [1, 1, 9, 9], "start": 0, "end": 1}]
    finals = [
        amount(n, f"totals.{c}", "final", "90.00", provenance=place) for n, c in ((1, "income"), (2, "expenditure"))
    ]
    assert all(one.holds for one in outcomes(before, year(2023, *finals, amount(3, "totals", "change", "10.00"))))
    (found,) = told(before, year(2023, *finals, amount(3, "totals", "change", "15.00")))
    assert (found.severity, len(found.figures)) == ("error", 5)


def test_several_figures_off_by_the_same_amount_are_a_restatement() -> None:
    concepts = ("general_public", "income")
    before = year(2022, *(amount(n, c, "final", str(100 + n)) for n, c in enumerate(concepts)))
    after = year(2023, *(amount(n, c, "prior", str(90 + n)) for n, c in enumerate(concepts)))
    (found,) = told(before, after)
    assert found.severity == "note"
    assert "2项" in found.message_zh


def test_documents_that_differ_in_most_figures_are_one_note() -> None:
    concepts = ("general_public", "income", "expenditure", "three_public")
    before = year(2022, *(amount(n, c, "final", str(100 + n)) for n, c in enumerate(concepts)))
    after = year(2023, *(amount(n, c, "prior", str(50 + n * n)) for n, c in enumerate(concepts)))
    (found,) = told(before, after)
    assert found.severity == "note"
    assert "4项" in found.message_zh


def test_two_bodies_of_one_name_accuse_nobody() -> None:
    concepts = ("general_public", "income", "expenditure", "three_public")
    one, other = (
        year(2022, *(amount(n, c, "final", str(by + 7 * n * by)) for n, c in enumerate(concepts)), name=f"body{by}")
        for by in (100, 31)
    )
    found = told(one, other, with_prior("120.50", "9.00"))
    assert sorted((f.rule, f.severity) for f in found) == [("across.prior", "note"), ("across.version", "note")]


def test_items_of_a_classification_are_compared_by_code() -> None:
    def of(number: int, code: str, measure: str, wan: str) -> dict[str, Any]:
        return amount(number, "general_public.by_function", measure, wan, dimensions={"code": code, "name": "行政运行"})

    before = year(2022, of(1, "2130301", "final", "50.00"), of(2, "2130302", "final", "60.00"))
    after = year(2023, of(1, "2130301", "prior", "50.00"), of(2, "2130302", "prior", "61.00"))
    assert [(one.later_side.figures[0].code, one.holds) for one in outcomes(before, after)] == [
        ("2130301", True), ("2130302", False),
    ]  # fmt: skip


def printed(value: Decimal, unit: Decimal, decimals: int) -> tuple[str, str]:
    """A figure in 元 as printed in a unit: its value in 元, and what stands there."""
    shown = (value / unit).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return format((shown * unit).normalize(), "f"), f"{shown}{'万元' if unit > 1 else '元'}"


PRINTS = st.sampled_from(
    [(Decimal(10000), 2), (Decimal(10000), 1), (Decimal(10000), 4), (Decimal(1), 2), (Decimal(1), 0)]
)
MONEY = st.integers(10**7, 10**11).map(lambda fen: Decimal(fen) / 100)


@given(MONEY, MONEY, PRINTS, PRINTS, st.integers(4, 40), st.sampled_from([1, -1]))
def test_rounding_alone_never_differs_and_more_than_it_always_does(
    last: Decimal, now: Decimal, one: tuple[Decimal, int], other: tuple[Decimal, int], more: int, sign: int
) -> None:
    def final_of(value: Decimal, how: tuple[Decimal, int], number: int, measure: str) -> dict[str, Any]:
        written, raw = printed(value, *how)
        return fact(number, "income", measure, written, raw=raw.lstrip("-"), **SURE)

    before = year(2022, final_of(last, one, 1, "final"))
    after = year(2023, final_of(now, other, 1, "final"), final_of(now - last, other, 2, "change"))
    (held,) = outcomes(before, after)
    assert held.holds
    coarsest = max(unit.scaleb(-decimals) for unit, decimals in (one, other))
    off = coarsest * more * sign
    wrong = year(2023, final_of(now, other, 1, "final"), final_of(now - last + off, other, 2, "change"))
    (differs,) = outcomes(before, wrong)
    assert not differs.holds


def test_titles_of_two_kinds_in_two_years_are_one_bodys() -> None:
    last = year(2022, amount(1, "general_public", "final", "100.00"), kind="unit_final_accounts")
    assert [c.holds for c in outcomes(last, with_prior("120.50", "20.50"))] == [True]
    own = record(amount(1, "general_public", "final", "1.00"), name="own", year=2023, kind="unit_final_accounts")
    assert not [c for c in outcomes(LAST, own, with_prior("120.50", "20.50")) if not c.holds]
