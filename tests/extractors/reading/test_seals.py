"""Seals that are not red: taken away where print shows through them, their place kept, other shapes left alone."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from extractors.model.arrays import Grey, Image
from extractors.model.geometry import Box, Turn
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf
from extractors.reading.raster import Raster
from extractors.reading.seals import SHOWN_THROUGH, doubted, without_seals

FIGURES = ("1,482.06", "93.57", "2,608.40", "715.92")
MIDDLE, RADIUS = (150.0, 110.0), 58.0
BLUE, PURPLE, GREY, BLACK = (0.15, 0.2, 0.75), (0.5, 0.1, 0.55), (0.3, 0.3, 0.3), (0.0, 0.0, 0.0)
Colour = tuple[float, float, float]


def printed(
    dpi: int, colour: Colour = BLACK, opacity: float = 0.0, *, oval: float = 1.0, filled: bool = False
) -> Raster:
    """Figures row by row, under a seal in that colour: a ring, a star of a kind, a few broad strokes."""
    page = pymupdf.open().new_page(width=300, height=220)  # type: ignore[no-untyped-call]
    for i, figure in enumerate(FIGURES):
        page.insert_text((120, 70 + 26 * i), figure, fontsize=10)
    x, y = MIDDLE
    if opacity:
        shape = page.new_shape()
        shape.draw_oval((x - RADIUS, y - RADIUS * oval, x + RADIUS, y + RADIUS * oval))
        shape.finish(
            color=colour, width=3, stroke_opacity=opacity, fill=colour if filled else None, fill_opacity=opacity
        )
        for i in range(9):
            angle = math.radians(40 * i)
            away = (x + RADIUS * 0.7 * math.sin(angle), y - RADIUS * oval * 0.7 * math.cos(angle))
            shape.draw_rect((away[0] - 4, away[1] - 1.5, away[0] + 4, away[1] + 1.5))
        shape.finish(color=colour, fill=colour, width=0.1, stroke_opacity=opacity, fill_opacity=opacity)
        shape.commit()
    pixmap = page.get_pixmap(dpi=dpi)
    rgb = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    pixels = np.asarray(cv2.GaussianBlur(np.ascontiguousarray(rgb[:, :, ::-1]), (0, 0), 0.6), np.uint8)
    return Raster(pixels, Turn(a=72 / dpi, e=72 / dpi))


def ink(pixels: Image) -> Grey:
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    return np.asarray((grey < 170).astype(np.uint8), np.uint8)


def left_of_seal(raster: Raster) -> float:
    """The share of what was dark beside the print that still is, once the seal was looked for."""
    plain = cv2.dilate(ink(printed(round(72 / raster.to_points.a)).pixels), np.ones((5, 5), np.uint8))
    own = (ink(raster.pixels) > 0) & (plain == 0)
    return float(((ink(without_seals(raster).pixels) > 0) & own).sum() / own.sum())


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize(("colour", "opacity"), [(BLUE, 0.6), (PURPLE, 0.55), (GREY, 0.6), (BLACK, 0.5), (BLACK, 1.0)])
def test_seal_is_taken_away(dpi: int, colour: Colour, opacity: float) -> None:
    assert left_of_seal(printed(dpi, colour, opacity)) < 0.05


def test_oval_seal_is_taken_away() -> None:
    assert left_of_seal(printed(200, BLUE, 0.6, oval=0.72)) < 0.05


@pytest.mark.parametrize(("colour", "opacity"), [(BLUE, 0.6), (GREY, 0.6), (BLACK, 0.5)])
def test_print_that_shows_through_stays(colour: Colour, opacity: float) -> None:
    plain = ink(printed(200).pixels) > 0
    kept = ink(without_seals(printed(200, colour, opacity)).pixels) > 0
    assert (kept & plain).sum() / plain.sum() > 0.85


def test_place_of_its_strokes_is_kept() -> None:
    raster = printed(200, GREY, 0.6)
    stained = without_seals(raster).stained
    assert stained is not None
    x, y = (round(v / raster.to_points.a) for v in (MIDDLE[0] + RADIUS, MIDDLE[1]))
    assert stained[y, x] == SHOWN_THROUGH
    assert stained[round(20 / raster.to_points.a), round(20 / raster.to_points.a)] == 0


def test_page_without_a_seal_is_left_as_it_is() -> None:
    raster = printed(200)
    assert without_seals(raster) is raster


def test_filled_disc_is_no_seal() -> None:
    raster = printed(200, GREY, 0.6, filled=True)
    assert without_seals(raster).stained is None


def line_at(x: float, y: float) -> Line:
    boxes = tuple(Box(x + 6 * i, y, x + 6 * i + 6, y + 10) for i in range(4))
    return Line("1.50", boxes, (0.999,) * 4)


def test_what_a_seal_stood_over_is_doubtful() -> None:
    raster = without_seals(printed(200, BLACK, 0.5))
    x, y = MIDDLE
    under, beside, far = doubted([line_at(x - RADIUS - 3, y), line_at(x + RADIUS + 4, y), line_at(10, 10)], raster)
    assert max(under.confidences[:2]) == 0.9
    assert beside.confidences[0] == 0.9
    assert far.confidences == (0.999,) * 4


def test_figure_that_a_black_seal_hid_is_not_told() -> None:
    raster = without_seals(printed(200, BLACK, 1.0))
    x, y = MIDDLE
    far = line_at(10, 10)
    assert doubted([line_at(x - RADIUS - 3, y), line_at(x + RADIUS + 4, y), far], raster) == (far,)


def test_what_is_read_of_the_seal_itself_is_no_text() -> None:
    raster = without_seals(printed(200, BLACK, 0.5))
    x, y = MIDDLE
    on_a_stroke = Box(x - 4, y - RADIUS * 0.7 - 2, x + 4, y - RADIUS * 0.7 + 2)
    assert doubted([Line("三", (on_a_stroke,), (0.8,))], raster) == ()
    assert len(doubted([Line("三", (on_a_stroke,), (0.99,))], raster)) == 1
    assert len(doubted([Line("三", (Box(10, 10, 20, 20),), (0.8,))], raster)) == 1
