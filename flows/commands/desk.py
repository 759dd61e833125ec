"""`juesuan desk`: one local web application for all that is done with what was read."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.publish import CORPUS, published_or_exit
from flows.exits import Exit
from flows.options import Pdfs, RecordsFolder
from flows.terminal import note, say
from flows.words import words


def desk(
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
    accounts: Annotated[Path | None, typer.Option(help="File of accounts (desk-account)", metavar="FILE")] = None,
    sources: Annotated[Path | None, typer.Option(help="The monitor's file of sources", metavar="SOURCES.yaml")] = None,
    user_header: Annotated[str | None, typer.Option(help="A reverse proxy's header", metavar="NAME")] = None,
) -> None:
    """Open the desk in a browser: units, findings, documents, search, charts, review, notices."""
    import uvicorn

    from flows.desk.accounts import Door
    from flows.desk.app import make_app
    from flows.desk.search import Search
    from flows.desk.site import Site
    from flows.desk.store import Store
    from flows.review.access import is_loopback
    from flows.review.desk import Desk
    from flows.review.pages import PageImages

    corpus = corpus or folder / CORPUS
    published = published_or_exit(folder, corpus)
    if not is_loopback(host) and token is None and accounts is None:
        token = secrets.token_urlsafe(24)
    folders = tuple(pdfs or [folder])
    store = Store(folder, corpus)
    site = Site(store, Search(store), Desk(folder, corpus), PageImages(folders), Door(accounts, user_header), folders,
                sources)  # fmt: skip
    threading.Thread(target=site.search.follow, daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/{f'?token={token}' if token else ''}"
    say(words("desk.open", records=published.records, address=address))
    server = uvicorn.Server(uvicorn.Config(make_app(site, token), host=host, port=port, log_level="warning",
                                           access_log=False))  # fmt: skip
    try:
        server.run()
    except SystemExit:  # uvicorn's way to say that it cannot listen there
        raise typer.Exit(Exit.WRONG_USAGE) from None


def desk_account(
    accounts: Annotated[Path, typer.Argument(help="File of accounts", metavar="FILE")],
    name: Annotated[str, typer.Argument(help="Who", metavar="NAME")],
    role: Annotated[str, typer.Option(help="reader, reviewer or admin", metavar="ROLE")] = "reviewer",
    no_password: Annotated[bool, typer.Option(help="Without a password: a proxy vouches")] = False,
) -> None:
    """Add a person who may use the desk, or change a role or password."""
    from flows.desk.accounts import ROLES, AccountsError, save_account

    chosen = next((known for known in ROLES if known == role), None)
    if chosen is None:
        say(words("desk.role", role=role, roles=", ".join(ROLES)))
        raise typer.Exit(Exit.WRONG_USAGE)
    password = None if no_password else typer.prompt(words("desk.password"), hide_input=True, confirmation_prompt=True)
    try:
        save_account(accounts, name, chosen, password)
    except (OSError, AccountsError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    note(words("desk.account", name=name, role=chosen, path=accounts))
