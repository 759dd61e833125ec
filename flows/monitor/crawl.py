"""The way over a site: lists and their further pages, articles, attachments; documents come out as Targets.

Pages that did not change are taken from the state, and so are pages that cannot be had for the moment: what was known
of them still holds. Only where a list page never seen fails is the crawl not complete, and nothing called withdrawn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

import regex

from flows.monitor.fetch import Answer, Fetcher, FetchFailed
from flows.monitor.pages import Link, PageContent, absolute, file_ending
from flows.monitor.parsing import Parser
from flows.monitor.sources import Source
from flows.monitor.state import KnownPage, State, now
from patterns.sites import site_words

_MOST_LISTS = 5_000
_MOST_TARGETS = 50_000
_MOST_LINKED = 500_000  # addresses on all pages; set by thought alone: ten for each document
_LEAST_AMOUNTS = 3  # of money in the text of an article that is a disclosure itself
_PICTURED = 200  # letters; an article with less, and with images, is its images


@dataclass(frozen=True)
class Target:
    """A document to be asked for. `answer` is set where it has just come; `images` where it is an article's images."""

    form: Literal["file", "article", "images"]
    url: str
    title: str
    page: str
    linked: frozenset[str] = frozenset()
    images: tuple[str, ...] = ()
    answer: Answer | None = None


