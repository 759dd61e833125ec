"""A budget's tables: the columns of one by the years that their heads tell, and which small ones plan alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.model.cells import Table
from extractors.model.record import StatementCell
from extractors.statements.rows import ReadRow
from extractors.statements.statement import ReadStatement
from patterns.kinds import load_kinds
from patterns.statements import load_planned
from patterns.wording import STATED_YEAR


def in_its_year(read: ReadStatement) -> ReadStatement:
    """A budget's table with heads as patterns say them: without its own year, last year's named so; others as they are.

    A table of accounts is returned as it is.
    """
    if not read.pattern.plans or read.year is None:
        return read
    rows = tuple(_row(row, read.year) for row in read.rows)
    return replace(read, rows=rows)


def _row(row: ReadRow, year: int) -> ReadRow:
    cells = tuple(_cell(cell, year) for cell in row.row.cells)
    return replace(row, row=row.row.model_copy(update={"cells": cells}))


def _cell(cell: StatementCell, year: int) -> StatementCell:
    said = "/".join(filter(None, (_level(level, year) for level in cell.column.split("/"))))
    return cell if said == cell.column else cell.model_copy(update={"column": said})


def _level(level: str, year: int) -> str:
    said = {str(year): "", str(year - 1): load_planned().last_year}
    return regex.sub(f"^{STATED_YEAR}", lambda found: said.get(found["year"], found[0]), level)


def that_plan(tables: Sequence[Table]) -> list[Table]:
    """The tables in which nothing says that it was spent: beside that, changes and priors are none of a budget."""
    return [table for table in tables if not _says_spent(table)]


def _says_spent(table: Table) -> bool:
    said = [*table.heading, *(line for cell in table.cells for line in cell.lines)]
    return any(load_kinds().planned.says_spent(line.text) for line in said)
