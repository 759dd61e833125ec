"""Records that commands are pointed at: read and validated, or told in one line why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows.exits import Exit
from flows.terminal import say

if TYPE_CHECKING:
    from extractors.model.record import Record


def loaded_record(path: Path) -> Record:
    """The Record of a file; ends the command (wrong usage) naming the file and the cause where it is none."""
    from flows.records import read_record
    from flows.refused import NotARecord

    try:
        return read_record(path)
    except OSError as error:
        say(f"{path}: {error.strerror}")
    except NotARecord as error:
        say(str(error))
    raise typer.Exit(Exit.WRONG_USAGE)
