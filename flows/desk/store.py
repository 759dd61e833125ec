"""What the desk's pages ask: the published corpus, and what people said of findings a moment ago.

A copy of the corpus is attached to a database in memory, which holds what its views need ready: so others may publish
while the desk is open, and the desk answers while it publishes. Decisions on findings are there at once, those on
figures with the next publication, whoever makes it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.decisions.applied import states
from flows.decisions.journal import Journal, append_decision
from flows.decisions.made import AnyDecision, FindingDecision, Undo
from flows.publish.database import DATABASE, opened
from flows.publish.publish import publish

Row = dict[str, Any]

_GATHERED = Path(__file__).with_name("gathered.sql")
_MEMORY = "700MB"
_PATIENCE = 2.0  # seconds between two looks at a corpus that is being written


class Store:
    """The corpus of a folder of Records, and its journal of decisions. Safe to use from several threads."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder, self.corpus = folder, corpus
        self._lock, self._publishing = threading.RLock(), threading.Lock()
        self._copy = corpus / f".desk-{os.getpid()}-{id(self):x}.duckdb"
        self._attached = self._tried = 0.0
        _clear_left(corpus)
        self._journal = Journal(folder)
        self._published: set[str] = set()
        self._db = duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "threads": "2"})
        self._attach()
        atexit.register(self.close)

    def close(self) -> None:
        """Lets go of the corpus; nothing can be asked any more."""
        with self._lock:
            self._db.close()
            self._copy.unlink(missing_ok=True)

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """The answer to a statement, a row as a dictionary; tables of the corpus are `corpus.NAME`."""
        with self._lock:
            self._follow()
            self._read_on()
            answer = self._db.execute(sql, values)
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def one(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> Row | None:
        """The first row of the answer; None where there is none."""
        return next(iter(self.rows(sql, values)), None)

    def decide(self, made: FindingDecision | Undo) -> None:
        """Appends a decision; on the disk, and in all that is asked from now on, when this returns. Raises OSError."""
        with self._lock:
            self._read_on()
            if not self._journal.holds(made.id):
                append_decision(self.folder, made)
                self._read_on()

    def decision(self, decision_id: str) -> AnyDecision | None:
        """The decision of that id, where it counts."""
        with self._lock:
            self._read_on()
            return self._journal.of(decision_id)

    def said_of(self, finding_id: str) -> list[FindingDecision]:
        """All that was said of a finding and not taken back, in its order."""
        with self._lock:
            self._read_on()
            return [made for made in self._journal.findings() if made.finding == finding_id]

    @property
    def behind(self) -> int:
        """How many decisions on figures and documents were made since the corpus was published."""
        with self._lock:
            self._read_on()
            return len(self._on_figures() ^ self._published)

    def refresh(self) -> None:
        """Publishes anew, while others go on asking. Raises OSError, LaterVersion, ValueError."""
        with self._publishing:
            publish(self.folder, self.corpus)
        with self._lock:
            self._attach()

    def _attach(self) -> None:
        """Takes the corpus as it is published now. Raises OSError where it is being written."""
        published = self.corpus / DATABASE
        changed = published.stat().st_mtime
        part = self._copy.with_suffix(".part")
        with opened(published, read_only=True):  # nobody writes meanwhile
            shutil.copyfile(published, part)
        if self._attached:
            self._db.execute("DETACH corpus")
        part.replace(self._copy)
        self._db.execute(f"ATTACH '{str(self._copy).replace(chr(39), chr(39) * 2)}' AS corpus (READ_ONLY)")
        self._db.execute(_GATHERED.read_text(encoding="utf-8"))
        self._attached = changed
        self._journal.read_on()
        self._published = self._on_figures()
        self._judge()

    def _follow(self) -> None:
        """Takes the corpus again where somebody published; one that is being written is left for a while."""
        now = time.monotonic()
        if now - self._tried < _PATIENCE or (self.corpus / DATABASE).stat().st_mtime == self._attached:
            return
        self._tried = now
        with contextlib.suppress(OSError):
            self._attach()

    def _read_on(self) -> None:
        if self._journal.read_on():
            self._judge()

    def _on_figures(self) -> set[str]:
        return {made.id for made in self._journal.all() if not isinstance(made, FindingDecision)}

    def _judge(self) -> None:
        told = [(finding, s.state, s.who, s.at, s.note) for finding, s in states(self._journal.findings()).items()]
        self._db.execute("DELETE FROM judgements")
        if told:
            columns = [list(column) for column in zip(*told, strict=True)]
            self._db.execute(
                "INSERT INTO judgements SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)", columns
            )


def _clear_left(corpus: Path) -> None:
    """Removes copies of desks that were killed."""
    for path in corpus.glob(".desk-*"):
        process = path.name.split("-")[1]
        if process.isdigit() and not Path("/proc", process).exists():
            path.unlink(missing_ok=True)
