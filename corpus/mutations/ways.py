"""The ways by which documents come in, each in a process that is watched: what becomes of a broken one on each.

`extract` reads bytes of any kind in one process, `batch` reads as `juesuan batch` does, and `monitor` as `juesuan
monitor` does, archives file by file.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from extractors.formats import extract_document
from extractors.model.errors import UnreadableDocument
from extractors.opening.archive import members
from extractors.opening.kinds import READ, kind_of
from flows.batch.isolate import Reader
from flows.batch.jobs import Job, Limits
from flows.monitor.reading import PoolReader
from flows.output import failure_line, record_path, write_record

WAYS = ("extract", "batch", "monitor")
LIMITS = Limits(seconds=60, seconds_a_page=5, memory=1500)
_LATEST = 150.0  # seconds after which a process is ended that does not end by itself
_TWICE = 2 * _LATEST  # a monitor reads again what went beyond its limits
_INTERNAL = "internal error"


@dataclass(frozen=True)
class Became:
    """What became of a document on one way: `cause` is "" where it gave a Record, else one line; `fault` is what no
    document may bring about ("internal error", "hang", "crash", "memory"), "" where it was refused by name.

    `seconds` is wall time, `memory` the most that any process held, in MB.
    """

    cause: str = ""
    fault: str = ""
    seconds: float = 0.0
    memory: int = 0


class Way(Protocol):
    """Reads documents of any kind in processes of its own."""

    def read(self, path: Path) -> Became:
        """What becomes of a document."""
        ...


def extracted(path: Path, folder: Path) -> str:
    """Reads a document and writes its Record; the line of the failure, or ""."""
    try:
        write_record(extract_document(path.read_bytes(), path.name), record_path(folder, path.name))
    except Exception as error:  # what a document may bring about is what is asked here
        return failure_line(path.name, error)
    return ""


class Extract:
    """Documents of any kind, by the function that reads them all."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._pool = self._made()
        stack.callback(lambda: self._pool.shutdown(cancel_futures=True))

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def read(self, path: Path) -> Became:
        """What becomes of a document."""
        future = self._pool.submit(extracted, path, self._folder)
        try:
            return told(future.result(_LATEST))
        except NotInTime:
            end_children()
            cause, fault = "takes too long", "hang"
        except BrokenProcessPool:
            cause, fault = "the process that read it died", "crash"
        self._pool = self._made()
        return Became(cause, fault)


class Batch:
    """Documents as a batch reads them: in a process with limits."""

    _FAULTS = {"Crash": "crash", "TimeLimit": "hang", "MemoryLimit": "memory", "InternalError": _INTERNAL}  # noqa: RUF012

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._reader = stack.enter_context(Reader(folder, LIMITS, 1))

    def read(self, path: Path) -> Became:
        """What becomes of a document."""
        outcome = self._reader.read(Job(str(path), path.stem))
        return Became(outcome.cause, self._FAULTS.get(outcome.kind, ""))


class Monitor:
    """Documents as a monitor reads them: kind by kind, archives file by file."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._reader = PoolReader(1, LIMITS, folder)
        stack.callback(self._reader.close)

    def read(self, path: Path) -> Became:
        """What becomes of a document; of an archive, the worst that becomes of its files."""
        data = path.read_bytes()
        try:
            if kind_of(data) != "zip":
                return self._became(path)
            worst = Became("no document in the archive")
            for number, member in enumerate(members(data, path.name)):
                kind = kind_of(member.data)
                if kind in READ:
                    part = path.with_name(f"{path.stem}-{number}.{kind}")
                    part.write_bytes(member.data)
                    worst = max(worst, self._became(part), key=lambda became: (became.fault, not became.cause))
                    part.unlink()
        except UnreadableDocument as error:
            return Became(str(error))
        except Exception as error:  # a monitor's own process must see none
            return Became(f"{_INTERNAL}: {failure_line(path.name, error)}", _INTERNAL)
        return worst

    def _became(self, path: Path) -> Became:
        try:
            reading = self._reader.submit(path, self._folder, None).result(_TWICE)
        except NotInTime:
            end_children()
            return Became("takes too long", "hang")
        return told(reading.problem or "")


def told(cause: str) -> Became:
    """What a one-line cause says: an error of ours, or a refusal by name."""
    return Became(cause, _INTERNAL if _INTERNAL in cause else "")


class Ways:
    """All ways, open as a context; their Records go to `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._stack = folder, ExitStack()
        self.named: dict[str, Way] = {}

    def __enter__(self) -> Self:
        for name in WAYS:
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        self.named = {
            "extract": Extract(self._folder / "extract", self._stack),
            "batch": Batch(self._folder / "batch", self._stack),
            "monitor": Monitor(self._folder / "monitor", self._stack),
        }
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def read(self, name: str, path: Path) -> Became:
        """What becomes of a document on that way, with what it took."""
        forget_memory()
        started = time.monotonic()
        became = self.named[name].read(path)
        return Became(became.cause, became.fault, time.monotonic() - started, most_memory())


def _children() -> Iterator[int]:
    """The ids of the processes that this one, or one of them, started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    wanted = {os.getpid()}
    while found := {child for child, parent in parents.items() if parent in wanted} - wanted:
        wanted |= found
    yield from wanted - {os.getpid()}


def most_memory() -> int:
    """The most that any process started from here has held since `forget_memory`, in MB."""
    most = 0
    for child in _children():
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{child}/status").read_text().splitlines():
                most = max(most, int(line.split()[1]) >> 10) if line.startswith("VmHWM:") else most
    return most


def forget_memory() -> None:
    """Has the system count the most memory of the processes anew."""
    for child in _children():
        with contextlib.suppress(OSError):
            Path(f"/proc/{child}/clear_refs").write_text("5", encoding="ascii")


def end_children() -> None:
    """Ends every process that was started from here, but for the one by which Python counts what they share."""
    for child in _children():
        with contextlib.suppress(OSError):
            if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGKILL)
