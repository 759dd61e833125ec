"""Batches for real: Prefect's server, worker processes, failures recorded, runs killed and gone on with."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import regex

from corpus.generate import generate
from extractors.model.record import Record
from tests.conftest import REPOSITORY
from tests.hostile_pdfs import plain

BATCH = [sys.executable, "-c", "from flows.cli import main; main()", "batch"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def batch(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BATCH, *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=REPOSITORY, env=ENVIRONMENT,
    )  # fmt: skip


def facts(folder: Path) -> dict[str, Any]:
    """All that the Records of a folder say, but for how long it took."""
    said = {}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(Record.model_validate_json(path.read_bytes()).model_dump_json())
        del data["produced"]["seconds"]
        said[path.name] = data
    return said


def failures(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "failures.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three good documents, two of them the same bytes, and one that is none."""
    folder = tmp_path_factory.mktemp("in")
    (folder / "deeper").mkdir()
    (folder / "terse-1.pdf").write_bytes(generate("terse", 1)[0])
    (folder / "twin.pdf").write_bytes(generate("terse", 1)[0])
    (folder / "deeper" / "terse-2.pdf").write_bytes(generate("terse", 2)[0])
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    return folder


@pytest.fixture(scope="module")
def done(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The folder of Records of a run that nothing disturbed, and what the run said."""
    out = tmp_path_factory.mktemp("out")
    return out, batch(documents, "-o", out, "--workers", 2)


def test_folder_is_read_and_failures_are_recorded(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, told = done
    assert told.returncode == 1, told.stderr
    assert "3 of 4 documents read" in told.stdout
    assert regex.search(r"\d of 3 straight through \(\d+\.\d %\), \d+\.\d facts to review a document", told.stdout)
    assert "Traceback" not in told.stderr
    assert sorted(facts(out)) == ["terse-1.json", "terse-2.json", "twin.json"]
    assert all(record["facts"] for record in facts(out).values())
    (entry,) = failures(out)
    assert entry["file"].endswith("broken.pdf")
    assert entry["cause"] in told.stderr


def test_same_command_reads_nothing_again(
    documents: Path, done: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    out = shutil.copytree(done[0], tmp_path / "out", copy_function=shutil.copy2)
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.json")}
    (out / "terse-1.json").write_text("{", encoding="utf-8")  # torn by something else
    again = batch(documents, "-o", out)
    assert again.returncode == 1
    assert "2 of them before" in again.stdout
    assert again.stdout.splitlines()[-1] == done[1].stdout.splitlines()[-1]  # Records that were there count, too
    assert facts(out) == facts(done[0])
    changed = {path.name for path in out.glob("*.json") if path.stat().st_mtime_ns != before[path.name]}
    assert changed == {"terse-1.json"}
    assert len(failures(out)) == 1


@pytest.fixture
def served(documents: Path) -> Iterator[str]:
    """The documents over HTTP."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(documents)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.slow
def test_manifest_of_paths_and_urls(documents: Path, served: str, tmp_path: Path) -> None:
    manifest = tmp_path / "night.csv"
    manifest.write_text(
        f"source,name\n{served}/terse-1.pdf,甲县\n{documents}/deeper/terse-2.pdf,\n{served}/missing.pdf,\n"
        f"{documents}/gone.pdf,\n",
        encoding="utf-8",
    )
    told = batch(manifest, "-o", tmp_path / "out", "--workers", 1)
    assert told.returncode == 1, told.stderr
    assert sorted(facts(tmp_path / "out")) == ["terse-2.json", "甲县.json"]
    causes = {Path(entry["file"]).name: entry["cause"] for entry in failures(tmp_path / "out")}
    assert set(causes) == {"missing.pdf", "gone.pdf"}
    assert "No such file" in causes["gone.pdf"]


@pytest.mark.slow
def test_run_killed_at_random_moments_goes_on(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for seed in range(150):
        (source / f"terse-{seed}.pdf").write_bytes(generate("terse", seed)[0])
    undisturbed = tmp_path / "undisturbed"
    assert batch(source, "-o", undisturbed).returncode == 0
    rng = random.Random(11)
    for _ in range(10):
        run = subprocess.Popen(
            [*BATCH, str(source), "-o", str(out), "--workers", "1"], cwd=REPOSITORY, env=ENVIRONMENT,
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        first = len(list(out.glob("*.json")))
        deadline = time.monotonic() + 120
        # The moment is counted from the first Record of this run, for the server takes most of a short one.
        while run.poll() is None and len(list(out.glob("*.json"))) <= first and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(rng.uniform(0, 0.6))
        assert run.poll() is None, "the run was over before it could be killed"
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        for path in out.glob("*.json"):
            Record.model_validate_json(path.read_bytes())
    last = batch(source, "-o", out)
    assert last.returncode == 0, last.stderr
    assert facts(out) == facts(undisturbed)
    assert not list(out.glob(".*.part"))


def test_second_run_into_the_folder_is_refused(documents: Path, tmp_path: Path) -> None:
    from flows.batch.ledger import Ledger

    with Ledger(tmp_path, "another"):
        told = batch(documents, "-o", tmp_path)
    assert told.returncode == 2
    assert f"process {os.getpid()}" in told.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="a small file system can only be mounted by root")
def test_full_disk_is_told_and_the_run_ends(documents: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=17m", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        (disk / "filler").write_bytes(b"0" * (2 << 20))
        told = batch(documents, "-o", disk, "--workers", 1)
        assert told.returncode == 1
        assert "Traceback" not in told.stderr
        assert told.stderr.count("no space left") == 4
        assert not facts(disk)
        (disk / "filler").unlink()
        assert "3 of 4" in batch(documents, "-o", disk, "--workers", 1).stdout
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_folder_that_cannot_be_read_is_a_failure() -> None:
    folder = Path(tempfile.mkdtemp(prefix="juesuan-test-"))
    try:
        (folder / "shut").mkdir()
        (folder / "shut" / "unseen.pdf").write_bytes(plain())
        (folder / "good.pdf").write_bytes(plain())
        os.chmod(folder, 0o755)
        os.chmod(folder / "shut", 0o000)
        code = (
            "import os, sys\n"
            "from flows.batch.manifest import listed\n"
            "os.geteuid() or os.setuid(65534)\n"
            "found = listed(sys.argv[1])\n"
            "print([job.name for job in found.jobs], [outcome.cause for outcome in found.unreadable])\n"
        )
        told = subprocess.run(
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True, env=ENVIRONMENT
        )
        assert told.stdout.strip() == f"['good'] ['{folder}/shut: Permission denied']"
    finally:
        os.chmod(folder / "shut", 0o755)
        shutil.rmtree(folder)
