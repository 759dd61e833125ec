"""Percentages, comparisons, repetitions."""

from __future__ import annotations

import pytest

from tests.extractors.audit.small import check, fact, findings, record


def test_percentages_have_two_decimals() -> None:
    facts = [fact(n, "income.other", "share", "5.1", raw=raw) for n, raw in enumerate(("占5.1%", "占5.10%", "持平"), 1)]
    (found,) = findings("percent.decimals", record(*facts))
    assert (found.facts, found.severity) == (("f1",), "note")


def test_of_many_percentages_the_first_ten_are_told_and_how_many_there_are() -> None:
    facts = [fact(n, "income.other", "share", "5.1", raw=f"占{n}.1%") for n in range(1, 12)]
    (found,) = findings("percent.decimals", record(*facts))
    assert found.message_zh.endswith("占9.1%、占10.1%等11处")
    assert found.message_en.endswith("占9.1%, 占10.1% and others, 11 in all")


@pytest.mark.parametrize(("value", "wrong"), [("100", False), ("100.01", True), ("0", False), ("-3", True)])
def test_a_share_is_between_0_and_100(value: str, wrong: bool) -> None:
    assert bool(findings("percent.range", record(fact(1, "income.other", "share", value)))) is wrong


def shares(basic: str, project: str, total: str = "1000000") -> list[dict[str, object]]:
    return [
        fact(1, "expenditure", "final", total), fact(2, "expenditure.basic", "final", "600000"),
        fact(3, "expenditure.project", "final", "400000"),
        fact(4, "expenditure.basic", "share", basic, raw=f"占{basic}%"),
        fact(5, "expenditure.project", "share", project, raw=f"占{project}%"),
    ]  # fmt: skip


def test_shares_of_all_parts_add_up_to_100() -> None:
    (found,) = findings("percent.sum", record(*shares("60.00", "41.00")))
    assert (found.concept, found.difference) == ("expenditure", "1.00")
    assert not findings("percent.sum", record(*shares("60.00", "40.01"))), "each share is rounded on its own"
    assert not findings("percent.sum", record(*shares("30.00", "20.00", total="2000000"))), "parts are left out"


@pytest.mark.parametrize(
    ("final", "clause", "wrong"),
    [
        ("300", "决算数小于预算数的主要原因是严控", False),
        ("700", "决算数小于预算数的主要原因是严控", True),
        ("300", "决算数大于年初预算数的主要原因是追加", True),
        ("90500", "决算数等于预算数的主要原因是据实", True),
        ("500", "决算数等于预算数的主要原因是据实", False),
        ("700", "决算数大于（小于）预算数的主要原因是", False),
        ("700", "主要原因是追加", False),
    ],
)
def test_greater_and_less_agree_with_the_figures(final: str, clause: str, wrong: bool) -> None:
    figures = fact(1, "three_public", "final", final), fact(2, "three_public", "budget_initial", "500")
    said = fact(3, "three_public", "reason_variance", "严控", quote=clause)
    assert bool(findings("comparison.budget", record(*figures, said))) is wrong


@pytest.mark.parametrize(("rate", "wrong"), [("5", True), ("-5", False), ("0", False)])
def test_amount_and_rate_go_the_same_way(rate: str, wrong: bool) -> None:
    beside = {"quote": "比上年减少50万元"}
    made = record(fact(1, "fiscal", "change", "-500000", **beside), fact(2, "fiscal", "change_rate", rate, **beside))
    assert bool(findings("comparison.direction", made)) is wrong


def test_a_clause_said_twice_in_a_section() -> None:
    clause = {"quote": "本部门2023年度机关运行经费支出12.50万元，比上年度减少1.20万元"}
    twice = [fact(n, "agency_operation", "final", "125000", **clause) for n in (1, 2)]
    assert findings("text.repeated", record(*twice))
    assert not findings("text.repeated", record(twice[0], {**twice[1], "section": "s2"}))
    assert not findings("text.repeated", record(twice[0], fact(2, "agency_operation", "change", "-12000", **clause)))


@pytest.mark.parametrize(("outcome", "severity"), [("pass", "error"), ("fail", "note")])
def test_a_comparison_of_figures_in_doubt_is_a_note(outcome: str, severity: str) -> None:
    """Figures that a failed check holds to be misread are no ground to blame the document on."""
    facts = [
        fact(1, "three_public", "final", "700"),
        fact(2, "three_public", "budget_initial", "500"),
        fact(3, "three_public", "reason_variance", "严控", quote="决算数小于预算数的主要原因是严控"),
    ]
    made = record(*facts, checks=[check(1, ["f1", "f2"], outcome, blame_probability=0.4)])
    assert [f.severity for f in findings("comparison.budget", made)] == [severity]


def test_a_direction_that_the_templates_alternative_leaves_open_is_a_note() -> None:
    change = fact(1, "three_public", "change", "5000", quote="增加（减少）0.5万元，增长（减少）8.84%")
    rate = {**fact(2, "three_public", "change_rate", "-8.84"), "quote": change["quote"], "evidence": {"cue": 0.5}}
    assert [f.severity for f in findings("comparison.direction", record(change, rate))] == ["note"]
    clear = {**rate, "evidence": {"cue": 0.97}}
    assert [f.severity for f in findings("comparison.direction", record(change, clear))] == ["error"]


def test_what_follows_from_a_wrong_figure_is_told_with_it() -> None:
    facts = [
        fact(1, "three_public", "final", "700"),
        fact(2, "three_public", "budget_initial", "500"),
        fact(3, "three_public", "reason_variance", "严控", quote="决算数小于预算数的主要原因是严控"),
        fact(4, "three_public.reception", "final", "400"),
    ]
    made = record(*facts, checks=[check(1, ["f1", "f4"])])
    assert not findings("comparison.budget", made)
    (found,) = findings("arithmetic", made)
    assert "；同时，" in found.message_zh
    assert "表述与数据不符：决算数700元、预算数500元，“决算数小于" in found.message_zh
    assert ". With it: What is said of" in found.message_en
    assert found.facts == ("f1", "f4", "f3", "f2")
    assert [f.ref for f in found.figures if f.suspect] == ["f1"]


def test_a_missing_reason_of_a_change_is_told_whatever_the_change_is() -> None:
    change = fact(1, "three_public", "change", "5000")
    made = record(change, fact(2, "three_public", "final", "700"), checks=[check(1, ["f1", "f2"])])
    assert [f.concept for f in findings("reason.missing", made)] == ["three_public"]


@pytest.mark.parametrize("beside", [{}, {"year": "2024"}, {"part": "局机关"}], ids=["main", "year", "part"])
def test_only_the_main_figure_is_held_against_what_the_text_says_of_it(beside: dict[str, str]) -> None:
    made = record(
        fact(1, "three_public", "final", "100"),
        fact(2, "three_public", "budget_full", "120"),
        fact(3, "three_public", "reason_variance", "节约", quote="决算数大于预算数的原因是节约", dimensions=beside),
    )
    assert bool(findings("comparison.budget", made)) is not bool(beside)
