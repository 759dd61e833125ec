"""What computes the networks, where the environment says it: refused before anything is read, in one line."""

from __future__ import annotations

import os

import typer

from flows.exits import Exit
from flows.terminal import say

_ASKED = ("JUESUAN_BACKEND", "JUESUAN_PRECISION")  # of extractors/reading/computing.py, which is loaded only to ask it


def computing_as_asked() -> None:
    """Ends the command (wrong usage) where the environment asks for what this machine has not."""
    if not any(map(os.environ.get, _ASKED)):
        return
    from extractors.reading.computing import CannotCompute, computing

    try:
        computing()
    except CannotCompute as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
