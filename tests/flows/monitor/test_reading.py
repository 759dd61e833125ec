"""The seam to reading: Records written by other processes, old Word documents by way of LibreOffice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from extractors.model.record import Record
from flows.monitor.reading import PoolReader, Reading, read_document_file, result_of
from tests.flows.monitor import documents


def test_document_is_read_by_another_process(reader: PoolReader, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(documents.word("云岭市甲局", "1.00"))
    assert result_of(reader.submit(path, tmp_path, None)) == Reading()
    record = Record.model_validate_json((tmp_path / "a.json").read_bytes())
    assert record.document.unit_name == "云岭市甲局"


def test_broken_document_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 and no more")
    reading = read_document_file(path, tmp_path, None)
    assert reading.damaged
    assert reading.problem is not None
    assert reading.problem.startswith("a.pdf: ")


def test_missing_file_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    assert read_document_file(tmp_path / "none.pdf", tmp_path, None).problem == "none.pdf: No such file or directory"


def test_lost_process_costs_only_what_it_read(tmp_path: Path) -> None:
    reader = PoolReader(1)
    path = tmp_path / "a.docx"
    path.write_bytes(documents.word("云岭市甲局", "1.00"))
    assert result_of(reader.submit(path, tmp_path, None)) == Reading()
    (worker,) = reader._executor._processes.values()
    future = reader.submit(path, tmp_path, None)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    lost = result_of(future)
    assert lost.damaged or lost == Reading()
    assert result_of(reader.submit(path, tmp_path, None)) == Reading()
    reader.close()


def test_old_word_document_without_libreoffice_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"))
    reading = read_document_file(path, tmp_path, None)
    assert reading.problem is not None
    assert "LibreOffice" in reading.problem
    assert not reading.damaged


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
    out = tmp_path / "out"
    assert read_document_file(tmp_path / "a.doc", out, None) == Reading()
    record = Record.model_validate_json((out / "a.json").read_bytes())
    assert record.document.unit_name == "云岭市旧局"
    assert "99000" in {fact.value for fact in record.facts}
