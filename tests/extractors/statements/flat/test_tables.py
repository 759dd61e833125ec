"""Standard statements whose rulings are lost, from a page's paragraphs to the facts of the Record: see tables.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.formats import extract_document
from extractors.opening.mupdf import pymupdf
from tests.extractors.statements.small.flat.test_tables import LEADING, page_of
from tests.extractors.statements.small.test_tables import read, told, written

TABLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "tables.yaml").read_text(encoding="utf-8"))
CASES = [(t, form) for t in TABLES for form in t.get("forms", ["lines"])]
WHOLE = [(t, form) for t, form in CASES if form != "lines"]
STEP = 29  # characters from one place where a page is cut off to the next


def lines_of(table: dict[str, Any], form: str) -> list[str]:
    """The paragraphs that a page shows of it."""
    rows = table.get("rows", [])
    cells = [cell for row in rows for cell in row]
    if form in ("run", "glued"):
        run = " ".join([*table["above"], *(cell.replace(" ", "") for cell in cells if cell)])
        return [run if form == "run" else run.replace("、", "")]
    shapes = {
        "lines": table.get("lines", []),
        "cells": [cell for cell in cells if cell],
        "bordered": ["| " + " | ".join(row) + " |" for row in rows],
        "shifted": [_shifted(row) for row in rows],
        "broken": [f"{cell} |" for cell in cells],
        "blanks": [" ".join(cell.replace(" ", "") for cell in row if cell) for row in rows],
    }
    return [*table["above"], *shapes[form]]


def _shifted(row: list[str]) -> str:
    filled = [cell for cell in row if cell]
    return " | ".join(filled) + " | " + "|" * (len(row) - len(filled))


@pytest.mark.parametrize(("table", "form"), CASES, ids=[f"{t['name']}-{form}" for t, form in CASES])
def test_a_statement_without_rulings_is_read_as_a_ruled_one(table: dict[str, Any], form: str) -> None:
    assert sorted(map(told, read(page_of(lines_of(table, form))).facts)) == sorted(table["facts"])


def test_in_a_pdf_whose_text_is_a_cell_a_line() -> None:
    pdf = pymupdf.open()
    cover = pdf.new_page()
    cover.insert_text((120, 200), "柏川区水务局", fontname="china-s", fontsize=20)
    cover.insert_text((120, 240), "2020年度部门决算公开", fontname="china-s", fontsize=20)
    page = pdf.new_page(height=LEADING * 80)
    for i, line in enumerate(lines_of(TABLES[0], "cells")):
        page.insert_text((72, 90 + i * LEADING), line, fontname="china-s", fontsize=10)
    record = extract_document(bytes(pdf.tobytes()), "document.pdf")
    assert sorted(map(told, record.facts)) == sorted(TABLES[0]["facts"])


def test_a_figure_has_the_place_of_its_characters_in_its_statement() -> None:
    record = read(page_of(lines_of(TABLES[0], "bordered")))
    (statement,) = record.statements
    places = [place for fact in record.facts for place in fact.provenance]
    assert (statement.kind, statement.title, statement.unit) == ("income_expenditure", "收入支出决算总表", "万元")
    assert all(f.quote[f.provenance[0].start : f.provenance[0].end] == f.raw for f in record.facts)
    assert len({tuple(place.bbox) for place in places}) == len(places)


def test_it_is_less_sure_than_a_ruled_one() -> None:
    _, *rows = TABLES[0]["rows"]
    ruled = {"above": TABLES[0]["above"], "rows": [[["收入", 3, 1], ["支出", 3, 1]], *rows]}
    flat, other = read(page_of(lines_of(TABLES[0], "cells"))).facts, read(written(ruled)).facts
    assert sorted(map(told, flat)) == sorted(map(told, other))
    assert max(f.evidence["cue"] for f in flat) < min(f.evidence["cue"] for f in other)


def test_its_lines_are_no_running_text_even_where_nothing_is_told() -> None:
    untold = next(t for t in TABLES if t["name"] == "trap, 01 whose figures do not add up")
    record = read(page_of([*lines_of(untold, "lines"), "第三部分 部门决算情况说明", "公务接待费支出2.00万元。"]))
    assert [told(fact) for fact in record.facts] == ["three_public.reception final 20000 CNY"]
    assert {u.why for u in record.unread} == {"table_not_read"}


@pytest.mark.parametrize(("table", "form"), WHOLE, ids=[f"{t['name']}-{form}" for t, form in WHOLE])
def test_where_it_is_cut_off_it_tells_nothing_else(table: dict[str, Any], form: str) -> None:
    whole = "\n".join(lines_of(table, form))
    for end in range(len(whole) // 2, len(whole), STEP):
        facts = read(page_of(whole[:end].split("\n"))).facts
        assert {told(fact) for fact in facts} <= set(table["facts"])
