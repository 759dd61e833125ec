"""A web application on an address of this machine, until it is stopped: options, who is let in, what is printed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.terminal import say

if TYPE_CHECKING:
    from fastapi import FastAPI

Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", "-c", help="Folder of the corpus", metavar="CORPUS", show_default="DIR/corpus"),
]
Host = Annotated[str, typer.Option(help="Address to listen on")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on")]
Token = Annotated[
    str | None, typer.Option(envvar="JUESUAN_TOKEN", help="Asked of everybody; made up where others can reach the page")
]
LOOPBACK, PORT = "127.0.0.1", 8765


def token_for(host: str, token: str | None) -> str | None:
    """The token that is given; one that is made up where others can reach the address."""
    from flows.review.access import is_loopback

    return token if token is not None or is_loopback(host) else secrets.token_urlsafe(24)


def serve(
    make: Callable[[], FastAPI], host: str, port: int, token: str | None, opened: Callable[[str], str]
) -> None:  # fmt: skip
    """Says where the application is (`opened` gives the words for an address), and serves it until it is stopped.

    Ends the command (wrong usage) where it cannot listen there.
    """
    import uvicorn

    app = make()
    shown = f"[{host}]" if ":" in host else host
    say(opened(f"http://{shown}:{port}/{f'?token={token}' if token else ''}"))
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False))
    try:
        server.run()
    except SystemExit:  # uvicorn's way to say that it cannot listen there
        raise typer.Exit(Exit.WRONG_USAGE) from None
