"""The figures of one small table as facts: each cell by the labels of its row and its column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from extractors.language.concepts import concept, takes
from extractors.model.cells import Cell
from extractors.model.fact import Bound, Signs, Subject
from extractors.model.paragraph import Mark, Paragraph
from extractors.statements.figures import add_cell
from extractors.statements.grid import label
from extractors.statements.small.against import Against, against
from extractors.statements.small.caption import Caption
from extractors.statements.small.headings import Heading, is_counted
from extractors.statements.small.known import SmallTable
from extractors.statements.small.layout import Placed
from extractors.statements.small.meaning import Context, Meaning, meaning_of
from extractors.statements.small.said import Said
from extractors.statements.small.value import Figure, figure_in
from patterns.loader import load_patterns
from patterns.measure import RATE_OF, Measure
from patterns.small_tables import load_small_tables

_RATES: tuple[Measure, ...] = ("change_rate", "variance_rate", "budget_change_rate", "budget_rate", "share")
# Signs of how surely a figure's unit and shape are told, set by eye
_TOLD = 1.0
UNIT_ASSUMED = 0.3  # how sure the unit of money is that a table is taken to stand in
_SLIP = 0.6  # separators that no number has
_MOST_ASSUMED = Decimal(10_000)  # of 三公 in 万元: where no unit is told and a table holds more, it is in 元
_YUAN = "元"
_NO_SECTION = ""
_FLAT = 0.9  # how surely a table was made of running text, beside what its labels tell
_FEWEST_ITEMS = 2  # whose sum tells what a total is of
_ROUNDED = Decimal("0.011")  # of the unit: how far a printed sum may be off, each item rounded on its own
_ONE = 1  # unit that stands alone in a table of units: the one that publishes it


Figures = tuple[tuple[Cell, Bound], ...]


@dataclass(frozen=True)
class _Read:
    """A figure with what it is of."""

    placed: Placed
    figure: Figure
    meaning: Meaning


@dataclass(frozen=True)
class TableReader:
    """Reads a small table of a document of that year; `years` are those that its small tables name."""

    small: SmallTable
    fiscal_year: int | None
    years: frozenset[int] = frozenset()

    def figures(self, number: int) -> Figures:
        """The table's figures with their cells, row by row.

        `number` tells the paragraph that quotes the first from all others, each next has one less.
        """
        return tuple((read.placed.cell, self._bound(read, number - i)) for i, read in enumerate(self._read()))

    def _read(self) -> Iterator[_Read]:
        """The figures that are told of one thing, each once however many rows and columns its cell covers.

        Where two figures are told of the same, one is not understood.
        """
        context = replace(self._context, against=self._against())
        of_cell: dict[int, list[_Read | None]] = defaultdict(list)
        for placed in self.small.figures:
            of_cell[id(placed.cell)].append(self._of(placed, context))
        told = [reads[0] for reads in of_cell.values() if len({r and r.meaning for r in reads}) == 1]
        values: dict[tuple[Subject, Measure], set[Decimal]] = defaultdict(set)
        for read in filter(None, told):
            values[read.meaning.subject, read.meaning.measure].add(read.figure.amount.value)
        for read in filter(None, told):
            if len(values[read.meaning.subject, read.meaning.measure]) == 1:
                yield read

    @cached_property
    def _context(self) -> Context:
        stale = self.fiscal_year is not None and self.fiscal_year not in self.years
        year = self.fiscal_year or self.small.account_year
        context = Context(year, self.small.total, Against(), stale, self.small.scoped)
        if context.total is not None:
            return context
        of_family = replace(context, total=load_small_tables().family)
        return of_family if self._adds_up(of_family) else context

    @property
    def sums_others(self) -> bool:
        """Whether what its sums are of is not told: costs of another kind stand among the items."""
        return self._context.total is None

    def _adds_up(self, context: Context) -> bool:
        """Whether every sum is that of the family's items beside it: `合计` next to 机关运行经费 leaves that out."""
        values: dict[tuple[Measure, tuple[tuple[str, str], ...]], dict[str, Decimal]] = defaultdict(dict)
        for placed in self.small.figures:
            read = self._of(placed, context)
            if read is not None:
                subject = read.meaning.subject
                values[read.meaning.measure, subject.dimensions][subject.concept] = read.figure.amount.value
        whole = str(context.total)
        sums = [of for (measure, _), of in values.items() if whole in of and measure not in _RATES]
        return bool(sums) and all(_is_sum(of, whole) for of in sums)

    def _of(self, placed: Placed, context: Context) -> _Read | None:
        figure = figure_in(label(placed.cell.text))
        row, part = self._row(placed)
        column = self.small.columns[placed.above]
        if figure is None or row is None:
            return None
        meaning = meaning_of(row, column, self.small.caption(placed), context, part=part)
        meaning = None if meaning is None else _as_printed(meaning, figure)
        return None if meaning is None else _Read(placed, figure, meaning)

    def _row(self, placed: Placed) -> tuple[Heading | None, str | None]:
        """The heading of a figure's row, and the part it names; a row of another unit has no heading of ours."""
        parts = self.small.parts
        if placed.beside not in parts:
            return self.small.rows[placed.beside], None
        if len(parts) > _ONE:
            return Heading(None, Said()), parts[placed.beside]
        alone = all(f.beside in parts for f in self.small.figures)
        return (Heading(None, Said()) if alone else None), None

    def _against(self) -> Against:
        """What the differences of the table are to, by the figures beside them."""
        values: dict[Subject, dict[Measure, Decimal]] = defaultdict(dict)
        for placed in self.small.figures:
            read = self._of(placed, self._context)
            if read is not None:
                values[read.meaning.subject].setdefault(read.meaning.measure, read.figure.amount.value)
        return against(values, self._context.fiscal_year)

    @cached_property
    def assumed(self) -> str:
        """The unit of money of a table that names none."""
        amounts = (f.amount.value for p in self.small.figures if (f := figure_in(label(p.cell.text))) and not f.yuan)
        return _YUAN if max(map(abs, amounts), default=Decimal(0)) > _MOST_ASSUMED else load_patterns().units.assumed

    def _bound(self, read: _Read, number: int) -> Bound:
        placed, amount, meaning = read.placed, read.figure.amount, read.meaning
        unit, factor, sure = self._unit(read, self.small.caption(placed))
        value = amount.value * factor
        paragraph, start = _quoted(placed, number)
        cue = min(meaning.cue, _read_surely(placed)) * (_FLAT if self.small.flat else 1.0)
        return Bound(
            meaning.subject,
            meaning.measure,
            -value if meaning.falling and value > 0 else value,
            unit,
            paragraph,
            start,
            len(paragraph.text),
            (0, len(paragraph.text)),
            _NO_SECTION,
            Signs(cue=cue, unit=sure, shape=_SLIP if amount.slip else 1.0),
            value_span=(start, len(paragraph.text)),
            decimals=amount.decimals,
            tabled=True,
        )

    def _unit(self, read: _Read, caption: Caption) -> tuple[str, Decimal, float]:
        """A figure's unit, what one of it is in that, and how surely it is told."""
        amount, meaning = read.figure.amount, read.meaning
        if meaning.measure in _RATES:
            return "percent", Decimal(1), _TOLD
        if meaning.measure == "count" or is_counted(meaning.subject.concept):
            told = amount.unit or meaning.unit
            return told or concept(meaning.subject.concept).counts[0], Decimal(1), _TOLD
        if read.figure.yuan:
            return "CNY", Decimal(1), _TOLD
        told = meaning.unit or caption.unit
        return (
            "CNY",
            load_patterns().units.money[told or self.assumed],
            _TOLD if told or not amount.value else UNIT_ASSUMED,
        )


