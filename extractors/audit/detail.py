"""Tables that stop above the level to which they must go down: 项 of functions, 款 of economic classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.audit.finding import Finding, finding
from extractors.audit.understood import scanned
from extractors.language.function_codes import LOWEST, MIDDLE, is_name_of_level
from extractors.model.record import Record, Statement
from patterns.audit import load_audit
from patterns.labels import economic_names


def detail(record: Record) -> Iterator[Finding]:
    """A finding for each table with codes, of which none is of the level due, nor a name without a code."""
    due = {one.table: one for one in load_audit().details}
    for statement in record.statements:
        if statement.kind in due and _stops_above(statement, due[statement.kind].digits):
            yield finding(
                record,
                "tables.detail",
                statement.name,
                due[statement.kind].level,
                concept=statement.kind,
                pages=statement.pages,
                doubtful=scanned(record, statement.pages),
            )


def _stops_above(statement: Statement, level: int) -> bool:
    digits = {len(row.code) for row in statement.rows if row.code}
    is_name = _LEVELS[level]
    return bool(digits) and max(digits) < level and not any(is_name(row.name) for row in statement.rows if not row.code)


def _is_function(name: str) -> bool:
    return is_name_of_level(name, LOWEST)


def _is_economic(name: str) -> bool:
    return any(known == name and len(code) == MIDDLE for code, known in economic_names().items())


_LEVELS: dict[int, Callable[[str], bool]] = {LOWEST: _is_function, MIDDLE: _is_economic}
