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
from flows.terminal import say

_EVERY = 10.0  # seconds between plain lines; the first and the last document are always told


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
        """A guess from the documents that were really read; None before the first."""
        if not self.done:
            return None
        return self.seconds / (self.done + self.failed) * (self.total - self.finished)

    def line(self) -> str:
        """For people: documents, pages, speed, time left, failures."""
        left = "" if self.seconds_left is None else f", {_duration(self.seconds_left)} left"
        there = f", {self.same} were there" if self.same else ""
        return (
            f"{self.finished}/{self.total} documents, {self.pages} pages, "
            f"{self.pages_a_second:.1f} pages/s{left}, {self.failed} failed{there}"
        )


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
    """A bar on a terminal; elsewhere a line for each failure and one for the run every ten seconds."""
    with _bar(total) if sys.stderr.isatty() else _lines() as show:
        yield show


@contextmanager
def _lines() -> Iterator[Shown]:
    lock = threading.Lock()
    last = 0.0

    def show(tally: Tally, outcome: Outcome) -> None:
        nonlocal last
        with lock:
            if outcome.failed:
                say(outcome.cause)
            now = time.monotonic()
            if now - last >= _EVERY or tally.finished in (1, tally.total):
                last = now
                say(tally.line())

    yield show


@contextmanager
def _bar(total: int) -> Iterator[Shown]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(bar_width=30), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(f"0/{total} documents", total=total)

        def show(tally: Tally, outcome: Outcome) -> None:
            if outcome.failed:
                bar.console.print(outcome.cause, markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=tally.finished, description=tally.line())

        yield show
