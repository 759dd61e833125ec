"""One address asked for, politely: robots.txt, the host's pace, conditional requests, retries, limits, redirects.

Every request waits for its host's turn (flows/monitor/pace.py): those for robots.txt, after a redirect, and again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from extractors.model.errors import one_line
from flows.monitor.network import Guard, Network, RefusedAddress, guarded_client
from flows.monitor.pace import Pace
from flows.monitor.sources import Manners

_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_LONGEST_RETRY_AFTER = 120.0
_LONGEST_CRAWL_DELAY = 60.0
_MOST_ROBOTS = 500_000
_MOST_ADDRESS = 4_000
_LONGEST_NUMBER = 18  # digits: of a header's number; bytes of 64 bits have no more


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask by next time: whether its answer changed."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request; none where the server gave nothing to ask by."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Answer:
    """What came. `url` is where, after redirects; `body` is empty where nothing changed."""

    url: str
    unchanged: bool
    body: bytes
    validators: Validators


class FetchFailed(Exception):
    """An address that gave nothing; one line naming it and the cause. `gone` where the server says it is no more."""

    def __init__(self, url: str, cause: str, *, gone: bool = False) -> None:
        self.url, self.cause, self.gone = url, cause, gone
        super().__init__(f"{url}: {cause}")


class Stopped(Exception):
    """The round was told to stop; nothing more is asked for."""


class OutOfTime(Exception):
    """The visit has taken the time that it may; nothing more is asked for."""


class _Again(FetchFailed):
    """A failure that may pass; `after` is how long the server asks to wait, in seconds."""

    def __init__(self, url: str, cause: str, after: float = 0.0) -> None:
        super().__init__(url, cause)
        self.after = after


class Memory(Protocol):
    """Where what a host's robots.txt said is kept between visits."""

    def recall(self, url: str) -> tuple[Validators, str] | None:
        """What was remembered of an address; None where nothing was."""

    def remember(self, url: str, validators: Validators, content: str) -> None:
        """Puts `content` in the place of what was remembered."""


@dataclass
class Counts:
    """What a visit asked for."""

    requests: int = 0
    unchanged: int = 0
    bytes: int = 0


