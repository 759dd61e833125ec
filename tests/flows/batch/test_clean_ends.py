"""However a run ends, nothing of it is left: no process, no folder, no pipe; and what it wrote is gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.generate import generate
from flows.batch.jobs import Job, Outcome
from flows.batch.ledger import STATE, Ledger
from tests.conftest import REPOSITORY
from tests.flows.batch.test_batches import BATCH
from tests.waiting import until

HANG = 60.0  # seconds; what is waited for takes a few
MARK = "JUESUAN_TEST_OF_ENDS"


def marked(mark: str) -> list[str]:
    """The command lines of running processes that were started with that mark in their environment."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and f"{MARK}={mark}\0".encode() in (process / "environ").read_bytes():
                state = (process / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
                found += [(process / "cmdline").read_text(encoding="utf-8")] if state != "Z" else []
        except OSError:
            continue
    return found


def killed(command: list[str], number: signal.Signals, folder: Path, ready: Callable[[], bool]) -> None:
    """Starts a command, sends it the signal once it is ready, and looks for what is left of it."""
    temporary, mark = folder / "tmp", str(folder)
    temporary.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(temporary), MARK: mark}
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as run:  # fmt: skip
        try:
            until(ready, HANG, "it was never ready")
            run.send_signal(number)
            run.communicate(timeout=HANG)  # ends only when nothing holds its output any more
            until(lambda: not marked(mark), HANG, "processes are left")
            until(lambda: not list(temporary.iterdir()), HANG, "folders are left")
        finally:
            run.kill()


_READER = """
import sys, time
from pathlib import Path
from flows.batch.isolate import Reader
from flows.batch.jobs import Limits
Reader(Path(sys.argv[1]), Limits(), 1, loads="pages")._started()
Path(sys.argv[1], "up").touch()
time.sleep(600)
"""


def test_worker_ends_with_whoever_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _READER, str(tmp_path)]
    killed(command, signal.SIGKILL, tmp_path, (tmp_path / "up").exists)


_GUARDED = """
import subprocess, sys, time
from pathlib import Path
from flows.batch.guardian import process_guardian
group = subprocess.Popen(["sh", "-c", "sleep 600 & sleep 600"], start_new_session=True)
process_guardian().process(group.pid, held=True)
folder = Path(sys.argv[1], "tmp", "deep", "deeper"); folder.mkdir(parents=True)
process_guardian().folder(folder.parent, held=True)
Path(sys.argv[1], "up").touch()
time.sleep(600)
"""


def test_guardian_ends_groups_and_removes_folders(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _GUARDED, str(tmp_path)]
    killed(command, signal.SIGKILL, tmp_path, (tmp_path / "up").exists)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("when", ["starting", "reading"])
def test_batch_leaves_nothing_behind(number: signal.Signals, when: str, tmp_path: Path) -> None:
    documents, out = tmp_path / "in", tmp_path / "out"
    documents.mkdir()
    for seed in range(60):
        (documents / f"{seed}.pdf").write_bytes(generate("terse", seed)[0])

    def ready() -> bool:
        if when == "starting":
            return any("uvicorn" in command for command in marked(str(tmp_path)))
        return any(out.glob("*.json"))

    killed([*BATCH, str(documents), "-o", str(out), "--workers", "2"], number, tmp_path, ready)
    assert not list(out.glob(".*.part"))


def settled(folder: Path, name: str) -> None:
    with Ledger(folder, "of now") as ledger:
        ledger.settle(
            Outcome(f"/in/{name}.pdf", name, "failed", sha256="1", kind="NotAPdf", cause="云\u2028岭: no PDF")
        )


@pytest.mark.parametrize(
    "spoilt",
    [
        b'{"source": "\xe4\xba',
        b'{"source": "/in/b.pdf", "name": "b", "status": "done", "stamp": 7}\n',
        b'{"source": "/in/b.pdf", "name": ["b"], "status": "done", "sha256": [1]}\n',
        b"\x00" * 4096 + b"\n",
        b"[]\n",
        b'"\n' + b"[" * 100_000 + b"\n",
    ],
)
def test_spoilt_line_of_a_journal_costs_itself_only(spoilt: bytes, tmp_path: Path) -> None:
    settled(tmp_path, "a")
    for path in (tmp_path / STATE / "journal.jsonl", tmp_path / "failures.jsonl"):
        with path.open("ab") as file:
            file.write(spoilt)
    with Ledger(tmp_path, "of now") as ledger:
        assert ledger.failed_before("a", "1") is not None
        ledger.forget_failures([Job("/in/none.pdf", "none")])
    settled(tmp_path, "c")
    told = [line for line in (tmp_path / "failures.jsonl").read_bytes().split(b"\n") if b'"/in/c.pdf"' in line]
    assert [json.loads(line)["name"] for line in told] == ["c"]
    with Ledger(tmp_path, "of now") as ledger:
        ledger.forget_failures([Job("/in/a.pdf", "a"), Job("/in/c.pdf", "c")])
    assert b"/in/a.pdf" not in (tmp_path / "failures.jsonl").read_bytes()
