"""Photographed pages, as they are read: the sheet found, its tables whole, places told on the photograph."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from extractors.model.cells import Table
from extractors.model.geometry import Turn
from extractors.model.page import ReadPage
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.pages import read_document, read_page
from extractors.reading.raster import Raster
from extractors.reading.sheet import cut_out, lies_on_dark
from extractors.tables.found import find_tables

Image = npt.NDArray[np.uint8]
DPI = 150
NUMBERS = [[f"{r + 3}{c}7.{r}{c + 1}" for c in range(4)] for r in range(7)]


@cache
def sheet() -> Image:
    """An A5 page, landscape, with a ruled table of figures."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=595, height=420)
        page.insert_text((230, 50), "收入决算表", fontname="china-s", fontsize=14)
        for r, row in enumerate(NUMBERS):
            for c, text in enumerate(row):
                box = pymupdf.Rect(60 + 120 * c, 80 + 40 * r, 180 + 120 * c, 120 + 40 * r)
                page.draw_rect(box, width=0.8)
                page.insert_text((box.x0 + 30, box.y0 + 25), text, fontsize=12)
        pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width)


def photographed(moved: list[tuple[float, float]], size: tuple[int, int], table: int) -> tuple[Image, Turn]:
    """The sheet with its corners at `moved` on a table of that grey, unevenly lit, and the map of its pixels."""
    height, width = sheet().shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, np.array(moved, np.float32))
    image = cv2.warpPerspective(sheet(), matrix, size, borderValue=(table,))
    light = np.linspace(1.0, 0.75, size[0])[None, :]
    return (image * light).astype(np.uint8), Turn.of(np.asarray(matrix, np.float64))


def as_pdf(*images: Image) -> bytes:
    with pymupdf.open() as pdf:
        for image in images:
            ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 85])
            assert ok
            page = pdf.new_page(width=image.shape[1] * 72 / DPI, height=image.shape[0] * 72 / DPI)
            page.insert_image(page.rect, stream=data.tobytes())
        return bytes(pdf.tobytes())


def read(image: Image) -> ReadPage:
    with open_document(as_pdf(image), "made.pdf") as opened:
        return read_page(opened.pdf[0], 1)


def figures(table: Table) -> list[list[str]]:
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def assert_places(page: ReadPage, table: Table, to_photograph: Turn) -> None:
    """Every cell's middle is where the photograph shows it."""
    for cell in table.cells:
        on_sheet = (120 + 120 * cell.column) * DPI / 72, (100 + 40 * cell.row) * DPI / 72
        wanted = [v * 72 / DPI for v in to_photograph.point(*on_sheet)]
        found = page.to_page(cell.box).middle
        assert abs(found[0] - wanted[0]) < 6
        assert abs(found[1] - wanted[1]) < 6


def test_table_on_a_sheet_that_fills_the_photograph() -> None:
    height, width = sheet().shape
    image, turn = photographed(
        [(14, -6), (width - 22, 12), (width + 12, height - 4), (-14, height - 22)], (width, height), 200
    )
    page = read(image)
    (table,) = find_tables(page).tables
    assert figures(table) == NUMBERS
    assert_places(page, table, turn)


def test_table_on_a_sheet_that_lies_on_a_dark_desk() -> None:
    image, turn = photographed([(220, 130), (1280, 190), (1400, 960), (110, 880)], (1500, 1100), 60)
    page = read(image)
    assert any("photograph" in warning for warning in page.warnings)
    (table,) = find_tables(page).tables
    assert figures(table) == NUMBERS
    assert_places(page, table, turn)


def test_photograph_of_a_sheet_on_its_side_is_read_upright() -> None:
    image, _ = photographed([(220, 130), (1280, 190), (1400, 960), (110, 880)], (1500, 1100), 60)
    page = read(np.ascontiguousarray(np.rot90(image)))
    (table,) = find_tables(page).tables
    assert page.rotation == 90
    assert figures(table) == NUMBERS


def test_corners_of_the_sheet_are_found() -> None:
    image, turn = photographed([(220, 130), (1280, 190), (1400, 960), (110, 880)], (1500, 1100), 60)
    found = cut_out(Raster(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), Turn()))
    assert found is not None
    _, (width, height), back = found
    for corner, wanted in (((0, 0), (220, 130)), ((width, 0), (1280, 190)), ((width, height), (1400, 960))):
        x, y = back.point(*corner)
        assert abs(x - wanted[0]) < 12
        assert abs(y - wanted[1]) < 12
    assert turn.point(0, 0) == (220, 130)


def test_shadow_over_a_scan_is_no_desk() -> None:
    height, width = sheet().shape
    light = np.linspace(1.0, 0.35, width)[None, :] * np.ones((height, 1))
    dark = (sheet() * light).astype(np.uint8)
    assert cut_out(Raster(cv2.cvtColor(dark, cv2.COLOR_GRAY2BGR), Turn())) is None


def test_scan_lies_on_nothing_dark() -> None:
    assert not lies_on_dark(sheet())
    image, _ = photographed([(14, 6), (1200, 12), (1220, 860), (10, 850)], (1239, 875), 150)
    assert lies_on_dark(image)


def test_pages_of_a_scan_that_lies_upside_down_are_all_set_upright() -> None:
    turned = np.ascontiguousarray(sheet()[::-1, ::-1])
    with open_document(as_pdf(turned, turned, sheet()), "made.pdf") as opened:
        pages = list(read_document(opened))
    assert [page.rotation for page in pages] == [180, 180, 0]
    assert all(figures(find_tables(page).tables[0]) == NUMBERS for page in pages)
