"""Labels of small tables, each taken apart from end to end or not understood."""

from __future__ import annotations

import pytest

from extractors.statements.grid import label
from extractors.statements.small.said import Said, Year, said_by, unit_named
from patterns.small_tables import load_small_tables

TELLING = [
    ("2020年决算数（万元）", "final", None, Year(2020), "万元"),
    ("上年决算数", "final", None, Year(after=-1), None),
    ("下年度预算数", "budget_full", None, Year(after=1), None),
    ("年初预算", "budget_initial", None, None, None),
    ("调整后预算数", "budget_full", None, None, None),
    ("完成预算%", "budget_rate", None, None, None),
    ("金额（元）", "final", None, None, "元"),
    ("比上年增减额", None, "prior", None, None),
    ("决算与预算差额", None, "budget", None, None),
    ("2020年比2019年增减（%）", None, "prior", Year(2020), "percent"),
]


def said(text: str) -> Said:
    found = said_by(label(text))
    assert found is not None, text
    return found


@pytest.mark.parametrize("example", load_small_tables().examples, ids=lambda e: e.label)
def test_the_examples_of_the_file_hold(example) -> None:  # type: ignore[no-untyped-def]
    found = said(example.label)
    assert example.concept is None or found.concepts[:1] == (example.concept,)
    assert example.measure in (None, found.telling.measure, "change", "change_rate")
    if example.measure in ("change", "change_rate"):
        assert (found.telling.difference, found.telling.rate) == (True, example.measure == "change_rate")


@pytest.mark.parametrize(("text", "measure", "base", "year", "unit"), TELLING, ids=[t[0] for t in TELLING])
def test_a_label_tells_measure_base_year_and_unit(
    text: str, measure: str | None, base: str | None, year: Year | None, unit: str | None
) -> None:
    found = said(text)
    assert (found.telling.measure, found.telling.base, found.year, found.unit) == (measure, base, year, unit)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("1.因公出国（境）费用", "three_public.overseas"),
        ("其中：公务用车运行维护费", "three_public.vehicles.operation"),
        ("（二）公务用车购置及运行费", "three_public.vehicles"),
        ("①公务用车购置费", "three_public.vehicles.purchase"),
        ("公务用车购置数（辆）", "three_public.vehicles.purchased"),
        ("公 务 接 待 费", "three_public.reception"),
        ("“三公”经费支出合计", "three_public"),
        ("机关运行经费", "agency_operation"),
    ],
)
def test_a_label_names_a_concept_whatever_numbers_it(text: str, concept: str) -> None:
    assert said(text).concepts == (concept,)


@pytest.mark.parametrize(
    "text", ["教育支出", "2020年结余", "因公出国及公务接待费", "决算数预算数", "2019年2020年", "x" * 60]
)
def test_a_label_that_is_not_understood_whole_says_nothing(text: str) -> None:
    assert said_by(text) is None


@pytest.mark.parametrize(
    ("text", "difference", "falling", "rate"),
    [
        ("增减额", True, False, False),
        ("增减率", True, False, True),
        ("增幅", True, False, True),
        ("降幅", True, True, True),
        ("减少额", True, True, False),
        ("%", False, False, True),
        ("决算数", False, False, False),
    ],
)
def test_a_label_tells_differences_and_rates(text: str, difference: bool, falling: bool, rate: bool) -> None:
    telling = said(text).telling
    assert (telling.difference, telling.falling, telling.rate) == (difference, falling, rate)


def test_a_bare_name_means_something_only_below_another() -> None:
    found = said("其中：购置经费")
    assert found.concepts == ()
    assert ("three_public.vehicles", "three_public.vehicles.purchase") in found.below


@pytest.mark.parametrize(
    ("text", "unit"), [("万元", "万元"), ("%", "percent"), ("名", "人"), ("（境）", None), ("境", None), ("", None)]
)
def test_units_are_money_percent_or_classifiers(text: str, unit: str | None) -> None:
    assert unit_named(text) == unit


@pytest.mark.parametrize(
    ("year", "fiscal", "is_"), [(Year(2018), 2020, 2018), (Year(after=-1), 2020, 2019), (Year(), None, None)]
)
def test_years_are_stated_or_counted_from_the_documents(year: Year, fiscal: int | None, is_: int | None) -> None:
    assert year.of(fiscal) == is_
