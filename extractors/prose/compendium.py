"""Whether a file holds the final accounts of several units, one after the other: their figures would mix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractors.model.paragraph import Paragraph
from extractors.prose.titles import digits_in_years, is_sentence, told_name, without_part
from patterns.kinds import load_kinds


def holds_several_units(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether titles of two units' final accounts stand in it, each with totals of its own below it."""
    named: str | None = None
    told: list[str] = []
    for paragraph in paragraphs:
        text = digits_in_years(paragraph.text)
        if not is_sentence(text):
            named = (told_name(without_part(text)) if _expression("accounts_title").search(text) else None) or named
        elif named and _expression("own_total").search(text) and not any(_same(named, name) for name in told):
            told.append(named)
    return len(told) > 1


def _same(one: str, other: str) -> bool:
    """Whether two names may be of one unit, written in full and in short."""
    return one in other or other in one


@cache
def _expression(key: str) -> regex.Pattern[str]:
    return regex.compile(getattr(load_kinds(), key))
