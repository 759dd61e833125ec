"""`juesuan publish`, `codebook`: from Records to one corpus that people work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.terminal import say

if TYPE_CHECKING:
    from flows.publish.publish import Published

CORPUS = "corpus"


def publish(
    folder: Annotated[Path, typer.Argument(help="Folder of Records", metavar="DIR", exists=True, file_okay=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder of the corpus; default DIR/corpus", metavar="CORPUS")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default one for each core")] = None,
) -> None:
    """Publish Records as one corpus: Parquet, DuckDB, codebook. Again: costs what changed."""
    corpus = output or folder / CORPUS
    published = published_or_exit(folder, corpus, workers)
    say(f"{corpus}: {published.records} Records, {published.renewed} new or changed, {published.gone} gone")
    raise typer.Exit(Exit.SOME_FAILED if published.failures else Exit.DONE)


def published_or_exit(folder: Path, corpus: Path, workers: int | None = None) -> Published:
    """Publishes and names what failed; ends the command (wrong usage) where the corpus cannot be written."""
    from flows.publish.publish import publish as publish_records

    try:
        published = publish_records(folder, corpus, workers)
    except (OSError, ValueError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    for line in published.failures.values():
        say(line)
    return published


def codebook() -> None:
    """Print the codebook: every table, column, concept and measure of a corpus, in Chinese and English."""
    from flows.publish.codebook import codebook as text

    print(text(), end="")
