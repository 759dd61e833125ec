"""Paragraphs to sections, by number and title; the contents list is told apart from the text."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

import regex

from extractors.model.paragraph import Paragraph
from extractors.model.record import SectionSummary
from extractors.prose.headings import (
    DEEP,
    LONGEST_TITLE,
    Heading,
    found_by,
    heading_of,
    is_next,
    numbered_text,
    pieces,
    section_kind,
    section_pattern,
    title_pattern,
    whole_named,
)
from patterns.kept import compiled
from patterns.knowledge import SectionPattern
from patterns.loader import load_patterns
from patterns.shapes import load_headings, load_shapes

# Lengths in characters; all were set by eye on published and generated disclosures.
_CONTENTS_WITHIN = 30  # paragraphs from the first within which a contents list begins
_RUNNING_TEXT = 60  # a longer paragraph with a sentence in it is no line of a contents list
_HEADINGS_ABOVE = 3  # that may stand right above the first running text
_COVER = 3  # paragraphs that may be a cover where there is no contents list
_ONE_BUDGET = ("general_public", "general_public.overall", "general_public.structure", "general_public.detail")
_ALL_BUDGETS, _ALL_BY_ITEMS = "fiscal", "fiscal.items"
_LAST = "glossary"  # part of a document


@dataclass(frozen=True)
class Section:
    """A stretch of the document under one heading.

    `kind` is the section's id in patterns/sections.yaml, None where the title tells none; `level` counts from 0
    (第一部分) to 4, and is -1 for what stands before the first heading. `compares` is what its figures are compared
    with where the title tells (与预算对比情况).
    """

    id: str
    kind: str | None
    number: str
    title: str
    level: int
    page: int
    parent: str | None
    paragraphs: tuple[Paragraph, ...]
    compares: str | None = None

    @property
    def summary(self) -> SectionSummary:
        """What the Record tells of the section."""
        return SectionSummary(id=self.id, number=self.number, title=self.title, page=self.page, parent=self.parent)


@dataclass
class _Open:
    id: str
    kind: str | None
    number: str
    title: str
    level: int
    page: int
    parent: str | None
    paragraphs: list[Paragraph]
    compares: str | None = None

    def close(self) -> Section:
        return Section(
            self.id, self.kind, self.number, self.title, self.level, self.page, self.parent, tuple(self.paragraphs),
            self.compares,
        )  # fmt: skip


def sections(paragraphs: Sequence[Paragraph]) -> tuple[Section, ...]:
    """The document as sections in reading order, the text before the first heading included as level -1.

    Sections are numbered s0, s1 …; none where there are no paragraphs. Every paragraph is in one section, but for those
    that are headings.
    """
    if not paragraphs:
        return ()
    skipped = _contents_end(paragraphs)
    kind = _document_kind(paragraphs[: max(skipped, _COVER)])
    front = _Open("s0", kind, "", "", -1, paragraphs[0].page, None, list(paragraphs[:skipped]))
    found = [front]
    path: list[_Open] = [front]
    for paragraph in (piece for whole in paragraphs[skipped:] for piece in pieces(whole)):
        heading = heading_of(paragraph) or numbered_text(paragraph, _last_number(path))
        if heading is None or (heading.level >= DEEP and heading.kind is None):
            path[-1].paragraphs.append(paragraph)
            continue
        path = _gone_on_with(heading, found) or [above for above in path if above.level < heading.level]
        beside = next((s for s in reversed(found) if s.level <= heading.level), front)
        section = _opened(f"s{len(found)}", heading, path[-1], beside, paragraph.page)
        found.append(section)
        path.append(section)
    _tell_appropriations_apart(found)
    return tuple(section.close() for section in found)


def _opened(own_id: str, heading: Heading, parent: _Open, beside: _Open, page: int) -> _Open:
    """The section that a heading opens below another, behind `beside`; the front, of level -1, is no parent."""
    return _Open(
        own_id,
        _kind_beside(beside, heading) or _kind_under(parent, heading),
        heading.number,
        heading.title,
        heading.level,
        page,
        parent.id if parent.level >= 0 else None,
        [heading.rest] if heading.rest else [],
        section_pattern(heading.kind).compares if heading.kind else None,
    )


def _gone_on_with(heading: Heading, found: Sequence[_Open]) -> list[_Open]:
    """What is above a heading that goes on with a list, from the top: titles without a number may stand between.

    `一、基本情况 （一）机构 主要职责： （二）人员`; empty where it does not.
    """
    before = next((s for s in reversed(found) if s.number and s.level <= heading.level), None)
    between = found[-1].number == "" and found[-1].level > 0
    if before is None or not between or before.level != heading.level or not is_next(heading.number, before.number):
        return []
    above: list[_Open] = []  # from the bottom
    parent = before.parent
    for section in reversed(found):
        if section.id == parent:
            above.append(section)
            parent = section.parent
    return [found[0], *above[::-1]]


def _last_number(path: Sequence[_Open]) -> str:
    """The number of the part that a paragraph stands in; "" where in none."""
    return next((section.number for section in path if section.level == 1), "")


def _tell_appropriations_apart(found: Sequence[_Open]) -> None:
    """A section on 财政拨款支出 beside one on 一般公共预算财政拨款支出 is on all appropriations, not one budget's.

    Where it or its parts tell functions, these are of all budgets, too; a part titled as on one budget keeps to that.
    """
    both = {s.id for s in found if _says_both_budgets(s, found)}
    beside = _on_appropriations(found) - both
    naming = {s.id for s in found if _names_functions(s)}
    items = beside & (naming | {s.parent for s in found if s.id in naming})
    for section in found:
        if section.id in items or _is_part_of(section, items):
            section.kind = _ALL_BY_ITEMS
        elif section.id in both | beside or _is_part_of(section, beside) or _is_part_of(section, both, titled=True):
            section.kind = _ALL_BUDGETS


def _is_part_of(section: _Open, wholes: Set[str], *, titled: bool = False) -> bool:
    """Whether a section is a part of one on all appropriations, and is not titled as on one budget's."""
    own = load_headings().one_budget in section.title and not titled
    return section.kind in _ONE_BUDGET and section.parent in wholes and not own


