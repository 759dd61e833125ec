"""One address tried: what a source of it would see there, page by page and document by document; nothing is kept.

The way is that of a visit (flows/monitor/crawl.py), at the same pace and with the same protection; documents are not
asked for unless only asking tells that they are some. What is told of their unit, year and kind is guessed by name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import ValidationError
from sqlalchemy import select

from extractors.opening.kinds import Kind
from extractors.prose.titles import told_name
from flows.batch.guardian import process_guardian
from flows.batch.isolate import Reader as Isolated
from flows.inputs import DOCUMENTS
from flows.monitor.crawl import Crawl, Target
from flows.monitor.fetch import Fetcher, FetchFailed, OutOfTime, Validators
from flows.monitor.pace import Pace
from flows.monitor.pages import PageContent, file_ending
from flows.monitor.parsing import PAGE_LIMITS, Parser
from flows.monitor.reading import SCRATCH
from flows.monitor.roster import named_year
from flows.monitor.sources import Source, SourcesError
from flows.monitor.state import State
from flows.monitor.tables import PageRow

MOST_DOCUMENTS = 50  # that are told; who tries an address wants to see whether it is the right one
LONGEST = 60.0  # seconds of a trial, at a request a second as a host is asked
_MOST_PAGES = 3  # of a list
_NAME = "trial"


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page that was read: its address, its title, how many links stand on it."""

    url: str
    title: str
    links: int


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document that would be taken. `page` links to it; `form` is what it is there.

    `kind` is what its name, or its bytes where they came, tell of the file ("" for nothing); `unit` and `year` are
    guessed from what is said of it, None where that tells neither.
    """

    url: str
    page: str
    title: str
    form: Literal["file", "article", "images"]
    kind: str
    unit: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What would be seen at an address. `is_document` is the kind of a document that the address itself is, "" else.

    `failures` are addresses and causes. `complete` is false where more may be there: time or numbers ran out, or a
    page could not be had.
    """

    url: str
    pages: tuple[SeenPage, ...] = ()
    documents: tuple[SeenDocument, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    requests: int = 0
    complete: bool = True
    is_document: str = ""


def source_of(
    url: str, *, like: Source | None = None, allowed: tuple[IPv4Network | IPv6Network, ...] = ()
) -> Source:  # fmt: skip
    """The source that an address is tried as: `like` another, or one with nothing but defaults.

    Raises SourcesError where the address is none.
    """
    if like is not None:
        return like.model_copy(update={"lists": (url,), "roster": None})
    try:
        return Source(name=_NAME, lists=(url,), allow_addresses=allowed)
    except ValidationError as error:
        first = error.errors()[0]
        cause = first.get("ctx", {}).get("error") or first["msg"]
        raise SourcesError(f"{url}: {cause}") from error


def try_source(
    url: str,
    *,
    like: Source | None = None,
    allowed: tuple[IPv4Network | IPv6Network, ...] = (),
    most: int = MOST_DOCUMENTS,
    seconds: float = LONGEST,
) -> Trial:
    """What a source of that address would see now: up to `most` documents, for `seconds` at most; writes nothing.

    Raises SourcesError where the address is none. What cannot be had is among the failures.
    """
    source = source_of(url, like=like, allowed=allowed)
    manners = source.manners.model_copy(update={"visit": seconds, "attempts": 1})
    source = source.model_copy(update={"manners": manners, "pages": min(source.pages, _MOST_PAGES)})
    state = State("sqlite://")  # in memory, and gone with it
    try:
        with _parser() as parser, Fetcher(source.manners, source.allow_addresses, Pace(), _Forgetful()) as fetcher:
            return _tried(url, Crawl(source, fetcher, parser, state), most)
    finally:
        state.close()


def _tried(url: str, crawl: Crawl, most: int) -> Trial:
    documents: list[SeenDocument] = []
    complete = True
    try:
        for target in crawl.targets():
            if len(documents) == most:
                complete = False
                break
            documents.append(_document(target, crawl.parser))
    except OutOfTime as error:
        complete = False
        crawl.state.fail(crawl.source.name, url, str(error))
    pages, failures = _pages(crawl), tuple((f.url, f.cause) for f in crawl.state.failures(crawl.source.name))
    kind = _kind_of(url, crawl) if not pages and not documents else ""
    return Trial(
        url, pages, tuple(documents), () if kind else failures, crawl.fetcher.counts.requests,
        (complete and crawl.complete) or kind != "", kind,
    )  # fmt: skip


def _pages(crawl: Crawl) -> tuple[SeenPage, ...]:
    of_source = select(PageRow).where(PageRow.source == crawl.source.name).order_by(PageRow.id)
    with crawl.state.session() as session:
        rows = session.scalars(of_source).all()
    contents = ((row.url, PageContent.model_validate_json(row.content)) for row in rows)
    return tuple(SeenPage(url, content.title, len(content.links)) for url, content in contents)


def _kind_of(url: str, crawl: Crawl) -> str:
    """The kind of the document that the address itself is; "" where it is none, or cannot be had."""
    try:
        answer = crawl.fetcher.fetch(url)
        kind = crawl.parser.look(url, answer.body, crawl.source.content).kind
    except (FetchFailed, OutOfTime):
        return ""
    return kind if kind == "zip" or (kind in DOCUMENTS and kind != "html") else ""


def _document(target: Target, parser: Parser) -> SeenDocument:
    kinds: Mapping[str, str] = {"article": "html", "images": "image"}
    kind = kinds.get(target.form) or file_ending(target.url) or _kind_of_answer(target, parser)
    return SeenDocument(
        target.url, target.page, target.title, target.form, kind, told_name(target.title), named_year(target.title)
    )


def _kind_of_answer(target: Target, parser: Parser) -> Kind | Literal[""]:
    """What the bytes are of an address whose name tells nothing, where they have come."""
    if target.answer is None or target.answer.unchanged:
        return ""
    try:
        return parser.look(target.url, target.answer.body, None).kind
    except FetchFailed:
        return ""


@dataclass
class _Forgetful:
    """Where what a robots.txt said is kept by nobody."""

    def recall(self, url: str) -> tuple[Validators, str] | None:
        return None

    def remember(self, url: str, validators: Validators, content: str) -> None:
        """Keeps nothing."""


@contextmanager
def _parser() -> Iterator[Parser]:
    """What looks into the bytes of a site, in a process of its own; its folder is gone with it."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as name:
        folder = Path(name)
        process_guardian().folder(folder, held=True)
        parser = Parser(Isolated(folder, PAGE_LIMITS, 1, loads="pages", attempts=1), folder)
        try:
            yield parser
        finally:
            parser.close()
            process_guardian().folder(folder, held=False)


def source_for(sources: tuple[Source, ...], url: str) -> Source | None:
    """The source on one of whose hosts an address lies; None where there is none."""
    host = urlsplit(url).hostname
    return next((source for source in sources if host in source.own_hosts), None)
