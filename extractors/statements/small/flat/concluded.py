"""Which figure each column of a table holds whose heads are lost: told only where the running text states the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.model.fact import Bound
from extractors.statements.small.figures import Figures, TableReader
from extractors.statements.small.headings import Heading
from extractors.statements.small.known import SmallTable
from extractors.statements.small.said import Said
from extractors.statements.small.telling import Telling
from patterns.measure import Measure

_MEASURES: tuple[Measure, ...] = ("final", "prior", "budget_full", "budget_initial")
_BUDGETS: tuple[Measure, ...] = ("budget_full", "budget_initial")
_FEWEST = 2  # figures of a table that the text must state, too: a single one may be so by chance (set by eye)
_PAIR = 2  # columns of a table that holds budgets and final figures

_Key = tuple[str, Measure]
_Stated = Mapping[_Key, frozenset[Decimal]]


@dataclass(frozen=True)
class _Read:
    """A column read as holding a measure; `agreed` is how many figures of it the text states.

    `nameless` is the row of a sum without a name, None where there is none, `summed` whether the text states that sum.
    """

    measure: Measure
    figures: Figures
    agreed: int
    nameless: int | None
    summed: bool


def concluded(reader: TableReader, stated: Sequence[Bound], number: int) -> Figures:
    """The figures of the columns of which the text tells what they hold; `number` as of `TableReader.figures`.

    Each such column holds figures that the text states of the same items, none that it states otherwise, and could hold
    no other measure.
    """
    told = _stated(stated)
    reader = replace(reader, small=_with_sum(reader.small))
    only = _only(reader, told)
    measures = [read.measure for read in only]
    if sum(read.agreed for read in only) < _FEWEST or len(set(measures)) < len(measures):
        return ()
    summed = any(read.summed for read in only)
    pairs = (pair for read in only for pair in read.figures if summed or pair[0].row != read.nameless)
    return tuple((cell, _numbered(bound, number - i)) for i, (cell, bound) in enumerate(pairs))


def _only(reader: TableReader, told: _Stated) -> list[_Read]:
    """The columns that can hold one measure only, each as that."""
    columns = sorted({figure.cell.column for figure in reader.small.figures})
    ways = [_ways(reader, c, told, _beside(reader.small, c)) for c in columns]
    return [reads[0] for reads in ways if len(reads) == 1] or _pair(reader, columns, told)


def _ways(reader: TableReader, column: int, told: _Stated, alike: frozenset[int]) -> list[_Read]:
    """What a column may hold; the rows `alike` do not tell."""
    return [read for m in _MEASURES if (read := _as(reader, column, m, told, alike)) is not None]


def _pair(reader: TableReader, columns: Sequence[int], told: _Stated) -> list[_Read]:
    """Two columns alike in every row as budget and final figures, where the text states those and no other of them."""
    rows = {figure.cell.row for figure in reader.small.figures}
    if len(columns) != _PAIR or any(_beside(reader.small, c) != rows for c in columns):
        return []
    one, other = (_ways(reader, c, told, frozenset()) for c in columns)
    fitting = {read.measure for read in one}
    two = len(fitting) == _PAIR and "final" in fitting and not fitting.isdisjoint(_BUDGETS)
    return [one[0], other[1]] if two else []


def _with_sum(small: SmallTable) -> SmallTable:
    """The table, a first row that has lost its name as that of a sum."""
    return replace(small, rows={**small.rows, (): Heading(None, Said(total=True))})


def _numbered(bound: Bound, number: int) -> Bound:
    return replace(bound, paragraph=replace(bound.paragraph, number=number))


def _stated(stated: Sequence[Bound]) -> _Stated:
    found: dict[_Key, set[Decimal]] = defaultdict(set)
    for bound in stated:
        if not bound.subject.dimensions and isinstance(bound.value, Decimal):
            found[bound.subject.concept, bound.measure].add(bound.value)
    return {key: frozenset(values) for key, values in found.items()}


def _as(reader: TableReader, column: int, measure: Measure, stated: _Stated, alike: frozenset[int]) -> _Read | None:
    """A column read as holding a measure; None where the text states none of its figures, or one otherwise."""
    figures = replace(reader, small=_of_column(reader.small, column, measure)).figures(0)
    of = [stated.get((bound.subject.concept, measure)) for _, bound in figures]
    if any(values is not None and bound.value not in values for values, (_, bound) in zip(of, figures, strict=True)):
        return None
    nameless = next((f.cell.row for f in reader.small.figures if not f.beside), None)
    told = {cell.row for values, (cell, bound) in zip(of, figures, strict=True) if values and bound.value}
    agreed = len(told - alike)
    return _Read(measure, figures, agreed, nameless, nameless in told) if agreed else None


def _of_column(small: SmallTable, column: int, measure: Measure) -> SmallTable:
    heading = Heading(None, Said(telling=Telling(measure)))
    own = tuple(figure for figure in small.figures if figure.cell.column == column)
    return replace(small, figures=own, columns=dict.fromkeys(small.columns, heading))


def _beside(small: SmallTable, column: int) -> frozenset[int]:
    """The rows in which another column holds the same: they do not tell the columns apart."""
    own = {f.cell.row: f.cell.text for f in small.figures if f.cell.column == column}
    others = (f.cell for f in small.figures if f.cell.column != column)
    return frozenset(cell.row for cell in others if own.get(cell.row) == cell.text)
