"""A journal that an older commit made is gone on with, none of its outcomes lost; one of a later version is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.batch import journal
from flows.batch.jobs import Job, Outcome
from flows.batch.journal import JOURNAL, journal_lines
from flows.batch.ledger import STATE, Ledger
from flows.exits import Exit
from flows.versions import LaterVersion, Versions, copy_of
from tests.conftest import OLDER, REPOSITORY

MADE = OLDER / "c717817"
OLD_LINES = (MADE / "output" / STATE / JOURNAL).read_bytes().splitlines()
OLD = {entry["name"]: entry for entry in map(json.loads, OLD_LINES)}
FINGERPRINT = OLD["a"]["fingerprint"]


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The older batch's output folder, its documents in `input` beside it, where that run was started."""
    shutil.copytree(MADE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Path("output")


def lines(folder: Path) -> list[bytes]:
    return (folder / STATE / JOURNAL).read_bytes().splitlines()


def test_what_an_older_run_did_is_known(output: Path) -> None:
    with Ledger(output, FINGERPRINT) as ledger:
        assert {name: ledger.had(name) for name in OLD} == {"a": OLD["a"]["sha256"], "b": OLD["b"]["sha256"], "c": ""}
        failed = ledger.failed_before("c", OLD["c"]["sha256"])
        assert failed is not None
        assert failed.cause == "c.pdf: the PDF is truncated: its end is missing"
    assert [json.loads(lines(output)[0]), *lines(output)[1:]] == [{"version": 2}, *OLD_LINES]
    assert copy_of(output / STATE / JOURNAL, 1).read_bytes().splitlines() == OLD_LINES


def test_record_of_a_document_that_was_renamed_since_is_put_away(output: Path) -> None:
    Path("input/b.pdf").rename("input/d.pdf")
    shutil.copy(output / "b.json", output / "d.json")
    with Ledger(output, FINGERPRINT) as ledger:
        ledger.settle(Outcome("input/d.pdf", "d", "done", sha256=OLD["b"]["sha256"]))
        (told,) = ledger.leave_renamed([Job("input/a.pdf", "a"), Job("input/d.pdf", "d")])
    assert "the document is input/d.pdf now" in told
    assert not (output / "b.json").exists()


def test_what_was_brought_up_is_not_brought_up_again(output: Path) -> None:
    path = output / STATE / JOURNAL
    journal_lines(path)
    copy_of(path, 1).unlink()
    before = path.stat()
    assert [line for line in journal_lines(path) if line] == OLD_LINES
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not copy_of(path, 1).exists()


@pytest.mark.parametrize("content", [None, b""])
def test_new_journal_tells_its_version(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / JOURNAL
    if content is not None:
        path.write_bytes(content)
    assert journal_lines(path) == []
    assert path.read_bytes() == b'{"version": 2}\n'
    assert [p.name for p in tmp_path.iterdir()] == [JOURNAL]


def test_next_change_is_one_more_step(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = output / STATE / JOURNAL
    journal_lines(path)
    second = path.read_bytes()

    def renamed(told: list[bytes]) -> list[bytes]:
        return [line.replace(b'"name"', b'"called"') for line in told]

    with monkeypatch.context() as later:
        later.setattr(journal, "VERSIONS", Versions((*journal.VERSIONS.steps, renamed)))
        journal_lines(path)
    head, *told = lines(output)
    assert json.loads(head) == {"version": 3}
    assert [json.loads(line)["called"] for line in told] == ["a", "b", "c"]
    assert copy_of(path, 2).read_bytes() == second
    with pytest.raises(LaterVersion, match="version 3, known up to 2"):
        journal_lines(path)


def batch(*arguments: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from flows.cli import main; main()", "batch", *arguments]
    environment = {"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin", "JUESUAN_LANG": "en"}
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=300, env=environment)


def test_later_journal_is_refused_in_one_line_and_left_as_it_is(output: Path) -> None:
    path = output / STATE / JOURNAL
    later = b'{"version": 9, "more": "of which nothing is known"}\n{"file": 1}\n'
    path.write_bytes(later)
    done = batch("input", "-o", "output", "--workers", "1")
    assert done.returncode == Exit.WRONG_USAGE
    assert done.stderr.splitlines()[-1] == (
        "output/.juesuan/journal.jsonl: stored by a later version of Juesuan (version 9, known up to 2)"
    )
    assert path.read_bytes() == later


@pytest.mark.slow
def test_batch_goes_on_in_the_folder_of_an_older_one(output: Path) -> None:
    first, second = batch("input", "-o", "output", "--workers", "1"), batch("input", "-o", "output", "--workers", "1")
    assert (first.returncode, second.returncode) == (Exit.SOME_FAILED, Exit.SOME_FAILED)  # c.pdf is broken
    summary = json.loads((output / STATE / "summary.json").read_text("utf-8"))
    assert (summary["total"], summary["same"], summary["read"]) == (3, 2, 0)
    (failure,) = map(json.loads, (output / "failures.jsonl").read_text("utf-8").splitlines())
    assert failure["file"] == "input/c.pdf"
    assert [line for line in OLD_LINES if line not in lines(output)] == []
