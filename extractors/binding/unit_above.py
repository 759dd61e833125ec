"""Which unit of money was told above a paragraph, for numbers that stand there without one: 三公经费（单位：万元）.

A title tells it for its section and those below; a line of its own for the rest of its section; the document's first
line, and whoever adds 下同, for all that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.language.unit_told import ends_telling, told_for_all, unit_told_last
from extractors.prose.sections import Section


def units_above(sections: Sequence[Section]) -> dict[str, Decimal | None]:
    """By section: how many 元 the unit is that was told above its first paragraph; None where none was."""
    first = next((p.text for s in sections[:1] for p in s.paragraphs[:1]), "")
    all_over = unit_told_last(first) if ends_telling(first) else None
    units: dict[str, Decimal | None] = {}
    for section in sections:
        outer = units.get(section.parent) if section.parent is not None else None
        units[section.id] = unit_told_last(section.title, outer if outer is not None else all_over)
        for text in (section.title, *(p.text for p in section.paragraphs)):
            if told_for_all(text):
                all_over = unit_told_last(text)
    return units


class UnitAbove:
    """The unit told above the paragraphs of one section, as they are read."""

    def __init__(self, unit: Decimal | None) -> None:
        self._unit = unit

    def at(self, text: str, position: int) -> Decimal | None:
        """The unit told before a position of a paragraph."""
        return unit_told_last(text[:position], self._unit)

    def note(self, text: str) -> None:
        """A paragraph was read: a unit told at its end is that of what follows."""
        if ends_telling(text):
            self._unit = unit_told_last(text)
