"""Sections on another year's budget: which they are, and what their figures are told as."""

from __future__ import annotations

import pytest

from extractors.binding.other_budget import budget_year
from extractors.formats import extract_document
from extractors.prose.sections import Section

HEAD = (
    "<html><body><h1>云岭市水利局2023年“三公”经费决算</h1>"
    "<p>一、2023年“三公”经费支出情况</p><p>公务接待费4.00万元。</p>"
)


def section(title: str) -> Section:
    return Section("s1", "three_public", "二", title, 1, 1, None, ())


def told(title: str, text: str) -> list[str]:
    """The facts of a page with such a section, but for that of the section before it."""
    record = extract_document(f"{HEAD}<p>{title}</p><p>{text}</p></body></html>".encode(), "a.html")
    assert record.unread == ()
    return [" ".join((f.concept, f.dimensions.get("year", ""), f.measure, f.value)) for f in record.facts[1:]]


@pytest.mark.parametrize(
    ("title", "fiscal_year", "year"),
    [
        ("2024年“三公”经费预算情况", 2023, 2024),
        ("2024年“三公”经费预算安排说明", 2023, 2024),
        ("2024年“三公”经费财政拨款预算", 2023, 2024),
        ("2023年“三公”经费预算情况", 2023, None),
        ("2024年预算执行情况", 2023, None),
        ("“三公”经费预算情况", 2023, None),
        ("2024年“三公”经费预算情况", None, None),
    ],
)
def test_another_years_budget_is_told_by_the_title(title: str, fiscal_year: int | None, year: int | None) -> None:
    assert budget_year(section(title), fiscal_year) == year


def test_plain_figures_are_budgets_of_that_year_and_compared_with_the_documents() -> None:
    text = (
        "2024年“三公”经费预算5.00万元，比2023年实际支出4.50万元增加0.50万元，增长11.11%。"
        "其中：公务接待费3.00万元，比2023年实际支出4.00万元，减少1.00万元。"
    )
    assert told("二、2024年“三公”经费预算情况", text) == [
        "three_public 2024 budget_full 50000",
        "three_public  final 45000",
        "three_public 2024 budget_change 5000",
        "three_public 2024 budget_change_rate 11.11",
        "three_public.reception 2024 budget_full 30000",
        "three_public.reception  final 40000",
        "three_public.reception 2024 budget_change -10000",
    ]


def test_a_budget_before_the_documents_year_keeps_its_year() -> None:
    assert told("二、2022年“三公”经费预算情况", "公务接待费3.00万元，比2021年减少1.00万元，2020年为5.00万元。") == [
        "three_public.reception 2022 budget_full 30000",
        "three_public.reception 2022 budget_change -10000",
        "three_public.reception 2020 final 50000",
    ]


def test_counts_of_staff_stand_as_they_are() -> None:
    page = (
        "<html><body><h1>云岭市水利局2023年度部门决算</h1><p>一、2024年部门预算安排情况</p>"
        "<p>我局年末实有在职人员8人。</p></body></html>"
    )
    (fact,) = extract_document(page.encode(), "a.html").facts
    assert (fact.concept, fact.dimensions, fact.measure, fact.value) == ("staff.in_service", {}, "count", "8")
