"""Cells of statements and forms as people ruled them: a cell that was looked at is certain, a rejected one is blank."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from extractors.model.record import Form, FormCell, Statement
from extractors.model.reference import CellRef, FormRef, cell_at

_MONEY = "CNY"


class Ruling(NamedTuple):
    """What people hold of a figure: `value` is what counts (None for a text or cell that is blank)."""

    action: Literal["accept", "correct", "reject"]
    value: str | None = None


def with_cells(statement: Statement, index: int, cells: Mapping[str, Ruling]) -> Statement:
    """The statement at that place of the Record, its cells as they were ruled by their paths."""
    if not any(path.startswith(f"statements.{index}.") for path in cells):
        return statement
    units = units_of_columns(statement)
    rows = []
    for r, row in enumerate(statement.rows):
        ruled = tuple(
            cell if (ruling := cells.get(str(CellRef(index, r, k)))) is None
            else cell.model_copy(update={"value": ruling.value if ruling.action != "reject" else None,
                                         "confidence": 1.0, "status": "read", "as_read": cell.as_read or cell.value,
                                         "unit": cell.unit or (units[cell.column] if ruling.value else None)})
            for k, cell in enumerate(row.cells)
        )  # fmt: skip
        rows.append(row.model_copy(update={"cells": ruled}))
    return statement.model_copy(update={"rows": tuple(rows)})


def units_of_columns(statement: Statement) -> dict[str, str]:
    """By name of the column: the unit that its figures stand in, most of them; money where it has none."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in statement.rows:
        for cell in row.cells:
            counted[cell.column].update([cell.unit] if cell.unit else ())
    return {column: units.most_common(1)[0][0] if units else _MONEY for column, units in counted.items()}


def with_form_cells(form: Form, index: int, cells: Mapping[str, Ruling]) -> Form:
    """The form at that place of the Record, its cells as they were ruled by their paths.

    A cell that spans rows is told in each of them: what is ruled of one counts for all that stand at its place.
    """
    places = {(p.part, p.row, p.column): p for p in form.provenance}
    ruled = {
        place: ruling
        for path, ruling in cells.items()
        if isinstance(ref := cell_at(path), FormRef) and ref.form == index
        for place in _all_at(ref.place, places)
    }
    if not ruled:
        return form
    update: dict[str, Any] = {}
    for (part, row, column), ruling in ruled.items():
        text = "" if ruling.action == "reject" else ruling.value or ""
        update[part] = _with_text(update.get(part, getattr(form, part)), row, column, text)
    provenance = (
        p.model_copy(update={"confidence": 1.0}) if (p.part, p.row, p.column) in ruled else p for p in form.provenance
    )
    return form.model_copy(update={**update, "provenance": tuple(provenance)})


def _all_at(place: tuple[str, int, int], places: Mapping[tuple[str, int, int], FormCell]) -> list[tuple[str, int, int]]:
    own = places.get(place)
    if own is None:
        return [place]
    return [p for p, cell in places.items() if (cell.part, cell.page, cell.bbox) == (own.part, own.page, own.bbox)]


def _with_text(held: Any, row: int, column: int, text: str) -> Any:
    """What a field of a form holds (a text, cells, rows of cells), with a text set."""
    if held is None or isinstance(held, str):
        return text
    if held and isinstance(held[0], str):
        return (*held[:column], text, *held[column + 1 :])
    return (*held[:row], _with_text(held[row], 0, column, text), *held[row + 1 :])
