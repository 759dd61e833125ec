"""An HTML page as an article: its main text in paragraphs, its tables as grids, menus and footers left out.

What the bytes are is tried, not believed: UTF-8 where they are UTF-8, else the charset the page names, else GB18030.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.model.errors import DamagedDocument, OversizedDocument
from extractors.opening.article import MOST_CELLS, Article, Block, WrittenCell, WrittenTable, article_of
from extractors.opening.encoding import decoded
from extractors.opening.html_seen import without_unseen
from extractors.opening.unseen import Unseen
from patterns.shapes import load_characters

MOST_BYTES = 20_000_000  # of a page: the largest at hand, with its tables, has under two million
_DEEPEST = 64  # levels looked up from a node; deeper nesting says nothing and costs time
_DROPPED = "rt, rp, script, style, noscript, template, nav, header, footer, form, iframe, object, select, button"
# fmt: off
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "rb", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# fmt: on
_CONTAINERS = frozenset(
    ("html", "body", "div", "article", "section", "main", "td", "tr", "tbody", "table", "center", "ucapcontent")
)
_MAIN_SHARE = 0.7  # of the text of a container that one of its children must hold to be the container instead
_MOST_NESTED = 2_000  # elements: parsing takes time that grows with the square; writers nest a few dozen
_MOST_TAGS = 500_000  # of a page: ten seconds, and hundreds of times those of an article
_TAG = regex.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)")
# fmt: off
_UNNESTED = frozenset({  # elements that hold nothing, or need no closing tag
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "td", "tr", "th", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup", "rt", "rp",
})
# fmt: on
_MOST_SPAN = 200  # rows or columns of a cell: what says more is a slip, or means to cost memory
_LONGEST_CELL = 600  # characters: a table with a longer one only lays out the page
_TITLE_WITHIN = 5  # blocks of the text in which its title may be said again
_TITLE_TAIL = regex.compile(r"(?r)\s*[-_|–—]+[^-_|–—]{2,30}$")  # from the end: from each of many dashes takes for ever


class NestedTooDeep(ValueError):
    """A page of more elements, or nested deeper, than any writer makes: parsing grows with the square of the depth."""


def parsed(text: str) -> LexborHTMLParser:
    """The tree of a page. Raises NestedTooDeep."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(text)):
        if count > _MOST_TAGS:
            raise NestedTooDeep(f"more than {_MOST_TAGS} tags")
        if tag["name"].lower() not in _UNNESTED:
            depth = max(0, depth - 1) if tag["closes"] else depth + 1
            if depth > _MOST_NESTED:
                raise NestedTooDeep(f"elements nested more than {_MOST_NESTED} deep")
    return LexborHTMLParser(text)


def extract_article(data: bytes, file_name: str, content: str | None = None) -> Article:
    """The article of an HTML page. `content` is a CSS selector of its text, for sites where it is not found.

    Raises DamagedDocument where there is no text, OversizedDocument for pages of more than 20 MB.
    """
    if len(data) > MOST_BYTES:
        raise OversizedDocument(file_name, f"an HTML page of {len(data)} bytes, more than {MOST_BYTES}")
    try:
        blocks, warnings = read_page(decoded(data), content)
    except NestedTooDeep as error:
        raise DamagedDocument(file_name, f"the HTML page cannot be read: {error}") from error
    if not blocks:
        raise DamagedDocument(file_name, "the HTML page holds no text")
    return article_of(data, file_name, [blocks], [warnings])


def html_blocks(text: str, content: str | None = None) -> tuple[Block, ...]:
    """The paragraphs and tables of a page's main text, its title first. Raises NestedTooDeep."""
    return read_page(text, content)[0]


def read_page(text: str, content: str | None = None) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """What `html_blocks` gives, and what was not read of the page, a line each. Raises NestedTooDeep."""
    tree = parsed(text)
    seen = without_unseen(tree)
    title = page_title(tree)
    main = main_part(tree, content)
    if main is None:
        return (), ()
    unseen = Unseen()
    seen.told(main, unseen)
    blocks = list(_blocks(main, unseen))
    said = "".join(block for block in blocks[:_TITLE_WITHIN] if isinstance(block, str))
    if title and blocks and title not in said:
        blocks.insert(0, title)
    unfollowed = () if seen.followed else ("the style sheets of the page are too large to follow what they hide",)
    return tuple(blocks), (*unseen.warnings, *unfollowed)


def page_title(tree: LexborHTMLParser) -> str:
    """The article's title: its first heading, else the page's title without the site's name."""
    for node in tree.css("h1"):
        if text := _tidy(node.text(separator="")):
            return text
    node_title = tree.css_first("title")
    return _TITLE_TAIL.sub("", _tidy(node_title.text())) if node_title is not None else ""


