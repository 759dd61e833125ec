"""Headings and sections, by number and title."""

from __future__ import annotations

import pytest

from extractors.prose.sections import heading_of, section_kind, sections
from tests.reading import paragraph


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、收入支出决算总体情况说明", "totals"),
        ("二、收入决算情况说明", "income"),
        ("三、支出决算情况说明", "expenditure"),
        ("四、财政拨款收入支出决算总体情况说明", "fiscal"),
        ("（二）一般公共预算财政拨款支出决算结构情况", "general_public.structure"),
        ("（三）一般公共预算财政拨款支出决算具体情况", "general_public.detail"),
        ("六、一般公共预算财政拨款基本支出决算情况说明", "basic"),
        ("七、财政拨款“三公”经费支出决算情况说明", "three_public"),
        ("（一）三公经费财政拨款支出决算总体情况", "three_public"),
        ("八、政府性基金预算财政拨款收入支出决算情况说明", "government_fund"),
        ("（一）机关运行经费支出情况。", "agency_operation"),
        ("（三）国有资产占用情况", "assets"),
        ("第三部分名词解释", "glossary"),
        ("一、主要职能", "duties"),
    ],
)
def test_title_names_its_section(text: str, kind: str) -> None:
    heading = heading_of(paragraph(text))
    assert heading is not None
    assert heading.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "1.一般公共服务支出（类）200.00万元，占97.55%。",
        "（二）负责全县水利工程的建设和管理，组织编制规划；",
        "2023年度收入总计100.00万元。",
    ],
)
def test_running_text_is_no_heading(text: str) -> None:
    assert heading_of(paragraph(text)) is None


def test_heading_with_text_on_the_same_line_is_parted() -> None:
    heading = heading_of(paragraph("（一）机关运行经费支出情况。2023年度机关运行经费支出20.00万元。"))
    assert heading is not None
    assert heading.rest is not None
    assert heading.rest.text == "2023年度机关运行经费支出20.00万元。"


def test_contents_list_gives_no_sections() -> None:
    texts = [
        "某单位2023年度部门决算", "目录", "第一部分单位概况", "第二部分决算情况说明", "一、收入决算情况说明",
        "第一部分单位概况", "第二部分决算情况说明", "一、收入决算情况说明", "本年收入合计10.00万元。",
    ]  # fmt: skip
    found = [s for s in sections([paragraph(t) for t in texts]) if s.level >= 0]
    assert [s.title for s in found] == ["单位概况", "决算情况说明", "收入决算情况说明"]


def test_nothing_is_read_from_a_glossary() -> None:
    texts = ["第四部分名词解释", "一、“三公”经费：指用财政拨款安排的费用", "十四、机关运行经费", "指5.00万元的支出。"]
    found = sections([paragraph(t) for t in texts])
    assert {s.kind for s in found if s.level >= 0} == {"glossary"}


def test_part_keeps_to_the_subject_of_its_whole() -> None:
    texts = ["七、“三公”经费支出决算情况说明", "（一）支出决算总体情况说明", "（二）支出决算具体情况说明"]
    found = sections([paragraph(t) for t in texts])
    assert [s.kind for s in found if s.level >= 0] == ["three_public"] * 3


def test_unknown_title_has_no_kind() -> None:
    assert section_kind("党建工作") is None


def test_title_of_its_own_is_told_below_another_subject() -> None:
    found = sections(
        [
            paragraph("二、财政拨款收支决算总体情况说明"),
            paragraph("（一）财政拨款收入支出决算总体情况"),
            paragraph("财政拨款收入总计10.00万元。"),
            paragraph("（二）一般公共预算财政拨款支出决算情况"),
            paragraph("2023年度一般公共预算财政拨款支出10.00万元。"),
        ]
    )
    assert [s.kind for s in found if s.level >= 0] == ["fiscal", "fiscal", "general_public"]


def test_title_before_a_colon_is_a_heading() -> None:
    found = sections(
        [paragraph("四、其他重要事项情况说明"), paragraph("（二）政府采购：全年政府采购支出总额9.00万元。")]
    )
    assert found[-1].kind == "procurement"
    assert found[-1].paragraphs[0].text.startswith("全年政府采购")


def test_all_appropriations_are_told_from_those_of_one_budget() -> None:
    lines = ("一、财政拨款支出情况", "财政拨款支出300.00万元。", "二、一般公共预算财政拨款支出情况", "支出200.00万元。")
    kinds = [s.kind for s in sections([paragraph(line) for line in lines]) if s.title]
    assert kinds == ["fiscal", "general_public"]


def test_parts_of_one_budgets_section_stay_its_own() -> None:
    lines = ("一、一般公共预算财政拨款支出情况", "（一）财政拨款支出总体情况", "财政拨款支出200.00万元。")
    kinds = [s.kind for s in sections([paragraph(line) for line in lines]) if s.title]
    assert "fiscal" not in kinds
