"""Figures that no text layer and no detector tells: read from the ink of their cells, or told to be unread."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.model.arrays import Float64s, Image
from extractors.model.cells import Cell
from extractors.model.geometry import Turn
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf
from extractors.reading.engine import Engine, Reading
from extractors.reading.ocr import OCR
from extractors.reading.pages import read_page
from extractors.tables.found import find_tables

COLUMNS, ROWS = (60.0, 160.0, 260.0, 360.0), (100.0, 124.0, 148.0)
LABELS, FIGURES = ("甲", "乙", "丙"), ("8", "7", "5")


def document() -> pymupdf.Document:
    return pymupdf.open()  # type: ignore[no-untyped-call]


def with_grid(figures: tuple[str, ...] = (), size: float = 11) -> pymupdf.Document:
    """A page with a ruled table of labels over `figures`, each against the right side of its cell."""
    made = document()
    page = made.new_page(width=420, height=300)
    for y in ROWS:
        page.draw_line((COLUMNS[0], y), (COLUMNS[-1], y))
    for x in COLUMNS:
        page.draw_line((x, ROWS[0]), (x, ROWS[-1]))
    for x, label in zip(COLUMNS, LABELS, strict=False):
        page.insert_text((x + 40, ROWS[0] + 16), label, fontname="china-s", fontsize=12)
    for x, figure in zip(COLUMNS[1:], figures, strict=False):
        wide = pymupdf.get_text_length(figure, fontsize=size)
        page.insert_text((x - wide - 5, ROWS[1] + 16), figure, fontsize=size)
    return made


def scanned(made: pymupdf.Document, dpi: int) -> pymupdf.Document:
    copy = document()
    for page in made:
        copy.new_page(width=page.rect.width, height=page.rect.height)
        copy[-1].insert_image(copy[-1].rect, stream=page.get_pixmap(dpi=dpi).tobytes("png"))
    return copy


def outlined(page: pymupdf.Page, x: float, y: float, figure: str) -> None:
    """Draws a figure as curves and lines: what it looks like at a size of 11, without any text."""
    shapes = {
        "0": [("curve", (0, -4), (0, -8), (5, -8), (5, -4)), ("curve", (5, -4), (5, 0), (0, 0), (0, -4))],
        "4": [("line", (3.6, 0), (3.6, -7.6)), ("line", (3.6, -7.6), (0, -2.4)), ("line", (0, -2.4), (5.2, -2.4))],
        "7": [("line", (0, -7.6), (5, -7.6)), ("line", (5, -7.6), (1.6, 0))],
    }
    shape = page.new_shape()
    for i, digit in enumerate(figure):
        for kind, *points in shapes[digit]:
            places = [(x + 6.6 * i + px, y + py) for px, py in points]
            shape.draw_bezier(*places) if kind == "curve" else shape.draw_line(*places)
    shape.finish(width=0.9)
    shape.commit()


class _Without:
    """The OCR with a detector that passes over lone digits, and a recogniser that may be told to fail."""

    name = "test"

    def __init__(self, *, blind: bool = False) -> None:
        self._blind = blind

    def recognise(self, pixels: Image, to_points: Turn, longest: int | None = None) -> tuple[Line, ...]:
        lines = OCR.recognise(pixels, to_points, longest)
        return tuple(line for line in lines if not line.text.isdigit())

    def read_boxes(self, pixels: Image, quads: list[Float64s]) -> list[Reading]:
        if not self._blind:
            return OCR.read_boxes(pixels, quads)
        unlike = (Reading("?~"[i % 2], np.array([0.5]), np.array([0.99]), 0.5) for i in range(len(quads)))
        return list(unlike)


def below(made: pymupdf.Document, engine: Engine = OCR) -> list[Cell]:
    (table,) = find_tables(read_page(made[0], 1, engine=engine)).tables
    return [cell for cell in table.cells if cell.row == 1]


def texts(cells: list[Cell]) -> list[str]:
    return [cell.text for cell in cells]


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("figures", [FIGURES, ("1", "14", "4"), ("0", "9", "26")])
def test_lone_digits_that_a_detector_passes_over_are_read(dpi: int, figures: tuple[str, ...]) -> None:
    assert texts(below(scanned(with_grid(figures), dpi), _Without())) == list(figures)


def test_cells_without_ink_stay_blank() -> None:
    cells = below(scanned(with_grid(("6",)), 200), _Without())
    assert texts(cells) == ["6", "", ""]
    assert [cell.unread for cell in cells] == [False, False, False]


def test_ink_that_is_read_in_several_ways_is_no_blank() -> None:
    cells = below(scanned(with_grid(FIGURES), 200), _Without(blind=True))
    assert texts(cells) == ["", "", ""]
    assert all(cell.unread and cell.confidence == 0 for cell in cells)


def test_figure_shown_as_a_picture_is_read() -> None:
    made = with_grid(("", "215.30"))
    picture = document()
    picture.new_page(width=40, height=12).insert_text((2, 10), "408.17", fontsize=11)
    made[0].insert_image((112, 129, 152, 141), stream=picture[0].get_pixmap(dpi=300).tobytes("png"))
    assert texts(below(made)) == ["408.17", "215.30", ""]


def test_figure_drawn_as_outlines_is_read() -> None:
    made = with_grid(("", "215.30"))
    outlined(made[0], 130, 141, "470")
    outlined(made[0], 330, 141, "74")
    cells = below(made)
    assert texts(cells) == ["470", "215.30", "74"]
    assert [cell.confidence < 1 for cell in cells] == [True, False, True]


def test_picture_over_several_cells_is_no_figure() -> None:
    made = with_grid(("", "215.30"))
    picture = document()
    picture.new_page(width=120, height=30).insert_text((2, 20), "408.17", fontsize=11)
    made[0].insert_image((112, 115, 205, 145), stream=picture[0].get_pixmap(dpi=200).tobytes("png"))
    cells = below(made)
    assert texts(cells) == ["", "215.30", ""]
    assert not any(cell.unread for cell in cells)


def filled_outlines(page: pymupdf.Page, *figures: tuple[float, float, str]) -> None:
    """Draws figures as filled outlines, all of them one drawing, as where a font was turned into curves."""
    shapes = {
        "1": [(0.3, -5.6), (2.2, -8), (3.3, -8), (3.3, 0), (2.1, 0), (2.1, -6.3), (0.3, -4.5), (0.3, -5.6)],
        "7": [(0, -8), (5.2, -8), (5.2, -7), (2.6, 0), (1.3, 0), (3.9, -6.9), (0, -6.9), (0, -8)],
    }
    shape = page.new_shape()
    for x, y, figure in figures:
        for i, digit in enumerate(figure):
            shape.draw_polyline([(x + 6.4 * i + px, y + py) for px, py in shapes[digit]])
    shape.finish(width=0, fill=(0, 0, 0), color=None)
    shape.commit()


def test_figures_that_are_one_drawing_are_read_each_in_its_cell() -> None:
    made = with_grid(("", "215.30"))
    filled_outlines(made[0], (120, 141, "7717"), (320, 141, "7177"), (40, 90, "17"))
    assert texts(below(made)) == ["7717", "215.30", "7177"]
