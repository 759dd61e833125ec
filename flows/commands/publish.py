"""`juesuan publish`, `codebook`: from Records to one corpus that people work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.options import Json, RecordsFolder, Workers
from flows.terminal import note, print_json, say
from flows.words import words

if TYPE_CHECKING:
    from flows.publish.publish import Published

CORPUS = "corpus"
# Up to here corpus.xlsx takes seconds.
_AUTOMATIC = 100


def publish(
    folder: RecordsFolder,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder of the corpus; default DIR/corpus", metavar="CORPUS")
    ] = None,
    workers: Workers = 0,
    xlsx: Annotated[
        bool | None,
        typer.Option(help="Write corpus.xlsx; default: up to 100 Records, as it is written whole each time"),
    ] = None,
    links: Annotated[
        str | None,
        typer.Option(help="Folder or address of the documents, for links of corpus.xlsx; default: where they lay"),
    ] = None,
    pdfs: Annotated[str | None, typer.Option(hidden=True, help="The old name of --links")] = None,
    json: Json = False,
) -> None:
    """Publish Records as one corpus: Parquet, DuckDB, codebook, XLSX. Again: costs what changed."""
    corpus = output or folder / CORPUS
    published = published_or_exit(folder, corpus, workers or None)
    counts = {"records": published.records, "renewed": published.renewed, "gone": published.gone}
    if json:
        print_json({"corpus": corpus, **counts, "failures": published.failures})
    else:
        note(words("publish.done", corpus=corpus, **counts))
    if pdfs is not None:
        say(words("option.old", old="--pdfs", new="--links"))
    _workbook(corpus, published, xlsx, links if pdfs is None else pdfs)
    raise typer.Exit(Exit.SOME_FAILED if published.failures else Exit.DONE)


def _workbook(corpus: Path, published: Published, wanted: bool | None, pdfs: str | None) -> None:
    """Writes corpus.xlsx; takes away one that no longer says what the corpus says."""
    from flows.publish.workbook import WORKBOOK, write_workbook

    path = corpus / WORKBOOK
    changed = published.renewed or published.gone or not path.exists()
    if wanted or (wanted is None and changed and 0 < published.records <= _AUTOMATIC):
        try:
            linked = write_workbook(corpus, pdfs)
        except OSError as error:
            say(f"{path}: {error.strerror or error}")
            raise typer.Exit(Exit.WRONG_USAGE) from None
        if linked.missing:
            documents = linked.found + linked.missing
            say(words("publish.no_links", path=path, missing=linked.missing, documents=documents))
    elif published.renewed or published.gone:
        path.unlink(missing_ok=True)
        if wanted is None:
            note(words("publish.no_workbook", path=path, records=published.records))


def published_or_exit(folder: Path, corpus: Path, workers: int | None = None) -> Published:
    """Publishes and names what failed; ends the command (wrong usage) where the corpus cannot be written."""
    import duckdb

    from flows.publish.publish import publish as publish_records

    try:
        published = publish_records(folder, corpus, workers)
    except (OSError, ValueError, duckdb.OperationalError) as error:  # DuckDB tells of a full disk in its own way
        say(" ".join(str(error).split()))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    for line in published.failures.values():
        say(line)
    return published


def codebook() -> None:
    """Print the codebook: every table, column, concept and measure of a corpus, in Chinese and English."""
    from flows.publish.codebook import codebook as text

    print(text(), end="")
