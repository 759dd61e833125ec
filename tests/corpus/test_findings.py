"""The score of an audit: planted errors found, false alarms counted."""

from __future__ import annotations

from typing import Any

from corpus.evaluate.findings import false_alarms, found
from extractors.audit.audit import audit
from tests.extractors.audit.small import check, fact, record

ERROR: dict[str, Any] = {"id": "e1", "kind": "total", "concept": "income", "measure": "final", "stated": "500"}
FINDINGS = audit([record(fact(1, "income", "final", "500"), fact(2, "expenditure", "final", "9"),
                         checks=[check(1, ["f1", "f2"])])])  # fmt: skip


def test_an_error_is_found_by_item_and_printed_value() -> None:
    assert [(f.found, f.named) for f in found([ERROR], FINDINGS)] == [(True, True)]
    assert not found([{**ERROR, "stated": "501"}], FINDINGS)[0].found
    assert not found([{**ERROR, "concept": "procurement"}], FINDINGS)[0].found


def test_a_figure_that_a_finding_rests_on_without_suspecting_it_is_found_but_not_named() -> None:
    (told,) = found([{**ERROR, "concept": "expenditure", "stated": "9"}], FINDINGS)
    assert (told.found, told.named) == (True, False)


def test_a_missing_section_is_found_by_its_concept() -> None:
    assert found([{"id": "e1", "kind": "missing_section", "concept": "procurement"}], FINDINGS)[0].found


def test_an_error_nobody_planted_is_a_false_alarm() -> None:
    assert [f.rule for f in false_alarms({"facts": [], "errors": [ERROR]}, FINDINGS)] == []
    assert [f.rule for f in false_alarms({"facts": []}, FINDINGS)] == ["arithmetic"]


def test_missing_what_the_document_has_is_a_false_alarm() -> None:
    golden = {"facts": [{"concept": "procurement", "measure": "final", "dimensions": {}}], "errors": [ERROR]}
    assert [(f.rule, f.concept) for f in false_alarms(golden, FINDINGS)] == [("required", "procurement")]


def test_a_note_is_no_error_found() -> None:
    notes = [f.model_copy(update={"severity": "note"}) for f in FINDINGS]
    assert not found([ERROR], notes)[0].found
    assert not false_alarms({"facts": []}, notes)
