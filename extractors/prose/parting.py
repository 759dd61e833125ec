"""Where the accounts of each of several units begin and end in one file, by pages.

A unit's accounts begin on the page at whose top their title stands: their cover, or the heading of their first part.
What stands before the first of them (a common cover, contents) is nobody's. Where a unit's title stands below what is
another's, the page holds both, and the file is not parted: figures would be of the wrong unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import regex

from extractors.model.layout import Layout
from extractors.model.paragraph import Paragraph
from extractors.prose.titles import digits_in_years, is_furniture, is_name, is_sentence, told_name, without_part
from patterns.kinds import load_kinds
from patterns.statements import names_statement

# Set by eye on made compendia.
_TOP = 3  # paragraphs that may stand over a title at the top of a page: a number, a date, a running head
_LOOKED_AT = 12  # paragraphs of a page's beginning among which a site's own lines are looked for
_COVER = 6  # paragraphs of a cover: name, title, number of the unit, date
_LISTED = 2  # units named by one page: a list of them, not the title of one's accounts


@dataclass(frozen=True, slots=True)
class UnitPages:
    """A unit's accounts in a file: whose, and their first and last page, from 1."""

    name: str
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class Parting:
    """The units of a file, in order; none, and `why_not`, where it holds several that cannot be told apart."""

    units: tuple[UnitPages, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class _Title:
    """A title that names a unit; `place` is of its first paragraph among all, `cover` whether nothing else is there."""

    name: str
    page: int
    place: int
    at_top: bool
    cover: bool


def same_unit(one: str, other: str) -> bool:
    """Whether two names may be of one unit, written in full and in short.

    >>> same_unit("青石县教育局", "教育局"), same_unit("青石县教育局", "青石县教育局机关服务中心")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    rest = long.removeprefix(short) if long.startswith(short) else ""
    return short in long and not is_name(rest)


def parted_units(paragraphs: Sequence[Paragraph], layout: Layout | None = None) -> Parting:
    """How the file with these paragraphs is parted; no units where it holds one's accounts only.

    With `layout` it is also seen whether a table stands over a title.
    """
    begun = _reaches(_beginnings(paragraphs), len(paragraphs))
    owned = _changes([title for title, end in begun if _has_totals(title, paragraphs[title.place : end])])
    if len(owned) < _LISTED:
        return Parting()
    for title in owned:
        if not title.at_top or (layout is not None and _below_table(paragraphs[title.place], layout)):
            why_not = f"on one page ({title.page}) one unit's accounts end and the next one's begin"
            return Parting(why_not=why_not)
    last = layout.pages[-1].number if layout is not None else paragraphs[-1].page
    ends = [*(title.page - 1 for title in owned[1:]), last]
    return Parting(tuple(UnitPages(t.name, t.page, end) for t, end in zip(owned, ends, strict=True)))


def _reaches(titles: Sequence[_Title], end: int) -> Iterator[tuple[_Title, int]]:
    """Each title with the place where the next one stands."""
    return zip(titles, [*(title.place for title in titles), end][1:], strict=True)


def _changes(titles: Sequence[_Title]) -> list[_Title]:
    """Those of another unit than the one before."""
    return [t for i, t in enumerate(titles) if i == 0 or not same_unit(t.name, titles[i - 1].name)]


def _beginnings(paragraphs: Sequence[Paragraph]) -> list[_Title]:
    """The titles at which other accounts than those before begin."""
    found: list[_Title] = []
    place = 0
    for _, on_page in groupby(paragraphs, key=lambda paragraph: paragraph.page):
        page = list(on_page)
        titles = list(_titles(page, place))
        place += len(page)
        if not _is_list(titles, page):
            found += titles
    return _changes(found)


def _is_list(titles: Sequence[_Title], page: Sequence[Paragraph]) -> bool:
    """Whether a page only lists units' accounts: it names several and says nothing."""
    return len(_changes(titles)) >= _LISTED and not any(is_sentence(digits_in_years(p.text)) for p in page)


def _titles(page: Sequence[Paragraph], place: int) -> Iterator[_Title]:
    texts = [digits_in_years(paragraph.text) for paragraph in page]
    bare = _is_bare(texts)
    for i, text in enumerate(texts):
        at_top = _is_top(texts[:i])
        broken = at_top and (bare or i == 0)  # a name in a list may stand before a heading, too
        if name := _named(text) or (_named_by_two(texts[i : i + 2]) if broken else None):
            yield _Title(name, page[i].page, place + i, at_top, at_top and bare and text == without_part(text))


def _is_top(over: Sequence[str]) -> bool:
    """Whether what stands `over` a line leaves it at the top of its page."""
    if len(over) > _LOOKED_AT:
        return False
    own = [text for text in over if not is_furniture(text)]
    return len(own) < _TOP and not any(is_sentence(text) or is_name(text) for text in own)


def _is_bare(texts: Sequence[str]) -> bool:
    """Whether a page is a cover or a leaf: a few lines, none running text or a table's title."""
    return len(texts) <= _COVER and not any(is_sentence(text) or names_statement(text) for text in texts)


def _named(text: str) -> str | None:
    """The name that a title says which is that of accounts, or of their first part."""
    kinds = load_kinds()
    if is_sentence(text):
        return None
    if overview := _expression(kinds.overview_title).fullmatch(text):
        return overview.group(1) if is_name(overview.group(1)) else None
    return told_name(without_part(text)) if _expression(kinds.accounts_title).search(text) else None


def _named_by_two(lines: Sequence[str]) -> str | None:
    """The name that stands alone in the first of two lines, where the second says whose title it is."""
    if len(lines) < 2 or not is_name(lines[0]) or is_sentence(lines[1]):
        return None
    return lines[0] if _expression(load_kinds().accounts_title).match(lines[1]) else None


def _has_totals(title: _Title, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether totals are told below a title; below a cover, statements will do."""
    own = _expression(load_kinds().own_total)
    texts = [digits_in_years(paragraph.text) for paragraph in paragraphs]
    told = any(own.search(text) for text in texts if is_sentence(text))
    return told or (title.cover and any(map(names_statement, texts)))


def _below_table(title: Paragraph, layout: Layout) -> bool:
    """Whether a table on its page begins above a title."""
    top, cells = title.marks[0].box[1], (cell for table in layout.tables for cell in table.cells)
    return any(cell.page == title.page and cell.box[1] < top for cell in cells if cell.text)


@cache
def _expression(text: str) -> regex.Pattern[str]:
    return regex.compile(text)
