"""A department's accounts held against those of its units: what it tells of each, and all of them together."""

from __future__ import annotations

from typing import Any

from extractors.across.offer import offer_of
from extractors.model.record import Record
from tests.extractors.across.test_across import amount, outcomes, told, year

SPENT, WHOLE = "expenditure.by_unit", "general_public"
OWN, STATION = "青岭县水利局（本级）", "青岭县灌溉站"


def row(number: int, unit: str, wan: str, *, code: str = "") -> dict[str, Any]:
    dimensions = {"unit": unit, **({"code": code} if code else {})}
    return amount(number, SPENT, "final", wan, dimensions=dimensions)


def department(*rows: dict[str, Any], whole: str = "90.00", **more: Any) -> Record:
    return year(2023, amount(1, WHOLE, "final", whole), *rows, name="department", **more)


def of_unit(name: str, spent: str, whole: str, **more: Any) -> Record:
    facts = amount(1, "expenditure", "final", spent), amount(2, WHOLE, "final", whole)
    return year(2023, *facts, name=name, unit=name, kind="unit_final_accounts", **more)


ROWS = row(2, OWN, "60.00"), row(3, STATION, "40.00")
UNITS = of_unit(OWN, "60.00", "55.00"), of_unit(STATION, "40.00", "35.00")


def test_what_it_tells_of_each_unit_and_of_all_together_holds() -> None:
    held = outcomes(department(*ROWS), *UNITS)
    assert sorted((c.identity.id, c.holds) for c in held) == [
        ("across.by_unit", True),
        ("across.by_unit", True),
        ("across.units", True),
    ]


def test_a_unit_that_tells_otherwise_is_told_with_both_documents() -> None:
    (finding,) = told(department(*ROWS), of_unit(OWN, "60.00", "55.00"), of_unit(STATION, "41.00", "35.00"))
    assert (finding.rule, finding.severity, finding.document) == ("across.by_unit", "error", "department.pdf")
    assert [figure.document for figure in finding.figures] == [None, f"{STATION}.pdf"]


def test_a_sum_that_is_off_names_all_units() -> None:
    (finding,) = told(department(*ROWS, whole="92.00"), *UNITS)
    assert (finding.rule, finding.severity, finding.difference) == ("across.units", "error", "20000")
    assert [figure.document for figure in finding.figures] == [None, f"{OWN}.pdf", f"{STATION}.pdf"]
    assert STATION in finding.message_zh


def test_nothing_is_added_up_where_a_unit_has_not_published() -> None:
    assert not told(department(*ROWS, whole="92.00"), UNITS[0])


def test_nothing_is_added_up_where_a_row_is_of_nobody_known() -> None:
    assert not told(department(*ROWS, row(4, "其他单位", "1.00"), whole="92.00"), *UNITS)


def test_a_unit_named_without_its_place_is_of_the_departments() -> None:
    made = department(row(2, "水利局（本级）", "60.00"), row(3, "灌溉站", "40.00"))
    assert offer_of(made).units == {"青岭县水利局本级", "青岭县灌溉站"}
    assert all(c.holds for c in outcomes(made, *UNITS))


def test_a_unit_may_bear_the_departments_name() -> None:
    made = department(row(2, "青岭县水利局", "60.00"), row(3, STATION, "40.00"))
    office = of_unit("青岭县水利局", "60.00", "55.00")
    assert {c.identity.id for c in outcomes(made, office, UNITS[1]) if c.holds} >= {"across.by_unit", "across.units"}


def test_the_departments_own_accounts_under_another_title_are_no_units() -> None:
    made = department(
        row(2, "青岭县水利局", "60.00"), row(3, STATION, "40.00"), amount(4, "expenditure", "final", "100.00")
    )
    again = of_unit("青岭县水利局", "100.00", "90.00")
    assert not [f for f in told(made, again, UNITS[1]) if f.severity == "error"]


def test_codes_of_units_are_no_codes_of_figures() -> None:
    made = department(row(2, OWN, "60.00", code="102001"), row(3, STATION, "40.00", code="102002"))
    assert [c.holds for c in outcomes(made, *UNITS)] == [True] * 3


def test_units_of_another_year_say_nothing() -> None:
    last = {"fiscal_year": 2022}
    earlier = [one.model_copy(update={"document": one.document.model_copy(update=last)}) for one in UNITS]
    assert not outcomes(department(*ROWS), *earlier)


def test_any_version_of_a_units_accounts_may_be_added_up() -> None:
    revised = year(2023, amount(1, WHOLE, "final", "37.00"), name="again", unit=STATION, kind="unit_final_accounts")
    assert not [f for f in told(department(*ROWS, whole="92.00"), *UNITS, revised) if f.rule == "across.units"]
    assert [f for f in told(department(*ROWS, whole="91.00"), *UNITS, revised) if f.rule == "across.units"]
