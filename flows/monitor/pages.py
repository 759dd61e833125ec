"""What stands on a page of a site: links, attachments, further pages of the list, the article's text.

List pages, feeds (RSS, Atom), sitemaps and JSON listings all become one thing, a PageContent, which the state keeps so
that a page that did not change need not be sent again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs, quote, unquote, unquote_to_bytes, urljoin, urlsplit

import regex
from lxml import etree
from pydantic import BaseModel, ConfigDict
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.opening.article import texts
from extractors.opening.encoding import decoded, encoding_of
from extractors.opening.html import html_blocks, page_title, parsed
from extractors.opening.kinds import kind_of
from flows.monitor.fetch import without_fragment
from flows.monitor.sources import FILES
from patterns.sites import pagers, site_words

_MOST_LINKS = 5_000
_MOST_PAGES = 2_000
# What is kept of all that is said of a link, of each part in characters; sites say some fifty.
_LONGEST_SAID = 500
_LONGEST_ADDRESS = 4_001  # of a link, in characters: longer than any that is asked for, so that it is told as such
_LONGEST_REFUSAL = 600  # characters; a page that says so in passing is no captcha
_ASIDE = ("nav", "header", "footer")
_FILE_ENDING = regex.compile(r"\.(" + "|".join(FILES) + r")$", regex.IGNORECASE)
_AMOUNT = regex.compile(r"\d\s*(?:万|亿)?元")
_NOT_FOLLOWED = ("javascript:", "mailto:", "tel:", "data:", "#", "about:")


class Link(BaseModel):
    """`text` is all that is said of it: its words, its title, the file's name in the address."""

    model_config = ConfigDict(frozen=True)
    url: str
    text: str
    aside: bool = False


class PageContent(BaseModel):
    """A page, read. `further` are the other pages of the same list, `lists` lists of their own (a sitemap's)."""

    model_config = ConfigDict(frozen=True)
    title: str = ""
    links: tuple[Link, ...] = ()
    further: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    letters: int = 0
    amounts: int = 0
    refusal: bool = False


def file_ending(url: str) -> str | None:
    """The kind of file that an address promises, None where it promises none."""
    match = _FILE_ENDING.search(unquote(urlsplit(url).path))
    return match.group(1).lower() if match else None


def absolute(base: str, reference: str, encoding: str = "utf-8") -> str | None:
    """An address on a page as it is asked for; None where it leads nowhere that is asked.

    Chinese characters are written as browsers write them: paths in UTF-8, queries in the page's encoding.
    """
    reference = regex.sub(r"[\t\r\n]", "", reference).strip()
    if not reference or reference.lower().startswith(_NOT_FOLLOWED):
        return None
    try:
        parts = urlsplit(urljoin(base, reference.replace("\\", "/")))
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            return None
        host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
        _ = parts.port
    except ValueError:
        return None
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query.encode(encoding, "replace"), safe="/?%:@!$&'()*+,;=~-._")
    target = without_fragment(f"{parts.scheme}://{host}{path}{'?' + query if query else ''}")
    return target[:_LONGEST_ADDRESS]


def file_name_of(url: str) -> str:
    """The last part of an address for people to read, whichever encoding it is percent-encoded in."""
    raw = unquote_to_bytes(urlsplit(url).path.rsplit("/", 1)[-1])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def read_page(url: str, body: bytes, content: str | None = None) -> PageContent | None:
    """What the bytes at `url` hold; None where they are no page, feed, sitemap or listing.

    Raises NestedTooDeep.
    """
    kind = kind_of(body)
    if kind == "html":
        return _html(url, body, content)
    if kind == "xml":
        return _xml(url, body)
    return _json(url, body) if kind == "json" else None


def said_in(body: bytes, content: str | None) -> bytes:
    """The text of an HTML page, by which it is told whether an article changed. Raises NestedTooDeep."""
    said = "\n".join(texts([html_blocks(decoded(body), content)]))
    return said.encode("utf-8", "surrogatepass")


def _html(url: str, body: bytes, content: str | None) -> PageContent:
    text = decoded(body)
    encoding = encoding_of(body)
    tree = parsed(text)
    base_node = tree.css_first("base[href]")
    base = urljoin(url, base_node.attributes.get("href") or "") if base_node is not None else url
    links, further = [], []
    for node in tree.css("a[href], area[href], link[rel=next]")[:_MOST_LINKS]:
        target = absolute(base, node.attributes.get("href") or "", encoding)
        if target is None:
            continue
        words = _words(node)
        if node.attributes.get("rel") == "next" or site_words("next").fullmatch(words.strip()):
            further.append(target)
        elif node.tag != "link":
            parts = (words, node.attributes.get("title") or "", file_name_of(target))
            said = " ".join(dict.fromkeys(part[:_LONGEST_SAID] for part in parts))
            links.append(Link(url=target, text=said.strip(), aside=_is_aside(node)))
    links += _embedded(tree, base, encoding)
    title = page_title(tree)
    blocks = html_blocks(text, content)
    said = "".join(texts([blocks]))
    refusal = len(said) < _LONGEST_REFUSAL and site_words("refusing").search(said) is not None
    return PageContent(
        title=title[:_LONGEST_SAID],
        links=_once(links),
        further=tuple(dict.fromkeys((*further, *_numbered(url, text)))),
        images=tuple(_images(text, content, base, encoding)),
        letters=len(said),
        amounts=len(_AMOUNT.findall(said)),
        refusal=refusal,
    )


