"""Whole texts: what their headings, or the beginnings of their sentences, tell of the figures (documents.yaml).

Staff is read where it strays, under headings that tell no subject, too; duties and money stay what they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.binding.paragraphs import bound_facts
from extractors.prose.sections import sections
from tests.reading import paragraph, read, told

DOCUMENTS = yaml.safe_load(Path(__file__).with_name("documents.yaml").read_text("utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document["name"] for document in DOCUMENTS])
def test_figures_are_read_under_the_headings_that_they_stand_under(document: dict[str, Any]) -> None:
    lines = [paragraph(line, number=i) for i, line in enumerate(document["lines"])]
    bound = bound_facts(sections(lines), document["year"])
    assert [fact for fact in told(bound) if " reason_" not in fact] == document["facts"]


@pytest.mark.parametrize("section", [None, "overview", "duties"])
def test_staff_is_read_where_it_strays(section: str | None) -> None:
    text = "我院位于城东，始建于1956年，现有在职人员62名，离退休人员48名。"
    assert told(read(text, section)) == ["staff.in_service count 62", "staff.retired count 48"]


@pytest.mark.parametrize("section", ["overview", "duties"])
def test_offices_are_read_where_they_stray(section: str) -> None:
    assert told(read("本局内设科室5个。", section)) == ["organisation.offices count 5"]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("duties", "负责全区政府采购工作，管理资产总额500.00万元。"),
        ("duties", "负责编制部门预算，指导12个社区。"),
        ("glossary", "在职人员62名。"),
        ("meetings", "会议费3.00万元。在职人员62名。"),
    ],
)
def test_what_is_not_of_staff_is_not_read_as_such(section: str, text: str) -> None:
    assert not [fact for fact in told(read(text, section)) if fact.startswith(("staff", "organisation"))]


def test_a_sentence_with_money_does_not_stray() -> None:
    text = "基本支出80.00万元，用于在职人员62名、退休人员8名。"
    assert [fact for fact in told(read(text, "overview")) if fact.startswith("staff")] == []


def test_what_stands_behind_a_stray_sentence_is_read_as_before() -> None:
    text = "现有在职人员62名。机关运行经费支出5.00万元。"
    assert told(read(text, None)) == ["staff.in_service count 62", "agency_operation final 50000"]


def test_what_is_surely_of_staff_is_read_beside_a_section_of_its_own_too() -> None:
    lines = [
        "二、主要职责",
        "学校位于城东。编制人数64人，在职教师118人，退休73人。",
        "指导全县教师3200人。",
        "三、机构设置",
        "本校内设科室5个。",
    ]
    bound = bound_facts(sections([paragraph(line, number=i) for i, line in enumerate(lines)]), 2023)
    assert [fact for fact in told(bound) if " text " not in fact] == [
        "staff.authorised count 64",
        "staff.in_service count 118",
        "staff.retired count 73",
        "organisation.offices count 5",
    ]


def test_a_paragraph_goes_on_with_staff_behind_a_sentence_of_something_else() -> None:
    text = "现有行政编制11名。公务用车5辆。长期聘用人员2名。"
    assert told(read(text, "overview"))[-1] == "staff.contract count 2"
