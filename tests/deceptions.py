"""Pages that say one thing to a person and another to a program: each is named for how.

A person sees 三公 8.76 and 公务用车 4.61; `PLANTED` is what a program may take instead, and adds up, too. Some are
hostile, most happen to honest publishers: converters, scanners, another OCR's layer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from extractors.opening.mupdf import pymupdf

SHOWN, PLANTED = ("8.76", "4.61"), ("5.76", "1.61")
SIZE, LEFT, TOP, LEADING = 10.5, 60.0, 70.0, 24.0
WHITE, BLACK, RED = (1, 1, 1), (0, 0, 0), (0.8, 0, 0)
HEAD = (
    "示范市某某局2023年度部门决算",
    "第三部分 2023年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "2023年度收入总计1300.50万元，支出总计1300.50万元。",
    "与上年相比，收入、支出总计各增加100.00万元，增长8.33%。",
    "二、收入决算情况说明",
    "本年收入合计1200.00万元，其中：财政拨款收入1200.00万元，占100.00%。",
    "三、支出决算情况说明",
    "本年支出合计1200.00万元，其中：基本支出960.00万元，占80.00%；项目支出240.00万元，占20.00%。",
    "七、财政拨款“三公”经费支出决算情况说明",
)

Deception = Callable[[], bytes]
DECEPTIONS: dict[str, Deception] = {}


def told(figures: Sequence[str]) -> tuple[str, str]:
    """The two lines on 三公 with those figures."""
    whole, vehicles = figures
    return (
        f"2023年度“三公”经费财政拨款支出决算为{whole}万元，其中：因公出国（境）费3.19万元，",
        f"公务用车购置及运行维护费{vehicles}万元，公务接待费0.96万元。",
    )


def deception(function: Callable[[pymupdf.Page, float], None]) -> Callable[[pymupdf.Page, float], None]:
    """Keeps what a function makes of a page whose next line stands at a height, by the function's name."""

    def made() -> bytes:
        page, y = begun()
        function(page, y)
        return bytes(page.parent.tobytes())

    DECEPTIONS[function.__name__] = made
    return function


def begun(color: Sequence[float] = BLACK) -> tuple[pymupdf.Page, float]:
    """A page with all but the lines on 三公, and the height of the next line."""
    page = pymupdf.open().new_page(width=595, height=842)
    page.kept = page.parent  # a page does not keep its document
    y = TOP
    for line in HEAD:
        put(page, y, line, color=color)
        y += LEADING
    return page, y


def put(page: pymupdf.Page, y: float, text: str, x: float = LEFT, **style: object) -> float:
    """Sets a text, and tells where it ends."""
    page.insert_text((x, y), text, **{"fontname": "china-s", "fontsize": SIZE, **style})
    return max((place.x1 for place in page.search_for(text) if abs(place.y1 - y) < SIZE), default=x)


def say(page: pymupdf.Page, y: float, figures: Sequence[str], **style: object) -> float:
    for line in told(figures):
        put(page, y, line, **style)
        y += LEADING
    return y


def places(page: pymupdf.Page, figures: Sequence[str]) -> list[pymupdf.Rect]:
    """Where the two figures stand."""
    return [page.search_for(figure)[-1] for figure in figures]


def image_of(text: str, box: pymupdf.Rect) -> bytes:
    """A picture of a text, as large as a box, as PNG."""
    page = pymupdf.open().new_page(width=box.width, height=box.height)
    page.insert_text((0, SIZE), text, fontname="china-s", fontsize=SIZE)
    return bytes(page.get_pixmap(dpi=300).tobytes("png"))


def picture(dpi: int = 200, color: Sequence[float] = BLACK) -> pymupdf.Pixmap:
    """The page as a person sees it, as pixels."""
    page, y = begun(color)
    say(page, y, SHOWN, color=color)
    return page.get_pixmap(dpi=dpi)


# Planted beside what is shown.


def beside(name: str, **style: object) -> None:
    def made(page: pymupdf.Page, y: float) -> None:
        say(page, say(page, y, SHOWN), PLANTED, **style)

    made.__name__ = name
    deception(made)


