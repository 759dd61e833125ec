"""One visit to one source: what the crawl finds is fetched, kept, read and entered; what is gone is told.

Documents are read while the next are being fetched. They are entered in the order in which they were found; a document
counts as known only once it is entered, so a visit that is cut off anywhere is taken up by the next.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta

from extractors.formats import READ, Kind, kind_of, pdf_of_images
from extractors.model.errors import UnreadableDocument
from extractors.opening.archive import members
from extractors.opening.article import texts
from extractors.opening.html import decoded, html_blocks
from flows.monitor.crawl import Crawl, Target
from flows.monitor.fetch import Answer, Fetcher, FetchFailed, Stopped, Validators
from flows.monitor.files import Files
from flows.monitor.ledger import Found, settle, withdraw
from flows.monitor.pages import file_ending
from flows.monitor.reading import Reader, Reading, result_of
from flows.monitor.sources import Source
from flows.monitor.state import State, now
from flows.monitor.tables import PlaceRow
from patterns.loader import patterns_sha256

_UNDER_WAY = 32  # documents fetched and not yet read
_DOCUMENTS: tuple[Kind, ...] = (*READ, "doc", "ofd", "rar", "7z")
_LEAST_IMAGE = 20_000  # bytes; less is an icon, not a page

Settled = Callable[[Reading], None]


@dataclass
class Visit:
    """One visit; `run` does it. `told` counts events by kind, `failed` are addresses that gave nothing."""

    source: Source
    fetcher: Fetcher
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
        """Visits the source; whatever fails is in the state's failures, and the rest is done."""
        crawl = Crawl(self.source, self.fetcher, self.state)
        for target in crawl.targets():
            self._seen.add(target.url)
            try:
                self._take(target)
            except FetchFailed as error:
                self._fail(target.url, error.cause)
            except UnreadableDocument as error:
                self._fail(target.url, error.cause if error.place is None else f"{error.place}: {error.cause}")
            except (OSError, Stopped):
                raise  # a full disk: nothing that follows could be kept
            except Exception as error:  # whatever a document does, the rest goes on
                self._fail(target.url, f"internal error: {type(error).__name__}: {' '.join(str(error).split())}")
            self._enter(at_most=_UNDER_WAY)
        self._enter(at_most=0)
        self.failed |= crawl.failed
        self.complete = crawl.complete
        self._withdraw(crawl)
        if crawl.complete:
            self.state.forget_failures_but(self.source.name, self.failed)

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
        kind = kind_of(answer.body)
        if kind == "zip":
            self._take_archive(target, answer)
        elif kind in _DOCUMENTS and not (kind == "html" and file_ending(target.url)):
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
        for member in members(answer.body, target.url):
            kind = kind_of(member.data)
            if kind in _DOCUMENTS and not any(word in member.name for word in self.source.exclude):
                names.add(member.name)
                count += 1
                self._read(target, member.name, member.data, kind, Validators())
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
        said = "\n".join(texts([html_blocks(decoded(answer.body), self.source.content)]))
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        self._read(target, "", answer.body, "html", answer.validators, digest)

    def _take_images(self, target: Target) -> None:
        """The images of an article, as the pages of one document."""
        place = self.state.place(self.source.name, target.url, "images")
        if place is not None and self._is_fresh(place):
            return
        answers = self._changed_images(target, place)
        if answers is None:
            self.state.place_checked(self.source.name, target.url)
            return
        bodies = [answer.body for answer in answers.values()]
        images = [body for body in bodies if kind_of(body) == "image" and len(body) >= _LEAST_IMAGE]
        if not images:
            raise FetchFailed(target.url, "no document was found on the page")
        digest = hashlib.sha256(b"".join(hashlib.sha256(image).digest() for image in images)).hexdigest()
        self._read(target, "images", pdf_of_images(images, target.url), "pdf", Validators(), digest)
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
        future = _done() if read else self.reader.submit(path, self.files.records, self.source.content)
        self._pending.append((future, lambda reading: self._settled(found, reading)))

    def _settled(self, found: Found, reading: Reading) -> None:
        self._read_alike(found)
        event = settle(self.state, found, reading, self.files.record)
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
            result_of(self.reader.submit(path, self.files.records, self.source.content))

    def _enter(self, at_most: int) -> None:
        """Enters documents, first found first, until only so many are under way; those that are read in any case."""
        while self._pending and (len(self._pending) > at_most or self._pending[0][0].done()):
            future, settled = self._pending.popleft()
            settled(result_of(future))

    def _withdraw(self, crawl: Crawl) -> None:
        gone: dict[int, str] = {}
        for place in self.state.places(self.source.name):
            if place.gone:
                continue
            if place.url in self._gone:
                gone[place.id] = self._gone[place.url]
            elif crawl.complete and self._is_unlinked(place, crawl):
                gone[place.id] = "no longer linked"
        self.told["withdrawn"] += len(withdraw(self.state, self.source.name, self.source.region, gone))

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
