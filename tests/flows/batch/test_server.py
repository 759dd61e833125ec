"""The server of a run: its tables are those that Prefect's own migrations make, and it ends with the run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.batch import server
from tests.flows.batch.test_batches import ENVIRONMENT


def statements(schema: str) -> list[str]:
    """The lines of a dump in an order of its own: SQLite gives constraints back in any."""
    return sorted(line.strip().rstrip(",") for line in schema.splitlines())


@pytest.mark.slow
def test_tables_are_those_that_migrations_make(tmp_path: Path) -> None:
    assert statements(server.dumped(server.migrated(tmp_path))) == statements(server.SCHEMA.read_text(encoding="utf-8"))


def test_tables_are_those_of_the_prefect_that_is_installed(tmp_path: Path) -> None:
    assert server.make_database(tmp_path / "prefect.db"), "make them again: python -m flows.batch.server"


def test_tables_of_another_prefect_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = re.sub(r"^-- Prefect \S+:", "-- Prefect 3.0.0:", server.SCHEMA.read_text(encoding="utf-8"))
    (tmp_path / "other.sql").write_text(other, encoding="utf-8")
    monkeypatch.setattr(server, "SCHEMA", tmp_path / "other.sql")
    assert not server.make_database(tmp_path / "prefect.db")
    assert not (tmp_path / "prefect.db").exists()


def test_nothing_to_do_needs_no_prefect(tmp_path: Path) -> None:
    (tmp_path / "none.pdf").write_bytes(b"no PDF")
    code = "import sys\nfrom flows.cli import main\ntry:\n    main()\nfinally:\n    print('prefect' in sys.modules)\n"
    environment = {k: v for k, v in ENVIRONMENT.items() if not k.startswith("PREFECT_")}

    def told() -> str:
        command = [sys.executable, "-c", code, "batch", str(tmp_path), "-o", str(tmp_path / "out"), "--workers", "1"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 1, done.stderr
        assert "0/1 documents, starting" in done.stderr
        return done.stdout

    assert "True" in told()
    assert "False" in told()
