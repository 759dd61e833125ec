"""Loads patterns/statements.yaml: how the nine final-accounts tables (财决公开01-09表) are titled, headed, and read."""

from __future__ import annotations

from functools import cache

import regex
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError, load_patterns
from patterns.measure import Measure
from patterns.wording import any_of


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnPattern(_Entry):
    """A column by its head: `concept` of the row that sums up, `by` of the rows that bear codes.

    In tables with sides a `plain` column holds the figures of rows that are concepts themselves.
    """

    say: tuple[str, ...]
    concept: str | None = None
    by: str | None = None
    plain: bool = False


class RowPattern(_Entry):
    """A row by its name; `unless_after` names rows below which it means something else.

    `spent` marks the row that sums up a year's spending: there, columns of one budget are that budget's total.
    """

    say: tuple[str, ...]
    concept: str
    unless_after: tuple[str, ...] = ()
    spent: bool = False


class MeasurePattern(_Entry):
    say: tuple[str, ...]
    measure: Measure


class SidePattern(_Entry):
    """One side of a table whose groups stand side by side: 收入 | 支出."""

    side: tuple[str, ...]
    rows: tuple[RowPattern, ...]
    functions: bool = False


class StatementPattern(_Entry):
    id: str
    name: str
    titles: tuple[str, ...]
    columns: tuple[ColumnPattern, ...]
    sides: tuple[SidePattern, ...] = ()
    rows: tuple[RowPattern, ...] = ()
    measures: tuple[MeasurePattern, ...] = ()
    figures: str | None = None
    by: str | None = None


class TitleExample(_Entry):
    title: str
    statement: str


class Roles(_Entry):
    name: tuple[str, ...]
    code: tuple[str, ...]
    line: tuple[str, ...]


class StatementPatterns(_Entry):
    heads: tuple[str, ...]
    totals: tuple[str, ...]
    subtotals: tuple[str, ...]
    sums_up_year: tuple[str, ...]
    sums_up_all: tuple[str, ...]
    below: tuple[str, ...]
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
def load_statements() -> StatementPatterns:
    """The patterns of the nine tables. Raises PatternError where the file is not valid or names an unknown concept."""
    data = yaml.safe_load((FOLDER / "statements.yaml").read_text(encoding="utf-8"))
    try:
        patterns = StatementPatterns.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/statements.yaml, {first['loc']}: {first['msg']}") from error
    known = {c.id for c in load_patterns().concepts}
    for statement in patterns.statements:
        rows = (*statement.rows, *(r for s in statement.sides for r in s.rows))
        named = [r.concept for r in rows] + [c for p in statement.columns for c in (p.concept, p.by)]
        for concept in named:
            if concept is not None and concept not in known:
                raise PatternError(f"patterns/statements.yaml, {statement.id}: no concept {concept}")
    return patterns


@cache
def _compiled(wordings: tuple[str, ...]) -> regex.Pattern[str]:
    return any_of(tuple(w for w in wordings if w))


def says(text: str, wordings: tuple[str, ...]) -> bool:
    """Whether one of the wordings is all of `text`; "" among them is said by an empty text."""
    return _compiled(wordings).fullmatch(text) is not None if text else "" in wordings


def statement_of(title: str) -> StatementPattern | None:
    """The statement that a title names; None where it names none."""
    return next((s for s in load_statements().statements if _compiled(s.titles).search(title)), None)
