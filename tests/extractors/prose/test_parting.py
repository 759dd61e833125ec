"""Where the accounts of each unit of a compendium begin and end, and what is none."""

from __future__ import annotations

import pytest

from extractors.model.paragraph import Mark, Paragraph
from extractors.prose.kind import document_kind
from extractors.prose.parting import Parting, UnitPages, parted_units, same_unit

OFFICE, CENTRE = "青石县教育局", "青石县教育局机关服务中心"
TOTALS = "2023年度收入总计{}万元，支出总计{}万元。"


def pages(*texts: tuple[str, ...]) -> list[Paragraph]:
    """Paragraphs, those of each page after the other."""
    return [
        Paragraph(text, tuple(Mark(number, (10.0, 20.0 * line, 20.0, 20.0 * line + 10), 1.0) for _ in text))
        for number, lines in enumerate(texts, 1)
        for line, text in enumerate(lines, 1)
    ]


def accounts(name: str, amount: str) -> list[tuple[str, ...]]:
    return [(name, "2023年度部门决算"), ("一、收入支出决算总体情况说明", TOTALS.format(amount, amount))]


def test_units_whose_names_begin_alike_are_parted() -> None:
    front = [("青石县2023年度", "部门决算公开"), ("目录", OFFICE, CENTRE)]
    paragraphs = pages(*front, *accounts(OFFICE, "10.00"), *accounts(CENTRE, "2.00"))
    assert parted_units(paragraphs) == Parting((UnitPages(OFFICE, 3, 4), UnitPages(CENTRE, 5, 6)))
    assert document_kind(paragraphs).id == "compendium"


def test_unit_without_a_cover_begins_at_the_heading_of_its_first_part() -> None:
    text = ("一、收入支出决算总体情况说明", TOTALS.format("1.00", "1.00"))
    paragraphs = pages(("第一部分青石县水利局概况", *text), ("第一部分青石县司法局概况", *text))
    assert parted_units(paragraphs).units == (UnitPages("青石县水利局", 1, 1), UnitPages("青石县司法局", 2, 2))


def test_units_that_begin_in_the_middle_of_a_page_are_not_parted() -> None:
    paragraphs = pages(
        (
            f"{OFFICE}2023年度部门决算",
            TOTALS.format("10.00", "10.00"),
            f"{CENTRE}2023年度单位决算",
            TOTALS.format("2", "2"),
        )
    )
    parting = parted_units(paragraphs)
    assert not parting.units
    assert parting.why_not == "on one page (1) one unit's accounts end and the next one's begin"
    assert document_kind(paragraphs).id == "compendium"


def test_text_without_a_title_is_not_parted() -> None:
    assert parted_units(pages((TOTALS.format("1.00", "1.00"),))) == parted_units(()) == Parting()


@pytest.mark.parametrize(
    "named",
    [
        ("本部门所属单位：", CENTRE, "青石县第一中学"),
        (f"{CENTRE}2023年度单位决算", "青石县第一中学2023年度单位决算"),
        ("第二部分教育局2023年度部门决算表",),
    ],
)
def test_document_that_names_subordinate_units_is_one_units(named: tuple[str, ...]) -> None:
    paragraphs = pages(
        (OFFICE, "2023年度部门决算"),
        (f"第一部分{OFFICE}概况", "本部门负责全县教育工作，下设单位如下。", *named),
        (f"第三部分{OFFICE}2023年度部门决算情况说明", TOTALS.format("10.00", "10.00")),
    )
    assert parted_units(paragraphs) == Parting()
    assert document_kind(paragraphs).id == "final_accounts"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (OFFICE, "教育局", True),
        (OFFICE, CENTRE, False),
        (OFFICE, "青石县水利局", False),
        ("青石县教育局机关", OFFICE, True),
    ],
)
def test_names_of_one_unit(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same_unit(other, one) is same
