"""`juesuan review`, `review-export`: a local page on which people check what was read, and what they found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.publish import CORPUS, published_or_exit
from flows.commands.serving import LOOPBACK, PORT, Corpus, Host, Port, Token, serve, token_for
from flows.exits import Exit
from flows.options import Json, Pdfs, RecordsFolder
from flows.terminal import note, print_json, say
from flows.words import words


def review(
    folder: RecordsFolder,
    pdfs: Pdfs = None,
    corpus: Corpus = None,
    host: Host = LOOPBACK,
    port: Port = PORT,
    token: Token = None,
) -> None:
    """Check facts in a browser, by keyboard: failed checks and the least sure first. Decisions: DIR/decisions.jsonl."""
    from flows.review.app import make_app
    from flows.review.desk import Desk
    from flows.review.pages import PageImages

    corpus = corpus or folder / CORPUS
    published = published_or_exit(folder, corpus)
    token = token_for(host, token)
    pages = PageImages(pdfs or [folder])
    serve(
        lambda: make_app(Desk(folder, corpus), pages, token), host, port, token,
        lambda address: words("review.open", records=published.records, address=address),
    )  # fmt: skip


def review_export(
    folder: RecordsFolder,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for golden files and labels.jsonl", metavar="DIR")
    ],
    json: Json = False,
) -> None:
    """Write what reviewers decided as golden files and as labels for calibration."""
    from flows.review.export import export

    try:
        exported = export(folder, output)
    except (OSError, ValueError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    counts = {"golden": exported.golden, "labels": exported.labels, "stale": exported.stale}
    if json:
        print_json({"output": output, **counts})
        return
    note(words("review.exported", folder=output, **counts))
