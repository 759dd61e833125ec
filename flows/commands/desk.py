"""`juesuan desk`: one local web application for all that is done with what was read."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.publish import CORPUS, published_or_exit
from flows.commands.serving import LOOPBACK, PORT, Corpus, Host, Port, Token, serve, token_for
from flows.exits import Exit
from flows.options import Pdfs, RecordsFolder
from flows.terminal import note, say
from flows.words import words


def desk(
    folder: RecordsFolder,
    pdfs: Pdfs = None,
    corpus: Corpus = None,
    host: Host = LOOPBACK,
    port: Port = PORT,
    token: Token = None,
    accounts: Annotated[Path | None, typer.Option(help="File of accounts (desk-account)", metavar="FILE")] = None,
    sources: Annotated[Path | None, typer.Option(help="The monitor's file of sources", metavar="SOURCES.yaml")] = None,
    user_header: Annotated[str | None, typer.Option(help="A reverse proxy's header", metavar="NAME")] = None,
) -> None:
    """Open the desk in a browser: units, findings, documents, search, charts, review, notices."""
    from flows.desk.accounts import Door
    from flows.desk.app import make_app
    from flows.desk.search import Search
    from flows.desk.site import Site
    from flows.desk.store import Store
    from flows.review.desk import Desk
    from flows.review.pages import PageImages

    corpus, folders = corpus or folder / CORPUS, tuple(pdfs or [folder])
    published = published_or_exit(folder, corpus)
    if accounts is None:
        token = token_for(host, token)
    store = Store(folder, corpus)
    search, door = Search(store), Door(accounts, user_header)
    site = Site(store, search, Desk(folder, corpus), PageImages(folders), door, folders, sources)
    threading.Thread(target=search.follow, daemon=True).start()
    serve(
        lambda: make_app(site, token), host, port, token,
        lambda address: words("desk.open", records=published.records, address=address),
    )  # fmt: skip


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
