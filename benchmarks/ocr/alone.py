"""An engine in a process of its own, kept alive between rounds, in which it waits while others are measured."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Any, NamedTuple

from benchmarks.ocr.engines import Engine
from benchmarks.ocr.pages import Scan, figures

_here: dict[str, Any] = {}  # of the engine's process: its scans and the loaded engine


class Figures(NamedTuple):
    """Figures of a scan: printed, read to the digit, told though they are not printed."""

    printed: int
    right: int
    besides: int


class Seconds(NamedTuple):
    """What reading a page of a scan took: of the clock, of all the CPU's cores."""

    clock: float
    cpu: float


class Alone:
    """The process of an engine. Use as a context. What its engine raises is raised here."""

    def __init__(self, engine: Engine, scans: Mapping[str, Scan]) -> None:
        self.engine = engine
        context = multiprocessing.get_context("spawn")
        self._process = ProcessPoolExecutor(1, mp_context=context)
        self._process.submit(_begin, engine, dict(scans)).result()

    def figures(self, kind: str) -> Figures:
        """What it reads of the figures of a kind of pages; warms it up for them, too."""
        return self._process.submit(_figures, kind).result()

    def seconds(self, kind: str) -> Seconds:
        """What it takes for a page of a kind."""
        return self._process.submit(_seconds, kind).result()

    def memory(self) -> int:
        """The most that the process, or one that it started, has held so far, in MB."""
        return self._process.submit(_memory).result()

    def __enter__(self) -> Alone:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.shutdown()


def apart(told: Callable[[], str]) -> str:
    """What is told in a process that ends with it."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(told).result()


def _begin(engine: Engine, scans: dict[str, Scan]) -> None:
    _here.update(scans=scans, loaded=engine.load(engine.told))


def _figures(kind: str) -> Figures:
    scan: Scan = _here["scans"][kind]
    read, text = _here["loaded"]
    if read is not text:
        read(scan)
    told = [figures(page) for page in text(scan)]
    right = sum(((page & printed) for page, printed in zip(told, scan.printed, strict=True)), Counter[str]()).total()
    return Figures(sum(c.total() for c in scan.printed), right, sum(c.total() for c in told) - right)


def _seconds(kind: str) -> Seconds:
    scan: Scan = _here["scans"][kind]
    started, cpu = time.perf_counter(), _cpu()
    _here["loaded"][0](scan)
    return Seconds((time.perf_counter() - started) / len(scan.images), (_cpu() - cpu) / len(scan.images))


def _cpu() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _memory() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
