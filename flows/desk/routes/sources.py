"""Sources of the monitor: those that are watched, an address tried, one more put into the file."""

from __future__ import annotations

import threading
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.desk.accounts import Person
from flows.desk.routes.deciding import deciding_person
from flows.desk.site import Site, person_of, words_for
from flows.monitor.adding import add_source
from flows.monitor.sources import Source, SourcesError, load_sources
from flows.monitor.trial import try_source

_TRYING = threading.Lock()  # one address at a time: each takes a process, and a site is not to be hurried


class Tried(BaseModel):
    """An address to try."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    url: str = Field(min_length=8, max_length=2000)


class Added(BaseModel):
    """A source to put into the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=100)
    url: str = Field(min_length=8, max_length=2000)


def _admin(request: Request, person: Annotated[Person, Depends(deciding_person)]) -> Person:
    if person.role != "admin":
        raise HTTPException(403, words_for(request).of("refused.reader"))
    return person


Admin = Annotated[Person, Depends(_admin)]


def sources(site: Site) -> APIRouter:
    """The addresses of sources."""
    router = APIRouter(tags=["sources"])

    @router.get("/sources")
    def watched(request: Request) -> Response:
        if person_of(request).role != "admin":
            raise HTTPException(403, words_for(request).of("refused.reader"))
        known, failed = _known(site.sources)
        return site.page(request, "sources.html", file=site.sources, known=known, failed=failed)

    @router.post("/api/sources/try")
    def attempt(tried: Tried, admin: Admin) -> dict[str, Any]:
        """What a source of that address would see now; keeps nothing, takes up to a minute."""
        with _TRYING:
            try:
                return asdict(try_source(tried.url, like=_like(site.sources, tried.url)))
            except SourcesError as error:
                raise HTTPException(422, str(error)) from None

    @router.post("/api/sources")
    def add(request: Request, added: Added, admin: Admin) -> dict[str, Any]:
        """Puts a source into the file of sources."""
        if site.sources is None:
            raise HTTPException(409, words_for(request).of("sources.none"))
        try:
            made = add_source(site.sources, {"name": added.name, "lists": [added.url]})
        except (SourcesError, OSError) as error:
            raise HTTPException(422, str(error)) from None
        return {"sources": [source.name for source in made.sources]}

    return router


def _like(path: Path | None, url: str) -> Source | None:
    """The source that watches the same host already: its manners hold for a trial, too."""
    host = urlsplit(url).hostname
    return next((s for s in _known(path)[0] if host in {urlsplit(own).hostname for own in s.lists}), None)


def _known(path: Path | None) -> tuple[list[Source], str]:
    """The sources of the file, and why it cannot be read where it cannot."""
    if path is None or not path.exists():
        return [], ""
    try:
        return list(load_sources(path).sources), ""
    except (SourcesError, OSError) as error:
        return [], str(error)
