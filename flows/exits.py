"""How the command ends."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of `juesuan`."""

    DONE = 0
    SOME_FAILED = 1
    WRONG_USAGE = 2
    INTERRUPTED = 130  # as of a shell's for SIGINT