beside("never_painted", render_mode=3)
beside("transparent", fill_opacity=0.0, stroke_opacity=0.0)
beside("nearly_transparent", fill_opacity=0.02, stroke_opacity=0.0)
beside("white", color=WHITE)
beside("nearly_white", color=(0.98, 0.98, 0.98))
beside("tiny", fontsize=0.6)


@deception
def white_over_the_shown(page: pymupdf.Page, y: float) -> None:
    say(page, y, PLANTED, color=WHITE)
    say(page, y, SHOWN)


@deception
def white_on_a_white_box_on_a_dark_one(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    page.draw_rect(pymupdf.Rect(50, y - 20, 560, y + 40), color=None, fill=(0.2, 0.2, 0.5))
    page.draw_rect(pymupdf.Rect(55, y - 18, 555, y + 35), color=None, fill=WHITE)
    say(page, y, PLANTED, color=WHITE)


@deception
def of_the_shade_behind(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    page.draw_rect(pymupdf.Rect(50, y - 20, 560, y + 40), color=None, fill=(0.6, 0.7, 0.8))
    say(page, y, PLANTED, color=(0.6, 0.7, 0.8))


@deception
def squeezed_to_nothing(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    say(page, y, PLANTED, morph=(pymupdf.Point(LEFT, y), pymupdf.Matrix(0.001, 1)))


@deception
def clipped_away(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    enclose(page, b"q 0 0 3 3 re W n", b"Q", lambda: say(page, y, PLANTED))


@deception
def off_the_page(page: pymupdf.Page, y: float) -> None:
    say(page, y, SHOWN)
    say(page, 900, PLANTED)


@deception
def on_a_layer_that_is_off(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    say(page, y, PLANTED, oc=page.parent.add_ocg("off", on=False))


@deception
def under_a_box(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    say(page, y, PLANTED)
    page.draw_rect(pymupdf.Rect(50, y - 20, 560, y + 40), color=None, fill=WHITE)


@deception
def under_a_white_picture(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    say(page, y, PLANTED)
    blank = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 60, 8), 0)
    blank.clear_with(255)
    page.insert_image(pymupdf.Rect(50, y - 20, 560, y + 40), pixmap=blank, keep_proportion=False)


@deception
def under_an_annotation(page: pymupdf.Page, y: float) -> None:
    y = say(page, y, SHOWN)
    say(page, y, PLANTED)
    cover = page.add_rect_annot(pymupdf.Rect(50, y - 20, 560, y + 40))
    cover.set_colors(stroke=WHITE, fill=WHITE)
    cover.update()


# Planted where something else is shown.


@deception
def picture_over_the_figures(page: pymupdf.Page, y: float) -> None:
    say(page, y, PLANTED)
    for place, figure in zip(places(page, PLANTED), SHOWN, strict=True):
        page.insert_image(place, stream=image_of(figure, place), keep_proportion=False)


@deception
def picture_over_the_lines(page: pymupdf.Page, y: float) -> None:
    say(page, y, PLANTED)
    for i, line in enumerate(told(SHOWN)):
        low = y + i * LEADING
        place = pymupdf.Rect(LEFT, low - SIZE, 545, low + 0.3 * SIZE)
        page.insert_image(place, stream=image_of(line, place), keep_proportion=False)


@deception
def boxes_and_text_over_the_figures(page: pymupdf.Page, y: float) -> None:
    say(page, y, PLANTED)
    for i, (place, figure) in enumerate(zip(places(page, PLANTED), SHOWN, strict=True)):
        page.draw_rect(place, color=None, fill=WHITE)
        put(page, y + i * LEADING, figure, x=place.x0)


@deception
def fields_over_the_figures(page: pymupdf.Page, y: float) -> None:
    say(page, y, PLANTED)
    for i, (place, figure) in enumerate(zip(places(page, PLANTED), SHOWN, strict=True)):
        field = pymupdf.Widget()
        field.field_type, field.field_name, field.rect = pymupdf.PDF_WIDGET_TYPE_TEXT, f"f{i}", place
        field.field_value, field.fill_color, field.text_fontsize = figure, WHITE, 9
        page.add_widget(field)


@deception
def annotations_over_the_figures(page: pymupdf.Page, y: float) -> None:
    say(page, y, PLANTED)
    for place, figure in zip(places(page, PLANTED), SHOWN, strict=True):
        page.add_freetext_annot(place, figure, fontsize=9, fill_color=WHITE).update()


@deception
def said_to_read_otherwise(page: pymupdf.Page, y: float) -> None:
    said = "".join(told(PLANTED)).encode("utf-16-be").hex().encode()
    enclose(page, b"/Span << /ActualText <FEFF" + said + b"> >> BDC", b"EMC", lambda: say(page, y, SHOWN))


def with_lying_font(page: pymupdf.Page, y: float, name: str) -> None:
    """Sets the two lines, their figures in a font of its own that says 5 for 8 and 1 for 4."""
    font = pymupdf.Font("helv")
    xref = page.insert_font(fontname=name, fontbuffer=font.buffer)
    for i, (line, figure) in enumerate(zip(told(SHOWN), SHOWN, strict=True)):
        before, after = line.split(figure)
        x = put(page, y + i * LEADING, before)
        page.insert_text((x, y + i * LEADING), figure, fontname=name, fontsize=SIZE)
        put(page, y + i * LEADING, after, x=x + font.text_length(figure, SIZE))
    pdf = page.parent
    mapped = int(pdf.xref_get_key(xref, "ToUnicode")[1].split()[0])
    pairs = zip("0123456789.", "0123156759.", strict=True)
    said = "".join(f"<{font.has_glyph(ord(shown)):04x}> <{ord(told):04x}>\n" for shown, told in pairs)
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def"
    spaces = "1 begincodespacerange <0000> <ffff> endcodespacerange"
    cmap = f"{head} {spaces}\n11 beginbfchar\n{said}endbfchar\nendcmap end end"
    pdf.update_stream(mapped, cmap.encode())


@deception
def font_that_lies(page: pymupdf.Page, y: float) -> None:
    with_lying_font(page, y, "own")


@deception
def font_of_another_s_name_that_lies(page: pymupdf.Page, y: float) -> None:
    page.insert_font(fontname="honest", fontbuffer=pymupdf.Font("helv").buffer)
    page.insert_text((LEFT, 800), "0123456789", fontname="honest", fontsize=SIZE)
    with_lying_font(page, y, "own")


@deception
def letters_of_another_script(page: pymupdf.Page, y: float) -> None:
    """Nothing is planted: Cyrillic letters stand for digits, and a person sees the digits."""
    for i, line in enumerate(told(SHOWN)):
        put(page, y + i * LEADING, line.replace("0.96", "О.96").replace("3.19", "З.19"))


@deception
def one_digit_replaced(page: pymupdf.Page, y: float) -> None:
    """One digit of a figure is covered by a box no larger than it, and another set there."""
    say(page, y, PLANTED)
    for i, (place, figure) in enumerate(zip(places(page, PLANTED), SHOWN, strict=True)):
        page.draw_rect(pymupdf.Rect(place.x0, place.y0, place.x0 + SIZE * 0.8, place.y1), color=None, fill=WHITE)
        put(page, y + i * LEADING, figure[0], x=place.x0)


@deception
def shapes_of_a_font_that_lie(page: pymupdf.Page, y: float) -> None:
    """Figures in a font whose glyphs are drawings (Type 3), which says 5 for 8 and 1 for 4."""
    pdf, names = page.parent, {}
    for shown in "0123456789.":
        pixels = np.frombuffer(glyph_of(shown).samples, np.uint8).reshape(_GLYPH)
        bits = np.packbits(pixels < 128, axis=1).tobytes()
        size = f"/W {_GLYPH[1]} /H {_GLYPH[0]}"
        head = f"600 0 0 0 600 1000 d1\nq 600 0 0 1000 0 -200 cm\nBI {size} /IM true /BPC 1 /D [1 0] ID "
        names[shown] = new_stream(pdf, head.encode() + bits + b"\nEI Q")
    said = dict(zip("0123456789.", "0123156759.", strict=True))
    pairs = "".join(f"<{ord(shown):02x}> <{ord(told):04x}>\n" for shown, told in said.items())
    spaces = "1 begincodespacerange <00> <ff> endcodespacerange"
    cmap = new_stream(pdf, f"begincmap {spaces}\n11 beginbfchar\n{pairs}endbfchar endcmap".encode())
    procs = " ".join(f"/g{ord(c)} {xref} 0 R" for c, xref in names.items())
    codes = " ".join(f"{ord(c)} /g{ord(c)}" for c in names)
    font = pdf.get_new_xref()
    pdf.update_object(
        font,
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 600 800] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [{codes}] >> /FirstChar 46 /LastChar 57 "
        f"/Widths [{'600 ' * 12}] /ToUnicode {cmap} 0 R /Resources << >> >>",
    )
    for i, (line, figure) in enumerate(zip(told(SHOWN), SHOWN, strict=True)):
        before, after = line.split(figure)
        x = put(page, y + i * LEADING, before)
        put(page, y + i * LEADING, after, x=x + 0.6 * SIZE * len(figure))
        drawn = f"q BT /T3 {SIZE} Tf {x} {842 - y - i * LEADING} Td ({figure}) Tj ET Q".encode()
        page.clean_contents()
        rewrite(page, page.read_contents() + b"\n" + drawn)
    kind, fonts = pdf.xref_get_key(page.xref, "Resources/Font")
    assert kind == "dict"
    pdf.xref_set_key(page.xref, "Resources/Font", fonts.replace("<<", f"<< /T3 {font} 0 R ", 1))


_GLYPH = (60, 36)  # pixels of a drawn digit, down and across


def glyph_of(char: str) -> pymupdf.Pixmap:
    page = pymupdf.open().new_page(width=_GLYPH[1], height=_GLYPH[0])
    page.insert_text((2, 48), char, fontname="helv", fontsize=60)
    return page.get_pixmap(colorspace=pymupdf.csGRAY, alpha=False)


def new_stream(pdf: pymupdf.Document, data: bytes) -> int:
    xref = int(pdf.get_new_xref())
    pdf.update_object(xref, "<<>>")
    pdf.update_stream(xref, data, new=1, compress=0)
    return xref


@deception
def parted_by_what_has_no_width(page: pymupdf.Page, y: float) -> None:
    say(page, y, ("8\u200b.76", "4.\u200b61"))


@deception
def set_sideways(page: pymupdf.Page, y: float) -> None:
    say(page, y, PLANTED, color=WHITE)
    for i, line in enumerate(told(SHOWN)):
        page.insert_text((560 + 15 * i, 780), line, fontname="china-s", fontsize=SIZE, rotate=90)


# Layers under and over scans.


def over_scan(page: pymupdf.Page, *, first: bool, **style: object) -> None:
    """Makes a scan of the page, with a layer of its own, planted figures and all, painted `first` or last."""
    page.clean_contents()
    rewrite(page, b"")
    if not first:
        page.insert_image(page.rect, pixmap=picture())
    low = TOP
    for line in HEAD:
        put(page, low, line, **style)
        low += LEADING
    say(page, low, PLANTED, **style)
    if first:
        page.insert_image(page.rect, pixmap=picture())


@deception
def layer_under_a_scan(page: pymupdf.Page, y: float) -> None:
    over_scan(page, first=True)


@deception
def unpainted_layer_over_a_scan(page: pymupdf.Page, y: float) -> None:
    over_scan(page, first=False, render_mode=3)


@deception
def transparent_layer_over_a_scan(page: pymupdf.Page, y: float) -> None:
    over_scan(page, first=False, fill_opacity=0.0, stroke_opacity=0.0)


def rewrite(page: pymupdf.Page, content: bytes) -> None:
    page.parent.update_stream(page.get_contents()[0], content)


def enclose(page: pymupdf.Page, opening: bytes, closing: bytes, draw: Callable[[], object]) -> None:
    """Puts operators around what is drawn."""
    page.clean_contents()
    before = page.read_contents()
    draw()
    added = b"\n".join(page.parent.xref_stream(xref) for xref in page.get_contents()[1:])
    page.clean_contents()
    rewrite(page, b"\n".join((b"q", before, b"Q", opening, added, closing)))
