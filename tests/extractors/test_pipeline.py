"""The committed samples end to end: what the README shows is what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from corpus.score import score_facts, score_forms
from extractors.model.record import Record
from extractors.pipeline import extract
from patterns.calibration import load_calibration
from patterns.loader import load_patterns
from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "corpus" / "samples"


def golden(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SAMPLES / f"{name}.golden.json").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module", params=["sample.digital", "sample.scan"])
def read(request: pytest.FixtureRequest) -> tuple[str, Record]:
    path = SAMPLES / f"{request.param}.pdf"
    return request.param, extract(path.read_bytes(), path.name)


def test_everything_golden_is_read_and_nothing_else(read: tuple[str, Record]) -> None:
    name, record = read
    score = score_facts(json.loads(record.model_dump_json()), golden(name))
    assert score.missed == []
    assert score.wrong == []


def test_forms_are_read(read: tuple[str, Record]) -> None:
    name, record = read
    score = score_forms(json.loads(record.model_dump_json())["forms"], golden(name)["forms"])
    assert score.equal / score.total >= (0.99 if name == "sample.digital" else 0.95), score.differences


def test_statements_are_read_cell_by_cell() -> None:
    path = SAMPLES / "sample.digital.pdf"
    record = extract(path.read_bytes(), path.name)
    wanted = golden("sample.digital")["statements"]
    assert [s.kind for s in record.statements] == [s["kind"] for s in wanted]
    got = {(s.kind, r.group, r.code, c.column, c.value) for s in record.statements for r in s.rows for c in r.cells}
    for s in wanted:
        for row in s["rows"]:
            for cell in row["cells"]:
                place = (s["kind"], row.get("group", ""), row.get("code", ""), cell["column"], cell["value"])
                assert place in got, place


def test_figures_of_tables_bear_witness_to_the_text() -> None:
    path = SAMPLES / "sample.digital.pdf"
    record = extract(path.read_bytes(), path.name)
    witnessed = [f for f in record.facts if f.evidence.get("tables")]
    assert {"totals.income", "general_public", "three_public"} <= {f.concept for f in witnessed}
    assert all(any(p.statement is not None for p in f.provenance) for f in witnessed)
    assert {c.outcome for c in record.checks if c.id.startswith("table.")} == {"pass"}


def test_digital_cells_are_as_sure_as_figures_ever_are() -> None:
    path = SAMPLES / "sample.digital.pdf"
    record = extract(path.read_bytes(), path.name)
    ceiling = load_calibration().figures.ceiling
    cells = [c for s in record.statements for r in s.rows for c in r.cells]
    assert {c.confidence for c in cells} == {ceiling}
    assert any(c.evidence.get("checks_passed") for c in cells)
    assert {c.confidence for f in record.forms for c in f.provenance} == {ceiling}


def test_cells_of_a_scan_tell_what_their_confidence_was_made_of() -> None:
    path = SAMPLES / "sample.scan.pdf"
    record = extract(path.read_bytes(), path.name)
    cells = [c for f in record.forms for c in f.provenance]
    read = [c for c in cells if "chars_min" in c.evidence]
    assert read
    assert all(0 < c.evidence["chars_min"] < 1 for c in read)
    confirmed = [c.confidence for c in cells if c.evidence.get("checks_passed")]
    assert confirmed
    assert min(confirmed) > min(c.confidence for c in cells)


def test_record_obeys_the_committed_schema(read: tuple[str, Record]) -> None:
    schema = json.loads((REPOSITORY / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(read[1].model_dump_json()), schema)


def test_committed_schema_is_that_of_the_types() -> None:
    schema = json.loads((REPOSITORY / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    assert schema == json.loads(json.dumps(Record.model_json_schema()))


def test_every_fact_has_page_box_and_quote(read: tuple[str, Record]) -> None:
    _, record = read
    pages = {p.number: p for p in record.pages}
    assert record.facts
    for fact in record.facts:
        assert fact.raw in fact.quote or fact.measure.startswith("reason")
        for place in fact.provenance:
            page = pages[place.page]
            assert -2 <= place.bbox[0] < place.bbox[2] <= page.width + 2
            assert -2 <= place.bbox[1] < place.bbox[3] <= page.height + 2
            # A table's figure that agrees stands in a cell of its own, not in the text's quote.
            witness = place.statement is not None and place.end == 0
            assert fact.quote[place.start : place.end] or witness


def test_reasons_explain_facts_of_their_concept(read: tuple[str, Record]) -> None:
    _, record = read
    by_id = {f.id: f for f in record.facts}
    reasons = [f for f in record.facts if f.measure == "reason_change"]
    assert reasons
    for reason in reasons:
        assert reason.causes
        assert {by_id[i].concept for i in reason.explains} <= {reason.concept}


def test_checks_of_a_consistent_document_pass(read: tuple[str, Record]) -> None:
    _, record = read
    assert [c for c in record.checks if c.outcome == "fail"] == []
    assert len(record.checks) > 20


def test_confidence_says_what_it_was_made_of(read: tuple[str, Record]) -> None:
    for fact in read[1].facts:
        assert {"chars_min", "chars_mean", "cue", "section", "checks_passed", "repeats"} <= set(fact.evidence)
        assert 0 < fact.confidence < 1


def test_identity_of_the_document(read: tuple[str, Record]) -> None:
    name, record = read
    assert record.document.unit_name == golden(name)["unit_name"]
    assert record.document.fiscal_year == golden(name)["fiscal_year"]


def test_same_bytes_give_the_same_facts() -> None:
    data = (SAMPLES / "sample.digital.pdf").read_bytes()
    assert extract(data, "a.pdf").facts == extract(data, "b.pdf").facts


def test_no_sample_stands_in_the_knowledge() -> None:
    """A reader that knows its samples by heart proves nothing."""
    folder = Path(load_patterns.__wrapped__.__code__.co_filename).parent
    knowledge = "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.yaml"))
    assert golden("sample.scan")["unit_name"] not in knowledge
