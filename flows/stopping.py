"""Signals that stop a command: in good order if that is quick, and in any case soon."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from types import FrameType

from flows.exits import Exit

_IN_GOOD_ORDER = 3.0  # seconds that the command may take to end; set by thought alone
_STDERR = 2
_CURSOR = b"\x1b[?25h"  # which a progress bar has hidden, to be seen again
_not_told = threading.Lock()  # until it is taken
_STOPPING = (signal.SIGINT, signal.SIGTERM)


def stop_on_signals() -> None:
    """Has SIGINT and SIGTERM interrupt the command, and end it some seconds later if it has not ended by then.

    For commands that may be cut off anywhere: what they did is on the disk, and the guardian ends their processes.
    The end is seen to by a thread that is told of signals whichever handler libraries put in the place of ours.
    """
    for number in _STOPPING:
        signal.signal(number, _interrupt)
    told, tells = os.pipe()
    os.set_blocking(tells, False)
    signal.set_wakeup_fd(tells, warn_on_full_buffer=False)
    threading.Thread(target=_end_soon, args=(told,), daemon=True).start()


def _end_soon(told: int) -> None:
    """Waits for a signal, then for the command to end by itself, or for a second signal."""
    while not set(os.read(told, 1)) & set(_STOPPING):
        pass
    _tell_that_it_stops()
    select.select([told], [], [], _IN_GOOD_ORDER)
    if os.isatty(_STDERR):
        os.write(_STDERR, _CURSOR)
    _tell("stopped")
    os._exit(Exit.INTERRUPTED)


def _interrupt(number: int, at: FrameType | None) -> None:
    _tell_that_it_stops()
    signal.default_int_handler(number, at)


def _tell_that_it_stops() -> None:
    """Once, by the handler or, where a library has put its own in its place, by the thread."""
    if _not_told.acquire(blocking=False):
        # Whatever is cut off in other threads and in clearing up is of no interest any more.
        threading.excepthook = lambda _: None
        sys.unraisablehook = lambda _: None
        _tell("stopping (停止中)")


def is_stopping() -> bool:
    """Whether a signal has come, so that whatever goes wrong from then on comes of that."""
    return _not_told.locked()


def _tell(line: str) -> None:
    """A line of its own below a progress bar, by no lock that what hangs may hold."""
    with contextlib.suppress(OSError):
        os.write(_STDERR, f"\n{line}\n".encode() if os.isatty(_STDERR) else f"{line}\n".encode())
