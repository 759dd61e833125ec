"""Heads without rulings: which label names which column, and which stand over several.

A label over several columns is centred over them; a partial rule below it, where one is drawn, tells its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.model.page import Ruling
from extractors.tables.unruled.alignment import Span, Stack, middles

# Set by eye on generated heads of the nine tables in many styles.
_SAME_LEVEL = 0.4  # of a character
_CENTRED = 0.3  # of a character: how far from its columns' middle a label stands for nothing
_OFF_CENTRE = 2.0  # what each further character costs
_COVERED = 3.5  # what it is worth that a column that ends below a level has a label over it there
_ORPHAN = 0.8  # what it costs to take a label that touches no column for a column of its own
_STRAY = 9.0  # what it costs to leave a label over columns unplaced
_BELOW = (-0.4, 1.3)  # characters from a label to the partial rule below it: its box may reach over the rule
_OVER_LABEL = 0.3  # of a character that the box of a label may reach into that of the one below
_NEAR_MIDDLE = 0.5  # of a character: how far from the middle of labels below one over them stands
_ABOVE_TOP = 0.5  # of a character: from the highest label's box to the top of the head
_LOWER = 0.5  # of a character: labels of one level differ by less
_CELL_TOP = 0.2  # of a character that a cell's top may lie above the middle of the label over it


@dataclass(frozen=True)
class BodyColumn:
    """A column of the body: where text stands in it, and whether that is figures, set to the right."""

    span: Span
    figures: bool


@dataclass(frozen=True)
class Over:
    """A label that stands over the columns `first` to `last`."""

    stack: Stack
    first: int
    last: int


@dataclass(frozen=True)
class SpannedHead:
    """`columns` with those that only labels tell of; for each its own label, and the labels over several."""

    columns: tuple[Span, ...]
    own: tuple[Stack | None, ...]
    over: tuple[Over, ...]

    def above(self, column: int) -> list[Over]:
        """The labels over a column that it shares, from the top."""
        return sorted((o for o in self.over if o.first <= column <= o.last), key=lambda o: o.stack.box.y0)

    @property
    def depth(self) -> int:
        """How many rows of labels the head has."""
        return max((len(self.above(c)) + 1 for c in range(len(self.columns))), default=1)


def read_spans(
    columns: Sequence[BodyColumn], stacks: Sequence[Stack], rules: Sequence[Ruling], bottom: float, size: float
) -> SpannedHead:
    """The head of `columns`, which the body's text tells.

    `rules` are those that do not run over the whole table, `bottom` is where the head ends, `size` a character's width.
    """
    builder = _Builder(columns, stacks, rules, bottom, size)
    level: list[Stack] = []
    for stack in sorted(stacks, key=lambda s: -s.box.middle[1]):
        if level and level[-1].box.middle[1] - stack.box.middle[1] > _SAME_LEVEL * size:
            builder.add(level)
            level = []
        level.append(stack)
    builder.add(level)
    return builder.head()


class _Builder:
    """Takes the labels level by level from the lowest: the first over a column is its own."""

    def __init__(
        self,
        columns: Sequence[BodyColumn],
        stacks: Sequence[Stack],
        rules: Sequence[Ruling],
        bottom: float,
        size: float,
    ) -> None:
        self.spans = [column.span for column in columns]
        self.figures = [column.figures for column in columns]
        self.labels: list[Stack | None] = [None for _ in columns]
        self.stacks = stacks
        self.top = min((s.box.y0 for s in stacks), default=bottom) - _ABOVE_TOP * size
        self.parents: list[tuple[Stack, Span]] = []
        self.rules = rules
        self.bottom = bottom
        self.size = size

    def add(self, level: Sequence[Stack]) -> None:
        rest = []
        for stack in sorted(level, key=lambda s: s.box.x0):
            ruled = self._rule_below(stack)
            if ruled is not None:
                self.parents.append((stack, ruled))
            elif self._ends_above(stack) or not (self._labels_column(stack) or self._labels_beside(stack)):
                rest.append(stack)
        for stack, run in zip(rest, self._shared_out(rest), strict=True):
            if run is not None:
                self.parents.append((stack, run))
            elif not self._touches(stack) and not self._ends_above(stack):
                place = sum(span.x0 < stack.box.x0 for span in self.spans)
                self.spans.insert(place, Span(stack.box.x0, stack.box.x1))
                self.labels.insert(place, stack)
                self.figures.insert(place, True)

    def head(self) -> SpannedHead:
        over = []
        for stack, run in self.parents:
            inside = [i for i, s in enumerate(self.spans) if run.x0 - 1 <= (s.x0 + s.x1) / 2 <= run.x1 + 1]
            if inside:
                over.append(Over(stack, inside[0], inside[-1]))
        return SpannedHead(tuple(self.spans), tuple(self.labels), tuple(over))

    def _touches(self, stack: Stack) -> list[int]:
        return [i for i, span in enumerate(self.spans) if span.overlap(stack.box) > 0]

    def _rule_below(self, stack: Stack) -> Span | None:
        box = stack.box
        for rule in self.rules:
            near = _BELOW[0] * self.size <= rule.y0 - box.y1 <= _BELOW[1] * self.size
            if near and rule.x0 - 1 <= box.x0 and box.x1 <= rule.x1 + 1:
                return Span(rule.x0, rule.x1)
        return None

    def _labels_column(self, stack: Stack) -> bool:
        bare = [i for i in self._touches(stack) if self.labels[i] is None]
        if not bare:
            return False
        self._label(max(bare, key=lambda k: self.spans[k].overlap(stack.box)), stack)
        return True

    def _label(self, column: int, stack: Stack) -> None:
        self.labels[column] = stack
        span = self.spans[column]
        self.spans[column] = Span(min(span.x0, stack.box.x0), max(span.x1, stack.box.x1))

    def _labels_beside(self, stack: Stack) -> bool:
        """Takes a label that is centred in a wide column: left of its figures, or right of its short names."""
        if self._touches(stack):
            return False
        right = sum(span.x1 <= stack.box.x0 for span in self.spans)
        between = [s for s in self.stacks if self._gap_of(s) == right]
        if self._waits(right, stack, figures=True) and not any(s.box.x0 >= stack.box.x1 for s in between):
            self._label(right, stack)
            return True
        if self._waits(right - 1, stack, figures=False) and not any(s.box.x1 <= stack.box.x0 for s in between):
            self._label(right - 1, stack)
            return True
        return False

    def _waits(self, column: int, stack: Stack, *, figures: bool) -> bool:
        """Whether a column of figures or of names has no label yet and no other than `stack` touches it."""
        if not 0 <= column < len(self.spans) or self.labels[column] is not None or self.figures[column] != figures:
            return False
        touching = [s for s in self.stacks if s is not stack and self.spans[column].overlap(s.box) > 0]
        return all(self._rule_below(s) is not None or self._ends_above(s) or self._is_above(s, stack) for s in touching)

    def _ends_above(self, stack: Stack) -> bool:
        """Whether a cell in whose middle `stack` stands cannot reach from within the head to its bottom."""
        return 2 * stack.box.middle[1] - self.bottom < self.top - self.size

    def _is_above(self, other: Stack, stack: Stack) -> bool:
        """Whether `other` stands over a column of `stack`, alone or with those beside it."""
        if other.box.y1 > stack.box.y0 + _OVER_LABEL * self.size:
            return False
        y = stack.box.middle[1]
        level = sorted(
            (s for s in self.stacks if abs(s.box.middle[1] - y) <= _SAME_LEVEL * self.size), key=lambda s: s.box.x0
        )
        i = next(k for k, s in enumerate(level) if s is stack)
        runs = ((level[a], level[b]) for a in range(i + 1) for b in range(i, len(level)) if a < b)
        centred = any(abs((a.middle + b.middle) / 2 - other.middle) < _NEAR_MIDDLE * self.size for a, b in runs)
        return centred or other.box.overlap_x(stack.box) > 0

    def _gap_of(self, stack: Stack) -> int | None:
        """The column right of a label that touches none."""
        return None if self._touches(stack) else sum(span.x1 <= stack.box.x0 for span in self.spans)

    def _shared_out(self, stacks: Sequence[Stack]) -> list[Span | None]:
        """For each label, from the left, the columns that it stands over: all are placed together, none twice."""

        @cache
        def best(k: int, start: int) -> tuple[float, tuple[tuple[int, int] | None, ...]]:
            if k == len(stacks):
                return 0.0, ()
            cost, tail = best(k + 1, start)
            found = cost + (_STRAY if self._touches(stacks[k]) else _ORPHAN), (None, *tail)
            for first in range(start, len(self.spans)):
                for last in range(first, len(self.spans)):
                    if not self._stands_below(last, stacks[k]):
                        break
                    off = self._off_centre(first, last, stacks[k])
                    if off is None:
                        continue
                    cost, tail = best(k + 1, last + 1)
                    found = min(
                        found, (cost + off - _COVERED * (last - first + 1), ((first, last), *tail)), key=lambda f: f[0]
                    )
            return found

        runs = best(0, 0)[1]
        return [None if r is None else Span(self.spans[r[0]].x0, self.spans[r[1]].x1) for r in runs]

    def _off_centre(self, first: int, last: int, stack: Stack) -> float | None:
        """What it costs to place a label over columns; None where it is too long for them."""
        edges = middles(self.spans, self.spans[0].x0 - self.size, self.spans[-1].x1 + self.size)
        if not (edges[first] - self.size <= stack.box.x0 and stack.box.x1 <= edges[last + 1] + self.size):
            return None
        a, b = self.labels[first], self.labels[last]
        places = [(self.spans[first].x0 + self.spans[last].x1) / 2, (edges[first] + edges[last + 1]) / 2]
        if a is not None and b is not None:
            places.append((a.middle + b.middle) / 2)
        miss = min(abs(place - stack.middle) for place in places) / self.size
        return _OFF_CENTRE * max(0.0, miss - _CENTRED)

    def _stands_below(self, column: int, stack: Stack) -> bool:
        """Whether a column's own label stands in a cell that begins below the middle of `stack`."""
        own = self.labels[column]
        if own is None or own.box.middle[1] < stack.box.middle[1] + _LOWER * self.size:
            return False
        return 2 * own.box.middle[1] - self.bottom > stack.box.middle[1] - _CELL_TOP * self.size
