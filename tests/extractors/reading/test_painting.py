"""What is left out of a page's painting lies over no text: whoever asks is answered as by MuPDF's whole log."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.opening.mupdf import pymupdf
from extractors.reading.painting import AREAS, Painting, draws, painting_of
from extractors.reading.unpainted import covered_places

PLACES = st.tuples(st.integers(10, 150), st.integers(10, 150))
STEPS = st.lists(st.tuples(st.sampled_from(["text", "fill", "stroke", "line", "image", "clear"]), PLACES), max_size=8)
MARK = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 4, 4))


def painted(steps: list[tuple[str, tuple[int, int]]]) -> pymupdf.Page:
    MARK.clear_with(90)
    pdf = pymupdf.open()
    page = pdf.new_page(width=200, height=200)
    for kind, (x, y) in steps:
        box = pymupdf.Rect(x, y, x + 30, y + 9)
        if kind in ("text", "clear"):
            page.insert_text((x, y), "12.34", fontsize=9, render_mode=3 if kind == "clear" else 0)
        elif kind == "image":
            page.insert_image(box, pixmap=MARK)
        elif kind == "line":
            page.draw_line((x, y), (x + 40, y), width=0.5)
        else:
            page.draw_rect(box, color=None if kind == "fill" else (0, 0, 0), fill=(1, 1, 1) if kind == "fill" else None)
    reread = pymupdf.open(stream=pdf.tobytes(), filetype="pdf")[0]
    reread.kept = reread.parent
    return reread


def asked(log: Painting) -> tuple[object, ...]:
    areas = [each for each in log if each[0] in AREAS]
    texts = [each for each in log if each[0].endswith("text")] if areas else []
    over = [i for i, each in enumerate(e for e in log if e[0] in AREAS or e[0].endswith("text")) if each[0] in AREAS]
    return covered_places(log), areas, texts, over, [kind for kind, _ in log].count("fill-path")


@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_a_page_draws_where_it_has_drawings(steps: list[tuple[str, tuple[int, int]]]) -> None:
    page = painted(steps)
    assert draws(painting_of(page, page.get_displaylist())) == bool(page.get_cdrawings())


@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_it_answers_as_the_whole_log_does(steps: list[tuple[str, tuple[int, int]]]) -> None:
    page = painted(steps)
    assert asked(painting_of(page, page.get_displaylist())) == asked(page.get_bboxlog())


def test_of_strokes_before_all_text_the_first_is_told_and_of_those_behind_it_all_are() -> None:
    line, stroke = ("line", (20, 20)), ("stroke", (20, 52))
    page = painted([line, line, ("text", (20, 60)), stroke, stroke])
    assert [kind for kind, _ in page.get_bboxlog()] == ["stroke-path"] * 2 + ["fill-text"] + ["stroke-path"] * 2
    assert [kind for kind, _ in painting_of(page, page.get_displaylist())] == ["stroke-path", "fill-text"] + [
        "stroke-path"
    ] * 2


def test_of_text_with_nothing_behind_it_only_that_there_is_some_is_told() -> None:
    page = painted([("stroke", (20, 20)), ("text", (20, 60)), ("text", (20, 90))])
    assert [kind for kind, _ in painting_of(page, page.get_displaylist())] == ["stroke-path", "fill-text"]


def test_a_turned_page_is_asked_as_it_was() -> None:
    page = painted([("stroke", (20, 20)), ("text", (20, 60)), ("fill", (20, 52))])
    page.set_rotation(90)
    assert painting_of(page, page.get_displaylist()) == page.get_bboxlog()
