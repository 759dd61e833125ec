"""Whose disclosure it is, and of which year: read from the cover, checked against the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from extractors.model.paragraph import Paragraph
from extractors.prose.titles import (
    digits_in_years,
    front_lines,
    is_sentence,
    named_in_titles,
    table_titles,
    title_lines,
    told_name,
    without_part,
)
from patterns.shapes import load_covers
from patterns.unit_names import region_of

# All were set by eye on published and generated disclosures.
_HEADINGS = 60  # paragraphs from the first whose headings may tell the name
_FOOT_LINES = 4  # paragraphs at the end of the text that may be its signature
_FIRST_SENTENCES = 6  # paragraphs of the first page whose sentences tell the year where no title does
_STALE = 2  # times that a year must be spoken of to contradict the cover's
_FAR_MORE = 4  # times as often as the cover's year it must be spoken of


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
    front = front_lines(paragraphs)
    titles = title_lines(front)
    texts = [digits_in_years(p.text) for p in paragraphs]
    year = (
        _titled_year(titles) or _titled_year(table_titles(front)) or _year_of_sentences(front) or _commonest_year(texts)
    )
    name = _unit_name(titles, texts)
    return Identity(name, year, tuple(_contradictions(year, texts, set(titles))))


def _titled_year(titles: Sequence[str]) -> int | None:
    """The year of the titles, that of 决算 before others. No date of publication."""
    return _first_year("title_year", titles) or _first_year("no_date", titles)


def _year_of_sentences(front: Sequence[str]) -> int | None:
    """The year that the first sentences say of what they disclose."""
    told = [line for line in front if is_sentence(line)][:_FIRST_SENTENCES]
    return _first_year("title_year", told) or _first_year("text_year", told)


def _first_year(shape: Literal["title_year", "no_date", "text_year"], texts: Sequence[str]) -> int | None:
    years = (match.group(1) for text in texts for match in _found(shape).finditer(text))
    return next(map(int, years), None)


def _commonest_year(texts: Sequence[str]) -> int | None:
    years = _spoken_years(texts)
    return max(years, key=lambda year: (years[year], year)) if years else None


def _spoken_years(texts: Sequence[str]) -> Counter[int]:
    """How often the text speaks of each year as its own: not as what it compares with, nor as a budget's."""
    return Counter(int(m.group(1)) for text in texts for m in _found("text_year").finditer(text))


def _contradictions(year: int | None, texts: Sequence[str], titles: set[str]) -> Iterator[str]:
    """A warning where the text speaks far more of another year than of the cover's."""
    years = _spoken_years([text for text in texts if text not in titles])
    if year is None or not years:
        return
    spoken = max(years, key=lambda each: (years[each], each))
    if spoken != year and years[spoken] >= max(_STALE, _FAR_MORE * years[year]):
        yield f"the cover says {year}, the text mostly {spoken}"


def _unit_name(titles: Sequence[str], texts: Sequence[str]) -> str | None:
    """The name on the cover; else the one that headings or sentences repeat, or that the text is signed with."""
    return (
        named_in_titles(titles)
        or _loose_name(titles, texts)
        or _commonest(told_name(without_part(t)) for t in texts[:_HEADINGS] if not is_sentence(t))
        or _commonest(told_name(clause) for text in texts if is_sentence(text) for clause in _clauses(text))
        or named_in_titles(title_lines(texts[-_FOOT_LINES:]))
        or next(_loosely_told(titles), None)
    )


def _loose_name(titles: Sequence[str], texts: Sequence[str]) -> str | None:
    """A name that ends as few do (云岭一中): it begins with a place, or the text says it again."""
    rest = "".join(text for text in texts if text not in titles)
    return next((name for name in _loosely_told(titles) if region_of(name) or name in rest), None)


def _loosely_told(titles: Sequence[str]) -> Iterator[str]:
    return (name for title in titles if (name := told_name(title, ends=False)))


def _clauses(text: str) -> Iterator[str]:
    """Where the sentences of a text may name whose they are: at their beginnings."""
    return (clause for clause in _found("clause_break").split(without_part(text)) if clause)


def _commonest(names: Iterator[str | None]) -> str | None:
    """The name told most often, the first of several."""
    told = Counter(name for name in names if name)
    return told.most_common(1)[0][0] if told else None


@cache
def _found(shape: Literal["title_year", "no_date", "text_year", "clause_break"]) -> regex.Pattern[str]:
    """What finds that shape of patterns/covers.yaml."""
    return regex.compile(getattr(load_covers(), shape))
