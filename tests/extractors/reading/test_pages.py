"""Pages read: which are trusted, which are OCRed, which way up, and where things stand."""

from __future__ import annotations

import unicodedata
from functools import cache

import cv2
import numpy as np
import pytest
import regex

from extractors.model.geometry import Box, Turn
from extractors.model.page import Line, ReadPage
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.engine import Engine, GivenLines
from extractors.reading.ocr import OCR
from extractors.reading.pages import read_page
from extractors.reading.picture import picture_of
from extractors.reading.raster import rasterise, without_red
from extractors.reading.textlayer import Trust, text_layer, trust_in

TEXT = ["二、收入决算情况说明", "本年收入合计2,100.69万元，其中：", "财政拨款收入2,100.69万元，占全部收入的100%。"]


def digital(*, invisible: bool = False) -> pymupdf.Document:
    """One A5 page with three lines of real text."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=420, height=300)
    for i, line in enumerate(TEXT):
        page.insert_text((40, 60 + 30 * i), line, fontname="china-s", fontsize=12, render_mode=3 if invisible else 0)
    return pdf


@cache
def pixels(rotate: int = 0, dpi: int = 200) -> np.ndarray:  # type: ignore[type-arg]
    pixmap = digital()[0].get_pixmap(matrix=pymupdf.Matrix(dpi / 72, dpi / 72).prerotate(rotate))
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)


def as_scan(image: np.ndarray) -> pymupdf.Document:  # type: ignore[type-arg]
    """A page filled by one image."""
    ok, encoded = cv2.imencode(".png", image)
    assert ok
    pdf = pymupdf.open()
    page = pdf.new_page(width=image.shape[1] * 72 / 200, height=image.shape[0] * 72 / 200)
    page.insert_image(page.rect, stream=encoded.tobytes())
    return pdf


def read_first(pdf: pymupdf.Document, engine: Engine = OCR) -> ReadPage:
    with open_document(pdf.tobytes(), "made.pdf") as opened:
        return read_page(opened.pdf[0], 1, engine=engine)


def given(text: str, x: float, y: float, *, confidence: float = 0.99, down: bool = False) -> Line:
    """A line of characters of 30 pixels, to the right or downwards, in pixels of an image."""
    places = [(x, y + 30 * i) if down else (x + 30 * i, y) for i in range(len(text))]
    return Line(text, tuple(Box(a, b, a + 30, b + 30) for a, b in places), (confidence,) * len(text))


def texts(page: ReadPage) -> str:
    return _plain("".join(line.text for line in page.lines))


def _plain(text: str) -> str:
    """Letters and digits only: which comma or stop a font's glyph is read as is not what is tested here."""
    return regex.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


WANTED = _plain("".join(TEXT))


def test_text_layer_is_read_as_it_stands() -> None:
    page = read_first(digital())
    assert (page.source, texts(page), page.mean_confidence) == ("text_layer", WANTED, 1.0)


def test_scan_is_read_by_ocr_with_a_box_for_each_character() -> None:
    page = read_first(as_scan(pixels()))
    assert (page.source, page.rotation) == ("ocr", 0)
    assert texts(page) == WANTED
    drawn = read_first(digital())
    first, wanted = page.lines[1].boxes[0], drawn.lines[1].boxes[0]
    assert abs(first.middle[0] - wanted.middle[0]) < 6
    assert abs(first.middle[1] - wanted.middle[1]) < 6


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_page_that_lies_turned_is_read_upright(rotate: int) -> None:
    page = read_first(as_scan(pixels(rotate)))
    assert (page.rotation + rotate) % 360 == 0
    assert texts(page) == WANTED
    box = page.to_page(page.lines[1].box)
    assert -1 <= box.x0 < box.x1 <= page.width + 1
    assert -1 <= box.y0 < box.y1 <= page.height + 1
    assert (box.height > box.width) == (rotate != 180)


def test_skew_is_taken_out() -> None:
    image = pixels()
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -2.0, 1.0)
    page = read_first(as_scan(cv2.warpAffine(image, turn, (width, height), borderValue=(255, 255, 255))))
    assert abs(page.skew - 2.0) < 0.3
    middles = [box.middle[1] for box in page.lines[1].boxes]
    assert max(middles) - min(middles) < 4


def test_invisible_text_under_a_scan_is_not_believed() -> None:
    pdf = as_scan(pixels())
    pdf[0].insert_text((40, 60), "9,999.99" * 20, render_mode=3, fontsize=12)
    page = read_first(pdf, GivenLines())
    assert (page.source, page.lines) == ("ocr", ())
    assert page.warnings[0] == "the text layer is another OCR's, laid under the image; read by OCR"


def test_stamp_of_a_page_number_on_a_scan_is_not_its_text() -> None:
    pdf = as_scan(pixels())
    pdf[0].insert_text((200, 290), "- 3 -", fontsize=9)
    page = read_first(pdf, GivenLines())
    assert page.source == "ocr"
    assert page.warnings[0] == "the text layer covers only a part of the page's ink; read by OCR"
    assert page.unread
    assert page.warnings[1] == "the page shows something of which nothing could be read"


def test_lines_of_an_engine_are_told_in_points() -> None:
    page = read_first(as_scan(pixels()), GivenLines((given("本年收入合计", 100, 200),)))
    (line,) = page.lines
    assert line.text == "本年收入合计"
    assert line.box == pytest.approx((36, 72, 100.8, 82.8), abs=0.1)


