"""What stands in cells without rulings: lines parted where columns meet, put together where they wrap."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

from extractors.geometry import Box, union
from extractors.page import Line
from extractors.prose import normalised
from patterns.statements import load_statements, says

_WIDEST_GAP = 1.0  # in characters: a wider one parts columns
_LEADING = 1.55  # in characters: lines further apart are no two lines of one cell
_CENTRED = 0.6  # in characters: how far the middles of a cell's lines may differ
_ALIGNED = 0.5  # in characters: how far their beginnings may differ
_FULL = 0.6  # in characters: what a line that wraps may be shorter than the next
# Where one cell's text ends and another's begins although they stand close: around amounts, after codes.
_AMOUNT = r"[-+]?\d[\d,]*\.\d{2}"
_SEAM = regex.compile(
    rf"^\s*(?:{_AMOUNT}(?=\s+\S|[\p{{Han}}（]|{_AMOUNT}(?!\d))|\d{{3,7}}(?=\s*\p{{Han}})|[-—–]{{1,2}}(?=\s+\S)"
    rf"|[^\d]*?[\p{{Han}}）](?=\s*{_AMOUNT}(?:\s|$)))"
)
_AMOUNT_TEXT = regex.compile(r"[-+（(]?\d[\d,，]*\.\d+[)）]?%?|[-—–－―─‐]{1,3}|[-+]?\d{1,3}(,\d{3})+|0")
_CODE = regex.compile(r"\d{1,7}")


@dataclass(frozen=True)
class Piece:
    """The text of one cell: `lines` from the top."""

    lines: tuple[Line, ...]

    @cached_property
    def box(self) -> Box:
        return union(line.box for line in self.lines)

    @cached_property
    def text(self) -> str:
        """Without blanks, characters in one shape each."""
        return "".join(c for line in self.lines for c in normalised(line.text) if not c.isspace())

    @property
    def is_amount(self) -> bool:
        return _AMOUNT_TEXT.fullmatch(self.text) is not None

    @property
    def is_digits(self) -> bool:
        """Codes, numbers of lines, counts: figures that may name or be worth something."""
        return _CODE.fullmatch(self.text) is not None

    def core(self, size: float) -> tuple[float, float]:
        """The height that the characters of `size` fill, which boxes of fonts exceed."""
        first, last = self.lines[0].box.middle[1], self.lines[-1].box.middle[1]
        return first - size / 2, last + size / 2


def character_size(lines: Sequence[Line]) -> float:
    """The usual width of a Chinese character in points; 9 where there is none."""
    widths = [
        line.box.width / len(line.text)
        for line in lines
        if len(line.text) >= 2 and all("\u4e00" <= c <= "\u9fff" for c in line.text)
    ]
    return statistics.median(widths) if widths else 9.0


def parted(lines: Sequence[Line], size: float) -> list[Piece]:
    """The lines as pieces of one cell each."""
    return [Piece((part,)) for line in lines for part in _parts(line, size)]


def _parts(line: Line, size: float) -> Iterator[Line]:
    text = normalised(line.text)
    start = 0
    for end in range(1, len(text) + 1):
        seam = end == len(text) or (
            not text[end].isspace() and line.boxes[end].x0 - line.boxes[end - 1].x1 > _WIDEST_GAP * size
        )
        if seam:
            yield from _at_seams(line.slice(start, end))
            start = end


def _at_seams(line: Line) -> Iterator[Line]:
    match = _SEAM.match(normalised(line.text))
    cuts = [0, match.end(), len(line.text)] if match else [0, len(line.text)]
    part = _stripped(line.slice(*cuts[:2]))
    if part is not None:
        yield part
    if match:
        yield from _at_seams(line.slice(*cuts[1:]))


def _stripped(line: Line) -> Line | None:
    kept = [i for i, c in enumerate(line.text) if not c.isspace()]
    return line.slice(kept[0], kept[-1] + 1) if kept else None


def stacked(
    pieces: Sequence[Piece], size: float, leading: float, *, centred: bool, rules: Sequence[Box]
) -> list[Piece]:
    """Pieces that are lines of one cell put together: close below one another, centred or left-aligned alike.

    `leading` in points is the most that lines of a cell lie apart; `rules` are horizontal rulings, which part cells.
    """
    done: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.box.middle[1]):
        above = next((i for i, p in enumerate(done) if _wraps(p, piece, size, leading, centred, rules)), None)
        if above is None:
            done.append(piece)
        else:
            done[above] = Piece((*done[above].lines, *piece.lines))
    return done


def _wraps(a: Piece, b: Piece, size: float, leading: float, centred: bool, rules: Sequence[Box]) -> bool:
    if a.is_amount or b.is_amount or a.is_digits or b.is_digits:
        return False
    last, next_ = a.lines[-1].box, b.lines[0].box
    apart = next_.middle[1] - last.middle[1]
    if not 0.6 * size < apart <= min(leading, _LEADING * size):
        return False
    if any(last.middle[1] < r.y0 < next_.middle[1] and r.overlap_x(next_) > 0.5 * next_.width for r in rules):
        return False
    if centred and abs(last.middle[0] - next_.middle[0]) <= _CENTRED * size:
        return True
    if abs(last.x0 - next_.x0) > _ALIGNED * size:
        return False
    return not centred and last.width >= next_.width - _FULL * size


def rows_of(pieces: Sequence[Piece], size: float) -> list[list[Piece]]:
    """Pieces that stand beside one another, from the top; each row from left to right."""
    rows: list[tuple[float, float, list[Piece]]] = []
    for piece in sorted(pieces, key=lambda p: (p.box.middle[1], p.box.x0)):
        top, bottom = piece.core(size)
        if rows:
            y0, y1, members = rows[-1]
            if min(bottom, y1) - max(top, y0) > 0.5 * min(bottom - top, y1 - y0):
                rows[-1] = (min(y0, top), max(y1, bottom), [*members, piece])
                continue
        rows.append((top, bottom, [piece]))
    return [sorted(members, key=lambda p: p.box.x0) for _, _, members in rows]


def pitch_of(pieces: Sequence[Piece], size: float) -> float:
    """How far rows usually lie apart in points, told by their figures, which never wrap; 2 characters where none do."""
    middles = [row[0].box.middle[1] for row in rows_of([p for p in pieces if p.is_amount or p.is_digits], size)]
    steps = sorted(b - a for a, b in pairwise(middles) if b - a > 0.9 * size)
    return steps[len(steps) // 4] if steps else 2 * size


def numbers_columns(row: Sequence[Piece]) -> bool:
    """Whether a row numbers the columns: 栏次, or 1, 2, 3 without it."""
    if any(says(p.text, load_statements().line_row) for p in row):
        return True
    return len(row) >= 3 and [p.text for p in row[:3]] == ["1", "2", "3"]
