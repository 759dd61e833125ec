"""What the columns of a table hold, whatever their width: codes, figures or names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import regex

from extractors.model.cells import Table
from extractors.tables.figures import bare_text
from patterns.shapes import is_dash, is_value

Kind = Literal["code", "figure", "name"]
_CODE = regex.compile(r"\d{3}|\d{5}|\d{7}")  # 类, 款, 项 of a classification
_MOSTLY = 0.8  # of what stands in a column is of its kind: a total has no code, a scan's character may be misread


def texts_by_row(table: Table) -> list[dict[int, str]]:
    """For each row what its cells say that say anything, by the columns in which they begin."""
    rows: list[dict[int, str]] = [{} for _ in range(table.row_count)]
    for cell in table.cells:
        if text := "".join(map(bare_text, cell.lines)):
            rows[cell.row][cell.column] = text
    return rows


def kinds_of(rows: Sequence[dict[int, str]], column_count: int) -> tuple[Kind | None, ...]:
    """What each column of a body holds; None where that is mixed, or nothing."""
    return tuple(_kind([row[c] for row in rows if c in row]) for c in range(column_count))


def _kind(texts: Sequence[str]) -> Kind | None:
    counted = Counter(kind for text in texts if (kind := _kind_of(text)) is not None)
    if not counted:
        return None
    kind, number = counted.most_common(1)[0]
    return kind if number >= _MOSTLY * sum(counted.values()) else None


def _kind_of(text: str) -> Kind | None:
    if is_dash(text):
        return None
    if _CODE.fullmatch(text):
        return "code"
    return "figure" if is_value(text) else "name"


def first_of_body(rows: Sequence[dict[int, str]]) -> int:
    """The first row with a figure or a code; the number of rows where none has any."""
    return next((r for r, row in enumerate(rows) if any(map(is_value, row.values()))), len(rows))


def same_kinds(last: Table, table: Table) -> bool:
    """Whether `table`, which has no head, holds in each column what `last` holds there: names or codes, and figures."""
    if last.column_count != table.column_count:
        return False
    own = texts_by_row(table)
    if first_of_body(own) > 0:
        return False
    before = texts_by_row(last)
    kinds = kinds_of(before[first_of_body(before) :], last.column_count)
    return None not in kinds and {"name", "figure"} <= set(kinds) and _agree(kinds, kinds_of(own, table.column_count))


def _agree(kinds: Sequence[Kind | None], others: Sequence[Kind | None]) -> bool:
    """Whether columns hold the same; one without anything agrees with any, if another is of figures."""
    return "figure" in others and all(b is None or a == b for a, b in zip(kinds, others, strict=True))


def is_cut(last: Table, table: Table) -> bool:
    """Whether a page break parts a row: the last of `last` only names it, the first of `table` only has its figures."""
    if not (last.row_count and table.row_count) or last.column_count != table.column_count:
        return False
    names, figures = texts_by_row(last)[-1], texts_by_row(table)[0]
    told = any(_kind_of(text) == "figure" for text in figures.values())
    named = bool(names) and all(_kind_of(text) in ("code", "name") for text in names.values())
    return named and told and all(_kind_of(text) in ("figure", None) for text in figures.values())
