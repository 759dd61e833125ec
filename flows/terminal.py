"""What commands share at a terminal: one-line messages, results as JSON, the progress bar."""

from __future__ import annotations

import codecs
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import typer

from flows.causes import told
from flows.exits import Exit
from flows.loudness import Loudness, loudness
from flows.words import words

_SCRATCH = 32 << 20  # bytes; the database of Prefect's own server, of which a run's is 2 to 10 MB


def made(folder: Path) -> None:
    """Makes an output folder; where that cannot be, says why and ends the command as used wrongly."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        say(f"{folder}: {error.strerror}")
        raise typer.Exit(Exit.WRONG_USAGE) from None


def scratch_or_exit() -> None:
    """Ends the command (wrong usage), and says why, where temporary files find no folder or no room."""
    try:
        folder = tempfile.gettempdir()
    except FileNotFoundError as error:
        say(words("scratch.none", error=told(str(error.strerror))))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    free = shutil.disk_usage(folder).free
    if free < _SCRATCH:
        say(words("scratch.full", folder=folder, free=free >> 20, least=_SCRATCH >> 20))
        raise typer.Exit(Exit.WRONG_USAGE)


def printable() -> None:
    """Lets standard output and error take every character: UTF-8 where the locale has ASCII only, else escaped.

    A locale of another coding (zh_CN.GBK) keeps it: its terminals and files are read so.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")


def say(line: str) -> None:
    """One line on standard error, at once: standard output is for results. Known causes in the language people read."""
    print(told(line), file=sys.stderr, flush=True)


def note(line: str) -> None:
    """One line on standard error, but with -q: how far it is, where the result lies."""
    if loudness() > Loudness.QUIET:
        say(line)


def sum_up(line: str) -> None:
    """One line on standard output, but with -q: what a run came to."""
    if loudness() > Loudness.QUIET:
        print(line, flush=True)


def detail(line: str) -> None:
    """One line on standard error with -v: what is done with each document."""
    if loudness() is Loudness.VERBOSE:
        say(line)


def print_json(result: Any) -> None:
    """A result on standard output as JSON: dataclasses and models as objects, Decimals, dates and paths as texts."""
    from pydantic_core import to_json

    print(to_json(result, indent=1, bytes_mode="utf8", fallback=str).decode(), flush=True)


def tell(left_out: Iterable[str], remarks: Iterable[str]) -> None:
    """A line for each file that is left out, and for each that is odd."""
    for line in left_out:
        say(words("left_out", line=told(line)))
    for line in remarks:
        say(line)


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, a line for each document elsewhere; nothing with -q."""
    if loudness() is Loudness.QUIET:
        yield lambda name: None
        return
    if not sys.stderr.isatty():
        done = 0

        def step(name: str) -> None:
            nonlocal done
            done += 1
            say(f"[{done}/{total}] {name}")

        yield step
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<28.28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(words("reading"), total=total)
        yield lambda name: bar.update(task, advance=1, description=name)
