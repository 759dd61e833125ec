"""The small tables of a document: which they are, and their figures as facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.model.cells import Cell, Table
from extractors.model.fact import Bound, FigureKey
from extractors.model.geometry import Box
from extractors.model.page import ReadPage
from extractors.model.reference import CellRef
from extractors.statements.figures import statement_figures, statement_values
from extractors.statements.scale import told_elsewhere
from extractors.statements.small.families import family_tables
from extractors.statements.small.figures import TableReader
from extractors.statements.small.flat.concluded import concluded
from extractors.statements.small.known import SmallTable, small_table
from extractors.statements.small.money import in_told_unit
from extractors.statements.small.yearly import yearly_table
from extractors.statements.spelling import respelt
from extractors.statements.statement import ReadStatement
from patterns.small_tables import load_small_tables

_Place = tuple[int, Box]  # a cell's page and box: what a table and the statement read from it have in common
_Told = dict[_Place, Bound]


@dataclass(frozen=True)
class SmallTables:
    """What the small tables of a document tell, in order.

    `instead` are cells of statements whose figures are told otherwise: their table is of another year, or a budget.
    `tables` are those whose figures are told.
    """

    figures: tuple[Bound, ...] = ()
    instead: frozenset[CellRef] = frozenset()
    tables: tuple[Table, ...] = ()


def read_small_tables(
    tables: Sequence[Table],
    pages: Mapping[int, ReadPage],
    statements: Sequence[ReadStatement],
    fiscal_year: int | None,
    stated: Sequence[Bound] = (),
) -> SmallTables:
    """Reads all small tables; what the running text has `stated` tells those whose heads are lost.

    What is one of the nine tables is read as that: of the one of “三公” only what that leaves untold is told here, and
    only where both readings agree on the rest.
    """
    elsewhere, usual = told_elsewhere(stated, ()), _usual(statements)
    known = list(_known(tables, pages, statements))
    years = frozenset(year for small, _ in known for year in small.years)
    found: list[Bound] = []
    instead: list[CellRef] = []
    read: list[Table] = []
    for small, told in known:
        reader, number = TableReader(small, fiscal_year, years), -len(found) - 1
        figures = concluded(reader, stated, number) if small.headless else reader.figures(number)
        figures = in_told_unit(figures, reader.assumed, elsewhere, usual)
        otherwise = _told_otherwise(figures, told)
        if otherwise is not None:
            if reader.sums_others:  # what the statement takes for the three's may be that of others, too
                otherwise += [
                    t.cell for t in told.values() if t.cell and t.subject.concept == load_small_tables().family
                ]
            instead += otherwise
            read += [small.layout.grid.table] if figures else []
            found += (f for cell, f in figures if _place(cell) not in told or told[_place(cell)].cell in otherwise)
    return SmallTables(tuple(found), frozenset(instead), tuple(read))


def _usual(statements: Sequence[ReadStatement]) -> str:
    """The unit of money that all statements stand in; "" where they differ or none is known."""
    units = {s.statement.unit for s in statements}
    return units.pop() if len(units) == 1 else ""


def _known(
    tables: Sequence[Table], pages: Mapping[int, ReadPage], statements: Sequence[ReadStatement]
) -> Iterator[tuple[SmallTable, _Told]]:
    """The small tables among all, each with what the statement that it is, if any, tells."""
    read = {place: i for i, s in enumerate(statements) for place in _places(s)}
    for table in tables:
        index = next((read[p] for cell in table.cells if (p := _place(cell)) in read), None)
        told = {} if index is None else _told_beside(statements[index], index)
        if told is not None:
            spelt = respelt(table, pages)
            yield from ((small, told) for small in small_tables(spelt, standard=bool(told)))


def _told_beside(read: ReadStatement, index: int) -> _Told | None:
    """What a statement tells that a small table may tell, too; None where that is all that the table can be."""
    if read.statement.empty:
        return None
    if not any(True for _ in statement_values(read)):
        return {}
    return _told(read, index) if read.pattern.small else None


def small_tables(table: Table, *, standard: bool = False) -> tuple[SmallTable, ...]:
    """A table as the small ones that it is, one for each subject that its columns have; none where it is none known.

    `standard` is whether it is one of the nine statements, too.
    """
    small = small_table(table)
    if small is not None or standard:
        return (small,) if small is not None else ()
    yearly = yearly_table(table)
    return family_tables(table) or ((yearly,) if yearly is not None else ())


def _places(read: ReadStatement) -> list[_Place]:
    return [_place(cell) for row in read.rows for cell in (*row.sources, *row.named)]


def _place(cell: Cell) -> _Place:
    return cell.page, cell.box


def _told(read: ReadStatement, index: int) -> _Told:
    """What a statement tells, by the place of its figures."""
    refs = ((f, f.cell) for f in statement_figures(read, index) if f.cell is not None)
    return {_place(read.rows[r.row].sources[r.cell]): f for f, r in refs}


def _told_otherwise(figures: Sequence[tuple[Cell, Bound]], told: _Told) -> list[CellRef] | None:
    """The cells of a statement that hold another year's figures, or a budget; None where it tells others otherwise.

    A statement that tells one figure twice and otherwise was not understood: all of its cells.
    """
    if _contradicts_itself(told.values()):
        return [t.cell for t in told.values() if t.cell is not None]
    both = [(told[place], figure) for cell, figure in figures if (place := _place(cell)) in told]
    differing = [(t, f) for t, f in both if (t.subject, t.measure) != (f.subject, f.measure)]
    if any(t.subject.concept != f.subject.concept or not _is_no_account(f) for t, f in differing):
        return None
    return [t.cell for t, _ in differing if t.cell is not None]


def _contradicts_itself(told: Iterable[Bound]) -> bool:
    """Whether one figure has several values: rows or columns were taken for the same (预算数 and 决算数 down)."""
    values: dict[FigureKey, set[Decimal | str]] = defaultdict(set)
    for figure in told:
        values[figure.key].add(figure.value)
    return any(len(different) > 1 for different in values.values())


def _is_no_account(figure: Bound) -> bool:
    """Whether a figure is of another year or a budget, which a title may say where the head says nothing."""
    return figure.measure in ("prior", "budget_full", "budget_initial") or bool(figure.subject.beside)
