"""Decisions on cells: what they count for, in a Record, in the corpus and in the audit; and when they do not apply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from extractors.model.record import Record
from flows.decisions.applied import decided_in
from flows.decisions.cells import applying_cells, cells_of
from flows.decisions.journal import append_decision
from flows.decisions.made import CellDecision, Decision
from flows.publish.database import DATABASE, opened
from flows.publish.publish import publish
from tests.made_records import made_record

NAME = "made-000000"
AT = "2026-01-01T00:00:00+00:00"


def data_with_a_fact_told_by_a_cell() -> dict[str, Any]:
    """A made Record of which fact f1 stands in the first cell of its first table, and nowhere else."""
    data = made_record(0)
    cell = data["statements"][0]["rows"][0]["cells"][0]
    x0, y0, x1, y1 = cell["bbox"]
    place = {"page": cell["page"], "bbox": [x0 + 5, y0 + 2, x1 - 5, y1 - 2], "start": 0, "end": 0, "statement": 0}
    fact = {**data["facts"][0], "value": cell["value"], "unit": "CNY", "provenance": [place]}
    return {**data, "facts": [fact, *data["facts"][1:]], "checks": []}


@pytest.fixture
def record() -> Record:
    return Record.model_validate(data_with_a_fact_told_by_a_cell())


def on(record: Record, path: str, action: str, new: str | None = None, **more: Any) -> CellDecision:
    cell = next(c for c in cells_of(record) if c.path == path)
    told = {
        "id": f"{path}-{action}", "at": AT, "who": "甲", "record": NAME, "sha256": record.document.sha256,
        "cell": path, "row": cell.row, "column": cell.column, "action": action, "old": cell.value, "new": new,
    }  # fmt: skip
    return CellDecision.model_validate(told | more)


CELL = "statements.0.rows.0.cells.0"


def decided(folder: Path, record: Record, *made: CellDecision | Decision) -> Record:
    for one in made:
        append_decision(folder, one)
    return decided_in(folder).applied(record, NAME)


def test_a_corrected_cell_of_a_statement_is_certain_and_keeps_what_was_read(tmp_path: Path, record: Record) -> None:
    cell = decided(tmp_path, record, on(record, CELL, "correct", "4200")).statements[0].rows[0].cells[0]
    read = record.statements[0].rows[0].cells[0]
    assert (cell.value, cell.confidence, cell.as_read) == ("4200", 1.0, read.value)


def test_what_is_decided_about_a_cell_counts_for_the_fact_that_it_alone_tells(tmp_path: Path, record: Record) -> None:
    made = decided(tmp_path, record, on(record, CELL, "correct", "4200"))
    assert (made.facts[0].value, made.facts[1:]) == ("4200", record.facts[1:])


def test_a_rejected_cell_takes_its_fact_with_it(tmp_path: Path, record: Record) -> None:
    made = decided(tmp_path, record, on(record, CELL, "reject"))
    assert made.statements[0].rows[0].cells[0].value is None
    assert "f1" not in {f.id for f in made.facts}


def test_a_fact_that_the_text_tells_too_is_not_changed_by_its_cell(tmp_path: Path, record: Record) -> None:
    elsewhere = record.facts[0].provenance[0].model_copy(update={"statement": None, "page": 1})
    fact = record.facts[0].model_copy(update={"provenance": (elsewhere, record.facts[0].provenance[0])})
    record = record.model_copy(update={"facts": (fact, *record.facts[1:])})
    assert decided(tmp_path, record, on(record, CELL, "correct", "4200")).facts[0].value == fact.value


def test_a_corrected_fact_corrects_the_cell_that_tells_it(tmp_path: Path, record: Record) -> None:
    fact = record.facts[0]
    said = Decision(id="on-a-fact", at=AT, who="甲", record=NAME, sha256=record.document.sha256, fact="f1",
                    concept=fact.concept, measure=fact.measure, code=fact.code, action="correct", old=fact.value,
                    new="77")  # fmt: skip
    assert decided(tmp_path, record, said).statements[0].rows[0].cells[0].value == "77"


def test_a_corrected_cell_of_a_form_is_corrected_in_every_row_that_it_spans(tmp_path: Path, record: Record) -> None:
    form = record.forms[0]
    spanned = [p.model_copy(update={"bbox": form.provenance[0].bbox, "page": form.provenance[0].page})
               if p.part == "indicators" and p.column == 0 else p for p in form.provenance]  # fmt: skip
    record = record.model_copy(update={"forms": (form.model_copy(update={"provenance": tuple(spanned)}),)})
    made = decided(
        tmp_path, record, on(record, "forms.0.indicators.0.0", "correct", "产出"), on(record, "forms.0.total", "reject")
    )
    assert [row[0] for row in made.forms[0].indicators] == ["产出"] * len(form.indicators)
    assert [row[1:] for row in made.forms[0].indicators] == [row[1:] for row in form.indicators]
    assert made.forms[0].total == ""
    assert {p.confidence for p in made.forms[0].provenance if p.column == 0} == {1.0}


def test_a_decision_is_not_put_on_another_cell_when_the_tables_are_taken_apart_otherwise(record: Record) -> None:
    made = on(record, CELL, "correct", "4200")
    assert set(applying_cells(record, [made])) == {CELL}
    statement = record.statements[0]
    rows = (statement.rows[0].model_copy(update={"name": "一行新的", "cells": ()}), *statement.rows)
    moved = record.model_copy(update={"statements": (statement.model_copy(update={"rows": rows}),)})
    assert set(applying_cells(moved, [made])) == {"statements.0.rows.1.cells.0"}
    other = statement.rows[0].cells[0].model_copy(update={"value": "5"})
    row = statement.rows[0].model_copy(update={"cells": (other, *statement.rows[0].cells[1:])})
    changed = statement.model_copy(update={"rows": (row, *statement.rows[1:])})
    assert applying_cells(record.model_copy(update={"statements": (changed,)}), [made]) == {}


def test_two_people_who_differ_leave_a_cell_as_it_was_read(tmp_path: Path, record: Record) -> None:
    other = on(record, CELL, "reject", id="another-one", who="乙")
    made = decided(tmp_path, record, on(record, CELL, "correct", "4200"), other)
    assert (made.statements, made.facts) == (record.statements, record.facts)


def test_decided_cells_are_published(tmp_path: Path, record: Record) -> None:
    (tmp_path / f"{NAME}.json").write_bytes(orjson.dumps(data_with_a_fact_told_by_a_cell()))
    append_decision(tmp_path, on(record, CELL, "correct", "4200"))
    append_decision(tmp_path, on(record, "forms.0.funds.0.3", "correct", "12.34"))
    publish(tmp_path, tmp_path / "corpus")
    with opened(tmp_path / "corpus" / DATABASE, read_only=True) as db:
        cell = db.execute("SELECT value, confidence FROM statement_cells WHERE statement = 0 AND row_number = 1 "
                          "ORDER BY x0 LIMIT 1").fetchall()  # fmt: skip
        fact = db.execute("SELECT value, review, reviewer, value_before FROM facts WHERE fact_id = 'f1'").fetchall()
        form = db.execute("SELECT text FROM form_funds WHERE row_number = 1 AND column_number = 4").fetchall()
    assert [(float(v), c) for v, c in cell] == [(4200.0, 1.0)]
    assert [(float(v), *rest) for v, *rest in fact] == [(4200.0, "corrected", "甲", record.facts[0].value)]
    assert form == [("12.34",)]
