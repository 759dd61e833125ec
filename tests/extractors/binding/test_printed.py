"""What a printed figure says of itself, and what the Record tells of those that no fact was read from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.binding.paragraphs import bound_facts
from extractors.binding.printed import PrintedFigure, printed_figures
from extractors.binding.warnings import warnings_of
from extractors.prose.sections import Section
from tests.reading import paragraph, read


def figures(text: str, kind: str | None = "agency_operation") -> tuple[PrintedFigure, ...]:
    parts = [Section("s7", kind, "一、", "", 1, 1, None, tuple(paragraph(line) for line in text.splitlines()))]
    return printed_figures(parts, bound_facts(parts, 2023))


@pytest.mark.parametrize(
    ("text", "value", "unit", "step"),
    [
        ("杂费2.50万元。", "25000", "CNY", "100"),
        ("杂费2.5万元。", "25000", "CNY", "1000"),
        ("杂费2元。", "2", "CNY", "1"),
        ("杂费2.50亿元。", "250000000", "CNY", "1000000"),
        ("杂费2.50。", "25000", "CNY", "100"),  # such disclosures count in 万元
        ("占2.50%。", "2.5", "percent", "0.01"),
        ("共2辆。", "2", "辆", "1"),
    ],
)
def test_value_unit_and_last_digit(text: str, value: str, unit: str, step: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.unit, figure.step) == (Decimal(value), unit, Decimal(step))


def test_whole_number_without_unit_is_no_figure() -> None:
    assert not figures("编号13号，第2次。")


def test_figure_within_a_reason_belongs_to_it() -> None:
    told = figures("机关运行经费比上年减少1.00万元，主要原因是上年购置2.00万元。")
    assert [figure.raw for figure in told] == ["1.00万元"]


def test_nothing_is_told_of_a_section_that_is_not_read() -> None:
    assert not figures("机关运行经费5.00万元。", "glossary")


def test_place_counts_paragraphs_from_the_first() -> None:
    assert [figure.place for figure in figures("没有数字。\n杂费2.00万元，杂费3.00万元。\n杂费1.00万元。")] == [1, 1, 2]


def test_fact_is_the_one_read_from_the_figure() -> None:
    told = figures("杂费2.00万元。机关运行经费5.00万元，完成预算的80.00%。")
    assert [figure.fact for figure in told] == [None, 0, 1]


def test_figure_told_of_several_is_the_first_ones() -> None:
    assert [figure.fact for figure in figures("收、支总计5.00万元，比上年增加1.00万元。", "totals")] == [0, 2]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("前文。杂费2.00万元，余话；后文。", "杂费2.00万元，余话"),
        ("前文；杂费2.00万元", "杂费2.00万元"),
        ("前" * 50 + "2.00万元" + "后" * 50, "前" * 40 + "2.00万元" + "后" * 40),
        ("前" * 39 + "2.00万元" + "后" * 39, "前" * 39 + "2.00万元" + "后" * 39),
    ],
)
def test_quote_is_the_part_of_the_sentence_as_far_as_near(text: str, quote: str) -> None:
    assert [figure.quote for figure in figures(text)] == [quote]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("机关运行经费5.00万元，比上年增加1.00万元，增长25.00%。", []),
        ("机关运行经费5.00万。", []),  # 元 left out is no doubt of the unit
        ("机关运行经费5.00。", ["page 1: 5.00: the unit is missing"]),
        (
            "机关运行经费5.00万元，增加（减少）1.00万元。",
            ["page 1: 增加（减少）1.00万元: the template's alternative was left standing"],
        ),
        ("机关运行经费1.234.50万元。", ["page 1: 1.234.50万元: separators are not those of a number"]),
    ],
)
def test_doubtful_figure_is_warned_of(text: str, warning: list[str]) -> None:
    assert list(warnings_of(read(text, "agency_operation"))) == warning


def test_figure_between_a_cue_and_its_value_is_not_that_fact() -> None:
    told = figures("机关运行经费支出5.00万元，完成年初预算6.00万元的83.33%。")
    assert [(f.raw, f.fact) for f in told] == [("5.00万元", 0), ("6.00万元", 1), ("83.33%", 2)]
