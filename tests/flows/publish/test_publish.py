"""Publishing: everything in a Record is in the corpus; publishing again costs and changes what changed, no more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from extractors.model.record import Record
from extractors.verdict.acceptance import decided, effort, expected_gain
from flows.decisions.journal import append_decision
from flows.decisions.made import Decision
from flows.publish.codebook import codebook
from flows.publish.database import DATABASE, CorpusInUse, opened
from flows.publish.manifest import MANIFEST, load_manifest
from flows.publish.publish import publish
from flows.publish.schema import TABLES
from patterns.acceptance import group_of, load_acceptance
from tests.conftest import REPOSITORY
from tests.made_records import made_record, write_records


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """Forty made Records and the Record of a real reading."""
    from flows.document import extract_file

    folder = tmp_path_factory.mktemp("records")
    write_records(40, folder)
    extract_file(samples / "sample.digital.pdf", folder)
    return folder


@pytest.fixture(scope="module")
def corpus(records: Path) -> Path:
    publish(records, records / "corpus")
    return records / "corpus"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Eight made Records of their own, published."""
    write_records(8, tmp_path)
    publish(tmp_path, tmp_path / "corpus")
    return tmp_path


def loaded(folder: Path) -> Iterator[tuple[str, Record]]:
    for path in folder.glob("*.json"):
        yield path.stem, Record.model_validate_json(path.read_bytes())


def parquet(corpus: Path, table: str) -> list[dict[str, Any]]:
    years = ds.partitioning(pa.schema([("fiscal_year", pa.int32())]), flavor="hive")
    return ds.dataset(corpus / table, partitioning=years).to_table().to_pylist()


def rows(corpus: Path, sql: str) -> list[tuple[Any, ...]]:
    with opened(corpus / DATABASE, read_only=True) as db:
        return db.execute(sql).fetchall()


def test_every_fact_is_in_parquet_with_equal_value_unit_page_and_box(records: Path, corpus: Path) -> None:
    published = {(row["record_id"], row["fact_id"]): row for row in parquet(corpus, "facts")}
    expected = {(stem, fact.id): (record, fact) for stem, record in loaded(records) for fact in record.facts}
    assert published.keys() == expected.keys()
    for key, (record, fact) in expected.items():
        row = published[key]
        assert (row["value_text"], row["unit"]) == (fact.value, fact.unit)
        assert row["value"] == (Decimal(fact.value) if fact.unit else None)
        assert row["fiscal_year"] == record.document.fiscal_year
        places = [(p["page"], (p["x0"], p["y0"], p["x1"], p["y1"])) for p in row["places"]]
        assert places == [(p.page, p.bbox) for p in fact.provenance]
        assert (row["page"], (row["x0"], row["y0"], row["x1"], row["y1"])) == places[0]
        assert row["confidence"] == fact.confidence


def test_facts_and_documents_say_what_is_left_to_people(records: Path, corpus: Path) -> None:
    documents = {row["record_id"]: row for row in parquet(corpus, "documents")}
    facts = {(row["record_id"], row["fact_id"]): row for row in parquet(corpus, "facts")}
    for stem, record in loaded(records):
        left = effort(record.facts)
        assert (documents[stem]["to_review"], documents[stem]["straight_through"]) == (left.to_review, left.straight)
        for fact in record.facts:
            row = facts[stem, fact.id]
            assert (row["decision"], row["gain"]) == (decided(fact), expected_gain(fact))
            assert row["figure_group"] == group_of(fact.concept, fact.measure).id


