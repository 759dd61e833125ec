"""Whose disclosure it is, and of which year: read from the cover, checked against the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from extractors.model.numerals import with_digits
from extractors.model.paragraph import Paragraph
from patterns.loader import load_patterns
from patterns.shapes import either, load_covers
from patterns.statements import statement_of

# All were set by eye on published and generated covers; lengths in characters.
_COVER_LINES = 12  # lines of the first page that may be a cover
_TITLE_LINES = 4  # of them that a title is broken over
_LONGEST_TITLE = 40
_SHORTEST_IN_TITLE = 3  # of a name that a title tells; words around it are known
_NAME = range(4, 41)  # length of a name that stands alone in a line


@dataclass(frozen=True, slots=True)
class Identity:
    """The unit's name as on the cover, the fiscal year, and what contradicts them."""

    unit_name: str | None
    fiscal_year: int | None
    warnings: tuple[str, ...] = ()


def identify(paragraphs: Sequence[Paragraph]) -> Identity:
    """The identity of a document, from its first page and the years that its text speaks of.

    A warning where cover and text speak of two years; the cover's is taken.
    """
    if not paragraphs:
        return Identity(None, None)
    front = [_with_digits(p.text) for p in paragraphs if p.page == paragraphs[0].page][:_COVER_LINES]
    year = _cover_year(front) or _commonest_year(paragraphs)
    name = _cover_name(_title_lines(front)) or _repeated_name(paragraphs)
    warnings = []
    spoken = _commonest_year(paragraphs)
    if year and spoken and spoken != year:
        warnings.append(f"the cover says {year}, the text mostly {spoken}")
    return Identity(name, year, tuple(warnings))


def _with_digits(text: str) -> str:
    """`text` with 二〇二三年 as 2023年; same length."""
    return _found("chinese_year").sub(lambda match: with_digits(match.group()), text)


def _title_lines(front: Sequence[str]) -> list[str]:
    """The lines of the first page that stand for themselves: no contents list, no numbered parts, no labels."""
    contents = load_patterns().layout.contents
    # Covers and tables print 部门：某某局, 附件1：某某局….
    own = [line for line in front if line not in contents and not _parts().match(line) and not _titles_table(line)]
    return [line.rpartition("：")[2] for line in own]


def _titles_table(line: str) -> bool:
    """Whether a line is the title of one of the nine tables (a workbook begins with one, not with a cover)."""
    return line.endswith(load_covers().table_end) and statement_of(line) is not None


def _cover_year(cover: Sequence[str]) -> int | None:
    """The year of the titles; else of what the first page says of final accounts. No date of publication."""
    titles = [line for line in cover[:_TITLE_LINES] if len(line) <= _LONGEST_TITLE]
    return next((year for text in (*titles, "".join(cover)) if (year := _year_in(text))), None)


def _year_in(title: str) -> int | None:
    match = _found("title_year").search(title) or _found("no_date").search(title)
    return int(match.group(1)) if match else None


def _commonest_year(paragraphs: Sequence[Paragraph]) -> int | None:
    years = Counter(m.group(1) for p in paragraphs for m in _found("text_year").finditer(p.text))
    return int(years.most_common(1)[0][0]) if years else None


def _cover_name(cover: Sequence[str]) -> str | None:
    joined = "".join(cover[:_TITLE_LINES])
    for match in (_found("name_before").match(joined), _found("name_after").match(joined)):
        if match:
            name = _title_words().sub("", match["name"])
            if len(name) >= _SHORTEST_IN_TITLE:
                return _once(name)
    for line in cover:
        name = _title_words().sub("", line)
        if len(name) in _NAME and name.endswith(load_covers().unit_ends):
            return name
    return None


def _once(name: str) -> str:
    """A name that the cover's first two lines both say, said once."""
    half = len(name) // 2
    return name[:half] if name[:half] == name[half:] else name


def _repeated_name(paragraphs: Sequence[Paragraph]) -> str | None:
    """The name that the text's own sentences begin with, where the cover tells none."""
    names = Counter(
        m["name"]
        for p in paragraphs
        for m in _found("name_in_text").finditer(_parts().sub("", _with_digits(p.text)))
        if m["name"].endswith(load_covers().unit_ends)
    )
    return names.most_common(1)[0][0] if names else None


@cache
def _found(
    shape: Literal["chinese_year", "title_year", "no_date", "text_year", "name_before", "name_after", "name_in_text"],
) -> regex.Pattern[str]:
    """What finds that shape of patterns/covers.yaml."""
    return regex.compile(getattr(load_covers(), shape))


@cache
def _title_words() -> regex.Pattern[str]:
    return regex.compile(either(load_covers().title_words))


@cache
def _parts() -> regex.Pattern[str]:
    return regex.compile(either(load_covers().parts))
