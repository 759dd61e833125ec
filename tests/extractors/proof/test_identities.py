"""The document's arithmetic, evaluated."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractors.model.result import Result
from extractors.proof.identities import check
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
