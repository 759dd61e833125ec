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
from flows.publish.workbook import WORKBOOK
from tests.made_records import write_records

BELOW = ("甲 局/2021#1.pdf", "乙局/深/made-000001.pdf", 'c/100% "x".pdf')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Records of three documents in sub-folders of `in`, which lie where they lay, and of one that nobody knows of."""
    records = tmp_path / "records"
    names = [path.stem for path in write_records(4, records, statements=False)]
    for name, below in zip(names, BELOW, strict=False):
        source = tmp_path / "in" / below
        source.parent.mkdir(parents=True)
        source.touch()
        remember(records, [(name, place_of(records, str(source), below))])
    return records


def told(folder: Path, *arguments: str) -> tuple[list[str], str]:
    """The addresses that rows of documents lead to, and what the command told."""
    result = CliRunner().invoke(app, ["publish", str(folder), "--xlsx", *arguments], env={"JUESUAN_LANG": "en"})
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(folder / "corpus" / WORKBOOK) as book:
        sheet = max((name for name in book.namelist() if "sheets/sheet" in name), key=lambda n: (len(n), n))
        formulas = regex.findall(r"<f>(.*?)</f>", book.read(sheet).decode())
    addresses = [regex.fullmatch(r'HYPERLINK\("(.*)","第\d+页"\)', f.replace("&quot;", '"'))[1] for f in formulas]
    return addresses, result.output


def leads_to(folder: Path, address: str) -> Path:
    below, _, page = address.partition("#page=")
    assert page == "1"
    return (folder / "corpus" / unquote(below)).resolve()


def test_rows_lead_to_where_documents_lay_and_the_rest_is_told(folder: Path) -> None:
    addresses, output = told(folder)
    found = {leads_to(folder, address) for address in addresses}
    assert found == {(folder.parent / "in" / below).resolve() for below in BELOW}
    assert "1 of 4 documents are not where they should lie" in output
    assert "--links" in output


def test_a_document_that_is_gone_is_not_linked(folder: Path) -> None:
    (folder.parent / "in" / BELOW[0]).unlink()
    addresses, output = told(folder)
    assert len(addresses) == 2
    assert "2 of 4 documents" in output


@pytest.mark.parametrize("seen_from", ["corpus", "here"])
def test_a_folder_that_is_told_is_searched_by_path_and_by_name(
    folder: Path, seen_from: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = folder.parent / "moved"
    (folder.parent / "in").rename(moved)
    (moved / "made-000003.pdf").touch()
    monkeypatch.chdir(folder.parent)
    addresses, output = told(folder, "--links", "../../moved" if seen_from == "corpus" else "moved")
    assert len(addresses) == 4
    assert all(leads_to(folder, address).is_file() for address in addresses)
    assert "documents are not" not in output


def test_an_address_is_taken_as_it_is(folder: Path) -> None:
    addresses, output = told(folder, "--links", "https://example.org/files/")
    assert f"https://example.org/files/{'%E7%94%B2'}%20{'%E5%B1%80'}/2021%231.pdf#page=1" in addresses
    assert "https://example.org/files/made-000003.pdf#page=1" in addresses
    assert "documents are not" not in output


def test_documents_tell_path_and_address_and_views_the_page(folder: Path) -> None:
    told(folder)
    with opened(folder / "corpus" / DATABASE, read_only=True) as db:
        known = db.execute("SELECT record_id, path, address FROM documents ORDER BY record_id").fetchall()
        pages = db.execute("SELECT link, page, path FROM panel ORDER BY record_id").fetchall()
    assert [path for _, path, _ in known] == [*BELOW, None]
    assert known[0][2] == "../../in/%E7%94%B2%20%E5%B1%80/2021%231.pdf"
    assert pages[0][0] == f"{known[0][2]}#page={pages[0][1]}"
    assert pages[3][0] is None


def test_a_document_that_moved_is_published_again(folder: Path) -> None:
    told(folder)
    source = folder.parent / "in" / BELOW[1]
    target = source.with_name("new.pdf")
    source.rename(target)
    remember(folder, [("made-000001", place_of(folder, str(target), "乙局/深/new.pdf"))])
    addresses, output = told(folder)
    assert "1 new or changed" in output
    assert target.resolve() in {leads_to(folder, address) for address in addresses}
