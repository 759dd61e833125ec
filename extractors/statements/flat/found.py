"""Finds the standard statements of a page whose rulings are lost, and takes their lines out of the running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.model.cells import PageTables, Table
from extractors.model.page import Line, ReadPage
from extractors.statements.flat.coded import CodedRow, CodedWalk, coded_head
from extractors.statements.flat.heads import sided_head
from extractors.statements.flat.items import Item, items_of, says_unit, titled
from extractors.statements.flat.made import coded_table, lines_of, sided_table
from extractors.statements.flat.sided import Walk
from extractors.statements.flat.sums import rows_add_up, sides_add_up
from extractors.statements.flat.told import coded_figures, sided_figures
from extractors.statements.grid import label
from extractors.statements.small.flat.lined import lined_statements
from extractors.statements.small.flat.taking import Found, taken_out
from patterns.shapes import load_cell_shapes
from patterns.statements import StatementPattern, statement_numbered, statement_of

_MOSTLY = 0.5  # of the rows that hold figures: more must be told (set by eye)
_NEAR = 60  # cells between a statement's title and its printed number at most (set by eye, as the length of heads)


@dataclass(frozen=True)
class _Read:
    """The cells of a statement; `table` is None where it is not certain what its figures are."""

    items: tuple[Item, ...]
    table: Table | None


def flat_statements(page: ReadPage, outside: Sequence[Line]) -> PageTables:
    """The standard statements without rulings among the lines in no table, and the lines that are left.

    What is a statement, but not certainly told, is left out of both: it is no running text.
    """
    found = taken_out(page, outside, _may_hold_any, lambda tokens: _found(items_of(tokens), page.number))
    if not _may_hold_any(found.outside):
        return found
    lined = lined_statements(page, found.outside)
    return PageTables((*found.tables, *lined.tables), lined.outside)


def _may_hold_any(lines: Sequence[Line]) -> bool:
    return any(load_cell_shapes().table in line.text and _tells_any(line.text) for line in lines)


def _tells_any(text: str) -> bool:
    """Whether a line is the title of a statement, or runs on with one between blanks."""
    return titled(label(text)) or any(titled(label(word)) or statement_numbered(label(word)) for word in text.split())


def _titles(items: Sequence[Item]) -> list[int]:
    """Where statements begin: at their titles, or far from any at the numbers that are printed over them."""
    words = [(i, item.text) for i, item in enumerate(items) if item.is_word]
    named = [i for i, text in words if titled(text)]
    numbered = [i for i, text in words if statement_numbered(text) and all(abs(i - j) > _NEAR for j in named)]
    return sorted((*named, *numbered))


def _found(items: Sequence[Item], page: int) -> Iterator[Found]:
    end = 0
    for place, behind in pairwise([*_titles(items), len(items)]):
        pattern = statement_of(items[place].text, vague=True) or statement_numbered(items[place].text)
        if pattern is None or place < end or pattern.measures:
            continue
        read = _sided if pattern.sides else _coded
        found = read(items[place:], behind - place, pattern, page)
        if found is not None:
            yield Found(tuple(token for item in found.items for token in item.piece), found.table)
            end = place + len(found.items)


def _sided(items: Sequence[Item], end: int, pattern: StatementPattern, page: int) -> _Read | None:
    """01 or 04 below the title that `items` begin with; its head stands before `end`."""
    head = sided_head(items[1:end], pattern)
    if head is None:
        return None
    walk = Walk(items, head, pattern.two_sides, 1 + head.body)
    walk.run()
    taken = tuple(items[1 + head.start : walk.at])
    heading = _heading(items[: 1 + head.body], taken)
    if not (head.certain and walk.sound and heading) or not sides_add_up(walk.segments, pattern.two_sides):
        return _Read(taken, None)
    told = sided_figures(walk, pattern)
    return _Read(taken, sided_table(head, walk.segments, told, heading, page) if any(told) else None)


def _coded(items: Sequence[Item], end: int, pattern: StatementPattern, page: int) -> _Read | None:
    """A statement whose rows bear codes below the title that `items` begin with; its head stands before `end`."""
    head = coded_head(items[1:end], pattern)
    if head is None:
        return None
    walk = CodedWalk(items, 1 + head.body, [])
    walk.run()
    taken = tuple(items[1 + head.start : max(walk.at, 1 + head.body)])
    heading = _heading(items[: 1 + head.body], taken)
    if not (heading and head.whole):
        return _Read(taken, None)
    rows = list(zip(walk.rows, coded_figures(walk, head, pattern), strict=True))
    told = [row for row, figures in rows if figures]
    certain = _mostly(rows) and rows_add_up(told, pattern, whole=_is_whole(walk, told))
    return _Read(taken, coded_table(head, rows, heading, page) if certain else None)


def _is_whole(walk: CodedWalk, told: Sequence[CodedRow]) -> bool:
    """Whether no row is lost: text follows the table, or a sum of all ends it, and every row is told."""
    follows = any(item.is_word for item in walk.items[walk.at :])
    ended = follows or (len(told) > 1 and told[-1].code is None)
    return ended and len(told) == sum(bool(row.figures) for row in walk.rows)


def _mostly(rows: Sequence[tuple[CodedRow, Sequence[Item]]]) -> bool:
    """Whether of the rows that hold figures most are told."""
    held = [bool(told) for row, told in rows if row.figures]
    return bool(held) and sum(held) > _MOSTLY * len(held)


def _heading(items: Sequence[Item], taken: Sequence[Item]) -> tuple[Line, ...]:
    """The lines over a table; none where they do not tell the unit of money."""
    title, *others = [item for item in items if item not in taken or says_unit(item.text)]
    lines = (*lines_of([title]), *lines_of(others))
    return lines if any(says_unit(label(line.text)) for line in lines) else ()
