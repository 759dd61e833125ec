"""What an output folder remembers: which bytes each Record was read from, under which fingerprint, and what failed.

The ledger is a journal of outcomes (`.juesuan/journal.jsonl`), one line each, appended as they come: a run that is
killed loses none of them, and a torn last line is passed over. The first line tells the journal's version (journal.py).
One run at a time may write to a folder; the lock goes with the process that holds it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pydantic import ValidationError

from extractors.model.errors import UnreadableDocument
from extractors.model.file_name import readable
from extractors.model.record import Record
from flows.batch.effort import with_effort, with_effort_of
from flows.batch.jobs import Job, Outcome
from flows.batch.journal import JOURNAL, journal_lines
from flows.inputs import parted, read_source
from flows.output import FAILURES, json_line, part_path, parts_beside, record_path, replacing, write_records
from flows.places import STATE

QUARANTINE = "quarantine"
LEFT = "left"  # in STATE: Records whose document is another now, or has another name
# What a line that is no entry is told by: no JSON, or JSON of another shape.
_NO_ENTRY = (ValueError, TypeError, AttributeError, RecursionError)
_FIELDS = {field.name for field in fields(Outcome)}


class FolderInUse(RuntimeError):
    """Another run writes to the folder."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An outcome with the fingerprint it was got under, and size and time (ns) of the Record's file."""

    outcome: Outcome
    fingerprint: str
    stamp: tuple[int, int] | None


