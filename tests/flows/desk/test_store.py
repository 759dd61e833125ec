"""The desk's store: others may publish while it is open, and what they publish is there; nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.desk import store
from flows.desk.store import Store
from flows.publish.database import DATABASE, opened
from flows.publish.publish import publish
from tests.made_records import write_records


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.0)


def count(desk: Store) -> int:
    return int(desk.rows("SELECT count(*) AS n FROM docs")[0]["n"])


def test_what_another_publishes_is_there(folder: Path) -> None:
    desk = Store(folder, folder / "corpus")
    assert count(desk) == 8
    write_records(1, folder, first=8)
    publish(folder, folder / "corpus")
    assert count(desk) == 9


def test_a_corpus_that_is_being_written_is_answered_from_as_it_was(folder: Path) -> None:
    desk = Store(folder, folder / "corpus")
    database = folder / "corpus" / DATABASE
    with opened(database) as db:
        db.execute("CREATE TABLE meanwhile (n INTEGER)")
        db.execute("CHECKPOINT")
        assert count(desk) == 8
    assert count(desk) == 8


def test_the_desk_publishes_what_was_decided(folder: Path) -> None:
    desk = Store(folder, folder / "corpus")
    write_records(1, folder, first=8)
    desk.refresh()
    assert count(desk) == 9


def test_nothing_is_left_behind(folder: Path) -> None:
    desk = Store(folder, folder / "corpus")
    assert list((folder / "corpus").glob(".desk-*"))
    desk.close()
    assert not list((folder / "corpus").glob(".desk-*"))


def test_what_a_killed_desk_left_is_cleared(folder: Path) -> None:
    left = folder / "corpus" / ".desk-999999999-7f.duckdb"
    left.touch()
    Store(folder, folder / "corpus").close()
    assert not left.exists()
