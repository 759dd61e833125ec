"""`juesuan review`, `review-export`: a local page on which people check what was read, and what they found."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.publish import CORPUS, published_or_exit
from flows.exits import Exit
from flows.options import Json, Pdfs, RecordsFolder
from flows.terminal import note, print_json, say
from flows.words import words


def review(
    folder: RecordsFolder,
    pdfs: Pdfs = None,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", "-c", help="Folder of the corpus", metavar="CORPUS", show_default="DIR/corpus"),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on")] = 8765,
    token: Annotated[
        str | None,
        typer.Option(envvar="JUESUAN_TOKEN", help="Asked of everybody; made up where others can reach the page"),
    ] = None,
) -> None:
    """Check facts in a browser, by keyboard: failed checks and the least sure first. Decisions: DIR/decisions.jsonl."""
    import uvicorn

    from flows.review.access import is_loopback
    from flows.review.app import make_app
    from flows.review.desk import Desk
    from flows.review.pages import PageImages

    corpus = corpus or folder / CORPUS
    published = published_or_exit(folder, corpus)
    if not is_loopback(host) and token is None:
        token = secrets.token_urlsafe(24)
    app = make_app(Desk(folder, corpus), PageImages(pdfs or [folder]), token)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/{f'?token={token}' if token else ''}"
    say(words("review.open", records=published.records, address=address))
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False))
    try:
        server.run()
    except SystemExit:  # uvicorn's way to say that it cannot listen there
        raise typer.Exit(Exit.WRONG_USAGE) from None


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
