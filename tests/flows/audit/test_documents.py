"""`juesuan audit`: what documents get wrong is found and written; documents that are right are left in peace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.evaluate.findings import found
from corpus.generate import generate
from extractors.audit.audit import audit
from extractors.model.record import Record
from extractors.pipeline import extract
from flows.cli import app


def record(family: str, seed: int, errors: float = 0.0) -> tuple[Record, list[dict[str, object]]]:
    data, golden = generate(family, seed, errors=errors)
    return extract(data, f"{family}-{seed}.pdf"), list(golden.get("errors", []))  # type: ignore[call-overload]


@pytest.mark.parametrize(("family", "seed"), [("mof", 1), ("hubei", 2), ("terse", 3)])
def test_planted_errors_are_found_and_blamed_on_the_document(family: str, seed: int) -> None:
    read, planted = record(family, seed, errors=1.0)
    assert planted
    told = found(planted, audit([read]))
    assert sum(f.found for f in told) / len(told) >= 0.8, [f.error for f in told if not f.found]


@pytest.mark.parametrize(("family", "seed"), [("mof", 1), ("xinjiang", 2)])
def test_documents_without_errors_are_not_accused(family: str, seed: int) -> None:
    read, _ = record(family, seed)
    assert [f for f in audit([read]) if f.severity == "error"] == []


def test_findings_are_written_for_people_and_machines(tmp_path: Path) -> None:
    read, _ = record("mof", 1, errors=1.0)
    source = tmp_path / "mof-1.json"
    source.write_text(read.model_dump_json(), encoding="utf-8")
    result = CliRunner().invoke(app, ["audit", str(source), "-o", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"findings.json", "findings.xlsx", "findings.html"}
    assert json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
