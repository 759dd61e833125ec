"""Text and tables against each other where no identity compares them."""

from __future__ import annotations

import pytest

from tests.extractors.audit.small import check, fact, findings, record, statement

SECTION = {"id": "s1", "number": "八、", "title": "政府性基金预算财政拨款收入支出决算情况说明", "page": 2}
ROWLESS = statement("government_fund", empty=True)
BLANK = [{"column": "本年收入", "page": 5, "bbox": [1, 1, 2, 2], "confidence": 1.0}]
EMPTY = {**ROWLESS, "rows": [{"name": "合计", "cells": BLANK}]}


def income(**more: object) -> dict[str, object]:
    return fact(1, "government_fund.income", "final", more.pop("value", "200000"), **more)  # type: ignore[arg-type]


def test_a_blank_table_whose_figures_the_text_tells_is_told_once() -> None:
    made = record(income(), sections=[SECTION], statements=[EMPTY])
    assert [f.severity for f in findings("tables.blank", made)] == ["warning"]
    assert not findings("tables.empty_unexplained", made)


def test_the_first_table_is_told_of_as_totals() -> None:
    section = {**SECTION, "title": "收入支出决算总体情况说明"}
    empty = {**statement("income_expenditure", empty=True), "rows": EMPTY["rows"]}
    made = record(fact(1, "totals.income", "final", "5"), sections=[section], statements=[empty])
    assert findings("tables.blank", made)


def test_a_part_of_what_is_told_of_a_table_tells_its_figures_too() -> None:
    section = {**SECTION, "title": "一般公共预算财政拨款支出决算总体情况"}
    empty = {**statement("general_public", empty=True), "rows": EMPTY["rows"]}
    made = record(fact(1, "general_public", "final", "5"), sections=[section], statements=[empty])
    assert findings("tables.blank", made)


def test_of_a_table_without_a_row_the_figures_may_have_been_lost() -> None:
    made = record(income(), sections=[SECTION], statements=[ROWLESS])
    assert [f.severity for f in findings("tables.blank", made)] == ["note"]


def test_where_rows_are_lost_other_tables_without_a_row_were_not_understood() -> None:
    made = record(income(), sections=[SECTION], statements=[ROWLESS, statement("state_capital", empty=True)])
    assert not findings("tables.empty_unexplained", made)
    assert [f.concept for f in findings("tables.unclear", made)][-1] == "state_capital"


@pytest.mark.parametrize(
    "made",
    [
        record(income(value="0"), sections=[SECTION], statements=[EMPTY]),
        record(income(), sections=[{**SECTION, "title": "收入决算情况说明"}], statements=[EMPTY]),
        record(income(), sections=[SECTION], statements=[EMPTY, statement("government_fund", "200000")]),
        record(income(dimensions={"part": "局机关"}), sections=[SECTION], statements=[EMPTY]),
    ],
)
def test_nothing_is_told_of_a_blank_table_otherwise(made: object) -> None:
    assert not findings("tables.blank", made)  # type: ignore[arg-type]


def of_table(concept: str, value: str) -> dict[str, object]:
    place = {"page": 5, "bbox": [1, 1, 2, 2], "start": 0, "end": 1, "statement": 0}
    return fact(2, concept, "final", value, provenance=[place])


@pytest.mark.parametrize(
    ("quote", "concept", "value", "told"),
    [
        ("没有政府性基金收入", "government_fund.income", "5", True),
        ("没有政府性基金收入", "government_fund.income", "0", False),
        ("没有政府性基金收入", "government_fund.expenditure", "5", False),
        ("没有政府性基金收入和支出", "government_fund.expenditure", "5", True),
        ("没有政府性基金", "government_fund.expenditure", "5", False),
    ],
)
def test_what_the_text_denies_no_table_tells(quote: str, concept: str, value: str, told: bool) -> None:
    denial = fact(1, "government_fund", "nil", "true", quote=quote)
    made = record(denial, of_table(concept, value), statements=[statement("government_fund", value)])
    assert bool(findings("tables.denied", made)) is told


def test_another_table_than_the_funds_may_tell_what_is_denied() -> None:
    denial = fact(1, "government_fund", "nil", "true", quote="没有政府性基金收入和支出")
    made = record(denial, of_table("government_fund.expenditure", "5"), statements=[statement("fiscal", "5")])
    assert findings("tables.denied", made)


@pytest.mark.parametrize(("within", "told"), [("50300", True), ("50100", False), ("20000", False)])
def test_a_part_of_basic_expenditure_is_no_more_than_the_cost(within: str, told: bool) -> None:
    cost = fact(1, "three_public.reception", "final", "50000")
    part = fact(2, "basic.by_economic", "final", within, dimensions={"code": "30217", "name": "公务接待费"})
    assert bool(findings("basic.three_public", record(cost, part))) is told


@pytest.mark.parametrize(
    ("raw", "difference", "told"),
    [("3.01万元", "-100", True), ("3.0万元", "-100", False), ("3.01", "-100", False), ("3.01万元", "0", False)],
)
def test_a_figure_told_twice_is_rounded_in_one_way(raw: str, difference: str, told: bool) -> None:
    facts = [
        fact(1, "three_public.reception", "final", "30000", raw="3.00万元"),
        fact(2, "three_public.reception", "final", "30100", raw=raw),
    ]
    restated = check(1, ["f1", "f2"], "pass", id="restated.three_public.reception.final", difference=difference)
    assert bool(findings("figure.repeated", record(*facts, checks=[restated]))) is told
