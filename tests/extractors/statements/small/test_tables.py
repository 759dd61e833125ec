"""Small tables as units set them into their pages, from HTML to the facts of the Record: see tables.yaml."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.formats import extract_document
from extractors.model.record import Fact, Record

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
