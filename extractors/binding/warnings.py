"""What binding warns of: figures whose unit, direction or separators are not those of a well-written sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.binding import certainty
from extractors.model.fact import Bound


def warnings_of(bound: Sequence[Bound]) -> Iterator[str]:
    """A line for each doubtful figure: page, figure as printed, what is wrong with it."""
    for b in bound:
        place = f"page {b.paragraph.marks[b.start].page}: {b.raw}"
        if b.signs.get("unit", 1.0) < certainty.UNIT_TOLD:
            yield f"{place}: the unit is missing"
        if b.signs.get("cue", 1.0) <= certainty.CUE_OPEN:
            yield f"{place}: the template's alternative was left standing"
        if b.signs.get("shape", 1.0) < 1.0:
            yield f"{place}: separators are not those of a number"
