"""Loads patterns/statements.yaml: how the nine final-accounts tables (财决公开01-09表) are titled, headed, and read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.loader import known_names
from patterns.marks import ConceptId, Defines, Expression, IsExpression, IsWording, StatementId, Wording
from patterns.measure import Measure
from patterns.wording import any_of

Said = Annotated[str, IsWording(empty=True)]  # "" is what an empty cell says


class ColumnPattern(Entry):
    """A column by its head: `concept` of the row that sums up, `by` of the rows that bear codes.

    In tables with sides a `plain` column holds the figures of rows that are concepts themselves.
    """

    say: tuple[Said, ...]
    concept: ConceptId | None = None
    by: ConceptId | None = None
    plain: bool = False


class RowPattern(Entry):
    """A row by its name; `unless_after` names rows below which it means something else.

    `spent` marks the row that sums up a year's spending: there, columns of one budget are that budget's total.
    """

    say: tuple[Said, ...]
    concept: ConceptId
    unless_after: tuple[Wording, ...] = ()
    spent: bool = False


class MeasurePattern(Entry):
    """Words in the head of a column, and the measure of the figures under them."""

    say: tuple[Said, ...]
    measure: Measure


class SidePattern(Entry):
    """One side of a table whose groups stand side by side: 收入 | 支出."""

    side: tuple[Wording, ...]
    rows: tuple[RowPattern, ...]
    functions: bool = False


class StatementPattern(Entry):
    """One of the nine tables: how it is titled, and what its rows and columns are of."""

    id: Annotated[str, Defines("statement")]
    name: str
    titles: tuple[Wording, ...]
    columns: tuple[ColumnPattern, ...]
    sides: tuple[SidePattern, ...] = ()
    rows: tuple[RowPattern, ...] = ()
    measures: tuple[MeasurePattern, ...] = ()
    number: int | None = None
    figures: ConceptId | None = None
    by: ConceptId | None = None


class TitleExample(Entry):
    """A title, and the table that it must be told for."""

    title: str
    statement: StatementId


class Roles(Entry):
    """Heads of the columns that hold no figures: names, codes, numbers of lines."""

    name: tuple[Wording, ...]
    code: tuple[Wording, ...]
    line: tuple[Wording, ...]


class StatementPatterns(Entry):
    """All of statements.yaml."""

    heads: tuple[Wording, ...]
    totals: tuple[Wording, ...]
    subtotals: tuple[Wording, ...]
    sums_up_year: tuple[str, ...]
    sums_up_all: tuple[str, ...]
    below: tuple[str, ...]
    roles: Roles
    line_row: tuple[Wording, ...]
    levels: tuple[str, ...]
    numbering: Expression
    glued: Expression
    unit: Annotated[str, IsExpression(("unit",))]
    series: Expression
    printed_number: Annotated[str, IsExpression(("number",))]
    notes: tuple[str, ...]
    counted: Annotated[str, IsExpression(("unit",))]
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


def statement_numbered(text: str) -> StatementPattern | None:
    """The statement whose number is all that a text prints (财决公开01表); None where it tells none."""
    known = load_statements()
    match = regex.fullmatch(f"(?:{known.series})?{known.printed_number}", text)
    return next((s for s in known.statements if match and s.number == int(match["number"])), None)
