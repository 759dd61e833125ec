"""Tables without rulings, or with horizontal ones only (三线表): the grid that the text's places make.

A page is looked at only where it has the title of a statement or rows of figures; prose never has both columns and
figures in them, and a list of contents names more tables than a page holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box, union
from extractors.model.page import Line, ReadPage
from extractors.tables.unruled.alignment import (
    Piece,
    Span,
    Stack,
    bands_of,
    character_size,
    columns_of,
    first_where,
    label_reach,
    middles,
    name_reach,
    nearest,
    pieces_of,
    rows_of,
    stacks_of,
)
from extractors.tables.unruled.parting import at_edges, labels_of, owners
from extractors.tables.unruled.spans import BodyColumn, SpannedHead, read_spans
from patterns.statements import load_statements, says, statement_of

_FEWEST_LINES = 8
_FEWEST_FIGURES = 6
_FEWEST_COLUMNS = 3
_LONGEST_TITLE = 45
_MOST_TITLES = 3  # a page that names as many statements lists them
_WHOLE = 0.9  # of the longest ruling: a ruling over the whole table
_HEADING_BANDS = 5
_FAR = 3.2  # row pitches without text end a table
_LEVEL_PITCH = 2.4  # characters from level to level of a head at most
_LONGEST_LABEL = 16
_PROSE = 0.55  # of the page's width: a line alone on its band that is longer ends a table
_MUCH = 0.3  # of a page's lines
_LONE_BANDS = 3  # bands of one piece in a row that end a table
_WHOLE_TOTAL = 6  # characters: 本年支出合计 is no rest of a name, 合计 may be
_DASH = regex.compile(r"[^\p{L}\p{N}]+|一")  # a dash, or what it was misread as
_TALL = 2.0  # times the lines' usual height: watermarks and seals
_FOOT = 0.9  # of the page's height: below stand page numbers
_FOLIO = regex.compile(r"[-—–·第共]*\d{1,4}[-—–·页/\d共]*")
_PARTED = {"text_layer": 0.4, "ocr": 0.9}  # of a character: a wider gap inside a line parts two cells
_OVERSHOT = 0.2  # of a character: how far an OCR's box reaches beyond its text
_LABELLED = regex.compile(r"^[^\d：]{2,8}：.*")


@dataclass(frozen=True)
class Unruled:
    """A table, and the lines (as given) that stand in it."""

    table: Table
    lines: tuple[Line, ...]


def unruled_tables(page: ReadPage, lines: Sequence[Line], *, continued: bool) -> tuple[Unruled, ...]:
    """The tables without vertical rulings that `lines`, which stand in no ruled table, make; from the top."""
    lines = [line for line in lines if line.text.strip()]
    if len(lines) < _FEWEST_LINES:
        return ()
    size = character_size(lines)
    tall = _TALL * median(line.box.height for line in lines)
    lines = [line for line in lines if line.box.height <= tall or statement_of(line.text) is not None]
    bands = [b for b in bands_of(pieces_of(lines, _PARTED[page.source] * size)) if not _is_folio(b, page.frame[1])]
    titles = [i for i, band in enumerate(bands) if _is_title(band)]
    goes_on = continued and not _is_prose(page, lines) and _tells_of_table(page, bands)
    if len(titles) >= _MOST_TITLES or not (titles or goes_on):
        return ()
    starts = titles or [-1]
    found = []
    for start, end in pairwise([*starts, len(bands)]):
        table = _Region(page, bands[start + 1 : end], titled=start >= 0).table()
        if table is not None:
            found.append(_with_lines(table, lines))
    return tuple(found)


def _is_prose(page: ReadPage, lines: Sequence[Line]) -> bool:
    """Whether much of a page is lines over most of its width, whatever gaps there are in them."""
    return sum(line.box.width > _PROSE * page.frame[0] for line in lines) > _MUCH * len(lines)


def _is_folio(band: Sequence[Piece], height: float) -> bool:
    """Whether a band is the page's number, in the foot of the page."""
    return _y(band) > _FOOT * height and _FOLIO.fullmatch("".join(p.text for p in band)) is not None


def _is_title(band: Sequence[Piece]) -> bool:
    text = "".join(p.text for p in band)
    return len(text) <= _LONGEST_TITLE and text.rstrip("）").endswith(("表", "续")) and statement_of(text) is not None


