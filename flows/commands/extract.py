"""`juesuan extract`: disclosures named one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from flows.exits import Exit
from flows.terminal import OutputFolder, made, progress, say


def extract(
    files: Annotated[list[Path], typer.Argument(help="PDF files", metavar="FILE...")],
    output: OutputFolder = Path("output"),
) -> None:
    """Read disclosures; write DIR/<file stem>.json for each."""
    from flows.document import extract_file, same_stems

    clashes = same_stems(files)
    for first, second in clashes:
        say(f"{first} and {second} would both become {first.stem}.json: read them into different folders")
    if clashes:
        raise typer.Exit(Exit.WRONG_USAGE)
    made(output)
    failed = 0
    with progress(len(files)) as step:
        for file in files:
            failed += not _extracted(file, output, extract_file)
            step(file.name)
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _extracted(file: Path, output: Path, read: Callable[[Path, Path], object]) -> bool:
    from flows.output import record_failure
    from patterns.files import PatternError

    try:
        read(file, output)
    except PatternError:  # no document's fault
        raise
    except Exception as error:  # whatever a document does, the rest goes on
        say(record_failure(output, str(file), error))
        return False
    return True
