"""What makes a paragraph a heading, or a stretch of one, and which section its title names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from extractors.model.numerals import integer_of
from extractors.model.paragraph import Paragraph
from patterns.knowledge import SectionPattern
from patterns.loader import load_patterns
from patterns.shapes import either_word, load_headings
from patterns.sought import Among, sought
from patterns.wording import wording_pattern

# Lengths in characters; all were set by eye on published and generated disclosures.
LONGEST_TITLE = 42  # of a numbered title on a line of its own
_LONGEST_LEADING = 32  # of one that text follows on the same line
_LONGEST_UNNUMBERED = 30
_SHORT_TITLE = 8  # a few words that are a title whatever they end in
_BLANK = 0.4  # of a character's width: a gap this wide is a blank
_PART = 1  # the level (一、) on which running text makes a part by its number alone, behind another
DEEP = 3  # the level (1., （1）) from which on a number alone makes no section: items are numbered so, too


@dataclass(frozen=True)
class Heading:
    """A heading, with what follows it in the same paragraph."""

    number: str
    title: str
    level: int
    kind: str | None
    rest: Paragraph | None


def pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph cut before each heading that stands within it (三、决算情况说明（一）收入决算情况本年收入…)."""
    start = 0
    for match in _inner_number().finditer(paragraph.text):
        if match.start() > start and _is_inner_heading(paragraph.slice(match.start(), len(paragraph.text))):
            yield paragraph.slice(start, match.start())
            start = match.start()
    yield paragraph.slice(start, len(paragraph.text)) if start else paragraph


def _is_inner_heading(paragraph: Paragraph) -> bool:
    heading = heading_of(paragraph)
    if heading is None or heading.kind is None:
        return False
    # A list within a sentence is numbered as small headings are: （1）人员经费增加；（2）日常公用经费增加。
    return heading.level < DEEP or _ending(load_headings().unnumbered_ends).search(heading.title) is not None


def heading_of(paragraph: Paragraph) -> Heading | None:
    """The heading that a paragraph is, or begins with, with the text behind it; None for running text."""
    text = paragraph.text
    for level, pattern in enumerate(numbering()):
        match = pattern.match(text)
        if match is None:
            continue
        title_end = _title_end(paragraph, match.end(), level)
        if title_end is None:
            return None
        title = text[match.end() : title_end].strip("：。、，")
        return Heading(match.group(), title, level, section_kind(title), _behind(paragraph, title_end))
    return _unnumbered_heading(text)


def numbered_text(paragraph: Paragraph, before: str) -> Heading | None:
    """`三、一般公共预算支出90万元…`: running text that is numbered as the next part behind that numbered `before`."""
    match = numbering()[_PART].match(paragraph.text)
    if match is None or not before or not is_next(match.group(), before):
        return None
    return Heading(match.group(), "", _PART, None, paragraph)


def is_next(number: str, before: str) -> bool:
    """Whether a heading's number follows another's: （二）, （一）."""
    return _number_of(number) == _number_of(before) + 1


def _number_of(number: str) -> int:
    return integer_of("".join(c for c in number if c.isalnum())) or 0


def _behind(paragraph: Paragraph, title_end: int) -> Paragraph | None:
    """The text that follows a title on the same line, without the mark that parts them."""
    start = title_end + (paragraph.text[title_end : title_end + 1] in {"。", "：", ":"})
    return paragraph.slice(start, len(paragraph.text)) if start < len(paragraph.text) else None


def _unnumbered_heading(text: str) -> Heading | None:
    framed = found_by(load_headings().framed).fullmatch(text)
    if framed is not None and (kind := section_kind(framed["title"])) is not None:
        return Heading("", framed["title"], 1, kind, None)
    title = text.rstrip("：")
    kind = section_kind(title) if len(_undated(title)) <= _LONGEST_UNNUMBERED else None
    known = load_headings()
    if kind is None or found_by(known.running_text).search(title) or _denies(title) or _is_of_all(title):
        return None
    return Heading("", title, 1, kind, None) if _ending(known.unnumbered_ends).search(title) else None


def _denies(title: str) -> bool:
    """Whether what looks like a title says that there is none (本单位2023年度无政府性基金收支情况。)."""
    return found_by(load_headings().denied).search(title) is not None


def _is_of_all(title: str) -> bool:
    """Whether a title is the document's own and names all accounts, too (2016年度部门决算及“三公”经费决算公示说明)."""
    known = load_headings()
    return found_by(known.document_year).search(title) is not None and whole_named(title)


def whole_named(title: str) -> bool:
    """Whether a title names all of the accounts beside one section of them."""
    return found_by(load_headings().document_whole).search(title) is not None


def _undated(title: str) -> str:
    """A title without the unit and year that lead it (某某局2023年度收入决算情况)."""
    return found_by(load_headings().title_lead).sub("", title)


