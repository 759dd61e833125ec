"""A round: every source visited, what happened told. One round at a time for an output folder."""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from flows.batch.jobs import Limits
from flows.monitor.events import Event
from flows.monitor.failing import remember_failures, tell_failures
from flows.monitor.fetch import Fetcher, Stopped, Validators
from flows.monitor.files import Files
from flows.monitor.notice import Links
from flows.monitor.notify import receiver_name, send_notices
from flows.monitor.outbox import TERMINAL, advance, all_after, reached, register
from flows.monitor.pace import Pace
from flows.monitor.reading import SCRATCH, PoolReader, Reader
from flows.monitor.roster import coverage, load_roster, tell_overdue
from flows.monitor.sources import Source, Sources
from flows.monitor.state import State, now
from flows.monitor.status import SourceStatus, status_of, write_page
from flows.monitor.telling import PREFECT, append_lines, emit_to_prefect, write_feed
from flows.monitor.visit import Visit
from flows.monitor.webhooks import send_webhooks, webhook_name

_BROKEN = "broken off: "
_MOST_AT_ONCE = 16  # sources; a host is asked no oftener for it

Around = Callable[[Source, Callable[[], None]], None]


class AlreadyRunning(Exception):
    """Another process is visiting sites for this folder."""


@dataclass
class Round:
    """What a round did: its events (and those that no round told, as it was killed), failures, status by source."""

    events: tuple[Event, ...] = ()
    failures: list[str] = field(default_factory=list)
    statuses: tuple[SourceStatus, ...] = ()


def plainly(source: Source, visit: Callable[[], None]) -> None:
    """Visits a source with nothing around it."""
    visit()


def run_round(
    sources: Sources,
    folder: Path,
    state_url: str | None = None,
    *,
    workers: int = 0,
    limits: Limits | None = None,
    reader: Reader | None = None,
    prefect: bool = False,
    around: Around = plainly,
    today: date | None = None,
) -> Round:
    """Visits every source once. Raises AlreadyRunning, LaterVersion (of the state), SourcesError (a roster) or OSError.

    `around` is called with each source and the function that visits it, in a thread of its own. Documents are read
    by `reader`, or by `workers` processes that are started for the round (0: one a core), within `limits`.
    """
    today = today or date.today()
    for source in sources.sources:
        if source.roster is not None:
            load_roster(source.roster)
    done = Round()
    with _alone(folder), _opened(state_url, folder) as state, _reading(reader, workers, limits, folder) as reads:
        register(state, _receivers(sources, prefect))
        done.failures += _tell_files(state, sources, folder)
        try:
            tell = partial(_tell_files, state, sources, folder)
            visitor = _Visitor(state, reads, Files(folder), Pace(), today, done, tell)
            _visit_all(sources, visitor, around)
        finally:
            _tell_files(state, sources, folder)
        done.failures += send_webhooks(state, sources)
        done.failures += send_notices(state, sources, Links(folder.resolve(), sources.base_url))
        if prefect:
            emit_to_prefect(state)
        done.events = _untold(state)
        done.statuses = statuses(state, sources, today)
        write_page(state, sources, done.statuses, folder)
    return done


def _receivers(sources: Sources, prefect: bool) -> list[str]:
    """The names of all that are told of events."""
    names = (*map(webhook_name, sources.webhooks), *map(receiver_name, sources.notify))
    return [TERMINAL, *names, *([PREFECT] if prefect else [])]


def _untold(state: State) -> tuple[Event, ...]:
    """The events that no round has given yet, which are given now."""
    rows = list(all_after(state, reached(state, TERMINAL)))
    if rows:
        advance(state, TERMINAL, rows[-1].number)
    return tuple(Event.model_validate_json(row.body) for row in rows)


def _visit_all(sources: Sources, visitor: _Visitor, around: Around) -> None:
    """Visits the sources side by side; an interruption ends them all, whatever they wait for."""
    with ThreadPoolExecutor(min(_MOST_AT_ONCE, len(sources.sources))) as threads:
        jobs = [
            threads.submit(copy_context().run, around, source, visitor.visiting(source)) for source in sources.sources
        ]
        try:
            for job in jobs:
                job.result()
        except BaseException:
            visitor.end()
            raise


def standing(sources: Sources, folder: Path, state_url: str | None = None) -> tuple[SourceStatus, ...]:
    """The status of the sources as it is, its page written; nothing is visited.

    Raises LaterVersion (of the state), SourcesError or OSError.
    """
    with _opened(state_url, folder) as state:
        found = statuses(state, sources, date.today())
        write_page(state, sources, found, folder)
    return found


