"""Modules that lie in the current folder, a json.py among downloads say, are never run by processes of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.batch.isolate import Reader
from flows.batch.jobs import Job, Limits
from tests.conftest import REPOSITORY
from tests.hostile_pdfs import plain
from tests.made_records import write_records

# As the installed command is: a script in a folder of its own, where the interpreter looks for modules first.
_SCRIPT = "from flows.cli import main\nif __name__ == '__main__':\n    main()\n"
NAMES = ("_posixsubprocess", "cv2", "flows", "json", "numpy", "pickle", "prefect", "socket", "uvicorn")
_TRAP = "import os, sys\nopen(os.environ['RAN'], 'a').write(f'{__name__} in {sys.orig_argv}\\n')\nsys.exit(1)\n"


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder of modules that write their names to the file `ran` beside it."""
    folder = tmp_path / "trap"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.py").write_text(_TRAP, encoding="utf-8")
    (tmp_path / "ran").touch()
    return folder


def ran(trap: Path) -> str:
    return (trap.parent / "ran").read_text(encoding="utf-8")


def run(trap: Path, *arguments: object) -> None:
    """Gives the command in the trap; it does its work and nothing of the trap runs."""
    command = trap.parent / "bin" / "juesuan"
    command.parent.mkdir()
    command.write_text(_SCRIPT, encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, str(command), *map(str, arguments)],
            capture_output=True, text=True, check=False, cwd=trap, timeout=300,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "RAN": str(trap.parent / "ran")},
        )  # fmt: skip
    finally:
        assert ran(trap) == ""
    assert done.returncode == 0, done.stderr


def test_trap_is_one(trap: Path) -> None:
    environment = {"RAN": str(trap.parent / "ran")}
    assert subprocess.run([sys.executable, "-c", "import json"], cwd=trap, env=environment, check=False).returncode == 1
    assert ran(trap).startswith("json in")


def test_worker_runs_no_module_of_the_current_folder(
    trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.pdf").write_bytes(plain())
    monkeypatch.chdir(trap)
    monkeypatch.setenv("RAN", str(tmp_path / "ran"))
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)  # a flow that is deployed has no command that sets it
    with Reader(tmp_path, Limits(), 1) as reader:
        outcome = reader.read(Job(str(tmp_path / "good.pdf"), "good"))
    assert (outcome.status, ran(trap)) == ("done", "")


def test_batch_runs_no_module_of_the_current_folder(trap: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.pdf").write_bytes(plain())
    run(trap, "batch", tmp_path / "in", "-o", tmp_path / "out", "--workers", 1)
    assert (tmp_path / "out" / "good.json").is_file()


def test_processes_of_a_pool_run_no_module_of_the_current_folder(trap: Path, tmp_path: Path) -> None:
    write_records(70, tmp_path / "in")
    run(trap, "publish", tmp_path / "in", "--workers", 2, "--no-xlsx")
