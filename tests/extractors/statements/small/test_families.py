"""Small tables of other subjects than 三公 in every shape that pages give them: see families.yaml."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.formats import extract_document
from extractors.opening.mupdf import pymupdf
from tests.extractors.statements.small.test_pdf import laid_out, pdf_of
from tests.extractors.statements.small.test_tables import read, told, written

FAMILIES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "families.yaml").read_text(encoding="utf-8"))
SIZE, LEADING, LEFT, FIRST, COLUMN = 8.0, 18.0, 40.0, 130.0, 85.0  # points: of characters, lines, margin, columns


def grid_of(table: dict[str, Any]) -> list[list[str]]:
    """The texts of its cells; "" where one is covered by that to its left, or above."""
    cells = laid_out(table["rows"])
    places = {(r, c): text for text, r, c, _, _ in cells}
    wide = max(c + across for _, _, c, _, across in cells)
    return [[places.get((r, c), "") for c in range(wide)] for r in range(len(table["rows"]))]


def bars(grid: list[list[str]]) -> list[str]:
    return [" | ".join(row) for row in grid]


def markdown(grid: list[list[str]]) -> list[str]:
    rows = [f"| {' | '.join(row)} |" for row in grid]
    return [rows[0], "|" + " --- |" * len(grid[0]), *rows[1:]]


def blanks(grid: list[list[str]]) -> list[str]:
    return ["  ".join(row) for row in grid]


def cells(grid: list[list[str]]) -> list[str]:
    return [text for row in grid for text in row]


LINES: dict[str, Callable[[list[list[str]]], list[str]]] = {
    "bars": bars, "markdown": markdown, "blanks": blanks, "cells": cells,
}  # fmt: skip


def as_html(table: dict[str, Any], shape: str) -> list[str]:
    lines = [*table["above"], *LINES[shape](grid_of(table))]
    return sorted(map(told, read("".join(f"<p>{html.escape(line)}</p>" for line in lines)).facts))


def on_paper(lines: list[list[str]]) -> list[str]:
    """The facts of a PDF of these rows of text, each text in its column."""
    pdf = pymupdf.open()
    cover = pdf.new_page()
    cover.insert_text((120, 200), "柏川区水务局", fontname="china-s", fontsize=20)
    cover.insert_text((120, 240), "2020年度部门决算公开", fontname="china-s", fontsize=20)
    page = pdf.new_page()
    for i, row in enumerate(lines):
        for k, text in enumerate(row):
            x = LEFT + (FIRST + (k - 1) * COLUMN if k else 0)
            page.insert_text((x, 100 + i * LEADING), text, fontname="china-s", fontsize=SIZE)
    return sorted(map(told, extract_document(bytes(pdf.tobytes()), "document.pdf").facts))


def in_shape(shape: str) -> list[Any]:
    """The tables that can be set so."""
    found = [t for t in FAMILIES if "only" not in t or shape in t["only"]]
    if shape in ("blanks", "cells"):
        found = [t for t in found if all(all(row) for row in grid_of(t))]
    return [pytest.param(table, id=table["name"]) for table in found]


@pytest.mark.parametrize("table", in_shape("ruled"))
def test_ruled(table: dict[str, Any]) -> None:
    assert sorted(map(told, read(written(table)).facts)) == sorted(table["facts"])


@pytest.mark.parametrize("table", in_shape("bars"))
def test_a_row_a_line_with_bars(table: dict[str, Any]) -> None:
    assert as_html(table, "bars") == sorted(table["facts"])


@pytest.mark.parametrize("table", in_shape("markdown"))
def test_a_row_a_line_between_bars_and_a_rule(table: dict[str, Any]) -> None:
    assert as_html(table, "markdown") == sorted(table["facts"])


@pytest.mark.parametrize("table", in_shape("blanks"))
def test_a_row_a_line_with_blanks(table: dict[str, Any]) -> None:
    assert as_html(table, "blanks") == sorted(table["facts"])


@pytest.mark.parametrize("table", in_shape("cells"))
def test_a_cell_a_line(table: dict[str, Any]) -> None:
    assert as_html(table, "cells") == sorted(table["facts"])


@pytest.mark.parametrize("table", in_shape("pdf"))
def test_ruled_in_a_pdf(table: dict[str, Any]) -> None:
    record = extract_document(pdf_of(table), "document.pdf")
    assert sorted(map(told, record.facts)) == sorted(table["facts"])


@pytest.mark.parametrize("table", in_shape("lines"))
def test_lines_with_bars_in_a_pdf(table: dict[str, Any]) -> None:
    lines = [[line] for line in (*table["above"], *bars(grid_of(table)))]
    assert on_paper(lines) == sorted(table["facts"])


@pytest.mark.parametrize("table", in_shape("columns"))
def test_columns_without_rulings_in_a_pdf(table: dict[str, Any]) -> None:
    assert on_paper([*([line] for line in table["above"]), *grid_of(table)]) == sorted(table["facts"])


def test_lines_that_are_not_understood_stay_in_the_text() -> None:
    lines = ["（四）国有资产占用情况", "核定编制 | 21名", "实有车辆 | 4辆", "办公用房 | 900平方米"]
    record = read("".join(f"<p>{line}</p>" for line in lines))
    assert [told(f) for f in record.facts if f.concept == "assets.vehicles"] == ["assets.vehicles count 4 辆"]


def test_lines_of_a_table_are_no_running_text() -> None:
    lines = ["（三）政府采购", "单位：万元", *bars(grid_of(FAMILIES[0])), "我局严格执行采购制度。"]
    record = read("".join(f"<p>{line}</p>" for line in lines))
    assert record.unread == ()
    assert {f.section for f in record.facts} == {None}


def test_a_row_that_has_lost_a_cell_is_left_out() -> None:
    rows = bars(grid_of(FAMILIES[0]))
    lines = [*FAMILIES[0]["above"], *rows[:3], "服务 | 58.20 | 9.70 | 20.00"]
    record = read("".join(f"<p>{line}</p>" for line in lines))
    assert not [f for f in record.facts if f.concept == "procurement.services"]


def test_a_cell_a_line_ends_where_a_row_holds_fewer_figures() -> None:
    rows = cells(grid_of(FAMILIES[0]))
    lines = [*FAMILIES[0]["above"], *rows[:15], "服务", "58.20", "9.70", "合计", "72.80"]
    record = read("".join(f"<p>{line}</p>" for line in lines))
    assert {f.concept for f in record.facts} == {"procurement.goods", "procurement.works"}


def test_a_title_above_that_names_all_accounts_does_not_hide_whose_a_table_is() -> None:
    lines = ["二、收入决算情况", *bars(grid_of(FAMILIES[3]))]
    page = "".join(f"<p>{line}</p>" for line in lines)
    title = "柏川区水务局2020年度部门决算及“三公”经费决算公开"
    assert sorted(map(told, read(page, title=title).facts)) == sorted(FAMILIES[3]["facts"])
