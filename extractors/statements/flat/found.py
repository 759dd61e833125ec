"""Finds the standard statements of a page whose rulings are lost, and takes their lines out of the running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.model.cells import PageTables, Table
from extractors.model.page import Line, ReadPage
from extractors.prose.arrange import text_rows
from extractors.statements.flat.coded import CodedRow, CodedWalk, coded_head
from extractors.statements.flat.heads import columns_said, sided_head
from extractors.statements.flat.items import Item, items_of, says_unit, titled
from extractors.statements.flat.made import coded_table, lines_of, sided_table
from extractors.statements.flat.sided import Walk
from extractors.statements.flat.sums import adds_up, is_sum_of, rows_add_up, sides_add_up, value_of
from extractors.statements.grid import label
from extractors.statements.small.flat.found import outside_of
from extractors.statements.small.flat.tokens import tokens_of
from patterns.shapes import load_cell_shapes
from patterns.statements import ColumnPattern, StatementPattern, load_statements, statement_of

_MOSTLY = 0.5  # of the rows that hold figures: more must be told (set by eye)
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
        if pattern is None or place < end or pattern.measures:
            continue
        read = _sided if pattern.sides else _coded
        found = read(items[place:], behind - place, pattern, page)
        if found is not None:
            yield found
            end = place + len(found.items)


def _sided(items: Sequence[Item], end: int, pattern: StatementPattern, page: int) -> _Found | None:
    """01 or 04 below the title that `items` begin with; its head stands before `end`."""
    head = sided_head(items[1:end], pattern)
    if head is None:
        return None
    walk = Walk(items, head, pattern.sides, 1 + head.body)
    walk.run()
    taken = tuple(items[1 + head.start : walk.at])
    heading = _heading(items[: 1 + head.body], taken)
    if not (head.certain and walk.sound and heading) or not sides_add_up(walk.segments, pattern.sides):
        return _Found(taken, None)
    cut_off = _cut_off_of(walk, items)
    columns = [columns_said(side.values, pattern.columns) for side in head.sides]
    told = [_told(s.figures, columns[s.side], _is_budgets(columns[s.side]), cut_off) for s in walk.segments]
    return _Found(taken, sided_table(head, walk.segments, told, heading, page) if any(told) else None)


def _cut_off_of(walk: Walk, items: Sequence[Item]) -> Item | None:
    """The figure that a page may break off; none where both sides tell their sum of all, which agree."""
    summed = {s.side for s in walk.segments if s.figures and s.sums_up(load_statements().sums_up_all)}
    if len(summed) == len(walk.head.sides):
        return None
    return _cut_off([figure for segment in walk.segments for figure in segment.figures], items)


def _coded(items: Sequence[Item], end: int, pattern: StatementPattern, page: int) -> _Found | None:
    """A statement whose rows bear codes below the title that `items` begin with; its head stands before `end`."""
    head = coded_head(items[1:end], pattern)
    if head is None:
        return None
    walk = CodedWalk(items, 1 + head.body, [])
    walk.run()
    taken = tuple(items[1 + head.start : max(walk.at, 1 + head.body)])
    heading = _heading(items[: 1 + head.body], taken)
    if not (heading and head.whole):
        return _Found(taken, None)
    rows = _rows(walk, columns_said(head.values, pattern.columns))
    told = [row for row, figures in rows if figures]
    certain = _mostly(rows) and rows_add_up(told, pattern, whole=_is_whole(walk, told))
    return _Found(taken, coded_table(head, rows, heading, page) if certain else None)


def _rows(walk: CodedWalk, columns: Sequence[ColumnPattern | None]) -> list[tuple[CodedRow, Sequence[Item]]]:
    """The rows, each with those of its figures that are certain; none where nothing tells whether several are."""
    if not columns or (len(columns) > 1 and not is_sum_of(columns)):
        return []
    cut_off = _cut_off([figure for row in walk.rows for figure in row.figures], walk.items)
    return [(r, _told(r.figures, columns, len(columns) > 1, cut_off) if r.fits else []) for r in walk.rows]


def _is_whole(walk: CodedWalk, told: Sequence[CodedRow]) -> bool:
    """Whether no row is lost: text follows the table, or a sum of all ends it, and every row is told."""
    ended = walk.at < len(walk.items) or (len(told) > 1 and told[-1].code is None)
    return ended and len(told) == sum(bool(row.figures) for row in walk.rows)


def _mostly(rows: Sequence[tuple[CodedRow, Sequence[Item]]]) -> bool:
    """Whether of the rows that hold figures most are told."""
    held = [bool(told) for row, told in rows if row.figures]
    return bool(held) and sum(held) > _MOSTLY * len(held)


def _heading(items: Sequence[Item], taken: Sequence[Item]) -> tuple[Line, ...]:
    """The lines over a table; none where they do not tell the unit of money."""
    lines = lines_of([item for item in items if item not in taken or says_unit(item.text)])
    return lines if any(says_unit(label(line.text)) for line in lines) else ()


def _is_budgets(columns: Sequence[ColumnPattern | None]) -> bool:
    """Whether the first of several columns is the sum of those of single budgets behind it."""
    first, *others = columns
    return first is not None and first.plain and all(c is not None and not c.plain for c in others)


def _told(
    figures: Sequence[Item], columns: Sequence[ColumnPattern | None], summed: bool, cut_off: Item | None
) -> Sequence[Item]:
    """The figures of a row whose columns are certain, from the left: all, or the sum of the others alone.

    `summed` is whether the first of several columns is the sum of the others.
    """
    if not figures or len(figures) > len(columns) or figures[-1] is cut_off:
        return []
    if len(columns) == 1:
        return figures
    total, *parts = map(value_of, figures)
    if summed and not (parts and adds_up(total, parts)):
        return []
    if len(figures) == len(columns):
        return figures
    return figures[:1] if summed else []


def _cut_off(figures: Sequence[Item], items: Sequence[Item]) -> Item | None:
    """The last figure of a page that ends with it, unless it has as many decimals as others: it may go on."""
    if not figures or figures[-1] is not items[-1]:
        return None
    usual = max((_decimals(figure) for figure in figures[:-1]), default=0)
    return figures[-1] if not usual or _decimals(figures[-1]) < usual else None


def _decimals(figure: Item) -> int:
    match = _DECIMALS.search(figure.text)
    return len(match[1]) if match else 0
