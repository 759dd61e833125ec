"""The heads over a standard statement whose rulings are lost: its two sides, or its columns, from a stream of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.statements.flat.items import Item
from extractors.statements.spelling import unnumbered
from patterns.kept import compiled
from patterns.statements import ColumnPattern, StatementPattern, load_statements, says

_MOST_ITEMS = 60  # cells of a head, and what stands between it and its title (set by eye)
_LONGEST = 40  # characters of a line between title and heads: the unit's name, that of money
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its `group` head, the one of its items' names, those of its figures; whether its lines are numbered."""

    group: Item | None
    name: Item
    values: tuple[Item, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class SidedHead:
    """The head of a statement with sides; `start` is its first cell, `body` the first below it.

    `certain` is whether heads and the numbers of columns, where there are such, agree.
    """

    sides: tuple[Side, ...]
    start: int
    body: int
    certain: bool


def sided_head(items: Sequence[Item], pattern: StatementPattern) -> SidedHead | None:
    """The head that the cells behind a title begin with; None where there is none."""
    roles = load_statements().roles
    body = _first_item(items)
    names = [i for i, item in enumerate(items[:body]) if says(item.text, roles.name)]
    if body is None or not names:
        return None
    groups = _groups(items[: names[0]], pattern)
    start = groups[0] if groups else names[0]
    counted = _numbering(items[:body])
    ends = [*names[1:], body if counted is None else counted]
    sides = [_side(items[a:b]) for a, b in zip(names, ends, strict=True)]
    if len(sides) != _SIDES or len(groups) not in (0, _SIDES):
        return SidedHead((), start, body, certain=False)
    told = tuple(_under_groups(sides, [items[g] for g in groups]))
    agree = counted is None or _counts(items[counted:body]) == sum(len(s.values) for s in told)
    return SidedHead(told, start, body, certain=agree and _are_alike(told))


def _under_groups(sides: Sequence[Side | None], groups: Sequence[Item]) -> Iterator[Side]:
    """The sides that were read, each with the head over it; without, where heads say only items and amounts."""
    for i, side in enumerate(sides):
        if side is not None:
            yield replace(side, group=groups[i]) if groups else side


def _are_alike(sides: Sequence[Side]) -> bool:
    """Whether there are both sides, and lines are numbered on both or on none."""
    return len(sides) == _SIDES and len({side.numbered for side in sides}) == 1


def _first_item(items: Sequence[Item]) -> int | None:
    """Where the first numbered item stands, below heads."""
    for i, item in enumerate(items[:_MOST_ITEMS]):
        if item.is_word and unnumbered(item.text) != item.text:
            return i if _is_item(item.text) else None
        if len(item.text) > _LONGEST or compiled("[。；]").search(item.text):
            return None
    return None


def _is_item(text: str) -> bool:
    """Whether a text is an item of one of the sides that are counted: an item of contents is none."""
    core = unnumbered(text)
    sides = (side for s in load_statements().statements for side in s.two_sides)
    return any(says(core, row.say) for side in sides for row in side.rows)


def _groups(over: Sequence[Item], pattern: StatementPattern) -> list[int]:
    """Where the heads over the sides stand, one of each, in their order."""
    found = []
    for side in pattern.two_sides:
        places = [i for i, item in enumerate(over) if says(item.text, side.side)]
        found += places[-1:]
    return found if found == sorted(found) else []


def _numbering(items: Sequence[Item]) -> int | None:
    """Where the row begins that numbers the columns; None where there is none."""
    return next((i for i, item in enumerate(items) if says(item.text, load_statements().line_row)), None)


def _counts(items: Sequence[Item]) -> int | None:
    """How many columns are numbered; None where they are not counted one by one, or something else stands there."""
    said = [item for item in items if not item.is_blank and not says(item.text, load_statements().line_row)]
    numbers = [item.number for item in said]
    return len(numbers) if numbers == list(range(1, len(numbers) + 1)) else None


def _side(items: Sequence[Item]) -> Side | None:
    """A side by the cells from the head of its names on; None where one of them is no head."""
    known = load_statements()
    words = [item for item in items[1:] if not item.is_blank]
    numbered = bool(words) and says(words[0].text, known.roles.line)
    values = words[1:] if numbered else words
    if not values or not all(_heads_figures(v.text) for v in values):
        return None
    return Side(None, items[0], tuple(without_upper(values)), numbered)


def _heads_figures(text: str) -> bool:
    known = load_statements()
    return says(text, known.heads) or says(text, known.totals)


def without_upper(values: Sequence[Item]) -> Sequence[Item]:
    """Heads of figures without one that stands over those behind it, a sum and its parts."""
    sums = load_statements().totals
    below = len(values) > _SIDES and says(values[1].text, sums) and not says(values[0].text, sums)
    return values[1:] if below else values


def columns_said(values: Sequence[Item], columns: Sequence[ColumnPattern]) -> list[ColumnPattern | None]:
    """What heads of figures say."""
    return [next((c for c in columns if says(value.text, c.say)), None) for value in values]


def differ(values: Sequence[Item]) -> bool:
    """Whether no two heads are the same."""
    return all(a != b for a, b in pairwise(sorted(value.text for value in values)))
