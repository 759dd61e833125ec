"""What the desk's pages ask: the published corpus, and what people said of findings a moment ago.

The corpus is attached to a database in memory, which holds what its views need ready. While it is published anew
nobody asks; decisions on findings are there at once, those on figures with the next publication.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.decisions.applied import states
from flows.decisions.journal import Journal, append_decision
from flows.decisions.made import AnyDecision, FindingDecision, Undo
from flows.publish.database import DATABASE
from flows.publish.publish import publish

Row = dict[str, Any]

_GATHERED = Path(__file__).with_name("gathered.sql")
_MEMORY = "700MB"


class Store:
    """The corpus of a folder of Records, and its journal of decisions. Safe to use from several threads."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder, self.corpus = folder, corpus
        self._lock = threading.RLock()
        self._journal = Journal(folder)
        self._published: set[str] = set()
        self._db = duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "threads": "2"})
        self._attach()

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """The answer to a statement, a row as a dictionary; tables of the corpus are `corpus.NAME`."""
        with self._lock:
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
        """Publishes anew. Raises OSError, LaterVersion, ValueError."""
        with self._lock:
            self._db.execute("DETACH corpus")
            try:
                publish(self.folder, self.corpus)
            finally:
                self._attach()

    def _attach(self) -> None:
        path = str(self.corpus / DATABASE).replace("'", "''")
        self._db.execute(f"ATTACH '{path}' AS corpus (READ_ONLY)")
        self._db.execute(_GATHERED.read_text(encoding="utf-8"))
        self._journal.read_on()
        self._published = self._on_figures()
        self._judge()

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
