"""What Records offer to others, kept beside the findings: a corpus is compared again only where it changed.

across.sqlite holds the offers by the digest of the document, and what each unit's documents were found to owe each
other. One Record more costs that Record, the others of its unit, and those of departments that tell of the unit. All of
it can be made again from the Records: a file of another version, of other knowledge files, or that is none, is made
anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from extractors.across.comparison import compared
from extractors.across.offer import is_offered, offer_of
from extractors.across.offered import Offer
from extractors.across.telling import told_across
from extractors.audit.finding import Finding
from extractors.audit.naming import identified
from extractors.model.produced import own_version
from extractors.model.record import Record
from flows.audit.kept import TABLES as KEPT
from flows.audit.kept import Kept
from flows.audit.outlying import TABLES as STANDINGS
from flows.audit.outlying import Standings
from flows.audit.packing import packed, unpacked
from patterns.audit_rules import GRAVITY
from patterns.loader import patterns_sha256

INDEX = "across.sqlite"
_LAYOUT = "4"
_PATIENCE = 60  # seconds that another audit into the same folder may take to write
_TABLES = (
    """
    DROP TABLE IF EXISTS made; DROP TABLE IF EXISTS offers; DROP TABLE IF EXISTS units;
    DROP TABLE IF EXISTS told_of;
    CREATE TABLE made (how TEXT NOT NULL);
    CREATE TABLE offers (sha256 TEXT PRIMARY KEY, unit TEXT NOT NULL, offer BLOB NOT NULL);
    CREATE INDEX offers_of_unit ON offers (unit);
    CREATE TABLE told_of (unit TEXT, by_sha256 TEXT, by_unit TEXT, PRIMARY KEY (unit, by_sha256)) WITHOUT ROWID;
    CREATE INDEX told_by ON told_of (by_sha256);
    CREATE TABLE units (unit TEXT PRIMARY KEY, held INTEGER, differing INTEGER, findings TEXT) WITHOUT ROWID;
"""
    + STANDINGS
    + KEPT
)
# Of one audit: what is told of each document. It needs no memory, and is gone with the connection.
_TOLD = """
    CREATE TEMP TABLE told (sha256 TEXT NOT NULL, finding TEXT NOT NULL);
    CREATE INDEX temp.told_of_document ON told (sha256);
