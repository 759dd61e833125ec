"""SOURCES.yaml: which sites are watched, what is taken for a disclosure there, and how politely they are asked.

docs/monitoring.md tells every key. Unknown keys and values that make no sense are refused, naming the entry.
"""

from __future__ import annotations

from datetime import date
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import regex
import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.words import words

FILES = ("pdf", "doc", "docx", "wps", "xls", "xlsx", "zip", "rar", "7z", "ofd", "png", "jpg", "jpeg", "tif", "tiff")


# What an event may be of: documents and units, and addresses of a source that fail.
OF_DOCUMENTS = ("published", "changed", "withdrawn", "overdue")
KINDS = (*OF_DOCUMENTS, "failed")


VARIABLE_IN = regex.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SCHEME = regex.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S")


class SourcesError(ValueError):
    """SOURCES.yaml or a roster that cannot be used; one line naming file, entry and cause."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an http or https address")
    return value


def _served(value: str) -> str:
    return _web_address(value) if value else value


def _apprise_address(value: str) -> str:
    if _SCHEME.match(value) is None and VARIABLE_IN.fullmatch(value) is None:
        raise ValueError("neither an address (mailto://…) nor the name of an environment variable (${NAME})")
    return value


def _expression(value: str) -> str:
    try:
        regex.compile(value)
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _selector(value: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    try:
        LexborHTMLParser("<p>").css(value)
    except Exception as error:  # selectolax tells bad selectors in several ways
        raise ValueError(f"not a CSS selector: {error}") from error
    return value


def _pages_pattern(value: str) -> str:
    if value not in ("auto", "none") and "{n}" not in value:
        raise ValueError('must be "auto", "none" or an address with {n}')
    return value


def _day(value: str) -> str:
    date.fromisoformat(f"2024-{value}")
    return value


Address = Annotated[str, AfterValidator(_web_address)]
Expression = Annotated[str, AfterValidator(_expression)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Manners(_Part):
    """How a host is asked. `rate` in requests a second, `backoff`, `timeout` and `longest` in seconds.

    `timeout` is for every wait, `longest` for a whole answer, `visit` for a whole visit; `recheck_hours` is how long a
    document or an article that is known is not asked for again.
    """

    rate: float = Field(default=1.0, gt=0, le=50)
    concurrency: int = Field(default=1, ge=1, le=8)
    attempts: int = Field(default=4, ge=1, le=10)
    backoff: float = Field(default=2.0, ge=0, le=600)
    timeout: float = Field(default=30.0, gt=0, le=600)
    longest: float = Field(default=300.0, gt=0, le=3600)
    visit: float = Field(default=14_400.0, gt=0, le=604_800)
    most_bytes: int = Field(default=100_000_000, ge=1_000)
    redirects: int = Field(default=5, ge=0, le=20)
    recheck_hours: float = Field(default=24.0, ge=0)
    user_agent: str = Field(default="juesuan-monitor", min_length=3, max_length=200)


class Source(_Part):
    """One site, or a part of it."""

    name: str = Field(min_length=1, max_length=200)
    region: str = ""
    lists: tuple[Address, ...] = Field(min_length=1)
    next: Annotated[str, AfterValidator(_pages_pattern)] = "auto"
    first: int = Field(default=1, ge=0)
    pages: int = Field(default=50, ge=1, le=2_000)
    sublists: Expression | None = None
    take: Expression | None = None
    keywords: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    files: tuple[Literal[FILES], ...] = FILES  # type: ignore[valid-type]
    depth: int = Field(default=2, ge=1, le=5)
    inline: Literal["auto", "never"] = "auto"
    content: Annotated[str, AfterValidator(_selector)] | None = None
    hosts: tuple[str, ...] = ()
    allow_addresses: tuple[IPv4Network | IPv6Network, ...] = ()
    roster: Path | None = None
    fiscal_year: int | None = Field(default=None, ge=2000, le=2100)
    due: Annotated[str, AfterValidator(_day)] = "10-31"
    manners: Manners = Manners()

    @property
    def own_hosts(self) -> frozenset[str]:
        """The hosts on which list pages and articles of this source may lie."""
        return frozenset((*(str(urlsplit(url).hostname) for url in self.lists), *self.hosts))


class Webhook(_Part):
    """Where events are sent to: those of documents, or the kinds named. The key that they are signed with is in the
    environment variable `secret_env`.
    """

    url: Address
    secret_env: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    events: tuple[Literal[KINDS], ...] = ()  # type: ignore[valid-type]
    allow_addresses: tuple[IPv4Network | IPv6Network, ...] = ()


class Receiver(_Part):
    """Where notices are sent to by Apprise: an address of its, and of which kinds of events (all where none is named).

    What is secret stands in the environment: ${NAME} in the address, or in its place. `name` is how people know it,
    `longest` how many bytes a message may have where its service takes fewer than Apprise knows.
    """

    url: Annotated[str, AfterValidator(_apprise_address)]
    events: tuple[Literal[KINDS], ...] = ()  # type: ignore[valid-type]
    name: str = Field(default="", max_length=100)
    longest: int | None = Field(default=None, ge=200)

    @model_validator(mode="before")
    @classmethod
    def _address_alone(cls, given: Any) -> Any:
        return {"url": given} if isinstance(given, str) else given

    @property
    def label(self) -> str:
        """What people know it by: its name, else of what kind its address is; nothing that may be secret."""
        scheme, _, rest = self.url.partition("://")
        return self.name or words("monitor.notify", address=f"{scheme}://…" if rest else self.url)


class Sources(_Part):
    """All that is watched. `base_url` is where DIR is served, if it is: links in messages begin with it."""

    sources: tuple[Source, ...] = Field(min_length=1)
    webhooks: tuple[Webhook, ...] = ()
    notify: tuple[Receiver, ...] = ()
    base_url: Annotated[str, AfterValidator(_served)] = ""
    feed_title: str = "部门决算公开"
    feed_id: str = "tag:juesuan,2024:monitor"


def load_sources(path: Path) -> Sources:
    """The sources of a file. Raises SourcesError.

    The file's `manners` hold for all sources; a source's own keys go before them. Rosters are found beside the file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourcesError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return sources_of(text, path)


def sources_of(text: str, path: Path) -> Sources:
    """The sources that a file says which holds that text. Raises SourcesError."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SourcesError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise SourcesError(f"{path}: no `sources:` in it")
    try:
        loaded = Sources.model_validate(_with_manners(data))
    except ValidationError as error:
        first = error.errors()[0]
        raise SourcesError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    names = [source.name for source in loaded.sources]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SourcesError(f"{path}: two sources are named {twice}")
    receivers = [receiver.url for receiver in loaded.notify]
    if len(set(receivers)) < len(receivers):
        raise SourcesError(f"{path}: notify: one address twice")
    beside = tuple(
        s.model_copy(update={"roster": path.parent / s.roster}) if s.roster is not None else s for s in loaded.sources
    )
    return loaded.model_copy(update={"sources": beside})


def _with_manners(data: dict[str, Any]) -> dict[str, Any]:
    """The file's data with its common manners given to every source."""
    rest = {key: value for key, value in data.items() if key != "manners"}
    shared = data.get("manners") or {}
    sources = rest.get("sources")
    if isinstance(sources, list) and isinstance(shared, dict):
        rest["sources"] = [
            {**s, "manners": {**shared, **(s.get("manners") or {})}} if isinstance(s, dict) else s for s in sources
        ]
    return rest
