"""Finds the standard statements of a page whose rulings are lost, and takes their lines out of the running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.model.cells import PageTables, Table
from extractors.model.page import Line, ReadPage
from extractors.prose.arrange import text_rows
from extractors.statements.flat.heads import SidedHead, columns_said, sided_head
from extractors.statements.flat.items import Item, items_of, says_unit, titled
from extractors.statements.flat.made import lines_of, sided_table
from extractors.statements.flat.sided import Segment, Walk
from extractors.statements.flat.sums import adds_up, sides_add_up, value_of
from extractors.statements.grid import label
from extractors.statements.small.flat.found import outside_of
from extractors.statements.small.flat.tokens import tokens_of
from patterns.shapes import load_cell_shapes
from patterns.statements import ColumnPattern, StatementPattern, load_statements, statement_of

_SEVERAL = 2
_DECIMALS = regex.compile(r"\.(\d*)")


@dataclass(frozen=True)
class _Found:
    """The cells of a statement; `table` is None where it is not certain what its figures are."""

    items: tuple[Item, ...]
    table: Table | None


def flat_statements(page: ReadPage, outside: Sequence[Line]) -> PageTables:
    """The standard statements without rulings among the lines in no table, and the lines that are left.

    What is a statement, but not certainly told, is left out of both: it is no running text.
    """
    if not any(load_cell_shapes().table in line.text and titled(label(line.text)) for line in outside):
        return PageTables((), tuple(outside))
    rows = text_rows(page, outside)
    for blanks in (False, True):
        found = list(_found(items_of(tokens_of(rows, blanks=blanks)), page.number))
        if found:
            # What is left may hold statements of the other make.
            taken = [token for each in found for item in each.items for token in item.piece]
            tables = tuple(each.table for each in found if each.table is not None)
            left = outside_of(outside, taken)
            more = PageTables((), left) if blanks else flat_statements(page, left)
            return PageTables((*tables, *more.tables), more.outside)
    return PageTables((), tuple(outside))


def _found(items: Sequence[Item], page: int) -> Iterator[_Found]:
    titles = [i for i, item in enumerate(items) if item.is_word and titled(item.text)]
    end = 0
    for place, behind in zip(titles, [*titles[1:], len(items)], strict=True):
        pattern = statement_of(items[place].text)
        if pattern is None or place < end or not pattern.sides:
            continue
        head = sided_head(items[place + 1 : behind], pattern)
        if head is None:
            continue
        found = _sided(items[place:], head, pattern, page)
        yield found
        end = place + len(found.items)


def _sided(items: Sequence[Item], head: SidedHead, pattern: StatementPattern, page: int) -> _Found:
    """01 or 04 below the title that `items` begin with."""
    walk = Walk(items, head, pattern.sides, 1 + head.body)
    walk.run()
    start = 1 + head.start
    taken = tuple(items[start : walk.at])
    heading = lines_of([item for item in items[: 1 + head.body] if item not in taken or says_unit(item.text)])
    certain = head.certain and walk.sound and any(says_unit(label(line.text)) for line in heading)
    if not certain or not sides_add_up(walk.segments, pattern.sides):
        return _Found(taken, None)
    told = [_told(s, _columns(s, head, pattern), _cut_off(walk.segments, items)) for s in walk.segments]
    table = sided_table(head, walk.segments, told, heading, page) if any(told) else None
    return _Found(taken, table)


def _columns(segment: Segment, head: SidedHead, pattern: StatementPattern) -> list[ColumnPattern | None]:
    return columns_said(head.sides[segment.side].values, pattern.columns)


def _told(segment: Segment, columns: Sequence[ColumnPattern | None], cut_off: Item | None) -> list[Item]:
    """The figures of a segment whose columns are certain, from the left: all, or the sum of the others alone."""
    figures = segment.figures
    if not figures or any(figure is cut_off for figure in figures):
        return []
    if len(columns) == 1:
        return figures
    first, *others = columns
    summed = first is not None and first.plain and all(c is not None and not c.plain for c in others)
    total, *parts = map(value_of, figures)
    sound = not summed or (bool(parts) and adds_up(total, parts))
    if len(figures) == len(columns):
        return figures if sound else []
    return figures[:1] if summed and sound else []


def _cut_off(segments: Sequence[Segment], items: Sequence[Item]) -> Item | None:
    """The last figure of a page that ends with it, unless it has as many decimals as others: it may go on.

    Where both sides tell their sum of all, these agree.
    """
    figures = [figure for segment in segments for figure in segment.figures]
    summed = {s.side for s in segments if s.figures and s.sums_up(load_statements().sums_up_all)}
    if not figures or figures[-1] is not items[-1] or len(summed) == _SEVERAL:
        return None
    usual = max((_decimals(figure) for figure in figures[:-1]), default=0)
    return figures[-1] if not usual or _decimals(figures[-1]) < usual else None


def _decimals(figure: Item) -> int:
    match = _DECIMALS.search(figure.text)
    return len(match[1]) if match else 0
