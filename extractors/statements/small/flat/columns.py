"""The columns of a table without rulings, as its heads say, and what tells heads that stand in one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.statements.small.flat.pieces import Label, unnamed
from extractors.statements.small.flat.tokens import text_of
from patterns.small_tables import load_small_tables
from patterns.within import is_within


@dataclass(frozen=True)
class Columns:
    """Heads over columns of figures: `over` the wider ones, if any, each over as many of `heads`.

    `behind` head each a column of their own behind those, `noted` is whether one of remarks stands behind all.
    `levelled` is whether the heads of two rows were put in the order of their columns, by what is part of what.
    """

    heads: tuple[Label, ...]
    over: tuple[Label, ...] = ()
    behind: tuple[Label, ...] = ()
    noted: bool = False
    levelled: bool = False

    @property
    def all(self) -> tuple[Label, ...]:
        """All heads, the wider ones first."""
        return *self.over, *self.heads, *self.behind

    @property
    def count(self) -> int:
        """How many columns of figures they head."""
        return len(self.heads) + len(self.behind)

    @property
    def named(self) -> bool:
        """Whether the heads name what figures are of."""
        return all(head.names for head in self.heads)

    @property
    def told(self) -> bool:
        """Whether the heads tell which figure each is."""
        return all(head.tells for head in self.heads) or bool(self.over and all(top.tells for top in self.over))


def in_order(heads: Sequence[Label]) -> bool:
    """Whether heads stand in one row: a sum at an end, parts right behind their whole or each other.

    Heads of three rows, one below another, come as 合计 … 公务用车 公务接待费 小计 购置费 运行费: not all head columns.
    """
    named = [meant_by(head) for head in heads]
    wholes = {c for concepts in named for c in concepts} - {load_small_tables().family}
    if any(head.bare_total for head in heads[1:-1]):
        return False
    for i, concepts in enumerate(named):
        over = {w for w in wholes for c in concepts if c.startswith(f"{w}.")}
        if over and not (i and any(is_within(c, w) for c in named[i - 1] for w in over)):
            return False
    return True


def meant_by(label: Label) -> set[str]:
    """The concepts that a label may stand for."""
    return {*label.said.concepts, *(concept for _, concept in label.said.below)}


def differ(labels: Sequence[Label]) -> bool:
    """Whether no two labels say the same."""
    return len({(text_of(label.piece), unnamed(label)) for label in labels}) == len(labels)


def repeat(labels: Sequence[Label], parts: int) -> bool:
    """Whether labels are so many times the same several ones."""
    size, left = divmod(len(labels), parts)
    texts = [text_of(label.piece) for label in labels]
    groups = [texts[i * size : (i + 1) * size] for i in range(parts)]
    return not left and size > 0 and all(g == groups[0] for g in groups) and len(set(groups[0])) == size


def same(labels: Sequence[Label], parts: int) -> bool:
    """Whether labels are so many times the same ones; any are once the same."""
    return parts == 1 or repeat(labels, parts)


def trailing(labels: Sequence[Label], fits: Callable[[Label], bool]) -> int:
    """Where those begin that fit and end the labels."""
    return next((i for i in range(len(labels), 0, -1) if not fits(labels[i - 1])), 0)


def any_measure(labels: Sequence[Label]) -> bool:
    """Whether one of the labels tells a measure, and of nothing in particular."""
    return any(label.is_measure for label in labels)


def all_measures(labels: Sequence[Label]) -> bool:
    """Whether all labels tell measures, and of nothing in particular."""
    return all(label.is_measure for label in labels)


def is_title_of_all(label: Label) -> bool:
    """Whether a label names what all items are parts of."""
    return load_small_tables().family in label.said.concepts


def is_sum(label: Label) -> bool:
    """Whether a label is the sum of all items."""
    return label.bare_total or is_title_of_all(label)


def is_part(label: Label, whole: Label) -> bool:
    """Whether a label names a part of what another one names, which is not all."""
    wholes = meant_by(whole) - {load_small_tables().family}
    return any(part != w and is_within(part, w) for part in meant_by(label) for w in wholes)


def in_family(label: Label) -> bool:
    """Whether a label may name one of the items that a sum of them adds up."""
    return any(is_within(concept, load_small_tables().family) for concept in meant_by(label))
