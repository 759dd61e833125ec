"""Unit and year, from covers as they are laid out."""

from __future__ import annotations

import pytest

from extractors.prose.identity import identify
from patterns.shapes import load_covers
from tests.reading import paragraph

BODY = ("一、收入支出决算总体情况说明", "2023年度收、支总计均为512.30万元。")


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        (("青禾县水利局2023年度部门决算公开说明",), "青禾县水利局"),
        (("青禾县水利局", "2023年度部门决算"), "青禾县水利局"),
        (("2023年度部门决算", "青禾县水利局"), "青禾县水利局"),
        (("2023年度", "青禾县水利局部门决算"), "青禾县水利局"),
        (("2023年度青禾县水利局部门决算公开",), "青禾县水利局"),
        (("2023年度", "部门决算公开说明", "青禾县水利局", "2024年9月"), "青禾县水利局"),
        (("青禾县水利局（本级）", "二〇二三年度", "单位决算"), "青禾县水利局（本级）"),
        (("青禾县水利局(本级)2023年度单位决算",), "青禾县水利局（本级）"),
        (("青禾县文化体育", "和旅游局", "2023年度部门决算"), "青禾县文化体育和旅游局"),
        (("二〇二三年度青禾县卫生健康委员会部门决算",), "青禾县卫生健康委员会"),
        (("附件1：", "中共青禾县委办公室2023年部门决算公开",), "中共青禾县委办公室"),
        (("关于青禾县司法局2023年度部门决算公开的说明",), "青禾县司法局"),
        (("青禾县第一中学", "2023年度单位决算公开"), "青禾县第一中学"),
        (("部门名称：青禾县林业和草原局", "2023年度部门决算"), "青禾县林业和草原局"),
        (("目录", "第一部分青禾县审计局概况", "一、主要职能", "二、机构设置", "第二部分青禾县审计局2023年度部门决算表"),
         "青禾县审计局"),
        (("目录", "第一部分单位概况", "第二部分2023年度单位决算表"), None),
    ],
)  # fmt: skip
def test_cover_tells_unit_and_year(cover: tuple[str, ...], name: str | None) -> None:
    found = identify([*map(paragraph, cover), *(paragraph(line, 2) for line in BODY)])
    assert (found.unit_name, found.fiscal_year) == (name, 2023)


def test_name_repeated_in_the_text_stands_in_for_a_cover() -> None:
    lines = ("青禾县审计局2023年度收入合计10.00万元。", "青禾县审计局2023年度支出合计9.00万元。")
    assert identify([paragraph(line) for line in lines]).unit_name == "青禾县审计局"


def test_cover_and_text_of_two_years_are_warned_of() -> None:
    lines = ("青禾县审计局2022年度部门决算", *BODY, "2023年度支出合计9.00万元。")
    assert identify([paragraph(line) for line in lines]).warnings


def test_year_is_that_of_the_title_not_of_what_it_is_compared_with() -> None:
    cover = ("青禾县柏树乡2023年“三公”经费支出情况", "2023年支出1.20万元，同2022年决算数持平。")
    assert identify([paragraph(line) for line in cover]).fiscal_year == 2023


def test_date_of_publication_is_no_fiscal_year() -> None:
    cover = ("青禾县水利局部门决算", "2024年9月", *BODY)
    assert identify([paragraph(line) for line in cover]).fiscal_year == 2023


@pytest.mark.parametrize(("above", "told"), [(3, True), (4, True), (10, True), (11, False)])
def test_a_name_is_looked_for_in_the_first_lines_of_the_first_page(above: int, told: bool) -> None:
    lines = ["2023年度", *["甲乙丙丁"] * above, "青禾县水利局"]
    below = [paragraph("甲乙丙丁", 2)] * 4
    found = identify([*map(paragraph, lines), paragraph("青禾县林业局", 2), *below])
    assert (found.unit_name == "青禾县水利局") == told


@pytest.mark.parametrize(
    ("cover", "year"),
    [
        (("青禾县水利局部门决算", "2024年9月公布", "2023年度"), 2023),
        (("2022年部门决算",), 2022),
        (("青禾县水利局", "2021年度部门决算"), 2021),
        (("二〇一九年度部门决算",), 2019),
        (("二零二〇年度部门决算",), 2020),
        (("青禾县水利局",), None),
    ],
)
def test_year_is_told_by_the_cover(cover: tuple[str, ...], year: int | None) -> None:
    assert identify([paragraph(line) for line in cover]).fiscal_year == year


def test_year_of_most_sentences_stands_in_for_a_cover() -> None:
    lines = ("本年收入。", "2022年度收入合计10.00万元，2021年度9.00万元。", "2022年度支出合计9.00万元。")
    assert identify([paragraph(line, 1 + i) for i, line in enumerate(lines)]).fiscal_year == 2022


def test_year_that_cover_and_text_share_is_not_warned_of() -> None:
    assert identify([paragraph(line) for line in ("青禾县审计局2023年度部门决算", *BODY)]).warnings == ()


@pytest.mark.parametrize("end", load_covers().unit_ends)
def test_a_line_that_ends_as_names_do_is_a_name(end: str) -> None:
    assert identify([paragraph(f"青禾县某某{end}")]).unit_name == f"青禾县某某{end}"


@pytest.mark.parametrize("line", ["青禾县水利工作", "县局", "收入支出决算总表", "一、青禾县水利局", "青" * 40 + "局"])
def test_other_lines_are_no_names(line: str) -> None:
    assert identify([paragraph(line)]).unit_name is None


def test_what_is_left_of_a_title_without_a_name_is_no_name() -> None:
    assert identify([paragraph("决算公开说明2023年度")]).unit_name is None


def test_a_name_that_the_cover_says_twice_is_said_once() -> None:
    cover = ("青禾县水利局", "青禾县水利局2023年度部门决算")
    assert identify([paragraph(line) for line in cover]).unit_name == "青禾县水利局"


def test_a_document_without_text_has_no_identity() -> None:
    found = identify([])
    assert (found.unit_name, found.fiscal_year, found.warnings) == (None, None, ())
