"""Full text: found by whole words and those within them, narrowed, brought up to date, made anew where it is none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from flows.desk import search
from flows.desk.filters import Filters
from flows.desk.search import INDEX, Search
from flows.desk.store import Store
from flows.publish.publish import publish
from tests.made_records import write_records


@pytest.fixture
def store(folder: Path) -> Store:
    return Store(folder, folder / "corpus")


def test_what_is_found_holds_every_word(store: Store) -> None:
    told = Search(store).find("公务接待费 减少", Filters())
    assert told.total
    assert all("减少" in row["quote"] for row in told.rows)
    narrower = Search(store).find("公务接待费 减少", Filters(year=told.rows[0]["fiscal_year"]))
    assert 0 < narrower.total < told.total
    assert {row["fiscal_year"] for row in narrower.rows} == {told.rows[0]["fiscal_year"]}


@pytest.mark.parametrize("words", ["", "  ", "，。", '"', "没有这样的词句"])
def test_nothing_is_found_for_no_words(store: Store, words: str) -> None:
    assert Search(store).find(words, Filters()).total == 0


def test_words_are_no_syntax(store: Store) -> None:
    for words in ('接待"', "接待 OR 会议", "接待*", "NEAR(接待 会议)", "quote:接待"):
        Search(store).find(words, Filters())


def test_the_index_follows_what_is_published(store: Store, folder: Path) -> None:
    index = Search(store)
    index.follow()
    before = index.find("公务接待费", Filters()).total
    write_records(1, folder, first=8)
    (folder / "made-000000.json").unlink()
    store.refresh()
    index.follow()
    assert index.progress == (8, 8)
    found = index.find("公务接待费", Filters())
    assert "made-000008" in {row["record_id"] for row in found.rows}
    assert "made-000000" not in {row["record_id"] for row in found.rows}
    assert 0 < found.total <= 2 * before
    publish(folder, folder / "corpus")
    index.follow()
    assert index.find("公务接待费", Filters()).total == found.total


def test_too_much_is_told_to_be_cut(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 5)
    told = Search(store).find("公务接待费", Filters())
    assert (told.total, told.cut) == (5, True)


def test_what_is_no_index_is_made_anew(store: Store, folder: Path) -> None:
    (folder / "corpus" / INDEX).write_bytes(b"no database, " * 200)
    index = Search(store)
    index.follow()
    assert index.find("公务接待费", Filters()).total
    with sqlite3.connect(folder / "corpus" / INDEX) as db:
        assert db.execute("SELECT count(*) FROM indexed").fetchone() == (8,)
