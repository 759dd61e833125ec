"""What binding warns of: figures whose unit, direction or separators are not those of a well-written sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.binding import certainty
from extractors.model.fact import Bound


def warnings_of(bound: Sequence[Bound]) -> Iterator[str]:
    """A line for each doubtful figure: page, figure as printed, what is wrong with it."""
    for b in bound:
        place = f"page {b.paragraph.marks[b.start].page}: {b.raw}"
        if b.cell is None and _told(b.signs.unit) < certainty.UNIT_TOLD:
            yield f"{place}: the unit is missing"
        if b.signs.cue <= certainty.CUE_OPEN:
            yield f"{place}: the template's alternative was left standing"
        if _told(b.signs.shape) < 1.0:
            yield f"{place}: separators are not those of a number"


def _told(sign: float | None) -> float:
    """A sign of a figure; 1 where it does not apply."""
    return 1.0 if sign is None else sign
