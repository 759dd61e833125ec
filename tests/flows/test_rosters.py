"""The roster as a file, and `juesuan register`, which writes one that can be given back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.model.record import Record
from extractors.register.build import register_of
from extractors.register.roster import RosterError
from extractors.register.telling import telling_of
from flows.cli import app
from flows.output import write_record
from flows.records import read_outline
from flows.refused import NotARecord
from flows.rosters import WRITTEN, as_csv, load_roster
from tests.extractors.register.test_register import SCHOOLS, of

RECORDS = [SCHOOLS, of("青禾县教育局", "第一中学"), of("南浦县教育局", "第一中学"), of("财政局")]


def test_a_roster_that_was_written_gives_the_same_register_back(tmp_path: Path) -> None:
    first = register_of(RECORDS)
    path = tmp_path / "roster.csv"
    path.write_text(as_csv(first), encoding="utf-8")
    again = register_of(RECORDS, load_roster(path))
    assert {key: (u.name, u.parent, u.region) for key, u in again.units.items()} == {
        key: (u.name, u.parent, u.region) for key, u in first.units.items()
    }
    assert all(unit.listed for unit in again.units.values() if unit.level != "region")


def test_old_rosters_are_read_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("\ufeffunit,aliases,approved\n云岭市财政局,财政局,2024-09-01\n云岭市文旅局,,\n", encoding="utf-8")
    first, second = load_roster(path)
    assert (first.names, first.line, second.approved) == (("云岭市财政局", "财政局"), 2, None)
    approved = first.approved_of(2023)
    assert approved is not None
    assert (approved.isoformat(), first.approved_of(2024)) == ("2024-09-01", None)


@pytest.mark.parametrize(("text", "said"), [("unit,approved\n甲局,九月\n", "line 2"), ("name\n甲局\n", "no unit")])
def test_a_wrong_roster_names_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RosterError, match=said) as error:
        load_roster(tmp_path / "r.csv")
    assert "r.csv" in str(error.value)
    with pytest.raises(RosterError, match=r"none\.csv: No such file"):
        load_roster(tmp_path / "none.csv")


def test_command_writes_the_roster_with_its_evidence(tmp_path: Path) -> None:
    for number, record in enumerate(RECORDS):
        write_record(record, tmp_path / "records" / f"{number}.json")
    done = CliRunner().invoke(app, ["register", str(tmp_path / "records"), "-o", str(tmp_path / "roster.csv")])
    assert done.exit_code == 0
    with (tmp_path / "roster.csv").open(encoding="utf-8-sig") as file:
        rows = {(row["unit"], row["parent"]): row for row in csv.DictReader(file)}
    assert tuple(rows["云岭市第一中学", "云岭市教育局"]) == WRITTEN
    assert "income.by_unit: 云岭市第一中学" in rows["云岭市第一中学", "云岭市教育局"]["evidence"]
    assert ("第一中学", "青禾县教育局") in rows
    assert "财政局" in done.stderr


def test_command_tells_json_and_what_it_cannot_read(tmp_path: Path) -> None:
    write_record(SCHOOLS, tmp_path / "a.json")
    done = CliRunner().invoke(app, ["-q", "register", str(tmp_path), "--json"])
    assert "云岭市第一中学" in {unit["key"] for unit in json.loads(done.stdout)["units"]}
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    assert CliRunner().invoke(app, ["register", str(tmp_path)]).exit_code == 1
    for arguments in (["register", str(tmp_path / "none")], ["register", str(tmp_path), "--roster", "none.csv"]):
        assert CliRunner().invoke(app, arguments).exit_code == 2


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.document.unit_name)
def test_an_outline_tells_what_the_record_does(tmp_path: Path, record: Record) -> None:
    write_record(record, tmp_path / "a.json")
    outline = read_outline(tmp_path / "a.json")
    assert not isinstance(outline, Record)
    assert telling_of(outline) == telling_of(record)


def test_an_outline_of_a_later_version_is_refused(tmp_path: Path) -> None:
    write_record(SCHOOLS, tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text("utf-8").replace('"schema_version": "2"', '"schema_version": "3"')
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(NotARecord, match="a later version"):
        read_outline(tmp_path / "a.json")
