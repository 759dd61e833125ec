"""Where on a page a table without rulings stands: from the first row of its head to its last row of figures.

A table is told by its head, whose labels are those of statements, and by figures in columns below. Prose, contents and
covers have neither.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.geometry import Box
from extractors.page import Line, Ruling
from extractors.prose import normalised
from extractors.unruled.pieces import Piece, character_size, parted, pitch_of, rows_of, stacked
from patterns.statements import load_statements, says, statement_of

_SENTENCE = regex.compile(r"[。；]|[，、].{6,}[，、].{6,}[，、]")
_PAGE_NUMBER = regex.compile(r"[-—–－·]*\d{1,3}[-—–－·]*|第\d{1,3}页.*")
_FAR = 3.2  # in rows: what stands further below the last row is no row
_TALLEST_HEAD = 12.0  # in characters
_FEWEST_LINES = 12
_FEWEST_FIGURES = 8  # of a table without a head, which goes on from the page before
_BELOW = 20.0  # points below the last line within which a table's last ruling stands
_WIDE = 0.75  # of the table's width: a lone piece this wide is a note


@dataclass(frozen=True)
class Region:
    """A table's pieces: those of its head, row by row those of its body; `size` of its characters in points.

    `rules` are the horizontal rulings about the head.
    """

    head: tuple[Piece, ...]
    body: tuple[tuple[Piece, ...], ...]
    size: float
    rules: tuple[Box, ...]


def regions(lines: Sequence[Line], rulings: Sequence[Ruling], *, continued: bool) -> Iterator[Region]:
    """The tables among `lines`, top to bottom. `continued` admits a table without a head, at the top of a page."""
    if len(lines) < _FEWEST_LINES:
        return
    rules = tuple(Box(r.x0, r.y0, r.x1, r.y0) for r in rulings if r.horizontal)
    found = False
    for segment in _segments(lines):
        top, bottom = segment[0].box.y0, max(line.box.y1 for line in segment)
        region = _region(segment, [r for r in rules if top <= r.y0 <= bottom + _BELOW])
        if region is not None:
            found = True
            yield region
    if not found and continued:
        region = _headless(lines)
        if region is not None:
            yield region


def _segments(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines from each title of a statement to the next, the title left out; those above the first title, too."""
    ordered = sorted(lines, key=lambda line: line.box.middle[1])
    segment: list[Line] = []
    for line in ordered:
        if _is_title(line):
            if segment:
                yield segment
            segment = []
        else:
            segment.append(line)
    if segment:
        yield segment


def _is_title(line: Line) -> bool:
    text = "".join(c for c in normalised(line.text) if not c.isspace())
    return regex.search(r"表(（[^）]*）)?$", text) is not None and statement_of(text) is not None


def _region(lines: Sequence[Line], rules: Sequence[Box]) -> Region | None:
    size = character_size([line for line in lines if len(line.text) <= 40])
    pieces = parted(lines, size)
    rows = rows_of(stacked(pieces, size, 2 * size, centred=True, rules=rules), size)
    start = next((i for i, row in enumerate(rows) if _begins_head(row, rows[i + 1 : i + 4])), None)
    if start is None:
        return None
    top = min(p.core(size)[0] for p in rows[start])
    below = [p for p in pieces if p.core(size)[0] >= top - 0.1 * size]
    # The characters of the table, which are often smaller than those around it.
    size = character_size([line for p in below for line in p.lines])
    head, rest = _parted_head(rows_of(below, size), size, rules)
    head_labels = _labels_of(head, size, rules)
    if len(head_labels) < 2 or not any(_is_head_label(p) for p in head_labels):
        return None
    body = _body(rest, size, head_labels, rules)
    if not body:
        return None
    return Region(tuple(head_labels), tuple(tuple(row) for row in body), size, tuple(rules))


def _is_head_label(piece: Piece) -> bool:
    patterns = load_statements()
    return says(piece.text, patterns.heads) or says(piece.text, patterns.totals)


