"""Every figure that the text prints is told: its place, its value, and the fact read from it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.binding.paragraphs import bound_facts
from extractors.binding.printed import PrintedFigure, printed_figures, unread_figures
from extractors.model.page import ReadPage
from extractors.prose.sections import Section
from tests.reading import paragraph


def printed(text: str, kind: str = "agency_operation") -> tuple[PrintedFigure, ...]:
    sections = [Section("s1", kind, "", "", 1, 1, None, tuple(paragraph(line) for line in text.splitlines()))]
    return printed_figures(sections, bound_facts(sections, 2023))


@pytest.mark.parametrize(
    ("raw", "value", "unit", "step"),
    [
        ("3.68万元", "36800", "CNY", "100"),
        ("36,800.05元", "36800.05", "CNY", "0.01"),
        ("3.68", "36800", "CNY", "100"),
        ("12.5%", "12.5", "percent", "0.1"),
        ("5辆", "5", "辆", "1"),
    ],
)
def test_figure_is_told_in_its_unit_with_its_last_digit(raw: str, value: str, unit: str, step: str) -> None:
    (figure,) = printed(f"机关运行经费支出{raw}。")
    assert (figure.raw, figure.value, figure.unit, figure.step) == (raw, Decimal(value), unit, Decimal(step))


def test_whole_number_without_unit_is_no_figure() -> None:
    assert printed("机关运行经费共7。") == ()


def test_figure_knows_the_fact_read_from_it() -> None:
    figures = printed("机关运行经费支出5.00万元，比上年增加1.00万元，其他费用8.00万元。")
    assert [(f.raw, f.fact) for f in figures] == [("5.00万元", 0), ("1.00万元", 1), ("8.00万元", None)]


def test_figure_between_a_cue_and_its_value_is_not_that_fact() -> None:
    figures = printed("机关运行经费支出5.00万元，完成年初预算6.00万元的83.33%。")
    assert [(f.raw, f.fact) for f in figures] == [("5.00万元", 0), ("6.00万元", 1), ("83.33%", 2)]


def test_figure_within_a_reason_is_part_of_that_reason() -> None:
    figures = printed("机关运行经费支出比上年增加1.00万元，主要原因是会议多开2.00万元。")
    assert [f.raw for f in figures] == ["1.00万元"]


def test_figures_are_told_paragraph_by_paragraph() -> None:
    figures = printed("机关运行经费支出5.00万元。\n比上年增加1.00万元。")
    assert [(f.place, f.section, f.start) for f in figures] == [(0, "s1", 8), (1, "s1", 5)]


def test_section_that_is_not_read_prints_nothing() -> None:
    assert printed("机关运行经费支出5.00万元。", "glossary") == ()


def test_quote_is_the_part_of_the_sentence_and_no_longer_than_is_near() -> None:
    (_, figure, _) = printed("机关运行经费支出5.00万元；比上年增加1.00万元；增长25%。")
    assert figure.quote == "比上年增加1.00万元"
    (far,) = printed(f"{'某' * 50}5.00万元{'某' * 50}。")
    assert far.quote == f"{'某' * 40}5.00万元{'某' * 40}"


def test_what_no_fact_took_is_unread() -> None:
    figures = printed("机关运行经费支出5.00万元，其他费用8.00万元。")
    page = ReadPage(1, 600.0, 800.0, "text_layer", ())
    (unread,) = unread_figures(figures, {1: page})
    assert (unread.page, unread.raw, unread.unit, unread.section) == (1, "8.00万元", "CNY", "s1")
    assert unread.quote == "机关运行经费支出5.00万元，其他费用8.00万元"
