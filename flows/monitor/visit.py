"""One visit to one source: what the crawl finds is fetched, kept, read and entered; what is gone is told.

Documents are read while the next are being fetched. They are entered in the order in which they were found; a document
counts as known only once it is entered, so a visit that is cut off anywhere, by the end of its time too, is taken up by
the next. Nothing that comes from the site is parsed in this process (flows/monitor/apart.py).
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from extractors.opening.kinds import Kind
from flows.batch.isolate import WorkerDoesNotStart
from flows.inputs import DOCUMENTS
from flows.monitor.crawl import Crawl, Target
from flows.monitor.fetch import Answer, Fetcher, FetchFailed, OutOfTime, Stopped, Validators
from flows.monitor.files import Files
from flows.monitor.ledger import Found, settle, withdraw
from flows.monitor.pages import file_ending
from flows.monitor.parsing import Parser
from flows.monitor.reading import Reader, ReaderEnded, Reading
from flows.monitor.sources import Source
from flows.monitor.state import State, now
from flows.monitor.tables import PlaceRow
from patterns.loader import patterns_sha256

_UNDER_WAY = 32  # documents fetched and not yet read

Settled = Callable[[Reading], None]


@dataclass
class Visit:
    """One visit; `run` does it. `told` counts events by kind, `failed` are addresses that gave nothing."""

    source: Source
    fetcher: Fetcher
    parser: Parser
    state: State
    reader: Reader
    files: Files
    told: Counter[str] = field(default_factory=Counter)
    failed: set[str] = field(default_factory=set)
    complete: bool = False
    _pending: deque[tuple[Future[Reading], Settled]] = field(default_factory=deque)
    _seen: set[str] = field(default_factory=set)
    _members: dict[str, set[str]] = field(default_factory=dict)
    _gone: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Visits the source; whatever fails is in the state's failures, and the rest is done. Raises Stopped."""
        crawl = Crawl(self.source, self.fetcher, self.parser, self.state)
        try:
            for target in crawl.targets():
                self._seen.add(target.url)
                self._take_safely(target)
                self._enter(at_most=_UNDER_WAY)
            self._enter(at_most=0)
        except OutOfTime as error:
            crawl.complete = False
            self._fail(self.source.lists[0], f"{error}; the next visit goes on")
            self._enter_what_is_read()
        except ReaderEnded as error:
            raise Stopped from error
        self.failed |= crawl.failed
        self.complete = crawl.complete
        self._withdraw(crawl)
        if crawl.complete:
            self.state.forget_failures_but(self.source.name, self.failed)

    def _take_safely(self, target: Target) -> None:
        try:
            self._take(target)
        except FetchFailed as error:
            self._fail(target.url, error.cause)
        except (OSError, Stopped, OutOfTime, ReaderEnded, WorkerDoesNotStart):
            raise  # a full disk: nothing that follows could be kept
        except Exception as error:  # whatever a document does, the rest goes on
            self._fail(target.url, f"internal error: {type(error).__name__}: {' '.join(str(error).split())}")

    def _take(self, target: Target) -> None:
        if target.form == "article":
            self._take_article(target)
        elif target.form == "images":
            self._take_images(target)
        else:
            self._take_file(target)

    def _take_file(self, target: Target) -> None:
        place = self.state.place(self.source.name, target.url)
        if target.answer is None and place is not None and self._is_fresh(place):
            return
        answer = target.answer or self._document(target.url, place)
        if answer.unchanged:
            self.state.place_checked(self.source.name, target.url)
            self.state.succeed(self.source.name, target.url)
            return
        kind = self.parser.look(target.url, answer.body, self.source.content).kind
        if kind == "zip":
            self._take_archive(target, answer)
        elif kind in DOCUMENTS and not (kind == "html" and file_ending(target.url)):
            self._read(target, "", answer.body, kind, answer.validators)
        else:
            raise FetchFailed(target.url, _WRONG.get(kind, "not a document of a kind that is known"))

    def _is_fresh(self, place: PlaceRow) -> bool:
        """Whether the place need not be asked again yet."""
        if place.gone or place.checked_at is None:
            return False
        return now() - place.checked_at < timedelta(hours=self.source.manners.recheck_hours)

    def _document(self, url: str, place: PlaceRow | None) -> Answer:
        """What the address of a document gives. Raises FetchFailed."""
        known = None
        if place is not None and not place.gone and place.checked_at is not None:
            known = Validators(place.etag, place.last_modified)
        try:
            return self.fetcher.fetch_sure(url, known)
        except FetchFailed as error:
            if error.gone:
                self._gone[url] = error.cause
            raise

    def _take_archive(self, target: Target, answer: Answer) -> None:
        """Every file of an archive that can be read, as a document of its own."""
        names: set[str] = {""}
        count = 0
        for member, data in self.parser.unpack(target.url, answer.body):
            if not any(word in member.name for word in self.source.exclude):
                names.add(member.name)
                count += 1
                self._read(target, member.name, data, member.kind, Validators())
                self._enter(at_most=_UNDER_WAY)
        if count == 0:
            raise FetchFailed(target.url, "no document in the archive")
        self._members[target.url] = names
        self._pending.append((_done(), lambda _: self._know_archive(target, answer)))

    def _know_archive(self, target: Target, answer: Answer) -> None:
        """Once all its files are entered, the archive itself is known, and asked for by its validators."""
        self.state.keep_container(self.source.name, target.url, target.page, answer.validators)
        self.state.succeed(self.source.name, target.url)

    def _take_article(self, target: Target) -> None:
        """An article whose text is the disclosure; its content is what counts, not its markup."""
        answer = target.answer
        if answer is None:
            place = self.state.place(self.source.name, target.url)
            if place is not None and place.disclosure_id is not None and not place.gone:
                return
            answer = self.fetcher.fetch(target.url)
        seen = self.parser.look(target.url, answer.body, self.source.content)
        if seen.problem or not seen.digest:
            raise FetchFailed(target.url, seen.problem or "an article that is no HTML page any more")
        self._read(target, "", answer.body, "html", answer.validators, seen.digest)

    def _take_images(self, target: Target) -> None:
        """The images of an article, as the pages of one document."""
        place = self.state.place(self.source.name, target.url, "images")
        if place is not None and self._is_fresh(place):
            return
        answers = self._changed_images(target, place)
        if answers is None:
            self.state.place_checked(self.source.name, target.url)
            return
        bound = self.parser.bind(target.url, [answer.body for answer in answers.values()])
        if bound is None:
            raise FetchFailed(target.url, "no document was found on the page")
        digest, data = bound
        self._read(target, "images", data, "pdf", Validators(), digest)
        self._pending.append((_done(), lambda _: self._know_images(answers)))

    def _changed_images(self, target: Target, place: PlaceRow | None) -> dict[str, Answer] | None:
        """All images of an article as they are now, by address; None where none of them changed."""
        known = {url: self.state.page(self.source.name, url) for url in target.images}
        whole = place is None or place.gone or None in known.values()
        answers = {}
        for url, page in known.items():
            answers[url] = self.fetcher.fetch(url, page.validators if page is not None and not whole else None)
        if all(answer.unchanged for answer in answers.values()):
            return None
        return {url: self.fetcher.fetch(url) if answer.unchanged else answer for url, answer in answers.items()}

    def _know_images(self, answers: Mapping[str, Answer]) -> None:
        for url, answer in answers.items():
            self.state.keep_page(self.source.name, url, answer.validators, "")

    def _read(
        self, target: Target, member: str, data: bytes, kind: Kind, validators: Validators, digest: str | None = None
    ) -> None:
        """Keeps a document and has it read; it is entered when its turn comes."""
        sha256 = digest or hashlib.sha256(data).hexdigest()
        title = f"{target.title} {member}".strip() if member not in ("", "images") else target.title
        found = Found(
            self.source.name, self.source.region, target.url, member, target.page, title, kind, sha256, validators,
            target.linked,
        )  # fmt: skip
        path = self.files.keep(sha256, kind, data)
        read = self.files.record(sha256) is not None  # by a visit that was cut off, or at another place
        future = _done() if read else self._submitted(path)
        self._pending.append((future, lambda reading: self._settled(found, reading)))

    def _submitted(self, path: Path) -> Future[Reading]:
        return self.reader.submit(path, self.files.records, self.source.content, self.source.name)

    def _settled(self, found: Found, reading: Reading) -> None:
        self._read_alike(found)
        event = settle(self.state, found, reading, self.files)
        if event is not None:
            self.told[event.kind] += 1
        address = f"{found.url}#{found.member}" if found.member else found.url
        if reading.problem is None:
            self.state.succeed(self.source.name, address)
        else:
            self._fail(address, reading.problem)

    def _read_alike(self, found: Found) -> None:
        """Reads the version before anew where other knowledge read it: what differs is then the document's doing."""
        place = self.state.place(found.source, found.url, found.member)
        if place is None or place.sha256 in ("", found.sha256):
            return
        before, path = self.files.record(place.sha256), self.files.document(place.sha256)
        if before is not None and path is not None and before.produced.patterns_sha256 != patterns_sha256():
            self._submitted(path).result()

    def _enter(self, at_most: int) -> None:
        """Enters documents, first found first, until only so many are under way; those that are read in any case."""
        while self._pending and (len(self._pending) > at_most or self._pending[0][0].done()):
            future, settled = self._pending[0]
            try:
                reading = future.result(max(0.0, self.fetcher.seconds_left))
            except TimeoutError:
                self.fetcher.refuse_more()
                continue
            self._pending.popleft()
            settled(reading)

    def _enter_what_is_read(self) -> None:
        """Enters, once the visit's time is over, what is read or being read; what waits to be is left to the next."""
        for future, settled in self._pending:
            if not future.cancel():
                settled(future.result())
        self._pending.clear()

    def _withdraw(self, crawl: Crawl) -> None:
        gone: dict[int, str] = {}
        for place in self.state.places(self.source.name):
            if place.gone:
                continue
            if place.url in self._gone:
                gone[place.id] = self._gone[place.url]
            elif crawl.complete and self._is_unlinked(place, crawl):
                gone[place.id] = "no longer linked"
        self.told["withdrawn"] += len(withdraw(self.state, self.source.name, self.source.region, gone, self.files))

    def _is_unlinked(self, place: PlaceRow, crawl: Crawl) -> bool:
        """Whether no page leads to a place any more. What is linked and not wanted now (another year) still stands."""
        if place.url in self._seen:
            return place.url in self._members and place.member not in self._members[place.url]
        led_to = place.page in crawl.linked and place.page not in crawl.read
        return place.url not in crawl.linked and not led_to

    def _fail(self, url: str, cause: str) -> None:
        self.failed.add(url)
        self.state.fail(self.source.name, url, cause)


_WRONG: dict[Kind, str] = {
    "html": "an HTML page where a document was linked",
    "xml": "XML where a document was linked",
    "json": "JSON where a document was linked",
}


def _done() -> Future[Reading]:
    future: Future[Reading] = Future()
    future.set_result(Reading())
    return future
