"""References to what a check rests on: a fact, a cell of a statement, a cell of a form.

A reference resolves itself and has a path in the Record ("statements.3.rows.10.cells.1", "forms.0.funds.1.2",
"forms.0.total"); `cell_at` is the one place where a path is taken apart.
"""

from __future__ import annotations

from typing import NamedTuple

from extractors.model.record import Form, Record, Statement, StatementCell, StatementRow, text_at

FactIndex = int
"""A fact by its place among those of a proof, from 0."""


class CellRef(NamedTuple):
    """A cell of a statement: the statement's place among the Record's, the row's in it, the cell's in that; each
    from 0."""

    statement: int
    row: int
    cell: int

    def __str__(self) -> str:
        return f"statements.{self.statement}.rows.{self.row}.cells.{self.cell}"

    def row_in(self, statement: Statement) -> StatementRow:
        """The row that the cell stands in, of its statement."""
        return statement.rows[self.row]

    def cell_in(self, statement: Statement) -> StatementCell:
        """The cell, of its statement."""
        return statement.rows[self.row].cells[self.cell]

    def resolve(self, record: Record) -> StatementCell:
        """The cell. Raises IndexError where the Record has no such cell."""
        return self.cell_in(record.statements[self.statement])


class FormRef(NamedTuple):
    """A cell of a form: the form's place among the Record's, the field, and row and column where the field has them."""

    form: int
    part: str
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        places = (place for place in (self.row, self.column) if place is not None)
        return ".".join(("forms", str(self.form), self.part, *map(str, places)))

    @property
    def field(self) -> FormRef:
        """The whole field that the cell stands in."""
        return FormRef(self.form, self.part)

    @property
    def place(self) -> tuple[str, int, int]:
        """Field, row and column as the form's provenance names them."""
        return self.part, self.row or 0, self.column or 0

    def text_in(self, form: Form) -> str:
        """The cell's text, of its form; "" for nothing."""
        return text_at(getattr(form, self.part), self.row or 0, self.column or 0)

    def resolve(self, record: Record) -> str:
        """The cell's text. Raises IndexError where the Record has no such form."""
        return self.text_in(record.forms[self.form])


CellReference = CellRef | FormRef
FigureReference = FactIndex | CellRef | FormRef


def cell_at(path: str) -> CellReference:
    """The cell at a path of the Record. Raises ValueError where that is no path of a cell."""
    match path.split("."):
        case ["statements", statement, "rows", row, "cells", cell]:
            return CellRef(int(statement), int(row), int(cell))
        case ["forms", form, part]:
            return FormRef(int(form), part)
        case ["forms", form, part, row, column]:
            return FormRef(int(form), part, int(row), int(column))
    raise ValueError(f"no path of a cell: {path}")
