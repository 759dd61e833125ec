"""How many processes can work at once here."""

from __future__ import annotations

import os


def cores() -> int:
    """The cores that this process may run on: fewer than the machine has where it is held to some."""
    return len(os.sched_getaffinity(0))
