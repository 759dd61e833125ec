"""Rows of corpus.xlsx lead to documents that are there, wherever they lie; of the others it is said what to tell."""

from __future__ import annotations

import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
import regex
from typer.testing import CliRunner

from flows.cli import app
from flows.places import place_of, remember
from flows.publish.database import DATABASE, opened
from flows.publish.links import Links
from flows.publish.workbook import WORKBOOK
from tests.made_records import write_records

BELOW = ("甲 局/2021#1.pdf", "乙局/深/made-000001.pdf", 'c/100% "x".pdf')
UNKNOWN = "made-000003.pdf"
ENCODED = "%E7%94%B2%20%E5%B1%80/2021%231.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for Records; documents lie in sub-folders of `in` beside it."""
    for below in BELOW:
        source = tmp_path / "in" / below
        source.parent.mkdir(parents=True)
        source.touch()
    (tmp_path / "records" / "corpus").mkdir(parents=True)
    return tmp_path / "records"


def links(folder: Path, told: str | None) -> Links:
    """Links of a corpus of four documents, of three of which it is known where they lay."""
    rows: list[tuple[str, str, str | None, str | None]] = [("r3", UNKNOWN, None, None)]
    for number, below in enumerate(BELOW):
        place = place_of(folder, str(folder.parent / "in" / below), below)
        rows.append((f"r{number}", Path(below).name, below, place.address(folder, folder / "corpus")))
    return Links(folder / "corpus", told, rows)


def leads_to(folder: Path, address: str | None) -> Path:
    below, _, page = (address or "").replace('""', '"').partition("#page=")
    assert page == "1"
    return (folder / "corpus" / unquote(below)).resolve()


def test_documents_are_found_where_they_lay(folder: Path) -> None:
    found = links(folder, None)
    assert found.linked == (3, 1)
    assert [leads_to(folder, found.to(f"r{n}", 1)) for n in range(3)] == [folder.parent / "in" / b for b in BELOW]
    assert found.to("r3", 1) is None


def test_a_document_that_is_gone_is_not_linked(folder: Path) -> None:
    (folder.parent / "in" / BELOW[0]).unlink()
    found = links(folder, None)
    assert found.linked == (2, 2)
    assert found.to("r0", 1) is None


def test_a_document_beside_the_corpus_is_found_untold(folder: Path) -> None:
    (folder / UNKNOWN).touch()
    assert links(folder, None).to("r3", 7) == f"../{UNKNOWN}#page=7"


@pytest.mark.parametrize(
    "told", ["../../moved", "moved", "{here}/moved"], ids=["from the corpus", "from here", "whole"]
)
def test_a_folder_that_is_told_is_searched_by_path_and_by_name(
    folder: Path, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = folder.parent / "moved"
    (folder.parent / "in").rename(moved)
    (moved / UNKNOWN).touch()
    monkeypatch.chdir(folder.parent)
    found = links(folder, told.format(here=folder.parent))
    assert found.linked == (4, 0)
    assert all(leads_to(folder, found.to(f"r{n}", 1)).is_file() for n in range(4))


def test_an_address_is_taken_as_it_is(folder: Path) -> None:
    found = links(folder, "https://example.org/files/")
    assert found.to("r0", 2) == f"https://example.org/files/{ENCODED}#page=2"
    assert found.to("r3", 1) == f"https://example.org/files/{UNKNOWN}#page=1"


def published(folder: Path) -> tuple[list[str], str]:
    """The addresses that rows of documents lead to, and what the command told."""
    result = CliRunner().invoke(app, ["publish", str(folder), "--xlsx"], env={"JUESUAN_LANG": "en"})
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(folder / "corpus" / WORKBOOK) as book:
        sheet = max((name for name in book.namelist() if "sheets/sheet" in name), key=lambda n: (len(n), n))
        formulas = regex.findall(r"<f>(.*?)</f>", book.read(sheet).decode())
    addresses = [regex.fullmatch(r'HYPERLINK\("(.*)","第\d+页"\)', f.replace("&quot;", '"'))[1] for f in formulas]
    return addresses, result.output


def test_rows_lead_to_pages_and_what_is_not_there_is_told(folder: Path) -> None:
    names = [path.stem for path in write_records(2, folder, statements=False)]
    source = folder.parent / "in" / BELOW[0]
    remember(folder, [(names[0], place_of(folder, str(source), BELOW[0]))])
    addresses, output = published(folder)
    assert [leads_to(folder, address) for address in addresses] == [source]
    assert "1 of 2 documents are not where they should lie" in output
    assert "--links" in output
    with opened(folder / "corpus" / DATABASE, read_only=True) as db:
        known = db.execute("SELECT path, address FROM documents ORDER BY record_id").fetchall()
        (first, second) = db.execute("SELECT link, page FROM panel ORDER BY record_id").fetchall()
    assert known == [(BELOW[0], f"../../in/{ENCODED}"), (None, None)]
    assert (first[0], second[0]) == (f"../../in/{ENCODED}#page={first[1]}", None)

    target = source.with_name("new.pdf")
    source.rename(target)
    remember(folder, [(names[0], place_of(folder, str(target), "甲 局/new.pdf"))])
    addresses, output = published(folder)
    assert "1 new or changed" in output
    assert [leads_to(folder, address) for address in addresses] == [target]
