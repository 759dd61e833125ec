"""How far a batch is: a live line on a terminal, plain lines elsewhere; and the tally that both show."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from flows.batch.jobs import Outcome
from flows.causes import told
from flows.loudness import Loudness, loudness
from flows.terminal import note, say
from flows.words import words

# Seconds a page, of scans and of text: only their ratio counts, and only until one of each kind was read
# (docs/performance.md).
_SCAN, _TEXT = 0.8, 0.016
# Seconds that the first document of a worker takes more than others, for what is loaded with it (measured on 2 cores).
_LOADING = 0.9
_EVERY = 10.0  # seconds between plain lines; the first and the last document are always told


class Work:
    """What is left to read, in pages with text and pages of scans, and how long each has taken so far.

    Told by two threads: what is foreseen by one, what is settled by another.
    """

    def __init__(self) -> None:
        self.workers = 1
        self._lock = threading.Lock()
        self._foreseen: dict[str, tuple[int, int]] = {}
        self._settled: set[str] = set()
        self._left = [0, 0]  # pages with text, pages of scans
        self._first, self._later = _Rate(), _Rate()  # of documents that a worker read first, and of all others

    def is_settled(self, source: str) -> bool:
        """Whether nothing more is to be expected of a document."""
        return source in self._settled

    def foresee(self, source: str, text: int, scanned: int) -> None:
        """Notes the pages of a document that is still to be read."""
        with self._lock:
            if source not in self._settled:
                self._foreseen[source] = text, scanned
                self._left = [self._left[0] + text, self._left[1] + scanned]

    def settle(self, outcome: Outcome) -> None:
        """Takes a document from what is left; what it took tells how long others will take."""
        with self._lock:
            self._settled.add(outcome.source)
            text, scanned = self._foreseen.pop(outcome.source, (0, 0))
            self._left = [self._left[0] - text, self._left[1] - scanned]
            if outcome.seconds and outcome.status == "done":
                is_scan = scanned > text if text + scanned else outcome.seconds > _SCAN * outcome.pages / 2
                if outcome.first:
                    self._first.add(outcome.pages, max(outcome.seconds - _LOADING, outcome.seconds / 4), is_scan)
                else:
                    self._later.add(outcome.pages, outcome.seconds, is_scan)

    @property
    def pages_left(self) -> int:
        """As far as they are foreseen."""
        return sum(self._left)

    def seconds_left(self, documents: int) -> float | None:
        """For so many documents that are left; None before the first was read."""
        with self._lock:
            rate = self._later if self._later.documents else self._first
            if not rate.documents:
                return None
            text, scan = rate.a_page(self._first)
            foreseen = self._left[0] * text + self._left[1] * scan
            each = foreseen / len(self._foreseen) if self._foreseen else sum(rate.seconds) / rate.documents
            at_once = max(1, min(self.workers, documents))
            return (foreseen + each * max(0, documents - len(self._foreseen))) / at_once


@dataclass
class _Rate:
    """What documents took, those of text and those of scans apart: their pages, and seconds."""

    documents: int = 0
    pages: list[int] = field(default_factory=lambda: [0, 0])
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def add(self, pages: int, seconds: float, is_scan: bool) -> None:
        """Adds a document."""
        self.documents += 1
        self.pages[is_scan] += pages
        self.seconds[is_scan] += seconds

    def a_page(self, other: _Rate) -> tuple[float, float]:
        """Seconds a page of text and of scans; of a kind that has none by `other`, else by the other kind."""
        seconds = [s if n else o for s, n, o in zip(self.seconds, self.pages, other.seconds, strict=True)]
        pages = [n or o for n, o in zip(self.pages, other.pages, strict=True)]
        text, scan = (s / n if n else 0.0 for s, n in zip(seconds, pages, strict=True))
        return text or scan * _TEXT / _SCAN, scan or text * _SCAN / _TEXT


@dataclass
class Tally:
    """What a run has done so far, of `total` documents.

    Of those with a Record `due` tell main figures by their kind; `straight` of these have none that is not accepted.
    `to_review` facts of them all are left to people.
    """

    total: int
    done: int = 0
    same: int = 0
    failed: int = 0
    pages: int = 0
    due: int = 0
    straight: int = 0
    to_review: int = 0
    cpu: float = 0.0
    started: float = field(default_factory=time.monotonic)
    work: Work = field(default_factory=Work)

    def count(self, outcome: Outcome) -> None:
        """Adds one document; pages count only where they were read in this run."""
        self.done += outcome.status == "done"
        self.same += outcome.status == "same"
        self.failed += outcome.failed
        self.pages += outcome.pages if outcome.status == "done" else 0
        self.due += outcome.due
        self.straight += outcome.straight
        self.to_review += outcome.to_review
        self.cpu += outcome.cpu
        self.work.settle(outcome)

    @property
    def finished(self) -> int:
        """Documents of which nothing more is to be expected."""
        return self.done + self.same + self.failed

    @property
    def seconds(self) -> float:
        """Since the run began, by a clock that is not set back."""
        return time.monotonic() - self.started

    @property
    def pages_a_second(self) -> float:
        """Pages read in this run, over the time since it began."""
        return self.pages / max(1e-9, self.seconds)

    @property
    def seconds_left(self) -> float | None:
        """A guess from the documents that were really read and the pages of those to come; None before the first."""
        return self.work.seconds_left(self.total - self.finished)

    def line(self) -> str:
        """For people: documents, pages, speed, time left, failures."""
        left = "" if self.seconds_left is None else words("batch.left", time=_duration(self.seconds_left))
        there = words("batch.same", count=self.same) if self.same else ""
        to_come = f"/{self.pages + self.work.pages_left}" if self.work.pages_left else ""
        done, pages = f"{self.finished}/{self.total}", f"{self.pages}{to_come}"
        speed = f"{self.pages_a_second:.1f}"
        return words("batch.line", done=done, pages=pages, speed=speed, left=left, failed=self.failed) + there


class Shown(Protocol):
    """Is told each outcome once it is counted."""

    def __call__(self, tally: Tally, outcome: Outcome) -> None:
        """Shows one outcome and where the run stands with it."""


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def shown(total: int) -> Iterator[Shown]:
    """A bar on a terminal; elsewhere a line for each failure and one for the run every ten seconds.

    With -q the failures only, with -v a line for each document.
    """
    bar = sys.stderr.isatty() and loudness() is Loudness.USUAL
    with _bar(total) if bar else _lines(total) as show:
        yield show


@contextmanager
def _lines(total: int) -> Iterator[Shown]:
    note(words("batch.starting", total=total))
    lock = threading.Lock()
    last = 0.0

    def show(tally: Tally, outcome: Outcome) -> None:
        nonlocal last
        with lock:
            if outcome.failed:
                say(outcome.cause)
            elif loudness() is Loudness.VERBOSE:
                say(_of(outcome))
            now = time.monotonic()
            if now - last >= _EVERY or tally.finished in (1, tally.total):
                last = now
                note(tally.line())

    yield show


def _of(outcome: Outcome) -> str:
    """What became of a document, in one line."""
    if outcome.status == "same":
        return words("verbose.same", source=outcome.source)
    taken = f"{outcome.seconds:.1f}"
    return words("verbose.read", source=outcome.source, pages=outcome.pages, facts=outcome.facts, seconds=taken)


@contextmanager
def _bar(total: int) -> Iterator[Shown]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), BarColumn(bar_width=30), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(words("batch.starting", total=total), total=total)

        def show(tally: Tally, outcome: Outcome) -> None:
            if outcome.failed:
                bar.console.print(told(outcome.cause), markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=tally.finished, description=tally.line())

        yield show
