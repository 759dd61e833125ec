"""`juesuan report`: a static HTML report of a published corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.query import DEFAULT_CORPUS
from flows.exits import Exit
from flows.terminal import note, say


def report(
    corpus: Annotated[Path, typer.Argument(help="Folder of the corpus", metavar="CORPUS")] = DEFAULT_CORPUS,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File of the report; default CORPUS/report.html")
    ] = None,
) -> None:
    """Write a report of a corpus: coverage, distributions, outliers, reasons, findings; one file, works offline."""
    from flows.report.page import write_report

    path = output or corpus / "report.html"
    try:
        write_report(corpus, path)
    except OSError as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    note(str(path))
