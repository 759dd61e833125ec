"""Tables of budgets: the kinds of accounts' tables as budgets head them, each column of the year that it tells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.compose import compose
from corpus.evaluate.statements import score_statements
from corpus.render import render
from extractors.model.cells import Table
from extractors.model.page import ReadPage
from extractors.pipeline import extract
from extractors.statements.figures import statement_values
from extractors.statements.witness import filed_tables
from tests.extractors.statements.test_filing import UNIT, coded
from tests.extractors.statements.test_head import table

ECONOMIC = [("301", "工资福利支出"), ("30101", "基本工资")]


def told(made: Table, *, year: int = 2024, plans: bool = True) -> dict[tuple[str, str], Decimal]:
    """What the row that sums up tells of each concept and measure."""
    read = filed_tables([made], {1: ReadPage(1, 600, 800, "text_layer", (), frame=(600, 800))}, {}, year, plans=plans)
    return {
        (subject.concept, measure): value
        for statement in read.statements
        for subject, measure, value in statement_values(statement)
        if not subject.dimensions
    }


@pytest.mark.parametrize("family", ["budgets/plain", "budgets/county"])
def test_every_cell_of_a_budgets_tables_is_read_and_its_facts_are_planned(family: str) -> None:
    for seed in (1, 2):
        document = compose(family, seed)
        record = extract(render(document), "budget.pdf")
        score = score_statements(record.model_dump(mode="json")["statements"], document.golden["statements"])
        assert (score.found, score.wrong) == (score.total, 0)
        assert {t.became for t in record.tables} == {"statement"}
        assert not {f.measure for f in record.facts} & {"final", "change", "change_rate", "prior"}
        assert all(check.outcome == "pass" for check in record.checks)
        planned = {(f.concept, f.value) for f in record.facts if f.measure == "budget_initial"}
        stated = {(f["concept"], f["value"]) for f in document.golden["facts"] if f["measure"] == "budget_initial"}
        assert stated <= planned


def test_a_column_of_another_year_is_of_nothing() -> None:
    heads = ["2023年执行数", "2024年预算数", "2022年预算数", "基本支出", "项目支出"]
    made = coded("一般公共预算支出表", heads, ["7.00", "9.00", "6.00", "5.00", "4.00"])
    assert told(made) == {
        ("general_public", "final"): Decimal(90_000),
        ("general_public.basic", "final"): Decimal(50_000),
        ("general_public.project", "final"): Decimal(40_000),
    }


def test_the_same_head_tells_the_year_of_the_next_budget() -> None:
    made = coded(
        "一般公共预算支出表", ["2023年预算数", "2024年预算数", "基本支出", "项目支出"], ["7.00", "9.00", "5.00", "4.00"]
    )
    assert told(made, year=2023)["general_public", "final"] == Decimal(70_000)


def test_last_years_budget_stands_beside_this_years() -> None:
    made = table(
        ["一般公共预算“三公”经费支出表", UNIT],
        [
            ["项目", "2023年预算数", "2024年预算数"],
            ["合计", "8.00", "7.00"],
            ["1.因公出国（境）费", "", ""],
            ["2.公务用车购置及运行费", "5.00", "5.00"],
            ["3.公务接待费", "3.00", "2.00"],
        ],
    )
    found = told(made)
    assert found["three_public", "prior"] == Decimal(80_000)
    assert found["three_public", "final"] == Decimal(70_000)
    assert found["three_public.reception", "final"] == Decimal(20_000)


def test_income_by_unit_is_no_income_by_function() -> None:
    made = table(
        ["部门收入总表", UNIT],
        [
            ["部门（单位）代码", "部门（单位）名称", "合计", ("本年收入", 2, 1), "上年结转结余"],
            ["", "", "", "一般公共预算", "事业收入", ""],
            ["", "合计", "9.00", "6.00", "2.00", "1.00"],
            ["102001", "青岭县农技站", "9.00", "6.00", "2.00", "1.00"],
        ],
    )
    assert told(made) == {
        ("totals.income", "final"): Decimal(90_000),
        ("income.fiscal_appropriation.general_public", "final"): Decimal(60_000),
        ("income.institutional", "final"): Decimal(20_000),
        ("totals.income.carryover_opening", "final"): Decimal(10_000),
    }


def test_titles_of_budgets_file_nothing_in_accounts() -> None:
    made = coded("一般公共预算基本支出表", ["合计", "人员经费", "公用经费"], ["9.00", "5.00", "4.00"], ECONOMIC)
    assert told(made)["basic", "final"] == Decimal(90_000)
    assert told(made, plans=False) == {}
