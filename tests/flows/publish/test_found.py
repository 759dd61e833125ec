"""Findings in a corpus: those of the audit, and what people decided about figures, documents and findings."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from extractors.model.record import Record
from flows.cli import app
from flows.decisions.journal import append_decision
from flows.decisions.made import DocumentDecision, FindingDecision
from flows.publish.database import DATABASE, opened
from flows.publish.publish import publish
from flows.report.figures import gather
from tests.made_records import write_records

AT = "2026-01-01T00:00:00+00:00"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Eight made Records, published."""
    folder = tmp_path / "records"
    folder.mkdir()
    write_records(8, folder)
    publish(folder, folder / "corpus")
    return folder


def test_findings_are_to_the_letter_those_of_the_audit(small: Path, tmp_path: Path) -> None:
    """Corpus, audit and report tell the same findings of the same Records."""
    result = CliRunner().invoke(app, ["audit", str(small), "-o", str(tmp_path / "audit")])
    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "audit" / "findings.json").read_bytes())["findings"]
    with opened(small / "corpus" / DATABASE, read_only=True) as db:
        held = db.execute("SELECT finding_id, severity, message_zh, pages FROM findings").fetchall()
    assert sorted(held) == sorted((f["id"], f["severity"], f["message_zh"], f["pages"]) for f in told)
    assert len(held) > 50
    assert f"{len(held):,}" == gather(small / "corpus").totals["审核发现"]


def test_findings_are_the_same_however_many_are_held_at_once(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = small / "corpus" / "findings.parquet"
    at_once = pq.read_table(file)
    file.unlink()
    monkeypatch.setattr("flows.publish.database._ROWS", 7)
    monkeypatch.setattr("flows.publish.database._BATCHES", 2)
    publish(small, small / "corpus")
    assert pq.read_table(file) == at_once
    assert pq.read_metadata(file).num_row_groups == -(-at_once.num_rows // 14)
    with opened(small / "corpus" / DATABASE, read_only=True) as db:
        assert db.execute("SELECT count(*) FROM findings").fetchone() == (at_once.num_rows,)


def test_findings_that_are_there_are_not_written_again(small: Path) -> None:
    file = small / "corpus" / "findings.parquet"
    written = file.stat().st_mtime_ns
    publish(small, small / "corpus")
    assert file.stat().st_mtime_ns == written
    assert not list((small / "corpus").glob(".*.part"))


def test_a_dismissed_finding_does_not_count_in_the_corpus(small: Path) -> None:
    with opened(small / "corpus" / DATABASE, read_only=True) as db:
        found, rule, sha256, count = db.execute(
            "SELECT finding_id, rule, sha256, (SELECT count(*) FROM findings) "
            "FROM findings JOIN documents USING (record_id)"
        ).fetchone() or ("", "", "", 0)
    append_decision(small, FindingDecision(id="dismiss-1", at=AT, who="甲", finding=found,
                                           rule=rule, sha256=sha256, action="dismiss", note="附注已说明"))  # fmt: skip
    publish(small, small / "corpus")
    assert gather(small / "corpus").totals["审核发现"] == f"{count - 1:,}"
    with opened(small / "corpus" / DATABASE, read_only=True) as db:
        held = db.execute("SELECT state, judged_by, judged_note FROM findings WHERE finding_id = ?", [found]).fetchone()
    assert held == ("dismissed", "甲", "附注已说明")


def test_a_document_is_published_as_whose_people_say_it_is(small: Path) -> None:
    record = Record.model_validate_json((small / "made-000000.json").read_bytes())
    append_decision(small, DocumentDecision(id="document-1", at=AT, who="甲",
                                            record="made-000000", sha256=record.document.sha256, field="unit_name",
                                            old=record.document.unit_name, new="青岭县农业农村局"))  # fmt: skip
    publish(small, small / "corpus")
    with opened(small / "corpus" / DATABASE, read_only=True) as db:
        named = db.execute("SELECT unit_name FROM documents WHERE record_id = 'made-000000'").fetchone()
    assert named == ("青岭县农业农村局",)
