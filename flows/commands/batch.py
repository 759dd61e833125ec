"""`juesuan batch`: a folder of disclosures in a Prefect flow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.exits import Exit
from flows.terminal import OutputFolder, made, progress, say


def batch(
    folder: Annotated[Path, typer.Argument(help="Folder with PDF files", metavar="FOLDER")],
    output: OutputFolder = Path("output"),
    workers: Annotated[int, typer.Option(help="Worker processes; 0 for one a core", min=0)] = 0,
) -> None:
    """Read every PDF below FOLDER in a Prefect flow; failures are recorded, the rest is finished."""
    if not folder.is_dir():
        say(f"{folder}: no such folder")
        raise typer.Exit(Exit.WRONG_USAGE)
    from flows.batch import run_batch
    from flows.document import same_stems

    sources = sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
    if not sources:
        say(f"{folder}: no PDF in it")
        raise typer.Exit(Exit.WRONG_USAGE)
    clashes = same_stems(sources)
    for first, second in clashes:
        say(f"{first} and {second} would both become {first.stem}.json: read them into different folders")
    if clashes:
        raise typer.Exit(Exit.WRONG_USAGE)
    made(output)
    with progress(len(sources)) as step:
        failures = run_batch(sources, output, workers, step)
    for line in failures:
        say(line)
    print(f"{len(sources) - len(failures)} of {len(sources)} documents read into {output}")
    raise typer.Exit(Exit.SOME_FAILED if failures else Exit.DONE)
