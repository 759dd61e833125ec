"""Small tables as units set them into their pages, from HTML to the facts of the Record: see tables.yaml."""

from __future__ import annotations

import html
import io
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from extractors.formats import extract_document
from extractors.model.record import Fact, Record
from extractors.statements.small.reading import read_small_tables
from tests.extractors.small import page as made_page
from tests.extractors.small import read_by_ocr
from tests.extractors.statements.test_head import table as made_table

TABLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "tables.yaml").read_text(encoding="utf-8"))


def read(*parts: str, title: str = "柏川区水务局2020年度部门决算公开") -> Record:
    """The Record of a page of these paragraphs and tables."""
    page = f'<html><head><meta charset="utf-8"></head><body><h1>{title}</h1>{"".join(parts)}</body></html>'
    return extract_document(page.encode(), "page.html")


def written(table: dict[str, Any]) -> str:
    """The lines above a table and the table, those that follow it too, as HTML."""
    above = "".join(f"<p>{html.escape(line)}</p>" for line in table["above"])
    rows = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in table["rows"])
    return f"{above}<table>{rows}</table>{written(table['then']) if 'then' in table else ''}"


def cell(said: str | list[Any]) -> str:
    text, columns, rows = (said, 1, 1) if isinstance(said, str) else said
    return f'<td colspan="{columns}" rowspan="{rows}">{html.escape(text)}</td>'


def told(fact: Fact) -> str:
    dimensions = "".join(f"#{name}={value}" for name, value in sorted(fact.dimensions.items()))
    return f"{fact.concept}{dimensions} {fact.measure} {fact.value} {fact.unit}"


@pytest.mark.parametrize("table", TABLES, ids=[t["name"] for t in TABLES])
def test_a_small_table_is_read_by_its_labels(table: dict[str, Any]) -> None:
    assert sorted(map(told, read(written(table)).facts)) == sorted(table["facts"])


def test_a_figure_is_quoted_with_its_labels_and_has_the_place_of_its_cell() -> None:
    record = read(written(TABLES[0]))
    (fact,) = (f for f in record.facts if (f.concept, f.measure) == ("three_public.reception", "final"))
    assert (fact.quote, fact.raw, fact.section) == ("公务接待费决算数1.60", "1.60", None)
    (place,) = fact.provenance
    assert (place.page, fact.quote[place.start : place.end], place.statement) == (1, "1.60", None)


def test_what_the_text_states_too_is_one_fact_with_two_places() -> None:
    record = read("<h2>“三公”经费支出决算情况说明</h2><p>公务接待费支出1.60万元。</p>", written(TABLES[0]))
    (fact,) = (f for f in record.facts if (f.concept, f.measure) == ("three_public.reception", "final"))
    assert (len(fact.provenance), fact.evidence["tables"]) == (2, 1.0)


def test_figures_without_a_unit_of_money_are_less_sure() -> None:
    told, assumed = (
        next(f for f in read(written({**TABLES[0], "above": lines})).facts if f.measure == "final")
        for lines in (TABLES[0]["above"], TABLES[0]["above"][:1])
    )
    assert told.value == assumed.value
    assert assumed.confidence < told.confidence


def test_a_document_that_is_no_final_accounts_has_no_figures_of_small_tables() -> None:
    assert read(written(TABLES[0]), title="柏川区水务局2020年部门预算公开").facts == ()


def test_where_no_year_is_known_the_last_one_of_the_account_is_the_documents() -> None:
    record = read(written(TABLES[3]), title="部门决算公开")
    assert record.document.fiscal_year is None
    assert sorted(map(told, record.facts)) == sorted(TABLES[3]["facts"])


def test_a_small_table_of_a_word_document_is_read() -> None:
    table = TABLES[1]
    document = docx.Document()
    document.add_heading("柏川区水务局2020年度部门决算公开", 0)
    for line in table["above"]:
        document.add_paragraph(line)
    made = document.add_table(len(table["rows"]), len(table["rows"][0]))
    for r, row in enumerate(table["rows"]):
        for c, text in enumerate(row):
            made.cell(r, c).text = text
    out = io.BytesIO()
    document.save(out)
    assert sorted(map(told, extract_document(out.getvalue(), "a.docx").facts)) == sorted(table["facts"])


@pytest.mark.parametrize(("sure", "least"), [(1.0, 0.99), (0.6, 0.6)])
def test_a_figure_is_bound_no_more_surely_than_its_labels_were_read(sure: float, least: float) -> None:
    made = made_table(["“三公”", "单位：万元"], [["项目", "决算数"], ["公务接待费", "1.00"], ["公务用车费", "2.00"]])
    blurred = read_by_ocr(made, sure)
    found = read_small_tables([blurred], {1: made_page(sure=sure)}, (), 2020).figures
    assert [f.signs.cue for f in found] == [least, least]


def test_a_unit_that_the_text_bears_out_is_as_good_as_printed() -> None:
    lines = {**TABLES[0], "above": TABLES[0]["above"][:1]}
    text = (
        "<h2>“三公”经费支出决算情况说明</h2><p>“三公”经费支出9.10{unit}，其中：公务用车购置及运行维护费7.50{unit}。</p>"
    )
    alone, beside, in_yuan = (
        {(f.concept, f.measure): f for f in read(said, written(lines)).facts if f.value != "0"}
        for said in ("", text.format(unit="万元"), text.format(unit="元"))
    )
    budget = ("three_public", "budget_full")
    assert alone[budget].confidence < 0.5
    assert beside[budget].confidence > 0.9
    assert [t[budget].value for t in (alone, beside, in_yuan)] == ["125000", "125000", "12.5"]
