"""What each document was found to get wrong, kept beside the index: a Record that did not change is not read again.

A Record's file is known by its path, and unchanged while its size, its time and the decisions about it are. Reasons are
compared between all documents again where any of them changed: those for one item at a time, as those of a corpus are
many, and no more of each than is compared.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from extractors.across.offer import is_offered
from extractors.audit.audit import audit_of
from extractors.audit.copies import Reason, Told, copied_of_item
from extractors.audit.finding import Finding
from extractors.audit.naming import identifying
from extractors.audit.obligations import Obligation
from extractors.model.record import Fact, Record
from flows.audit.packing import FINDINGS, OBLIGATIONS, packed, unpacked

TABLES = """
    DROP TABLE IF EXISTS files; DROP TABLE IF EXISTS own; DROP TABLE IF EXISTS reasons;
    DROP TABLE IF EXISTS compared; DROP TABLE IF EXISTS copies;
    CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, offered INTEGER NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE own (path TEXT PRIMARY KEY, findings BLOB NOT NULL, obligations BLOB NOT NULL, head BLOB,
        unit_name TEXT, year INTEGER) WITHOUT ROWID;
    CREATE TABLE reasons (path TEXT, number INTEGER, concept TEXT NOT NULL, measure TEXT NOT NULL, code TEXT,
        text TEXT NOT NULL, is_long INTEGER NOT NULL, is_common INTEGER NOT NULL, numbers TEXT NOT NULL,
        fact TEXT NOT NULL, PRIMARY KEY (path, number)) WITHOUT ROWID;
    CREATE INDEX reasons_of_item ON reasons (concept, measure);
    CREATE TABLE compared (digest TEXT NOT NULL);
    CREATE TABLE copies (sha256 TEXT, number INTEGER, finding TEXT NOT NULL, PRIMARY KEY (sha256, number))
        WITHOUT ROWID;
"""
# Concept, measure, code, text, is_long, is_common, numbers, and the fact as JSON.
_Reason = tuple[str, str, str | None, str, bool, bool, str, str]


class File(NamedTuple):
    """A Record's file that was audited: whose document it holds, and whether that is compared with others."""

    sha256: str
    offered: bool


class Own(NamedTuple):
    """What one Record was found to get wrong and to owe, as packed JSON; its reasons, and of whom and which year.

    `head` is what a finding tells of its document, packed; None where it gives no reasons.
    """

    findings: bytes
    obligations: bytes
    head: bytes | None
    unit_name: str | None
    year: int | None
    reasons: tuple[_Reason, ...]


class Looked(NamedTuple):
    """What the audit of one Record comes to, as it is kept; `own` is None where the document is none that is audited.

    Processes hand it on.
    """

    file: File
    own: Own | None


def looked(record: Record) -> Looked:
    """Audits a Record."""
    own = audit_of(record)
    document = record.document
    file = File(document.sha256, is_offered(record))
    if own is None:
        return Looked(file, None)
    reasons = tuple(
        (r.concept, r.measure, r.code, r.text, r.is_long, r.is_common, r.numbers, r.told().fact.model_dump_json())
        for r in own.reasons
    )
    head = packed(own.reasons[0].told().record.model_dump_json().encode()) if own.reasons else None
    told = (
        FINDINGS.packed(own.findings),
        OBLIGATIONS.packed(own.obligations),
        head,
        document.unit_name,
        document.fiscal_year,
    )
    return Looked(file, Own(*told, reasons))