@dataclass
class Crawl:
    """One walk over one source. `read` are the pages it went over, `linked` all that they link to, wanted or not."""

    source: Source
    fetcher: Fetcher
    parser: Parser
    state: State
    complete: bool = True
    failed: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    _files: set[str] = field(default_factory=set)
    _articles: set[str] = field(default_factory=set)

    def targets(self) -> Iterator[Target]:
        """All documents that the source links to, each once, in the order of the lists."""
        count = 0
        for page, link, linked in self._disclosure_links():
            for target in self._of_link(page, link, linked):
                if target.url not in self._files:
                    self._files.add(target.url)
                    yield target
                    count += 1
            if count >= _MOST_TARGETS:
                self._incomplete(page, f"more than {_MOST_TARGETS} documents")
                return

    def _disclosure_links(self) -> Iterator[tuple[str, Link, frozenset[str]]]:
        """The links to disclosures on all list pages, with the page they stand on and all that it links to."""
        listed: set[str] = set()
        for page, content in self._list_pages():
            self._note(page, content)
            linked = frozenset(link.url for link in content.links)
            for link in content.links:
                if link.url not in listed and self._is_disclosure(link) and not self._is_list(link):
                    listed.add(link.url)
                    yield page, link, linked

    def _list_pages(self) -> Iterator[tuple[str, PageContent]]:
        waiting = deque(self.source.lists)
        begun: set[str] = set()
        while waiting:
            first = waiting.popleft()
            if first in begun:
                continue
            begun.add(first)
            if len(begun) > _MOST_LISTS:
                self._incomplete(first, f"more than {_MOST_LISTS} lists")
                return
            for url, content in self._one_list(first):
                yield url, content
                waiting += [link.url for link in content.links if self._is_list(link)]
                waiting += [url for url in content.lists if self._is_own(url)]

    def _is_list(self, link: Link) -> bool:
        if self.source.sublists is None or file_ending(link.url) is not None or not self._is_own(link.url):
            return False
        return regex.search(self.source.sublists, f"{link.text} {link.url}") is not None

    def _one_list(self, first: str) -> Iterator[tuple[str, PageContent]]:
        """The pages of one list, as the source says that they follow one another."""
        template = self.source.next if "{n}" in self.source.next else None
        waiting = deque([first])
        asked: set[str] = set()
        number = self.source.first
        while waiting:
            url = waiting.popleft()
            if url in asked:
                continue
            if len(asked) >= self.source.pages:
                self._incomplete(first, f"the list has more than {self.source.pages} pages")
                return
            asked.add(url)
            numbered = template is not None and url != first
            content = self._list_page(url, may_be_missing=numbered)
            if content is None:
                continue
            yield url, content
            if template is not None:
                target = absolute(first, template.replace("{n}", str(number)))
                number += 1
                waiting += [target] if target is not None else []
            elif self.source.next == "auto":
                waiting += [target for target in content.further if self._is_own(target)]

    def _list_page(self, url: str, may_be_missing: bool) -> PageContent | None:
        known = self.state.page(self.source.name, url)
        remembered = PageContent.model_validate_json(known.content) if known is not None else None
        try:
            content, answer = self._page(url, known)
            if content is None:
                raise FetchFailed(url, "neither a page nor a feed")
            if remembered is not None and self._tells(remembered) and not self._tells(content):
                raise FetchFailed(url, "the list is suddenly empty")
            self._keep(url, content, answer)
        except FetchFailed as error:
            if error.gone and may_be_missing:
                return None
            self._fail(url, error)
            if remembered is None:
                self.complete = False
            return remembered
        self.state.succeed(self.source.name, url)
        return content

    def _tells(self, content: PageContent) -> bool:
        return any(self._is_disclosure(link) or self._is_list(link) for link in content.links) or bool(content.lists)

    def _page(self, url: str, known: KnownPage | None) -> tuple[PageContent | None, Answer]:
        """A page as it is now; no content where it is a document. Raises FetchFailed."""
        answer = self.fetcher.fetch_sure(url, known.validators if known is not None else None)
        if answer.unchanged and known is not None:
            self.state.page_checked(self.source.name, url)
            return PageContent.model_validate_json(known.content), answer
        try:
            seen = self.parser.look(answer.url, answer.body, self.source.content)
        except FetchFailed as error:
            raise FetchFailed(url, error.cause) from error
        if seen.problem:
            raise FetchFailed(url, seen.problem)
        content = seen.page
        if content is None:
            return None, answer
        if content.refusal:
            raise FetchFailed(url, "the site asks who is asking (captcha) in the place of the page")
        return content, answer

    def _keep(self, url: str, content: PageContent, answer: Answer) -> None:
        if not answer.unchanged:
            self.state.keep_page(self.source.name, url, answer.validators, content.model_dump_json())

    def _of_link(self, page: str, link: Link, linked: frozenset[str]) -> Iterator[Target]:
        """The documents that a link of a list leads to."""
        if self._is_file(link):
            yield Target("file", link.url, _title(link), page, linked)
            return
        waiting = deque([(link, page, 1)])
        while waiting:
            link, page, depth = waiting.popleft()
            if link.url in self._articles:
                continue
            self._articles.add(link.url)
            if not self._is_own(link.url):
                self._fail(link.url, FetchFailed(link.url, "lies on a host that is not among the source's"))
                continue
            for found in self._article(link, page, depth):
                if isinstance(found, Target):
                    yield found
                else:
                    waiting.append((found, link.url, depth + 1))

    def _article(self, link: Link, page: str, depth: int) -> Iterator[Target | Link]:
        """What an article holds: documents, and links to articles below it."""
        url = link.url
        known = self.state.page(self.source.name, url)
        if known is None and self.state.place(self.source.name, url) is not None:
            yield Target("file", url, _title(link), page)  # an address that proved to be a document
            return
        answer: Answer | None = None
        if known is not None and now() - known.checked_at < timedelta(hours=self.source.manners.recheck_hours):
            content: PageContent | None = PageContent.model_validate_json(known.content)
        else:
            try:
                content, answer = self._page(url, known)
            except FetchFailed as error:
                self._fail(url, error)
                if error.gone or known is None:
                    return
                content = PageContent.model_validate_json(known.content)
        if content is None:
            yield Target("file", url, _title(link), page, answer=answer)
            return
        if answer is not None:
            self._keep(url, content, answer)
        self._note(url, content)
        yield from self._in_article(link, content, answer, depth)

    def _in_article(
        self, link: Link, content: PageContent, answer: Answer | None, depth: int
    ) -> Iterator[Target | Link]:
        """What stands in an article: its attachments, articles below it, or the disclosure itself."""
        url, title = link.url, content.title or _title(link)
        files, below = self._inside(url, content)
        linked = frozenset(item.url for item in content.links)
        for item in files:
            yield Target("file", item.url, f"{title} {item.text}"[:500], url, linked)
        if depth < self.source.depth:
            yield from (item for item in below if self._is_own(item.url))
        itself = None if files else self._itself(url, title, content, answer)
        if itself is not None:
            yield itself
        elif not files and not below:
            self._fail(url, FetchFailed(url, "no document was found on the page"))
            return
        if answer is not None:
            self.state.succeed(self.source.name, url)

    def _inside(self, url: str, content: PageContent) -> tuple[list[Link], list[Link]]:
        """Of all that an article links to: its attachments, and the articles below it."""
        inside = [item for item in content.links if not item.aside and item.url != url]
        files = [item for item in inside if self._is_attachment(item)]
        others = (item for item in inside if item not in files)
        return files, [item for item in others if self._is_disclosure(item) and not self._is_list(item)]

    def _itself(self, url: str, title: str, content: PageContent, answer: Answer | None) -> Target | None:
        """An article that is the disclosure: its text, or its images where it has hardly any; None where it is not."""
        if self.source.inline == "auto" and content.amounts >= _LEAST_AMOUNTS:
            body = answer if answer is not None and not answer.unchanged else None
            return Target("article", url, title, url, answer=body)
        if content.images and content.letters < _PICTURED:
            return Target("images", url, title, url, images=content.images)
        return None

    def _is_file(self, link: Link) -> bool:
        ending = file_ending(link.url)
        return ending is not None and ending in self.source.files

    def _is_attachment(self, link: Link) -> bool:
        if not self._is_wanted(link):
            return False
        if file_ending(link.url) is not None:
            return self._is_file(link)
        return site_words("attachment").match(link.text) is not None

    def _is_disclosure(self, link: Link) -> bool:
        """Whether a link leads to a disclosure, by what is said of it."""
        if not self._is_wanted(link) or (file_ending(link.url) is not None and not self._is_file(link)):
            return False
        if self.source.take is not None and regex.search(self.source.take, link.url):
            return True
        if self.source.keywords:
            return any(word in link.text for word in self.source.keywords)
        return site_words("disclosure").search(link.text) is not None

    def _is_wanted(self, link: Link) -> bool:
        if any(word in link.text for word in self.source.exclude):
            return False
        named = {int(year) for year in regex.findall(r"(?<!\d)20\d\d(?=年)", link.text)}
        return not self.source.years or not named or bool(named & set(self.source.years))

    def _is_own(self, url: str) -> bool:
        return urlsplit(url).hostname in self.source.own_hosts

    def _note(self, url: str, content: PageContent) -> None:
        self.read.add(url)
        if len(self.linked) <= _MOST_LINKED:
            self.linked.update(link.url for link in content.links)
        else:
            self._incomplete(url, f"more than {_MOST_LINKED} links on the site")

    def _incomplete(self, url: str, cause: str) -> None:
        self.complete = False
        self._fail(url, FetchFailed(url, cause))

    def _fail(self, url: str, error: FetchFailed) -> None:
        self.failed.add(url)
        self.state.fail(self.source.name, url, error.cause)


def _title(link: Link) -> str:
    return link.text[:500]
