"""Figures that no words tell, bound by what the others around them make them; and what arithmetic must not tell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import facts


@pytest.mark.parametrize(
    ("section", "text", "expected"),
    [
        (
            "three_public",
            "“三公”一共9.80万元，年初预算是12.00万元，少花2.20万元。",
            "three_public final 98000",
        ),
        (
            "three_public",
            "公务接待费全年1.06万元，较上年的0.82万元上升0.24万元，即29.27%。",
            "three_public.reception change_rate 29.27",
        ),
        (
            "totals",
            "2023年收入总计386.40万元（2022年：402.10万元），减少15.70万元，减幅3.9%。",
            "totals.income prior 4021000",
        ),
        ("three_public", "公务接待费61.80万元，减幅3.74%，减额2.40万元。", "three_public.reception change -24000"),
        (
            "three_public",
            "公务接待费预算4.00万元，决算3.12万元（-22.00%）。",
            "three_public.reception variance_rate -22",
        ),
    ],
)
def test_a_figure_is_what_the_others_of_its_sentence_make_it(section: str, text: str, expected: str) -> None:
    assert expected in facts(text, section)


@pytest.mark.parametrize(
    ("section", "text"),
    [
        # nothing fits
        ("three_public", "“三公”一共9.70万元，年初预算是12.00万元，少花2.20万元。"),
        # one digit says nothing
        ("three_public", "“三公”一共5万元，年初预算是7万元，少花2万元。"),
        # two digits say little
        ("three_public", "公务接待费6.18万元，减幅3.74%，资产处置0.24万元。"),
        # another sentence
        ("three_public", "年初预算12.00万元，少花2.20万元。“三公”一共9.80万元。"),
        # a whole year further back
        ("totals", "2023年收入总计386.40万元，减少15.70万元，2020年情况：402.10万元。"),
    ],
)
def test_nothing_is_told_where_arithmetic_leaves_it_open(section: str, text: str) -> None:
    told = [fact.split()[-1] for fact in facts(text, section)]
    assert not {"97000", "50000", "-2400", "98000", "4021000"} & set(told)


@given(
    prior=st.decimals(min_value=Decimal("10.01"), max_value=Decimal("9999.99"), places=2),
    change=st.decimals(min_value=Decimal("1.01"), max_value=Decimal("9.99"), places=2),
    more=st.booleans(),
)
def test_whatever_the_figures_are_the_missing_one_follows_from_the_others(
    prior: Decimal, change: Decimal, more: bool
) -> None:
    final = prior + change if more else prior - change
    text = f"“三公”一共{final}万元，同上年的{prior}万元比，{'多' if more else '少'}支{change}万元。"
    assert f"three_public final {(final * 10000).normalize():f}" in facts(text, "three_public")
