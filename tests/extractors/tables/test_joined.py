"""Tables that go on over pages, and those that only stand below one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model.geometry import Turn
from extractors.model.page import Line, ReadPage, Ruling
from extractors.opening.mupdf import pymupdf
from extractors.tables.found import find_tables
from extractors.tables.joined import join_tables
from tests.extractors.tables.test_ruled import Row, draw, pages_of


def test_table_over_two_pages_is_joined_without_its_repeated_head() -> None:
    pdf = pymupdf.open()
    head: Row = [("科目编码", 1), ("科目名称", 1), ("金额", 1)]
    draw(pdf.new_page(), [head, [("201", 1), ("甲", 1), ("1.00", 1)]], 740)
    draw(pdf.new_page(), [head, [("208", 1), ("乙", 1), ("2.00", 1)]], 60)
    tables = [t for page in pages_of(pdf) for t in find_tables(page).tables]
    (joined,) = join_tables(tables)
    assert [c.text for c in joined.cells if c.column == 0] == ["科目编码", "201", "208"]
    assert joined.row_count == 3


def test_table_under_a_title_of_its_own_is_not_joined() -> None:
    pdf = pymupdf.open()
    rows: list[Row] = [[("甲", 1), ("乙", 1)], [("丙", 1), ("丁", 1)]]
    draw(pdf.new_page(), rows, 740)
    second = pdf.new_page()
    second.insert_text((100, 60), "支出决算表", fontname="china-s", fontsize=14)
    draw(second, rows, 90)
    tables = [t for page in pages_of(pdf) for t in find_tables(page).tables]
    assert len(join_tables(tables)) == 2


def test_table_goes_on_over_photographs_of_another_scale() -> None:
    first, second = two_pages()
    nearer = Turn(a=1.06, c=-17.0, e=1.06)
    second = replace(
        second,
        rulings=tuple(Ruling(*nearer.point(r.x0, r.y0), *nearer.point(r.x1, r.y1)) for r in second.rulings),
        lines=tuple(Line(n.text, tuple(map(nearer.box, n.boxes)), n.confidences) for n in second.lines),
    )
    (table,) = join_tables([t for page in (first, second) for t in find_tables(page).tables])
    assert table.row_count == 4
    assert [c.text for c in table.cells if c.column == 2] == ["决算数", "2.00", "5.00", "7.00"]


def two_pages() -> list[ReadPage]:
    pdf = pymupdf.open()
    draw(pdf.new_page(), [[("科目", 1), ("预算数", 1), ("决算数", 1)], [("甲", 1), ("1.00", 1), ("2.00", 1)]], 100)
    draw(pdf.new_page(), [[("乙", 1), ("4.00", 1), ("5.00", 1)], [("丙", 1), ("6.00", 1), ("7.00", 1)]], 80)
    return pages_of(pdf)


@pytest.mark.parametrize(("edges", "joined"), [((60, 120, 200, 280, 330), False), ((60, 150, 200, 240, 330), True)])
def test_table_of_the_same_width_goes_on_where_its_columns_do(edges: tuple[int, ...], joined: bool) -> None:
    """Of five edges the two outer ones are the same in any table of that width, and no one in scans may be told."""

    def page(edges: tuple[int, ...], top: float) -> pymupdf.Page:
        made = pdf.new_page()
        for y in (top, top + 24, top + 48):
            made.draw_line((edges[0], y), (edges[-1], y))
        for x in edges:
            made.draw_line((x, top), (x, top + 48))
        made.insert_text((edges[0] + 4, top + 16), "甲", fontname="china-s", fontsize=10)
        return made

    pdf = pymupdf.open()
    page((60, 150, 240, 330), 700)
    page(edges, 80)
    tables = [t for read in pages_of(pdf) for t in find_tables(read).tables]
    assert len(join_tables(tables)) == (1 if joined else 2)


def cut_row(page: pymupdf.Page, rows: list[list[str]], top: float, *, open_top: bool, open_bottom: bool) -> None:
    """A ruled table whose first or last row has no ruling at the page's edge, as a row that a break cut."""
    xs, height = (60, 160, 320, 420), 20.0
    bottom = top + height * len(rows)
    for x in xs:
        page.draw_line((x, top), (x, bottom))
    for i in range(len(rows) + 1):
        if not ((i == 0 and open_top) or (i == len(rows) and open_bottom)):
            page.draw_line((xs[0], top + i * height), (xs[-1], top + i * height))
    for i, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            page.insert_text((x + 4, top + i * height + 14), text, fontname="china-s", fontsize=9)


