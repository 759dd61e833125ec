"""Budgets: what their text tells is planned, by the same words as the accounts'; what was spent is told apart."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from corpus.compose import compose, read_family
from corpus.render import render
from extractors.binding.paragraphs import told_text
from extractors.binding.planned import apart_from_spent, as_told, spent_sections
from extractors.model.fact import Bound
from extractors.model.geometry import Box
from extractors.model.paragraph import Mark, Paragraph
from extractors.pipeline import extract
from extractors.prose.planned import planned_sections

LISTED = "text"  # what personnel and public costs hold; the golden data leaves it out


def told(text: str) -> tuple[list[Bound], list[str]]:
    """The facts of a budget of 2024 with these lines, and the beginnings of what was left."""
    paragraphs = [
        Paragraph(line, tuple(Mark(1, Box(i, 20 * n, i + 1, 20 * n + 10), 1.0) for i in range(len(line))), n)
        for n, line in enumerate(text.splitlines())
    ]
    sections = planned_sections(paragraphs)
    spent = spent_sections(sections)
    planned = apart_from_spent(told_text(sections, 2024), paragraphs, 2024, spent)
    left = [paragraphs[each.paragraph].text[each.start :] for each in planned.left]
    return list(as_told(planned.bound, 2024, plans=True, spent=spent)), left


@pytest.mark.parametrize("family", ["budgets/plain", "budgets/county"])
def test_text_of_a_budget_tells_what_is_planned(family: str) -> None:
    assert read_family(family)["plans"]
    for seed in range(1, 4):
        document = compose(family, seed, tables=False)
        record = extract(render(document), "budget.pdf")
        assert record.document.kind == "budget"
        golden = Counter((f["concept"], f["measure"], f["value"]) for f in document.golden["facts"])
        read = Counter((f.concept, f.measure, f.value) for f in record.facts if f.measure != LISTED)
        assert read == golden
        assert not {f.measure for f in record.facts} & {"final", "change", "change_rate", "prior"}
        assert record.checks
        assert all(check.outcome == "pass" for check in record.checks)


def test_titles_and_quotes_are_as_printed() -> None:
    record = extract(render(compose("budgets/plain", 1, tables=False)), "budget.pdf")
    assert "收入预算情况说明" in [section.title for section in record.sections]
    assert not any("决算" in text for fact in record.facts for text in (fact.quote, fact.raw))


def test_a_section_titled_as_accounts_tells_what_was_spent() -> None:
    bound, _ = told(
        "一、2024年“三公”经费预算情况\n2024年度“三公”经费预算总计8.50万元，其中公务接待费3.50万元。\n"
        "二、2023年“三公”经费决算情况\n2023年度“三公”经费合计支出7.30万元，其中公务接待费3.10万元。\n"
        "2024年度“三公”经费预算较2023年度增加1.20万元。"
    )
    assert [(b.subject.dimension("year"), b.measure, b.value) for b in bound] == [
        (None, "budget_initial", Decimal("85000.00")),
        (None, "budget_initial", Decimal("35000.00")),
        ("2023", "final", Decimal("73000.00")),
        ("2023", "final", Decimal("31000.00")),
        (None, "budget_change", Decimal("12000.00")),
    ]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "比2023年执行数减少5.00万元，下降5.26%，主要原因是压减项目。",
            [("change", "-50000.00"), ("change_rate", "-5.26")],
        ),
        ("2023年执行数为95.00万元，减少5.00万元。", [("change", "-50000.00")]),
        ("比2023年执行数95.00万元减少5.00万元。", [("change", "-50000.00")]),
        ("比2023年预算减少5.00万元。", [("budget_change", "-50000.00")]),
    ],
)
def test_how_far_a_plan_is_from_what_was_spent_is_no_change_of_a_budget(
    text: str, changes: list[tuple[str, str]]
) -> None:
    bound, left = told(f"五、一般公共预算支出情况\n2024年一般公共预算支出90.00万元，{text}")
    assert bound[0].measure == "budget_initial"
    assert [(b.measure, str(b.value)) for b in bound if "change" in b.measure and "reason" not in b.measure] == changes
    assert not left


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("截至2023年底，车辆6台，81.60万元；", ["assets.vehicles count 6", "assets.vehicles final 816000.00"]),
        (
            "2023年末共有车辆6辆，其中执法执勤用车4辆。",
            ["assets.vehicles count 6", "assets.vehicles.law_enforcement count 4"],
        ),
        (
            "2023年末房屋1860平方米，固定资产总额380万元。",
            ["assets.buildings area 1860", "assets.fixed_original_value final 3800000"],
        ),
        ("2024年拟购置单价100万元（含）以上设备3台（套），拟新增固定资产365.20万元。", []),
        ("2024年部门预算安排购置车辆2辆，单位价值50万元以上通用设备3台（套）。", ["assets.vehicles.purchased count 2"]),
    ],
)
def test_what_is_there_when_a_budget_is_made_is_nothing_planned(text: str, facts: list[str]) -> None:
    bound, _ = told(f"八、国有资产占用情况\n{text}")
    assert [f"{b.subject.concept} {b.measure} {b.value}" for b in bound] == facts


def test_staff_at_the_beginning_of_a_budgets_year_is_its_own() -> None:
    bound, _ = told("一、部门基本情况\n2024年编制人数为91人，2024年年初在职人数为94人，退休人数为23人。")
    assert [(b.subject.concept, b.measure, b.subject.dimension("year")) for b in bound] == [
        ("staff.authorised", "count", None), ("staff.in_service", "count", None), ("staff.retired", "count", None),
    ]  # fmt: skip


def test_what_was_spent_stays_so() -> None:
    bound, _ = told("七、“三公”经费预算情况\n2023年“三公”经费决算数为3.00万元。2024年“三公”经费预算数为2.00万元。")
    assert [(b.measure, b.value) for b in bound if b.subject.concept == "three_public"][-1] == (
        "budget_initial", Decimal("20000.00"),
    )  # fmt: skip
    assert all(b.measure in ("final", "prior") for b in bound if b.value == Decimal("30000.00"))


@pytest.mark.parametrize(
    ("text", "whole", "own"),
    [
        ("2024年收入预算90.00万元，其中：一般公共预算拨款收入80.00万元；上年结转10.00万元，占11.11%。", "90.00", None),
        ("本部门2024年收入预算90.00万元，其中：本年收入80.00万元，上年结转10.00万元。", "90.00", "80.00"),
        ("2024年收入预算80.00万元，其中：一般公共预算拨款收入75.00万元，其他收入5.00万元。", None, "80.00"),
        ("2024年收入预算80.00万元，其中：其他收入5.00万元。另有上年结转10.00万元。", None, "80.00"),
    ],
)
def test_income_that_what_was_carried_over_is_part_of_is_all_income(
    text: str, whole: str | None, own: str | None
) -> None:
    bound, _ = told(f"二、收入预算情况说明\n{text}")
    values = {b.subject.concept: b.value for b in bound if b.measure == "budget_initial"}
    assert values.get("totals.income") == (Decimal(whole) * 10_000 if whole else None)
    assert values.get("income") == (Decimal(own) * 10_000 if own else None)


def test_last_years_budget_is_of_last_year() -> None:
    bound, _ = told(
        "七、“三公”经费预算情况\n“三公”经费预算2.00万元，上年预算3.00万元，减少1.00万元，主要原因是预算压减。"
    )
    values = {b.value: (b.measure, b.subject.dimension("year")) for b in bound if isinstance(b.value, Decimal)}
    assert values[Decimal("20000.00")] == ("budget_initial", None)
    assert values[Decimal("30000.00")] == ("budget_initial", "2023")
    assert values[Decimal("-10000.00")] == ("budget_change", None)
    assert [b.value for b in bound if b.measure == "reason_change"] == ["预算压减"]


def test_what_is_planned_by_the_years_beginning_is_not_spent() -> None:
    bound, left = told(
        "一、收支总体情况\n2024年初预算支出数312.40万元，比2023年初预算支出数296.10万元，增加16.30万元。"
    )
    assert [(b.measure, b.subject.dimension("year"), b.value) for b in bound] == [
        ("budget_initial", None, Decimal(3124000)),
        ("budget_initial", "2023", Decimal(2961000)),
        ("budget_change", None, Decimal(163000)),
    ]
    assert not left


def test_what_the_years_own_spending_is_called_makes_it_no_spending() -> None:
    bound, _ = told("一、支出\n2024年支出数312.40万元，其中：教育支出302.40万元。")
    assert {(b.measure, b.subject.dimension("year")) for b in bound} == {("budget_initial", None)}
