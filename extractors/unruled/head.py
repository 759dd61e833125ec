"""The head of a table without rulings: which labels are over single columns, which over several, and over which.

A label is centred over its columns. A label of one column stands in the middle of what is left of the head's height
below the labels over it; a label of several stands above that middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.geometry import Box
from extractors.unruled.pieces import Piece

_UNDER = 0.8  # in characters: how far the middle of a ruling may lie from that of the label above it
_UPPER = 0.42  # of the head's height: labels above are over several columns
_LEFT_OUT = 40.0  # points: what it costs to leave a leaf under no group
_LEVEL = 0.45  # in characters: middles nearer than this are on one level


@dataclass(frozen=True)
class Label:
    """A label of the head: rows `top` to before `bottom`, over the leaves `first` to `last`."""

    piece: Piece
    top: int
    bottom: int
    first: int
    last: int


def leaves_of(labels: Sequence[Piece], size: float) -> list[Piece]:
    """The labels of single columns, from left to right."""
    return sorted(
        (p for p in labels if not _is_group(p, [q for q in labels if q is not p], labels, size)),
        key=lambda p: p.box.middle[0],
    )


def _middle(piece: Piece) -> float:
    return (piece.lines[0].box.middle[1] + piece.lines[-1].box.middle[1]) / 2


def _is_group(label: Piece, others: Sequence[Piece], labels: Sequence[Piece], size: float) -> bool:
    """Whether labels stand below this one, under it or midway on both sides of it."""
    lower = [p for p in others if p.lines[0].box.middle[1] > label.lines[-1].box.middle[1] + 0.8 * size]
    if any(p.box.overlap_x(label.box) > 0 for p in lower):
        return True
    x = label.box.middle[0]
    left = max((p for p in lower if p.box.middle[0] < x), key=lambda p: p.box.middle[0], default=None)
    right = min((p for p in lower if p.box.middle[0] > x), key=lambda p: p.box.middle[0], default=None)
    if left is None or right is None:
        return False
    if any(
        left.box.middle[0] < p.box.middle[0] < right.box.middle[0] and p not in lower
        for p in others
        if _middle(p) >= _middle(label) - _LEVEL * size
    ):
        return False
    top, bottom = min(p.box.y0 for p in labels), max(p.box.y1 for p in labels)
    share = (_middle(label) - top) / (bottom - top)
    between = abs(x - (left.box.middle[0] + right.box.middle[0]) / 2)
    step = right.box.middle[0] - left.box.middle[0]
    if share < _UPPER:
        return between < 0.45 * step
    spaces = sorted(b.box.middle[0] - a.box.middle[0] for a, b in _neighbours(lower))
    return between < 0.25 * step and bool(spaces) and step < 1.5 * spaces[len(spaces) // 2]


def _neighbours(pieces: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    ordered = sorted(pieces, key=lambda p: p.box.middle[0])
    return list(pairwise(ordered))


def arranged(
    labels: Sequence[Piece], leaves: Sequence[Piece], edges: Sequence[float], size: float, rules: Sequence[Box]
) -> list[Label]:
    """The labels with their rows and the leaves they are over. `edges` are the sides of the leaves' columns."""
    groups = [p for p in labels if not any(p is leaf for leaf in leaves)]
    made: list[Label] = []
    top = min(p.box.y0 for p in labels)
    bottom = max(p.box.y1 for p in labels)
    _level(groups, list(range(len(leaves))), 0, top, bottom, _Head(leaves, edges, size, rules, made))
    depth = max(label.top for label in made) + 1
    return [
        Label(m.piece, m.top, depth if any(m.piece is leaf for leaf in leaves) else m.bottom, m.first, m.last)
        for m in made
    ]


@dataclass
class _Head:
    leaves: Sequence[Piece]
    edges: Sequence[float]
    size: float
    rules: Sequence[Box]
    made: list[Label]

    def middle(self, first: int, last: int) -> float:
        return (self.edges[first] + self.edges[last + 1]) / 2


