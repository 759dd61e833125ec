"""The heads over the figures of a table without rulings: how many columns they make, in one row or in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.statements.small.flat.columns import Columns, differ, in_order, repeat, trailing
from extractors.statements.small.flat.levels import levelled_ways
from extractors.statements.small.flat.pieces import (
    Ambiguous,
    Label,
    is_title,
    joined,
    last_label,
    says_unit,
)
from extractors.statements.small.flat.scopes import scoped_ways
from extractors.statements.small.flat.tokens import Token, text_of
from patterns.small_tables import load_small_tables
from patterns.statements import says

_LONG = 12  # characters from which on a line above the heads is none of them, whatever it says (set by eye)
_SEVERAL = 2


@dataclass(frozen=True)
class Head:
    """All labels before the first row, from the last cell that can be one; `start` is where they begin in its words.

    `whole` is whether nothing stands right above them that may be a head, too; `certain` whether the words there can be
    told apart; `of_units` whether they stand behind the head of units' names.
    """

    labels: tuple[Label, ...]
    start: int
    whole: bool
    cornered: bool
    certain: bool = True
    of_units: bool = False

    @property
    def tells(self) -> bool:
        """Whether there are heads at all, rather than a title or nothing."""
        return self.cornered or any(label.tells and not label.names for label in self.labels)

    def unnumbered(self) -> Head | None:
        """The head without one of numbers of rows, where such stands behind the corner; else None."""
        numbered = self.cornered and self.labels and self.labels[0].kind == "lines"
        return replace(self, labels=self.labels[1:]) if numbered else None

    @property
    def crosses(self) -> bool:
        """Whether several items and several measures stand there: heads of a table, whatever its figures are."""
        measures, items = (label.is_measure for label in self.labels), (label.names for label in self.labels)
        return min(sum(measures), sum(items)) >= _SEVERAL

    @property
    def lost(self) -> bool:
        """Whether there is nothing that may be a head."""
        return self.certain and not self.labels and not self.cornered


def head_of(words: Sequence[Token]) -> Head:
    """The labels that the words end with."""
    labels: list[Label] = []
    end, corner, certain = len(words), None, True
    while end and corner is None:
        try:
            label = last_label(words[:end])
        except Ambiguous:
            certain = False
            break
        if label is None:
            break
        end -= len(label.piece)
        if label.kind in ("corner", "units"):
            corner = label
        else:
            labels.insert(0, label)
    above = text_of(words[end - 1 : end])
    titled = says_unit(above) or is_title(above) or len(above) > _LONG
    counted = says(above, load_small_tables().lines)  # numbers of rows: they stand among the figures
    whole = not counted and (corner is not None or (certain and (end == 0 or titled)))
    of_units = corner is not None and corner.kind == "units"
    return Head(tuple(labels), end, whole, corner is not None, certain, of_units)


def columns_of(head: Head, number: int, *, named: bool) -> tuple[Columns | None, Token | None]:
    """The one way in which labels head that many columns, and where its heads begin.

    `named` is whether heads must name what figures are of, else they must not. None where there are several ways, or
    none.
    """
    labels = [label for label in head.labels if label.kind != "notes"]
    if not head.whole or any(label.kind == "lines" for label in labels):
        return None, None
    heads = _without_names(labels) if not named and head.cornered else labels
    ways = [*_named_ways(heads), *levelled_ways(heads)] if named else [*_telling_ways(heads), *scoped_ways(heads)]
    fitting = [c for c in ways if c.count == number and (_size(c.all) == _size(heads) or not head.cornered)]
    if len(fitting) != 1:
        return None, None
    return replace(fitting[0], noted=len(labels) < len(head.labels)), fitting[0].all[0].piece[0]


def _size(labels: Sequence[Label]) -> int:
    return sum(len(label.piece) for label in labels)


def _without_names(labels: Sequence[Label]) -> list[Label]:
    """The labels without those, at their end, that are names of rows without figures."""
    last = max((i for i, label in enumerate(labels) if label.tells or label.scoped), default=-1)
    return list(labels[: last + 1])


def _telling_ways(labels: Sequence[Label]) -> Iterator[Columns]:
    """Heads that tell measures and years, below those that may be a title."""
    titles = [i for i, label in enumerate(labels) if label.names]
    heads = tuple(labels[titles[-1] + 1 :] if titles else labels)
    if not heads or not all(h.tells for h in heads):
        return
    if differ(heads):
        yield Columns(heads)
    pairs = _in_pairs(heads)
    if pairs and differ(pairs):
        yield Columns(pairs)
    for parts in range(2, len(heads)):
        over, below = heads[:parts], heads[parts:]
        if repeat(below, parts) and differ(over):
            yield Columns(below, over)


def _in_pairs(heads: Sequence[Label]) -> tuple[Label, ...]:
    """Years and measures by turns as one head each; none where they do not stand so."""
    if len(heads) % 2 or not _alternate(heads):
        return ()
    pairs = tuple(joined(a, b) for a, b in zip(heads[::2], heads[1::2], strict=True))
    return tuple(p for p in pairs if p is not None) if all(pairs) else ()


def _alternate(heads: Sequence[Label]) -> bool:
    """Whether years and measures stand by turns."""
    dated = [h.said.year is not None and h.said.telling.measure is None for h in heads]
    return all(a != b for a, b in pairwise(dated)) and dated[0]


def _named_ways(labels: Sequence[Label]) -> Iterator[Columns]:
    """Heads that name what figures are of, below those that tell measures and years."""
    first = trailing(labels, lambda label: label.is_item)
    heads, over = tuple(labels[first:]), tuple(labels[:first])
    if differ(heads):
        if in_order(heads) and sum(top.is_measure for top in over) <= 1:
            yield Columns(heads)
        return
    for parts in range(2, len(heads)):
        if repeat(heads, parts) and len(over) >= parts:
            tops = over[-parts:]
            if differ(tops) and all(t.tells for t in tops) and in_order(heads[: len(heads) // parts]):
                yield Columns(heads, tops)
            return
