"""Headings and sections, by number and title."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.model.paragraph import paragraph_of
from extractors.prose.headings import heading_of, narrow_section, section_kind
from extractors.prose.sections import sections
from tests.reading import paragraph


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、收入支出决算总体情况说明", "totals"),
        ("（一）收入决算总体情况", "income"),
        ("（二）支出决算总体情况", "expenditure"),
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
        ("三、部门主要工作总结", "duties"),
        ("三、2021年重点工作完成情况", "duties"),
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


@pytest.mark.parametrize(
    "above",
    ["一、收入支出决算总体情况说明", "二、支出决算情况", "第二部分2031年度决算情况说明", "三、“三公”经费支出情况"],
)
@pytest.mark.parametrize("title", ["支出决算结构情况", "支出决算具体情况", "支出构成情况", "支出具体情况"])
def test_a_part_that_says_no_budget_opens_none(above: str, title: str) -> None:
    found = sections([paragraph(above), paragraph(f"（一）{title}"), paragraph("基本支出72.00万元，占60.00%。")])
    kind = "three_public" if "三公" in above else "expenditure"
    assert found[-1].kind == kind


def test_a_part_that_says_no_budget_is_of_the_one_whose_part_stands_before_it() -> None:
    texts = [
        "第三部分2031年度决算情况说明", "（一）一般公共预算财政拨款支出决算总体情况", "支出90.00万元。",
        "（二）支出决算结构情况", "教育支出90.00万元，占100%。", "（三）支出决算具体情况", "年初预算为80.00万元。",
    ]  # fmt: skip
    found = sections([paragraph(t) for t in texts])
    parts = ["general_public.overall", "general_public.structure", "general_public.detail"]
    assert [s.kind for s in found if s.level > 0] == parts


def test_a_part_that_says_another_subject_is_its_own_beside_a_budgets() -> None:
    texts = ["（一）一般公共预算财政拨款支出决算总体情况", "支出90.00万元。", "（二）基本支出具体情况", "共9.00万元。"]
    assert sections([paragraph(t) for t in texts])[-1].kind == "basic"


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


def test_appropriations_beside_their_income_are_those_of_all_budgets() -> None:
    lines = (
        "二、2021年度决算情况说明",
        "（三）财政拨款收入决算情况。",
        "财政拨款收入总计90.00万元。",
        "（四）财政拨款支出决算情况。",
        "财政拨款支出总计88.00万元。",
        "三、一般公共预算财政拨款支出决算情况。",
        "支出总计80.00万元。",
    )
    kinds = [s.kind for s in sections([paragraph(line, number=i) for i, line in enumerate(lines)]) if s.level >= 0]
    assert kinds[-2:] == ["fiscal", "general_public"]
    alone = [s.kind for s in sections([paragraph(line, number=i) for i, line in enumerate((*lines[:1], *lines[3:]))])]
    assert alone[-2:] == ["general_public", "general_public"]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("二、财政拨款支出情况", "财政拨款支出90.00万元，其中政府性基金20.00万元。"), "fiscal"),
        (("二、财政拨款支出情况", "1.城乡社区支出52.00万元，其中：政府性基金3.00万元，主要是亮化。"), "fiscal"),
        (("二、财政拨款支出情况", "（一）总体情况。", "支出90.00万元，含政府性基金预算财政拨款支出2万元。"), "fiscal"),
        (("二、财政拨款支出决算情况说明", "财政拨款支出90.00万元，比上年增加2.00万元。"), "general_public"),
        (("二、财政拨款支出情况", "支出90.00万元。本单位无政府性基金预算财政拨款支出。"), "general_public"),
        (("二、一般公共预算财政拨款支出情况", "支出90.00万元，其中政府性基金2万元。"), "general_public"),
    ],
)
def test_appropriations_of_which_a_fund_paid_a_part_are_those_of_both_budgets(
    lines: tuple[str, ...], kind: str
) -> None:
    told = [s.kind for s in sections([paragraph(line) for line in lines]) if s.title]
    assert told[0] == kind


def test_parts_of_one_budgets_section_stay_its_own() -> None:
    lines = ("一、一般公共预算财政拨款支出情况", "（一）财政拨款支出总体情况", "财政拨款支出200.00万元。")
    kinds = [s.kind for s in sections([paragraph(line) for line in lines]) if s.title]
    assert "fiscal" not in kinds


TITLE = "财政拨款收入支出决算总体情况说明以及与上年度决算数相比增减变动情况的说明和需要说明的其他事项等"


@pytest.mark.parametrize(("length", "title"), [(10, True), (21, True), (42, True), (43, False)])
def test_a_title_has_up_to_42_characters(length: int, title: bool) -> None:
    assert (heading_of(paragraph("四、" + TITLE[:length])) is not None) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("（一）机关运行经费支出情况2023年度支出20.00万元。", "机关运行经费支出情况"),
        ("（一）机关运行经费本单位支出20.00万元，比上年增加。", "机关运行经费"),
        ("（二）政府采购支出说明截至年末，支出20.00万元。", "政府采购支出说明"),
        ("3.政府采购支出情况。本年支出20.00万元。", "政府采购支出情况"),
        ("（二）政府采购：支出20.00万元。", "政府采购"),
        ("1.政府采购：支出20.00万元。", "政府采购"),
        ("（二）政府采购货物支出合计：20.00万元。", "政府采购货物支出合计"),
    ],
)
def test_a_title_ends_where_text_begins_behind_it(text: str, title: str) -> None:
    heading = heading_of(paragraph(text))
    assert heading is not None
    assert heading.title == title
    assert heading.rest is not None
    assert text.endswith(heading.rest.text)
    assert heading.rest.text[0] not in "。："


@pytest.mark.parametrize(
    "text",
    [
        "第二部分机关运行经费。本年支出20.00万元。",  # parts have lines of their own
        "（一）机关运行经费、政府采购情况。本年支出20.00万元。",
        "（一）机关运行经费2项。本年支出20.00万元。",
        "（一）召开会议情况。本年支出20.00万元。",  # names no section
        "3.政府采购货物支出合计：20.00万元。",  # a number of an item, and a colon
        "（一）关于本部门使用财政拨款预算安排的各项机关运行经费支出的决算以及有关情况。支出20.00万元。",
    ],
)
def test_an_items_beginning_is_no_title(text: str) -> None:
    assert heading_of(paragraph(text)) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("机关运行经费支出情况", "agency_operation"),
        ("机关运行经费支出情况及有关的其他重要事项的详细具体的说明", "agency_operation"),
        ("机关运行经费支出情况及有关的其他重要事项的详细具体的情况的说明", None),
        ("机关运行经费支出", None),
        ("机关运行经费20.00万元情况", None),
        ("党建工作情况", None),
    ],
)
def test_a_short_line_without_a_number_is_a_heading_where_it_names_a_section(text: str, kind: str | None) -> None:
    heading = heading_of(paragraph(text))
    assert (heading.kind if heading else None) == kind


@pytest.mark.parametrize(
    ("text", "level"),
    [("第二部分决算情况", 0), ("第三章决算情况", 0), ("十二、决算情况", 1), ("（十）决算情况", 2), ("12.决算情况", 3),
     ("（3）决算情况", 4)],
)  # fmt: skip
def test_numbers_tell_levels(text: str, level: int) -> None:
    heading = heading_of(paragraph(text))
    assert heading is not None
    assert (heading.level, heading.number + heading.title) == (level, text)


@pytest.mark.parametrize(("title", "narrow"), [("政府采购", "procurement"), ("会议费", "meetings"), ("收入决算", None),
                                               ("政府采购支出总体情况说明", None), ("党建", None)])  # fmt: skip
def test_a_few_words_name_a_section(title: str, narrow: str | None) -> None:
    assert narrow_section(title) == narrow


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2019年度“三公”经费支出决算情况", "three_public"),
        ("2019年度部门决算和“三公”经费决算编制说明", None),
        ("2019年度“三公”经费及部门决算公开", None),
        ("2019年部门决算公开（含“三公”经费）", None),
    ],
)
def test_a_title_of_all_accounts_makes_no_section_of_the_document(title: str, kind: str | None) -> None:
    lines = ("青石县第二小学", title, "本年支出20.00万元。")
    assert sections([paragraph(line) for line in lines])[0].kind == kind


def test_a_title_over_two_lines_names_all_accounts_too() -> None:
    lines = ("青石县第二小学", "2019年度部门决算", "和2019年“三公”经费决算编制说明", "本年支出20.00万元。")
    assert sections([paragraph(line) for line in lines])[0].kind is None


def test_numbers_of_items_make_no_sections() -> None:
    lines = ("（一）机关运行经费情况", "1.某某情况较好", "2.某某情况", "本年支出20.00万元。")
    found = [s for s in sections([paragraph(line) for line in lines]) if s.level >= 0]
    assert [s.title for s in found] == ["机关运行经费情况"]
    assert len(found[0].paragraphs) == 3


def test_sections_know_what_they_lie_in() -> None:
    lines = ("第二部分决算情况", "一、收入决算情况", "（一）总体", "二、支出决算情况", "第三部分名词解释")
    found = sections([paragraph(line) for line in lines])
    assert [(s.id, s.parent, s.level) for s in found] == [
        ("s0", None, -1), ("s1", None, 0), ("s2", "s1", 1), ("s3", "s2", 2), ("s4", "s1", 1), ("s5", None, 0),
    ]  # fmt: skip


def test_a_list_goes_on_behind_a_title_without_a_number() -> None:
    lines = (
        "一、基本情况",
        "（一）机构设置",
        "主要职责：",
        "负责推广。",
        "（二）人员构成情况",
        "事业编制20人。",
        "二、收入情况",
    )
    found = sections([paragraph(line) for line in lines])
    assert [(s.number or s.title, s.parent, s.kind) for s in found[2:]] == [
        ("（一）", "s1", "organisation"), ("主要职责", None, "duties"), ("（二）", "s1", "organisation"),
        ("二、", None, "income"),
    ]  # fmt: skip


def test_a_document_about_one_section_is_of_it_before_any_heading() -> None:
    lines = ("某某局2023年“三公”经费支出情况", "全年支出1.20万元。")
    assert sections([paragraph(line) for line in lines])[0].kind == "three_public"
    without_year = ("某某局“三公”经费支出", "全年支出1.20万元。")
    assert sections([paragraph(line) for line in without_year])[0].kind is None


def test_contents_end_where_running_text_begins() -> None:
    running = "本部门贯彻落实有关工作的方针政策和决策部署，在履行职责过程中坚持集中统一领导，" * 2 + "依法公开。"
    lines = ("目录", "第一部分概况", "二、机构设置", "一、主要职责", running, "二、机构有哪些", running)
    found = [s for s in sections([paragraph(line) for line in lines]) if s.level >= 0]
    assert "主要职责" in [s.title for s in found]
    assert len(running) > 60


def test_a_part_that_the_text_has_yet_to_reach_is_the_contents_lists() -> None:
    running = "本部门贯彻落实有关工作的方针政策和决策部署，在履行职责过程中坚持集中统一领导，" * 2 + "依法公开。"
    lines = (
        "目录", "第一部分部门概况……1", "第二部分决算说明……2", "第三部分名词解释……9", "一、主要职责", running,
        "二、机构设置", "内设3个科室。", "第二部分决算说明", "一、收入决算情况", running,
    )  # fmt: skip
    found = {s.title: s for s in sections([paragraph(line) for line in lines]) if s.level >= 0}
    assert "名词解释" not in found
    assert [found[title].kind for title in ("主要职责", "机构设置")] == ["duties", "organisation"]


def test_appropriations_that_tell_functions_tell_them_of_one_budget() -> None:
    lines = (
        "一、财政拨款支出情况", "教育支出（类）300.00万元。", "二、一般公共预算财政拨款支出情况", "支出200.00万元。",
    )  # fmt: skip
    kinds = [s.kind for s in sections([paragraph(line) for line in lines]) if s.title]
    assert kinds == ["fiscal.items", "general_public"]


def test_appropriations_over_a_part_on_one_budget_are_of_all() -> None:
    lines = (
        "一、财政拨款支出情况", "（一）总体情况", "财政拨款支出300.00万元。",
        "（二）一般公共预算财政拨款支出情况", "支出200.00万元。",
    )  # fmt: skip
    kinds = [s.kind for s in sections([paragraph(line) for line in lines]) if s.title]
    assert kinds == ["fiscal", "fiscal", "general_public"]


def test_what_stands_in_a_frame_is_a_title() -> None:
    lines = ("【支出决算】", "支出300.00万元。", "【一般公共预算财政拨款】", "支出200.00万元。", "【注】", "无。")
    assert [s.kind for s in sections([paragraph(line) for line in lines]) if s.title] == [
        "expenditure",
        "general_public",
    ]


TITLES = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text("utf-8"))
WRITTEN = ("三、{}", "（三）{}", "（三）2016年度{}", "三、青石县渔业局2016年度{}")
ENDED = ("三、{}。", "（一）青石县渔业局2016年度{}。", "{}：", "2016年度{}", "2.{}。本单位2016年支出。")


@pytest.mark.parametrize(("kind", "title"), [(kind, title) for kind, titles in TITLES.items() for title in titles])
def test_titles_are_told_however_they_are_written(kind: str, title: str) -> None:
    ways = (*WRITTEN, *ENDED) if title.endswith(("情况", "说明")) and "、" not in title else WRITTEN
    told = {way.format(title): heading_of(paragraph(way.format(title))) for way in ways}
    assert {text: heading and heading.kind for text, heading in told.items()} == dict.fromkeys(told, kind)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("三、青石县渔业局2020年度部门决算情况说明（一）青石县渔业局2020年度收入支出决算总体情况说明",
         ["青石县渔业局2020年度部门决算情况说明", "青石县渔业局2020年度收入支出决算总体情况说明"]),
        ("二、部门决算报表（见附表）三、部门决算情况说明", ["部门决算报表（见附表）", "部门决算情况说明"]),
        ("（一）收入决算情况本年收入9.00万元。（二）支出决算情况本年支出8.00万元。", ["收入决算情况", "支出决算情况"]),
        ("1.收入情况。2022年度收入合计9.00万元。2.支出情况。2022年度支出合计8.00万元。", ["收入情况", "支出情况"]),
        ("一、收支决算情况：收入9.00万元；二、三公经费支出情况：支出1.00万元。", ["收支决算情况", "三公经费支出情况"]),
    ],
)  # fmt: skip
def test_headings_within_a_paragraph_part_it(text: str, titles: list[str]) -> None:
    found = [s for s in sections([paragraph(text)]) if s.level >= 0]
    assert [s.title for s in found] == titles


@pytest.mark.parametrize(
    "text",
    [
        "本年支出合计9.00万元，其中：（一）基本支出6.00万元；（二）项目支出3.00万元。",
        "收入增加，主要原因：（1）在职人员增加；（2）日常公用经费增加。",
        "详见第三部分（二）收入决算情况说明。",
        "“三公”经费支出9.00万元。（一）因公出国（境）费2.00万元。（二）公务接待费7.00万元。",
    ],
)
def test_numbers_within_a_sentence_part_nothing(text: str) -> None:
    found = sections([paragraph(text)])
    assert [p.text for s in found for p in s.paragraphs] == [text]


def test_pieces_of_a_paragraph_keep_their_place() -> None:
    whole = paragraph("（一）收入决算情况本年收入合计9.00万元。（二）支出决算情况本年支出合计8.00万元。")
    texts = [p for s in sections([whole]) for p in s.paragraphs]
    assert [p.text for p in texts] == ["本年收入合计9.00万元。", "本年支出合计8.00万元。"]
    assert all(whole.slice(p.offset, p.offset + len(p.text)) == p for p in texts)


@pytest.mark.parametrize(("blank", "title"), [("　", "收入决算情况"), ("", None)])
def test_a_blank_ends_a_title(blank: str, title: str | None) -> None:
    text = f"（一）收入决算情况{blank}青石县渔业局收入合计9.00万元。"
    boxes = tuple(Box(10.0 * i, 100, 10.0 * i + 10, 112) for i in range(len(text)))
    heading = heading_of(paragraph_of([(1, Line(text, boxes, (1.0,) * len(text)))]))
    assert (heading and heading.title) == title


@pytest.mark.parametrize(
    "text",
    [
        "（四）本单位2023年度无政府性基金预算财政拨款收支情况。",
        "本部门2023年度没有政府性基金预算财政拨款收支情况",
        "三、2023年度未发生政府采购支出情况。",
    ],
)
def test_a_denial_is_no_title(text: str) -> None:
    assert heading_of(paragraph(text)) is None


def test_running_text_numbered_as_the_next_part_stands_for_itself() -> None:
    texts = [
        "二、收支决算情况",
        "2023年收入总计9.00万元。",
        "三、机关运行经费5.00万元，比上年增加1.00万元。",
        "五、2024年将加强管理，再创佳绩。",
    ]
    _, second, third = sections([paragraph(text) for text in texts])
    assert (second.kind, third.kind, third.number, third.title) == ("totals", None, "三、", "")
    assert [p.text for p in third.paragraphs] == texts[2:]


def test_a_title_that_names_all_accounts_is_no_heading_of_one_section() -> None:
    assert heading_of(paragraph("河梁县园林所2023年度部门决算及“三公”经费决算公示补充说明")) is None
    assert heading_of(paragraph("2023年度“三公”经费决算情况说明")) is not None
