"""Ruled tables: spans, missing rulings, scans."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model.cells import Table
from extractors.model.page import ReadPage, Ruling
from extractors.model.paragraph import normalised
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.pages import read_page
from extractors.tables.found import find_tables
from extractors.tables.ruled import RuledGrid, grid_cells, ruled_grids

Row = list[tuple[str, int]]


def draw(page: pymupdf.Page, rows: list[Row], top: float, left: float = 60.0, width: float = 90.0) -> None:
    """A table of rows of (text, columns spanned), each 24 points high."""
    for r, row in enumerate(rows):
        x = left
        for text, columns in row:
            box = pymupdf.Rect(x, top + 24 * r, x + width * columns, top + 24 * (r + 1))
            page.draw_rect(box, width=0.7)
            page.insert_text((x + 6, box.y0 + 16), text, fontname="china-s", fontsize=10)
            x = box.x1


def pages_of(pdf: pymupdf.Document) -> list[ReadPage]:
    with open_document(pdf.tobytes(), "made.pdf") as opened:
        return [read_page(page, i) for i, page in enumerate(opened.pdf, 1)]


def cells(table: Table) -> list[tuple[int, int, int, str]]:
    return [(c.row, c.column, c.columns, c.text) for c in table.cells]


def test_spanning_cell_covers_its_columns() -> None:
    pdf = pymupdf.open()
    draw(pdf.new_page(), [[("项目名称", 1), ("维护", 2)], [("年初预算数", 1), ("10.00", 1), ("9.50", 1)]], 100)
    (table,) = find_tables(pages_of(pdf)[0]).tables
    assert (table.row_count, table.column_count) == (2, 3)
    assert cells(table) == [
        (0, 0, 1, "项目名称"),
        (0, 1, 2, "维护"),
        (1, 0, 1, "年初预算数"),
        (1, 1, 1, "10.00"),
        (1, 2, 1, "9.50"),
    ]


def test_text_outside_stays_outside_and_the_title_is_the_heading() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((200, 80), "项目支出绩效自评表", fontname="china-s", fontsize=14)
    draw(page, [[("甲", 1), ("乙", 1)], [("丙", 1), ("丁", 1)]], 100)
    found = find_tables(pages_of(pdf)[0])
    assert [line.text for line in found.outside] == ["项目支出绩效自评表"]
    assert [line.text for line in found.tables[0].heading] == ["项目支出绩效自评表"]


def test_underlined_heading_is_no_table() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((60, 80), "第二部分", fontname="china-s", fontsize=14)
    page.draw_line((60, 84), (300, 84))
    page.draw_line((60, 700), (500, 700))
    assert find_tables(pages_of(pdf)[0]).tables == ()


def test_two_tables_of_a_page() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    rows: list[Row] = [[("甲", 1), ("乙", 1)], [("丙", 1), ("丁", 1)]]
    draw(page, rows, 100)
    draw(page, rows, 400)
    assert [t.row_count for t in find_tables(pages_of(pdf)[0]).tables] == [2, 2]


def test_table_without_side_rulings_keeps_its_outer_columns() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    for r in range(3):
        page.draw_line((60, 100 + 24 * r), (330, 100 + 24 * r))
    for x in (150, 240):
        page.draw_line((x, 100), (x, 148))
    for r, row in enumerate((("项目", "决算数", "备注"), ("一、收入", "10.00", "无"))):
        for k, text in enumerate(row):
            page.insert_text((66 + 90 * k, 116 + 24 * r), text, fontname="china-s", fontsize=10)
    (table,) = find_tables(pages_of(pdf)[0]).tables
    assert (table.row_count, table.column_count) == (2, 3)
    assert [c.text for c in table.cells] == ["项目", "决算数", "备注", "一、收入", "10.00", "无"]


def test_skewed_scan_gives_the_same_grid() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=420, height=300)
    rows: list[Row] = [
        [("项目名称", 1), ("系统维护", 2)],
        *([("年初预算数", 1), ("10.00", 1), ("9.50", 1)] for _ in range(4)),
    ]
    draw(page, rows, 80)
    pixmap = page.get_pixmap(dpi=200)
    image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    turn = cv2.getRotationMatrix2D((pixmap.width / 2, pixmap.height / 2), 1.2, 1.0)
    ok, encoded = cv2.imencode(
        ".png", cv2.warpAffine(image, turn, (pixmap.width, pixmap.height), borderValue=(255,) * 3)
    )
    assert ok
    scan = pymupdf.open()
    target = scan.new_page(width=420, height=300)
    target.insert_image(target.rect, stream=encoded.tobytes())
    (table,) = find_tables(pages_of(scan)[0]).tables
    assert (table.row_count, table.column_count) == (5, 3)
    assert [normalised(c.text) for c in table.cells if c.row == 1] == ["年初预算数", "10.00", "9.50"]


def across(y: float, x0: float = 60, x1: float = 240) -> Ruling:
    return Ruling(x0, y, x1, y)


def down(x: float, y0: float = 100, y1: float = 148) -> Ruling:
    return Ruling(x, y0, x, y1)


def grid(*rulings: Ruling) -> RuledGrid:
    (found,) = ruled_grids(rulings)
    return found


@pytest.mark.parametrize(("short", "columns"), [(0.0, 2), (3.5, 2), (4.5, 1)])
def test_post_that_ends_just_short_of_a_line_meets_it(short: float, columns: int) -> None:
    sides = [down(60), down(240)]
    found = grid(across(100), across(124), across(148), *sides, down(150, 100 + short, 124 - short))
    assert len(found.xs) - 1 == columns


@pytest.mark.parametrize(("ruled", "parted"), [(0.7, True), (0.5, False)])
def test_ruling_parts_cells_where_it_covers_most_of_their_side(ruled: float, parted: bool) -> None:
    sides = [down(60, 100, 220), down(240, 100, 220)]
    rulings = [across(100), across(160), across(220), *sides, down(150, 100, 160 + 60 * ruled)]
    found = grid_cells(grid(*rulings), 1)
    assert len([c for c in found if c.row == 0]) == 2
    assert len([c for c in found if c.row == 1]) == (2 if parted else 1)


def test_grid_within_a_grid_is_none_of_its_own() -> None:
    outer = [across(100, 60, 400), across(300, 60, 400), down(60, 100, 300), down(400, 100, 300), across(120, 60, 400)]
    inner = [
        across(200, 100, 300),
        across(240, 100, 300),
        down(100, 200, 240),
        down(200, 200, 240),
        down(300, 200, 240),
    ]
    assert [g.box.x0 for g in ruled_grids([*outer, *inner])] == [60]


SIDES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 60)), max_size=14)


@given(SIDES, SIDES)
def test_an_atom_is_parted_where_rulings_cover_enough_of_its_side(
    posts: list[tuple[int, int, int]], lines: list[tuple[int, int, int]]
) -> None:
    places = tuple(float(20 * i) for i in range(5))
    across = tuple(Ruling(20.0 * a, 20.0 * y, 20.0 * a + long, 20.0 * y) for y, a, long in lines)
    posted = tuple(Ruling(20.0 * x, 20.0 * a, 20.0 * x, 20.0 * a + long) for x, a, long in posts)
    parted = RuledGrid(places, places, across, posted)
    assert cells_of(parted) == cells_of_each_side_asked_alone(parted)


def cells_of(made: RuledGrid) -> set[tuple[int, int, int, int]]:
    return {(c.row, c.column, c.rows, c.columns) for c in grid_cells(made, 1)}


def cells_of_each_side_asked_alone(made: RuledGrid) -> set[tuple[int, int, int, int]]:
    """Atoms flow together over each side of which rulings cover less than the share that parts cells."""
    count = len(made.xs) - 1

    def covered(rulings: list[tuple[float, float]], start: float, end: float) -> bool:
        return sum(max(0.0, min(b, end) - max(a, start)) for a, b in rulings) >= 0.6 * (end - start)

    def parted(a: tuple[int, int], b: tuple[int, int]) -> bool:
        (r, c), (s, d) = sorted((a, b))
        if r == s:
            beside = [(p.y0, p.y1) for p in made.down if abs(p.x0 - made.xs[d]) <= 3.0]
            return covered(beside, made.ys[r], made.ys[r + 1])
        between = [(p.x0, p.x1) for p in made.across if abs(p.y0 - made.ys[s]) <= 3.0]
        return covered(between, made.xs[c], made.xs[c + 1])

    found, seen = set(), set[tuple[int, int]]()
    for start in ((r, c) for r in range(count) for c in range(count)):
        if start in seen:
            continue
        atoms, waiting = {start}, [start]
        while waiting:
            r, c = waiting.pop()
            for other in ((r, c + 1), (r, c - 1), (r + 1, c), (r - 1, c)):
                inside = 0 <= other[0] < count and 0 <= other[1] < count
                if inside and other not in atoms and not parted((r, c), other):
                    atoms.add(other)
                    waiting.append(other)
        seen |= atoms
        rows, columns = [r for r, _ in atoms], [c for _, c in atoms]
        found.add((min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1))
    return found