def _tells_of_table(page: ReadPage, bands: Sequence[Sequence[Piece]]) -> bool:
    """Whether a page without a title may hold the rest of a table: a head again, whole rulings, rows of figures."""
    if any(_is_head(band) for band in bands):
        return True
    if sum(r.horizontal and r.x1 - r.x0 > 0.5 * page.frame[0] for r in page.rulings) > 2:
        return True
    figures = [sum(p.is_value for p in band) for band in bands]
    return sum(n >= 2 for n in figures) >= 2 and sum(figures) >= _FEWEST_FIGURES


def _is_head(band: Sequence[Piece]) -> bool:
    """Whether a band is of a head: labels, whole or broken, and no figure or numbered item."""
    patterns = load_statements()
    whole = sum(says(p.text, patterns.heads) or says(p.text, patterns.totals) for p in band)
    return len(band) >= _FEWEST_COLUMNS and 2 * whole >= len(band) and not any(_is_item(p) for p in band)


def _with_lines(table: Table, lines: Sequence[Line]) -> Unruled:
    """The table with the page's lines of which its cells hold characters."""
    held = {box for cell in table.cells for part in cell.lines for box in part.boxes}
    return Unruled(table, tuple(line for line in lines if any(box in held for box in line.boxes)))


class _Region:
    """The bands of a page among which one table stands."""

    def __init__(self, page: ReadPage, bands: Sequence[Sequence[Piece]], *, titled: bool) -> None:
        self.page = page
        self.titled = titled
        self.size = character_size([p.line for band in bands for p in band])
        top, bottom = (_y(bands[0]), _y(bands[-1])) if bands else (0.0, 0.0)
        across = [r for r in page.rulings if r.horizontal and top - 20 <= r.y0 <= bottom + 20]
        longest = max((r.x1 - r.x0 for r in across), default=0.0)
        self.whole = sorted({r.y0: r for r in across if r.x1 - r.x0 >= _WHOLE * longest}.values(), key=lambda r: r.y0)
        if len(self.whole) < 2 or longest < 0.3 * page.frame[0]:
            self.whole, across = [], []
        self.partial = [r for r in across if r not in self.whole]
        self.bands = self._inside(bands)

    def table(self) -> Table | None:
        """The table; None where the bands are none."""
        if len(self.bands) < 2:
            return None
        cut = self._head_end()
        head, body = self.bands[:cut], self.bands[cut:]
        if not head and not self._is_body(body):
            return None
        columns = _body_columns(body, self.size, _OVERSHOT * self.size if self.page.source == "ocr" else 0.0)
        bottom = self._head_bottom(head, body)
        labels = stacks_of(
            [part for band in head for p in band for part in labels_of(p)], label_reach(self.size), self.page.rulings
        )
        spanned = read_spans(columns, labels, self.partial, bottom, self.size)
        if len(spanned.columns) < _FEWEST_COLUMNS or not self._is_table(spanned, body):
            return None
        return self._made(spanned, body, bottom)

    def _inside(self, bands: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
        """The bands from below the heading to where the table ends."""
        if self.whole:
            inside = [b for b in bands if _y(b) > self.whole[0].y0]
            last = self.whole[-1].y0 if len(self.whole) > 2 else self.whole[0].y0
        else:
            heading = [i for i, b in enumerate(bands[:_HEADING_BANDS]) if _is_heading(b)]
            start = heading[-1] + 1 if heading else first_with(bands, 2) if self.titled else 0
            inside, last = list(bands[start:]), 0.0
        if not self.titled and not self.whole:
            again = next((i for i, band in enumerate(inside) if _is_head(band)), None)
            inside = inside[first_with(inside, _FEWEST_COLUMNS) if again is None else self._head_top(inside, again) :]
        return inside[: self._end(inside, last)]

    def _head_top(self, bands: Sequence[Sequence[Piece]], band: int) -> int:
        """The first band of a head that `band` is a part of: labels over several columns, or broken over lines."""
        while band and _y(bands[band]) - _y(bands[band - 1]) < _LEVEL_PITCH * self.size:
            if any(_is_item(p) or len(p.text) > _LONGEST_LABEL for p in bands[band - 1]):
                break
            band -= 1
        return band

    def _end(self, bands: Sequence[Sequence[Piece]], last: float) -> int:
        """How many of the bands belong to the table; those above `last` do."""
        pitches = [_y(b) - _y(a) for a, b in pairwise(bands) if len(a) > 1 and len(b) > 1]
        far = _FAR * max(median(pitches), 1.5 * self.size) if pitches else 6 * self.size
        lone = 0
        for i, band in enumerate(bands):
            if _y(band) < last:
                continue
            if self.whole and last > self.whole[0].y0 and not (len(band) > 1 and any(p.is_value for p in band)):
                return i
            if band[0].text.startswith(load_statements().notes) or (i and _y(band) - _y(bands[i - 1]) > far):
                return i
            if len(band) == 1 and band[0].box.width > _PROSE * self.page.frame[0]:
                return i - lone
            lone = lone + 1 if len(band) == 1 else 0
            if lone > _LONE_BANDS and not self._starts_like(bands[:i], band[0]):
                return i - lone + 1
        return len(bands)

    def _starts_like(self, above: Sequence[Sequence[Piece]], piece: Piece) -> bool:
        """Whether a piece alone on its band is an item, or stands where items and names above it do."""
        starts = [p.box.x0 for band in above for p in band if len(band) > 1 or _is_item(p)]
        return _is_item(piece) or any(abs(x - piece.box.x0) < 0.3 * self.size for x in starts)

    def _head_end(self) -> int:
        """The first band of the body: below the second whole ruling, or the first with a figure or a numbered item."""
        if len(self.whole) > 2:
            ruled = next((i for i, b in enumerate(self.bands) if _y(b) > self.whole[1].y0), 0)
            if not any(_is_item(p) for band in self.bands[:ruled] for p in band):
                return ruled
        cut = first_where(self.bands, _is_item)
        # The first name may be broken over lines: the figures stand beside its middle.
        while 0 < cut < len(self.bands) and _y(self.bands[cut]) - _y(self.bands[cut - 1]) < label_reach(self.size):
            cut -= 1
        return cut

    def _head_bottom(self, head: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]]) -> float:
        if not head:
            return union(p.box for p in body[0]).y0
        low = max(p.box.y1 for band in head for p in band)
        ruled = next((r.y0 for r in self.whole if r.y0 >= low - 0.3 * self.size), None)
        if ruled is not None and ruled < low + 2 * self.size:
            return ruled
        return (low + min(p.box.y0 for p in body[0])) / 2 if body else low + 0.25 * self.size

    def _is_body(self, body: Sequence[Sequence[Piece]]) -> bool:
        figures = sum(p.is_value for band in body for p in band)
        return figures >= _FEWEST_FIGURES and sum(len(b) > 1 for b in body) >= 0.5 * len(body)

    def _is_table(self, spanned: SpannedHead, body: Sequence[Sequence[Piece]]) -> bool:
        labelled = sum(own is not None for own in spanned.own) >= 0.5 * len(spanned.columns)
        if labelled and (self.titled or self.whole or any(_is_head(band) for band in self.bands)):
            return True
        return not self.titled and self._is_body(body)

    def _made(self, spanned: SpannedHead, body: Sequence[Sequence[Piece]], bottom: float) -> Table:
        columns = spanned.columns
        by_column: list[list[Piece]] = [[] for _ in columns]
        for band in body:
            parts = [part for piece in band for part in at_edges(piece, columns)]
            for part, column in zip(parts, owners(parts, columns), strict=True):
                by_column[column].append(part)
        reach = name_reach(by_column, self.size)
        rulings = self.page.rulings
        stacks = [(c, s) for c, ps in enumerate(by_column) for s in stacks_of(ps, reach, rulings, _begins_row)]
        rows = rows_of(stacks)
        x0, x1 = self._sides(columns)
        edges = middles(columns, x0, x1)
        tops = [bottom, *_between(rows)]
        top = min([p.box.y0 for band in self.bands for p in band], default=bottom)
        cells = [
            *_head_cells(self.page.number, spanned, edges, top, bottom),
            *_body_cells(self.page.number, rows, edges, tops, spanned.depth),
        ]
        low = max((s.box.y1 for _, s in stacks), default=bottom)
        return Table(
            self.page.number, Box(x0, top, x1, low), spanned.depth + len(rows), len(columns), tuple(cells), ruled=False
        )

    def _sides(self, columns: Sequence[Span]) -> tuple[float, float]:
        x0, x1 = columns[0].x0 - 1, columns[-1].x1 + 1
        if self.whole:
            return min(x0, self.whole[0].x0), max(x1, self.whole[0].x1)
        return x0, x1