def _begins_head(row: Sequence[Piece], next_rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether labels of a head stand in the row and go on beside or below one another."""
    if any(p.is_amount or _SENTENCE.search(p.text) for p in row):
        return False
    labels = sum(_is_head_label(p) for p in row)
    if len(row) >= 2:
        return (labels >= 1 and labels * 3 >= len(row)) or labels >= 3
    return labels == 1 and any(sum(map(_is_head_label, r)) >= 2 for r in next_rows)


def _parted_head(
    rows: Sequence[Sequence[Piece]], size: float, rules: Sequence[Box]
) -> tuple[list[Piece], list[list[Piece]]]:
    """The pieces of the head and the rows below it."""
    top = rows[0][0].box.y0
    limit = next((i for i, row in enumerate(rows) if any(p.is_amount or p.is_digits for p in row)), len(rows))
    limit = next((i for i, row in enumerate(rows[:limit]) if row[0].box.y0 - top > _TALLEST_HEAD * size), limit)
    left, right = min(p.box.x0 for row in rows for p in row), max(p.box.x1 for row in rows for p in row)
    wide = sorted(r.y0 for r in rules if r.width > 0.8 * (right - left) and r.y0 > top)
    ruled = [i for i, row in enumerate(rows[: limit + 1]) if i and wide and row[0].box.middle[1] > wide[0]]
    if ruled:
        return [p for row in rows[: ruled[0]] for p in row], [list(row) for row in rows[ruled[0] :]]
    end = limit
    while end > 1 and not _ends_head(rows[:end], size):
        end -= 1
    return [p for row in rows[:end] for p in row], [list(row) for row in rows[end:]]


def _ends_head(rows: Sequence[Sequence[Piece]], size: float) -> bool:
    """Whether the last of the rows belongs to the head: with the lines above it, it holds a label of several."""
    labels = stacked([p for row in rows for p in row], size, 2 * size, centred=True, rules=())
    last = rows[-1]
    own = [p for p in labels if any(line is piece.lines[0] for piece in last for line in p.lines)]
    if len(last) == 1 and len(own) == 1 and len(own[0].lines) == 1:
        beside = [p for p in labels if p is not own[0] and p.box.y1 > own[0].box.middle[1]]
        return bool(beside)
    return any(_is_head_label(p) for p in own) or any(len(p.lines) > 1 for p in own)


def _labels_of(head: Sequence[Piece], size: float, rules: Sequence[Box]) -> list[Piece]:
    return stacked(head, size, 2 * size, centred=True, rules=rules)


def _body(
    rows: Sequence[Sequence[Piece]], size: float, head: Sequence[Piece], rules: Sequence[Box]
) -> list[list[Piece]]:
    """The rows of the body, names that wrap put together, up to its end."""
    left = min(p.box.x0 for p in head)
    right = max(p.box.x1 for p in head)
    bottom = max(p.box.y1 for p in head)
    closing = [r.y0 for r in rules if r.width > 0.8 * (right - left) and r.y0 > bottom]
    pieces = [p for row in rows for p in row]
    pitch = pitch_of(pieces, size)
    if closing:
        pieces = [p for p in pieces if p.box.middle[1] < closing[-1] or not _is_note(p)]
    joined = stacked(pieces, size, 0.85 * pitch, centred=False, rules=rules)
    kept: list[list[Piece]] = []
    last = bottom
    for row in rows_of(joined, size):
        top = min(p.core(size)[0] for p in row)
        if closing and top > closing[-1] - 0.3 * size:
            break
        if any(_is_note(p) for p in row) or top - last > _FAR * max(pitch, 1.5 * size):
            break
        if len(row) == 1 and kept and row[0].box.width > _WIDE * (right - left):
            break
        kept.append(row)
        last = max(p.core(size)[1] for p in row)
    while kept and len(kept[-1]) == 1 and _PAGE_NUMBER.fullmatch(kept[-1][0].text):
        kept.pop()
    return kept


def _is_note(piece: Piece) -> bool:
    text = piece.text
    return _SENTENCE.search(text) is not None or (text.startswith(load_statements().notes) and len(text) > 3)


def _headless(lines: Sequence[Line]) -> Region | None:
    """A table that goes on without its head: rows of figures in columns, and nothing else, from the top of the page."""
    size = character_size([line for line in lines if len(line.text) <= 40])
    pieces = parted(lines, size)
    figures = [p for p in pieces if p.is_amount]
    if len(figures) < _FEWEST_FIGURES or any(_SENTENCE.search(p.text) for p in pieces):
        return None
    pitch = pitch_of(pieces, size)
    rows = rows_of(stacked(pieces, size, 0.85 * pitch, centred=False, rules=()), size)
    valued = [i for i, row in enumerate(rows) if len(row) > 1 and any(p.is_amount for p in row)]
    kept = rows[valued[0] : valued[-1] + 1] if valued else []
    if len(valued) < 4 or len(valued) < 0.3 * len(kept):
        return None
    rights = [round(p.box.x1 / 4) for p in figures]
    if max(rights.count(x) + rights.count(x + 1) for x in rights) < 4 or _text_share(kept) > 0.8:
        return None
    return Region((), tuple(tuple(row) for row in kept), size, ())


def _text_share(rows: Sequence[Sequence[Piece]]) -> float:
    """Characters of the mean row's longest piece as a share of the row: near 1 for prose."""
    return statistics.fmean(max(len(p.text) for p in row) / sum(len(p.text) for p in row) for row in rows)
