"""Full text: what documents say of figures, their reasons and texts, and what was not read, by whole words.

Chinese has no blanks between words, so texts and what is asked are cut by jieba; the index is SQLite's FTS5, a file in
the corpus's folder that follows what was published. It can be made again from the corpus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from extractors.language.tokens import words_to_find
from extractors.model.produced import own_version
from flows.desk.filters import Filters
from flows.desk.listing import PER_PAGE, Column, Listing
from flows.desk.store import Row, Store

INDEX = "search.sqlite"
_LAYOUT = "1"
_PATIENCE = 30  # seconds that an index which is being written is waited for
MOST_FOUND = 5_000
_MOST_RANKED = 50_000  # to rank more takes longer than people wait; they are given in the order of Records
_AT_ONCE = 50  # Records between two commits: what was indexed stays where the desk is stopped
_OF_DOCUMENT = ("unit_id", "unit_name", "region", "fiscal_year", "kind", "file_name")
COLUMNS = (
    Column("unit_name", width=28, link="/units/{unit_id}"),
    Column("fiscal_year", "year", 7),
    Column("label", width=24),
    Column("measure", "measure", 12),
    Column("quote", width=80, link="/documents/{record_id}?page={page}#page"),
    Column("page", "count", 6),
    Column("confidence", "number", 8),
    Column("file_name", width=30),
)
_TABLES = """
CREATE TABLE IF NOT EXISTS about (made TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS indexed (record_id TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, record_id TEXT NOT NULL, fact_id TEXT, label TEXT,
    measure TEXT, page INTEGER, confidence REAL, quote TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS texts_of ON texts (record_id);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(cut);
"""
_TEXTS = """
  SELECT f.record_id, f.fact_id, f.label, f.measure, f.page, f.confidence, f.quote,
         concat_ws(' ', d.unit_name, f.label, f.name, f.quote) AS said
  FROM corpus.facts f JOIN docs d USING (record_id) WHERE f.record_id IN (SELECT unnest(?))
  ORDER BY f.record_id, f.fact_id
"""


class Progress(NamedTuple):
    """How many Records are indexed, of how many."""

    done: int
    of: int


class Search:
    """The index of a corpus. `follow` brings it up to date, `find` asks; from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._path = store.corpus / INDEX
        self.progress = Progress(0, 0)
        with closing(self._made()) as db:
            made = db.execute("SELECT made FROM about").fetchone()
            if made != (f"{_LAYOUT} {own_version()}",):
                _made_anew(db)

    def follow(self) -> None:
        """Indexes Records that are new or changed and forgets those that are gone. Raises OSError."""
        held = {row["record_id"]: row["sum"] for row in self._store.rows(
            "SELECT record_id, bit_xor(hash(fact_id, value_text, quote)) || '-' || count(*) AS sum "
            "FROM corpus.facts GROUP BY record_id")}  # fmt: skip
        with closing(self._opened()) as db:
            known = dict(db.execute("SELECT record_id, digest FROM indexed").fetchall())
            changed = [record for record, digest in held.items() if known.get(record) != digest]
            gone = [record for record in known if record not in held]
            self.progress = Progress(len(held) - len(changed), len(held))
            self._forget(db, [*gone, *(record for record in changed if record in known)])
            for start in range(0, len(changed), _AT_ONCE):
                some = changed[start : start + _AT_ONCE]
                self._take(db, some, held)
                self.progress = self.progress._replace(done=self.progress.done + len(some))

    def find(self, words: str, filters: Filters, start: int = 0, count: int | None = PER_PAGE) -> Listing:
        """What holds all the words, the best first; narrowed by unit, region, year and kind."""
        asked = " ".join(f'"{word}"' for word in words_to_find(words))
        if not asked:
            return Listing(COLUMNS, [], 0)
        where, values = filters.model_copy(update={"q": ""}).sql(
            {"region": "region", "unit": "unit_id", "year": "fiscal_year", "kind": "kind"}
        )
        with closing(self._opened()) as db:
            many = "SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)"
            ranked = db.execute(many, (asked, _MOST_RANKED + 1)).fetchone() <= (_MOST_RANKED,)
            order = "rank" if ranked else "rowid"
            rows = db.execute(
                "SELECT t.record_id, t.fact_id, t.label, t.measure, t.page, t.confidence, t.quote "
                f"FROM (SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY {order} LIMIT ?) w "
                "JOIN texts t ON t.id = w.id",
                (asked, MOST_FOUND),
            ).fetchall()
        asked_of = ", ".join(("record_id", *_OF_DOCUMENT))
        about = {r["record_id"]: r for r in self._store.rows(f"SELECT {asked_of} FROM docs WHERE {where}", values)}
        names = ("record_id", "fact_id", "label", "measure", "page", "confidence", "quote")
        found = [_row(dict(zip(names, row, strict=True)), about[row[0]]) for row in rows if row[0] in about]
        shown = found[start : None if count is None else start + count]
        return Listing(COLUMNS, shown, len(found), start, cut=len(rows) == MOST_FOUND)

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_PATIENCE)

    def _made(self) -> sqlite3.Connection:
        """The index with its tables, made anew where what lies there is none."""
        try:
            db = self._opened()
            db.executescript(_TABLES)
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            db = self._opened()
            db.executescript(_TABLES)
        return db

    def _forget(self, db: sqlite3.Connection, records: Sequence[str]) -> None:
        for record in records:
            db.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM texts WHERE record_id = ?)", (record,))
            db.execute("DELETE FROM texts WHERE record_id = ?", (record,))
            db.execute("DELETE FROM indexed WHERE record_id = ?", (record,))
        db.commit()

    def _take(self, db: sqlite3.Connection, records: Sequence[str], held: dict[str, str]) -> None:
        for row in _once_a_clause(self._store.rows(_TEXTS, [list(records)])):
            told = (row["record_id"], row["fact_id"], row["label"], row["measure"], row["page"], row["confidence"])
            number = db.execute(
                "INSERT INTO texts (record_id, fact_id, label, measure, page, confidence, quote) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*told, row["quote"]),
            ).lastrowid
            db.execute("INSERT INTO words (rowid, cut) VALUES (?, ?)", (number, " ".join(words_to_find(row["said"]))))
        db.executemany("INSERT INTO indexed VALUES (?, ?)", [(record, held[record]) for record in records])
        db.commit()


def _made_anew(db: sqlite3.Connection) -> None:
    for table in ("words", "texts", "indexed", "about"):
        db.execute(f"DROP TABLE {table}")
    db.executescript(_TABLES)
    db.execute("INSERT INTO about VALUES (?)", (f"{_LAYOUT} {own_version()}",))
    db.commit()


def _once_a_clause(rows: Sequence[Row]) -> Iterator[Row]:
    """A clause that tells several figures of one thing is found once."""
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        key = (row["record_id"], row["label"], row["quote"])
        if key not in seen:
            seen.add(key)
            yield row


def _row(found: Row, document: Row) -> Row:
    return {**found, **{name: document[name] for name in _OF_DOCUMENT}}
