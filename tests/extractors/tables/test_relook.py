"""Lone dashes in cells: told by their shape where the OCR passed them over or took them for something else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box
from extractors.model.page import Ink, Line, ReadPage
from extractors.tables.relook import with_dashes

BOX = Box(100, 100, 160, 120)


def relooked(x: float, y: float, width: float, height: float, text: str = "", second: float | None = None) -> str:
    """What a cell at (100, 100) to (160, 120) says whose only ink is a stroke there, and which was read as `text`.

    With `second` there is another stroke of its size, so many points to the right.
    """
    mask = np.zeros((800, 1000), np.uint8)
    for left in (x,) if second is None else (x, x + second):
        mask[round(4 * y) : round(4 * (y + height)), round(4 * left) : round(4 * (left + width))] = 255
    box = Box(x, y, x + width, y + height)
    lines = (Line(text, (box,) * len(text), (0.8,) * len(text)),) if text else ()
    table = Table(1, BOX, 1, 1, (Cell(1, 0, 0, BOX, lines),))
    page = replace(ReadPage(1, 250, 200, "ocr", ()), ink=Ink(mask, 4.0))
    return with_dashes(table, page).cells[0].text


@pytest.mark.parametrize("text", ["", "1", "，", "二"])
def test_dash_is_read_whatever_it_was_taken_for(text: str) -> None:
    assert relooked(128, 109, 4, 1.2, text) == "-"


@pytest.mark.parametrize("text", ["", "11", "1", "二"])
def test_two_dashes_are_one(text: str) -> None:
    assert relooked(124, 109, 4, 1.2, text, second=6) == "-"


def test_two_upright_strokes_are_eleven() -> None:
    assert relooked(126, 106, 1.4, 7, "11", second=5) == "11"


def test_dash_that_a_coarse_scan_shows_as_square_is_told_in_the_middle() -> None:
    assert relooked(129, 109, 2, 2) == "-"
    assert relooked(104, 109, 2, 2) == ""


@pytest.mark.parametrize(
    "stroke",
    [(129, 106, 1.4, 7), (128, 102.5, 4, 1.2), (129.6, 109.6, 0.5, 0.5), (120, 109, 30, 1.2)],
    ids=["upright", "not in the middle", "a speck", "a drawn line"],
)
def test_other_ink_is_no_dash(stroke: tuple[float, float, float, float]) -> None:
    assert relooked(*stroke) == ""


def test_one_stays_one() -> None:
    assert relooked(129, 106, 1.4, 7, "1") == "1"


def test_text_of_characters_is_not_looked_at() -> None:
    assert relooked(128, 109, 4, 1.2, "无") == "无"
