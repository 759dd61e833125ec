"""The part of a page in which one unruled table stands: where it begins and ends, where its head ends.

The bands of the region become columns and cells in gridded.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import regex

from extractors.model.cells import Table
from extractors.model.geometry import union
from extractors.model.page import ReadPage, Ruling
from extractors.tables.unruled.alignment import Piece, character_size, first_where, label_reach, stacks_of
from extractors.tables.unruled.gridded import body_columns, gridded, is_item
from extractors.tables.unruled.parting import labels_of
from extractors.tables.unruled.spans import SpannedHead, read_spans
from patterns.money import unit_over
from patterns.statements import load_statements, says

# Set by eye on generated tables of many styles, digital and scanned, and on pages of prose beside them.
FEWEST_FIGURES = 6  # of a table under no title
_FEWEST_COLUMNS = 3  # of a table: an item and two figures
_WHOLE = 0.9  # of the longest ruling: a ruling over the whole table
_RULED = 0.3  # of the page's width: shorter rulings frame no table
_RULED_BEYOND = 20.0  # points that a table's outer rulings may stand off its text
_HEADING_BANDS = 5  # bands below a title that may be unit, number of the table, unit of money
_FAR = 3.2  # row pitches without text end a table
_PITCH, _FAR_ALONE = 1.5, 6.0  # characters: a row's pitch at least; what ends a table whose rows show no pitch
_LEVEL_PITCH = 2.4  # characters from level to level of a head at most
_LONGEST_LABEL = 16  # characters: longer texts above a head are none of its labels
PROSE = 0.55  # of the page's width: a line alone on its band that is longer ends a table
_LONE_BANDS = 3  # bands of one piece in a row that end a table
_ALIGNED = 0.3  # of a character: texts that begin as near stand one below the other
_ON_RULING = 0.3  # of a character that a label's box may reach over the ruling below it
_HEAD_RULED = 2.0  # characters from the lowest label to the ruling below the head
_HEAD_ALONE = 0.25  # of a character that a head reaches below its labels where no body follows
_HALF = 0.5  # of the columns that are labelled, of the bands of a body that have several pieces
_LABELLED = regex.compile(r"^[^\d：]{2,8}：.*")
_OVERSHOT = {"text_layer": 0.0, "ocr": 0.2}  # of a character: how far an OCR's box reaches beyond its text


class Region:
    """The bands of a page, from the top, among which one table stands; `titled` where they stand below its title."""

    def __init__(self, page: ReadPage, bands: Sequence[Sequence[Piece]], *, titled: bool) -> None:
        self.page = page
        self.titled = titled
        self.size = character_size([p.line for band in bands for p in band])
        self.whole, self.partial = _rulings(page, bands)
        self.bands = self._inside(bands)

    def table(self) -> Table | None:
        """The table; None where the bands are none."""
        if len(self.bands) < 2:
            return None
        cut = self._head_end()
        head, body = self.bands[:cut], self.bands[cut:]
        if not head and not self._is_body(body):
            return None
        columns = body_columns(body, self.size, _OVERSHOT[self.page.source] * self.size)
        bottom = self._head_bottom(head, body)
        parts = [part for band in head for p in band for part in labels_of(p)]
        labels = stacks_of(parts, label_reach(self.size), self.page.rulings, apart=_are_two_labels)
        spanned = read_spans(columns, labels, self.partial, bottom, self.size)
        if len(spanned.columns) < _FEWEST_COLUMNS or not self._is_table(spanned, body):
            return None
        sides = (self.whole[0].x0, self.whole[0].x1) if self.whole else None
        return gridded(self.page, spanned, head, body, bottom, self.size, sides)

    def _inside(self, bands: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
        """The bands from below the heading to where the table ends."""
        if self.whole:
            inside = [b for b in bands if height_of(b) > self.whole[0].y0]
            last = self.whole[-1].y0 if len(self.whole) > 2 else self.whole[0].y0
        else:
            inside, last = list(bands[self._body_start(bands) :]), 0.0
            if not self.titled:
                again = next((i for i, band in enumerate(inside) if is_head(band)), None)
                top = first_with(inside, _FEWEST_COLUMNS) if again is None else self._head_top(inside, again)
                inside = inside[top:]
        return inside[: self._end(inside, last)]

    def _body_start(self, bands: Sequence[Sequence[Piece]]) -> int:
        """The first band below the lines of a heading; without any, the first of several pieces below a title."""
        heading = [i for i, b in enumerate(bands[:_HEADING_BANDS]) if _is_heading(b)]
        if heading:
            return heading[-1] + 1
        return first_with(bands, 2) if self.titled else 0

    def _head_top(self, bands: Sequence[Sequence[Piece]], band: int) -> int:
        """The first band of a head that `band` is a part of: labels over several columns, or broken over lines."""
        while band and height_of(bands[band]) - height_of(bands[band - 1]) < _LEVEL_PITCH * self.size:
            if any(is_item(p) or len(p.text) > _LONGEST_LABEL for p in bands[band - 1]):
                break
            band -= 1
        return band

    def _end(self, bands: Sequence[Sequence[Piece]], last: float) -> int:
        """How many of the bands belong to the table; those above `last` do."""
        pitches = [height_of(b) - height_of(a) for a, b in pairwise(bands) if len(a) > 1 and len(b) > 1]
        far = _FAR * max(median(pitches), _PITCH * self.size) if pitches else _FAR_ALONE * self.size
        lone = 0
        for i, band in enumerate(bands):
            if height_of(band) < last:
                continue
            gap = height_of(band) - height_of(bands[i - 1]) if i else 0.0
            if gap > far or self._stands_below(band, last):
                return i
            if len(band) == 1 and band[0].box.width > PROSE * self.page.frame[0]:
                return i - lone
            lone = lone + 1 if len(band) == 1 else 0
            if lone > _LONE_BANDS and not self._starts_like(bands[:i], band[0]):
                return i - lone + 1
        return len(bands)

    def _stands_below(self, band: Sequence[Piece], last: float) -> bool:
        """Whether a band is a note, or stands below the lowest of several whole rulings and is no row of figures."""
        closed = bool(self.whole) and last > self.whole[0].y0
        if closed and not (len(band) > 1 and any(p.is_value for p in band)):
            return True
        return band[0].text.startswith(load_statements().notes)

    def _starts_like(self, above: Sequence[Sequence[Piece]], piece: Piece) -> bool:
        """Whether a piece alone on its band is an item, or stands where items and names above it do."""
        starts = [p.box.x0 for band in above for p in band if len(band) > 1 or is_item(p)]
        return is_item(piece) or any(abs(x - piece.box.x0) < _ALIGNED * self.size for x in starts)

    def _head_end(self) -> int:
        """The first band of the body: below the second whole ruling, or the first with a figure or a numbered item."""
        if len(self.whole) > 2:
            ruled = self._below(1)
            if not any(is_item(p) for band in self.bands[:ruled] for p in band):
                return self._ruled_head_end(ruled)
        cut = first_where(self.bands, is_item)
        # The first name may be broken over lines: the figures stand beside its middle.
        while 0 < cut < len(self.bands) and self._is_broken(self.bands[cut - 1], self.bands[cut]):
            cut -= 1
        return cut

    def _below(self, ruling: int) -> int:
        """The first band below a whole ruling; 0 where there is none."""
        return next((i for i, b in enumerate(self.bands) if height_of(b) > self.whole[ruling].y0), 0)

    def _ruled_head_end(self, end: int) -> int:
        """The first band of the body: below the last whole ruling that ends a level of labels; `end`: the 2nd."""
        for ruling in range(2, len(self.whole)):
            after = self._below(ruling)
            if not self._are_labels(self.bands[end:after]):
                break
            end = after
        return end

    def _are_labels(self, bands: Sequence[Sequence[Piece]]) -> bool:
        """Whether what stands between two rulings is a level of a head: several labels, and nothing of a body."""
        pieces = [p for band in bands for p in band]
        if any(is_item(p) for p in pieces):
            return False
        labels = stacks_of(pieces, label_reach(self.size), self.page.rulings, apart=_are_two_labels)
        patterns = load_statements()
        said = sum(says(s.text, patterns.heads) or says(s.text, patterns.totals) for s in labels)
        return len(labels) > 1 and said >= _HALF * len(labels)

    def _is_broken(self, above: Sequence[Piece], band: Sequence[Piece]) -> bool:
        """Whether a band holds the beginning of what goes on in the next; a head that stands close by does not."""
        return height_of(band) - height_of(above) < label_reach(self.size) and not is_head(above)

    def _head_bottom(self, head: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]]) -> float:
        """Where the head ends: at the ruling below it, or in the middle between its labels and the body."""
        if not head:
            return union(p.box for p in body[0]).y0
        low = max(p.box.y1 for band in head for p in band)
        ruled = next((r.y0 for r in self.whole if r.y0 >= low - _ON_RULING * self.size), None)
        if ruled is not None and ruled < low + _HEAD_RULED * self.size:
            return ruled
        return (low + min(p.box.y0 for p in body[0])) / 2 if body else low + _HEAD_ALONE * self.size

    def _is_body(self, body: Sequence[Sequence[Piece]]) -> bool:
        figures = sum(p.is_value for band in body for p in band)
        return figures >= FEWEST_FIGURES and sum(len(b) > 1 for b in body) >= _HALF * len(body)

    def _is_table(self, spanned: SpannedHead, body: Sequence[Sequence[Piece]]) -> bool:
        labelled = sum(own is not None for own in spanned.own) >= _HALF * len(spanned.columns)
        if labelled and (self.titled or self.whole or any(is_head(band) for band in self.bands)):
            return True
        return not self.titled and self._is_body(body)


def _rulings(page: ReadPage, bands: Sequence[Sequence[Piece]]) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal rulings around and among bands: those over the whole table, from the top, and the others.

    None where they frame nothing.
    """
    top, bottom = (height_of(bands[0]), height_of(bands[-1])) if bands else (0.0, 0.0)
    across = [r for r in page.rulings if r.horizontal and top - _RULED_BEYOND <= r.y0 <= bottom + _RULED_BEYOND]
    longest = max((r.x1 - r.x0 for r in across), default=0.0)
    whole = sorted({r.y0: r for r in across if r.x1 - r.x0 >= _WHOLE * longest}.values(), key=lambda r: r.y0)
    if len(whole) < 2 or longest < _RULED * page.frame[0]:
        return [], []
    return whole, [r for r in across if r not in whole]


