"""The server of a run: its tables are those that Prefect's own migrations make, and it ends with the run."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.error
import urllib.request
from base64 import b64encode
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


def test_server_answers_none_but_this_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others on this machine reach its port, too."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    own = server.Server(tmp_path, {}, passing=True)
    try:
        own.ready()
        asked = urllib.request.Request(f"{own.api_url}/flow_runs/count", data=b"{}", method="POST")
        asked.add_header("Content-Type", "application/json")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked)
        assert refused.value.code == 401
        asked.add_header("Authorization", f"Basic {b64encode(own.password.encode()).decode()}")
        with urllib.request.urlopen(asked) as answer:
            assert answer.read() == b"0"
    finally:
        own.close()
