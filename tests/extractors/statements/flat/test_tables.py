"""Standard statements whose rulings are lost, from a page's paragraphs to the facts of the Record: see tables.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.extractors.statements.small.flat.test_tables import page_of
from tests.extractors.statements.small.test_tables import read, told

TABLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "tables.yaml").read_text(encoding="utf-8"))
CASES = [(t, form) for t in TABLES for form in t.get("forms", ["lines"])]


def lines_of(table: dict[str, Any], form: str) -> list[str]:
    """The paragraphs that a page shows of it."""
    rows = table.get("rows", [])
    cells = [cell for row in rows for cell in row]
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