def statuses(state: State, sources: Sources, today: date) -> tuple[SourceStatus, ...]:
    """How all sources stand, in the order of the file. Raises SourcesError where a roster cannot be read."""
    return tuple(status_of(state, source, today) for source in sources.sources)


def _tell_files(state: State, sources: Sources, folder: Path) -> list[str]:
    """Brings the files of events up to date; a line for what was found spoilt in them."""
    told = append_lines(state, folder)
    write_feed(state, folder, sources)
    return [told] if told else []


@dataclass
class _Memory:
    """What robots.txt of a host said, kept as a page of no source."""

    state: State

    def recall(self, url: str) -> tuple[Validators, str] | None:
        known = self.state.page("", url)
        return (known.validators, known.content) if known is not None else None

    def remember(self, url: str, validators: Validators, content: str) -> None:
        self.state.keep_page("", url, validators, content)


@dataclass
class _Visitor:
    state: State
    reader: Reader
    files: Files
    pace: Pace
    today: date
    done: Round
    tell: Callable[[], list[str]]
    stop: threading.Event = field(default_factory=threading.Event)
    telling: threading.Lock = field(default_factory=threading.Lock)
    asking: set[Fetcher] = field(default_factory=set)

    def visiting(self, source: Source) -> Callable[[], None]:
        return lambda: self.visit(source)

    def end(self) -> None:
        """Ends all visits at once: what is asked for, parsed and read is given up."""
        self.stop.set()
        self.reader.end()
        for fetcher in list(self.asking):
            fetcher.cut()

    def visit(self, source: Source) -> None:
        """One source, from the note that it is being visited to the note of how that went."""
        self.state.note_source(source.name, region=source.region, visited_at=now(), outcome="under way")
        remember_failures(self.state, source)
        fetcher = Fetcher(source.manners, source.allow_addresses, self.pace, _Memory(self.state), self.stop)
        self.asking.add(fetcher)
        with fetcher, self.reader.parser() as parser:
            visit = Visit(source, fetcher, parser, self.state, self.reader, self.files)
            try:
                visit.run()
                outcome = "complete" if not visit.failed else f"{len(visit.failed)} failed"
            except Stopped:
                outcome = "stopped"
            except Exception as error:  # one source's trouble is not another's
                outcome = f"{_BROKEN}{type(error).__name__}: {' '.join(str(error).split())}"
                self.done.failures.append(f"{source.name}: {outcome}")
        self.asking.discard(fetcher)
        self._note(source, visit, fetcher, outcome)
        tell_failures(self.state, source, outcome if outcome.startswith(_BROKEN) else "")
        with self.telling:
            self.tell()
        self.done.failures += [f"{source.name}: {f.url}: {f.cause}" for f in self.state.failures(source.name)]

    def _note(self, source: Source, visit: Visit, fetcher: Fetcher, outcome: str) -> None:
        found = coverage(self.state, source, self.today)
        if found is not None and visit.complete:
            tell_overdue(self.state, source, found)
        self.state.note_source(
            source.name,
            completed_at=now(),
            outcome=outcome,
            requests=fetcher.counts.requests,
            unchanged=fetcher.counts.unchanged,
            bytes=fetcher.counts.bytes,
            new=visit.told["published"],
            changed=visit.told["changed"],
            withdrawn=visit.told["withdrawn"],
        )


@contextmanager
def _opened(url: str | None, folder: Path) -> Iterator[State]:
    folder.mkdir(parents=True, exist_ok=True)
    state = State(url or f"sqlite:///{folder.resolve() / 'monitor.sqlite'}")
    try:
        yield state
    finally:
        state.close()


@contextmanager
def _reading(given: Reader | None, workers: int, limits: Limits | None, folder: Path) -> Iterator[Reader]:
    """The reader that was given, or one of our own for the round."""
    if given is not None:
        yield given
        return
    for left in folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    own = PoolReader(workers, limits, folder)
    try:
        yield own
    finally:
        own.close()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which goes with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".monitor.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(f"{folder}: another process is monitoring into this folder") from error
        yield


def counted(done: Round) -> dict[str, int]:
    """What a round comes to: disclosures by what became of them, units newly (`late`) and in all overdue, failures."""
    kinds = Counter(event.kind for event in done.events)
    overdue = sum(len(status.overdue) for status in done.statuses)
    return {
        "new": kinds["published"], "changed": kinds["changed"], "withdrawn": kinds["withdrawn"],
        "late": kinds["overdue"], "overdue": overdue, "failed": len(done.failures),
    }  # fmt: skip
