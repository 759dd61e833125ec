"""Text of several cells that an OCR read as one line, parted where no gap shows it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.tables.unruled.alignment import Piece, Span, nearest
from patterns.labels import begun_labels


def at_edges(piece: Piece, columns: Sequence[Span]) -> list[Piece]:
    """A piece parted between columns where an OCR read two cells as one."""
    if piece.whole or piece.is_value:
        return [piece]
    held_by = [nearest(columns, box) for box in piece.line.boxes]
    cuts = [0, *(i for i, (a, b) in enumerate(pairwise(held_by), 1) if a != b), len(held_by)]
    if len(cuts) != 3 or min(cuts[1], cuts[2] - cuts[1]) < 2:
        return [piece]
    return [Piece(piece.line.slice(a, b), False) for a, b in pairwise(cuts)]


def owners(parts: Sequence[Piece], columns: Sequence[Span]) -> list[int]:
    """The column of each part of a band. A figure that ran into a name stands in the column before it, or after."""
    held_by = [nearest(columns, part.box) for part in parts]
    for i, (a, b) in enumerate(pairwise(parts)):
        if held_by[i] == held_by[i + 1] and not (a.whole or b.whole) and a.is_value != b.is_value:
            if a.is_value and held_by[i]:
                held_by[i] -= 1
            elif b.is_value and held_by[i + 1] + 1 < len(columns):
                held_by[i + 1] += 1
    return held_by


def labels_of(piece: Piece) -> list[Piece]:
    """A piece of a head parted into the labels that begin in it."""
    visible = [i for i, c in enumerate(piece.line.text) if not c.isspace()]
    starts = begun_labels("".join(piece.line.text[i] for i in visible))
    if len(starts) < 2:
        return [piece]
    cuts = [*(visible[s] for s in starts), len(piece.line.text)]
    return [Piece(piece.line.slice(a, b), False) for a, b in pairwise(cuts)]
