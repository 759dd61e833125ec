"""Whose disclosure it is, and of which year: read from the cover, checked against the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.model.paragraph import Paragraph
from extractors.prose.attributed import labelled, published_by, ruled, speaker, summed
from extractors.prose.tellers import in_full, named_in_text
from extractors.prose.titles import (
    front_lines,
    is_furniture,
    is_sentence,
    named_in_titles,
    table_titles,
    title_lines,
    told_lines,
    told_name,
    without_part,
)
from patterns.shapes import CoverShape, cover_shape
from patterns.unit_names import region_of

# All were set by eye on published and generated disclosures.
_CENTURY = 2000  # what a year of two digits is counted from
_HEADINGS = 60  # paragraphs from the first whose headings may tell the name
_FOOT_LINES = 4  # paragraphs at the end of the text that may be its signature
_FIRST_SENTENCES = 6  # paragraphs of the first page whose sentences tell the year where no title does
_STALE = 2  # times that a year must be spoken of to contradict the cover's
_FAR_MORE = 4  # times as often as the cover's year it must be spoken of
_THROUGHOUT = 3  # sentences whose figures another year must govern to be the document's own
_NEARLY_ALL = 0.8  # of those that any year governs
_SPREAD = 1 / 3  # of the paragraphs with figures that it must stand in: one section may be left from another year


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
    texts = told_lines(paragraphs)
    year = _year(front, titles, texts)
    name = _unit_name(titles, texts) or speaker(front)
    body = [text for text in texts if text not in set(titles)]
    return Identity(name, year and _governing_year(year, body), tuple(_contradictions(year, body)))


def _year(front: Sequence[str], titles: Sequence[str], texts: Sequence[str]) -> int | None:
    """The year of the titles, of the first sentences, else the one spoken of most."""
    return (
        _titled_year(titles)
        or _titled_year(table_titles(front))
        or _first_year("short_year", titles)
        or _year_of_sentences(front)
        or _commonest_year(texts)
        or _first_year("as_of", texts)
        or _commonest_year(texts, "budget_year")
        or _year_after(_commonest_year(texts, "compared_year"))
    )


def _year_after(year: int | None) -> int | None:
    return year and year + 1


def _titled_year(titles: Sequence[str]) -> int | None:
    """The year of the titles, that of 决算 before others, of one that names a unit first. No date of publication."""
    named = [title for title in titles if told_name(title)]
    return _first_year("title_year", named) or _first_year("title_year", titles) or _first_year("no_date", titles)


def _year_of_sentences(front: Sequence[str]) -> int | None:
    """The year that the first sentences say of what they disclose."""
    told = [line for line in front if is_sentence(line)][:_FIRST_SENTENCES]
    return _latest_of_first("title_year", told) or _first_year("text_year", told)


def _latest_of_first(shape: CoverShape, texts: Sequence[str]) -> int | None:
    """The latest year of the first sentence that tells any: 2017年决算9.00万元，2018年决算10.00万元."""
    sentences = (sentence for text in texts for sentence in cover_shape("sentence_break").split(text))
    years = ([int(match.group(1)) for match in cover_shape(shape).finditer(each)] for each in sentences)
    return next((max(told) for told in years if told), None)


def _first_year(shape: CoverShape, texts: Sequence[str]) -> int | None:
    years = (int(match.group(1)) for text in texts for match in cover_shape(shape).finditer(text))
    return next((year if year >= _CENTURY else _CENTURY + year for year in years), None)


def _commonest_year(texts: Sequence[str], shape: CoverShape = "text_year") -> int | None:
    years = _spoken_years(texts, shape)
    return max(years, key=lambda year: (years[year], year)) if years else None


def _spoken_years(texts: Sequence[str], shape: CoverShape = "text_year") -> Counter[int]:
    """How often the text speaks of each year as its own: not as what it compares with, nor as a budget's."""
    return Counter(int(m.group(1)) for text in texts for m in cover_shape(shape).finditer(text))


