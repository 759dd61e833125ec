"""The same small tables, set into pages of a PDF: ruled, between the lines of a text."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.formats import extract_document
from extractors.opening.mupdf import pymupdf
from tests.extractors.statements.small.test_tables import TABLES, told

SIZE, ROW, LEFT = 9.0, 22.0, 60.0  # points: of characters, rows, the margin
WIDEST = 480.0  # points that a table may take
TEXT = "我单位坚持厉行节约，严格控制各项支出，全年未发生超预算的情况。"


def laid_out(rows: list[list[Any]]) -> list[tuple[str, int, int, int, int]]:
    """The cells of a table as text, row, column, rows, columns."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for r, row in enumerate(rows):
        c = 0
        for item in row:
            text, across, down = (item, 1, 1) if isinstance(item, str) else item
            while (r, c) in taken:
                c += 1
            cells.append((text, r, c, down, across))
            taken |= {(r + i, c + k) for i in range(down) for k in range(across)}
    return cells


def draw(page: Any, table: dict[str, Any], y: float) -> float:
    """Draws the lines above a table and the table; gives the place below it."""
    for line in table["above"]:
        page.insert_text((LEFT + 120, y), line, fontname="china-s", fontsize=SIZE + 2)
        y += ROW
    cells = laid_out(table["rows"])
    columns = max(c + across for _, _, c, _, across in cells)
    width = WIDEST / columns
    y -= ROW / 2
    for text, r, c, down, across in cells:
        box = pymupdf.Rect(LEFT + c * width, y + r * ROW, LEFT + (c + across) * width, y + (r + down) * ROW)
        page.draw_rect(box, width=0.6)
        size = min(SIZE, (box.width - 4) / max(1, len(text)))
        page.insert_text((box.x0 + 2, box.y0 + ROW * 0.7), text, fontname="china-s", fontsize=size)
    return float(y + ROW * len(table["rows"]) + 2 * ROW)


def pdf_of(table: dict[str, Any] | None) -> bytes:
    """A document of two pages: the cover, and a page with tables under a line of text."""
    pdf = pymupdf.open()
    cover = pdf.new_page()
    cover.insert_text((120, 200), "柏川区水务局", fontname="china-s", fontsize=20)
    cover.insert_text((120, 240), "2020年度部门决算公开", fontname="china-s", fontsize=20)
    page = pdf.new_page()
    page.insert_text((LEFT, 60), TEXT, fontname="china-s", fontsize=SIZE + 2)
    y = 100.0
    while table is not None:
        y = draw(page, table, y)
        table = table.get("then")
    return bytes(pdf.tobytes())


@pytest.mark.parametrize("table", TABLES, ids=[t["name"] for t in TABLES])
def test_a_small_table_of_a_pdf_is_read_by_its_labels(table: dict[str, Any]) -> None:
    record = extract_document(pdf_of(table), "document.pdf")
    assert sorted(map(told, record.facts)) == sorted(table["facts"])
