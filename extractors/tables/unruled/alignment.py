"""Text that stands in columns without rulings: pieces of lines, stacks of broken labels, columns, rows.

Everything is told by place: a column is a range of x that text stands in and that no text crosses; what is broken over
lines in one cell stands closer together than rows do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

import regex

from extractors.model.geometry import Box, union
from extractors.model.page import Line, Ruling
from extractors.model.paragraph import compact
from extractors.tables.figures import figure_slices
from patterns.labels import economic_names
from patterns.shapes import is_han, is_value, load_cell_shapes

# Set by eye on generated tables without rulings, digital and scanned, of many styles.
_APART = 0.3  # of a character: columns stand farther apart
_BRIDGED = 0.15  # of the boxes on either side: as many may run on from column to column
_BESIDE = 0.5  # of the lower height of two: what shares more stands on one line
_BROKEN = 1.75  # characters from line to line at most, inside one cell
_OF_ROW_PITCH = 0.88  # of the pitch of rows: lines of one cell stand closer
_OWN_ROW = 0.5  # characters: figures in one column that stand closer are of one row
_USUAL_SIZE = 9.0  # points: a character's width where no Chinese one tells it
# A figure and the name of the next column that an OCR read as one line; a code before its name is no figure.
_JOINED = regex.compile(r"(?<=\d\.\d{1,2})(?=[^\d\s.,，%％])|(?<=[\p{Han}）)])(?=-?\d[\d,]*\.\d{2})")
# Or a figure and the code of the next item: of three digits or five, as no figure has so many decimals.
_CODED = regex.compile(r"(?<=\d\.\d{2})(?:\d{5}|\d{3})(?!\d)")


@dataclass(frozen=True)
class Piece:
    """A part of a line that stands in one cell; `whole` unless it was parted where no gap could be seen."""

    line: Line
    whole: bool = True

    @property
    def box(self) -> Box:
        """Where it stands, in points."""
        return self.line.box

    @property
    def text(self) -> str:
        """What it says, normalised and without blanks."""
        return compact(self.line.text)

    @property
    def is_value(self) -> bool:
        """Whether it is a figure, or a dash that stands for none."""
        return is_value(self.text)


@dataclass(frozen=True)
class Stack:
    """Pieces that make one label or name, from the top."""

    pieces: tuple[Piece, ...]

    @property
    def box(self) -> Box:
        """The box around its pieces, in points."""
        return union(p.box for p in self.pieces)

    @property
    def text(self) -> str:
        """The pieces' texts, joined."""
        return "".join(p.text for p in self.pieces)

    @property
    def middle(self) -> float:
        """The x of its middle, in points."""
        return self.box.middle[0]


@dataclass(frozen=True)
class Span:
    """A range of x."""

    x0: float
    x1: float

    def overlap(self, box: Box) -> float:
        """The width that a box shares with it, 0 where none."""
        return max(0.0, min(self.x1, box.x1) - max(self.x0, box.x0))

    def distance(self, x: float) -> float:
        """How far x lies outside of it, 0 inside."""
        return max(self.x0 - x, x - self.x1, 0.0)


def character_size(lines: Sequence[Line]) -> float:
    """The width of a Chinese character of the lines, in points."""
    wide = [b.width for line in lines for c, b in zip(line.text, line.boxes, strict=True) if is_han(c)]
    return median(wide) if wide else _USUAL_SIZE


def pieces_of(lines: Sequence[Line], gap: float) -> list[Piece]:
    """Lines parted at gaps wider than `gap` points and where a figure runs into a name."""
    return [piece for line in lines for piece in _pieces(line, gap)]


def _pieces(line: Line, widest: float) -> Iterator[Piece]:
    bars = frozenset(load_cell_shapes().misread_ruling)
    seen = [i for i, c in enumerate(line.text) if not (c.isspace() or c in bars)]
    if not seen:
        return
    joined = {m.start() for m in _JOINED.finditer(line.text)}
    joined |= {start for start, _ in figure_slices(line.text)}
    joined |= {m.start() for m in _CODED.finditer(line.text) if m.group() in economic_names()}
    start, whole, boxes = seen[0], True, line.boxes
    for a, b in pairwise(seen):
        gap = boxes[b].x0 - boxes[a].x1 > widest or not bars.isdisjoint(line.text[a:b])
        if gap or b in joined:
            yield Piece(line.slice(start, a + 1), whole and gap)
            start, whole = b, gap
    yield Piece(line.slice(start, seen[-1] + 1), whole)


