"""Names of files in GBK, as copies from Chinese Windows have them, are read and told as they were meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractors.formats import extract_document
from extractors.model.errors import NotAPdf
from extractors.model.file_name import readable
from extractors.model.record import Record
from flows.batch.manifest import listed
from flows.document import extract_file
from flows.output import FAILURES, json_line, record_failure
from tests.hostile_pdfs import plain

NAME = "决算公开说明.pdf"
AS_LISTED = NAME.encode("gbk").decode("utf-8", "surrogateescape")  # as os.listdir gives it


@pytest.mark.parametrize(
    ("name", "meant"),
    [(NAME, NAME), (AS_LISTED, NAME), ("a.pdf", "a.pdf"), ("\udcff\udcff.pdf", "??.pdf"), ("\ud800.pdf", "?.pdf")],
)
def test_name_is_text(name: str, meant: str) -> None:
    assert readable(name) == meant


def test_document_of_such_a_name_is_read(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + NAME.encode("gbk")))
    source.write_bytes(plain())
    extract_file(source, tmp_path / "out")
    (written,) = (tmp_path / "out").iterdir()
    assert written.name == NAME.replace(".pdf", ".json")
    assert Record.model_validate_json(written.read_bytes()).document.file_name == NAME


def test_its_failure_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotAPdf, match="决算公开说明") as refused:
        extract_document(b"nothing", AS_LISTED)
    record_failure(tmp_path, AS_LISTED, refused.value)
    assert NAME in (tmp_path / FAILURES).read_text(encoding="utf-8")


def test_what_is_no_text_is_kept_in_json() -> None:
    line = json_line({"file": AS_LISTED, "cause": "甲"})
    assert b"\\udcbe" in line
    assert line.decode().endswith('"cause": "甲"}\n')


def test_names_that_differ_by_their_encoding_alone_are_told_apart(tmp_path: Path) -> None:
    for name in (NAME, AS_LISTED):
        (tmp_path / name).write_bytes(plain())
    names = {job.name for job in listed(str(tmp_path)).jobs}
    assert len(names) == 2
    assert all(name.startswith("决算公开说明-") for name in names)
