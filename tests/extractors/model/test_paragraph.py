"""Text as every later room sees it: one shape for a character, and every character still at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.model.paragraph import normalised, paragraph_of
from tests.reading import paragraph


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("１２．５％", "12.5%"),
        ("1，234.5", "1,234.5"),
        ("收入,支出", "收入，支出"),
        ("決算", "决算"),
        ("市級黨政機關10.1億元", "市级党政机关10.1亿元"),
        ("記者據網站報導", "记者据网站报导"),
        ("青陽縣醫療保險，內設骨科", "青阳县医疗保险，内设骨科"),
        ("乾县、徵信、于是", "乾县、徵信、于是"),
        ("支出.其中", "支出。其中"),
        ("增加3.5", "增加3.5"),
        ("[注]", "（注）"),
    ],
)
def test_characters_are_brought_to_one_shape(typed: str, meant: str) -> None:
    assert normalised(typed) == meant


@given(st.text(alphabet="0１,，.．决決（(万元 ", max_size=40))
def test_normalising_keeps_every_character_at_its_place(text: str) -> None:
    assert len(normalised(text)) == len(text)


def test_blanks_are_dropped_with_their_marks() -> None:
    made = paragraph("收 入 10 万元")
    assert made.text == "收入10万元"
    assert [mark.box.x0 for mark in made.marks] == [0.0, 20.0, 40.0, 50.0, 70.0, 80.0]


def test_a_stretch_over_two_lines_has_two_places() -> None:
    made = paragraph("收入总计")
    lower = made.slice(2, 4)
    assert [(start, end) for _, _, start, end in made.places(0, 4)] == [(0, 4)]
    assert lower.text == "总计"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["合 计 65.00 64.87 公务接待费"], "合计65.00 64.87公务接待费"),
        (["65.00", "64.87"], "65.00 64.87"),
        (["共 12", "345.60万元"], "共12345.60万元"),
        (["1,234.5 万元，2 023 年"], "1,234.5万元，2023年"),
        (["事业收入 5 96.35 教育支出 36", "402.71"], "事业收入5 96.35教育支出36 402.71"),
    ],
    ids=["in a line", "over lines", "a figure broken between its digits", "blanks within", "a row that a line breaks"],
)
def test_blank_between_two_figures_is_kept_and_no_other(lines: list[str], text: str) -> None:
    paragraph = paragraph_of([(1, _line(one)) for one in lines])
    assert paragraph.text == text
    assert len(paragraph.marks) == len(text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("事业收入 5 96.35 教育支出", "事业收入5 96.35教育支出"),
        ("拨款收入 1 3,816.42 外交支出 33 0.00", "拨款收入1 3,816.42外交支出33 0.00"),
        ("教育支出 36 340.71 六经营收入", "教育支出36 340.71六经营收入"),
        ("事业收入 5 963 教育支出 36 340", "事业收入5 963教育支出36 340"),
        ("栏次 1 2 3 4", "栏次1 2 3 4"),
        ("公务接待费 0 0 0 万元", "公务接待费0 0 0万元"),
        ("事业收入\u30005\t96.35万元", "事业收入5 96.35万元"),
        ("收入总计12,345.6 7万元", "收入总计12,345.6 7万元"),
        ("收入总计 2021 3,402.71", "收入总计2021 3,402.71"),
        ("收入总计1 234 567.89元", "收入总计1234567.89元"),
        ("收入总计986 412 元", "收入总计986412元"),
        ("收 入 1 2 3 . 4 5 万 元", "收入123.45万元"),
        ("3 , 8 1 6 . 4 2 万元", "3,816.42万元"),
        ("2 0 2 1 年 1 2 月 3 1 日", "2021年12月31日"),
        ("20 21年", "2021年"),
        ("3,81 6.42万元", "3,816.42万元"),
        ("增加 1,234. 5 万元", "增加1,234.5万元"),
    ],
)
def test_blank_between_digits_is_dropped_only_where_the_print_shows_one_figure(line: str, text: str) -> None:
    paragraph = paragraph_of([(1, _line(line))])
    assert (paragraph.text, len(paragraph.marks)) == (text, len(text))


def _line(text: str) -> Line:
    return Line(text, tuple(Box(0, 0, 1, 1) for _ in text), tuple(1.0 for _ in text))