def _words(node: LexborNode) -> str:
    return regex.sub(r"\s+", "", node.text(separator=""))


def _is_aside(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(40):
        if parent is None:
            return False
        if parent.tag in _ASIDE:
            return True
        parent = parent.parent
    return False


def _embedded(tree: LexborHTMLParser, base: str, encoding: str) -> Iterator[Link]:
    """Documents shown inside the page: frames, embedded objects, viewers that are given a file."""
    for node in tree.css("iframe[src], embed[src], object[data]")[:100]:
        target = absolute(base, node.attributes.get("src") or node.attributes.get("data") or "", encoding)
        if target is None:
            continue
        shown = parse_qs(urlsplit(target).query).get("file", ())
        for candidate in (target, *(absolute(target, value) for value in shown)):
            if candidate is not None and file_ending(candidate):
                yield Link(url=candidate, text=file_name_of(candidate))


def _images(text: str, content: str | None, base: str, encoding: str) -> Iterator[str]:
    tree = LexborHTMLParser(text)
    for dropped in tree.css(", ".join(_ASIDE)):
        dropped.decompose()
    found = tree.css(f"{content} img[src]" if content else "img[src]")
    targets = (absolute(base, node.attributes.get("src") or "", encoding) for node in found[:200])
    yield from dict.fromkeys(t for t in targets if t is not None)


def _numbered(url: str, text: str) -> Iterator[str]:
    """The pages that a script on the page numbers."""
    for pager in pagers():
        match = pager.search(text)
        if match is None:
            continue
        named = match.groupdict()
        stem, _, ending = (urlsplit(url).path.rsplit("/", 1)[-1] or "index.html").rpartition(".")
        name = named.get("name") or regex.sub(r"_\d+$", "", stem)
        ending = named.get("ending") or ending
        count = min(int(match["count"]), _MOST_PAGES)
        for number in range(count):
            target = absolute(url, f"{name}.{ending}" if number == 0 else f"{name}_{number}.{ending}")
            if target is not None:
                yield target
        return


def _xml(url: str, body: bytes) -> PageContent:
    """A feed or a sitemap; empty where it is broken beyond reading."""
    root = _xml_root(body)
    if root is None:
        return PageContent()
    if root.tag == "sitemapindex":
        lists = [absolute(url, loc.text or "") for loc in root.iterfind(".//loc")]
        return PageContent(lists=tuple(t for t in lists if t)[:_MOST_LINKS])
    following = [n.get("href") for n in root.iterfind("link") if n.get("rel") == "next"]
    further = [absolute(url, href or "") for href in following]
    return PageContent(links=_once(_xml_links(url, root)), further=tuple(t for t in further if t))


def _xml_root(body: bytes) -> Any:
    """The root element, every tag without its namespace; None where nothing can be recovered."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(body, parser)
    if root is None:
        return None
    for node in root.iter():
        if isinstance(node.tag, str):
            node.tag = etree.QName(node).localname
    return root


def _xml_links(url: str, root: Any) -> Iterator[Link]:
    """The entries of RSS, Atom or a sitemap."""
    for item in [*root.iter("item"), *root.iter("entry"), *root.iter("url")][:_MOST_LINKS]:
        target = _xml_target(url, item)
        if target is not None:
            title = item.findtext("title") or ""
            said = " ".join(title.split())[:_LONGEST_SAID]
            yield Link(url=target, text=f"{said} {file_name_of(target)}".strip())


def _xml_target(url: str, item: Any) -> str | None:
    for node in (*item.iterfind("link"), *item.iterfind("loc"), *item.iterfind("guid")):
        if node.get("rel", "alternate") == "alternate":
            target = absolute(url, node.get("href") or node.text or "")
            if target is not None:
                return target
    return None


def _json(url: str, body: bytes) -> PageContent:
    try:
        data = json.loads(decoded(body))
    except (ValueError, RecursionError):
        return PageContent()
    links = []
    for entry in _objects(data):
        strings = [value for value in entry.values() if isinstance(value, str) and len(value) < 2_000]
        address = next((v for v in strings if _looks_like_address(v)), None)
        target = absolute(url, address) if address is not None else None
        if target is not None:
            said = " ".join(v for v in strings if v != address)[:_LONGEST_SAID]
            links.append(Link(url=target, text=f"{said} {file_name_of(target)}".strip()))
    return PageContent(links=_once(links[:_MOST_LINKS]))


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        value = waiting.pop(0) if len(waiting) < 1_000 else waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _looks_like_address(value: str) -> bool:
    return regex.match(r"https?://|\.{0,2}/", value) is not None or file_ending("http://h/" + value) is not None


def _once(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links in order, one for an address: the words of all of them."""
    said: dict[str, Link] = {}
    for link in links:
        before = said.get(link.url)
        if before is None:
            said[link.url] = link
        elif link.text not in before.text:
            said[link.url] = Link(url=link.url, text=f"{before.text} {link.text}", aside=before.aside and link.aside)
    return tuple(said.values())
