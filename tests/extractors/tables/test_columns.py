"""Tables over pages whose columns are otherwise wide there, and rows that the break cuts."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model.cells import Table
from extractors.opening.mupdf import pymupdf
from extractors.tables.found import find_tables
from extractors.tables.joined import join_tables
from tests.extractors.tables.test_parted import rows_of
from tests.extractors.tables.test_ruled import pages_of

_WIDE = (60.0, 130.0, 280.0, 360.0, 440.0)
_OTHERWISE = (60.0, 110.0, 250.0, 340.0, 440.0)
_HEAD = ["科目编码", "科目名称", "小计", "基本支出"]
_FIRST = [_HEAD, ["201", "一般公共服务支出", "9.50", "8.00"], ["20103", "办公厅事务", "9.50", "8.00"]]
_NEXT = [["204", "公共安全支出", "1.00", "0.50"], ["20402", "公安", "1.00", "0.50"]]


def joined(*pages: tuple[Sequence[float], Sequence[Sequence[str]]]) -> tuple[Table, ...]:
    """The tables of pages, each the sides of its columns and its rows, joined."""
    pdf = pymupdf.open()
    for xs, rows in pages:
        page = pdf.new_page()
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                page.draw_rect((xs[c], 100 + 24 * r, xs[c + 1], 124 + 24 * r), width=0.7)
                font = "helv" if text.isascii() else "china-s"
                page.insert_text((xs[c] + 6, 116 + 24 * r), text, fontname=font, fontsize=9)
    return join_tables([table for page in pages_of(pdf) for table in find_tables(page).tables])


def test_a_page_without_a_head_goes_on_though_its_columns_are_otherwise_wide() -> None:
    (table,) = joined((_WIDE, _FIRST), (_OTHERWISE, _NEXT))
    assert rows_of(table) == [*_FIRST, *_NEXT]


def test_a_page_goes_on_though_its_columns_are_otherwise_wide_where_the_head_is_said_again() -> None:
    (table,) = joined((_WIDE, _FIRST), (_OTHERWISE, [_HEAD, *_NEXT]))
    assert rows_of(table) == [*_FIRST, *_NEXT]


def test_a_page_whose_columns_hold_something_else_is_a_table_of_its_own() -> None:
    names = [["甲项目", "204", "1.00", "0.50"], ["乙项目", "205", "1.00", "0.50"]]
    assert len(joined((_WIDE, _FIRST), (_OTHERWISE, names))) == 2


def test_a_row_whose_figures_stand_on_the_next_page_is_one() -> None:
    cut = [*_FIRST, ["204", "公共安全支出", "", ""]], [["", "", "1.00", "0.50"], _NEXT[1]]
    (table,) = joined((_WIDE, cut[0]), (_WIDE, cut[1]))
    assert rows_of(table) == [*_FIRST, *_NEXT]


def test_columns_on_the_facing_page_may_name_the_rows_again() -> None:
    left = [["科目编码", "科目名称", "合计", "财政拨款收入"], *_FIRST[1:], *_NEXT]
    right = [["科目编码", "科目名称", "事业收入", "其他收入"], *([*row[:2], "0.30", "0.20"] for row in left[1:])]
    (table,) = joined((_WIDE, left), (_WIDE, right))
    assert rows_of(table) == [[*a, *b[2:]] for a, b in zip(left, right, strict=True)]


def test_a_table_of_the_same_rows_and_columns_is_one_of_its_own() -> None:
    page = [_HEAD, *_FIRST[1:], *_NEXT]
    other = [_HEAD, *([*row[:2], "0.30", "0.20"] for row in page[1:])]
    (table, *_) = joined((_WIDE, page), (_WIDE, other))
    assert table.column_count == 4
