"""Takes tables without rulings out of the lines of a page, whether blanks part their cells or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractors.model.cells import PageTables, Table
from extractors.model.page import Line, ReadPage
from extractors.prose.arrange import text_rows
from extractors.statements.small.flat.tokens import Token, tokens_of

LONGEST_HEADING = 60  # characters of a line over a table: longer lines are running text (set by eye)


@dataclass(frozen=True)
class Found:
    """A stretch of tokens that is a table's; `table` is None where it is not certain what its figures are."""

    tokens: tuple[Token, ...]
    table: Table | None


def taken_out(
    page: ReadPage,
    outside: Sequence[Line],
    may_hold: Callable[[Sequence[Line]], bool],
    find: Callable[[Sequence[Token]], Iterable[Found]],
) -> PageTables:
    """The tables that `find` sees in the lines, where these may hold any, and the lines that are left.

    What is a table, but not certainly told, is left out of both: it is no running text.
    """
    if not may_hold(outside):
        return PageTables((), tuple(outside))
    rows = text_rows(page, outside)
    for blanks in (False, True):
        found = list(find(tokens_of(rows, blanks=blanks)))
        if found:
            # What is left may hold tables of the other make.
            taken = [token for each in found for token in each.tokens]
            tables = tuple(each.table for each in found if each.table is not None)
            left = outside_of(outside, taken)
            more = PageTables((), left) if blanks else taken_out(page, left, may_hold, find)
            return PageTables((*tables, *more.tables), more.outside)
    return PageTables((), tuple(outside))


def outside_of(lines: Sequence[Line], taken: Sequence[Token]) -> tuple[Line, ...]:
    """The lines, and the ends of lines, that are none of the tokens."""
    spans: dict[int, list[Token]] = defaultdict(list)
    for token in taken:
        spans[id(token.line)].append(token)
    left: list[Line] = []
    for line in lines:
        own = spans.get(id(line))
        if own is None:
            left.append(line)
            continue
        ends = line.slice(0, min(t.start for t in own)), line.slice(max(t.end for t in own), len(line.text))
        before, behind = (any(c.isalnum() for c in end.text) for end in ends)
        # What stands before a table in its line is its title: with text behind the table it would make one sentence.
        left += ends[:1] if before and not (behind and len(ends[0].text) <= LONGEST_HEADING) else ()
        left += ends[1:] if behind else ()
    return tuple(left)
