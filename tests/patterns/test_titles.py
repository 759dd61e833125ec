"""Titles of tables: matched whole, slot by slot; titles of other documents name none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from patterns.statements import names_statement, statement_of
from patterns.titles import TitleExample, is_frame, load_titles, misread_as, named_by

TITLES = Path(__file__).with_name("titles.tsv")
with TITLES.open(encoding="utf-8", newline="") as rows:
    SEEN = [(row["title"], row["kind"]) for row in csv.DictReader(rows, delimiter="\t")]
AROUND = [
    "公开05表{}",
    "附件2：{}",
    "表五：{}",
    "5.{}",
    "（五）{}",
    "2022年度{}",
    "某某市水文站2022年度{}",
    "{}（续表）",
    "《{}》",
]


@pytest.mark.parametrize(("title", "kind"), SEEN)
def test_titles_seen_in_contents_lists_name_their_kinds(title: str, kind: str) -> None:
    found = statement_of(title)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("title", ["收入支出决算总表", "项目支出决算表", "一般公共预算财政拨款基本支出决算明细表"])
def test_what_stands_around_a_title_changes_nothing(title: str, around: str) -> None:
    assert named_by(around.format(title)) == named_by(title) != ()


@pytest.mark.parametrize("example", load_titles().examples, ids=lambda e: e.title)
def test_examples(example: TitleExample) -> None:
    found = statement_of(example.title)
    assert (found.id if found else None) == example.kind


@pytest.mark.parametrize("example", load_titles().planned_examples, ids=lambda e: e.title)
def test_examples_of_budgets(example: TitleExample) -> None:
    named = named_by(example.title, plans=True)
    assert (named[0].kind if named else None) == example.kind


@pytest.mark.parametrize("left", ["专项", "预算", "汇总", "明细账", "社会保险基金"])
@pytest.mark.parametrize("title", ["支出决算表", "财政拨款收入支出决算总表"])
def test_what_no_slot_takes_makes_a_title_unknown(title: str, left: str) -> None:
    assert not names_statement(f"{title[:-3]}{left}{title[-3:]}")


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("收入支由决算总表", ["income_expenditure"]),
        ("一般公共预算财政拔款基本支出决算表", ["basic", "general_public.basic.detail"]),
        ("目支出决算表", ["expenditure", "projects"]),
        ("支决表", []),
    ],
)
def test_one_character_of_a_scans_title_may_be_misread(title: str, kinds: list[str]) -> None:
    assert [named.kind for named in misread_as(title)] == kinds


@pytest.mark.parametrize("text", ["公开05表", "财决公开01表", "2022年度", "附件3", "单位：万元"])
def test_numbers_years_and_units_are_no_titles(text: str) -> None:
    assert is_frame(text)
    assert not names_statement(text)


def test_a_vague_title_names_a_kind_but_is_no_proof() -> None:
    assert statement_of("一般公共预算支出决算表") is None
    found = statement_of("一般公共预算支出决算表", vague=True)
    assert found is not None
    assert found.id == "general_public"