def _are_two_labels(above: str, below: str) -> bool:
    """Whether two texts are a label each, of one level and the next, and not the two lines of one."""
    heads = load_statements().heads
    return says(above, heads) and says(below, heads) and not says(above + below, heads)


def first_with(bands: Sequence[Sequence[Piece]], pieces: int) -> int:
    """The first band of so many pieces; their number where there is none."""
    return next((i for i, b in enumerate(bands) if len(b) >= pieces), len(bands))


def height_of(band: Sequence[Piece]) -> float:
    """How far down the page a band stands, in points."""
    return band[0].box.middle[1]


def is_head(band: Sequence[Piece]) -> bool:
    """Whether a band is of a head: labels, whole or broken, and no figure or numbered item."""
    patterns = load_statements()
    whole = sum(says(p.text, patterns.heads) or says(p.text, patterns.totals) for p in band)
    return len(band) >= _FEWEST_COLUMNS and 2 * whole >= len(band) and not any(is_item(p) for p in band)


def _is_heading(band: Sequence[Piece]) -> bool:
    """Whether a band stands above a head: unit of money, number of the table, name of the unit."""
    patterns = load_statements()
    if any(says(p.text, patterns.heads) or says(p.text, patterns.totals) for p in band):
        return False  # 其中：教育收费 stands beside 小计
    return any(
        unit_over(p.text) or regex.search(patterns.printed_number, p.text) or _LABELLED.fullmatch(p.text) for p in band
    )