def _governing_year(year: int, texts: Sequence[str]) -> int:
    """The year that the figures are of: the one found, unless another governs them throughout and that one none."""
    figured = [text for text in texts if cover_shape("figure").search(text)]
    paragraphs = [_years_of_figures(text) for text in figured]
    governing = Counter(each for years in paragraphs for each in years)
    if not governing or governing[year]:
        return year
    other, times = governing.most_common(1)[0]
    spread = sum(other in years for years in paragraphs) >= _SPREAD * len(paragraphs)
    return other if spread and times >= max(_THROUGHOUT, _NEARLY_ALL * governing.total()) else year


def _years_of_figures(text: str) -> list[int]:
    """The years of a paragraph's sentences that a figure follows, one a time."""
    return [
        int(match.group(1))
        for sentence in cover_shape("sentence_break").split(text)
        for match in cover_shape("text_year").finditer(sentence)
        if cover_shape("figure").search(sentence, match.end())
    ]


def _contradictions(year: int | None, texts: Sequence[str]) -> Iterator[str]:
    """A warning where the text speaks far more of another year than of the cover's."""
    years = _spoken_years(texts)
    if year is None or not years:
        return
    spoken = max(years, key=lambda each: (years[each], each))
    if spoken != year and years[spoken] >= max(_STALE, _FAR_MORE * years[year]):
        yield f"the cover says {year}, the text mostly {spoken}"


def _unit_name(titles: Sequence[str], texts: Sequence[str]) -> str | None:
    """The name on the cover; else the one that headings or sentences repeat, or that the text is signed with."""
    name = _titled_name(titles, texts) or _name_of_text(texts) or _name_beside(titles, texts)
    return name if name is None or region_of(name) else in_full(name, _told_anywhere(texts))


def _titled_name(titles: Sequence[str], texts: Sequence[str]) -> str | None:
    return (
        named_in_titles(titles)
        or labelled("labelled", texts)
        or labelled("own_named", texts)
        or named_in_titles([part for title in titles for part in cover_shape("title_joints").split(title)])
        or _loose_name(titles, texts)
        or named_in_titles([part for title in titles if _discloses(title) for part in _in_brackets(title)])
    )


def _discloses(title: str) -> bool:
    return cover_shape("within_furniture").search(title) is not None


def _in_brackets(title: str) -> list[str]:
    return cover_shape("title_brackets").split(title)


def _name_beside(titles: Sequence[str], texts: Sequence[str]) -> str | None:
    """The name that a rule's title, the foot of the text, its publisher tells."""
    foot = [text for text in texts[-_FOOT_LINES:] if not is_furniture(text)]
    return (
        ruled(texts)
        or summed(texts)
        or labelled("contact", texts[-_FOOT_LINES:])
        or named_in_titles(title_lines(foot))
        or next(_loosely_told(titles), None)
        or published_by(texts)
    )


def _name_of_text(texts: Sequence[str]) -> str | None:
    """The name that headings repeat, else sentences."""
    return _commonest(_headed(texts)) or _commonest(_said(texts))


def _headed(texts: Sequence[str]) -> list[str]:
    """The names that headings say."""
    return [name for t in texts[:_HEADINGS] if not is_sentence(t) and (name := told_name(without_part(t)))]


def _said(texts: Sequence[str]) -> list[str]:
    """The names that sentences speak of."""
    return [name for text in texts if is_sentence(text) for name in named_in_text(text)]


def _told_anywhere(texts: Sequence[str]) -> Iterator[str]:
    """All names that the text tells, among them the one in full that a title says for short."""
    yield from _headed(texts)
    yield from _said(texts)
    yield from filter(None, (labelled("labelled", texts), ruled(texts), labelled("published_by", texts)))


def _loose_name(titles: Sequence[str], texts: Sequence[str]) -> str | None:
    """A name that ends as few do (云岭一中): it begins with a place, or the text says it again."""
    rest = "".join(text for text in texts if text not in titles)
    return next((name for name in _loosely_told(titles) if region_of(name) or name in rest), None)


def _loosely_told(titles: Sequence[str]) -> Iterator[str]:
    return (name for title in titles if (name := told_name(title, ends=False)))


def _commonest(names: Iterable[str]) -> str | None:
    """The name told most often, the first of several."""
    told = Counter(names)
    return told.most_common(1)[0][0] if told else None
