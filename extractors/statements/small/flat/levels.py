"""Heads of several rows, read row by row: a lower row parts heads of the one above, measures stand above or below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.statements.small.flat.columns import Columns, differ, in_order, meant_by, repeat
from extractors.statements.small.flat.pieces import Label, joined
from extractors.statements.small.flat.tokens import Token
from extractors.statements.small.headings import is_within
from extractors.statements.small.value import figure_in, is_blank
from patterns.small_tables import load_small_tables

_ROUNDED = Decimal("0.005")  # of the unit: how far each figure that is printed may be off
_FEWEST = 2  # parts that a sum adds up


def levelled_ways(labels: Sequence[Label]) -> Iterator[Columns]:
    """The ways in which names of one or two rows stand below measures, or above them."""
    last = next((i for i in range(len(labels), 0, -1) if _is_item(labels[i - 1])), 0)
    first = next((i for i in range(last, 0, -1) if not _is_item(labels[i - 1])), 0)
    names = _rejoined(labels[first:last])
    if not names:
        return
    before, behind = labels[:first], labels[last:]
    if behind:
        yield from _over_measures(names, before, behind)
    else:
        yield from _below_measures(names, before)


def _rejoined(names: Sequence[Label]) -> Sequence[Label]:
    """The names, those that were broken (公务用车, 购置费) as one, where what the first names was named before."""
    found: list[Label] = []
    for name in names:
        over = found[-1] if found else None
        again = over is not None and any(meant_by(over) == meant_by(other) for other in found[:-1])
        whole = joined(over, name) if over is not None and again and _is_part(name, over) else None
        found = [*found[:-1], whole] if whole is not None else [*found, name]
    return found


def _is_item(label: Label) -> bool:
    return label.names and not label.tells


def _over_measures(names: Sequence[Label], before: Sequence[Label], measures: Sequence[Label]) -> Iterator[Columns]:
    """Items, each over the same measures; what stands before them heads one column of its own behind them, or none."""
    if _only_tells(before) or not _tells(measures):
        return
    titles = [label for label in before if is_title_of_all(label) and not label.tells]
    for leaves in _leaves_of(_untitled([*titles[-1:], *names]), 1):
        if len(leaves) > 1 and repeat(measures, len(leaves)):
            yield Columns(tuple(measures), leaves, behind=tuple(b for b in before if _stands_alone(b)), levelled=True)


def _below_measures(names: Sequence[Label], before: Sequence[Label]) -> Iterator[Columns]:
    """Items as often as there are measures above them, of two rows."""
    tops = [label for label in before if label.tells]
    for parts in range(1, max(1, len(tops)) + 1):
        over = tuple(tops[-parts:]) if parts > 1 else ()
        told = parts > 1 or not _only_tells(tops) or len(tops) == 1
        for leaves in _leaves_of(names if tops else _untitled(names), parts):
            if told and differ(over) and len(leaves) != len(names) // parts:
                yield Columns(leaves * parts, over, levelled=True)


def _only_tells(labels: Sequence[Label]) -> bool:
    """Whether a measure stands there that heads nothing of its own."""
    return any(label.tells and not label.names for label in labels)


def _tells(labels: Sequence[Label]) -> bool:
    return all(label.tells and not label.names for label in labels)


def _stands_alone(label: Label) -> bool:
    """Whether a label says by itself all that a figure is of."""
    return bool(label.said.concepts) and label.tells and not is_title_of_all(label)


def is_title_of_all(label: Label) -> bool:
    """Whether a label names what all items are parts of."""
    return load_small_tables().family in label.said.concepts


def _untitled(names: Sequence[Label]) -> Sequence[Label]:
    """The names, one of them all that stands above their sum as one with that."""
    titled = len(names) > 1 and is_title_of_all(names[0]) and not names[0].said.total and _is_bare_total(names[1])
    whole = joined(names[0], names[1]) if titled else None
    return [whole, *names[2:]] if whole is not None else names


def _leaves_of(names: Sequence[Label], parts: int) -> Iterator[tuple[Label, ...]]:
    """The heads of the columns, of names in one row or two that stand there so many times."""
    for upper in range(len(names) // parts, 0, -1):
        above, below = names[: upper * parts], names[upper * parts :]
        if _same(above, parts) and (not below or _same(below, parts)):
            leaves = _leaves(above[:upper], below[: len(below) // parts])
            if leaves is not None and differ(leaves) and in_order(leaves):
                yield leaves


def _same(labels: Sequence[Label], parts: int) -> bool:
    return parts == 1 or repeat(labels, parts)


def _leaves(above: Sequence[Label], below: Sequence[Label]) -> tuple[Label, ...] | None:
    """The heads of one row, those that the row below parts replaced by sum and parts; None where one fits none."""
    if sum(map(_is_sum, above)) > 1:
        return None
    groups: dict[int, list[Label]] = {}
    total: Label | None = None
    for label in below:
        if _is_bare_total(label):
            if total is not None:
                return None
            total = label
            continue
        over = [i for i, whole in enumerate(above) if _is_part(label, whole)]
        if len(over) != 1 or (over[0] in groups and (total is not None or over[0] != [*groups][-1])):
            return None
        group = groups.setdefault(over[0], [])
        if total is not None:
            whole = joined(above[over[0]], total)
            if whole is None:
                return None
            group.append(whole)
            total = None
        group.append(label)
    if total is not None or sorted(groups) != [*groups]:
        return None
    return tuple(leaf for i, label in enumerate(above) for leaf in groups.get(i, [label]))


def _is_bare_total(label: Label) -> bool:
    return label.said.total and not meant_by(label)


def _is_part(label: Label, whole: Label) -> bool:
    wholes = meant_by(whole) - {load_small_tables().family}
    return any(part != w and is_within(part, w) for part in meant_by(label) for w in wholes)


@dataclass(frozen=True)
class _Leaf:
    label: Label
    value: Decimal


def adds_up(columns: Columns, figures: Sequence[Token]) -> bool:
    """Whether the figures of a row are the sums that their heads say: what shows that heads of several rows were told
    apart rightly."""
    figures = figures[: len(columns.heads)]
    named = all(head.names for head in columns.heads)
    measures = max(1, len(columns.over)) if named else len(columns.heads) // len(columns.over)
    size = len(columns.heads) // measures
    leaves = columns.heads[:size] if named else columns.over
    for i in range(measures):
        own = figures[i * size : (i + 1) * size] if named else figures[i::measures]
        told = columns.over[i] if named and columns.over else None if named else columns.heads[i]
        if told is not None and (told.said.telling.rate or told.said.telling.compared):
            continue
        values = [_value(figure.text) for figure in own]
        if any(v is None for v in values) or not _sums_hold(
            [_Leaf(label, value) for label, value in zip(leaves, values, strict=True) if value is not None]
        ):
            return False
    return True


def _value(text: str) -> Decimal | None:
    if is_blank(text):
        return Decimal(0)
    figure = figure_in(text)
    return None if figure is None else figure.amount.value


def _sums_hold(leaves: Sequence[_Leaf]) -> bool:
    tops = [
        leaf for leaf in leaves if not _is_sum(leaf.label) and not any(_is_part(leaf.label, o.label) for o in leaves)
    ]
    own = [leaf for leaf in tops if _in_family(leaf.label)]
    sums = [(leaf, own) for leaf in leaves if is_title_of_all(leaf.label) or (_is_sum(leaf.label) and own == tops)]
    sums += [(leaf, [o for o in leaves if _is_part(o.label, leaf.label)]) for leaf in leaves]
    return all(
        abs(sum((p.value for p in parts), Decimal(0)) - whole.value) <= _ROUNDED * (len(parts) + 1)
        for whole, parts in sums
        if len(parts) >= _FEWEST
    )


def _is_sum(label: Label) -> bool:
    return _is_bare_total(label) or is_title_of_all(label)


def _in_family(label: Label) -> bool:
    return any(is_within(concept, load_small_tables().family) for concept in meant_by(label))