def bands_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand beside each other, from the top, each band from the left."""
    bands: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.box.middle[1]):
        last = bands[-1][-1].box if bands else None
        if last is not None and piece.box.overlap_y(last) > _BESIDE * min(piece.box.height, last.height):
            bands[-1].append(piece)
        else:
            bands.append([piece])
    return [sorted(band, key=lambda p: p.box.x0) for band in bands]


def columns_of(boxes: Sequence[Box], size: float) -> list[Span]:
    """The ranges of x that boxes stand in, parted where nothing stands, or next to nothing between two that do."""
    columns: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: b.x0):
        if columns and box.x0 - max(b.x1 for b in columns[-1]) < _APART * size:
            columns[-1].append(box)
        else:
            columns.append([box])
    return [span for column in columns for span in _parted_where_few(column)]


def _parted_where_few(boxes: Sequence[Box]) -> list[Span]:
    """One range, or several where few boxes of many run on from one into the next."""
    for x in _gaps(boxes):
        left, right = [b for b in boxes if b.x1 < x], [b for b in boxes if b.x0 > x]
        if left and right:
            return [*_parted_where_few(left), *_parted_where_few(right)]
    return [Span(min(b.x0 for b in boxes), max(b.x1 for b in boxes))]


def _gaps(boxes: Sequence[Box]) -> Iterator[float]:
    """Places where few boxes stand between many on either side."""
    starts, ends = sorted(b.x0 for b in boxes), sorted(b.x1 for b in boxes)
    # Between two neighbouring ends as many boxes stand as have begun and not ended.
    places = [(a + b) / 2 for a, b in pairwise(sorted({*starts, *ends}))]
    counts = [bisect_right(starts, x) - bisect_right(ends, x) for x in places]
    before = list(accumulate(counts, max))
    after = list(accumulate(reversed(counts), max))[::-1]
    for i in range(1, len(places) - 1):
        if counts[i] <= _BRIDGED * min(before[i - 1], after[i + 1]):
            yield places[i]


def nearest(columns: Sequence[Span], box: Box) -> int:
    """The column that holds most of a box; the closest where none holds any."""
    x = box.middle[0]
    return max(range(len(columns)), key=lambda i: (columns[i].overlap(box), -columns[i].distance(x)))


def stacks_of(
    pieces: Sequence[Piece],
    reach: float,
    rulings: Sequence[Ruling],
    begins: Callable[[Piece], bool] = lambda piece: False,
    apart: Callable[[str, str], bool] = lambda above, below: False,
) -> list[Stack]:
    """Pieces one below the other as stacks: no farther than `reach` from line to line, and no ruling between.

    A piece of which `begins` is true runs on from none; texts of which `apart` is true are no two parts of one.
    """
    stacks: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.box.middle[1], p.box.x0)):
        above = () if begins(piece) else reversed(stacks)
        home = next((s for s in above if _runs_on(s, piece, reach, rulings)), None)
        if home is not None and apart("".join(p.text for p in home), piece.text):
            home = None
        if home is None:
            stacks.append([piece])
        else:
            home.append(piece)
    return [Stack(tuple(s)) for s in stacks]


def _runs_on(stack: Sequence[Piece], piece: Piece, reach: float, rulings: Sequence[Ruling]) -> bool:
    above, x = stack[-1].box, piece.box.middle[0]
    if above.overlap_y(piece.box) > _BESIDE * min(above.height, piece.box.height):
        return False
    y0, y1 = above.middle[1], piece.box.middle[1]
    close = y1 - y0 <= reach and above.overlap_x(piece.box) > 0
    return close and not any(y0 < r.y0 < y1 and r.x0 <= x <= r.x1 for r in rulings)


def label_reach(size: float) -> float:
    """How far lines of one label stand apart at most."""
    return _BROKEN * size


def name_reach(by_column: Sequence[Sequence[Piece]], size: float) -> float:
    """How far lines of one cell stand apart at most: less than rows of figures do, which are never broken."""
    pitches = []
    for column in by_column:
        ys = sorted(p.box.middle[1] for p in column if p.is_value)
        pitches += [b - a for a, b in pairwise(ys)]
    return min([_BROKEN * size, *(_OF_ROW_PITCH * p for p in pitches if p > _OWN_ROW * size)])


def rows_of(stacks: Sequence[tuple[int, Stack]]) -> list[list[tuple[int, Stack]]]:
    """Stacks, each with its column, as rows from the top: those that stand beside each other."""
    rows: list[list[tuple[int, Stack]]] = []
    for column, stack in sorted(stacks, key=lambda s: _top_to_bottom(s[1])):
        home = next((row for row in reversed(rows) if any(_beside(stack, other) for _, other in row)), None)
        if home is None:
            rows.append([(column, stack)])
        else:
            home.append((column, stack))
    return sorted(rows, key=lambda row: union(s.box for _, s in row).middle[1])


def _top_to_bottom(stack: Stack) -> tuple[float, float]:
    # The tallest first: what is broken over lines gathers the single lines beside it.
    return -float(len(stack.pieces) > 1), stack.box.middle[1]


def _beside(a: Stack, b: Stack) -> bool:
    return a.box.overlap_y(b.box) > _BESIDE * min(a.box.height, b.box.height)


def middles(spans: Sequence[Span], x0: float, x1: float) -> list[float]:
    """Edges between columns, in the middle of the gaps, and the two outer ones."""
    return [x0, *((a.x1 + b.x0) / 2 for a, b in pairwise(spans)), x1]


def first_where(bands: Sequence[Sequence[Piece]], test: Callable[[Piece], bool]) -> int:
    """The first band that has a piece of which `test` is true; their number where none has."""
    return next((i for i, band in enumerate(bands) if any(test(p) for p in band)), len(bands))
