"""A budget's words said as the accounts would: character for character, names of budgets kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.prose.planned import as_of_accounts


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("收入预算情况说明", "收入决算情况说明"),
        ("政府性基金预算支出预算表", "政府性基金预算支出决算表"),
        ("国有资本经营预算支出", "国有资本经营预算支出"),
        ("纳入预算管理的预算单位", "纳入预算管理的预算单位"),
        ("比上年决算数增加", "比上年执行数增加"),
        ("一般公共预算当年拨款", "一般公共预算财政拨款"),
    ],
)
def test_words(printed: str, said: str) -> None:
    assert as_of_accounts(printed) == said


@given(st.text(alphabet="一般公共预算决收支表绩效单位当年拨款0123.万元，"))
def test_every_character_keeps_its_place(text: str) -> None:
    said = as_of_accounts(text)
    assert len(said) == len(text)
    assert all(a == b for a, b in zip(text, said, strict=True) if not "\u4e00" <= a <= "\u9fff")
