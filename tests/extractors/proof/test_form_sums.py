"""What the cells of a self-evaluation form must agree in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.model.record import Form
from extractors.model.reference import FormRef
from extractors.model.result import CheckKind, Execution, Sum
from extractors.proof.form_sums import form_results


def form(total: str, rate: str) -> Form:
    return Form(
        kind="project",
        title="项目支出绩效自评表",
        funds_header=("", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        funds=(("年度资金总额", "40.00", "30.00", "10", rate, "7.50"), ("其他资金", "0", "0", "-", "-", "-")),
        ind_header=("一级指标", "年度指标值", "得分"),
        indicators=(("产出指标", "≥1次", "50"), ("效益指标", "提高", "38")),
        total=total,
    )


def test_form_closes() -> None:
    assert [(r.id, r.passed) for r in form_results(form("95.50分", "75.00%"), 0)] == [
        ("form.execution_rate", True),
        ("form.total", True),
    ]


def test_form_that_does_not_close_is_told() -> None:
    failed = [r for r in form_results(form("97.50分", "80%"), 0) if not r.passed]
    assert [(r.id, r.difference) for r in failed] == [("form.execution_rate", Decimal(5)), ("form.total", Decimal(2))]


def test_dash_of_another_row_is_not_the_score_of_execution() -> None:
    read = form("95.50分", "75%")
    funds = (("年度资金总额", "40.00", "30.00", "10", "75%", "7.50"), ("其他资金", "10.00", "9.00", "1", "1", "1"))
    for order in (funds, funds[::-1]):
        assert all(r.passed for r in form_results(read.model_copy(update={"funds": order}), 0))


def test_comma_read_for_the_point_of_a_score_is_a_point() -> None:
    assert all(r.passed for r in form_results(form("95,50", "75%"), 0))


def executed(budget: str, spent: str, rate: str) -> list[tuple[bool, Decimal]]:
    made = form("", "0").model_copy(update={"funds": (("资金总额", budget, spent, "10", rate, "9"),)})
    return [(r.passed, r.difference) for r in form_results(made, 0) if r.kind is CheckKind.EXECUTION_RATE]


@pytest.mark.parametrize(
    ("budget", "spent", "rate", "told"),
    [
        ("40.00", "30.00", "75.00%", [(True, 0)]),
        ("40.00", "30.00", "0.75", [(True, 0)]),  # a rate told as a part of one
        ("40.00", "30.00", "75", [(True, 0)]),
        ("40.00", "30.00", "76.00%", [(False, 1)]),
        ("4000.00", "3000.00", "75.01%", [(True, Decimal("0.01"))]),
        ("4000.00", "3000.00", "75.03%", [(False, Decimal("0.03"))]),
        ("4000.00", "3000.00", "75.5%", [(False, Decimal("0.5"))]),
        ("4000.00", "3001.50", "75%", [(True, Decimal("-0.0375"))]),  # printed without decimals
        ("4000.00", "3001.50", "75.00%", [(False, Decimal("-0.0375"))]),
        ("1.00", "0.33", "34%", [(True, 1)]),  # small amounts are rounded coarsely
        ("-40.00", "-30.00", "75.00%", [(False, 0)]),
        ("0", "0", "0%", []),
        ("40.00", "-", "75%", []),
        ("40.00", "30.00", "", []),
        ("40.00元", "30.00元", "75.00%", [(True, 0)]),
    ],
)
def test_execution_is_spent_of_budget(budget: str, spent: str, rate: str, told: list[tuple[bool, Decimal]]) -> None:
    assert executed(budget, spent, rate) == told


def test_cells_are_pointed_at_by_their_parts() -> None:
    rate, total = form_results(form("95.50", "75%"), 2)
    assert rate.roles == Execution(*(FormRef(2, "funds", 0, column) for column in (1, 2, 4)))
    assert total.roles == Sum(FormRef(2, "total"), (FormRef(2, "indicators", 0, 2), FormRef(2, "indicators", 1, 2)))
    assert (rate.formula, total.formula) == ("执行率＝全年执行数÷全年预算数", "总分＝各项得分之和")


@pytest.mark.parametrize(("total", "passes"), [("95.51", True), ("95.52", False), ("95.49", True), ("95.48", False)])
def test_scores_add_up_to_a_hundredth(total: str, passes: bool) -> None:
    (result,) = [r for r in form_results(form(total, "75%"), 0) if r.kind is CheckKind.FORM_TOTAL]
    assert result.passed == passes


@pytest.mark.parametrize(
    "change",
    [
        {"total": None}, {"total": "优"}, {"ind_header": ("一级指标", "年度指标值", "备注")}, {"indicators": ()},
        {"indicators": (("产出指标", "≥1次", "50"), ("效益指标", "提高", "-"))},
    ],
)  # fmt: skip
def test_scores_that_are_not_all_told_are_not_added(change: dict[str, object]) -> None:
    made = form("95.50", "75%").model_copy(update=change)
    assert [r.kind for r in form_results(made, 0)] == [CheckKind.EXECUTION_RATE]


@pytest.mark.parametrize("number", ["9" * 250, "1" + "0" * 310, "9" * 19, "0." + "1" * 300])
def test_what_no_sum_can_be_takes_part_in_no_check(number: str) -> None:
    assert list(form_results(form(number, number), 0)) == []
