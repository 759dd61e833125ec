"""Whether a file holds the final accounts of several units, one after the other: their figures would mix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractors.model.paragraph import Paragraph
from extractors.prose.parting import parted_units, same_unit
from extractors.prose.titles import digits_in_years, is_sentence, told_name, without_part
from patterns.kinds import load_kinds


def holds_several_units(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether titles of two units' final accounts stand in it, each with totals of its own below it (parting.py)."""
    parting = parted_units(paragraphs)
    if parting.units or parting.why_not:
        return True
    named: str | None = None
    told: list[str] = []
    for paragraph in paragraphs:
        text = digits_in_years(paragraph.text)
        if not is_sentence(text):
            named = (told_name(without_part(text)) if _expression("accounts_title").search(text) else None) or named
        elif named and _expression("own_total").search(text) and not any(same_unit(named, name) for name in told):
            told.append(named)
    return len(told) > 1


@cache
def _expression(key: str) -> regex.Pattern[str]:
    return regex.compile(getattr(load_kinds(), key))