def test_a_row_that_a_page_break_cut_is_one_row() -> None:
    pdf = pymupdf.open()
    above = [["科目编码", "科目名称", "决算数"], ["2240101", "行政运行", "8.00"], ["2240102", "一般行政管理事", "3.50"]]
    cut_row(pdf.new_page(), above, 720, open_top=False, open_bottom=True)
    below = [["", "务", ""], ["2240104", "灾害风险防治", "2.00"], ["2240106", "安全监管", "1.50"]]
    cut_row(pdf.new_page(), below, 40, open_top=True, open_bottom=False)
    (table,) = join_tables([t for page in pages_of(pdf) for t in find_tables(page).tables])
    rows = [[c.text for c in sorted(table.cells, key=lambda c: c.column) if c.row == r] for r in range(table.row_count)]
    assert rows == [*above[:2], ["2240102", "一般行政管理事务", "3.50"], *below[1:]]
    assert [c.page for c in table.cells if c.text == "3.50"] == [1]


def test_figures_of_a_cut_row_that_stand_on_the_next_page_have_their_place_there() -> None:
    pdf = pymupdf.open()
    above = [["科目编码", "科目名称", "决算数"], ["2240101", "行政运行", "8.00"], ["2240102", "一般行政", ""]]
    cut_row(pdf.new_page(), above, 720, open_top=False, open_bottom=True)
    below = [["", "管理事务", "3.50"], ["2240104", "灾害风险防治", "2.00"], ["2240106", "安全监管", "1.50"]]
    cut_row(pdf.new_page(), below, 40, open_top=True, open_bottom=False)
    (table,) = join_tables([t for page in pages_of(pdf) for t in find_tables(page).tables])
    assert [(c.page, c.row) for c in table.cells if c.text == "3.50"] == [(2, 2)]
    assert table.row_count == 5


def facing(left: list[str], right: list[str], rows: int = 5) -> list[str]:
    """The columns of the tables that two facing pages make, joined, with the titles over them."""
    pdf = pymupdf.open()
    for title, head in zip(("左", "右"), (left, right), strict=True):
        page = pdf.new_page()
        page.insert_text((100, 60), head[0], fontname="china-s", fontsize=14)
        body: list[Row] = [[(text, 1) for text in head[1:]]]
        draw(page, body + [[(f"{title}{i}", 1), *((f"{i}.00", 1) for _ in head[2:])] for i in range(1, rows)], 90)
    tables = join_tables([t for page in pages_of(pdf) for t in find_tables(page).tables])
    return [" ".join(c.text for c in t.cells if c.row == 0) for t in tables]


def test_a_table_over_two_facing_pages_is_one() -> None:
    both = ["收入 金额 支出 合计 其中"]
    assert facing(["财政拨款收入支出决算总表", "收入", "金额"], ["", "支出", "合计", "其中"]) == both
    assert facing(["2022年度财政拨款收入", "收入", "金额"], ["支出决算总表", "支出", "合计", "其中"]) == both, (
        "a title over both"
    )


@pytest.mark.parametrize(
    ("left", "right"), [("收入决算表", "支出决算表"), ("", ""), ("财政拨款收入支出决算总表", "人员情况统计表")]
)
def test_tables_on_two_pages_with_titles_of_their_own_are_two(left: str, right: str) -> None:
    assert len(facing([left, "收入", "金额"], [right, "支出", "合计", "其中"])) == 2


def test_further_columns_on_the_next_page_belong_to_the_rows_before() -> None:
    pdf = pymupdf.open()
    names: list[Row] = [[("科目编码", 1), ("科目名称", 1), ("合计", 1)]]
    names += [[(f"20{i}", 1), (f"项目{i}", 1), (f"{i}.00", 1)] for i in range(1, 6)]
    further: list[Row] = [[("办公费", 1), ("印刷费", 1)], *([(f"{i}.10", 1), (f"{i}.20", 1)] for i in range(1, 6))]
    draw(pdf.new_page(), names, 80)
    draw(pdf.new_page(), further, 95)
    (table,) = join_tables([t for page in pages_of(pdf) for t in find_tables(page).tables])
    assert [c.text for c in sorted(table.cells, key=lambda c: c.column) if c.row == 3] == [
        "203",
        "项目3",
        "3.00",
        "3.10",
        "3.20",
    ]
