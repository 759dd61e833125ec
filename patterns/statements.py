"""Loads patterns/statements.yaml: how the tables of final accounts are headed, told from each other, and read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import regex

from patterns.files import FOLDER, Entry, Known, Source, load_files
from patterns.kept import KEPT, compiled
from patterns.loader import known_names
from patterns.marks import ConceptId, Defines, Expression, IsExpression, IsWording, StatementId, Wording
from patterns.measure import Measure
from patterns.nearest import nearest
from patterns.shapes import Expressions
from patterns.titles import load_titles, misread_as, named_by
from patterns.wording import any_of

Said = Annotated[str, IsWording(empty=True)]  # "" is what an empty cell says
RowsAre = Literal["codes", "units", "projects", "items", "sides"]
Class = Literal["function", "economic"]


class ColumnPattern(Entry):
    """A column by its head: `concept` of the row that sums up, `by` of the rows that bear codes.

    In tables with sides a `plain` column holds the figures of rows that are concepts themselves, and `closing` is what
    a column tells in the row of what is carried over, `budget` the budget of which it tells what a row is `own`.
    """

    say: tuple[Said, ...]
    concept: ConceptId | None = None
    by: ConceptId | None = None
    plain: bool = False
    closing: ConceptId | None = None
    budget: ConceptId | None = None


class RowPattern(Entry):
    """A row by its name; `unless_after` names rows below which it means something else, `after` those it stands below.

    `spent` marks the row that sums up a year's spending: there, columns of one budget are that budget's total;
    `closing` that of what is carried over to the next year. Of rows that are `either` the concept, a figure is it only
    where it stands in one of them alone, else a part of it. `own` is what the row is of a budget, in its column.
    """

    say: tuple[Said, ...]
    concept: ConceptId
    unless_after: tuple[Wording, ...] = ()
    after: tuple[Wording, ...] = ()
    spent: bool = False
    closing: bool = False
    either: bool = False
    own: str | None = None


class MeasurePattern(Entry):
    """Words in the head of a column, and the measure of the figures under them."""

    say: tuple[Said, ...]
    measure: Measure


class SidePattern(Entry):
    """One side of a table whose groups stand side by side: 收入 | 支出.

    A row without a concept of its own is a function (类), or an economic class under the concept `economic`.
    """

    side: tuple[Wording, ...]
    rows: tuple[RowPattern, ...]
    functions: bool = False
    economic: ConceptId | None = None


class StatementPattern(Entry):
    """A kind of table: what its rows and columns are of, and what tells it from other kinds.

    See the comments of statements.yaml. `files` is the id that the Record says where it is another than `id`; `plans`
    is whether it is a table of budgets.
    """

    id: Annotated[str, Defines("statement")]
    name: str
    files: StatementId | None = None
    holds: tuple[StatementId, ...] = ()
    may_hold: tuple[StatementId, ...] = ()
    rows_are: tuple[RowsAre, ...] = ()
    classes: tuple[Class, ...] = ()
    needs: tuple[tuple[Wording, ...], ...] = ()
    bars: tuple[Wording, ...] = ()
    tells: tuple[tuple[Wording, ...], ...] = ()
    columns: tuple[ColumnPattern, ...] = ()
    sides: tuple[SidePattern, ...] = ()
    rows: tuple[RowPattern, ...] = ()
    measures: tuple[MeasurePattern, ...] = ()
    over: tuple[Wording, ...] = ()
    number: int | None = None
    figures: ConceptId | None = None
    by: ConceptId | None = None
    economic: ConceptId | None = None
    dimension: str | None = None
    form: bool = False
    small: bool = False
    plans: bool = False

    @property
    def kind(self) -> str:
        """The kind that the Record says."""
        return self.files or self.id

    @property
    def two_sides(self) -> tuple[SidePattern, ...]:
        """Income and spending, without what some tables tell of the latter once more, by another classification."""
        return self.sides[:2]


class Holders(Entry):
    """Heads of the columns of names, where these are of units or of projects."""

    units: tuple[Wording, ...]
    projects: tuple[Wording, ...]


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
    series: Expression
    captions: Expressions
    printed_number: Annotated[str, IsExpression(("number",))]
    notes: tuple[str, ...]
    counted: Annotated[str, IsExpression(("unit",))]
    classes: dict[Class, str]
    holders: Holders
    worth: tuple[Wording, ...]
    economic_since: int
    statements: tuple[StatementPattern, ...]


class PlannedPattern(StatementPattern):
    """A kind of table as budgets have it."""

    plans: bool = True


class PlannedTables(Entry):
    """All of budget_tables.yaml."""

    heads: tuple[Wording, ...]
    last_year: str
    statements: tuple[PlannedPattern, ...]


@cache
def load_statements(folder: Path = FOLDER) -> StatementPatterns:
    """The patterns of all kinds of tables. Raises PatternError where a file is not valid or names what is unknown."""
    known = known_names(folder)
    patterns, names = load_files(StatementPatterns, Source(folder, "statements.yaml"), known)
    _check_titles(folder, names, "kinds", "examples")
    return patterns


@cache
def load_planned(folder: Path = FOLDER) -> PlannedTables:
    """The patterns of budgets' tables. Raises PatternError as `load_statements`."""
    planned, names = load_files(PlannedTables, Source(folder, "budget_tables.yaml"), known_names(folder))
    _check_titles(folder, names, "plans", "planned_examples")
    return planned


