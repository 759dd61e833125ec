"""A batch tells how many documents went straight through and what the others leave to people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.generate import generate
from extractors.model.record import Record
from flows.batch.effort import with_effort
from flows.batch.jobs import Job, Outcome
from flows.batch.ledger import STATE, Ledger
from flows.batch.progress import Tally
from flows.batch.run import SUMMARY, Run, Settings, run
from tests.made_records import made_record


def read(*confidences: float, kind: str = "final_accounts") -> Outcome:
    """The outcome of a document whose main figures have these confidences."""
    data = made_record(1, statements=False)
    fact = next(f for f in data["facts"] if f["measure"] == "final")
    concepts = ("totals.income", "totals.expenditure", "three_public")
    data["facts"] = [
        {**fact, "id": f"f{i}", "concept": concept, "dimensions": {}, "confidence": confidence}
        for i, (concept, confidence) in enumerate(zip(concepts, confidences, strict=False))
    ]
    data["checks"] = []
    data["document"]["kind"] = kind
    return with_effort(Outcome("a.pdf", "a", "done", sha256="1", pages=3), (Record.model_validate(data),))


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (read(0.999, 0.999), (True, True, 2, 0)),
        (read(0.999, 0.9, 0.2), (True, False, 3, 2)),
        (read(), (True, False, 0, 0)),
        (read(0.999, kind="budget"), (False, False, 1, 0)),
    ],
)
def test_an_outcome_tells_what_the_document_leaves_to_people(
    outcome: Outcome, told: tuple[bool, bool, int, int]
) -> None:
    assert (outcome.due, outcome.straight, outcome.facts, outcome.to_review) == told


def test_it_crosses_the_journal_and_is_told_of_a_record_that_was_there(tmp_path: Path) -> None:
    with Ledger(tmp_path, "one") as ledger:
        ledger.settle(read(0.999, 0.9))
    with Ledger(tmp_path, "one") as ledger:
        current = Run([Job("a.pdf", "a")], ledger, Settings(tmp_path), lambda tally, outcome: None)
        current.settle(Outcome("a.pdf", "a", "same", sha256="1"))
        assert (current.tally.due, current.tally.straight, current.tally.to_review) == (1, 0, 1)


def test_a_tally_counts_documents_that_could_go_through_and_facts_of_all() -> None:
    tally = Tally(total=4)
    for outcome in (read(0.999), read(0.3, 0.3), read(0.3, kind="budget"), Outcome("c", "c", "failed")):
        tally.count(outcome)
    assert (tally.due, tally.straight, tally.to_review) == (2, 1, 3)


def test_a_run_keeps_its_summary_beside_the_journal(tmp_path: Path) -> None:
    def execute(current: Run) -> None:
        for outcome in (read(0.999), read(0.999, 0.9, 0.9)):
            current.settle(outcome)

    summary = run([Job("a.pdf", "a"), Job("b.pdf", "b")], (), Settings(tmp_path), lambda tally, outcome: None, execute)
    assert (summary.straight_share, summary.review_each) == (0.5, 1.0)
    assert summary.row()["straight through"] == "1 of 2 (50.0 %)"
    assert summary.row()["facts to review a document"] == 1.0
    kept = json.loads((tmp_path / STATE / SUMMARY).read_text(encoding="utf-8"))
    assert (kept["due"], kept["straight"], kept["straight_share"], kept["review_each"]) == (2, 1, 0.5, 1.0)


def test_where_nothing_was_read_there_is_no_share(tmp_path: Path) -> None:
    summary = run([], (), Settings(tmp_path), lambda tally, outcome: None, lambda current: None)
    assert (summary.straight_share, summary.review_each) == (None, None)
    assert summary.row()["straight through"] == "0 of 0"


def test_a_copied_record_leaves_the_same_to_people(tmp_path: Path) -> None:
    from flows.batch.ledger import digest
    from flows.document import extract_file

    source = tmp_path / "a.pdf"
    source.write_bytes(generate("terse", 1)[0])
    folder = tmp_path / "out"
    record = extract_file(source, folder)
    first = with_effort(Outcome(str(source), "a", "done", sha256=digest(source)), (record,))
    with Ledger(folder, "one") as ledger:
        ledger.settle(first)
        copied = ledger.copied(Job(str(source), "b"), first.sha256)
    assert copied is not None
    assert copied.facts == first.facts > 0
    assert (copied.straight, copied.to_review) == (first.straight, first.to_review)
