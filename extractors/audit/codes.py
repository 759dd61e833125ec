"""Codes of the classifications that stand with the name of another item."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.audit.finding import Finding, cell_figure, finding
from extractors.audit.understood import scanned
from extractors.language.function_codes import codes_of
from extractors.model.record import Record, Statement, StatementRow
from extractors.model.reference import CellRef
from patterns.audit import load_audit
from patterns.labels import economic_names
from patterns.loader import load_patterns


def codes(record: Record) -> Iterator[Finding]:
    """A finding for each row of a table whose code is one item's, and whose name is another's, both to the letter."""
    rules = load_audit()
    year = record.document.fiscal_year
    for i, statement in enumerate(record.statements):
        found = [(j, meant) for j, row in enumerate(statement.rows) if (meant := _meant(row)) is not None]
        doubtful = (
            len(found) > rules.most_misnamed
            or year is None
            or year < rules.named_since
            or scanned(record, statement.pages)
        )
        for j, meant in found:
            yield _misnamed(record, i, statement, j, meant, doubtful=doubtful)


def _misnamed(record: Record, i: int, statement: Statement, j: int, meant: str, *, doubtful: bool) -> Finding:
    row = statement.rows[j]
    return finding(
        record,
        "code.name",
        f"{statement.name} {row.code} {row.name}",
        f"{row.code} {meant}",
        figures=[cell_figure(record, CellRef(i, j, k)) for k in range(len(row.cells))],
        concept=statement.kind,
        pages=statement.pages,
        doubtful=doubtful,
    )


def _meant(row: StatementRow) -> str | None:
    """The name that the row's code stands for, where the row has the name of other codes; else None."""
    own = _names_of(row.code)
    if not own or any(_alike(row.name, name) for name in own):
        return None
    others = _codes_of(row.name, len(row.code))
    return own[0] if others and row.code not in others else None


def _names_of(code: str) -> list[str]:
    """The names of a code, today's first and those of former years."""
    patterns = load_patterns()
    names = [f.name for f in (*patterns.functions, *patterns.former) if f.code == code]
    return names or [name for known, name in economic_names().items() if known == code]


def _codes_of(name: str, digits: int) -> list[str]:
    economic = [code for code, known in economic_names().items() if known == name and len(code) == digits]
    return [*codes_of(name, digits), *economic]


def _alike(one: str, other: str) -> bool:
    """Whether one name is the other or the beginning or end of it: columns cut names off."""
    return one in other or other in one