def _check_titles(folder: Path, names: Known, *fields: str) -> None:
    """Raises PatternError where one of these fields of titles.yaml tells of a kind of table that there is none of."""
    titles, source = load_titles(folder), Source(folder, "titles.yaml")
    for field in fields:
        for i, told in enumerate(getattr(titles, field)):
            if told.kind and told.kind not in names["statement"]:
                source.fail((field, i), f'unknown statement "{told.kind}"{nearest(told.kind, names["statement"])}')


def all_statements(*, plans: bool = False) -> tuple[StatementPattern, ...]:
    """The kinds of tables of accounts, or of budgets (`plans`)."""
    return load_planned().statements if plans else load_statements().statements


@cache
def statement_patterns(*, plans: bool = False) -> Mapping[str, StatementPattern]:
    """The same by id."""
    return {s.id: s for s in all_statements(plans=plans)}


@cache
def head_labels() -> tuple[str, ...]:
    """What levels of heads say, of accounts and of budgets."""
    return (*load_statements().heads, *load_planned().heads)


@cache
def _compiled(wordings: tuple[str, ...]) -> regex.Pattern[str]:
    return any_of(tuple(w for w in wordings if w))


@lru_cache(maxsize=KEPT)
def says(text: str, wordings: tuple[str, ...]) -> bool:
    """Whether one of the wordings is all of `text`; "" among them is said by an empty text."""
    return _compiled(wordings).fullmatch(text) is not None if text else "" in wordings


def statement_of(title: str, *, vague: bool = False) -> StatementPattern | None:
    """The kind of table that a title names for certain, or with `vague` at all; None where it names none.

    `title` is normalised, without blanks; all of it must be accounted for.
    """
    named = named_by(title)
    return statement_patterns()[named[0].kind] if named and (vague or not named[0].vague) else None


def names_statement(title: str, *, scanned: bool = False) -> bool:
    """Whether a title names a kind of table, be it one that other documents have, too.

    Of a `scanned` one a character may have been misread. That of a form names none: forms follow one another.
    """
    for plans in (False, True):
        named = named_by(title, plans=plans) or (misread_as(title, plans=plans) if scanned else ())
        if any(not statement_patterns(plans=plans)[n.kind].form for n in named):
            return True
    return False


def statement_numbered(text: str) -> StatementPattern | None:
    """The statement whose number is all that a text prints (财决公开01表); None where it tells none."""
    known = load_statements()
    match = compiled(f"(?:{known.series})?{known.printed_number}").fullmatch(text)
    return next((s for s in known.statements if match and s.number == int(match["number"])), None)
