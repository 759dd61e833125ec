"""What of a text layer is print: doubled glyphs are one, marks over the page and what is never painted are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.opening.mupdf import pymupdf
from extractors.reading.picture import picture_of
from extractors.reading.textlayer import TextLayer, text_layer

ROWS = [("合计", "3,188.11"), ("教育支出", "1,100.88"), ("住房保障支出", "2,087.23")]
WHITE, GREY, BLACK = (1.0, 1.0, 1.0), (0.75, 0.75, 0.75), (0.0, 0.0, 0.0)


def sheet() -> pymupdf.Page:
    pdf = pymupdf.open()
    page = pdf.new_page(width=420, height=300)
    page.parent_kept = pdf
    return page


def put(page: pymupdf.Page, x: float, y: float, text: str, **style: object) -> None:
    page.insert_text((x, y), text, **{"fontname": "china-s", "fontsize": 10, **style})


def table(page: pymupdf.Page, set_text: Callable[..., None] = put) -> None:
    for i, (name, figure) in enumerate(ROWS):
        set_text(page, 60, 60 + 20 * i, name)
        set_text(page, 260, 60 + 20 * i, figure)


def layer_of(page: pymupdf.Page) -> TextLayer:
    reread = pymupdf.open(stream=page.parent.tobytes(), filetype="pdf")
    return layer_in(reread[0])


def layer_in(page: pymupdf.Page) -> TextLayer:
    return text_layer(page, page.get_bboxlog(), picture_of(page.get_displaylist()), page.get_texttrace())


def texts(page: pymupdf.Page) -> list[str]:
    return sorted(line.text.strip() for line in layer_of(page).lines)


WANTED = sorted(text for row in ROWS for text in row)


@pytest.mark.parametrize("shifts", [(0.0, 0.3), (0.0, 0.0), (0.0, -0.4), (0.0, 0.4, 0.8), (0.0, 0.3, 0.6, 0.9)])
def test_text_set_several_times_is_one(shifts: tuple[float, ...]) -> None:
    def doubled(page: pymupdf.Page, x: float, y: float, text: str) -> None:
        for shift in shifts:
            put(page, x + shift, y + shift / 2, text)

    page = sheet()
    table(page, doubled)
    assert texts(page) == WANTED


def test_glyphs_set_twice_one_after_another_are_one() -> None:
    def doubled(page: pymupdf.Page, x: float, y: float, text: str) -> None:
        for i, char in enumerate(text):
            for shift in (0.0, 0.4):
                put(page, x + shift + sum(5.0 if c.isascii() else 10.0 for c in text[:i]), y, char)

    page = sheet()
    table(page, doubled)
    assert texts(page) == WANTED


@pytest.mark.parametrize("font", ["helv", "tiro", "cour"])
@pytest.mark.parametrize("figure", ["11,111.11", "88,888.88", "1.11"])
def test_real_pairs_of_digits_stay(font: str, figure: str) -> None:
    page = sheet()
    put(page, 60, 60, figure, fontname=font)
    put(page, 60, 72, figure, fontname=font)
    assert texts(page) == [figure, figure]


def test_what_is_drawn_is_read_and_not_what_it_is_said_to_read() -> None:
    page = sheet()
    page.insert_font(fontname="F0", fontbuffer=pymupdf.Font("helv").buffer)
    put(page, 60, 60, "x", fontname="helv")
    pdf = page.parent
    (content,) = page.get_contents()
    spanned = b"/Span <</ActualText (3.19, 1.31)>> BDC " + pdf.xref_stream(content) + b" EMC"
    pdf.update_stream(content, spanned)
    assert texts(page) == ["x"]


def tiles(page: pymupdf.Page, text: str, slope: float = 0.0, **style: object) -> None:
    for x in (20, 150, 280):
        for y in range(25, 290, 37):
            matrix = pymupdf.Matrix(slope)
            put(page, x, y, text, fontsize=12, morph=(pymupdf.Point(x, y), matrix), **style)


@pytest.mark.parametrize("slope", [0.0, 8.0, 15.0, 30.0, -45.0])
@pytest.mark.parametrize("text", ["内部资料", "2024-03-15 10086", "10086"])
def test_tiles_laid_over_a_table_are_not_read(slope: float, text: str) -> None:
    page = sheet()
    table(page)
    tiles(page, text, slope, color=GREY, fill_opacity=0.4)
    assert texts(page) == WANTED


def test_opaque_grey_tiles_over_print_are_not_read() -> None:
    page = sheet()
    tiles(page, "张某 7788", color=GREY)
    table(page)
    assert texts(page) == WANTED


def test_repeated_dark_figures_under_print_are_not_read() -> None:
    page = sheet()
    tiles(page, "33127 0315", color=(0.3, 0.3, 0.3))
    table(page)
    assert texts(page) == WANTED


def test_what_a_mark_says_is_told() -> None:
    page = sheet()
    table(page)
    tiles(page, "内部资料", color=GREY, fill_opacity=0.4)
    assert layer_of(page).left_out == ("a mark is laid over the page (内部资料); not read",)


def test_one_large_pale_word_over_print_is_not_read() -> None:
    page = sheet()
    table(page)
    put(page, 40, 110, "内部资料", fontsize=80, color=GREY)
    assert texts(page) == WANTED


def test_grey_print_beside_black_is_read() -> None:
    page = sheet()
    table(page)
    for i in range(4):
        put(page, 380, 60 + 20 * i, "0.00", color=GREY)
        put(page, 60, 150 + 20 * i, "年初预算数", color=GREY)
    assert texts(page) == sorted([*WANTED, *["0.00"] * 4, *["年初预算数"] * 4])


def test_page_that_is_wholly_pale_is_read() -> None:
    page = sheet()
    table(page, lambda p, x, y, text: put(p, x, y, text, color=GREY))
    put(page, 60, 200, "注：本表反映部门本年度支出情况。")
    assert texts(page) == sorted([*WANTED, "注：本表反映部门本年度支出情况。"])


def hidden_by(page: pymupdf.Page, how: str) -> None:
    style = {
        "mode": {"render_mode": 3},
        "white": {"color": WHITE},
        "tiny": {"fontsize": 0.5},
        "clear": {"fill_opacity": 0.0, "stroke_opacity": 0.0},
    }.get(how, {})
    put(page, 60, 200, "接待费999.99万元", **style)
    area = pymupdf.Rect(50, 180, 300, 210)
    if how == "box":
        page.draw_rect(area, color=None, fill=WHITE)
    elif how == "image":
        blank = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 60, 8), 0)
        blank.clear_with(255)
        page.insert_image(area, pixmap=blank, keep_proportion=False)


@pytest.mark.parametrize("how", ["mode", "white", "tiny", "clear", "box", "image"])
def test_text_that_is_never_shown_is_not_read(how: str) -> None:
    page = sheet()
    table(page)
    hidden_by(page, how)
    layer = layer_of(page)
    assert sorted(line.text for line in layer.lines) == WANTED
    assert layer.left_out == ("11 characters of the text layer are not shown on the page; not read",)


def test_text_off_the_page_is_not_read() -> None:
    page = sheet()
    table(page)
    put(page, 60, 500, "接待费999.99万元")
    assert texts(page) == WANTED


def test_white_text_on_a_dark_head_is_read() -> None:
    page = sheet()
    table(page)
    page.draw_rect(pymupdf.Rect(50, 180, 300, 210), color=None, fill=(0.1, 0.2, 0.5))
    for x in (60, 130, 200):
        put(page, x, 200, "年初预算数", color=WHITE)
    assert texts(page) == sorted([*WANTED, *["年初预算数"] * 3])


def test_text_within_a_frame_drawn_later_is_read() -> None:
    page = sheet()
    table(page)
    page.draw_rect(pymupdf.Rect(50, 40, 330, 110), color=BLACK)
    page.draw_rect(pymupdf.Rect(50, 40, 330, 110), color=None, fill=GREY, fill_opacity=0.3)
    assert texts(page) == WANTED


def test_half_of_a_pair_of_characters_stands_for_none() -> None:
    page = sheet()
    put(page, 60, 60, "合计")
    data = page.parent.tobytes(deflate=False)
    font = next(x for x in range(1, page.parent.xref_length()) if "/Type0" in page.parent.xref_object(x))
    pdf = pymupdf.open(stream=data, filetype="pdf")
    table = pdf.get_new_xref()
    pdf.update_object(table, "<<>>")
    halves = "".join(f"<{code:04x}> <{code + 0x3FF:04x}> <d800> " for code in range(0, 0x10000, 0x400))
    broken = f"1 begincodespacerange <0000> <ffff> endcodespacerange 64 beginbfrange {halves} endbfrange"
    pdf.update_stream(table, f"/CIDInit /ProcSet findresource begin begincmap {broken} endcmap end".encode())
    pdf.xref_set_key(font, "ToUnicode", f"{table} 0 R")
    said = "".join(line.text for line in layer_in(pdf[0]).lines)
    assert "\ufffd" in said
    said.encode()
