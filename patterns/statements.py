"""Loads patterns/statements.yaml: how the nine final-accounts tables (财决公开01-09表) are titled, headed, and read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.loader import known_names
from patterns.wording import any_of


class ColumnPattern(Entry):
    """A column by its head: `concept` of the row that sums up, `by` of the rows that bear codes.

    In tables with sides a `plain` column holds the figures of rows that are concepts themselves.
    """

    say: tuple[str, ...]
    concept: str | None = None
    by: str | None = None
    plain: bool = False


class RowPattern(Entry):
    """A row by its name; `unless_after` names rows below which it means something else.

    `spent` marks the row that sums up a year's spending: there, columns of one budget are that budget's total.
    """

    say: tuple[str, ...]
    concept: str
    unless_after: tuple[str, ...] = ()
    spent: bool = False


class MeasurePattern(Entry):
    say: tuple[str, ...]
    measure: str


class SidePattern(Entry):
    """One side of a table whose groups stand side by side: 收入 | 支出."""

    side: tuple[str, ...]
    rows: tuple[RowPattern, ...]
    functions: bool = False


class StatementPattern(Entry):
    id: str
    name: str
    titles: tuple[str, ...]
    columns: tuple[ColumnPattern, ...]
    sides: tuple[SidePattern, ...] = ()
    rows: tuple[RowPattern, ...] = ()
    measures: tuple[MeasurePattern, ...] = ()
    figures: str | None = None
    by: str | None = None


class TitleExample(Entry):
    title: str
    statement: str


class Roles(Entry):
    name: tuple[str, ...]
    code: tuple[str, ...]
    line: tuple[str, ...]


class StatementPatterns(Entry):
    heads: tuple[str, ...]
    totals: tuple[str, ...]
    subtotals: tuple[str, ...]
    roles: Roles
    line_row: tuple[str, ...]
    numbering: str
    unit: str
    printed_number: str
    notes: tuple[str, ...]
    counted: str
    statements: tuple[StatementPattern, ...]
    examples: tuple[TitleExample, ...]


@cache
def load_statements(folder: Path = FOLDER) -> StatementPatterns:
    """The patterns of the nine tables. Raises PatternError where the file is not valid or names an unknown concept."""
    return load_file(StatementPatterns, "statements.yaml", folder, known_names(folder))


@cache
def _compiled(wordings: tuple[str, ...]) -> regex.Pattern[str]:
    return any_of(tuple(w for w in wordings if w))


def says(text: str, wordings: tuple[str, ...]) -> bool:
    """Whether one of the wordings is all of `text`; "" among them is said by an empty text."""
    return _compiled(wordings).fullmatch(text) is not None if text else "" in wordings


def statement_of(title: str) -> StatementPattern | None:
    """The statement that a title names; None where it names none."""
    return next((s for s in load_statements().statements if _compiled(s.titles).search(title)), None)
