"""A compendium through the commands: a Record a unit, written, remembered, shown on the pages of its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.compendium import compendium
from extractors.formats import extract_all
from flows.audit.crops import Crops
from flows.batch.effort import with_effort
from flows.batch.jobs import Job, Outcome
from flows.batch.ledger import Ledger
from flows.cli import app
from flows.output import part_path, write_records
from flows.records import read_record
from flows.review.pages import PageImages

NAMES = ["bound.json", "bound.unit-01.json", "bound.unit-02.json"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "bound.pdf"
    path.write_bytes(compendium((("narrative", 47), ("lakes", 45)))[0])
    return path


@pytest.fixture
def folder(source: Path, tmp_path: Path) -> Path:
    told = CliRunner().invoke(app, ["extract", str(source), "-o", str(tmp_path)])
    assert told.exit_code == 0
    return tmp_path


def test_extract_writes_a_record_a_unit_shown_on_the_files_pages(source: Path, folder: Path) -> None:
    assert sorted(path.name for path in folder.glob("*.json")) == NAMES
    second = read_record(folder / NAMES[2])
    place = second.facts[0].provenance[0]
    assert second.document.part_of is not None
    assert second.document.part_of.first_page <= place.page <= second.document.part_of.last_page
    assert PageImages([source.parent]).image(second, place.page)
    with Crops([source.parent]) as crops:
        assert crops.crop("bound.pdf", second.document.sha256, place.page, place.bbox)


def test_parts_that_a_file_has_no_longer_are_taken_away(folder: Path) -> None:
    whole, first = (read_record(folder / name) for name in NAMES[:2])
    write_records((whole, first), folder / NAMES[0])
    assert sorted(path.name for path in folder.glob("*.json")) == NAMES[:2]


def test_another_documents_record_is_neither_taken_away_nor_written_over(folder: Path) -> None:
    whole, first, second = (read_record(folder / name) for name in NAMES)
    own = whole.model_copy(update={"document": whole.document.model_copy(update={"parts": 0})})
    write_records((own,), folder / NAMES[2])  # of a document that is called bound.unit-02.pdf
    write_records((whole, first), folder / NAMES[0])
    assert read_record(folder / NAMES[2]) == own
    with pytest.raises(OSError, match="take the place"):
        write_records((whole, first, second), folder / NAMES[0])
    assert read_record(folder / NAMES[2]) == own


def test_batch_remembers_the_parts(source: Path, tmp_path: Path) -> None:
    records = extract_all(source.read_bytes(), source.name)
    sha256, path = records[0].document.sha256, tmp_path / NAMES[0]
    with Ledger(tmp_path, "of now") as ledger:
        write_records(records, path)
        outcome = with_effort(Outcome("bound.pdf", "bound", "done", sha256=sha256), records)
        assert (outcome.parts, outcome.due, outcome.facts) == (2, True, sum(len(r.facts) for r in records))
        ledger.settle(outcome)
        assert ledger.had("bound") == sha256
        copied = ledger.copied(Job("twin.pdf", "twin"), sha256)
        assert copied is not None
        assert copied.parts == outcome.parts
        assert read_record(tmp_path / "twin.unit-02.json").document.file_name == "twin.pdf"
    part_path(path, 2).unlink()
    with Ledger(tmp_path, "of now") as ledger:
        assert ledger.had("bound") == ""
