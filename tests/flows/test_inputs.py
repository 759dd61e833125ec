"""What stands in folders and archives: documents by their bytes, and what is left out with why; names of Records."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from extractors.model.errors import DamagedDocument
from flows.batch.manifest import listed
from flows.inputs import find_below, find_named, is_document, read_source
from flows.naming import record_names
from tests.flows.monitor import documents
from tests.hostile_pdfs import plain


def test_everything_in_a_folder_is_a_document_or_left_out_with_why(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "a").write_bytes(plain())
    (tmp_path / "~$b.docx").write_bytes(b"owner")
    (tmp_path / "._c.pdf").write_bytes(b"fork")
    (tmp_path / "d.xml").write_bytes(b"<?xml version='1.0'?><a/>")
    (tmp_path / "e.rar").write_bytes(b"Rar!\x1a\x07")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "link").symlink_to(tmp_path / "deeper")
    os.mkfifo(tmp_path / "pipe")
    found = find_below(tmp_path)
    assert [document.parts for document in found.documents] == [("e.rar",), ("gone.pdf",), ("deeper", "a")]
    assert [line.removeprefix(f"{tmp_path}/") for line in found.left_out] == [
        "link: a link to a folder, which is not followed",
        "._c.pdf: what macOS keeps beside a file",
        "d.xml: no document: XML data",
        "pipe: no regular file",
        "~$b.docx: what an office program keeps beside an open file",
    ]


def test_files_of_an_archive_are_read_by_their_sources(tmp_path: Path) -> None:
    inner = documents.archive({"乙/b.pdf": b"%PDF-b"})
    (tmp_path / "a.zip").write_bytes(documents.archive({"甲\\a.pdf": b"%PDF-a", "in.zip": inner, "none.txt": b""}))
    found = find_named(tmp_path / "a.zip", ("a.zip",))
    sources = [document.source for document in found.documents]
    assert sources == [f"{tmp_path}/a.zip!/甲\\a.pdf", f"{tmp_path}/a.zip!/in.zip!/乙/b.pdf"]
    assert [document.parts for document in found.documents] == [("a", "甲", "a.pdf"), ("a", "in.zip", "乙", "b.pdf")]
    assert [read_source(source) for source in sources] == [b"%PDF-a", b"%PDF-b"]
    with pytest.raises(DamagedDocument, match="no such file"):
        read_source(f"{tmp_path}/a.zip!/c.pdf")
    assert found.left_out == [f"{tmp_path}/a.zip!/none.txt: no document: plain text or unknown bytes"]


def test_two_files_of_one_name_in_an_archive_are_told(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.pdf", b"%PDF-2")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    found = find_named(tmp_path / "a.zip", ("a.zip",))
    assert len(found.documents) == 1
    assert "two files of this name" in found.unopened[0].cause


def test_a_folder_named_like_an_archive_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.zip!").mkdir()
    (tmp_path / "a.zip!" / "x.pdf").write_bytes(b"%PDF-x")
    assert read_source(f"{tmp_path}/a.zip!/x.pdf") == b"%PDF-x"


def test_a_document_is_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(plain())
    (tmp_path / "b.txt").write_text("x.pdf\n", encoding="utf-8")
    assert is_document(tmp_path / "a")
    assert not is_document(tmp_path / "b.txt")
    assert [job.name for job in listed(str(tmp_path / "a")).jobs] == ["a"]


def test_a_manifest_may_name_archives(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(documents.archive({"b.pdf": plain(), "c.pdf": plain()}))
    (tmp_path / "m.csv").write_text("source,name\na.zip,甲\na.zip,乙\n", encoding="utf-8")
    listing = listed(str(tmp_path / "m.csv"))
    assert [job.name for job in listing.jobs] == ["b", "c"]
    assert all(len(job.sha256) == 64 for job in listing.jobs)
    assert len(listing.left_out) == 1


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ([("x.pdf",), ("y.pdf",)], ["x", "y"]),
        ([("a", "x.pdf"), ("b", "x.pdf"), ("b", "y.pdf")], ["a_x", "b_x", "y"]),
        ([("x.pdf",), ("x.docx",)], ["x.pdf", "x.docx"]),
        ([("a_x.pdf",), ("a", "x.pdf"), ("b", "x.pdf")], ["a_x", "a_x.pdf", "b_x"]),
        ([(".pdf",), ("a\nb.pdf",)], ["pdf", "a_b"]),
        ([("x.pdf",), ("a", "..", "x.pdf"), ("a", ".", "x.pdf")], ["x", "a_.._x", "a_._x"]),
    ],
)
def test_records_are_named_by_as_little_of_the_path_as_tells_them_apart(
    parts: list[tuple[str, ...]], names: list[str]
) -> None:
    found = record_names([("/".join(part), part) for part in parts])
    assert found == names


def test_long_names_are_cut_and_told_apart() -> None:
    parts = [(f"{'甲' * 100}", f"{n}{'乙' * 70}.pdf") for n in (1, 2)]
    found = record_names([("/".join(part), part) for part in parts], by_path=True)
    assert len(set(found)) == 2
    assert all(len(name.encode()) <= 180 for name in found)
