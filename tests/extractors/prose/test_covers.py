"""Beginnings of documents of all kinds and sizes of units: the YAML files say what each must be told to be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.prose.identity import identify
from extractors.prose.kind import document_kind
from tests.reading import paragraph

FILES = ("covers.yaml", "beginnings.yaml")
CASES = [case for name in FILES for case in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))]


@pytest.mark.parametrize("case", CASES, ids=["|".join(case["lines"])[:60] for case in CASES])
def test_beginning_tells_unit_year_and_kind(case: dict[str, Any]) -> None:
    paragraphs = [paragraph(line) for line in case["lines"]]
    found, verdict = identify(paragraphs), document_kind(paragraphs)
    told = {"name": found.unit_name, "year": found.fiscal_year, "kind": verdict.id}
    asked = {key: str(value).split("|") for key, value in case.items() if key in told}
    assert {key: told[key] for key in asked if str(told[key]) not in asked[key]} == {}
    assert bool(found.warnings) == case.get("warned", False)
