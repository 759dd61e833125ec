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
_FEWEST = 2  # figures of a table that the text must state, too: a single one may be so by chance (set by eye)

_Key = tuple[str, Measure]
_Stated = Mapping[_Key, frozenset[Decimal]]


@dataclass(frozen=True)
class _Read:
    """A column read as holding a measure; `agreed` is how many figures of it the text states."""

    figures: Figures
    agreed: int


def concluded(reader: TableReader, stated: Sequence[Bound], number: int) -> Figures:
    """The figures of the columns of which the text tells what they hold; `number` as of `TableReader.figures`.

    Each such column holds figures that the text states of the same items, none that it states otherwise, and could hold
    no other measure.
    """
    told = _stated(stated)
    columns = sorted({figure.cell.column for figure in reader.small.figures})
    ways = {c: [read for m in _MEASURES if (read := _as(reader, c, m, told)) is not None] for c in columns}
    only = [reads[0] for reads in ways.values() if len(reads) == 1]
    measures = [read.figures[0][1].measure for read in only]
    if sum(read.agreed for read in only) < _FEWEST or len(set(measures)) < len(measures):
        return ()
    pairs = (pair for read in only for pair in read.figures)
    return tuple((cell, _numbered(bound, number - i)) for i, (cell, bound) in enumerate(pairs))


def _numbered(bound: Bound, number: int) -> Bound:
    return replace(bound, paragraph=replace(bound.paragraph, number=number))


def _stated(stated: Sequence[Bound]) -> _Stated:
    found: dict[_Key, set[Decimal]] = defaultdict(set)
    for bound in stated:
        if not bound.subject.dimensions and isinstance(bound.value, Decimal):
            found[bound.subject.concept, bound.measure].add(bound.value)
    return {key: frozenset(values) for key, values in found.items()}


def _as(reader: TableReader, column: int, measure: Measure, stated: _Stated) -> _Read | None:
    """A column read as holding a measure; None where the text states none of its figures, or one otherwise."""
    figures = replace(reader, small=_of_column(reader.small, column, measure)).figures(0)
    values = [(bound, stated.get((bound.subject.concept, measure))) for _, bound in figures]
    if any(of is not None and bound.value not in of for bound, of in values):
        return None
    alike = _beside(reader.small, column)
    rows = [cell.row for cell, _ in figures]
    agreed = [b for (b, of), row in zip(values, rows, strict=True) if of and b.value and row not in alike]
    return _Read(figures, len(agreed)) if agreed else None


def _of_column(small: SmallTable, column: int, measure: Measure) -> SmallTable:
    heading = Heading(None, Said(telling=Telling(measure)))
    own = tuple(figure for figure in small.figures if figure.cell.column == column)
    return replace(small, figures=own, columns=dict.fromkeys(small.columns, heading))


def _beside(small: SmallTable, column: int) -> frozenset[int]:
    """The rows in which another column holds the same: they do not tell the columns apart."""
    own = {f.cell.row: f.cell.text for f in small.figures if f.cell.column == column}
    others = (f.cell for f in small.figures if f.cell.column != column)
    return frozenset(cell.row for cell in others if own.get(cell.row) == cell.text)
