"""Heads of several rows, read row by row: a lower row parts heads of the one above, measures stand above or below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.statements.small.flat.columns import (
    Columns,
    all_measures,
    any_measure,
    differ,
    in_family,
    in_order,
    is_part,
    is_sum,
    is_title_of_all,
    meant_by,
    repeat,
    same,
    trailing,
)
from extractors.statements.small.flat.pieces import Label, joined


def levelled_ways(labels: Sequence[Label]) -> Iterator[Columns]:
    """The ways in which names of one or two rows stand below measures, or above them."""
    last = trailing(labels, lambda label: not label.is_item)
    first = trailing(labels[:last], lambda label: label.is_item)
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
        whole = joined(over, name) if over is not None and again and is_part(name, over) else None
        found = [*found[:-1], whole] if whole is not None else [*found, name]
    return found


def _over_measures(names: Sequence[Label], before: Sequence[Label], measures: Sequence[Label]) -> Iterator[Columns]:
    """Items, each over the same measures; what stands before them heads one column of its own behind them, or none."""
    if any_measure(before) or not all_measures(measures):
        return
    titles = [label for label in before if is_title_of_all(label) and not label.tells]
    for leaves in _leaves_of([*titles[-1:], *names], 1):
        if len(leaves) > 1 and repeat(measures, len(leaves)):
            yield Columns(tuple(measures), leaves, behind=tuple(b for b in before if _stands_alone(b)), levelled=True)


def _below_measures(names: Sequence[Label], before: Sequence[Label]) -> Iterator[Columns]:
    """Items as often as there are measures above them, of two rows."""
    tops = [label for label in before if label.tells]
    for parts in range(1, max(1, len(tops)) + 1):
        over = tuple(tops[-parts:]) if parts > 1 else ()
        told = parts > 1 or not any_measure(tops) or len(tops) == 1
        for leaves in _leaves_of(names, parts):
            if told and differ(over) and len(leaves) != len(names) // parts:
                yield Columns(leaves * parts, over, levelled=True)


def _stands_alone(label: Label) -> bool:
    """Whether a label says by itself all that a figure is of."""
    return bool(label.said.concepts) and label.tells and not is_title_of_all(label)


def _untitled(names: Sequence[Label]) -> tuple[Sequence[Label], Sequence[Label]]:
    """The names, one of them all that stands above their sum as one with that; and those of others beside it."""
    total = next((i for i, label in enumerate(names) if label.bare_total), 0)
    others = names[1:total]
    titled = total and is_title_of_all(names[0]) and not names[0].said.total and not any(map(in_family, others))
    whole = joined(names[0], names[total]) if titled else None
    return ([whole, *names[total + 1 :]], others) if whole is not None else (names, ())


def _leaves_of(names: Sequence[Label], parts: int) -> Iterator[tuple[Label, ...]]:
    """The heads of the columns, of names in one row or two that stand there so many times.

    What stands behind a name of all items, over their sum, are columns of other subjects behind them.
    """
    others: Sequence[Label] = ()
    if parts == 1:
        names, others = _untitled(names)
    for upper in range(len(names) // parts, 0, -1):
        above, below = names[: upper * parts], names[upper * parts :]
        if same(above, parts) and (not below or same(below, parts)):
            leaves = _leaves(above[:upper], below[: len(below) // parts])
            if leaves is not None and differ((*leaves, *others)) and in_order(leaves):
                yield (*leaves, *others)


def _leaves(above: Sequence[Label], below: Sequence[Label]) -> tuple[Label, ...] | None:
    """The heads of one row, those that the row below parts replaced by sum and parts; None where one fits none."""
    places = [place for place in _places(below, above) if place is not None]
    if len(places) < len(below) or places != sorted(places) or sum(map(is_sum, above)) > 1:
        return None
    found: list[Label | None] = []
    for i, label in enumerate(above):
        own = [part for part, place in zip(below, places, strict=True) if place == i]
        found += _parted(label, own) if own else [label]
    told = [label for label in found if label is not None]
    return tuple(told) if len(told) == len(found) else None


def _places(below: Sequence[Label], above: Sequence[Label]) -> Iterator[int | None]:
    """The place of the head above that each label is below: of a sum, that of the part behind it."""
    for i, label in enumerate(below):
        part = below[i + 1 : i + 2] if label.bare_total else [label]
        yield _whole_of(part[0], above) if part else None


def _whole_of(label: Label, above: Sequence[Label]) -> int | None:
    """The place of the one head above that a label is a part of."""
    wholes = [i for i, whole in enumerate(above) if is_part(label, whole)]
    return wholes[0] if len(wholes) == 1 else None


def _parted(whole: Label, own: Sequence[Label]) -> list[Label | None]:
    """What stands below a head, a sum at the beginning as the head's; None where a sum stands elsewhere."""
    first = joined(whole, own[0]) if own[0].bare_total else own[0]
    return [first, *(None if label.bare_total else label for label in own[1:])]
