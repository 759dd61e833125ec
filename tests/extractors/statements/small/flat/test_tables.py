"""Small tables whose rulings are lost, from a page's paragraphs to the facts of the Record: see tables.yaml."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.formats import extract_document
from extractors.opening.mupdf import pymupdf
from tests.extractors.statements.small.test_tables import TABLES as RULED
from tests.extractors.statements.small.test_tables import read, told, written

FLAT: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "tables.yaml").read_text(encoding="utf-8"))
SIZE, LEADING, LEFT = 10.0, 17.0, 72.0  # points


def lines_of(table: dict[str, Any]) -> list[str]:
    """The lines that a page shows of it."""
    cells = table.get("cells", [])
    if "rows" in table or "blank_rows" in table:
        wide, border = table.get("rows") or table["blank_rows"], "|" if "rows" in table else " "
        cells = [border.join(cells[i : i + wide]) + border for i in range(0, len(cells), wide)]
    cells += [f"{cell} |" for cell in table.get("bordered", [])]
    return [*table["above"], *cells, *([table["line"]] if "line" in table else []), *table.get("below", [])]


def page_of(lines: list[str]) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


@pytest.mark.parametrize("table", FLAT, ids=[t["name"] for t in FLAT])
def test_a_table_without_rulings_is_read_as_a_ruled_one(table: dict[str, Any]) -> None:
    assert sorted(map(told, read(page_of(lines_of(table))).facts)) == sorted(table["facts"])


@pytest.mark.parametrize("table", [FLAT[0], FLAT[-3]], ids=["read", "not read"])
def test_in_a_pdf_whose_text_is_a_cell_a_line(table: dict[str, Any]) -> None:
    pdf = pymupdf.open()
    cover = pdf.new_page()
    cover.insert_text((120, 200), "柏川区水务局", fontname="china-s", fontsize=20)
    cover.insert_text((120, 240), "2020年度部门决算公开", fontname="china-s", fontsize=20)
    page = pdf.new_page()
    for i, line in enumerate(lines_of(table)):
        page.insert_text((LEFT, 90 + i * LEADING), line, fontname="china-s", fontsize=SIZE)
    page.insert_text((290, 815), "2", fontname="china-s", fontsize=SIZE)
    record = extract_document(bytes(pdf.tobytes()), "document.pdf")
    assert sorted(map(told, record.facts)) == sorted(table["facts"])


@pytest.mark.parametrize("table", [FLAT[0], FLAT[4]], ids=["cells", "one line"])
def test_a_figure_has_the_place_of_its_characters(table: dict[str, Any]) -> None:
    record = read(page_of(lines_of(table)))
    places = [place for fact in record.facts for place in fact.provenance]
    assert all(f.quote[f.provenance[0].start : f.provenance[0].end] == f.raw for f in record.facts)
    assert len({tuple(place.bbox) for place in places}) == len(places)


def test_it_is_less_sure_than_a_ruled_one() -> None:
    ruled = RULED[0]
    lines = [*ruled["above"], *(text for row in ruled["rows"] for text in row)]
    flat, other = read(page_of(lines)).facts, read(written(ruled)).facts
    assert sorted(map(told, flat)) == sorted(map(told, other))
    assert max(f.evidence["cue"] for f in flat) < min(f.evidence["cue"] for f in other)


def test_its_lines_are_no_running_text() -> None:
    record = read(page_of(["“三公”经费支出决算情况说明", "单位：万元", "合计 65.00 64.87", "公务接待费 21.00 20.00"]))
    assert record.facts == ()
    assert [(u.raw, u.why) for u in record.unread] == [
        (figure, "table_not_read") for figure in ("65.00", "64.87", "21.00", "20.00")
    ]


def test_what_the_text_states_too_is_one_fact() -> None:
    record = read(page_of(["“三公”经费支出决算情况说明", "公务接待费支出30.00万元。", *lines_of(FLAT[0])]))
    (fact,) = (f for f in record.facts if (f.concept, f.measure) == ("three_public.reception", "final"))
    assert (len(fact.provenance), fact.evidence["tables"]) == (2, 1.0)
