"""`juesuan openness`: a folder, a roster and events in; statuses and the index out, as CSV, XLSX and JSON."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.monitor.events import Event
from flows.openness.gather import EventsError, events_of, failed_files
from flows.output import record_failure, write_record
from flows.words import VARIABLE
from tests.extractors.audit.small import fact, nine_tables, record

FULL = record(
    fact(1, "income", "final", "500"), statements=nine_tables(), name="full",
    sections=[{"id": "s1", "number": "1", "title": "名词解释", "page": 1}],
)  # fmt: skip
ROSTER = "unit,aliases\n青岭县水利局,\n青岭县教育局,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_record(FULL, tmp_path / "records" / "full.json")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


def asked(folder: Path, *arguments: str, code: int = 0) -> Any:
    roster = ["--roster", str(folder / "roster.csv"), "--year", "2023", "--on", "2025-01-01"]
    done = CliRunner().invoke(app, ["openness", str(folder / "records"), *roster, *arguments], env={VARIABLE: "en"})
    assert done.exit_code == code, done.output
    return done


def units(folder: Path, *arguments: str) -> dict[str, Any]:
    told = json.loads(asked(folder, "--json", *arguments).stdout)
    return {one["unit"]: one for one in told["units"]}


def test_a_table_tells_status_index_and_of_how_much_it_is_made(folder: Path) -> None:
    done = asked(folder)
    rows = {row["unit"]: row for row in csv.DictReader(StringIO(done.stdout))}
    one, other = rows["青岭县水利局"], rows["青岭县教育局"]
    assert (one["status"], other["status"], one["timeliness"]) == ("published", "missing", "unknown")
    assert 0 < float(one["weight known (%)"]) < 100
    assert "published 1; missing 1" in done.stderr


def test_json_holds_each_item_with_its_evidence(folder: Path) -> None:
    items = {item["id"]: item for item in units(folder)["青岭县水利局"]["items"]}
    assert items["glossary"]["met"] == "1"
    assert items["in_time"]["met"] is None
    assert {ground["file"] for ground in items["tables"]["grounds"]} == {"full.pdf"}


def test_book_and_csv_hold_the_same_units(folder: Path) -> None:
    asked(folder, "-o", str(folder / "out" / "index.xlsx"))
    book = openpyxl.load_workbook(folder / "out" / "index.xlsx")
    assert book.sheetnames == ["units", "regions", "items"]
    assert [row[2] for row in book["units"].values][1:] == ["青岭县水利局", "青岭县教育局"]
    assert [row[0] for row in book["regions"].values][1:] == ["青岭县"]
    asked(folder, "-o", str(folder / "index.csv"))
    assert (folder / "index.csv").read_text("utf-8-sig").count("\n") == 3
    assert "must end in .csv or .xlsx" in asked(folder, "-o", str(folder / "index.pdf"), code=2).stderr


def test_events_tell_when_and_where(folder: Path) -> None:
    event = Event(
        kind="published", source="甲", at="2024-10-01T08:00:00+00:00", sha256=FULL.document.sha256,
        url="https://www.qingling.gov.cn/a.pdf",
    )  # fmt: skip
    path = folder / "events.jsonl"
    path.write_text(event.model_dump_json() + "\n", encoding="utf-8")
    headings = units(folder, "--events", str(path))["青岭县水利局"]["headings"]
    assert (headings["timely"]["value"], headings["way"]["value"]) == ("100.0", "100.0")
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(EventsError, match=r"events\.jsonl, line 1: no event"):
        events_of(path)
    assert "line 1" in asked(folder, "--events", str(path), code=2).stderr


def test_who_may_be_in_a_file_that_failed_is_not_missing(folder: Path) -> None:
    assert units(folder)["青岭县教育局"]["status"] == "missing"
    record_failure(folder / "records", "in/扫描.pdf", OSError(0, "broken"))
    assert failed_files([folder / "records"]) == ["扫描.pdf"]
    assert units(folder)["青岭县教育局"]["status"] == "unknown"
    write_record(FULL, folder / "records" / "扫描.json")  # it was read since
    assert units(folder)["青岭县教育局"]["status"] == "missing"


def test_a_file_that_is_no_record_is_told_and_leaves_units_open(folder: Path) -> None:
    (folder / "records" / "a.json").write_text("{}", encoding="utf-8")
    done = asked(folder, "--json", code=1)
    assert "a.json" in done.stderr
    assert {one["status"] for one in json.loads(done.stdout)["units"]} == {"published", "unknown"}


def test_nothing_to_go_by_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["openness", str(tmp_path), "--year", "2023"])
    assert done.exit_code == 2
