"""Which figures of a statement without rulings are certain: where blank cells are lost, not all columns can be told."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.statements.flat.coded import CodedHead, CodedWalk
from extractors.statements.flat.heads import columns_said
from extractors.statements.flat.items import Item
from extractors.statements.flat.sided import Walk
from extractors.statements.flat.sums import adds_up, is_sum_of, pays_all, value_of
from patterns.statements import ColumnPattern, StatementPattern, load_statements

_DECIMALS = regex.compile(r"\.(\d*)")
_SUM, _PAIR = 1, 2  # columns that a row with blank cells surely fills: the sum, or it and the only budget that pays

_Columns = Sequence[ColumnPattern | None]


def sided_figures(walk: Walk, pattern: StatementPattern) -> list[Sequence[Item]]:
    """Of each item of both sides the figures whose columns are certain, from the left."""
    columns = [columns_said(side.values, pattern.columns) for side in walk.head.sides]
    summed = [_is_budgets(side) for side in columns]
    left = [segment for segment in walk.segments if segment.side == 0]
    budget = columns[-1][_SUM] if summed[-1] else None
    alone = budget is not None and budget.concept is not None and pays_all(left, pattern.sides[0], budget.concept)
    surely = _PAIR if alone else _SUM
    cut_off = _cut_off_of(walk)
    return [_told(s.figures, columns[s.side], cut_off, summed[s.side], surely) for s in walk.segments]


def coded_figures(walk: CodedWalk, head: CodedHead, pattern: StatementPattern) -> list[Sequence[Item]]:
    """Of each row that bears a code the figures whose columns are certain; none where nothing tells several apart."""
    columns = columns_said(head.values, pattern.columns)
    summed = len(columns) > 1 and is_sum_of(columns)
    if not columns or (len(columns) > 1 and not summed):
        return [() for _ in walk.rows]
    cut_off = _cut_off([figure for row in walk.rows for figure in row.figures], walk.items)
    return [_told(row.figures, columns, cut_off, summed) if row.fits else () for row in walk.rows]


def _told(
    figures: Sequence[Item], columns: _Columns, cut_off: Item | None, summed: bool, surely: int = _SUM
) -> Sequence[Item]:
    """The figures of a row whose columns are certain, from the left: all, or where cells are blank the first `surely`.

    `summed` is whether the first of several columns is the sum of the others.
    """
    if not figures or len(figures) > len(columns) or figures[-1] is cut_off:
        return ()
    if len(columns) == 1:
        return figures
    total, *parts = map(value_of, figures)
    if summed and not (parts and adds_up(total, parts)):
        return ()
    if len(figures) == len(columns):
        return figures
    if not summed:
        return ()
    return figures if len(figures) == surely else figures[:_SUM]


def _is_budgets(columns: _Columns) -> bool:
    """Whether the first of several columns is the sum of those of single budgets behind it."""
    first, *others = columns
    return bool(others) and first is not None and first.plain and all(c is not None and not c.plain for c in others)


def _cut_off_of(walk: Walk) -> Item | None:
    """The figure that a page may break off; none where both sides tell their sum of all, which agree."""
    summed = {s.side for s in walk.segments if s.figures and s.sums_up(load_statements().sums_up_all)}
    if len(summed) == len(walk.head.sides):
        return None
    return _cut_off([figure for segment in walk.segments for figure in segment.figures], walk.items)


def _cut_off(figures: Sequence[Item], items: Sequence[Item]) -> Item | None:
    """The last figure of a page that ends with it, unless it has as many decimals as others: it may go on."""
    if not figures or figures[-1] is not items[-1]:
        return None
    usual = max((_decimals(figure) for figure in figures[:-1]), default=0)
    return figures[-1] if not usual or _decimals(figures[-1]) < usual else None


def _decimals(figure: Item) -> int:
    match = _DECIMALS.search(figure.text)
    return len(match[1]) if match else 0
