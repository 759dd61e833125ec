"""The command line: `juesuan extract`, `batch`, `summary`, `explain`, `schema`.

Imports of the readers stay inside the commands, so that `juesuan --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit

if TYPE_CHECKING:
    from extractors.record import Record

app = typer.Typer(
    help="Reads Chinese departments' final-accounts disclosures (部门决算公开说明) and proves the figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Folder = Annotated[Path, typer.Option("--output", "-o", help="Folder for the Records", metavar="DIR")]


def main() -> None:
    """Runs the command; never shows a traceback for what a user or a document did."""
    try:
        app()
    except KeyboardInterrupt:
        _say("stopped")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.DONE)


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(help="PDF files", metavar="FILE...")],
    output: Folder = Path("output"),
) -> None:
    """Read disclosures; write DIR/<file stem>.json for each."""
    from flows.document import extract_file, same_stems

    clashes = same_stems(files)
    for first, second in clashes:
        _say(f"{first} and {second} would both become {first.stem}.json: read them into different folders")
    if clashes:
        raise typer.Exit(Exit.WRONG_USAGE)
    _make(output)
    failed = 0
    with _progress(len(files)) as step:
        for file in files:
            failed += not _extracted(file, output, extract_file)
            step(file.name)
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _extracted(file: Path, output: Path, read: Callable[[Path, Path], object]) -> bool:
    from flows.output import record_failure

    try:
        read(file, output)
    except Exception as error:  # whatever a document does, the rest goes on
        _say(record_failure(output, str(file), error))
        return False
    return True


@app.command()
def batch(
    folder: Annotated[Path, typer.Argument(help="Folder with PDF files", metavar="FOLDER")],
    output: Folder = Path("output"),
    workers: Annotated[int, typer.Option(help="Worker processes; 0 for one a core", min=0)] = 0,
) -> None:
    """Read every PDF below FOLDER in a Prefect flow; failures are recorded, the rest is finished."""
    if not folder.is_dir():
        _say(f"{folder}: no such folder")
        raise typer.Exit(Exit.WRONG_USAGE)
    from flows.batch import run_batch
    from flows.document import same_stems

    sources = sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
    if not sources:
        _say(f"{folder}: no PDF in it")
        raise typer.Exit(Exit.WRONG_USAGE)
    clashes = same_stems(sources)
    for first, second in clashes:
        _say(f"{first} and {second} would both become {first.stem}.json: read them into different folders")
    if clashes:
        raise typer.Exit(Exit.WRONG_USAGE)
    _make(output)
    with _progress(len(sources)) as step:
        failures = run_batch(sources, output, workers, step)
    for line in failures:
        _say(line)
    print(f"{len(sources) - len(failures)} of {len(sources)} documents read into {output}")
    raise typer.Exit(Exit.SOME_FAILED if failures else Exit.DONE)


@app.command()
def summary(record: Annotated[Path, typer.Argument(help="A Record (JSON)", metavar="RECORD")]) -> None:
    """Print what a Record says: figures, reasons, checks, and the facts that are least sure."""
    from flows.show import print_summary

    print_summary(_loaded(record))


@app.command()
def explain(
    record: Annotated[Path, typer.Argument(help="A Record (JSON)", metavar="RECORD")],
    fact: Annotated[str, typer.Argument(help="The fact's id, such as f12", metavar="FACT_ID")],
) -> None:
    """Show why a value was read as it was: clause, place, evidence, checks."""
    from flows.show import print_fact

    loaded = _loaded(record)
    if not print_fact(loaded, fact):
        _say(f"{record}: no fact {fact}")
        raise typer.Exit(Exit.WRONG_USAGE)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the Record."""
    from extractors.record import Record

    print(json.dumps(Record.model_json_schema(), ensure_ascii=False, indent=1))


def _loaded(path: Path) -> Record:
    from pydantic import ValidationError

    from extractors.record import Record

    try:
        return Record.model_validate_json(path.read_bytes())
    except OSError as error:
        _say(f"{path}: {error.strerror}")
    except ValidationError as error:
        first = error.errors()[0]
        _say(f"{path}: not a Record: {'.'.join(map(str, first['loc']))}: {first['msg']}")
    raise typer.Exit(Exit.WRONG_USAGE)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _say(f"{folder}: {error.strerror}")
        raise typer.Exit(Exit.WRONG_USAGE) from None


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, a line for each document elsewhere."""
    if not sys.stderr.isatty():
        done = 0

        def step(name: str) -> None:
            nonlocal done
            done += 1
            _say(f"[{done}/{total}] {name}")

        yield step
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<28.28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda name: bar.update(task, advance=1, description=name)
