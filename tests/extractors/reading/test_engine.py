"""The engine that reads nothing: it gives what it was given, as one that reads would."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.model.errors import IllegibleDocument
from extractors.model.geometry import UPRIGHT, Box, Turn
from extractors.model.page import Line
from extractors.pipeline import extract
from extractors.reading.engine import Engine, GivenLines
from extractors.reading.ocr import OCR
from tests.extractors.reading.test_pages import as_scan, pixels

IMAGE = np.full((200, 300, 3), 255, np.uint8)


def line(text: str, y: float) -> Line:
    return Line(text, tuple(Box(10.0 * i, y, 10.0 * i + 10, y + 10) for i in range(len(text))), (0.9,) * len(text))


def test_nothing_is_read_where_nothing_is_given() -> None:
    engine = GivenLines()
    assert engine.recognise(IMAGE, UPRIGHT) == ()
    (reading,) = engine.read_boxes(IMAGE, [np.zeros((4, 2))])
    assert (reading.text, reading.mean) == ("", 0.0)


def test_boxes_are_mapped_from_pixels() -> None:
    (found,) = GivenLines((line("甲", 20),)).recognise(IMAGE, Turn(a=0.5, e=0.5))
    assert found.box == Box(0, 10, 5, 15)


def test_no_more_than_the_longest_are_given() -> None:
    engine = GivenLines((line("甲", 20), line("甲乙丙", 40), line("甲乙", 60)))
    assert [found.text for found in engine.recognise(IMAGE, UPRIGHT, longest=2)] == ["甲乙丙", "甲乙"]
    assert len(engine.recognise(IMAGE, UPRIGHT)) == 3


@pytest.mark.parametrize("engine", [GivenLines(), OCR], ids=lambda engine: type(engine).__name__)
def test_engines_are_of_one_shape(engine: Engine) -> None:
    assert engine.name
    assert callable(engine.recognise)
    assert callable(engine.read_boxes)


def test_a_record_names_the_engine_that_read_it() -> None:
    record = extract(as_scan(pixels()).tobytes(), "made.pdf", GivenLines((line("支出", 20),)))
    assert record.produced.ocr == "none"
    assert record.pages[0].source == "ocr"


def test_a_document_of_which_nothing_can_be_read_is_refused_with_the_page() -> None:
    with pytest.raises(IllegibleDocument, match=r"made\.pdf, page 1: what it shows could not be read"):
        extract(as_scan(pixels()).tobytes(), "made.pdf", GivenLines())


def test_a_page_of_which_nothing_can_be_read_says_so_beside_one_that_tells_figures() -> None:
    pdf = as_scan(pixels())
    pdf.new_page().insert_text((40, 60), "本年收入合计1200.00万元。", fontname="china-s")
    record = extract(pdf.tobytes(), "made.pdf", GivenLines())
    assert [page.unread for page in record.pages] == [True, False]
    assert record.warnings[0] == "page 1: the page shows something of which nothing could be read"
