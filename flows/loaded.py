"""Records that commands are pointed at: read and validated, or told in one line why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows.causes import told
from flows.exits import Exit
from flows.terminal import say

if TYPE_CHECKING:
    from extractors.model.record import Record


def loaded_record(path: Path) -> Record:
    """The Record of a file; ends the command (wrong usage) naming the file and the cause where it is none."""
    from pydantic import ValidationError

    from extractors.model.record import Record

    try:
        return Record.model_validate_json(path.read_bytes())
    except OSError as error:
        say(told(f"{path}: {error.strerror}"))
    except ValidationError as error:
        first = error.errors()[0]
        say(told(f"{path}: not a Record: {'.'.join(map(str, first['loc']))}: {first['msg']}"))
    raise typer.Exit(Exit.WRONG_USAGE)