def _on_appropriations(found: Sequence[_Open]) -> set[str]:
    """The ids of sections on 财政拨款支出 that stand beside, or over, one whose title says 一般公共预算.

    Those beside one on 财政拨款收入 are on all appropriations, too.
    """
    alike = {s.id: s for s in found if s.kind in _ONE_BUDGET}
    own = [s for s in alike.values() if s.kind == "general_public" and s.parent not in alike]
    told = [s for s in alike.values() if load_headings().one_budget in s.title]
    levels = {s.level for s in told if s in own}
    beside = {s.parent for s in told}.union(_beside_income(found) if levels else ())
    on_all = filter(_says_appropriations, own)
    return {s.id for s in on_all if s.level in levels or s.id in beside}


def _says_appropriations(section: _Open) -> bool:
    """Whether a title says 财政拨款支出, of no one budget."""
    return load_headings().appropriations in section.title and load_headings().one_budget not in section.title


def _beside_income(found: Sequence[_Open]) -> set[str]:
    """The ids of sections that stand beside one on 财政拨款收入."""
    income = found_by(load_headings().appropriations_in)
    places = {(s.level, s.parent) for s in found if income.search(s.title)}
    return {s.id for s in found if (s.level, s.parent) in places}


def _says_both_budgets(section: _Open, found: Sequence[_Open]) -> bool:
    """Whether a section on 财政拨款支出 says itself, or in its parts, that it is on those of both budgets."""
    both = found_by(load_headings().both_budgets)
    if not _says_appropriations(section) or section.kind not in _ONE_BUDGET:
        return False
    texts = (p.text for s in found if section.id in (s.id, s.parent) for p in s.paragraphs)
    return any(map(both.search, texts))


def _names_functions(section: _Open) -> bool:
    mark = found_by(load_headings().function_mark)
    return any(mark.search(text) for text in (section.title, *(p.text for p in section.paragraphs)))


def _document_kind(front: Sequence[Paragraph]) -> str | None:
    """The section that the whole document is, where its title names one: 2021年度“三公”经费支出决算情况."""
    year = found_by(load_headings().document_year)
    lines = [p.text for p in front if len(p.text) <= LONGEST_TITLE]
    titles = [text for text in lines if year.search(text)]
    if any(map(whole_named, ("".join(lines), *titles))):
        return None
    kinds = [k for k in map(section_kind, titles) if k and section_pattern(k).subject and not section_pattern(k).broad]
    return kinds[0] if kinds else None


def _kind_under(parent: _Open, heading: Heading) -> str | None:
    """What a heading means below its parent: parts keep to the whole's subject, and to its not being read."""
    if parent.kind is None:
        return heading.kind
    for section, patterns in _short_titles():
        whole = section.under
        if parent.kind == whole and any(p.search(heading.title) for p in patterns):
            return section.id
    return parent.kind if _keeps_to(parent.kind, heading) else heading.kind


