"""Figures of a scan that are not like those around them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.model.geometry import Box
from extractors.model.page import Ink, Line
from extractors.reading.odd_figures import with_lost_signs, with_usual_decimals

DENSITY = 2.0


def at(text: str, x: float, y: float) -> Line:
    boxes = tuple(Box(x + 5 * i, y, x + 5 * (i + 1), y + 10) for i in range(len(text)))
    return Line(text, boxes, (0.99,) * len(text))


def column(*figures: str) -> list[Line]:
    return [at(figure, 100.0, 20.0 + 20 * i) for i, figure in enumerate(figures)]


def read(*figures: str) -> list[str]:
    return [line.text for line in with_usual_decimals(column(*figures))]


USUAL = ("1.20", "3.45", "1,200.00", "7.88", "-2.10")


def test_digit_more_than_usual_is_taken_off_and_the_figure_doubted() -> None:
    lines = with_usual_decimals(column(*USUAL, "157.832", "0.0012"))
    assert [line.text for line in lines] == [*USUAL, "157.83", "0.00"]
    assert [min(line.confidences) < 0.5 for line in lines] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    "figures", [("1.20", "3.45", "7.882"), ("1.2", "3.45", "7.88", "2.1", "7.888", "6.555"), ("1.20000", *USUAL)]
)
def test_decimals_stay_where_nothing_is_usual_or_there_are_many_more(figures: tuple[str, ...]) -> None:
    assert read(*figures) == list(figures)


def page_with(*drawn: tuple[str, float, float]) -> Ink:
    mask = np.zeros((200, 400), np.uint8)
    for shape, x, y in drawn:
        left, top = round(x * DENSITY), round(y * DENSITY)
        corners = np.array([[left, top + 13], [left + 14, top + 13], [left + 7, top]], np.int32)
        if shape == "filled":
            cv2.fillPoly(mask, [corners], 255)
        elif shape == "outlined":
            cv2.polylines(mask, [corners], isClosed=True, color=255)
        else:
            cv2.rectangle(mask, (left, top), (left + 10, top + 12), 255, -1)
    return Ink(mask, DENSITY)


@pytest.mark.parametrize("shape", ["filled", "outlined"])
@pytest.mark.parametrize("x", [91.0, 60.0])
def test_triangle_that_was_passed_over_is_before_its_figure_again(shape: str, x: float) -> None:
    lines = with_lost_signs(column("3.20", "4.50"), page_with((shape, x, 42.0)), ())
    assert [line.text for line in lines] == ["3.20", "△4.50"]


def test_other_ink_before_a_figure_is_no_sign() -> None:
    lines = column("3.20", "4.50")
    assert with_lost_signs(lines, page_with(("block", 91.0, 42.0)), ()) == lines


def test_figure_behind_unknown_ink_is_unreadable_where_others_are_below_zero() -> None:
    lines = with_lost_signs(column("▲3.20", "4.50"), page_with(("block", 91.0, 42.0)), ())
    assert [line.text for line in lines] == ["▲3.20", "\ufffd4.50"]


def test_figures_without_ink_before_them_stay() -> None:
    lines = column("▲3.20", "4.50")
    assert with_lost_signs(lines, page_with(), ()) == lines