class Kept:
    """The audits of an index's documents, by the paths of their Records."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def known(self, path: str, stamp: str) -> File | None:
        """The file, where it was audited as it is now."""
        query = "SELECT sha256, offered FROM files WHERE path = ? AND stamp = ?"
        row = self._connection.execute(query, (path, stamp)).fetchone()
        return File(row[0], bool(row[1])) if row else None

    def put(self, path: str, stamp: str, found: Looked) -> File:
        """Keeps what was found in a Record in the place of what was."""
        self._forget(path)
        self._connection.execute("INSERT INTO files VALUES (?, ?, ?, ?)", (path, stamp, *found.file))
        if found.own is not None:
            *told, reasons = found.own
            self._connection.execute("INSERT INTO own VALUES (?, ?, ?, ?, ?, ?)", (path, *told))
            rows = [(path, number, *reason) for number, reason in enumerate(reasons)]
            self._connection.executemany("INSERT INTO reasons VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return found.file

    def keep_only(self, paths: Collection[str]) -> None:
        """Forgets files that are no longer there."""
        for (path,) in self._connection.execute("SELECT path FROM files").fetchall():
            if path not in paths:
                self._forget(path)

    def _forget(self, path: str) -> None:
        for table in ("files", "own", "reasons"):
            self._connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))

    def findings(self, path: str) -> tuple[Finding, ...]:
        """What a document was found to get wrong by itself."""
        return FINDINGS.unpacked(data) if (data := self._column("findings", path)) else ()

    def obligations(self, path: str) -> tuple[Obligation, ...]:
        """What became of all that it must tell."""
        return OBLIGATIONS.unpacked(data) if (data := self._column("obligations", path)) else ()

    def _column(self, name: str, path: str) -> bytes | None:
        row = self._connection.execute(f"SELECT {name} FROM own WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def copied(self, sha256: str) -> tuple[Finding, ...]:
        """The reasons of a document that are told to be given again; `compare` has found them."""
        query = "SELECT finding FROM copies WHERE sha256 = ? ORDER BY number"
        rows = self._connection.execute(query, (sha256,)).fetchall()
        return tuple(Finding.model_validate_json(text) for (text,) in rows)

    def compare(self, paths: Sequence[str]) -> None:
        """Compares the reasons of those files' documents, in their order, unless that was done as they are now."""
        digest = self._digest(paths)
        if self._connection.execute("SELECT 1 FROM compared WHERE digest = ?", (digest,)).fetchone():
            return
        self._connection.execute("DELETE FROM copies")
        for number, found in enumerate(identifying(self._copied({path: n for n, path in enumerate(paths)}))):
            row = (found.sha256, number, found.model_dump_json())
            self._connection.execute("INSERT INTO copies VALUES (?, ?, ?)", row)
        self._connection.execute("DELETE FROM compared")
        self._connection.execute("INSERT INTO compared VALUES (?)", (digest,))

    def _digest(self, paths: Collection[str]) -> str:
        stamps = dict(self._connection.execute("SELECT path, stamp FROM files").fetchall())
        return hashlib.blake2b("\n".join(f"{p}\0{stamps[p]}" for p in paths).encode(), digest_size=16).hexdigest()

    def _copied(self, order: Mapping[str, int]) -> Iterator[Finding]:
        first: dict[tuple[str, str], tuple[int, int]] = {}
        for path, number, *item in self._connection.execute("SELECT path, number, concept, measure FROM reasons"):
            if path in order:
                place, key = (order[path], number), (item[0], item[1])
                first[key] = min(place, first.get(key, place))
        for item in sorted(first, key=first.__getitem__):
            yield from copied_of_item(self._reasons(*item, order))

    def _reasons(self, concept: str, measure: str, order: Mapping[str, int]) -> list[Reason]:
        """The reasons that documents give for an item, in their order."""
        query = (
            "SELECT path, number, code, text, is_long, is_common, numbers, unit_name, year FROM reasons JOIN own "
            "USING (path) WHERE concept = ? AND measure = ?"
        )
        rows = [row for row in self._connection.execute(query, (concept, measure)) if row[0] in order]
        return [
            Reason(concept, measure, code, text, bool(is_long), bool(is_common), numbers, unit_name, year,
                   partial(self._told, path, number))
            for path, number, code, text, is_long, is_common, numbers, unit_name, year in sorted(
                rows, key=lambda row: (order[row[0]], row[1])
            )
        ]  # fmt: skip

    def _told(self, path: str, number: int) -> Told:
        query = "SELECT head, fact FROM reasons JOIN own USING (path) WHERE path = ? AND number = ?"
        head, fact = self._connection.execute(query, (path, number)).fetchone()
        return Told(Record.model_validate_json(unpacked(head)), Fact.model_validate_json(fact))
