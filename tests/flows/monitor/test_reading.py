"""The seam to reading: Records written by other processes, old Word documents by way of LibreOffice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from extractors.formats import UnreadKind
from extractors.model.record import Record
from flows.document import record_of
from flows.monitor.reading import PoolReader, Reading
from tests.flows.monitor import documents


def test_document_is_read_by_another_process(reader: PoolReader, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(documents.word("云岭市甲局", "1.00"))
    assert reader.submit(path, tmp_path, None).result() == Reading()
    record = Record.model_validate_json((tmp_path / "a.json").read_bytes())
    assert record.document.unit_name == "云岭市甲局"


def test_broken_document_is_told_as_such(reader: PoolReader, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 and no more")
    reading = reader.submit(path, tmp_path, None).result()
    assert reading.damaged
    assert reading.problem is not None
    assert reading.problem.startswith("a.pdf: ")


def test_missing_file_is_a_problem_and_no_exception(reader: PoolReader, tmp_path: Path) -> None:
    reading = reader.submit(tmp_path / "none.pdf", tmp_path, None).result()
    assert reading.problem == "none.pdf: No such file or directory"


def test_lost_process_costs_only_what_it_read(tmp_path: Path) -> None:
    reader = PoolReader(1)
    path = tmp_path / "a.docx"
    path.write_bytes(documents.word("云岭市甲局", "1.00"))
    assert reader.submit(path, tmp_path, None).result() == Reading()
    running = reader._readers[0]._running
    assert running is not None
    future = reader.submit(path, tmp_path, None)
    os.kill(running.process.pid, signal.SIGKILL)
    assert future.result() == Reading()  # it is tried again by another process
    assert reader.submit(path, tmp_path, None).result() == Reading()
    reader.close()


def test_old_word_document_without_libreoffice_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadKind, match="LibreOffice"):
        record_of(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "a.doc", None)


@pytest.mark.slow
def test_old_word_document_is_read_by_way_of_libreoffice(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or not any(Path("/usr/lib/libreoffice/program").glob("libswlo.so")):
        pytest.skip("LibreOffice Writer is not installed (make system-test-deps)")
    (tmp_path / "a.docx").write_bytes(documents.word("云岭市旧局", "9.90"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    record = record_of((tmp_path / "a.doc").read_bytes(), "a.doc", None)
    assert record.document.unit_name == "云岭市旧局"
    assert "99000" in {fact.value for fact in record.facts}
