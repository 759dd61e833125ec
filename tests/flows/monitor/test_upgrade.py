"""A state that an older commit made is gone on with; one of a later version is refused; a step is done whole or not."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from typer.testing import CliRunner

from flows.cli import app
from flows.monitor import upgrade
from flows.monitor.reading import PoolReader
from flows.monitor.rounds import run_round
from flows.monitor.sources import load_sources
from flows.monitor.state import State
from flows.versions import LaterVersion, Versions, copy_of
from tests.conftest import OLDER
from tests.flows.monitor import documents

MADE = OLDER / "a5f620f"
_MODIFIED = 1764000000  # 2025-11-24 16:00 UTC, as the site said when the state was made
_TABLES = ("sources", "pages", "disclosures", "places", "versions", "failures", "events", "sinks")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of the older monitor, its tables with it."""
    return Path(shutil.copytree(MADE, tmp_path / "out"))


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the tables that there always were."""
    with closing(sqlite3.connect(path)) as db:
        return {name: db.execute(f"SELECT * FROM monitor_{name} ORDER BY 1").fetchall() for name in _TABLES}


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        (told,) = db.execute("SELECT version FROM monitor_about").fetchall()
        return int(told[0])


def opened(path: Path) -> None:
    State(f"sqlite:///{path}").close()


@contextmanager
def served(root: Path) -> Iterator[list[tuple[str, int]]]:
    """The site of then at its address of then; what was asked for, and how it was answered."""
    asked: list[tuple[str, int]] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            asked.append((self.path, int(code)))

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.93.1.7", 18931), lambda *a, **k: Handler(*a, directory=str(root), **k))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)


def test_round_goes_on_where_an_older_commit_left_off(out: Path, reader: PoolReader) -> None:
    sources, site, state = load_sources(out / "sources.yaml"), out / "site", out / "monitor.sqlite"
    for path in site.iterdir():
        os.utime(path, (_MODIFIED, _MODIFIED))
    before, events = rows(state), (out / "events.jsonl").read_bytes()
    with served(site) as asked:
        done = run_round(sources, out, reader=reader)
        assert [line.partition(": ")[2] for line in done.failures] == ["http://127.93.1.7:18931/c.pdf: status 404"]
        assert {code for path, code in asked if path in ("/index.html", "/a.html", "/b.pdf")} == {304}
        assert (out / "events.jsonl").read_bytes() == events
        now = rows(state)
        assert [len(now.pop("sinks")), len(before["sinks"])] == [1, 0]  # who prints events: told from now on
        assert {name: len(found) for name, found in now.items()} == {name: len(before[name]) for name in now}
        for name in ("disclosures", "versions", "events"):
            assert now[name] == before[name]
        assert (version(state), version_untold(copy_of(state, 1))) == (2, True)
        assert rows(copy_of(state, 1)) == before
        (site / "c.pdf").write_bytes(documents.pdf("云岭市丙局", "9.87"))
        assert run_round(sources, out, reader=reader).failures == []
    assert (out / "events.jsonl").read_bytes().startswith(events)
    assert "云岭市丙局" in (out / "events.jsonl").read_text("utf-8").splitlines()[-1]
    assert len(rows(state)["disclosures"]) == 3


def version_untold(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'monitor_about'").fetchone() == (0,)


def test_what_was_brought_up_is_not_brought_up_again(out: Path) -> None:
    state = out / "monitor.sqlite"
    opened(state)
    copy_of(state, 1).unlink()
    opened(state)
    assert not copy_of(state, 1).exists()
    assert rows(state) == rows(MADE / "monitor.sqlite")


def test_new_state_tells_its_version_and_leaves_no_copy(tmp_path: Path) -> None:
    opened(tmp_path / "new.sqlite")
    assert version(tmp_path / "new.sqlite") == upgrade.VERSIONS.known
    assert [path.name for path in tmp_path.glob("*version*")] == []


def test_later_state_is_refused_in_one_line_and_left_as_it_is(out: Path) -> None:
    state = out / "monitor.sqlite"
    opened(state)
    with closing(sqlite3.connect(state)) as db, db:
        db.execute("UPDATE monitor_about SET version = 7")
    before = rows(state)
    line = f"{state}: stored by a later version of Juesuan (version 7, known up to 2)"
    for more in ([], ["--status"]):
        result = CliRunner().invoke(app, ["monitor", str(out / "sources.yaml"), "-o", str(out), *more])
        assert (result.exit_code, result.output.splitlines()) == (2, [line])
    assert rows(state) == before
    assert version(state) == 7


def test_those_that_open_it_at_once_bring_it_up_once(out: Path) -> None:
    state = out / "monitor.sqlite"
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(opened, [state] * 4)) == [None] * 4
    assert version(state) == 2
    assert rows(state) == rows(copy_of(state, 1)) == rows(MADE / "monitor.sqlite")


def test_where_no_copy_can_be_kept_nothing_is_brought_up(out: Path) -> None:
    state = out / "monitor.sqlite"
    (copy_of(state, 1) / "in the way").mkdir(parents=True)
    result = CliRunner().invoke(app, ["monitor", str(out / "sources.yaml"), "-o", str(out), "--status"])
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1
    assert str(copy_of(state, 1)) in result.output
    assert version_untold(state)
    assert rows(state) == rows(MADE / "monitor.sqlite")


def test_password_of_a_database_is_not_told() -> None:
    from sqlalchemy import create_engine

    pytest.importorskip("psycopg", reason="psycopg is not installed")
    engine = create_engine("postgresql+psycopg://juesuan:secret@127.0.0.1/state")
    assert upgrade.place_of(engine) == "postgresql+psycopg://juesuan:***@127.0.0.1/state"


def _adds_a_column(connection: Connection) -> Connection:
    connection.execute(text("ALTER TABLE monitor_sources ADD COLUMN made_up INTEGER"))
    return connection


def _fails(connection: Connection) -> Connection:
    connection.execute(text("DELETE FROM monitor_events"))
    raise RuntimeError("a step that cannot be done")


def test_next_change_is_one_more_step(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = out / "monitor.sqlite"
    with monkeypatch.context() as later:
        later.setattr(upgrade, "VERSIONS", Versions((*upgrade.VERSIONS.steps, _adds_a_column)))
        opened(state)
    assert version(state) == 3
    assert rows(state)["sources"] == [(*row, None) for row in rows(MADE / "monitor.sqlite")["sources"]]
    with pytest.raises(LaterVersion, match="version 3, known up to 2"):
        opened(state)


def test_step_that_fails_changes_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = out / "monitor.sqlite"
    monkeypatch.setattr(upgrade, "VERSIONS", Versions((*upgrade.VERSIONS.steps, _fails)))
    with pytest.raises(RuntimeError, match="cannot be done"):
        opened(state)
    assert rows(state) == rows(MADE / "monitor.sqlite")
    assert version_untold(state)