def _title_end(paragraph: Paragraph, start: int, level: int) -> int | None:
    """Where the title of a numbered paragraph ends: at its end, or where running text begins on the same line."""
    text = paragraph.text
    ended = len(text) - (text[-1] in "。：" and _ending(load_headings().unnumbered_ends).search(text[:-1]) is not None)
    whole = _undated(text[start:ended])
    if ended < len(text) and _denies(whole):
        return None
    if len(whole) <= LONGEST_TITLE and not found_by(load_headings().running_text).search(whole):
        return ended if text[-1] not in "，" else None
    stop = _text_begins(paragraph, start) if level > 0 else None
    if stop is None:
        return None
    announced = text[stop] == "：" and level < DEEP
    return stop if _leads(_undated(text[start:stop]), announced=announced) else None


def _leads(title: str, *, announced: bool) -> bool:
    """Whether words before running text are its title; `announced` where a colon parts them from it."""
    known = load_headings()
    if len(title) > _LONGEST_LEADING or found_by(known.no_leading_title).search(title):
        return False
    if section_kind(title) is None:
        return False
    return announced or _ending(known.leading_ends).search(title) is not None or labelled_section(title) is not None


def _text_begins(paragraph: Paragraph, start: int) -> int | None:
    """Where running text begins behind a title: at a mark, at words that begin it, or behind a blank."""
    text = paragraph.text
    match = _leading_end().search(text, start)
    first = match.start() if match else len(text)
    ends = _ending(load_headings().unnumbered_ends)
    blanks = (i for i in range(start + 1, min(first, start + LONGEST_TITLE)) if _blank_before(paragraph, i))
    parted = next((i for i in blanks if ends.search(text, start, i)), None)
    return parted or (match.start() if match else None)


def _blank_before(paragraph: Paragraph, position: int) -> bool:
    """Whether a blank was printed before a character: blanks are no part of a paragraph's text."""
    before, mark = paragraph.marks[position - 1], paragraph.marks[position]
    if before.page != mark.page:
        return False
    gap = mark.box.x0 - before.box.x1
    return gap >= _BLANK * min(before.box.width, mark.box.width)


@cache
def _leading_end() -> regex.Pattern[str]:
    known = load_headings()
    return regex.compile(
        rf"{known.leading_marks}|(?<={'|'.join(known.unmarked_ends)})(?={'|'.join(known.text_begins)})"
    )


@cache
def _inner_number() -> regex.Pattern[str]:
    """The number of a heading within a paragraph: behind a sentence's end, or behind another title's."""
    return regex.compile(rf"(?<={load_headings().before_inner})(?:{'|'.join(load_patterns().layout.numbering[1:])})")


@cache
def numbering() -> tuple[regex.Pattern[str], ...]:
    """How headings of each level begin, from the highest."""
    return tuple(regex.compile(begins) for begins in load_patterns().layout.numbering)


def narrow_section(title: str) -> str | None:
    """The section with a subject of its own that a few words (政府采购, 国有资产占用) are the title of."""
    kind = section_kind(title) if len(title) <= _SHORT_TITLE else None
    if kind is None:
        return None
    pattern = section_pattern(kind)
    return kind if pattern.subject is not None and not pattern.broad else None


def labelled_section(title: str) -> str | None:
    """The same, or the section on all income or all spending that a mere 收入 or 支出 is the title of."""
    return section_kind(title) if title in load_patterns().markers.sides else narrow_section(title)


@cache
def found_by(expression: str) -> regex.Pattern[str]:
    """What finds an expression of a knowledge file, compiled once."""
    return regex.compile(expression)


@cache
def _ending(words: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(either_word(words) + "$")


def section_pattern(kind: str) -> SectionPattern:
    """The entry of a section in patterns/sections.yaml; StopIteration where there is none."""
    return next(s for s in load_patterns().sections if s.id == kind)


@cache
def _titles() -> tuple[list[tuple[SectionPattern, regex.Pattern[str]]], Among]:
    """The titles of all sections in their order, to be looked for by what they are made of."""
    each = [(section, title) for section in load_patterns().sections for title in section.titles]
    told = [(section, title_pattern(title)) for section, title in each]
    return told, Among([sought((_core(title),)) for _, title in each])


def title_pattern(title: str) -> regex.Pattern[str]:
    """What finds a title as sections.yaml writes one; ^ and $ tie it to an end of the heading."""
    begins, ends = title.startswith("^"), title.endswith("$")
    return regex.compile(("^" if begins else "") + wording_pattern(_core(title)) + ("$" if ends else ""))


def _core(title: str) -> str:
    """The wording of a title, without what ties it to an end of the heading."""
    return title.removeprefix("^").removesuffix("$")


def section_kind(title: str) -> str | None:
    """The id of the section that a title names: the first in sections.yaml one of whose titles it contains."""
    told, among = _titles()
    return next((told[i][0].id for i in among.may_be_in(set(title)) if told[i][1].search(title)), None)
