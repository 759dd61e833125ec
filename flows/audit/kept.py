"""What each document was found to get wrong, kept beside the index: a Record that did not change is not read again.

A Record's file is known by its path, and unchanged while its size, its time and the decisions about it are. Reasons are
compared between all documents again where any of them changed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter

from extractors.across.offer import is_offered
from extractors.audit.audit import Audit, OwnAudit, audit_of, between, in_order
from extractors.audit.copies import Told
from extractors.audit.finding import Finding
from extractors.audit.obligations import Obligation
from extractors.model.record import Fact, Record

TABLES = """
    DROP TABLE IF EXISTS files; DROP TABLE IF EXISTS own; DROP TABLE IF EXISTS copies;
    CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, offered INTEGER NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE own (path TEXT PRIMARY KEY, findings TEXT NOT NULL, obligations TEXT NOT NULL, told TEXT NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE copies (digest TEXT NOT NULL, findings TEXT NOT NULL);
"""
_Findings = TypeAdapter(tuple[Finding, ...])
_Obligations = TypeAdapter(tuple[Obligation, ...])


class _Reason(BaseModel):
    model_config = ConfigDict(frozen=True)

    fact: Fact
    text: str
    is_long: bool


class _Reasons(BaseModel):
    """The reasons that a document gives, and its Record's head."""

    model_config = ConfigDict(frozen=True)

    head: Record | None = None
    reasons: tuple[_Reason, ...] = ()


class File(NamedTuple):
    """A Record's file that was audited: whose document it holds, and whether that is compared with others."""

    sha256: str
    offered: bool


class Looked(NamedTuple):
    """What the audit of one Record comes to, as it is kept: `own` are findings, obligations and reasons as JSON.

    None where the document is none that is audited. Processes hand it on.
    """

    file: File
    own: tuple[str, str, str] | None


def looked(record: Record) -> Looked:
    """Audits a Record."""
    own = audit_of(record)
    file = File(record.document.sha256, is_offered(record))
    if own is None:
        return Looked(file, None)
    told = _Reasons(
        head=own.reasons[0].record if own.reasons else None,
        reasons=tuple(_Reason(fact=t.fact, text=t.text, is_long=t.is_long) for t in own.reasons),
    )
    return Looked(file, (_dumped(own.findings), _dumped(own.obligations), told.model_dump_json()))


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
            self._connection.execute("INSERT INTO own VALUES (?, ?, ?, ?)", (path, *found.own))
        return found.file

    def keep_only(self, paths: Collection[str]) -> None:
        """Forgets files that are no longer there."""
        for (path,) in self._connection.execute("SELECT path FROM files").fetchall():
            if path not in paths:
                self._forget(path)

    def _forget(self, path: str) -> None:
        for table in ("files", "own"):
            self._connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))

    def audit(self, files: dict[str, File]) -> Audit:
        """All that was found in those files, in their order; of one document the first file counts."""
        first: dict[str, str] = {}
        for path, file in files.items():
            first.setdefault(file.sha256, path)
        return in_order(list(self._own(first)), self._copied(list(first.values())))

    def _own(self, first: dict[str, str]) -> Iterator[OwnAudit]:
        query = "SELECT findings, obligations FROM own WHERE path = ?"
        for sha256, path in first.items():
            row = self._connection.execute(query, (path,)).fetchone()
            if row is not None:
                yield OwnAudit(sha256, _Findings.validate_json(row[0]), _Obligations.validate_json(row[1]), ())

    def _copied(self, paths: Collection[str]) -> tuple[Finding, ...]:
        digest = self._digest(paths)
        kept = self._connection.execute("SELECT findings FROM copies WHERE digest = ?", (digest,)).fetchone()
        if kept is not None:
            return _Findings.validate_json(kept[0])
        found = between(told for path in paths for told in self._told(path))
        self._connection.execute("DELETE FROM copies")
        self._connection.execute("INSERT INTO copies VALUES (?, ?)", (digest, _dumped(found)))
        return found

    def _digest(self, paths: Collection[str]) -> str:
        stamps = dict(self._connection.execute("SELECT path, stamp FROM files").fetchall())
        return hashlib.blake2b("\n".join(f"{p}\0{stamps[p]}" for p in paths).encode(), digest_size=16).hexdigest()

    def _told(self, path: str) -> Iterator[Told]:
        row = self._connection.execute("SELECT told FROM own WHERE path = ?", (path,)).fetchone()
        if row is None:
            return
        held = _Reasons.model_validate_json(row[0])
        if held.head is not None:
            for reason in held.reasons:
                yield Told(held.head, reason.fact, reason.text, reason.is_long)


def _dumped(found: tuple[Finding, ...] | tuple[Obligation, ...]) -> str:
    return "[" + ",".join(one.model_dump_json() for one in found) + "]"