def _kind_beside(before: _Open, heading: Heading) -> str | None:
    """What a heading without a budget of its own means right behind another part of one budget's section."""
    if before.level != heading.level or before.kind is None:
        return None
    for section, patterns in _beside_titles():
        if before.kind.startswith(f"{section.under}.") and any(p.search(heading.title) for p in patterns):
            return section.id
    return None


def _keeps_to(whole: str, heading: Heading) -> bool:
    """Whether what is headed so below a section on `whole` goes on with that, whatever the title resembles."""
    above = section_pattern(whole)
    if heading.kind is None:
        return True
    own = section_pattern(heading.kind)
    if above.of_people and own.subject:
        return False
    if not above.read or (above.subject and own.compares):
        return True
    return above.subject is not None and _is_broad(heading) and not _within(heading.kind, whole)


def _is_broad(heading: Heading) -> bool:
    """Whether a title may speak of a part of what the heading above it names."""
    if heading.kind is None:
        return True
    own = any(p.search(heading.title) for section, ps in _own_titles() if section.id == heading.kind for p in ps)
    return section_pattern(heading.kind).broad and not own


def _within(kind: str, whole: str) -> bool:
    return kind == whole or kind.startswith(whole + ".") or whole == "totals"


def _contents_end(paragraphs: Sequence[Paragraph]) -> int:
    """How many paragraphs, from the first, are cover and contents list."""
    start = next(
        (i for i, p in enumerate(paragraphs[:_CONTENTS_WITHIN]) if p.text in load_patterns().layout.contents), None
    )
    if start is None:
        return 0
    seen: set[str] = set()
    for i in range(start + 1, len(paragraphs)):
        key = _key(paragraphs[i])
        if key in seen and key:
            return i
        if len(paragraphs[i].text) > _RUNNING_TEXT and "。" in paragraphs[i].text:
            return _first_heading_before(paragraphs, i, start)
        seen.add(key)
    return start + 1


def _first_heading_before(paragraphs: Sequence[Paragraph], body: int, start: int) -> int:
    """Where a contents list ends that no heading repeats to the letter: the headings right above the text."""
    i = body
    while i > start + 1 and heading_of(paragraphs[i - 1]) is not None and body - i < _HEADINGS_ABOVE:
        if i < body and (_closes_list(paragraphs[i - 1]) or _is_passed_over(paragraphs, i - 1, body, start)):
            break
        i -= 1
    return i


def _closes_list(paragraph: Paragraph) -> bool:
    """Whether a heading is the last of a contents list: that of what explains terms."""
    heading = heading_of(paragraph)
    return heading is not None and heading.kind == _LAST


def _is_passed_over(paragraphs: Sequence[Paragraph], at: int, body: int, start: int) -> bool:
    """Whether a heading is only a contents list's: one that stands before it there, and is its equal, comes yet."""
    level = _level(paragraphs[at])
    listed = {_key(p) for p in paragraphs[start + 1 : at] if _level(p) == level}
    return any(_key(p) in listed for p in paragraphs[body:])


def _key(paragraph: Paragraph) -> str:
    """What a line says in the contents list and as a heading alike: without page number and marks."""
    return _not_han().sub("", compiled(r"(?r)[.．…·]*+\d*+$").sub("", paragraph.text))


def _level(paragraph: Paragraph) -> int | None:
    heading = heading_of(paragraph)
    return heading.level if heading is not None else None


@cache
def _not_han() -> regex.Pattern[str]:
    return regex.compile(f"[^{load_shapes().han}]")


@cache
def _short_titles() -> tuple[tuple[SectionPattern, tuple[regex.Pattern[str], ...]], ...]:
    return tuple(
        (s, tuple(title_pattern(t) for t in s.short_titles)) for s in load_patterns().sections if s.short_titles
    )


@cache
def _beside_titles() -> tuple[tuple[SectionPattern, tuple[regex.Pattern[str], ...]], ...]:
    return tuple(
        (s, tuple(title_pattern(t) for t in s.beside_titles)) for s in load_patterns().sections if s.beside_titles
    )


@cache
def _own_titles() -> tuple[tuple[SectionPattern, tuple[regex.Pattern[str], ...]], ...]:
    return tuple((s, tuple(title_pattern(t) for t in s.own_titles)) for s in load_patterns().sections if s.own_titles)
