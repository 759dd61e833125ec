"""What the desk's pages are made with: words, the looks of figures, templates; and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from extractors.model.record import canonical
from flows.desk.accounts import NOBODY, Door, Person
from flows.desk.search import Search
from flows.desk.store import Store
from flows.desk.words import Words
from flows.review.desk import Desk
from flows.review.pages import PageImages
from flows.review.wording import language_of

_TEN_THOUSAND = Decimal(10000)


@dataclass(frozen=True)
class Site:
    """All that pages ask: the corpus, its full text, Records and their pages, who may in, where sources are kept."""

    store: Store
    search: Search
    desk: Desk
    pages: PageImages
    door: Door
    folders: tuple[Path, ...] = ()
    sources: Path | None = None

    def page(self, request: Request, template: str, status: int = 200, **told: Any) -> HTMLResponse:
        """A page in the language of who asks."""
        words = words_for(request)
        text = _templates().get_template(template).render(
            t=words.of, words=words, lang=words.language, person=person_of(request), path=request.url.path,
            here=request.url, behind=self.store.behind, signs_out=self.door.asks, asks_name=not person_of(request).name,
            query=request.url.query, **told,
        )  # fmt: skip
        return HTMLResponse(text, status)


def words_for(request: Request) -> Words:
    """The desk's words in the language that who asks reads."""
    return Words(language_of(request))


def person_of(request: Request) -> Person:
    """Who asks, as the door told."""
    person: Person = getattr(request.state, "person", NOBODY)
    return person


def in_wan(value: Decimal | None) -> str:
    """元 as 万元 with two decimals and thousands.

    >>> in_wan(Decimal("21148100"))
    '2,114.81'
    """
    return "" if value is None else f"{value / _TEN_THOUSAND:,.2f}"


def number(value: Any) -> str:
    """A figure for people: no more digits than it has."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{Decimal(canonical(value)):,f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}" if isinstance(value, float) else str(value)


def link(template: str, row: dict[str, Any]) -> str:
    """The address of a cell: fields of the row put into it; "" where one of them is not told."""
    names = [part.partition("}")[0] for part in template.split("{")[1:]]
    if any(row.get(name) is None for name in names):
        return ""
    return template.format(**{name: quote(str(row[name]), safe="") for name in names})


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"wan": in_wan, "number": number, "quoted": lambda text: quote(str(text), safe="")}
    made.globals["link"] = link
    return made