def _is_sum(of: Mapping[str, Decimal], whole: str) -> bool:
    """Whether a value is the sum of those right below it."""
    items = [value for concept_id, value in of.items() if concept_id.rpartition(".")[0] == whole]
    return len(items) >= _FEWEST_ITEMS and abs(sum(items) - of[whole]) <= _ROUNDED


def _as_printed(meaning: Meaning, figure: Figure) -> Meaning | None:
    """The meaning of a figure as its print bears it out; None where a count is printed as money, and the like."""
    kind, measure = figure.amount.kind, meaning.measure
    if kind == "percent" and measure in RATE_OF:
        measure = RATE_OF[measure]
    if measure in _RATES:
        return meaning._replace(measure=measure) if kind in ("percent", "bare") else None
    unit = figure.amount.unit or meaning.unit
    if is_counted(meaning.subject.concept) or _is_counter(unit):
        return _as_count(meaning, figure, unit)
    of = meaning.unit
    money = kind == "money" or (kind == "bare" and (of is None or of in load_patterns().units.money))
    return meaning if money else None


def _as_count(meaning: Meaning, figure: Figure, unit: str | None) -> Meaning | None:
    amount = figure.amount
    fits = amount.kind in ("bare", "count") and not amount.decimals and takes(meaning.subject.concept, unit)
    return meaning._replace(measure="count" if meaning.measure == "final" else meaning.measure) if fits else None


def _is_counter(unit: str | None) -> bool:
    return unit is not None and any(unit in row for row in load_patterns().units.counts)


def _read_surely(placed: Placed) -> float:
    """How surely the labels of a figure were read."""
    return min((cell.confidence for cell in (*placed.beside, *placed.above)), default=1.0)


def _quoted(placed: Placed, number: int) -> tuple[Paragraph, int]:
    """The labels and the figure as a paragraph, and where in it the figure begins."""
    texts: list[str] = []
    marks: list[Mark] = []
    cells: list[Cell] = [*placed.beside, *placed.above]
    for cell in cells:
        add_cell(cell, texts, marks)
    start = len(texts)
    add_cell(placed.cell, texts, marks)
    return Paragraph("".join(texts), tuple(marks), number), start
