"""The register: which names are one unit, who is above whom, and what is left open rather than guessed."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.model.record import Record
from extractors.register.build import Builder, register_of
from extractors.register.register import Register
from extractors.register.roster import Listed, read_roster
from tests.extractors.audit.small import record, statement


def of(unit: str | None, *rows: str, year: int = 2023, kind: str = "final_accounts", **more: Any) -> Record:
    """A document of a unit with a table by unit of those rows."""
    table = {**statement("income.by_unit", "1", page=7), "rows": [
        {"name": row, "cells": statement("income", "1", page=7)["rows"][0]["cells"]} for row in rows
    ]}  # fmt: skip
    made = record(name=f"{unit} {year} {kind} {rows}", unit=unit or "", year=year, **more,
                  statements=[table] if rows else [])  # fmt: skip
    return made.model_copy(update={"document": made.document.model_copy(update={"kind": kind, "unit_name": unit})})


def listed(text: str) -> tuple[Listed, ...]:
    return read_roster(text.splitlines())


def above(register: Register, name: str) -> str:
    unit = register.find(name)
    assert unit is not None
    return register.units[unit.parent].name if unit.parent else ""


def doubts(register: Register) -> list[tuple[str, str]]:
    return [(doubt.kind, doubt.name) for doubt in register.doubts]


SCHOOLS = of("云岭市教育局", "合计", "云岭市教育局（本级）", "云岭市第一中学", "云岭市教研中心")


def test_rows_of_a_table_by_unit_are_below_the_unit_of_the_document() -> None:
    register = register_of([SCHOOLS])
    department = register.find("云岭市教育局")
    assert department is not None
    assert [u.name for u in register.children(department)] == [
        "云岭市教育局（本级）",
        "云岭市第一中学",
        "云岭市教研中心",
    ]
    assert (department.level, above(register, "云岭市教育局")) == ("department", "云岭市")
    assert not register.doubts


def test_a_link_tells_the_file_the_page_and_the_row() -> None:
    unit = register_of([SCHOOLS]).find("云岭市第一中学")
    assert unit is not None
    (evidence,) = unit.evidence
    assert (evidence.kind, evidence.page, evidence.file) == ("row", 7, SCHOOLS.document.file_name)
    assert evidence.says.endswith("云岭市第一中学")


def test_names_are_found_however_they_are_punctuated() -> None:
    register = register_of([SCHOOLS])
    assert (
        register.find("云岭市教育局 (本级)") == register.find("云岭市教育局（本级）") != register.find("云岭市教育局")
    )
    assert register.find("云岭市财政局") is None


def test_bodies_of_two_places_are_two() -> None:
    register = register_of([of("云岭市教育局"), of("青禾县教育局"), of("云岭市青禾县教育局")])
    assert len([u for u in register.units.values() if u.level != "region"]) == 3
    assert register.find("青禾县教育局") != register.find("云岭市青禾县教育局")
    assert ("may_be_same", "云岭市青禾县教育局") in doubts(register)


def test_own_level_and_whole_of_a_department_are_two_documents_of_two_units() -> None:
    whole, own = of("云岭市教育局（汇总）"), of("云岭市教育局（本级）", kind="unit_final_accounts")
    register = register_of([whole, own])
    assert register.find("云岭市教育局") is not None
    assert above(register, "云岭市教育局本级") == "云岭市教育局"


def test_a_name_without_a_place_is_of_its_department_only() -> None:
    register = register_of([of("云岭市教育局", "第一中学"), of("青禾县教育局", "第一中学"), of("第一中学")])
    assert register.find("第一中学") is None
    assert [unit.parent for unit in register.candidates("第一中学")] == ["云岭市教育局", "青禾县教育局"]
    assert ("placeless", "第一中学") in doubts(register)


def test_a_unit_is_not_below_what_may_be_itself() -> None:
    register = register_of([of("北岭区检察院", "临川市北岭区检察院", "北岭区检察院本级")])
    assert [unit.name for unit in register.children(register.units["北岭区检察院"])] == ["北岭区检察院本级"]
    assert doubts(register) == [("may_be_same", "临川市北岭区检察院")]


def test_two_units_above_one_are_left_open_and_the_roster_settles_it() -> None:
    records = [of("云岭市教育局", "云岭市少年宫"), of("云岭市体育局", "云岭市少年宫")]
    open_ = register_of(records)
    assert above(open_, "云岭市少年宫") == ""
    assert doubts(open_) == [("two_parents", "云岭市少年宫")]
    settled = register_of(records, listed("unit,parent\n云岭市少年宫,云岭市体育局\n"))
    assert above(settled, "云岭市少年宫") == "云岭市体育局"
    assert not settled.doubts


def test_a_known_renaming_is_believed_where_the_years_allow_it() -> None:
    before, after = of("青禾县环境保护局", year=2017), of("青禾县生态环境局", year=2019)
    register = register_of([before, after])
    unit = register.find("青禾县环境保护局")
    assert unit is not None
    assert (unit.name, unit.former) == ("青禾县生态环境局", ("青禾县环境保护局",))
    both = register_of([of("青禾县环境保护局", year=2022), after])
    assert both.find("青禾县环境保护局") != both.find("青禾县生态环境局")
    assert doubts(both) == [("may_be_former", "青禾县环境保护局")]


def test_a_body_with_two_possible_successors_is_merged_with_neither() -> None:
    names = {"青禾县卫生和计划生育局": 2017, "青禾县卫生健康局": 2020, "青禾县卫生健康委员会": 2020}
    register = register_of([of(name, year=year) for name, year in names.items()])
    assert all(register.find(name) for name in names)
    assert doubts(register) == [("may_be_former", "青禾县卫生和计划生育局")]


def test_a_short_form_is_another_name_unless_the_roster_lists_both() -> None:
    records = [of("青禾县市场监督管理局", year=2022), of("青禾县市场监管局")]
    one = register_of(records).find("青禾县市场监管局")
    assert one is not None
    assert one.years == (2022, 2023)
    apart = register_of(records, listed("unit\n青禾县市场监督管理局\n青禾县市场监管局\n"))
    assert apart.find("青禾县市场监管局") != apart.find("青禾县市场监督管理局")


def test_roster_names_lead_to_one_unit() -> None:
    roster = listed(
        "unit,aliases,former,region,kind\n云岭市财政局,市财政局|财政局,云岭市财政所,江海省云岭市,行政机关\n"
    )
    register = register_of([of("财政局")], roster)
    unit = register.find("云岭市财政所")
    assert unit == register.find("财政局") == register.find("云岭市 财政局")
    assert unit is not None
    assert (unit.kind, unit.region, unit.years) == ("行政机关", "region 江海省云岭市", (2023,))
    assert above(register, "江海省云岭市") == "江海省"


def test_a_name_that_a_roster_gives_twice_is_told_without_any_record() -> None:
    register = register_of([], listed("unit,aliases\n云岭市甲局,甲局\n青禾县甲局,甲局\n"))
    assert doubts(register) == [("same_name", "甲局")]
    assert [unit.name for unit in register.candidates("甲局")] == ["云岭市甲局", "青禾县甲局"]
    assert register.find("青禾县甲局") is not None


@pytest.mark.parametrize(
    ("roster", "doubt"),
    [
        ("unit,aliases\n云岭市甲局,甲局\n青禾县甲局,甲局\n", ("same_name", "甲局")),
        ("unit\n云岭市甲局\n云岭市甲局\n", ("same_name", "云岭市甲局")),
        ("unit,parent\n云岭市甲站,云岭市无名局\n", ("unknown_parent", "云岭市无名局")),
        ("unit,parent\n云岭市甲站,云岭市乙站\n云岭市乙站,云岭市甲站\n", ("circle", "云岭市甲站")),
    ],
)
def test_what_a_roster_leaves_open_is_said(roster: str, doubt: tuple[str, str]) -> None:
    register = register_of([of("甲局")], listed(roster))
    assert doubt in doubts(register)
    assert register.find("甲局") is None


def test_order_of_records_changes_nothing_and_a_record_may_be_taken_out() -> None:
    records = [SCHOOLS, of("青禾县教育局", "第一中学"), of("云岭市体育局", "云岭市第一中学")]
    forth, back = Builder(), Builder()
    for one in records:
        forth.add(one)
    for one in reversed([*records, of("南浦县司法局")]):
        back.add(one)
    back.remove(of("南浦县司法局").document.sha256)
    assert forth.register() == back.register()


def test_documents_of_a_place_or_of_several_units_are_of_no_unit() -> None:
    register = register_of([of("云岭市", kind="government_final_accounts"), of(None), of("云岭市教育局", kind="other")])
    assert not register.units


def test_units_that_a_sentence_lists_are_below_the_unit_of_the_document() -> None:
    text = "纳入云岭市教育局部门决算编制范围的单位共2个，分别是：云岭市教育局本级、云岭市第一中学。"
    unread = {"page": 3, "bbox": [0, 0, 1, 1], "raw": "2个", "unit": "个", "section": "s1", "quote": text}
    sections = [{"id": "s1", "number": "二、", "title": "部门决算单位构成", "page": 3}]
    register = register_of([of("云岭市教育局", unread=[unread], sections=sections)])
    assert above(register, "云岭市第一中学") == "云岭市教育局"
    elsewhere = [{**sections[0], "title": "收入决算情况说明"}]
    assert register_of([of("云岭市教育局", unread=[unread], sections=elsewhere)]).find("云岭市第一中学") is None
