"""Ruled tables: spans, missing rulings, several pages, scans."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from extractors.model.cells import Table
from extractors.model.geometry import Turn
from extractors.model.page import Line, ReadPage, Ruling
from extractors.model.paragraph import normalised
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.pages import read_page
from extractors.tables.found import find_tables
from extractors.tables.joined import join_tables

Row = list[tuple[str, int]]


def draw(page: pymupdf.Page, rows: list[Row], top: float, left: float = 60.0, width: float = 90.0) -> None:
    """A table of rows of (text, columns spanned), each 24 points high."""
    for r, row in enumerate(rows):
        x = left
        for text, columns in row:
            box = pymupdf.Rect(x, top + 24 * r, x + width * columns, top + 24 * (r + 1))
            page.draw_rect(box, width=0.7)
            page.insert_text((x + 6, box.y0 + 16), text, fontname="china-s", fontsize=10)
            x = box.x1


def pages_of(pdf: pymupdf.Document) -> list[ReadPage]:
    with open_document(pdf.tobytes(), "made.pdf") as opened:
        return [read_page(page, i) for i, page in enumerate(opened.pdf, 1)]


def cells(table: Table) -> list[tuple[int, int, int, str]]:
    return [(c.row, c.column, c.columns, c.text) for c in table.cells]


def test_spanning_cell_covers_its_columns() -> None:
    pdf = pymupdf.open()
    draw(pdf.new_page(), [[("项目名称", 1), ("维护", 2)], [("年初预算数", 1), ("10.00", 1), ("9.50", 1)]], 100)
    (table,) = find_tables(pages_of(pdf)[0]).tables
    assert (table.row_count, table.column_count) == (2, 3)
    assert cells(table) == [
        (0, 0, 1, "项目名称"),
        (0, 1, 2, "维护"),
        (1, 0, 1, "年初预算数"),
        (1, 1, 1, "10.00"),
        (1, 2, 1, "9.50"),
    ]


def test_text_outside_stays_outside_and_the_title_is_the_heading() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((200, 80), "项目支出绩效自评表", fontname="china-s", fontsize=14)
    draw(page, [[("甲", 1), ("乙", 1)], [("丙", 1), ("丁", 1)]], 100)
    found = find_tables(pages_of(pdf)[0])
    assert [line.text for line in found.outside] == ["项目支出绩效自评表"]
    assert [line.text for line in found.tables[0].heading] == ["项目支出绩效自评表"]


def test_underlined_heading_is_no_table() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((60, 80), "第二部分", fontname="china-s", fontsize=14)
    page.draw_line((60, 84), (300, 84))
    page.draw_line((60, 700), (500, 700))
    assert find_tables(pages_of(pdf)[0]).tables == ()


def test_two_tables_of_a_page() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    rows: list[Row] = [[("甲", 1), ("乙", 1)], [("丙", 1), ("丁", 1)]]
    draw(page, rows, 100)
    draw(page, rows, 400)
    assert [t.row_count for t in find_tables(pages_of(pdf)[0]).tables] == [2, 2]


def test_table_without_side_rulings_keeps_its_outer_columns() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    for r in range(3):
        page.draw_line((60, 100 + 24 * r), (330, 100 + 24 * r))
    for x in (150, 240):
        page.draw_line((x, 100), (x, 148))
    for r, row in enumerate((("项目", "决算数", "备注"), ("一、收入", "10.00", "无"))):
        for k, text in enumerate(row):
            page.insert_text((66 + 90 * k, 116 + 24 * r), text, fontname="china-s", fontsize=10)
    (table,) = find_tables(pages_of(pdf)[0]).tables
    assert (table.row_count, table.column_count) == (2, 3)
    assert [c.text for c in table.cells] == ["项目", "决算数", "备注", "一、收入", "10.00", "无"]


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


def test_skewed_scan_gives_the_same_grid() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=420, height=300)
    rows: list[Row] = [
        [("项目名称", 1), ("系统维护", 2)],
        *([("年初预算数", 1), ("10.00", 1), ("9.50", 1)] for _ in range(4)),
    ]
    draw(page, rows, 80)
    pixmap = page.get_pixmap(dpi=200)
    image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    turn = cv2.getRotationMatrix2D((pixmap.width / 2, pixmap.height / 2), 1.2, 1.0)
    ok, encoded = cv2.imencode(
        ".png", cv2.warpAffine(image, turn, (pixmap.width, pixmap.height), borderValue=(255,) * 3)
    )
    assert ok
    scan = pymupdf.open()
    target = scan.new_page(width=420, height=300)
    target.insert_image(target.rect, stream=encoded.tobytes())
    (table,) = find_tables(pages_of(scan)[0]).tables
    assert (table.row_count, table.column_count) == (5, 3)
    assert [normalised(c.text) for c in table.cells if c.row == 1] == ["年初预算数", "10.00", "9.50"]


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