@dataclass(eq=False)
class Fetcher:
    """Asks for the addresses of one source, from one thread. Close it, or use it as a context.

    From `manners.visit` seconds after it was made on, and once `stop` is set, it asks for nothing more.
    """

    manners: Manners
    allowed: tuple[Network, ...]
    pace: Pace
    memory: Memory
    stop: threading.Event = field(default_factory=threading.Event)
    counts: Counts = field(default_factory=Counts)
    _robots: dict[str, Protego | FetchFailed | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.manners.visit
        self._guard = Guard(self.allowed)
        self._client = guarded_client(self._guard, self.manners.user_agent, self.manners.timeout)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    @property
    def seconds_left(self) -> float:
        """Of the visit; negative once its time is over."""
        return self.deadline - time.monotonic()

    def cut(self) -> None:
        """Ends what is being asked for, at once, from another thread; `stop` is to be set before."""
        self._guard.cut()

    def fetch(self, url: str, known: Validators | None = None) -> Answer:
        """What an address gives. Raises FetchFailed, OutOfTime or Stopped."""
        return self._retried(url, lambda: self._followed(url, known or Validators()))

    def fetch_sure(self, url: str, known: Validators | None = None) -> Answer:
        """`fetch`, but that something is gone is believed only when it is said twice."""
        try:
            return self.fetch(url, known)
        except FetchFailed as error:
            if not error.gone:
                raise
        return self.fetch(url, known)

    def _retried(self, url: str, ask: Callable[[], Answer]) -> Answer:
        backoff = wait_exponential_jitter(multiplier=self.manners.backoff, max=300, jitter=self.manners.backoff / 2)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(backoff(state), error.after if isinstance(error, _Again) else 0.0)

        retrying = Retrying(
            retry=retry_if_exception_type(_Again),
            stop=stop_after_attempt(self.manners.attempts),
            wait=wait,
            sleep=self._pause,
            reraise=True,
        )
        return retrying(ask)

    def _pause(self, seconds: float) -> None:
        """Waits, but not when the round is told to stop, nor longer than the visit may take."""
        self.stop.wait(min(seconds, max(0.0, self.seconds_left)))

    def _followed(self, url: str, known: Validators) -> Answer:
        at = url
        for _ in range(self.manners.redirects + 1):
            self._refuse_address(at)
            self._refuse_robots(at)
            answer = self._once(at, known, self.manners.most_bytes)
            if isinstance(answer, Answer):
                return answer
            at = _joined(at, answer)
        raise FetchFailed(url, f"more than {self.manners.redirects} redirects")

    def _refuse_address(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            told = parts.port, parts.username
        except ValueError as error:
            raise FetchFailed(url[:200], f"not an address: {error}") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or told[1] or len(url) > _MOST_ADDRESS:
            raise FetchFailed(url[:200], "not an address that is asked for")

    def _once(self, url: str, known: Validators, most: int) -> Answer | str:
        """One request; a string is where the server says to ask instead. Raises FetchFailed, OutOfTime or Stopped."""
        host = str(urlsplit(url).hostname)
        with self.pace.turn(host, self.manners.concurrency, self.refuse_more) as turn:
            self.counts.requests += 1
            self._guard.deadline = min(time.monotonic() + self.manners.longest, self.deadline)
            try:
                with self._client.stream("GET", url, headers=known.headers()) as response:
                    turn.answered()
                    return self._judged(url, response, most)
            except (RefusedAddress, httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.DecodingError) as error:
                raise FetchFailed(url, one_line(error)) from error
            except httpx.HTTPError as error:
                self.refuse_more()  # what was cut off by us is no failure of the site
                if self._guard.is_late:
                    raise _Again(url, f"the answer takes longer than {self.manners.longest:g} seconds") from error
                raise _Again(url, one_line(error)) from error

    def refuse_more(self) -> None:
        """Raises Stopped or OutOfTime where nothing more is to be asked for."""
        if self.stop.is_set():
            raise Stopped
        if self.seconds_left <= 0:
            raise OutOfTime(f"the visit takes longer than the {self.manners.visit:g} seconds it may")

    def _judged(self, url: str, response: httpx.Response, most: int) -> Answer | str:
        status = response.status_code
        if status in (301, 302, 303, 307, 308):
            target = response.headers.get("location")
            if not target:
                raise FetchFailed(url, f"status {status} that leads nowhere")
            return str(target)
        validators = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
        if status == 304:
            self.counts.unchanged += 1
            return Answer(url, True, b"", validators)
        if status in _AGAIN:
            raise _Again(url, f"status {status}", _retry_after(response))
        if status != 200:
            raise FetchFailed(url, f"status {status}", gone=status in (404, 410))
        return Answer(url, False, self._body(url, response, most), validators)

    def _body(self, url: str, response: httpx.Response, most: int) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() not in ("identity", "gzip", ""):
            raise FetchFailed(url, "packed in a way that was not asked for")
        said = response.headers.get("content-length", "")
        if _is_number(said) and int(said) > most:
            raise FetchFailed(url, f"{said} bytes, more than {most}")
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > most:
                raise FetchFailed(url, f"more than {most} bytes")
            parts.append(part)
        self.counts.bytes += size
        return b"".join(parts)

    def _refuse_robots(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._rules_or_failure(origin)
        rules = self._robots[origin]
        if isinstance(rules, FetchFailed):
            raise FetchFailed(url, rules.cause)
        if rules is not None and not rules.can_fetch(url, self.manners.user_agent):
            raise FetchFailed(url, "robots.txt does not allow it")
        delay = (rules.crawl_delay(self.manners.user_agent) if rules else None) or 0.0
        host = str(parts.hostname)
        self.pace.set(host, max(1 / self.manners.rate, min(float(delay), _LONGEST_CRAWL_DELAY)))

    def _rules_or_failure(self, origin: str) -> Protego | FetchFailed | None:
        """The rules of a host, asked for once a visit even where they cannot be had."""
        try:
            return self._rules(origin)
        except FetchFailed as error:
            return error

    def _rules(self, origin: str) -> Protego | None:
        """The rules of a host; none where it has no robots.txt. Raises FetchFailed where it cannot be asked."""
        url = origin + "/robots.txt"
        self.pace.set(str(urlsplit(origin).hostname), 1 / self.manners.rate)
        remembered = self.memory.recall(url)
        known = remembered[0] if remembered else Validators()
        try:
            answer = self._retried(url, lambda: self._robots_followed(url, known))
        except _Again as error:
            # The standard (RFC 9309): a host whose rules cannot be learned is not to be asked at all.
            raise FetchFailed(url, f"robots.txt cannot be read ({error.cause}), so nothing is asked for") from error
        except FetchFailed as error:
            if not error.cause.startswith("status 4"):
                raise
            return None
        if answer.unchanged and remembered:
            return Protego.parse(remembered[1])
        content = answer.body.decode("utf-8", "replace")
        self.memory.remember(url, answer.validators, content)
        return Protego.parse(content)

    def _robots_followed(self, url: str, known: Validators) -> Answer:
        at = url
        for _ in range(self.manners.redirects + 1):
            self._refuse_address(at)
            answer = self._once(at, known, _MOST_ROBOTS)
            if isinstance(answer, Answer):
                return answer
            at = _joined(at, answer)
        return Answer(url, False, b"", Validators())  # five hops lead nowhere: as if there were none (RFC 9309)


def _joined(url: str, target: str) -> str:
    """Where a redirect leads to. Raises FetchFailed."""
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise FetchFailed(url, f"a redirect to what is no address: {one_line(error)}") from error


def _retry_after(response: httpx.Response) -> float:
    value = response.headers.get("retry-after", "")
    if _is_number(value):
        return min(float(value), _LONGEST_RETRY_AFTER)
    try:
        wait = parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):  # what is no date is told in any of these ways
        return 0.0
    return min(max(wait, 0.0), _LONGEST_RETRY_AFTER)


def _is_number(value: str) -> bool:
    """Whether it is a number as headers write it: ² is a digit, too, and none; nor is a number as long as a page."""
    return value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER


def without_fragment(url: str) -> str:
    """The address as a server sees it."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))
