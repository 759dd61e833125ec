"""The Prefect flow for real: a server of its own, worker processes, a failure recorded and the rest finished."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from corpus.generate import generate
from extractors.record import Record
from tests.conftest import REPOSITORY


def test_folder_is_read_and_failures_are_recorded(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "deeper").mkdir(parents=True)
    for seed, folder in ((1, source), (2, source / "deeper")):
        (folder / f"terse-{seed}.pdf").write_bytes(generate("terse", seed)[0])
    (source / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    command = "from flows.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "batch", str(source), "-o", str(out), "--workers", "2"],
        capture_output=True, text=True, check=False, cwd=REPOSITORY, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "2 of 3 documents read" in done.stdout
    assert "Traceback" not in done.stderr
    for seed in (1, 2):
        assert Record.model_validate_json((out / f"terse-{seed}.json").read_bytes()).facts
    (entry,) = map(json.loads, (out / "failures.jsonl").read_text(encoding="utf-8").splitlines())
    assert entry["file"].endswith("broken.pdf")
