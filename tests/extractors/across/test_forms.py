"""Self-evaluation forms held against accounts: each project, and all together; in one document or in several."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.across.offer import is_offered, offer_of
from extractors.model.record import Record
from tests.extractors.across.test_across import SURE, amount, outcomes, told, year
from tests.extractors.audit.small import check

UNIT = "青岭县水利局"


def form(
    spent: str, project: str = "河道维护", *, money: str = "万元", confidence: float = 1.0, **more: Any
) -> dict[str, Any]:
    """A form of one project of which that much was spent, as printed."""
    places = [("project", 0, 0), ("funds_header", 0, 1), ("funds", 0, 0), ("funds", 0, 1)]
    return {
        "kind": "project", "title": "项目支出绩效自评表", "year": "（2023年度）", "project": project, "unit": UNIT,
        "money": money, "funds_header": ["", "全年执行数"],
        "funds": [["年度资金总额", spent], ["其中：财政拨款", spent]],
        "provenance": [
            {"part": part, "row": row, "column": column, "page": 9, "bbox": [80, 90, 140, 102],
             "confidence": confidence}
            for part, row, column in places
        ], **more,
    }  # fmt: skip


def accounts(project: str, *forms: dict[str, Any], **more: Any) -> Record:
    return year(2023, amount(1, "expenditure.project", "final", project), forms=forms, **more)


def published_apart(*forms: dict[str, Any], **more: Any) -> Record:
    return year(2023, name="forms", kind="performance_evaluation", forms=forms, **more)


def test_forms_of_a_part_of_all_projects_tell_less() -> None:
    (one,) = outcomes(accounts("100.00", form("30.00"), form("20.00", "水库除险")))
    assert (one.identity.id, one.holds, one.difference) == ("across.forms", True, 500_000)


def test_forms_that_tell_more_than_all_projects_are_a_note_of_the_accounts() -> None:
    (found,) = told(accounts("100.00", form("80.00"), form("30.00", "水库除险")))
    assert (found.rule, found.severity, found.difference) == ("across.forms", "note", "-100000")
    assert (found.facts, found.cells) == (("f1",), ("forms.0.funds.0.1", "forms.1.funds.0.1"))
    assert not any(figure.elsewhere for figure in found.figures)
    assert "1,100,000元" in found.message_zh


def test_rounding_may_put_each_form_off() -> None:
    assert not told(accounts("100.00", form("70.00"), form("30.01", "水库除险")))
    assert told(accounts("100.00", form("70.00"), form("30.02", "水库除险")))


def test_forms_of_a_file_of_their_own_are_held_against_the_accounts() -> None:
    apart = published_apart(form("110.00"))
    assert is_offered(apart)
    (found,) = told(apart, accounts("100.00"))
    assert (found.document, found.rule) == ("y2023.pdf", "across.forms")
    assert [figure.document for figure in found.figures if figure.elsewhere] == ["forms.pdf"]


def test_an_evaluation_without_forms_offers_nothing() -> None:
    assert not is_offered(published_apart())


def without_cover(made: Record) -> Record:
    nothing = {"unit_name": None, "fiscal_year": None}
    return made.model_copy(update={"document": made.document.model_copy(update=nothing)})


@pytest.mark.parametrize("kind", ["performance_evaluation", "final_accounts"])
def test_a_file_of_forms_is_of_the_unit_and_year_that_they_name(kind: str) -> None:
    unknown = without_cover(year(2023, name="forms", kind=kind, forms=[form("110.00")]))
    assert (offer_of(unknown).unit, offer_of(unknown).year) == (UNIT, 2023)
    assert told(unknown, accounts("100.00"))
    short = year(2023, name="forms", kind=kind, forms=[form("110.00", unit="水利局")])
    assert told(short, accounts("100.00"))
    several = without_cover(published_apart(form("110.00"), form("9.00", unit="青岭县水务中心")))
    assert not offer_of(several).comparable


def test_accounts_of_nobody_are_not_those_of_the_unit_that_their_forms_name() -> None:
    assert not offer_of(without_cover(accounts("100.00", form("80.00")))).comparable


def test_what_an_evaluation_tells_besides_is_no_account_of_the_year() -> None:
    apart = published_apart(form("10.00"), facts=[amount(1, "general_public", "final", "5.00")])
    assert not outcomes(apart, year(2023, amount(1, "general_public", "final", "9.00")))


@pytest.mark.parametrize(
    "more",
    [
        {"money": ""},
        {"project": ""},
        {"kind": "overall"},
        {"unit": "青岭县水务中心"},
        {"year": "（2022年度）"},
        {"funds_header": ["", "全年预算数"]},
        {"funds_header": ["执行数", "全年执行数"]},
        {"funds": [["其中：财政拨款", "110.00"], ["其他资金", "0.00"]]},
        {"funds": [["年度资金总额", "-"]]},
        {"funds": [["年度资金总额", "110.00元"]]},
    ],
    ids=str,
)
def test_a_form_that_leaves_open_what_was_spent_and_by_whom_says_nothing(more: dict[str, Any]) -> None:
    assert not outcomes(accounts("100.00", form("110.00") | more))


def test_amounts_a_hundred_times_apart_are_in_two_units_of_money() -> None:
    assert not outcomes(accounts("100.00", form("800000.00")))
    assert not outcomes(accounts("0.00", form("8.00")))


def test_money_in_another_unit_is_brought_to_yuan() -> None:
    (one,) = outcomes(accounts("100.00", form("300000.00", money="元")))
    assert one.difference == 700_000


def test_two_forms_of_one_name_count_once_and_with_the_less() -> None:
    (one,) = outcomes(accounts("100.00", form("70.00"), form("60.00")))
    assert one.difference == 400_000


def test_a_name_that_a_department_and_its_office_bear_tells_not_whose_the_forms_are() -> None:
    own = accounts("30.00", name="own", kind="unit_final_accounts")
    assert not told(accounts("100.00", form("80.00")), own)
    assert told(accounts("70.00", form("80.00")), own)


def test_a_form_that_was_read_with_doubt_accuses_nobody() -> None:
    (found,) = told(accounts("100.00", form("110.00", confidence=0.5)))
    assert "待核对" in found.message_zh
    failed = check(1, [], cells=["forms.0.funds.0.1"], id="form.execution_rate")
    (found,) = told(accounts("100.00", form("110.00"), checks=[failed]))
    assert "待核对" in found.message_zh


def by_project(wan: str, *forms: dict[str, Any]) -> Record:
    row = amount(1, "projects.expenditure", "final", wan, dimensions={"project": "河道维护"}, **SURE)
    return year(2023, row, forms=forms)


def test_a_project_spent_what_its_form_says() -> None:
    (one,) = outcomes(by_project("30.00", form("30.00")))
    assert (one.identity.id, one.holds) == ("across.projects", True)
    (found,) = told(by_project("30.00", form("20.00")))
    assert (found.rule, found.severity, found.difference) == ("across.projects", "note", "100000")
    assert found.message_zh.startswith("河道维护")


def test_a_project_of_another_name_is_another() -> None:
    assert not outcomes(by_project("30.00", form("20.00", "河道维护二期")))
