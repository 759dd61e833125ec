"""Dashed and dotted rules of scans."""

from __future__ import annotations

import pytest

from extractors.model.page import ReadPage
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.pages import read_page
from extractors.tables.found import find_tables

_XS = (60.0, 120.0, 260.0, 330.0, 400.0)
_ROWS = [
    ["科目编码", "科目名称", "小计", "基本支出"],
    ["201", "一般公共服务支出", "1,909.50", "1,708.00"],
    ["20103", "办公厅事务", "1,909.50", "1,708.00"],
    ["2010301", "行政运行", "1,909.50", "1,708.00"],
    ["204", "公共安全支出", "41.25", "0.50"],
    ["20402", "公安", "41.25", "0.50"],
]


def scanned(dashes: str | None, pitch: float, dpi: int) -> ReadPage:
    """A scan of a table whose rules are dashed so; None for a page of titles with dots that lead to page numbers."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    if dashes is None:
        for r in range(12):
            page.insert_text((60, 100 + 20 * r), "第一部分  部门概况", fontname="china-s", fontsize=10)
            page.draw_line((180, 100 + 20 * r), (480, 100 + 20 * r), width=0.8, dashes="[1 2] 0")
            page.insert_text((490, 100 + 20 * r), str(r), fontsize=10)
    else:
        bottom = 100 + pitch * len(_ROWS)
        for r, row in enumerate(_ROWS):
            for c, text in enumerate(row):
                font = "helv" if text.isascii() else "china-s"
                page.insert_text((_XS[c] + 8, 96 + pitch * (r + 1)), text, fontname=font, fontsize=9)
        for r in range(len(_ROWS) + 1):
            page.draw_line((_XS[0], 100 + pitch * r), (_XS[-1], 100 + pitch * r), width=0.7, dashes=dashes)
        for x in _XS:
            page.draw_line((x, 100), (x, bottom), width=0.7, dashes=dashes)
    scan = pymupdf.open()
    image = page.get_pixmap(dpi=dpi)
    scan.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, pixmap=image)
    with open_document(scan.tobytes(), "made.pdf") as opened:
        return read_page(opened.pdf[0], 1)


@pytest.mark.parametrize("dashes", ["[3 2] 0", "[1 2] 0", "[4 2 1 2] 0"])
@pytest.mark.parametrize("pitch", [15.0, 20.0])
def test_dashed_rules_of_a_scan_make_cells(dashes: str, pitch: float) -> None:
    (table,) = find_tables(scanned(dashes, pitch, 150)).tables
    assert (table.ruled, table.row_count, table.column_count) == (True, len(_ROWS), 4)


def test_dots_that_lead_to_page_numbers_are_no_rules() -> None:
    assert not scanned(None, 20.0, 150).rulings
