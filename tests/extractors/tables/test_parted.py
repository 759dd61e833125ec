"""Ruled tables that lack rulings: what stands in one cell is parted into the rows and columns that it is of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.model.cells import Table
from extractors.opening.mupdf import pymupdf
from extractors.tables.found import find_tables
from tests.extractors.tables.test_ruled import pages_of

Place = tuple[float, float, str]
_XS = (60.0, 130.0, 280.0, 360.0, 440.0)
_HEAD = [(70, 116, "科目编码"), (140, 116, "科目名称"), (300, 116, "小计"), (380, 116, "基本支出")]


def drawn(levels: Sequence[float], texts: Sequence[Place], posts: Sequence[float] = _XS) -> Table:
    """The one table of a page: level rules at `levels`, upright ones at `posts`, texts at their places."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    for y in levels:
        page.draw_line((posts[0], y), (posts[-1], y), width=0.7)
    for x in posts:
        page.draw_line((x, levels[0]), (x, levels[-1]), width=0.7)
    for x, y, text in texts:
        page.insert_text((x, y), text, fontname="helv" if text.isascii() else "china-s", fontsize=9)
    (table,) = find_tables(pages_of(pdf)[0]).tables
    return table


def rows_of(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in sorted(table.cells, key=lambda c: c.column):
        rows[cell.row].append(cell.text)
    return rows


def stacked(y: float, rows: Sequence[Sequence[str]], pitch: float = 15.0) -> list[Place]:
    places = (70.0, 140.0, 300.0, 380.0)
    return [(places[c], y + pitch * r, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text]


GROUP = [
    ["201", "一般公共服务支出", "9.50", "8.00"],
    ["20103", "办公厅事务", "9.50", "8.00"],
    ["2010301", "行政运行", "9.50", "8.00"],
]


def test_rows_without_a_rule_between_them_are_rows_of_their_own() -> None:
    table = drawn(
        [100, 124, 172, 196], [*_HEAD, *stacked(135, GROUP), *stacked(187, [["204", "公共安全支出", "1.00", "0.50"]])]
    )
    assert rows_of(table)[1:] == [*GROUP, ["204", "公共安全支出", "1.00", "0.50"]]


def test_a_blank_cell_of_a_stacked_row_stays_blank() -> None:
    group = [GROUP[0], [*GROUP[1][:3], ""], [*GROUP[2][:2], "", "8.00"]]
    assert rows_of(drawn([100, 124, 172], [*_HEAD, *stacked(135, group)]))[1:] == group


def test_a_row_without_figures_between_stacked_ones_is_a_row() -> None:
    group = [GROUP[0], ["20103", "办公厅事务", "", ""], GROUP[2]]
    assert rows_of(drawn([100, 124, 172], [*_HEAD, *stacked(135, group)]))[1:] == group


def test_a_name_broken_over_two_lines_stays_with_its_figures() -> None:
    texts = [(140.0, 134.0, "文化旅游体育"), (140.0, 146.0, "与传媒支出"), *stacked(140, [["207", "", "9.50", "8.00"]])]
    texts += stacked(164, [["20701", "文化和旅游", "9.50", "8.00"]])
    assert rows_of(drawn([100, 124, 172], [*_HEAD, *texts]))[1:] == [
        ["207", "文化旅游体育与传媒支出", "9.50", "8.00"],
        ["20701", "文化和旅游", "9.50", "8.00"],
    ]


def test_a_figure_broken_over_two_lines_is_one() -> None:
    texts = [(70.0, 140.0, "201"), (140.0, 140.0, "一般公共服务支出")]
    texts += [(300.0, 134.0, "12,345,678."), (300.0, 146.0, "90"), (380.0, 140.0, "8.00")]
    assert rows_of(drawn([100, 124, 156], [*_HEAD, *texts]))[1:] == [
        ["201", "一般公共服务支出", "12,345,678.90", "8.00"]
    ]


def test_a_figure_wider_than_its_column_is_not_cut_at_the_rule() -> None:
    posts = (60.0, 130.0, 260.0, 312.0, 372.0)
    texts = [(70.0, 140.0, "201"), (140.0, 140.0, "一般公共服务支出"), (262.0, 140.0, "12,345,678.9012,345,678.90")]
    head = [(70, 116, "科目编码"), (140, 116, "科目名称"), (270, 116, "小计"), (320, 116, "基本支出")]
    assert rows_of(drawn([100, 124, 156], [*head, *texts], posts))[1:] == [
        ["201", "一般公共服务支出", "12,345,678.90", "12,345,678.90"]
    ]


@pytest.mark.parametrize("lost", ["right", "below"])
def test_cells_between_which_a_rule_was_lost_are_parted_along_the_others(lost: str) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    rows = [[text for _, _, text in _HEAD], *GROUP]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            x0, x1, y0, y1 = _XS[c], _XS[c + 1], 100.0 + 24 * r, 124.0 + 24 * r
            page.insert_text((x0 + 6, y0 + 16), text, fontname="china-s", fontsize=9)
            if not (lost == "right" and (r, c) == (1, 2)):
                page.draw_line((x1, y0), (x1, y1), width=0.7)
            if not (lost == "below" and (r, c) == (1, 3)):
                page.draw_line((x0, y1), (x1, y1), width=0.7)
    page.draw_line((_XS[0], 100), (_XS[-1], 100), width=0.7)
    page.draw_line((_XS[0], 100), (_XS[0], 196), width=0.7)
    (table,) = find_tables(pages_of(pdf)[0]).tables
    assert rows_of(table) == rows


def test_items_listed_in_one_cell_are_rows_and_the_figure_that_of_the_one_beside_it() -> None:
    texts = [*_HEAD, (140, 135, "四、上级补助收入"), (140, 150, "五、事业收入"), (140, 165, "本年收入合计")]
    table = drawn([100, 124, 172], [*texts, (300, 150, "1.25")])
    assert [(row[1], row[2]) for row in rows_of(table)[1:]] == [
        ("四、上级补助收入", ""), ("五、事业收入", "1.25"), ("本年收入合计", "")
    ]  # fmt: skip


def test_a_notes_mark_between_two_columns_belongs_to_neither() -> None:
    texts = [
        *_HEAD,
        (70, 140, "201"),
        (140, 140, "一般公共服务支出"),
        (332, 140, "7.81"),
        (349.5, 140, "①"),
        (362, 140, "9.50"),
    ]
    table = drawn([100, 124, 150], texts)
    assert rows_of(table)[1][2:] == ["7.81", "9.50"]