def main_part(tree: LexborHTMLParser, content: str | None = None) -> LexborNode | None:
    """The element that holds the page's text: the smallest that nearly all words outside of links stand in."""
    for node in tree.css(_DROPPED):
        node.decompose()
    if content is not None:
        return tree.css_first(content)
    body = tree.body
    if body is None:
        return None
    sizes = _own_text(body)
    node = body
    while sizes.get(node.mem_id, 0):
        least = _MAIN_SHARE * sizes[node.mem_id]
        child = next((c for c in node.iter() if sizes.get(c.mem_id, 0) >= least), None)
        if child is None or child.tag not in _CONTAINERS or (child.tag == "table" and _table(child) is not None):
            break
        node = child
    return node


def _own_text(body: LexborNode) -> dict[int, int]:
    """How many characters stand in each element, links left out."""
    sizes: dict[int, int] = {}
    for node in body.traverse(include_text=True):
        if node.tag != "-text":
            continue
        length = len(_tidy(node.text_content or ""))
        above = list(_ancestors(node)) if length else []
        if any(a.tag == "a" for a in above):
            continue
        for ancestor in above:
            sizes[ancestor.mem_id] = sizes.get(ancestor.mem_id, 0) + length
    return sizes


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    for _ in range(_DEEPEST):
        if parent is None:
            return
        yield parent
        parent = parent.parent


def _blocks(main: LexborNode, unseen: Unseen) -> Iterator[Block]:
    """Paragraphs and data tables in order. A paragraph ends where the enclosing block changes, and at a <br>."""
    inside: set[int] = set()  # the data tables, whose text is theirs
    current: int | None = None
    words: list[str] = []
    for node in main.traverse(include_text=True):
        table = _table(node, unseen) if node.tag == "table" else None
        if table is not None:
            inside.add(node.mem_id)
            yield from _paragraph(words, unseen)
            yield table
            words = []
        elif node.tag == "br" and current is not None:
            yield from _paragraph(words, unseen)
            words, current = [], None
        elif node.tag == "-text" and not (inside and any(a.mem_id in inside for a in _ancestors(node))):
            block = next((a.mem_id for a in _ancestors(node) if a.tag not in _INLINE), None)
            if block != current:
                yield from _paragraph(words, unseen)
                words, current = [], block
            words.append(node.text_content or "")
    yield from _paragraph(words, unseen)


def _paragraph(words: Sequence[str], unseen: Unseen) -> Iterator[str]:
    """The paragraph that words make, where they make one."""
    text = _tidy("".join(words), unseen)
    if text:
        yield text


def _tidy(text: str, unseen: Unseen | None = None) -> str:
    """Line breaks of the source mean nothing; blanks around neither, nor how a character before it is said."""
    said = without_readings((unseen or Unseen()).text(text))
    return regex.sub(r"\s+", " ", said).strip()


def without_readings(text: str) -> str:
    """A text without the brackets that say how the character before them is read.

    >>> without_readings("区(qū)教育局(本级)")
    '区教育局(本级)'
    """
    return _readings().sub("", text)


@cache
def _readings() -> regex.Pattern[str]:
    return regex.compile(load_characters().readings)


def _table(table: LexborNode, unseen: Unseen | None = None) -> WrittenTable | None:
    """A table's cells at their places; None where the table only lays out the page."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return None
    rows = table.css("tr")
    cells = _cells(rows, unseen)
    width = max((c.column + c.columns for c in cells), default=0)
    if len(rows) < 2 or width < 2 or not any(c.column > 0 and c.text for c in cells):
        return None
    return WrittenTable(len(rows), width, tuple(cells))


def _cells(rows: Sequence[LexborNode], unseen: Unseen | None) -> list[WrittenCell]:
    """The cells of rows at their places; none where they are longer or more than those of a table of data."""
    cells: list[WrittenCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for node in row.css("td, th"):
            while (r, column) in taken:
                column += 1
            text = _tidy(node.text(separator=""), unseen)
            if len(text) > _LONGEST_CELL or len(taken) > MOST_CELLS:
                return []
            columns = _span(node, "colspan")
            down = min(_span(node, "rowspan"), len(rows) - r)
            taken |= {(y, x) for y in range(r, r + down) for x in range(column, column + columns)}
            cells.append(WrittenCell(r, column, text, down, columns))
            column += columns
    return cells


def _span(node: LexborNode, name: str) -> int:
    value = (node.attributes.get(name) or "1").strip()
    return min(max(1, int(value)), _MOST_SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else 1
