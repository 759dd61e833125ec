"""Beginnings of lines that a detector cut off, read again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from extractors.model.geometry import Box
from extractors.model.page import Ink, Line, Ruling
from extractors.reading.cut_ends import with_cut_beginnings


def line(text: str, x0: float, x1: float, confidence: float = 0.99) -> Line:
    width = (x1 - x0) / len(text)
    boxes = tuple(Box(x0 + i * width, 100, x0 + (i + 1) * width, 112) for i in range(len(text)))
    return Line(text, boxes, (confidence,) * len(text))


def ink(*places: tuple[float, float]) -> Ink:
    """Ink between x and x, in the middle of the line at 100 to 112."""
    mask = np.zeros((400, 1200), np.uint8)
    for x0, x1 in places:
        mask[206:218, round(2 * x0) : round(2 * x1)] = 255
    return Ink(mask, 2.0)


class Second:
    """A second reading that says `text`, and keeps which boxes it was asked for."""

    def __init__(self, text: str, confidence: float = 0.99) -> None:
        self.text, self.confidence, self.boxes = text, confidence, []  # type: ignore[var-annotated]

    def __call__(self, boxes: Sequence[Box]) -> list[Line]:
        self.boxes += boxes
        return [line(self.text, box.x0, box.x1, self.confidence) for box in boxes]


FUND = line("政府性基金预算", 100, 184)
BEFORE = ink((82, 94), (100, 184))


def test_number_before_a_name_is_read() -> None:
    second = Second("二、政府性基金预算")
    (found,) = with_cut_beginnings([FUND], BEFORE, (), second)
    assert found.text == "二、政府性基金预算"
    assert found.boxes[2:] == FUND.boxes
    assert 79 < second.boxes[0].x0 < 82
    assert second.boxes[0].x1 == FUND.box.x1


def test_first_character_that_was_half_cut_is_replaced() -> None:
    (found,) = with_cut_beginnings([line("、政府性基金", 100, 172)], BEFORE, (), Second("二、政府性基金"))
    assert found.text == "二、政府性基金"


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("二、政府性基会预算", 0.99), ("·政府性基金预算", 0.99), ("二、政府性基金预算", 0.4), ("政府性基金预算", 0.99)],
    ids=["another line", "a speck", "unsure", "nothing more"],
)
def test_second_reading_that_tells_nothing_changes_nothing(text: str, confidence: float) -> None:
    assert with_cut_beginnings([FUND], BEFORE, (), Second(text, confidence)) == [FUND]


def test_figures_are_not_looked_at() -> None:
    second = Second("12,137.59")
    assert with_cut_beginnings([line("2,137.59", 100, 184)], BEFORE, (), second)[0].text == "2,137.59"
    assert not second.boxes


def test_line_without_ink_before_it_is_not_read_again() -> None:
    second = Second("二、政府性基金预算")
    with_cut_beginnings([FUND], ink((100, 184)), (), second)
    assert not second.boxes


def test_ink_of_a_neighbour_or_beyond_a_ruling_is_not_this_line() -> None:
    second = Second("二、政府性基金预算")
    with_cut_beginnings([line("行次", 80, 95), FUND], BEFORE, (), second)
    with_cut_beginnings([FUND], BEFORE, (Ruling(97, 90, 97, 130),), second)
    assert not second.boxes


def test_drawn_line_before_a_name_is_no_character() -> None:
    second = Second("一政府性基金预算")
    with_cut_beginnings([FUND], ink((20, 184)), (), second)
    assert not second.boxes
