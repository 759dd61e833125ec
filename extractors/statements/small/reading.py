"""The small tables of a document: which they are, and their figures as facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.model.cells import Cell, Table
from extractors.model.fact import Bound
from extractors.model.geometry import Box
from extractors.model.page import ReadPage
from extractors.statements.figures import statement_figures
from extractors.statements.small.figures import TableReader
from extractors.statements.small.known import SmallTable, small_table
from extractors.statements.spelling import respelt
from extractors.statements.statement import ReadStatement
from patterns.measure import Measure
from patterns.small_tables import load_small_tables

_Place = tuple[int, Box]  # a cell's page and box: what a table and the statement read from it have in common
_Told = dict[_Place, tuple[str, Measure]]


def small_figures(
    tables: Sequence[Table],
    pages: Mapping[int, ReadPage],
    statements: Sequence[ReadStatement],
    fiscal_year: int | None,
) -> tuple[Bound, ...]:
    """The figures of all small tables, in order.

    What is one of the nine tables is read as that: of the one of “三公” only what that leaves untold is told here, and
    only where both readings agree on the rest.
    """
    family = load_small_tables().family
    read = {place: i for i, s in enumerate(statements) for place in _places(s)}
    known: list[tuple[SmallTable, _Told]] = []
    for table in tables:
        index = next((read[p] for cell in table.cells if (p := _place(cell)) in read), None)
        if index is None or statements[index].pattern.figures == family:
            small = small_table(respelt(table, pages))
            if small is not None:
                known.append((small, {} if index is None else _told(statements[index], index)))
    years = frozenset(year for small, _ in known for year in small.years)
    found: list[Bound] = []
    for small, told in known:
        reader = TableReader(small, fiscal_year, years)
        found += _untold(reader.figures(-len(found) - 1), told)
    return tuple(found)


def _places(read: ReadStatement) -> list[_Place]:
    return [_place(cell) for row in read.rows for cell in (*row.sources, *row.named)]


def _place(cell: Cell) -> _Place:
    return cell.page, cell.box


def _told(read: ReadStatement, index: int) -> _Told:
    """What a statement tells, by the place of its figures."""
    figures = statement_figures(read, index)
    refs = ((f, f.cell) for f in figures if f.cell is not None)
    return {_place(read.rows[r.row].sources[r.cell]): (f.subject.concept, f.measure) for f, r in refs}


def _untold(figures: Sequence[tuple[Cell, Bound]], told: _Told) -> list[Bound]:
    """The figures that a statement does not tell; none where it tells one otherwise."""
    both = [(told[place], f) for cell, f in figures if (place := _place(cell)) in told]
    if any(said != (f.subject.concept, f.measure) for said, f in both):
        return []
    return [f for cell, f in figures if _place(cell) not in told]