def test_other_thresholds_publish_everything_anew(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_manifest(small / "corpus").records
    acceptance = load_acceptance()
    stricter = acceptance.model_copy(update={"main": acceptance.main.model_copy(update={"weight": 9.0})})
    monkeypatch.setattr("flows.publish.manifest.load_acceptance", lambda: stricter)
    assert not load_manifest(small / "corpus").records


def test_cells_checks_forms_and_reasons_are_there_in_full(records: Path, corpus: Path) -> None:
    loaded_records = [record for _, record in loaded(records)]
    counts = {
        "documents": len(loaded_records),
        "checks": sum(len(r.checks) for r in loaded_records),
        "forms": sum(len(r.forms) for r in loaded_records),
        "indicators": sum(len(row) for r in loaded_records for f in r.forms for row in f.indicators),
        "statement_cells": sum(
            len(row.cells) for r in loaded_records for s in r.statements for row in s.rows
        ),
        "reasons": sum(len(f.causes) for r in loaded_records for f in r.facts),
    }  # fmt: skip
    assert {name: len(parquet(corpus, name)) for name in counts} == counts
    cell = loaded_records[0].statements[0].rows[0].cells[0] if loaded_records[0].statements else None
    if cell is not None and cell.value is not None:
        assert any(row["value"] == Decimal(cell.value) for row in parquet(corpus, "statement_cells"))


def test_database_holds_what_parquet_holds(corpus: Path) -> None:
    for table in TABLES:
        assert rows(corpus, f"SELECT count(*) FROM {table.name}") == [(len(parquet(corpus, table.name)),)]
    whole = rows(corpus, "SELECT sum(value) FROM facts WHERE unit = 'CNY'")[0][0]
    assert whole == sum(row["value"] for row in parquet(corpus, "facts") if row["unit"] == "CNY")


def test_every_table_view_and_column_says_what_it_holds(corpus: Path) -> None:
    without = rows(
        corpus,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL AND table_name "
        "NOT IN ('about', 'units', 'unit_names', 'concepts', 'measures', 'figure_groups', 'categories', 'functions')",
    )
    assert without == []
    assert rows(corpus, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL") == []


def test_publishing_again_changes_nothing(small: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (small / "corpus").rglob("*") if p.is_file()}
    assert publish(small, small / "corpus").renewed == 0
    assert {p: p.stat().st_mtime_ns for p in (small / "corpus").rglob("*") if p.is_file()} == before


def test_one_more_record_leaves_other_parts_alone(small: Path) -> None:
    before = set((small / "corpus" / "facts").rglob("*.parquet"))
    write_records(1, small, first=8)
    assert publish(small, small / "corpus").renewed == 1
    assert len(set((small / "corpus" / "facts").rglob("*.parquet")) - before) == 1
    assert before <= set((small / "corpus" / "facts").rglob("*.parquet"))
    assert rows(small / "corpus", "SELECT count(*) FROM documents") == [(9,)]


def test_changed_record_takes_the_place_of_its_old_rows(small: Path) -> None:
    path = small / "made-000003.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["facts"] = record["facts"][:5]
    path.write_text(json.dumps(record), encoding="utf-8")
    publish(small, small / "corpus")
    for found in (
        [r for r in parquet(small / "corpus", "facts") if r["record_id"] == "made-000003"],
        rows(small / "corpus", "SELECT * FROM facts WHERE record_id = 'made-000003'"),
    ):
        assert len(found) == 5


def test_removed_record_is_gone(small: Path) -> None:
    (small / "made-000002.json").unlink()
    assert publish(small, small / "corpus").gone == 1
    assert not [r for r in parquet(small / "corpus", "facts") if r["record_id"] == "made-000002"]
    assert rows(small / "corpus", "SELECT count(*) FROM documents") == [(7,)]


def test_what_is_no_record_is_named_and_the_rest_published(small: Path) -> None:
    (small / "broken.json").write_text("{", encoding="utf-8")
    (small / "other.json").write_text('{"schema_version": "1"}', encoding="utf-8")
    for beside in ("made-000002.golden.json", "findings.json"):  # known data, the audit's: nobody's mistake
        (small / beside).write_text("{}", encoding="utf-8")
    published = publish(small, small / "corpus")
    assert published.records == 8
    assert set(published.failures) == {"broken", "other"}
    assert all("not a Record" in line and "\n" not in line for line in published.failures.values())


def test_record_of_no_year_is_published(tmp_path: Path) -> None:
    record = made_record(1)
    record["document"]["fiscal_year"] = None
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    publish(tmp_path, tmp_path / "corpus")
    assert rows(tmp_path / "corpus", "SELECT DISTINCT fiscal_year FROM facts") == [(None,)]
    assert {row["fiscal_year"] for row in parquet(tmp_path / "corpus", "facts")} == {None}


def test_number_beyond_the_decimals_keeps_its_text(tmp_path: Path) -> None:
    record = made_record(1)
    record["facts"][0]["value"] = "0.123456789"
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    publish(tmp_path, tmp_path / "corpus")
    found = rows(tmp_path / "corpus", "SELECT value, value_text FROM facts WHERE fact_id = 'f1'")
    assert found == [(None, "0.123456789")]


def test_publication_broken_off_before_the_manifest_is_made_good(small: Path) -> None:
    manifest = (small / "corpus" / MANIFEST).read_bytes()
    write_records(2, small, first=8)
    publish(small, small / "corpus")
    (small / "corpus" / MANIFEST).write_bytes(manifest)
    publish(small, small / "corpus")
    assert rows(small / "corpus", "SELECT count(*), count(DISTINCT record_id) FROM documents") == [(10, 10)]
    assert len(parquet(small / "corpus", "documents")) == 10


def test_many_small_parts_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.publish.publish._SMALL_PARTS", 2)
    corpus = tmp_path / "corpus"
    for number in range(0, 20, 4):  # one year
        write_records(1, tmp_path, first=number)
        publish(tmp_path, corpus)
    assert len(load_manifest(corpus).years) < 3
    assert len(parquet(corpus, "documents")) == 5
    assert rows(corpus, "SELECT count(DISTINCT record_id) FROM facts") == [(5,)]


@pytest.mark.slow
def test_parts_are_the_same_for_many_workers_and_for_one(tmp_path: Path) -> None:
    write_records(70, tmp_path, statements=False)
    publish(tmp_path, tmp_path / "one", workers=1)
    publish(tmp_path, tmp_path / "two", workers=2)
    one, two = (
        sorted(parquet(tmp_path / c, "facts"), key=lambda r: (r["record_id"], r["fact_id"])) for c in ("one", "two")
    )
    assert one == two


def test_corpus_that_is_open_elsewhere_is_named(small: Path) -> None:
    write_records(1, small, first=8)
    hold = "import duckdb, sys; db = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); input()"
    command = [sys.executable, "-c", hold, str(small / "corpus" / DATABASE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(CorpusInUse, match="open in another program"):
            publish(small, small / "corpus")
        other.communicate(b"\n")
    assert publish(small, small / "corpus").records == 9


def decide(folder: Path, fact: dict[str, Any], action: str, new: str | None) -> None:
    record = made_record(0)
    append_decision(
        folder,
        Decision.model_validate(
            {
                "id": f"decision-{fact['id']}-{action}", "at": "2026-01-01T00:00:00Z", "who": "李",
                "record": "made-000000", "sha256": record["document"]["sha256"], "fact": fact["id"],
                "concept": fact["concept"], "measure": fact["measure"], "code": fact["dimensions"].get("code"),
                "action": action, "old": fact["value"], "new": new,
            }
        ),
    )  # fmt: skip


def test_corrections_of_reviewers_are_published(small: Path) -> None:
    first, second, third = made_record(0)["facts"][:3]
    decide(small, first, "correct", "123400")
    decide(small, second, "reject", None)
    decide(small, third, "accept", third["value"])
    publish(small, small / "corpus")
    found = rows(
        small / "corpus",
        "SELECT value, value_text, main, review, reviewer, value_before FROM facts "
        "WHERE record_id = 'made-000000' AND fact_id IN ('f1', 'f2', 'f3') ORDER BY fact_id",
    )
    assert found[0] == (Decimal(123400), "123400", True, "corrected", "李", first["value"])
    assert found[1][2:4] == (False, "rejected")
    assert found[2][3] == "accepted"
    assert rows(small / "corpus", "SELECT reviewed FROM documents WHERE record_id = 'made-000000'") == [(3,)]


def test_part_files_stand_alone(corpus: Path) -> None:
    path = next((corpus / "facts").rglob("*.parquet"))
    assert str(pq.read_schema(path).field("value").type) == "decimal128(24, 6)"


def test_committed_codebook_is_that_of_the_types() -> None:
    assert (REPOSITORY / "docs" / "codebook.md").read_text(encoding="utf-8") == codebook(), "run: make codebook"


@pytest.mark.parametrize("beside", [{"year": "2025"}, {"part": "本级"}], ids=["year", "part"])
def test_figure_of_another_year_or_of_a_part_is_never_the_main_one(tmp_path: Path, beside: dict[str, str]) -> None:
    record = made_record(1)
    record["facts"][0]["dimensions"] |= beside
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    publish(tmp_path, tmp_path / "corpus")
    (told,) = rows(tmp_path / "corpus", "SELECT main, dimensions FROM facts WHERE fact_id = 'f1'")
    assert told == (False, json.dumps(beside, ensure_ascii=False))
    assert rows(tmp_path / "corpus", "SELECT count(*) FROM figures WHERE fact_id = 'f1'") == [(0,)]
