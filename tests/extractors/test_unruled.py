"""Tables without ruling lines: read as those with lines are, and prose never taken for one."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.evaluate.statements import score_statements
from corpus.generate import generate
from corpus.score import score_facts
from extractors.pipeline import extract
from extractors.record import Record


@pytest.fixture(scope="module")
def read() -> tuple[Record, dict[str, Any]]:
    """A disclosure whose tables have next to no lines, landscape ones and ones over two pages among them."""
    data, golden = generate("beijing", 1)
    return extract(data, "a.pdf"), golden


def test_every_cell_is_read(read: tuple[Record, dict[str, Any]]) -> None:
    record, golden = read
    score = score_statements(record.model_dump(mode="json")["statements"], golden["statements"])
    assert (score.found, score.wrong) == (score.total, 0)
    assert score.total > 150


def test_their_lines_are_no_prose(read: tuple[Record, dict[str, Any]]) -> None:
    record, golden = read
    assert score_facts(record.model_dump(mode="json"), golden).wrong == []


def test_prose_is_no_table() -> None:
    data, _ = generate("beijing", 1, tables=False)
    assert extract(data, "a.pdf").statements == ()
