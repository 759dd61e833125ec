"""Where the command begins: loading its modules takes a third of a second, and an interrupt then is one, too."""

from __future__ import annotations

import os
import signal
from types import FrameType

from flows.exits import Exit


def main() -> None:
    """Runs the command line."""
    signal.signal(signal.SIGINT, _end)
    from flows.cli import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _end(number: int, at: FrameType | None) -> None:
    """Ends at once: nothing was begun, and an exception in the midst of a module tells nobody anything."""
    os._exit(Exit.INTERRUPTED)
