"""The state in PostgreSQL, the database where many machines look at what was seen."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from flows.monitor.reading import PoolReader
from flows.monitor.rounds import run_round
from flows.monitor.sources import load_sources
from flows.monitor.state import State
from flows.versions import LaterVersion
from tests.flows.monitor.conftest import Nginx, WriteSources, free_port
from tests.flows.monitor.site import build
from tests.flows.monitor.test_rounds import units

pytestmark = pytest.mark.slow


def as_server(command: list[str]) -> list[str]:
    """The command as a user that PostgreSQL accepts: it does not run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture
def postgres() -> Iterator[str]:
    """The SQLAlchemy URL of a PostgreSQL server that runs for the test."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        pytest.skip("PostgreSQL is not installed (make system-test-deps)")
    folder = Path(tempfile.mkdtemp(prefix="juesuan-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, pwd.getpwnam("postgres").pw_uid)
    port = free_port()
    initdb = [str(binaries[-1] / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    control = [str(binaries[-1] / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    options = f"-p {port} -k {folder} -c fsync=off"
    try:
        for command in (initdb, [*control, "-o", options, "-l", str(folder / "log"), "start"]):
            subprocess.run(as_server(command), check=True, stdout=subprocess.DEVNULL, cwd="/")
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(as_server([*control, "stop", "-m", "fast"]), check=False, stdout=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


def test_state_lives_in_postgres(
    postgres: str, nginx: Nginx, write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    site, out = build(nginx.root, nginx.base, 2, image=False), tmp_path / "out"
    lists = site.source["lists"]
    assert isinstance(lists, list)
    both = [{**site.source, "name": name, "lists": part} for name, part in (("甲", lists[::2]), ("乙", lists[1::2]))]
    loaded = load_sources(write_sources(*both))
    for _ in range(2):
        assert run_round(loaded, out, postgres, reader=reader).failures == []
    assert units(out) == Counter(dict.fromkeys(site.planted, 1))
    assert not (out / "monitor.sqlite").exists()
    state = State(postgres)
    assert len(state.events()) == len(site.planted)
    state.close()


def run_sql(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_older_tables_in_postgres_are_brought_up_once_and_later_ones_refused(postgres: str) -> None:
    State(postgres).close()
    note = "INSERT INTO monitor_sinks VALUES ('made', 7, NULL)"
    run_sql(postgres, "DROP TABLE monitor_about", note)  # as version 1 left it
    with ThreadPoolExecutor(4) as threads:
        for opened in threads.map(State, [postgres] * 4):
            opened.close()
    run_sql(postgres, "UPDATE monitor_sinks SET number = 1 / (SELECT count(*) FROM monitor_about WHERE version = 2)")
    run_sql(postgres, "UPDATE monitor_about SET version = 9")
    secret = postgres.replace("postgres@", "postgres:secret@")
    with pytest.raises(LaterVersion) as refused:
        State(secret)
    place = secret.replace("secret", "***")
    assert str(refused.value) == f"{place}: stored by a later version of Juesuan (version 9, known up to 2)"
