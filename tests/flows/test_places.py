"""Where documents lie is kept beside Records by what reads them, and found again, whatever the names are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.batch.jobs import Job
from flows.batch.run import Settings, run
from flows.cli import app
from flows.places import PLACES, STATE, Place, known_places, place_in, place_of, remember
from flows.versions import LaterVersion
from tests.hostile_pdfs import plain


def test_what_is_kept_is_found_and_the_last_counts(tmp_path: Path) -> None:
    odd = os.fsdecode("决算.pdf".encode("gbk"))
    first, second, third = Place("a.pdf", "../in/a.pdf"), Place("b/a.pdf", "../in/b/a.pdf"), Place(odd, f"../in/{odd}")
    remember(tmp_path, [("a", first), ("c", third)])
    size = (tmp_path / STATE / PLACES).stat().st_size
    remember(tmp_path, [("a", first), ("c", third)])
    assert (tmp_path / STATE / PLACES).stat().st_size == size
    remember(tmp_path, [("a", second)])
    assert known_places(tmp_path) == {"a": second, "c": third}


def test_part_of_a_file_lies_where_the_file_does() -> None:
    place = Place("a.pdf", "../a.pdf")
    assert place_in({"a": place}, "a.unit-01") == place_in({"a": place}, "a") == place
    assert place_in({"a": place}, "a.unit-1x") is None


def test_torn_line_is_passed_over_and_a_later_version_refused(tmp_path: Path) -> None:
    remember(tmp_path, [("a", Place("a.pdf", "../a.pdf"))])
    path = tmp_path / STATE / PLACES
    line = path.read_bytes()
    path.write_bytes(line + b'{"version": 1, "rec')
    assert known_places(tmp_path) == {"a": Place("a.pdf", "../a.pdf")}
    path.write_bytes(line.replace(b'"version": 1', b'"version": 2'))
    with pytest.raises(LaterVersion):
        known_places(tmp_path)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("in/甲 局/a#1.pdf", "../../in/%E7%94%B2%20%E5%B1%80/a%231.pdf"),
        ("https://example.org/a%20b.pdf", "https://example.org/a%20b.pdf"),
        ("in/a.zip!/b.pdf", None),
    ],
)
def test_address_is_as_seen_from_the_corpus(tmp_path: Path, source: str, address: str | None) -> None:
    folder = tmp_path / "out"
    whole = source if "://" in source else str(tmp_path / source)
    assert place_of(folder, whole, "x").address(folder, folder / "corpus") == address


def test_extract_keeps_where_documents_lie_that_were_read(tmp_path: Path) -> None:
    for name in ("a/x.pdf", "b/深/x.pdf"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_bytes(plain())
    (tmp_path / "in" / "bad.pdf").write_bytes(b"")
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert known_places(tmp_path / "out") == {
        "a_x": Place("a/x.pdf", "../in/a/x.pdf"),
        "b_深_x": Place("b/深/x.pdf", "../in/b/深/x.pdf"),
    }


def test_batch_keeps_where_all_documents_lie(tmp_path: Path) -> None:
    from flows.batch.manifest import listed

    for name in ("a/x.pdf", "b/x.pdf"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_bytes(plain())
    jobs = [*listed(str(tmp_path / "in")).jobs, Job("https://example.org/files/y.pdf", "y", path="files/y.pdf")]
    run(jobs, (), Settings(tmp_path / "out"), lambda tally, outcome: None, lambda current: None)
    assert known_places(tmp_path / "out") == {
        "a_x": Place("a/x.pdf", "../in/a/x.pdf"),
        "b_x": Place("b/x.pdf", "../in/b/x.pdf"),
        "y": Place("files/y.pdf", "https://example.org/files/y.pdf"),
    }
    for line in (tmp_path / "out" / STATE / PLACES).read_bytes().splitlines():
        assert json.loads(line)["version"] == 1
