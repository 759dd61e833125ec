"""Nothing is silent: what the Record tells of every figure that a document prints."""

from __future__ import annotations

import html
from collections import Counter

import pytest
from pydantic import ValidationError

from extractors.binding.why import Why
from extractors.formats import extract_document
from extractors.model.record import Coverage, DocumentSummary, Record, Unread
from extractors.verdict.coverage import FEWEST, Understood
from tests.conftest import REPOSITORY

TITLE = "柏川区水务局2023年度部门决算"
TEXT = (
    "七、“三公”经费支出决算情况说明",
    "“三公”经费支出5.00万元，比上年减少1.00万元，主要原因是上年购置2.00万元。公务接待费支出2.00万元。",
    "本年另支出杂费3.00万元。",
    "八、名词解释",
    "“三公”经费是指9.00万元以上的支出9.00万元。",
)
SMALL = (("项目", "决算数（万元）"), ("公务接待费", "2.00"), ("公务用车购置及运行费", "3.00"))
STRANGE = (("名目", "数目"), ("甲", "7.10"), ("乙", "8.20"))


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{t}</td>' for t in row) + '</tr>' for row in rows)}</table>"


def read(*parts: str, title: str = TITLE) -> Record:
    page = f'<html><head><meta charset="utf-8"></head><body><h1>{title}</h1>{"".join(parts)}</body></html>'
    return extract_document(page.encode(), "page.html")


def coverage(record: Record) -> dict[str, int]:
    assert record.document.coverage is not None
    return record.document.coverage.model_dump()


def test_figures_of_the_text_are_facts_in_texts_or_unread() -> None:
    record = read(paragraphs(*TEXT))
    assert coverage(record) == {"printed": 6, "facts": 3, "cells": 0, "in_texts": 1, "unread": 2}
    assert [(u.raw, u.why, u.section is not None) for u in record.unread] == [
        ("3.00万元", "unknown_named", True),
        ("9.00万元", "section_not_read", True),
    ]


def test_figures_of_a_small_table_are_facts() -> None:
    record = read(paragraphs(*TEXT[:1]), table(SMALL))
    assert coverage(record) == {"printed": 2, "facts": 2, "cells": 0, "in_texts": 0, "unread": 0}


def test_figures_of_a_table_that_is_kept_are_cells() -> None:
    record = read(paragraphs(*TEXT[:1]), paragraphs("水利设施情况表", "单位：万元"), table(STRANGE))
    assert [t.became for t in record.tables] == ["kept"]
    assert coverage(record)["cells"] == 2


def test_figures_of_a_table_of_which_nothing_is_kept_are_unread() -> None:
    record = read(paragraphs(*TEXT[:1]), table(STRANGE[:2]))
    assert [(u.raw, u.why, u.quote) for u in record.unread] == [("7.10", "table_not_read", "甲 7.10")]


def test_all_figures_of_a_document_that_is_not_read_are_unread() -> None:
    told = "收入总计30.00万元，其中财政拨款28.00万元。"
    record = read(paragraphs(told), table(SMALL), title="关于柏川区2023年财政决算草案的报告")
    assert record.document.kind == "government_final_accounts"
    assert coverage(record) == {"printed": 4, "facts": 0, "cells": 0, "in_texts": 0, "unread": 4}
    assert Counter(u.why for u in record.unread) == {"kind_not_read": 4}


def test_text_of_a_budget_is_understood_and_its_unknown_tables_are_kept() -> None:
    told = ("一、收入预算情况说明", "2024年收入预算30.00万元，其中财政拨款收入28.00万元。")
    record = read(paragraphs(*told), table(SMALL), title="柏川区水务局2024年部门预算公开")
    assert record.document.kind == "budget"
    assert coverage(record)["facts"] == 2
    assert coverage(record)["cells"] == 2  # of a table of no known kind: kept, and no fact is told of it
    assert [statement.kind for statement in record.statements] == ["other"]
    assert not record.unread


def of(understood: int, lost: int, why: Why) -> Understood:
    """So many facts, and so many figures left for that reason."""
    left = Unread(page=1, bbox=(0, 0, 1, 1), raw="1.00万元", unit="CNY", quote="1.00万元", why=why)
    counted = Coverage(printed=understood + lost, facts=understood, cells=0, in_texts=0, unread=lost)
    return Understood(counted, (left,) * lost)


@pytest.mark.parametrize(
    ("understood", "lost", "why", "warned"),
    [
        (60, 40, Why.NO_SUBJECT, True),
        (61, 39, Why.NO_SUBJECT, False),
        (60, 40, Why.TABLE_NOT_READ, True),
        (60, 40, Why.SECTION_NOT_READ, False),
        (60, 400, Why.KIND_NOT_READ, False),
        (0, FEWEST - 1, Why.NO_SUBJECT, False),
    ],
)
def test_warned_of_where_much_was_not_understood(understood: int, lost: int, why: Why, warned: bool) -> None:
    assert bool(of(understood, lost, why).warnings) == warned


def test_the_warning_says_how_many_of_those_that_should_be_read() -> None:
    (warning,) = of(10, 30, Why.NO_SUBJECT).warnings
    assert warning == "much was not understood: of 40 figures that should be read 30 are neither fact nor cell"


def test_a_coverage_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValidationError, match="add up"):
        Coverage(printed=3, facts=1, cells=0, in_texts=0, unread=1)


def test_records_of_before_are_read() -> None:
    assert DocumentSummary(sha256="", file_name="", bytes=1, pages=1, unit_name=None, fiscal_year=None).coverage is None
    assert Unread(page=1, bbox=(0, 0, 1, 1), raw="1", unit=None, quote="1").why == ""


def test_every_reason_is_documented() -> None:
    told = (REPOSITORY / "docs" / "record.md").read_text(encoding="utf-8")
    assert [why for why in Why if f"| `{why}` | {why.meaning} |\n" not in told] == []
