"""Whether figures are the sums that their heads say: what shows that heads of several rows were told apart rightly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.statements.small.flat.columns import Columns, in_family, is_part, is_sum, is_title_of_all
from extractors.statements.small.flat.pieces import Label
from extractors.statements.small.flat.tokens import Token
from extractors.statements.small.value import figure_in, is_blank

_ROUNDED = Decimal("0.005")  # of the unit: how far each figure that is printed may be off
_FEWEST = 2  # parts that a sum adds up


@dataclass(frozen=True)
class _Item:
    label: Label
    value: Decimal | None


def adds_up(columns: Columns, figures: Sequence[Token]) -> bool:
    """Whether each measure of a row adds up; rates and differences are left out."""
    return all(map(_sums_hold, _by_measure(columns, [_value(figure.text) for figure in figures])))


def _by_measure(columns: Columns, values: Sequence[Decimal | None]) -> Iterator[list[_Item]]:
    """The items with their values, one measure after another."""
    heads = columns.heads
    if all(head.names for head in heads):
        size = len(heads) // max(1, len(columns.over))
        for i in range(len(heads) // size):
            if not _is_rate(columns.over[i : i + 1]):
                yield [_Item(*pair) for pair in zip(heads[:size], values[i * size : (i + 1) * size], strict=True)]
        return
    measures = len(heads) // len(columns.over)
    for i in range(measures):
        if not _is_rate(heads[i : i + 1]):
            yield [_Item(*pair) for pair in zip(columns.over, values[i : len(heads) : measures], strict=True)]


def _is_rate(labels: Sequence[Label]) -> bool:
    return any(label.said.telling.rate or label.said.telling.compared for label in labels)


def _value(text: str) -> Decimal | None:
    if is_blank(text):
        return Decimal(0)
    figure = figure_in(text)
    return None if figure is None else figure.amount.value


def _sums_hold(items: Sequence[_Item]) -> bool:
    return all(_holds(whole, parts) for whole, parts in _sums(items) if len(parts) >= _FEWEST)


def _sums(items: Sequence[_Item]) -> Iterator[tuple[_Item, list[_Item]]]:
    """Each item with those that it is the sum of."""
    tops = [t for t in items if not is_sum(t.label) and not any(is_part(t.label, o.label) for o in items)]
    own = [item for item in tops if in_family(item.label)]
    for item in items:
        if is_title_of_all(item.label) or (item.label.bare_total and own == tops):
            yield item, own
        else:
            yield item, [other for other in items if is_part(other.label, item.label)]


def _holds(whole: _Item, parts: Sequence[_Item]) -> bool:
    values = [part.value for part in parts if part.value is not None]
    if whole.value is None or len(values) < len(parts):
        return False
    return abs(sum(values, Decimal(0)) - whole.value) <= _ROUNDED * (len(parts) + 1)