def first_with(bands: Sequence[Sequence[Piece]], pieces: int) -> int:
    """The first band of so many pieces; their number where there is none."""
    return next((i for i, b in enumerate(bands) if len(b) >= pieces), len(bands))


def _y(band: Sequence[Piece]) -> float:
    return band[0].box.middle[1]


def _is_heading(band: Sequence[Piece]) -> bool:
    """Whether a band stands above a head: unit of money, number of the table, name of the unit."""
    patterns = load_statements()
    return any(
        regex.search(patterns.unit, p.text)
        or regex.search(patterns.printed_number, p.text)
        or _LABELLED.fullmatch(p.text)
        for p in band
    )


def _is_item(piece: Piece) -> bool:
    return piece.is_value or regex.match(load_statements().numbering, piece.text) is not None


def _begins_row(piece: Piece) -> bool:
    """Whether a name is that of a row of its own, not the rest of the name above it."""
    patterns = load_statements()
    total = len(piece.text) >= _WHOLE_TOTAL and says(piece.text, patterns.totals)
    return total or (not piece.is_value and regex.match(patterns.numbering, piece.text) is not None)


def _telling(body: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The pieces that tell where columns are: those that stand as printed.

    What is centred in its column or over several tells nothing: totals, dashes, the columns' numbers.
    """
    totals = load_statements().totals
    return [
        p
        for band in body
        if not _numbers_columns(band)
        for p in band
        if p.whole and not says(p.text, totals) and not _DASH.fullmatch(p.text)
    ]


def _numbers_columns(band: Sequence[Piece]) -> bool:
    """栏次: a band of small numbers only, from the left."""
    numbers = [int(p.text) for p in band if p.text.isascii() and p.text.isdigit() and len(p.text) <= 2]
    named = [p for p in band if says(p.text, load_statements().line_row)]
    return len(numbers) + len(named) == len(band) and numbers == sorted(numbers) and len(numbers) > 1 - len(named)


def _body_columns(body: Sequence[Sequence[Piece]], size: float, overshot: float) -> list[BodyColumn]:
    told = _telling(body)
    columns = columns_of([_inner(p.box, overshot) for p in told], size)
    held: list[list[Piece]] = [[] for _ in columns]
    for piece in told:
        held[nearest(columns, piece.box)].append(piece)
    return [
        BodyColumn(span, 2 * sum(p.is_value for p in pieces) > len(pieces))
        for span, pieces in zip(columns, held, strict=True)
    ]


def _inner(box: Box, overshot: float) -> Box:
    """A box without what an OCR's box reaches beyond its text."""
    middle = box.middle[0]
    return Box(min(box.x0 + overshot, middle), box.y0, max(box.x1 - overshot, middle), box.y1)


def _between(rows: Sequence[Sequence[tuple[int, Stack]]]) -> list[float]:
    """The lower edge of every row."""
    boxes = [union(s.box for _, s in row) for row in rows]
    return [*((a.y1 + b.y0) / 2 for a, b in pairwise(boxes)), *(b.y1 + 1 for b in boxes[-1:])]


def _head_cells(page: int, spanned: SpannedHead, edges: Sequence[float], top: float, bottom: float) -> list[Cell]:
    depth = spanned.depth
    levels = [top + (bottom - top) * k / depth for k in range(depth + 1)]
    cells = []
    for over in spanned.over:
        level = max(spanned.above(c).index(over) for c in range(over.first, over.last + 1))
        box = _box(edges[over.first], levels[level], edges[over.last + 1], levels[level + 1])
        lines = tuple(p.line for p in over.stack.pieces)
        cells.append(Cell(page, level, over.first, box, lines, 1, over.last - over.first + 1))
    for column, own in enumerate(spanned.own):
        level = len(spanned.above(column))
        box = _box(edges[column], levels[level], edges[column + 1], levels[depth])
        lines = tuple(p.line for p in own.pieces) if own is not None else ()
        cells.append(Cell(page, level, column, box, lines, depth - level))
    return cells


def _body_cells(
    page: int,
    rows: Sequence[Sequence[tuple[int, Stack]]],
    edges: Sequence[float],
    tops: Sequence[float],
    depth: int,
) -> list[Cell]:
    cells = []
    for r, row in enumerate(rows):
        for column in range(len(edges) - 1):
            held = [p for c, s in row if c == column for p in s.pieces]
            box = _box(edges[column], tops[r], edges[column + 1], tops[r + 1])
            lines = tuple(p.line for band in bands_of(held) for p in band)
            cells.append(Cell(page, r + depth, column, box, lines))
    return cells


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
