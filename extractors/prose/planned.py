"""A budget's text, said as the accounts would: its wordings are those of the accounts with 预算 in the place of 决算.

So one grammar reads both. Words take the place of words of the same length, and every character keeps its place; what
was really printed is found again by it. Names of budgets (一般公共预算) stay, and what a budget says of accounts
(比上年决算) becomes what accounts would call carried out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from extractors.model.paragraph import Paragraph
from extractors.prose.sections import Section, sections
from patterns.kinds import load_kinds
from patterns.shapes import either


def planned_sections(paragraphs: Sequence[Paragraph]) -> tuple[Section, ...]:
    """The sections of a budget, their paragraphs said as the accounts would, their titles as printed."""
    said = [replace(paragraph, text=as_of_accounts(paragraph.text)) for paragraph in paragraphs]
    return tuple(_on_all_budgets([*_titled(sections(said), said, paragraphs)]))


def _on_all_budgets(found: Sequence[Section]) -> Iterator[Section]:
    """The sections, those on 财政拨款支出 that name no budget, and those below them, as on all budgets together."""
    planned = load_kinds().planned
    every: set[str] = set()
    for section in found:
        kind = planned.of_all.get(section.kind or "")
        named = any(word in section.title for word in planned.one_budget)
        own = section.parent in every or any(word in section.title for word in planned.all_budgets)
        if kind is not None and own and not named:
            every.add(section.id)
            yield replace(section, kind=kind)
        else:
            yield section


def as_of_accounts(text: str) -> str:
    """The text of a budget as the accounts would say it, character for character.

    >>> as_of_accounts("一般公共预算支出预算9万元，比上年决算多")
    '一般公共预算支出决算9万元，比上年执行多'
    """
    planned = load_kinds().planned
    return _words().sub(lambda found: planned.say.get(found[0], found[0]), text)


def _titled(found: Sequence[Section], said: Sequence[Paragraph], printed: Sequence[Paragraph]) -> Iterator[Section]:
    """The sections with the titles that were printed."""
    at = 0
    for section in found:
        place = next((n for n in range(at, len(said)) if section.title and section.title in said[n].text), None)
        if place is not None:
            at, start = place, said[place].text.index(section.title)
            yield replace(section, title=printed[place].text[start : start + len(section.title)])
        else:
            yield section


@cache
def _words() -> regex.Pattern[str]:
    """What is said otherwise; what is kept comes first."""
    planned = load_kinds().planned
    return regex.compile(either((*planned.keep, *map(regex.escape, planned.say))))
