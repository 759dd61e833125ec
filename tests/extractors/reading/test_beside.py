"""Ink of a page beside its text layer that may be text."""

from __future__ import annotations

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf
from extractors.reading.beside import may_hold_text, reads_beside
from extractors.reading.picture import picture_of


def sheet() -> pymupdf.Page:
    page = pymupdf.open().new_page(width=420, height=300)
    page.kept = page.parent
    return page


def characters(page: pymupdf.Page) -> list[Box]:
    return [Box(*c[3]) for span in page.get_texttrace() for c in span["chars"]]


def test_text_rulings_and_frames_are_no_ink_beside_the_text() -> None:
    page = sheet()
    for i in range(10):
        page.insert_text((40, 40 + 20 * i), "教育支出 1,100.88 1,080.20", fontname="china-s", fontsize=10)
        page.draw_line((30, 45 + 20 * i), (390, 45 + 20 * i))
    page.draw_rect(pymupdf.Rect(30, 20, 390, 280))
    assert not may_hold_text(picture_of(page.get_displaylist()), characters(page))


def test_a_page_of_rulings_alone_holds_no_text() -> None:
    page = sheet()
    for x in range(40, 400, 60):
        page.draw_line((x, 40), (x, 60))
    page.draw_rect(pymupdf.Rect(40, 40, 340, 60))
    assert not may_hold_text(picture_of(page.get_displaylist()), [])


def test_a_pasted_picture_of_a_table_may_hold_text_and_an_emblem_not() -> None:
    pasted = sheet()
    for i in range(6):
        pasted.insert_text((40, 40 + 20 * i), "教育支出 1,100.88", fontname="china-s", fontsize=10)
    page = sheet()
    page.insert_text((40, 20), "收入决算表", fontname="china-s", fontsize=10)
    page.insert_image(pymupdf.Rect(0, 30, 420, 300), pixmap=pasted.get_pixmap(dpi=150))
    assert may_hold_text(picture_of(page.get_displaylist()), characters(page))

    emblem = sheet()
    emblem.insert_text((40, 20), "收入决算表", fontname="china-s", fontsize=10)
    emblem.draw_circle((200, 150), 40, fill=(0.8, 0.1, 0.1))
    emblem.draw_circle((200, 150), 55)
    assert not may_hold_text(picture_of(emblem.get_displaylist()), characters(emblem))


def test_only_what_an_ocr_reads_surely_beside_the_text_is_text() -> None:
    boxes = tuple(Box(10 + 8 * i, 10, 18 + 8 * i, 20) for i in range(24))
    read = Line("教育支出" * 6, boxes, (0.99,) * 24)
    unsure = Line(read.text, boxes, (0.5,) * 24)
    assert reads_beside([read], [])
    assert not reads_beside([unsure], [])
    assert not reads_beside([read], [Box(0, 0, 300, 30)])


def test_nothing_is_to_be_seen_off_the_page_or_nowhere() -> None:
    page = sheet()
    page.insert_text((40, 40), "1", fontsize=20)
    far, nowhere = float("inf"), float("nan")
    boxes = [Box(38, 20, 55, 45), Box(500, 20, 520, 45), Box(far, 20, far, 45), Box(nowhere, nowhere, 55, 45)]
    assert picture_of(page.get_displaylist()).shows(boxes).tolist() == [True, False, False, False]
