"""The seam to the worker processes: documents of any kind in, their Records written; pages in, what they say out.

Everything the monitor knows of reading is here: `Reader.submit` takes a file and gives the future of a Reading,
`Reader.parser` what looks into the bytes of a site. Whoever runs documents otherwise (on another machine, as Prefect
tasks) gives the monitor another Reader.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from flows.batch.guardian import process_guardian
from flows.batch.isolate import Reader as Isolated
from flows.batch.isolate import ReaderEnded
from flows.batch.jobs import Job, Kind, Limits, Outcome, Task
from flows.cores import cores
from flows.monitor.parsing import PAGE_LIMITS, Parser

__all__ = ["PoolReader", "Reader", "ReaderEnded", "Reading"]

SCRATCH = ".work-"  # what the folder for things of a moment begins with
_MAY_MEND = frozenset({"DamagedDocument", "NotAPdf", Kind.CRASH})
_ENDS_WITHIN = 2.0  # seconds that a thread is waited for once its process is killed


@dataclass(frozen=True)
class Reading:
    """What became of a document: its Record was written, or `problem` says in one line why not.

    `damaged` is set where the bytes are broken, which another download may mend.
    """

    problem: str | None = None
    damaged: bool = False


class Reader(Protocol):
    """Reads documents and writes their Records."""

    def submit(self, path: Path, folder: Path, content: str | None, source: str = "") -> Future[Reading]:
        """Has `path` read into `folder`; `content` is a CSS selector of an HTML page's text.

        `source` is whose document it is: what one source asks for does not keep another's waiting.
        """
        ...

    def parser(self) -> AbstractContextManager[Parser]:
        """What looks into the bytes of one source."""
        ...

    def end(self) -> None:
        """Ends all reading at once; what is still to be read is given up."""


@dataclass(frozen=True)
class _Waiting:
    job: Job
    future: Future[Reading]
    source: str


@dataclass
class _Queue:
    """Documents that wait, first come first served within a source; the source that took least time comes first."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    ended: bool = False
    _waiting: dict[str, deque[_Waiting]] = field(default_factory=dict)
    _took: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def put(self, waiting: _Waiting) -> None:
        """Adds a document. Raises ReaderEnded."""
        with self.changed:
            if self.ended:
                raise ReaderEnded
            self._waiting.setdefault(waiting.source, deque()).append(waiting)
            self.changed.notify()

    def take(self) -> _Waiting | None:
        """The next document, once there is one; None at the end."""
        with self.changed:
            self.changed.wait_for(lambda: self.ended or self._waiting)
            if self.ended:
                return None
            source = min(self._waiting, key=lambda name: self._took[name])
            queue = self._waiting[source]
            waiting = queue.popleft()
            if not queue:
                del self._waiting[source]
            return waiting

    def count(self, source: str, seconds: float) -> None:
        """Notes what a source's document took."""
        with self.changed:
            self._took[source] += seconds

    def end(self) -> list[_Waiting]:
        """Ends the queue; gives what waited in it."""
        with self.changed:
            self.ended = True
            left = [waiting for queue in self._waiting.values() for waiting in queue]
            self._waiting.clear()
            self.changed.notify_all()
            return left


class PoolReader:
    """Worker processes with limits, as many as `workers` (0: one a core); `within` is where things of a moment lie."""

    def __init__(self, workers: int = 0, limits: Limits | None = None, within: Path | None = None) -> None:
        self.workers = workers or cores()
        self._folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=within))
        process_guardian().folder(self._folder, held=True)
        limits, threads = limits or Limits(), max(1, cores() // self.workers)
        self._queue = _Queue()
        self._readers = [
            Isolated(self._folder, limits, threads, scratch=self._folder) for _ in range(self.workers)
        ]  # fmt: skip
        self._threads = [threading.Thread(target=self._work, args=(r,), daemon=True) for r in self._readers]
        for thread in self._threads:
            thread.start()
        self._parsing = threading.Lock()
        self._parsers: list[Parser] = []
        self._idle: list[Parser] = []

    def submit(self, path: Path, folder: Path, content: str | None, source: str = "") -> Future[Reading]:
        """Has a kept document read, its Record written to `folder`; `content` selects the main part of web pages."""
        future: Future[Reading] = Future()
        job = Job(str(path), path.stem, task=Task.DOCUMENT, content=content, folder=str(folder))
        self._queue.put(_Waiting(job, future, source))
        return future

    @contextmanager
    def parser(self) -> Iterator[Parser]:
        """A parser for one source, with a process of its own: a page that hangs keeps no other source waiting."""
        with self._parsing:
            if self._queue.ended:
                raise ReaderEnded
            if not self._idle:
                made = Parser(Isolated(self._folder, PAGE_LIMITS, 1, loads="pages", attempts=1), self._folder)
                self._parsers.append(made)
                self._idle.append(made)
            parser = self._idle.pop()
        try:
            yield parser
        finally:
            with self._parsing:
                self._idle.append(parser)

    def end(self) -> None:
        """Ends all reading at once; the futures of what is still to be read tell ReaderEnded."""
        for waiting in self._queue.end():
            if waiting.future.set_running_or_notify_cancel():
                waiting.future.set_exception(ReaderEnded())
        with self._parsing:
            for parser in self._parsers:
                parser.end()
        for reader in self._readers:
            reader.end()

    def close(self) -> None:
        """Ends the workers; what still waits to be read is given up."""
        self.end()
        for thread in self._threads:
            thread.join(_ENDS_WITHIN)
        with self._parsing:
            for parser in self._parsers:
                parser.close()
        for reader in self._readers:
            reader.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        process_guardian().folder(self._folder, held=False)

    def _work(self, reader: Isolated) -> None:
        while (waiting := self._queue.take()) is not None:
            if not waiting.future.set_running_or_notify_cancel():
                continue
            began = time.monotonic()
            try:
                reading = _reading(reader.read(waiting.job))
            except BaseException as error:
                waiting.future.set_exception(error)
            else:
                waiting.future.set_result(reading)
            self._queue.count(waiting.source, time.monotonic() - began)


def _reading(outcome: Outcome) -> Reading:
    if not outcome.failed:
        return Reading()
    path = Path(outcome.source)
    cause = outcome.cause.removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
    return Reading(f"{path.name}: {cause}", damaged=outcome.kind in _MAY_MEND)
