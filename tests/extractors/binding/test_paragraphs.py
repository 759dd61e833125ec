"""Whole texts: what their headings, or the beginnings of their sentences, tell of the figures (documents.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.binding.paragraphs import bound_facts
from extractors.prose.sections import sections
from tests.reading import paragraph, told

DOCUMENTS = yaml.safe_load(Path(__file__).with_name("documents.yaml").read_text("utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document["name"] for document in DOCUMENTS])
def test_figures_are_read_under_the_headings_that_they_stand_under(document: dict[str, Any]) -> None:
    lines = [paragraph(line, number=i) for i, line in enumerate(document["lines"])]
    bound = bound_facts(sections(lines), document["year"])
    assert [fact for fact in told(bound) if " reason_" not in fact] == document["facts"]
