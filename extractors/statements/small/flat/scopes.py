"""Heads that part figures by the budget that pays (合计, 一般公共预算, 政府性基金): below measures, or above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.statements.small.flat.columns import Columns, all_measures, any_measure, differ, same, trailing
from extractors.statements.small.flat.pieces import Label


def scoped_ways(labels: Sequence[Label]) -> Iterator[Columns]:
    """The ways in which budgets that pay, and their sum, stand below measures, or above them."""
    first = trailing(labels, lambda label: label.pays)
    if any(label.scoped for label in labels[first:]):
        yield from _below_measures(labels[:first], labels[first:])
        return
    first = trailing(labels, lambda label: label.is_measure)
    over, heads = labels[trailing(labels[:first], lambda label: label.pays) : first], labels[first:]
    if any(label.scoped for label in over) and differ(over) and same(heads, len(over)):
        yield Columns(tuple(heads), tuple(over))


def _below_measures(measures: Sequence[Label], heads: Sequence[Label]) -> Iterator[Columns]:
    for parts in range(1, len(measures) + 1):
        over, own = measures[-parts:], heads[: len(heads) // parts]
        alone = parts > 1 or not any_measure(measures[:-1])
        if alone and same(heads, parts) and differ(over) and differ(own) and all_measures(over):
            yield Columns(tuple(heads), tuple(over))
