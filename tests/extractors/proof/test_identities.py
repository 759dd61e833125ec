"""The document's arithmetic, evaluated."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model.fact import Bound
from extractors.model.result import BudgetRate, ChangeRate, CheckKind, Pair, Result, Share, Sum
from extractors.proof.identities import check
from patterns.measure import Measure
from tests.extractors.small import stated
from tests.reading import read

cents = st.integers(min_value=1, max_value=10**9).map(lambda n: Decimal(n) / 100)


def outcomes(text: str, section: str, identity: str) -> list[Result]:
    return [r for r in check(read(text, section)) if r.id == identity]


@given(cents, cents)
def test_parts_that_add_up_pass(a: Decimal, b: Decimal) -> None:
    text = f"基本支出{a + b:.2f}万元，其中：人员经费{a:.2f}万元，公用经费{b:.2f}万元。"
    (result,) = outcomes(text, "basic", "basic")
    assert result.passed


@given(cents, cents, st.integers(min_value=3, max_value=10**6))
def test_parts_that_do_not_add_up_fail_by_the_difference(a: Decimal, b: Decimal, off: int) -> None:
    wrong = a + b + Decimal(off) / 100
    text = f"基本支出{wrong:.2f}万元，其中：人员经费{a:.2f}万元，公用经费{b:.2f}万元。"
    (result,) = outcomes(text, "basic", "basic")
    assert not result.passed
    assert result.difference == Decimal(off) * 100


def test_rounding_of_the_last_digit_passes() -> None:
    text = "基本支出10.01万元，其中：人员经费6.00万元，公用经费4.00万元。"
    assert outcomes(text, "basic", "basic")[0].passed


@given(st.integers(10**4, 10**9), st.integers(10**4, 10**9))
def test_change_rates_computed_from_exact_figures_pass(final: int, prior: int) -> None:
    a, b = Decimal(final) / 100, Decimal(prior) / 100
    rate = ((a - b) / b * 100).quantize(Decimal("0.01"))
    word = "增加" if a >= b else "减少"
    text = f"“三公”经费支出{a}万元，比上年{word}{abs(a - b)}万元，{'增长' if a >= b else '下降'}{abs(rate)}%。"
    (result,) = outcomes(text, "three_public", "change_rate.three_public")
    assert result.passed


def test_wrong_rate_fails() -> None:
    text = "“三公”经费支出110.00万元，比上年增加10.00万元，增长20.00%。"
    (result,) = outcomes(text, "three_public", "change_rate.three_public")
    assert not result.passed


def test_list_of_some_parts_is_not_checked() -> None:
    assert outcomes("共有车辆9辆，其中应急保障用车1辆、其他用车2辆。", "assets", "assets.vehicles") == []


def test_share_that_a_total_has_of_itself_is_another_figures() -> None:
    assert outcomes("本年收入合计2,452.47万元，占0.3%。", "income", "share.income") == []


def shares(*figures: Bound) -> list[Result]:
    return [r for r in check(figures) if r.kind is CheckKind.SHARE]


def share_of_basic(share: str) -> list[Result]:
    return shares(
        stated("expenditure", "20,000.00万元"), stated("expenditure.basic", "5,000.00万元", number=1),
        stated("expenditure.basic", f"{share}%", "share", number=2),
    )  # fmt: skip


@pytest.mark.parametrize(("share", "passes"), [("25.01", True), ("25.02", False), ("24.98", False), ("24.99", True)])
def test_a_share_may_be_off_by_half_a_digit_and_one_more(share: str, passes: bool) -> None:
    (result,) = share_of_basic(share)
    assert (result.passed, result.roles) == (passes, Share(rate=2, part=1, whole=0))
    assert result.difference == Decimal(share) - 25


def test_a_share_of_a_total_itself_says_nothing() -> None:
    assert shares(stated("income", "200.00万元"), stated("income", "30.00%", "share", number=1)) == []


def test_a_share_of_nothing_says_nothing() -> None:
    figures = stated("expenditure", "0.00万元"), stated("expenditure.basic", "0.00万元", number=1)
    assert shares(*figures, stated("expenditure.basic", "0.00%", "share", number=2)) == []


def test_a_share_is_of_the_amount_that_stands_nearest() -> None:
    found = shares(
        stated("expenditure", "200.00万元"), stated("expenditure.basic", "80.00万元"),
        stated("expenditure.project", "1.00万元"), stated("expenditure.basic", "50.00万元"),
        stated("expenditure.basic", "25.00%", "share"),
    )  # fmt: skip
    assert [r.roles for r in found] == [Share(4, 3, 0)]


@pytest.mark.parametrize(
    ("change", "rate", "passes"),
    [("10.00", "10.00", True), ("-10.00", "-8.33", True), ("10.00", "9.09", False), ("-10.00", "-9.09", False)],
)
def test_a_rate_of_change_is_of_the_year_before(change: str, rate: str, passes: bool) -> None:
    figures = [
        stated("basic", "110.00万元"),
        stated("basic", f"{change.lstrip('-')}万元", "change", value=Decimal(change) * 10000),
        stated("basic", f"{rate.lstrip('-')}%", "change_rate", value=Decimal(rate)),
    ]
    (result,) = [r for r in check(figures) if r.id == "change_rate.basic"]
    assert (result.passed, result.roles) == (passes, ChangeRate(rate=2, change=1, final=0))


@pytest.mark.parametrize(
    ("measure", "rate", "passes"),
    [
        ("budget_rate", "80.00", True), ("budget_rate", "125.00", False), ("variance_rate", "-20.00", True),
        ("variance_rate", "20.00", False), ("variance_rate", "80.00", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("budget", ["budget_full", "budget_initial"])
def test_rates_of_the_budget(measure: Measure, rate: str, passes: bool, budget: Measure) -> None:
    figures = [
        stated("basic", "80.00万元"), stated("basic", "100.00万元", budget),
        stated("basic", f"{rate.lstrip('-')}%", measure, value=Decimal(rate)),
    ]  # fmt: skip
    (result,) = [r for r in check(figures) if r.id == f"{measure}.basic"]
    assert (result.kind.value, result.passed, result.roles) == (measure, passes, BudgetRate(2, final=0, budget=1))


def test_a_rate_of_nothing_says_nothing() -> None:
    figures = stated("basic", "5.00万元"), stated("basic", "0.00万元", "budget_full")
    assert [r for r in check([*figures, stated("basic", "100.00%", "budget_rate")]) if r.kind.is_rate] == []


@pytest.mark.parametrize(("values", "found"), [(2, 1), (4, 3), (5, 0)])
def test_a_figure_stated_with_many_values_is_not_one_figure(values: int, found: int) -> None:
    figures = [stated("basic", f"{n + 1}0.00万元", number=n) for n in range(values)]
    restated = [r for r in check(figures) if r.kind is CheckKind.RESTATED]
    assert [r.roles for r in restated] == [Pair(n, n + 1) for n in range(found)]
    assert all(r.difference == 100000 and not r.passed for r in restated)


def test_counts_add_up_exactly() -> None:
    figures = [
        stated("staff.actual", "31人", "count"), stated("staff.in_service", "20人", "count"),
        stated("staff.retired", "10人", "count"), stated("staff.senior_retired", "0人", "count"),
    ]  # fmt: skip
    (result,) = [r for r in check(figures) if r.id == "staff"]
    assert (result.passed, result.difference, result.facts) == (False, 1, (0, 1, 2, 3))


def test_what_is_taken_off_a_sum_is_told_apart() -> None:
    figures = [
        stated("government_fund.carryover_closing", "1.00万元"), stated("government_fund.income", "5.00万元"),
        stated("government_fund.expenditure", "4.00万元"),
    ]  # fmt: skip
    (result,) = [r for r in check(figures) if r.id == "government_fund.balance"]
    assert (result.passed, result.roles) == (True, Sum(0, added=(1,), subtracted=(2,)))


def function(code: str, raw: str) -> Bound:
    return stated("general_public.by_function", raw, code=code)


def test_functions_add_up_by_level_and_each_to_its_class() -> None:
    figures = [
        stated("general_public", "90.00万元"), function("205", "60.00万元"), function("208", "30.00万元"),
        function("2050201", "40.00万元"), function("2050202", "19.00万元"), function("2080505", "30.00万元"),
    ]  # fmt: skip
    found = {r.id: (r.formula, r.passed, r.difference) for r in check(figures) if r.kind is CheckKind.FUNCTION_SUM}
    by = "general_public.by_function"
    assert found == {
        f"{by}.类": ("一般公共预算财政拨款支出＝各类（项）之和", True, 0),
        f"{by}.项": ("一般公共预算财政拨款支出＝各类（项）之和", False, 10000),
        f"{by}.205": ("205类＝其项之和", False, 10000),
        f"{by}.208": ("208类＝其项之和", True, 0),
    }


def test_both_sides_of_a_balance_are_equal() -> None:
    figures = stated("totals.income", "9.00万元"), stated("totals.expenditure", "8.98万元")
    (result,) = [r for r in check(figures) if r.kind is CheckKind.EQUAL]
    assert (result.id, result.roles, result.passed, result.difference) == ("totals.balance", Pair(0, 1), False, 200)


@pytest.mark.parametrize("beside", [{}, {"year": "2024"}, {"part": "局机关"}], ids=["main", "year", "part"])
def test_figure_of_another_year_or_of_a_part_proves_nothing(beside: dict[str, str]) -> None:
    parts = stated("three_public.overseas", "3万元", beside=beside), stated("three_public.reception", "2万元")
    others = stated("three_public.vehicles", "1万元"), stated("three_public", "9万元")
    assert bool(check([*parts, *others])) is not bool(beside)
