"""What leads in a part, and whether words name a body."""

from __future__ import annotations

import pytest

from patterns.parts import load_parts


@pytest.mark.parametrize("name", ["局机关", "下属水文站", "机关服务中心", "援外队", "城关镇", "所属单位", "县妇联"])
def test_a_body_is_one(name: str) -> None:
    assert load_parts().is_body(name)


@pytest.mark.parametrize("name", ["我局", "本单位", "全系统", "全部", "党支部", "上级检查", "工资福利", "局"])
def test_what_ends_otherwise_or_is_the_unit_itself_is_none(name: str) -> None:
    assert not load_parts().is_body(name)


def test_the_last_lead_counts() -> None:
    text = "其中甲费5万元，其中乙局"
    assert load_parts().lead_before(text, 0, len(text)) == (8, 10)
    assert load_parts().lead_before("甲费5万元", 0, 5) is None


@pytest.mark.parametrize(
    ("words", "left"),
    [("其中：2023年局机关", "局机关"), ("（含援外队", "援外队"), ("其他用车", "其他用车"), ("年末", "")],
)
def test_what_leads_in_is_left_out(words: str, left: str) -> None:
    assert load_parts().without_lead(words) == left


@pytest.mark.parametrize("words", ["人次", "批次数", "年初", "上年局机关", "平均每人", "局"])
def test_what_only_says_how_is_counted_is_no_name(words: str) -> None:
    assert not load_parts().is_name(words)


def test_purposes_name_parts_of_some_money_only() -> None:
    parts = load_parts()
    assert parts.may_name_purpose("three_public.reception")
    assert not parts.may_name_purpose("expenditure")


def test_the_first_lead_behind_counts() -> None:
    assert load_parts().lead_behind("甲费5万元，其中乙局3万元（含丙2万元）", 4, 22) == 6
    assert load_parts().lead_behind("甲费5万元", 0, 5) is None
