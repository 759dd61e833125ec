"""类 of 支出经济分类: what they are of, by what is spoken of where they are named."""

from __future__ import annotations

import pytest

from extractors.binding.paragraphs import bound_facts
from extractors.model.geometry import Box
from extractors.model.paragraph import Mark, Paragraph
from extractors.prose.sections import sections

TITLES = {
    "expenditure": "三、支出决算情况说明",
    "general_public": "四、一般公共预算财政拨款支出决算情况说明",
    "totals": "一、收入支出决算总体情况说明",
}


def classes(section: str, text: str) -> list[str]:
    """The classes that a text of that section tells: concept, code, measure, value."""
    lines = [TITLES[section], *text.splitlines()]
    paragraphs = [
        Paragraph(line, tuple(Mark(1, Box(i, 20 * n, i + 1, 20 * n + 10), 1.0) for i in range(len(line))), n)
        for n, line in enumerate(lines)
    ]
    told = (b for b in bound_facts(sections(paragraphs), 2023) if b.subject.concept.endswith(".by_economic"))
    return [f"{b.subject.concept}@{b.subject.code} {b.measure} {b.value}" for b in told]


@pytest.mark.parametrize(
    ("section", "text", "told"),
    [
        (
            "expenditure",
            "基本支出160万元，其中：工资福利支出100万元，商品和服务支出60万元。",
            ["expenditure.basic.by_economic@301 final 1000000", "expenditure.basic.by_economic@302 final 600000"],
        ),
        (
            "expenditure",
            "基本支出160万元（其中工资福利支出100万元），项目支出40万元，经营支出10万元。",
            ["expenditure.basic.by_economic@301 final 1000000"],
        ),
        (
            "expenditure",
            "按经济分类：工资福利支出100万元，占50%；其他资本性支出100万元，占50%。",
            [
                "expenditure.by_economic@301 final 1000000", "expenditure.by_economic@301 share 50",
                "expenditure.by_economic@310 final 1000000", "expenditure.by_economic@310 share 50",
            ],
        ),
        (
            "totals",
            "支出总计160万元。其中：工资福利支出100万元，对个人和家庭的补助60万元。",
            ["expenditure.by_economic@301 final 1000000", "expenditure.by_economic@303 final 600000"],
        ),
        (
            "expenditure",
            "1.基本支出160万元，占80%。\n（1）工资福利支出100万元：\n（2）商品和服务支出60万元。\n2.项目支出40万元。",
            ["expenditure.basic.by_economic@301 final 1000000", "expenditure.basic.by_economic@302 final 600000"],
        ),
        (
            "general_public",
            "基本支出160万元，其中人员经费里，工资福利支出100万元。",
            ["basic.by_economic@301 final 1000000"],
        ),
    ],
)  # fmt: skip
def test_a_class_is_of_what_is_spoken_of(section: str, text: str, told: list[str]) -> None:
    assert classes(section, text) == told


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("expenditure", "项目支出200万元，其中：工资福利支出100万元，商品和服务支出60万元。"),
        ("expenditure", "经营支出200万元，主要是商品和服务支出60万元，与上年持平。"),
        ("expenditure", "项目支出200万元，占80%。\n（1）工资福利支出100万元：\n（2）商品和服务支出60万元。"),
        ("totals", "本年收入200万元，主要用于工资福利支出100万元，商品和服务支出60万元。"),
    ],
)
def test_of_what_has_no_classes_none_is_told(section: str, text: str) -> None:
    assert classes(section, text) == []
