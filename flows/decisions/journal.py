"""The journal of decisions: one line a decision in DIR/decisions.jsonl, appended, synced, never changed.

A decision is accepted once its line is on the disk. Every decision of every reviewer is kept; one that was taken back
does not count. A line that a crash cut short is no decision.

A line may tell its `version` (flows/versions.py); what tells none is of version 1, in which all decisions were about
facts; those are written so that version 1 reads them. As lines never change, older ones are brought up as they are
read.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from flows.decisions.made import AnyDecision, CellDecision, Decision, DocumentDecision, FindingDecision, Undo, line_from
from flows.versions import Versions, is_version

DECISIONS = "decisions.jsonl"


def _as_before(told: dict[str, Any]) -> dict[str, Any]:
    """Version 2 added what decisions may be about; those about facts stayed as they were."""
    return told


VERSIONS: Versions[dict[str, Any]] = Versions((_as_before,))


class Journal:
    """The decisions of a folder of Records, in the order in which they were made; read on where others append."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DECISIONS
        self._begin()

    def _begin(self) -> None:
        self._made: dict[str, AnyDecision] = {}
        self._ids: set[str] = set()
        self._offset = self._lines = 0

    def read_on(self) -> bool:
        """Reads what was appended since; whether that was anything. Raises OSError, LaterVersion, ValueError."""
        size = self._path.stat().st_size if self._path.exists() else 0
        if size == self._offset:
            return False
        if size < self._offset:  # another file lies there now
            self._begin()
            if not size:
                return True
        with self._path.open("rb") as file:
            file.seek(self._offset)
            data = file.read()
        *lines, rest = data.split(b"\n")
        if rest.endswith(b"}"):  # whole, but for its end of line
            lines, rest = [*lines, rest], b""
        for line in lines:
            self._lines += 1
            if line.strip():
                self._take(line)
        self._offset += len(data) - len(rest)
        return True

    def _take(self, line: bytes) -> None:
        place = f"{self._path}, line {self._lines}"
        try:
            told = from_json(line)
        except ValueError as error:
            if line.endswith(b"}"):
                raise ValueError(f"{place}: {error}") from error
            return  # cut short by a crash: never accepted, so nothing is lost
        made = _decision(told, place)
        self._ids.add(made.id)
        if isinstance(made, Undo):
            self._made.pop(made.undoes, None)
        else:
            self._made[made.id] = made

    def holds(self, decision_id: str) -> bool:
        """Whether a decision of that id was made, taken back or not."""
        return decision_id in self._ids

    def of(self, decision_id: str) -> AnyDecision | None:
        """The decision of that id; None where there is none that counts."""
        return self._made.get(decision_id)

    def all(self) -> Iterator[AnyDecision]:
        """Every decision that was not taken back, of whatever."""
        yield from self._made.values()

    def facts(self) -> Iterator[Decision]:
        """Those about facts."""
        return (d for d in self._made.values() if isinstance(d, Decision))

    def cells(self) -> Iterator[CellDecision]:
        """Those about cells."""
        return (d for d in self._made.values() if isinstance(d, CellDecision))

    def findings(self) -> Iterator[FindingDecision]:
        """Those about findings."""
        return (d for d in self._made.values() if isinstance(d, FindingDecision))

    def documents(self) -> Iterator[DocumentDecision]:
        """Those about documents."""
        return (d for d in self._made.values() if isinstance(d, DocumentDecision))


def journal_of(folder: Path) -> Journal:
    """The journal of a folder, read. Raises OSError, LaterVersion, ValueError."""
    journal = Journal(folder)
    journal.read_on()
    return journal


def _decision(told: Any, place: str) -> AnyDecision | Undo:
    """What a line tells, in whichever version. Raises LaterVersion, ValueError."""
    if not isinstance(told, dict):
        raise ValueError(f"{place}: a line is an object")
    version = told.pop("version", 1)
    if not is_version(version):
        raise ValueError(f"{place}: {version!r} is no version")
    told = VERSIONS.brought_up(place, told, version)
    try:
        return line_from(told)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def append_decision(folder: Path, decision: AnyDecision | Undo) -> None:
    """Appends a decision and returns when it is on the disk. Raises OSError."""
    if isinstance(decision, Decision) and not decision.note:
        told = decision.model_dump_json(exclude={"note"})
    else:
        told = f'{{"version":{VERSIONS.known},{decision.model_dump_json()[1:]}'
    with _locked(folder / DECISIONS) as handle:
        size = os.fstat(handle).st_size
        cut_short = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        line = told.encode() + b"\n"
        data = b"\n" + line if cut_short else line
        if os.write(handle, data) != len(data):
            raise OSError(f"{folder / DECISIONS}: the disk is full")
        os.fsync(handle)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The file, open for appending by this process alone."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)