def _level(groups: Sequence[Piece], span: Sequence[int], level: int, top: float, bottom: float, head: _Head) -> None:
    """Sets the labels of one level over the leaves of `span`, then those below them."""
    first_row = _uppermost(groups, head.size)
    free = [i for i in span if not first_row or not _full(head.leaves[i], first_row, top, bottom)]
    spans = _spans(first_row, free, head)
    covered: set[int] = set()
    for group, (first, last) in zip(first_row, spans, strict=True):
        head.made.append(Label(group, level, level + 1, first, last))
        inner = [i for i in span if first <= i <= last]
        covered |= set(inner)
        x0, x1 = head.edges[first], head.edges[last + 1]
        below = [g for g in groups if not any(g is f for f in first_row) and x0 <= g.box.middle[0] <= x1]
        _level(below, inner, level + 1, group.box.y1, bottom, head)
    for i in span:
        if i not in covered:
            head.made.append(Label(head.leaves[i], level, level + 1, i, i))


def _uppermost(groups: Sequence[Piece], size: float) -> list[Piece]:
    """The groups with no group above them, from left to right."""
    found = []
    for group in groups:
        above = [g for g in groups if g.lines[-1].box.middle[1] < group.lines[0].box.middle[1] - 0.8 * size]
        if not above:
            found.append(group)
    return sorted(found, key=lambda p: p.box.middle[0])


def _full(leaf: Piece, groups: Sequence[Piece], top: float, bottom: float) -> bool:
    """Whether a leaf stands beside the groups, under none: amid the whole height, not what is below them."""
    under = (max(g.box.y1 for g in groups) + bottom) / 2
    return _middle(leaf) < ((top + bottom) / 2 + under) / 2


def _spans(groups: Sequence[Piece], free: Sequence[int], head: _Head) -> list[tuple[int, int]]:
    """The leaves that each group is over, first and last: by the ruling under it, else those it is centred over."""
    if not groups:
        return []
    ruled = [_by_ruling(g, head) for g in groups]
    if all(ruled):
        return [span for span in ruled if span]
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {(0, 0): (0.0, ())}
    for k in range(len(groups) + 1):
        for i in range(len(free) + 1):
            if (k, i) not in best:
                continue
            cost, spans = best[k, i]
            steps = [(k, i + 1, cost + _LEFT_OUT, spans)] if i < len(free) else []
            for j in range(i + 1, len(free) + 1) if k < len(groups) else ():
                first, last = free[i], free[j - 1]
                off = abs(groups[k].box.middle[0] - head.middle(first, last))
                gap = _LEFT_OUT * (last - first + 1 - (j - i))
                steps.append((k + 1, j, cost + off + gap, (*spans, (first, last))))
            for a, b, total, taken in steps:
                if (a, b) not in best or total < best[a, b][0]:
                    best[a, b] = (total, taken)
    found = best.get((len(groups), len(free)))
    return list(found[1]) if found else [_nearest(g, head) for g in groups]


def _nearest(group: Piece, head: _Head) -> tuple[int, int]:
    i = min(range(len(head.leaves)), key=lambda i: abs(head.leaves[i].box.middle[0] - group.box.middle[0]))
    return i, i


def _by_ruling(group: Piece, head: _Head) -> tuple[int, int] | None:
    """The leaves above which the ruling right under the group runs, where it has one of its own."""
    y = group.box.y1
    x = group.box.middle[0]
    whole = head.edges[-1] - head.edges[0]
    near = [
        r
        for r in head.rules
        if abs(r.y0 - y) < head.size and r.width < 0.97 * whole and abs((r.x0 + r.x1) / 2 - x) < _UNDER * head.size
    ]
    if not near:
        return None
    rule = min(near, key=lambda r: abs(r.y0 - y))
    under = [i for i, leaf in enumerate(head.leaves) if rule.x0 <= leaf.box.middle[0] <= rule.x1]
    return (under[0], under[-1]) if under else None
