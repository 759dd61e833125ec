"""Loads patterns/sets.yaml: which tables of final accounts are due, by region and year."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from patterns.files import FOLDER, Entry, load_file
from patterns.loader import known_names
from patterns.marks import StatementId
from patterns.statements import load_statements, statement_patterns


class SetOfTables(Entry):
    """The tables that a region printed in the years seen, in order."""

    region: str
    first: int = Field(alias="from")
    last: int = Field(alias="to")
    tables: tuple[StatementId, ...]


class Sets(Entry):
    """All of sets.yaml."""

    nine: tuple[StatementId, ...]
    since: dict[StatementId, int]
    sets: tuple[SetOfTables, ...]


@cache
def load_sets(folder: Path = FOLDER) -> Sets:
    """The sets of tables. Raises PatternError where the file is not valid or names an unknown kind of table."""
    kinds = {s.id for s in load_statements(folder).statements}
    return load_file(Sets, "sets.yaml", folder, {**known_names(folder), "statement": kinds})


def due_tables(unit_name: str | None, year: int | None) -> tuple[str, ...]:
    """The kinds of tables that a unit must publish of a year, in order.

    Those of its region's set, where that was seen for the year; the nine else, as far as they were due in that year.
    """
    known = load_sets()
    region = next((s for s in known.sets if _is_of(s, unit_name, year)), None)
    if region is not None:
        return tuple(dict.fromkeys(region.tables))
    return tuple(kind for kind in known.nine if year is None or known.since.get(kind, year) <= year)


def _is_of(one: SetOfTables, unit_name: str | None, year: int | None) -> bool:
    return bool(unit_name and unit_name.startswith(one.region)) and year is not None and one.first <= year <= one.last


def contents_of(kind: str) -> frozenset[str]:
    """The kinds of tables whose content a table of that kind holds, its own among them."""
    pattern = statement_patterns().get(kind)
    return frozenset((kind, *(pattern.holds if pattern is not None else ())))
