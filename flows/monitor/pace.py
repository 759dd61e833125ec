"""When a host may be asked again: never more often than its rate allows, whichever source asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_LOOKS_EVERY = 0.25  # seconds: how often who waits looks whether there is still something to wait for


@dataclass
class _Host:
    free: threading.BoundedSemaphore
    interval: float = 0.0
    earliest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def taken(self, interval: float) -> float:
        """Takes the host's turn where it has come, and gives 0; else how long it is until then, in seconds."""
        with self.lock:
            left = self.earliest - time.monotonic()
            if left <= 0:
                self.earliest = time.monotonic() + interval
            return max(0.0, left)

    def answered(self) -> None:
        """Counts the pause from now: the request has surely arrived, and the next cannot catch up with it."""
        with self.lock:
            self.earliest = max(self.earliest, time.monotonic() + self.interval)


class Pace:
    """The turns of all hosts; one for a process.

    What a process before this one asked for is not known, so even a host's first turn is one pause away.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._intervals: dict[str, float] = {}

    def set(self, host: str, interval: float) -> None:
        """Sets the least time between two requests to a host, in seconds; the longest of those set holds."""
        with self._lock:
            self._intervals[host] = max(interval, self._intervals.get(host, 0.0))

    @contextmanager
    def turn(self, host: str, concurrency: int, refuse: Callable[[], None]) -> Iterator[_Host]:
        """Waits until the host may be asked; the host is being asked while the context lasts.

        `refuse` is called again and again while it waits: it raises where there is no more to wait for.
        """
        with self._lock:
            interval = self._intervals.get(host, 1.0)
            entry = self._hosts.get(host)
            if entry is None:
                entry = self._hosts[host] = _Host(threading.BoundedSemaphore(concurrency))
                entry.earliest = self._began + interval
            entry.interval = interval
        refuse()
        while not entry.free.acquire(timeout=_LOOKS_EVERY):
            refuse()
        try:
            while (left := entry.taken(interval)) > 0:
                time.sleep(min(left, _LOOKS_EVERY))
                refuse()
            try:
                yield entry
            except BaseException:
                entry.answered()
                raise
        finally:
            entry.free.release()