def test_lines_that_run_downwards_turn_the_page() -> None:
    page = read_first(as_scan(pixels()), GivenLines((given("本年收入合计", 100, 200, down=True),)))
    assert page.rotation in (90, 270)
    assert page.warnings == (f"the page lies turned; read after turning it {page.rotation} degrees clockwise",)


def test_short_lines_and_sure_level_ones_turn_nothing() -> None:
    lines = (given("收入", 100, 200, down=True), given("本年收入合计", 300, 200))
    assert read_first(as_scan(pixels()), GivenLines(lines)).rotation == 0


def test_garbage_layer_is_not_believed() -> None:
    page = pymupdf.open().new_page()
    garbage = Trust(False, "the text layer is garbage")
    assert (
        trust_in(page, [given("\ue001\ue002\ue003", 40, 60)], page.get_bboxlog(), picture_of(page.get_displaylist()))
        == garbage
    ), "of no character set"
    assert (
        trust_in(page, [given("锟斤拷锟斤拷", 40, 60)], page.get_bboxlog(), picture_of(page.get_displaylist()))
        == garbage
    ), "decoded wrongly"
    assert trust_in(
        page, [given("本年收入\ue001\ue002", 40, 60)], page.get_bboxlog(), picture_of(page.get_displaylist())
    ) == Trust(True), "two may be decoration"


def test_layer_of_unmapped_fonts_is_not_believed() -> None:
    page = pymupdf.open().new_page()
    strange = given("aαбբאعกაሀ" * 8, 40, 60)
    assert trust_in(page, [strange], page.get_bboxlog(), picture_of(page.get_displaylist())) == Trust(
        False, "the fonts of the text layer are mis-encoded"
    )
    assert trust_in(
        page, [given("abcdefgh" * 8, 40, 60)], page.get_bboxlog(), picture_of(page.get_displaylist())
    ) == Trust(True)


def with_characters_drawn(count: int, text: str) -> pymupdf.Page:
    """A page with `text`, and with as many small shapes as characters have, all of them one drawing."""
    page = pymupdf.open().new_page(width=420, height=400)
    page.insert_text((40, 30), text, fontname="china-s", fontsize=12)
    shape = page.new_shape()
    for i in range(count):
        x, y = 40.0 + 12 * (i % 25), 60.0 + 20 * (i // 25)
        corners = ((x, y), (x + 4, y), (x + 7, y + 4), (x + 5, y + 9), (x + 1, y + 9), (x, y))
        shape.draw_polyline(corners)
    shape.finish(width=0.8)
    shape.commit()
    return page


@pytest.mark.parametrize(
    ("drawn", "text", "source"),
    [
        (30, "本年收入", "text_layer"),
        (60, "本年收入", "ocr"),
        (60, "本年收入合计及本年支出合计如下表所示各项", "text_layer"),
        (60, "", "ocr"),
        (8, "", "ocr"),
    ],
    ids=["an emblem", "most of it", "no more than text and charts", "all of it", "a few words"],
)
def test_page_whose_characters_are_drawn_is_given_to_ocr(drawn: int, text: str, source: str) -> None:
    page = with_characters_drawn(drawn, text)
    read = read_page(page, 1, engine=GivenLines((given("甲", 40, 60),)))
    assert read.source == source


def test_blank_scan_has_no_lines() -> None:
    page = read_first(as_scan(np.full((800, 600, 3), 250, np.uint8)), GivenLines((given("甲", 40, 60),)))
    assert (page.lines, page.source) == ((), "ocr")


def test_blank_digital_page_is_trusted() -> None:
    pdf = digital()
    pdf.new_page()
    with open_document(pdf.tobytes(), "made.pdf") as opened:
        page = read_page(opened.pdf[1], 2)
    assert (page.lines, page.source) == ((), "text_layer")


def test_embedded_scan_is_taken_as_it_is() -> None:
    image = pixels()
    with open_document(as_scan(image).tobytes(), "made.pdf") as opened:
        raster = rasterise(opened.pdf[0])
    assert raster.pixels.shape == image.shape
    assert np.array_equal(raster.pixels, image)


def test_red_ink_goes_and_black_under_it_stays() -> None:
    image = np.full((200, 200, 3), 255, np.uint8)
    image[50:150, 50:150] = (40, 40, 220)
    image[90:110, 20:180] = 10
    cleaned = without_red(image)
    assert cleaned[60, 60].min() > 200
    assert cleaned[100, 100].max() < 60


def test_columns_of_one_baseline_are_lines_of_their_own() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((40, 60), "收入", fontname="china-s")
    page.insert_text((300, 60), "支出", fontname="china-s")
    layer = text_layer(page, page.get_bboxlog(), picture_of(page.get_displaylist()), page.get_texttrace())
    assert sorted(line.text for line in layer.lines) == ["支出", "收入"]


def test_turn_and_its_inverse_cancel() -> None:
    turn = Turn(0.9, -0.1, 5, 0.1, 0.9, -3)
    x, y = turn.inverse().point(*turn.point(12.0, 34.0))
    assert (round(x, 9), round(y, 9)) == (12.0, 34.0)
    assert Turn().box(Box(1, 2, 3, 4)) == Box(1, 2, 3, 4)
