"""Old Word documents by way of a program that may hang, fail or leave processes behind."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.model.errors import DamagedDocument
from flows import document
from flows.document import record_of
from tests.waiting import until

OLD_WORD = b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")
ENDED_WITHIN = 20  # seconds; the program would run for 300


def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program in LibreOffice's place."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "soffice").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (tmp_path / "bin" / "soffice").chmod(0o755)
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))


def commands() -> Iterator[bytes]:
    """Of the processes that there are."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield path.read_bytes()


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(tmp_path, monkeypatch, f'{sys.executable} -c "import time; time.sleep(300)" "$1" &\nwait')
    monkeypatch.setattr(document, "_CONVERSION_SECONDS", 1)
    with pytest.raises(DamagedDocument, match="too long"):
        record_of(OLD_WORD, "a.doc")
    folder = str(tmp_path / "scratch").encode()
    # One that was killed is still listed till the system ends it.
    until(lambda: not [command for command in commands() if folder in command], ENDED_WITHIN)
    assert not list((tmp_path / "scratch").iterdir())


def test_what_the_program_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, monkeypatch, "echo Error: source file could not be loaded >&2")
    with pytest.raises(DamagedDocument, match="cannot be converted: Error: source file could not be loaded"):
        record_of(OLD_WORD, "a.doc")