"""
_Findings = TypeAdapter(tuple[Finding, ...])


class Held(NamedTuple):
    """How many identities between documents held and did not.

    `apart` documents were compared with none, as it is not known whose, or of which year, they are.
    """

    held: int
    differing: int
    apart: int


class Across(NamedTuple):
    """What documents owe each other: how many identities held and did not, and what is told of those.

    `apart` documents were compared with none, as it is not known whose, or of which year, they are.
    """

    findings: tuple[Finding, ...]
    held: int
    differing: int
    apart: int


class Index:
    """The offers of a folder's Records; `index_at` opens it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._changed: set[str] = set()
        self._standings = Standings(connection)
        self.kept = Kept(connection)

    def put(self, record: Record) -> None:
        """Puts what a Record offers in the place of what it offered before; nothing where that is the same."""
        self.put_offer(offer_of(record))

    def put_offer(self, offer: Offer) -> None:
        """The same of what it offers."""
        unit = offer.unit if offer.comparable else ""
        text = packed(offer.dumped().encode())
        known = self._connection.execute("SELECT unit, offer FROM offers WHERE sha256 = ?", (offer.sha256,)).fetchone()
        if known == (unit, text):
            return
        self._changed |= {unit} | ({known[0]} if known else set())
        self._connection.execute("INSERT OR REPLACE INTO offers VALUES (?, ?, ?)", (offer.sha256, unit, text))
        self._forget_told(offer.sha256)
        told = [(of, offer.sha256, unit) for of in offer.units if unit]
        self._connection.executemany("INSERT OR REPLACE INTO told_of VALUES (?, ?, ?)", told)
        self._standings.put(offer)

    def keep_only(self, digests: Collection[str]) -> None:
        """Takes out what documents offered that are no longer there."""
        for sha256, unit in self._connection.execute("SELECT sha256, unit FROM offers").fetchall():
            if sha256 not in digests:
                self._connection.execute("DELETE FROM offers WHERE sha256 = ?", (sha256,))
                self._forget_told(sha256)
                self._changed.add(unit)
                self._standings.remove(sha256)

    def _forget_told(self, sha256: str) -> None:
        self._connection.execute("DELETE FROM told_of WHERE by_sha256 = ?", (sha256,))

    def compared(self) -> Across:
        """All that documents owe each other, and what is far from others."""
        held = self.compare()
        return Across(tuple(self._told()), *held)

    def compare(self) -> Held:
        """Compares documents: of units that changed only, and of those that tell of them."""
        for unit in sorted((self._changed | self._telling_of(self._changed)) - {""}):
            self._compare(unit)
        self._changed.clear()
        self._standings.compare()
        counts = "SELECT coalesce(sum(held), 0), coalesce(sum(differing), 0) FROM units"
        held, differing = self._connection.execute(counts).fetchone()
        (apart,) = self._connection.execute("SELECT count(*) FROM offers WHERE unit = ''").fetchone()
        return Held(held, differing, apart)

    def _told(self) -> Iterator[Finding]:
        rows = self._connection.execute("SELECT findings FROM units WHERE findings IS NOT NULL ORDER BY unit")
        yield from (finding for (text,) in rows for finding in _Findings.validate_json(text))
        yield from self._standings.told()

    def about(self) -> Callable[[str], tuple[Finding, ...]]:
        """What the comparison told of a document, by its digest, the gravest first, with ids."""
        for statement in filter(str.strip, _TOLD.split(";")):
            self._connection.execute(statement)
        rows = ((found.sha256, found.model_dump_json()) for found in self._told())
        self._connection.executemany("INSERT INTO told VALUES (?, ?)", rows)

        def of(sha256: str) -> tuple[Finding, ...]:
            query = "SELECT finding FROM told WHERE sha256 = ? ORDER BY rowid"
            found = [Finding.model_validate_json(text) for (text,) in self._connection.execute(query, (sha256,))]
            return identified(sorted(found, key=lambda f: (GRAVITY[f.severity], f.rule, f.message_zh)))

        return of

    def _telling_of(self, units: Collection[str]) -> set[str]:
        """The units whose documents tell figures of these."""
        asked = "SELECT DISTINCT by_unit FROM told_of WHERE unit = ?"
        return {row[0] for unit in units for row in self._connection.execute(asked, (unit,))}

    def _compare(self, unit: str) -> None:
        rows = self._connection.execute("SELECT offer FROM offers WHERE unit = ?", (unit,)).fetchall()
        of_units = self._connection.execute(
            "SELECT offer FROM offers WHERE unit IN (SELECT unit FROM told_of WHERE by_unit = ?)", (unit,)
        )
        found = list(compared(_offers(rows), _offers(of_units)))
        told = told_across(found)
        text = _Findings.dump_json(told).decode() if told else None
        differing = sum(not one.holds for one in found)
        row = (unit, len(found) - differing, differing, text)
        self._connection.execute("INSERT OR REPLACE INTO units VALUES (?, ?, ?, ?)", row)
        if not rows:
            self._connection.execute("DELETE FROM units WHERE unit = ?", (unit,))


def _offers(rows: Iterable[tuple[bytes]]) -> Iterator[Offer]:
    return (Offer.loaded(unpacked(text).decode()) for (text,) in rows)


@contextmanager
def index_at(folder: Path) -> Iterator[Index]:
    """The index of a folder, in one transaction: kept as it was where anything fails. Raises OSError."""
    path = folder / INDEX
    try:
        connection = _opened(path)
        try:
            yield Index(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise OSError(0, f"{INDEX}: {error}") from error


def _opened(path: Path) -> sqlite3.Connection:
    """The database, a transaction begun; made anew where it is none or was made by other means."""
    how = f"{_LAYOUT} {own_version()} {patterns_sha256()}"
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        if not _made_by(connection, how):
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute("INSERT INTO made VALUES (?)", (how,))
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError:  # what lies there is no database
        connection.close()
        path.unlink()
        return _opened(path)
    return connection


def _made_by(connection: sqlite3.Connection, how: str) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'made'").fetchone()
    return bool(tables[0]) and connection.execute("SELECT how FROM made").fetchone() == (how,)


class Gathered:
    """Records on their way through an audit, each put into the index; `order` is that of their documents."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.order: dict[str, int] = {}

    def through(self, records: Iterable[Record]) -> Iterator[Record]:
        """The same Records."""
        for record in records:
            if is_offered(record):
                self.take(offer_of(record))
            yield record

    def take(self, offer: Offer) -> None:
        """Puts what a Record offers into the index, unless its document was there before."""
        if offer.sha256 not in self.order:
            self.stays(offer.sha256)
            self._index.put_offer(offer)

    def stays(self, sha256: str) -> None:
        """Counts a document that the index holds as it is now."""
        self.order.setdefault(sha256, len(self.order))

    def compared(self) -> Across:
        """What the documents that went through owe each other."""
        self._index.keep_only(self.order)
        return self._index.compared()

    def compare(self) -> Held:
        """Compares the documents that went through."""
        self._index.keep_only(self.order)
        return self._index.compare()
