"""Records from files: those of older commits as they are, those of later versions as far as they are understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from extractors.model.record import Record
from flows import records
from flows.cli import app
from flows.records import read_record, record_from
from flows.refused import NotARecord
from tests.conftest import OLDER
from tests.made_records import made_record

OF_OLDER_COMMITS = ("2806ff2/a.json", "5c08d2d/a.json", "b5dba4d/a.json", "b5dba4d/b.json", "c717817/output/a.json")
LATER, OWN, EARLIER = "99.0.0", "0.2.0", "0.0.9"


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever version is installed, or none, it takes itself for this one."""
    monkeypatch.setattr(records, "own_version", lambda: OWN)


@pytest.mark.parametrize("name", OF_OLDER_COMMITS)
def test_record_of_an_older_commit_is_read_as_it_is(name: str) -> None:
    path = OLDER / name
    record = read_record(path)
    told = json.loads(path.read_bytes())
    assert (record.schema_version, told["schema_version"]) == ("1", "1")
    assert [(f.id, f.concept, f.measure, f.value) for f in record.facts] == [
        (f["id"], f["concept"], f["measure"], f["value"]) for f in told["facts"]
    ]
    assert len(record.facts) >= 6
    assert contains(json.loads(record.model_dump_json()), told)
    jsonschema.validate(told, Record.model_json_schema())


def contains(now: Any, told: Any) -> bool:
    """Whether all that was told then is told now: fields that came since may be there besides."""
    if isinstance(told, dict):
        return isinstance(now, dict) and all(key in now and contains(now[key], value) for key, value in told.items())
    if isinstance(told, list):
        return isinstance(now, list) and len(now) == len(told) and all(map(contains, now, told))
    return bool(now == told)


@pytest.mark.parametrize("name", OF_OLDER_COMMITS[:2])
def test_summary_of_an_older_record_is_told(name: str) -> None:
    result = CliRunner().invoke(app, ["summary", str(OLDER / name)])
    assert result.exit_code == 0
    assert "云岭市甲局" in result.output


def with_new_fields(version: str, **more: Any) -> bytes:
    """A made Record by that version, which tells more of the Record, of a fact and of a fact's place."""
    made = made_record(1)
    made["produced"]["version"] = version
    made["made_up"] = {"by": "a later one"}
    made["facts"][0]["made_up"] = 1
    made["facts"][0]["provenance"][0]["made_up"] = [1]
    return json.dumps(made | more).encode()


@pytest.mark.parametrize("version", [LATER, "99.0.0.dev1", "99"])
def test_fields_that_a_later_version_added_are_passed_over(version: str) -> None:
    made = made_record(1)
    made["produced"]["version"] = version
    assert record_from(with_new_fields(version), "a.json") == Record.model_validate(made)


@pytest.mark.parametrize("version", [OWN, EARLIER, "0+unknown", "later", ""])
def test_unknown_field_of_any_other_record_is_refused(version: str) -> None:
    with pytest.raises(NotARecord, match=r"a\.json: not a Record: .*made_up: Extra inputs are not permitted"):
        record_from(with_new_fields(version), "a.json")


def test_misspelt_field_loses_no_facts_in_silence() -> None:
    made = made_record(1)
    made["fact"] = made.pop("facts")
    made["produced"]["version"] = OWN
    with pytest.raises(NotARecord, match="fact: Extra inputs"):
        record_from(json.dumps(made).encode(), "a.json")


def test_what_a_later_version_tells_wrongly_is_refused_all_the_same() -> None:
    with pytest.raises(NotARecord, match=r"pages: Input should be a valid"):
        record_from(with_new_fields(LATER, pages=7), "a.json")
    with pytest.raises(NotARecord, match="schema_version 3, known up to 2"):
        record_from(with_new_fields(LATER, schema_version="3"), "a.json")


def test_versions_are_compared_by_number(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(records, "own_version", lambda: "0.9.0")
    path = tmp_path / "a.json"
    path.write_bytes(with_new_fields("0.10.0"))
    assert read_record(path).facts
    path.write_bytes(with_new_fields("0.9.0"))
    with pytest.raises(NotARecord):
        read_record(path)


def test_what_is_written_holds_known_fields_only() -> None:
    made = json.loads(with_new_fields(LATER))
    with pytest.raises(ValueError, match="Extra inputs"):
        Record.model_validate(made)
    with pytest.raises(jsonschema.ValidationError, match="made_up"):
        jsonschema.validate(made, Record.model_json_schema())