class Ledger:
    """The memory of one output folder. Use as a context: it holds the folder's lock."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder, self.fingerprint = folder, fingerprint
        self.troubles: list[str] = []
        self._state = folder / STATE
        self._journal: IO[bytes] | None = None
        self._lock: IO[str] | None = None
        self._entries: dict[str, _Entry] = {}
        self._by_content: dict[str, str] = {}

    def __enter__(self) -> Ledger:
        """Takes the lock and loads the journal.

        Raises FolderInUse, LaterVersion (of the journal), or OSError where the folder takes no files.
        """
        self._state.mkdir(parents=True, exist_ok=True)
        self._lock = (self._state / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.seek(0)
            holder = self._lock.read().strip() or "unknown"
            self._lock.close()
            raise FolderInUse(f"{self.folder}: another run writes there (process {holder})") from error
        self._lock.truncate(0)
        self._lock.write(f"{os.getpid()} on {os.uname().nodename}\n")
        self._lock.flush()
        try:
            self._load()
        except BaseException:
            self._lock.close()
            raise
        for folder in (self.folder, self._state):
            for left in folder.glob(".*.part"):
                left.unlink(missing_ok=True)
        self._journal = (self._state / JOURNAL).open("ab", buffering=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in (self._journal, self._lock):
            if file is not None:
                file.close()

    def _load(self) -> None:
        path = self._state / JOURNAL
        for line in journal_lines(path):
            try:
                entry = json.loads(line)
                outcome = Outcome(**{key: value for key, value in entry.items() if key in _FIELDS})
                stamp = tuple(entry["stamp"]) if entry.get("stamp") else None
                self._remember(_Entry(outcome, str(entry.get("fingerprint", "")), stamp))
            except _NO_ENTRY:
                continue  # torn by a kill or a full disk: the document is read again
        _end_line(path)

    def _remember(self, entry: _Entry) -> None:
        self._entries[entry.outcome.name] = entry
        if entry.outcome.status == "done" and entry.fingerprint == self.fingerprint:
            self._by_content[entry.outcome.sha256] = entry.outcome.name

    def had(self, name: str) -> str:
        """The digest of the bytes that the Record of that name was read from; "" where there is no valid one."""
        entry = self._entries.get(name)
        if entry is None or entry.outcome.status != "done" or entry.fingerprint != self.fingerprint:
            return ""
        path = record_path(self.folder, f"{name}.pdf")
        if not all(part_path(path, n).is_file() for n in range(1, entry.outcome.parts + 1)):
            return ""
        if _stamp(path) == entry.stamp or _holds(path, entry.outcome.sha256):
            return entry.outcome.sha256
        return ""

    def failed_before(self, name: str, sha256: str) -> Outcome | None:
        """What became of these bytes when they were refused or set aside under the same fingerprint."""
        entry = self._entries.get(name)
        if entry is None or entry.fingerprint != self.fingerprint or not sha256:
            return None
        outcome = entry.outcome
        # An error of the system (a full disk, a lost connection) may be gone; the document's own stay.
        remembered = outcome.status == "quarantined" or (outcome.failed and outcome.kind in _OWN_ERRORS)
        return outcome if remembered and outcome.sha256 == sha256 else None

    def copied(self, job: Job, sha256: str) -> Outcome | None:
        """The Record of the same bytes under another name, written under this job's; None where there is none."""
        twin = self._by_content.get(sha256)
        if twin is None or twin == job.name or self.had(twin) != sha256:
            return None
        try:
            path, said = record_path(self.folder, f"{twin}.pdf"), {"file_name": readable(Path(job.source).name)}
            had = [path, *(part_path(path, n) for n in range(1, self._entries[twin].outcome.parts + 1))]
            read = [Record.model_validate_json(each.read_bytes()) for each in had]
            records = [r.model_copy(update={"document": r.document.model_copy(update=said)}) for r in read]
            write_records(records, record_path(self.folder, f"{job.name}.pdf"))
        except (OSError, ValidationError):
            return None
        outcome = Outcome(job.source, job.name, "done", sha256=sha256, pages=records[0].document.pages)
        return with_effort(outcome, records)

    def as_before(self, outcome: Outcome) -> Outcome:
        """The outcome of a document whose Record was there, with what that leaves to people."""
        entry = self._entries.get(outcome.name)
        return outcome if entry is None else with_effort_of(outcome, entry.outcome)

    def settle(self, outcome: Outcome) -> None:
        """Writes an outcome to the journal and a failure to failures.jsonl; sets aside what is quarantined."""
        entry: dict[str, Any] = outcome.as_data()
        stamp = _stamp(record_path(self.folder, f"{outcome.name}.pdf")) if outcome.status == "done" else None
        if outcome.status != "same" and outcome.name:
            self._append(self._journal, {**entry, "fingerprint": self.fingerprint, "stamp": stamp})
            self._remember(_Entry(outcome, self.fingerprint, stamp))
        if outcome.failed:
            self._leave_other(outcome)
            if outcome.status == "quarantined":
                entry["quarantine"] = self._set_aside(outcome)
            self._tell_failure(entry)

    def _tell_failure(self, entry: dict[str, Any]) -> None:
        told = {"file": entry.pop("source"), **entry}
        try:
            with (self.folder / FAILURES).open("ab", buffering=0) as file:
                self._append(file, told)
        except OSError as error:
            self.troubles.append(f"{self.folder / FAILURES}: {error.strerror}")

    def _leave_other(self, outcome: Outcome) -> None:
        """Puts away the Record of a document in whose place another stands now, which could not be read."""
        path = record_path(self.folder, f"{outcome.name}.pdf")
        if outcome.name and outcome.sha256 and path.is_file() and not _holds(path, outcome.sha256):
            self.troubles.append(self._leave(path, f"{outcome.source} is another document now, which cannot be read"))

    def leave_renamed(self, jobs: Iterable[Job]) -> list[str]:
        """Puts away the Records of documents that stand under another name now, theirs among `jobs`; a line for each.

        A document whose file is still there under the old name is there twice, and keeps both Records.
        """
        by_name = {job.name: job for job in jobs}
        sources = {job.source for job in by_name.values()}
        now = {e.outcome.sha256: e.outcome for n, e in self._entries.items() if n in by_name and self.had(n)}
        told = []
        for name, entry in self._entries.items():
            old, new = entry.outcome, now.get(entry.outcome.sha256)
            path = record_path(self.folder, f"{name}.pdf")
            if name in by_name or new is None or old.status != "done" or not path.is_file():
                continue
            if old.source in sources or (_of_one_folder(old.source, new.source) and not _is_there(old.source)):
                told.append(self._leave(path, f"the document is {new.source} now, its Record {new.name}.json"))
        return told

    def _leave(self, path: Path, why: str) -> str:
        target = self._state / LEFT / path.name
        try:
            target.parent.mkdir(exist_ok=True)
            for part in list(parts_beside(path)):
                part.replace(target.with_name(part.name))
            path.replace(target)
        except OSError as error:
            self.troubles.append(f"{path}: {error.strerror}")
            return f"{path}: {why}"
        return f"{path}: {why}; the old Record is {target}"

    def _append(self, file: IO[bytes] | None, entry: dict[str, Any]) -> None:
        """One line, one write. A full disk must not stop the run: what is not remembered is read again."""
        assert file is not None
        try:
            file.write(json_line(entry))
        except OSError as error:
            self.troubles.append(f"{file.name}: {error.strerror}")

    def _set_aside(self, outcome: Outcome) -> str:
        """A copy of the document for whoever looks into it; where it is, or "" where it cannot be copied."""
        target = self.folder / QUARANTINE / f"{outcome.name}{Path(outcome.source).suffix}"
        try:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(read_source(outcome.source))
        except (OSError, UnreadableDocument):
            return ""
        return str(target)

    def forget_failures(self, jobs: Iterable[Job]) -> None:
        """Takes out of failures.jsonl what this run will tell anew. Raises OSError."""
        path = self.folder / FAILURES
        if not path.is_file():
            return
        sources = {job.source for job in jobs}
        _end_line(path)
        # A line ends with a line feed; other characters that end lines of text may stand in what is told.
        lines = path.read_bytes().split(b"\n")[:-1]
        kept = [line for line in lines if _source_of(line) not in sources]
        if len(kept) < len(lines):
            with replacing(path) as file:
                file.buffer.writelines(line + b"\n" for line in kept)


# Not UnreadKind: what reads a kind may be installed since (LibreOffice, for .doc).
_OWN_ERRORS = frozenset({
    "NotAPdf", "EncryptedDocument", "DamagedDocument", "IllegibleDocument", "OversizedDocument", "UnsafeDocument",
})  # fmt: skip


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns


def _holds(path: Path, sha256: str) -> bool:
    """Whether a Record that was changed since (a review) is still a valid one of these bytes."""
    try:
        return Record.model_validate_json(path.read_bytes()).document.sha256 == sha256
    except (OSError, ValidationError):
        return False


def _is_there(source: str) -> bool:
    path, inside = parted(source)
    return path.exists() and (not inside or path.is_file())


def _of_one_folder(old: str, new: str) -> bool:
    """Whether two sources can be told apart from the same place: both whole paths, or of one folder."""
    return os.path.isabs(old) == os.path.isabs(new) and (os.path.isabs(old) or Path(old).parts[0] == Path(new).parts[0])


def _source_of(line: bytes) -> str:
    try:
        return str(json.loads(line).get("file", ""))
    except _NO_ENTRY:
        return ""


def _end_line(path: Path) -> None:
    """Ends a last line that was cut off, so that the next is not written on behind it. Raises OSError."""
    with path.open("rb+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
