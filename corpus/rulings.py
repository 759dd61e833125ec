"""The rules of a table other than boxes round every cell: where they stand, and of what line they are.

A table's cells are noted as they are set; the rules of all that stands on one page are drawn when it is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.setter import Setter
from corpus.style import TableStyle
from extractors.opening.mupdf import pymupdf

Segment = tuple[float, float, float, float]
# Width, dashes (PDF's array) and grey of each kind of line, in points, as word processors draw them.
_LINES = {
    "solid": (0.6, "", 0.0), "dotted": (0.6, "[0.6 1.4] 0", 0.0), "dashed": (0.6, "[3 2] 0", 0.0),
    "hair": (0.12, "", 0.0), "dash_dot": (0.5, "[4 1.5 0.6 1.5] 0", 0.0), "faint": (0.5, "", 0.72),
    "fine_dots": (0.35, "[0.35 0.9] 0", 0.25),
}  # fmt: skip
_STRIPE, _HEAD_STRIPE = 0.93, 0.84  # greys
BOXED = ("full", "three", "none")  # what corpus/tables.py draws cell by cell, with solid lines


@dataclass
class Rulings:
    """What of a table stands on a page: boxes of its head, rows from top to bottom, edges of its columns."""

    style: TableStyle
    edges: list[float]
    heads: list[pymupdf.Rect] = field(default_factory=list)
    rows: list[tuple[float, float, bool]] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether the rules are drawn here, not round each cell as it is set."""
        return self.style.rules not in BOXED or self.style.line != "solid"

    def head(self, box: pymupdf.Rect) -> None:
        """Notes a cell of the head."""
        self.heads.append(box)

    def row(self, top: float, bottom: float, *, opens: bool) -> None:
        """Notes a row; `opens` where a group of rows begins with it."""
        self.rows.append((top, bottom, opens))

    def draw(self, setter: Setter) -> None:
        """Draws the rules of what was noted, and forgets it."""
        if self.own and (self.heads or self.rows):
            width, dashes, grey = _LINES[self.style.line]
            for segment in sorted(set(_DRAWN[self.style.rules](self))):
                setter.stroke(segment, width, dashes, (grey, grey, grey))
            if self.style.rules == "striped":
                self._fill(setter)
        self.heads, self.rows = [], []

    def _fill(self, setter: Setter) -> None:
        for box in self.heads:
            setter.fill(box, _HEAD_STRIPE)
        for top, bottom, _ in self.rows[1::2]:
            setter.fill(pymupdf.Rect(self.edges[0], top, self.edges[-1], bottom), _STRIPE)

    @property
    def top(self) -> float:
        """Where the table begins on the page."""
        return min(box.y0 for box in self.heads) if self.heads else self.rows[0][0]

    @property
    def under_head(self) -> float:
        """Where its rows begin."""
        return max(box.y1 for box in self.heads) if self.heads else self.rows[0][0]

    @property
    def bottom(self) -> float:
        """Where it ends on the page."""
        return self.rows[-1][1] if self.rows else self.under_head


def _level(edges: list[float], y: float) -> Segment:
    return edges[0], y, edges[-1], y


def _box(box: pymupdf.Rect) -> Iterator[Segment]:
    yield box.x0, box.y0, box.x1, box.y0
    yield box.x0, box.y1, box.x1, box.y1
    yield from _sides(box)


def _sides(box: pymupdf.Rect) -> Iterator[Segment]:
    yield box.x0, box.y0, box.x0, box.y1
    yield box.x1, box.y0, box.x1, box.y1


def _bodies_verticals(rulings: Rulings) -> Iterator[Segment]:
    if rulings.rows:
        for x in rulings.edges:
            yield x, rulings.rows[0][0], x, rulings.bottom


def _full(rulings: Rulings) -> Iterator[Segment]:
    """Every cell; lines that cells share are drawn once."""
    for box in rulings.heads:
        yield from _box(box)
    yield from _bodies_verticals(rulings)
    for top, bottom, _ in rulings.rows:
        yield _level(rulings.edges, top)
        yield _level(rulings.edges, bottom)


def _groups(rulings: Rulings) -> Iterator[Segment]:
    """Levels only where a group of rows begins."""
    for box in rulings.heads:
        yield from _box(box)
    yield from _bodies_verticals(rulings)
    for y in (rulings.under_head, rulings.bottom, *(top for top, _, opens in rulings.rows if opens)):
        yield _level(rulings.edges, y)


def _vertical(rulings: Rulings) -> Iterator[Segment]:
    for box in rulings.heads:
        yield from _sides(box)
    yield from _bodies_verticals(rulings)


def _vertical_framed(rulings: Rulings) -> Iterator[Segment]:
    """Verticals, and levels above and below the head and at the end."""
    yield from _vertical(rulings)
    for y in (rulings.top, rulings.under_head, rulings.bottom):
        yield _level(rulings.edges, y)


def _levels(rulings: Rulings) -> Iterator[Segment]:
    """Levels below every row and every cell of the head, no verticals."""
    yield _level(rulings.edges, rulings.top)
    for box in rulings.heads:
        yield box.x0, box.y1, box.x1, box.y1
    for top, bottom, _ in rulings.rows:
        yield _level(rulings.edges, top)
        yield _level(rulings.edges, bottom)


def _half(rulings: Rulings) -> Iterator[Segment]:
    """Levels in the head and at the end of the table."""
    for y in (rulings.top, rulings.under_head, rulings.bottom):
        yield _level(rulings.edges, y)
    for box in rulings.heads:
        yield box.x0, box.y1, box.x1, box.y1


def _open(rulings: Rulings) -> Iterator[Segment]:
    """Every cell, but nothing at the table's left and right."""
    outer = (rulings.edges[0], rulings.edges[-1])
    for x0, y0, x1, y1 in _full(rulings):
        if x0 != x1 or x0 not in outer:
            yield x0, y0, x1, y1


def _framed(rulings: Rulings) -> Iterator[Segment]:
    """A frame round the table and the boxes of its head, nothing between rows and columns."""
    for box in rulings.heads:
        yield from _box(box)
    yield from _box(pymupdf.Rect(rulings.edges[0], rulings.top, rulings.edges[-1], rulings.bottom))


def _none(_rulings: Rulings) -> Iterator[Segment]:
    return iter(())


_DRAWN = {
    "full": _full, "groups": _groups, "vertical": _vertical, "vertical_framed": _vertical_framed, "level": _levels,
    "half": _half, "open": _open, "framed": _framed, "striped": _none, "none": _none, "three": _half,
}  # fmt: skip
