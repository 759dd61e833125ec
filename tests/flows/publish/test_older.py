"""A corpus and decisions of an older commit: published anew with all that was decided, and not over a later one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publish.database import DATABASE, opened
from flows.publish.manifest import MANIFEST
from flows.publish.publish import publish
from flows.publish.schema import LAYOUT, TABLES
from tests.conftest import OLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Records, decisions and corpus of then."""
    return Path(shutil.copytree(OLDER / "b5dba4d", tmp_path / "records"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_older_corpus_is_made_anew_with_what_was_decided(folder: Path) -> None:
    decided = (folder / "decisions.jsonl").read_bytes()
    done = publish(folder, folder / "corpus")
    assert (done.records, done.renewed, done.gone, done.failures) == (2, 2, 0, {})
    with opened(folder / "corpus" / DATABASE, read_only=True) as db:
        counts = dict(db.execute("SELECT review, count(*) FROM facts WHERE review IS NOT NULL GROUP BY 1").fetchall())
    assert sum(counts.values()) == 4
    assert counts == {"accepted": 3, "rejected": 1}
    for table in TABLES:
        for part in (folder / "corpus" / table.name).rglob("*.parquet"):
            names = set(pq.ParquetFile(part).schema_arrow.names)
            assert names - {"fiscal_year"} == {column.name for column in table.columns} - {"fiscal_year"}
    assert (folder / "decisions.jsonl").read_bytes() == decided
    again = publish(folder, folder / "corpus")
    assert (again.records, again.renewed, again.gone, again.failures) == (2, 0, 0, {})


@pytest.mark.parametrize("layout", ["9 0123456789abcdef", "9"])
def test_later_corpus_is_refused_in_one_line_and_left_as_it_is(layout: str, folder: Path) -> None:
    path = folder / "corpus" / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "layout": layout}), encoding="utf-8")
    before = contents(folder)
    result = CliRunner().invoke(app, ["publish", str(folder)])
    assert result.exit_code == 2
    assert result.output.splitlines() == [
        f"{path}: stored by a later version of Juesuan (version 9, known up to {LAYOUT})"
    ]
    assert contents(folder) == before


def test_decision_of_a_later_version_is_refused_in_one_line_before_anything_is_written(folder: Path) -> None:
    path = folder / "decisions.jsonl"
    last = json.loads(path.read_bytes().splitlines()[-1])
    with path.open("ab") as file:
        file.write(json.dumps({**last, "version": 2, "why": "told by a later one"}).encode() + b"\n")
    before = contents(folder)
    line = f"{path}, line 5: stored by a later version of Juesuan (version 2, known up to 1)"
    for command in (["publish", str(folder)], ["review-export", str(folder), "-o", str(folder / "golden")]):
        result = CliRunner().invoke(app, command)
        assert (result.exit_code, result.output.splitlines()) == (2, [line])
    assert {name: data for name, data in contents(folder).items() if name in before} == before
