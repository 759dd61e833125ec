"""The report: says what the corpus says, reaches nothing outside of its file, shows documents' words as text only."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
import regex
from typer.testing import CliRunner

from extractors.model.record import Record
from extractors.verdict.acceptance import effort
from flows.cli import app
from flows.publish.database import DATABASE
from flows.publish.publish import publish
from flows.report.figures import gather
from tests.made_records import made_record, write_records


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    write_records(80, folder, statements=False)
    record = made_record(80, statements=False)
    reason = next(f for f in record["facts"] if f["measure"] == "reason_change")
    record["document"]["unit_name"] = "<script>alert(1)</script>局"
    record["checks"] = [
        {"id": "x", "formula": "<b>甲＝乙</b>", "facts": ["f1"], "outcome": "fail", "difference": "99999999",
         "blame": "document", "blame_probability": 1.0}
    ]  # fmt: skip
    assert reason
    (folder / "odd.json").write_text(json.dumps(record), encoding="utf-8")
    publish(folder, folder / "corpus")
    return folder / "corpus"


@pytest.fixture(scope="module")
def html(corpus: Path) -> str:
    result = CliRunner().invoke(app, ["report", str(corpus)])
    assert result.exit_code == 0, result.output
    return (corpus / "report.html").read_text(encoding="utf-8")


def test_totals_and_coverage_are_those_of_the_corpus(corpus: Path) -> None:
    facts = gather(corpus)
    assert facts.totals["文件"] == "81"
    assert sum(bar.value for bar in facts.documents) == 81
    assert sum(int(row[1]) for row in facts.coverage.rows) == int(facts.totals["单位"])
    assert sum(bar.value for bar in facts.confidence) == int(facts.totals["事实"].replace(",", ""))


def test_acceptance_is_told_by_group_and_of_documents(corpus: Path) -> None:
    facts = gather(corpus)
    records = [Record.model_validate_json(path.read_bytes()) for path in corpus.parent.glob("*.json")]
    left = [effort(record.facts) for record in records]
    assert facts.totals["直通文件率"] == f"{100 * sum(e.straight for e in left) / len(left):.1f}%"
    assert facts.totals["每份待复核事实"] == f"{sum(e.to_review for e in left) / len(left):.1f}"
    counts = [tuple(map(int, row[1:6])) for row in facts.acceptance.rows]
    assert sum(told for told, *_ in counts) == sum(e.facts for e in left)
    assert sum(accepted for _, accepted, *_ in counts) == sum(e.accepted for e in left)
    assert sum(review + rejected for _, _, review, rejected, _ in counts) == sum(e.to_review for e in left)


def test_reasons_of_a_year_come_to_a_hundred_percent(corpus: Path) -> None:
    facts = gather(corpus)
    assert {year for year, _ in facts.reasons} == {"2021", "2022", "2023", "2024"}
    assert all(abs(sum(shares) - 100) < 1e-6 and len(shares) == len(facts.categories) for _, shares in facts.reasons)


def test_report_works_offline(html: str) -> None:
    assert not regex.findall(r"(?:src|href)=|url\(|@import|<script", html)


def test_words_of_documents_are_text(html: str) -> None:
    assert "<script>alert" not in html
    assert "&lt;b&gt;甲＝乙&lt;/b&gt;" in html


def test_every_part_is_there(html: str) -> None:
    for part in ("coverage", "distributions", "outliers", "reasons", "findings"):
        assert f'id="{part}"' in html


def test_no_corpus_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert result.exit_code == 2
    assert "no corpus there" in result.output


def test_a_corpus_of_another_version_is_to_be_published_again(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / DATABASE)) as db:
        db.execute("CREATE TABLE current_documents (unit_id VARCHAR)")
    result = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert result.exit_code == 2
    assert "publish again" in result.output
