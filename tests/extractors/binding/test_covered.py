"""What became of every figure of the running text, and why of those that are no facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.binding.covered import TextFigure, covered_text
from extractors.binding.paragraphs import told_text
from extractors.binding.why import Why
from extractors.prose.sections import Section, sections
from tests.reading import paragraph


def covered(text: str, kind: str | None = "agency_operation", *, kind_read: bool = True) -> list[TextFigure]:
    """The figures of a text whose lines are paragraphs of one section."""
    paragraphs = tuple(paragraph(line, number=i) for i, line in enumerate(text.splitlines()))
    parts = [Section("s7", kind, "一、", "", 1, 1, None, paragraphs)]
    told = told_text(parts, 2023)
    return list(covered_text(paragraphs, parts, told.bound, told.left, kind_read=kind_read))


def became(text: str, kind: str | None = "agency_operation", *, kind_read: bool = True) -> list[tuple[str, str]]:
    return [(figure.raw, figure.became) for figure in covered(text, kind, kind_read=kind_read)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("机关运行经费5.00万元，完成预算的80.00%。", [("5.00万元", "fact"), ("80.00%", "fact")]),
        ("机关运行经费5.00万元，平均每人0.25万元。", [("5.00万元", "fact"), ("0.25万元", Why.AVERAGE)]),
        ("杂费2.00万元。", [("2.00万元", Why.UNKNOWN_NAMED)]),
        ("编号13号，2023年1月。", []),
    ],
)
def test_a_figure_is_a_fact_or_left_with_the_reason_of_the_walk(text: str, told: list[tuple[str, str]]) -> None:
    assert became(text) == told


def test_a_figure_of_several_facts_counts_once() -> None:
    assert became("收、支总计5.00万元。", "totals") == [("5.00万元", "fact")]


def test_a_figure_within_a_reason_is_told_by_that_text() -> None:
    told = became("机关运行经费比上年减少1.00万元，主要原因是上年购置2.00万元。")
    assert told == [("1.00万元", "fact"), ("2.00万元", "in_text")]


def test_figures_of_a_section_that_is_not_read_are_told() -> None:
    assert became("机关运行经费5.00万元。", "glossary") == [("5.00万元", Why.SECTION_NOT_READ)]


def test_figures_of_a_document_that_is_not_read_are_told() -> None:
    assert became("机关运行经费5.00万元。", kind_read=False) == [("5.00万元", Why.KIND_NOT_READ)]


def test_a_figure_that_no_walk_met_is_left_without_its_reason() -> None:
    whole = paragraph("机关运行经费5.00万元。")
    parts = [Section("s7", "agency_operation", "一、", "", 1, 1, None, (whole,))]
    assert [f.became for f in covered_text([whole], parts, (), (), kind_read=True)] == [Why.NOTHING_KNOWN]


def test_of_a_title_money_and_rates_count() -> None:
    texts = ("一、机关运行经费5.00万元", "1.2公用经费情况", "本年无变化。")
    paragraphs = [paragraph(text, number=i) for i, text in enumerate(texts)]
    bare = [replace(part, paragraphs=part.paragraphs[-1:]) for part in sections(paragraphs)]
    found = list(covered_text(paragraphs, bare, (), (), kind_read=True))
    assert [(f.raw, f.became, f.section) for f in found] == [("5.00万元", Why.TITLE, None)]


def test_a_figure_of_a_piece_stands_where_its_paragraph_does() -> None:
    whole = paragraph("三、机关运行经费。机关运行经费5.00万元，杂费2.00万元。", number=4)
    parts = [Section("s7", "agency_operation", "三、", "", 1, 1, None, (whole.slice(9, len(whole.text)),))]
    told = told_text(parts, 2023)
    found = list(covered_text([whole], parts, told.bound, told.left, kind_read=True))
    assert [(f.raw, f.became, f.section) for f in found] == [
        ("5.00万元", "fact", "s7"),
        ("2.00万元", Why.UNKNOWN_NAMED, "s7"),
    ]
    assert found[1].quote == "机关运行经费5.00万元，杂费2.00万元"
