"""When a host may be asked again: never more often than its rate allows, whichever source asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class _Host:
    free: threading.BoundedSemaphore
    interval: float = 0.0
    earliest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

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
    def turn(self, host: str, concurrency: int) -> Iterator[_Host]:
        """Waits until the host may be asked; the host is being asked while the context lasts."""
        with self._lock:
            interval = self._intervals.get(host, 1.0)
            entry = self._hosts.get(host)
            if entry is None:
                entry = self._hosts[host] = _Host(threading.BoundedSemaphore(concurrency))
                entry.earliest = self._began + interval
            entry.interval = interval
        with entry.free:
            with entry.lock:
                time.sleep(max(0.0, entry.earliest - time.monotonic()))
                entry.earliest = time.monotonic() + interval
            try:
                yield entry
            except BaseException:
                entry.answered()
                raise
