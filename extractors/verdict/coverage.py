"""What became of every figure that the document prints: nothing is silent (docs/record.md, "Coverage").

A figure is a fact, a cell, part of a text that is told whole, or `unread` with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.binding.covered import TextFigure, covered_text
from extractors.binding.printed import is_printed, quoted
from extractors.binding.why import NOT_MEANT, LeftAmount, Why
from extractors.language.numbers import amounts
from extractors.model.cells import Table
from extractors.model.fact import Bound
from extractors.model.geometry import Box, union
from extractors.model.layout import Layout
from extractors.model.page import ReadPage
from extractors.model.paragraph import Mark, normalised
from extractors.model.record import BBox, Coverage, Form, Statement, Unread
from extractors.prose.prose import Prose
from extractors.statements.printed import CellFigure, figures_of

# Of the figures that are meant to be read. Of 136 published pages with ten or more 98 are under a tenth, 122 under 0.3,
# eight reach this: there a table or whole paragraphs were not understood.
MUCH = 0.4
FEWEST = 10  # such figures: of fewer a share says little

_Place = tuple[int, BBox]  # a page, and a box of it as the Record tells it


@dataclass(frozen=True)
class Understood:
    """How many figures became what, those that nothing was made of, and what a person should know of that."""

    coverage: Coverage
    unread: tuple[Unread, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """That much was not understood, where it was; what is not meant to be read does not count."""
        apart = sum(u.why in NOT_MEANT for u in self.unread)
        meant, lost = self.coverage.printed - apart, len(self.unread) - apart
        if meant < FEWEST or lost < MUCH * meant:
            return ()
        return (f"much was not understood: of {meant} figures that should be read {lost} are neither fact nor cell",)


@dataclass(frozen=True)
class Told:
    """What was read of a document: `left` are amounts of the text that belong to nothing."""

    bound: Sequence[Bound]
    left: Sequence[LeftAmount]
    statements: Sequence[Statement]
    forms: Sequence[Form]


def understood(layout: Layout, prose: Prose, told: Told) -> Understood:
    """What became of the figures of a document."""
    kind = prose.kind
    text = list(covered_text(prose.paragraphs, prose.sections, told.bound, told.left, kind_read=kind.text_read))
    became = Counter(str(figure.became) for figure in text)
    unread = [_of_text(figure, layout.by_number) for figure in text if isinstance(figure.became, Why)]
    not_read = Why.TABLE_NOT_READ if kind.text_read else Why.KIND_NOT_READ
    held = _Held.of(told)
    for table in (*layout.tables, *layout.standard, *layout.flat):
        for figure in figures_of(table):
            what = held.became(figure, layout.by_number)
            became[what or ""] += 1
            if what is None:
                unread.append(_of_cell(figure, table, layout.by_number, not_read))
    unread += _of_lines(layout, not_read)
    facts, cells, within = became["fact"], became["cell"], became["in_text"]
    printed = facts + cells + within + len(unread)
    coverage = Coverage(printed=printed, facts=facts, cells=cells, in_texts=within, unread=len(unread))
    return Understood(coverage, tuple(unread))


@dataclass(frozen=True)
class _Held:
    """Where the cells of statements and forms stand, and the characters that figures of small tables were read from."""

    cells: frozenset[_Place]
    facts: frozenset[tuple[int, Box]]

    @classmethod
    def of(cls, told: Told) -> _Held:
        """What the statements, forms and facts hold of tables."""
        cells = [(c.page, c.bbox) for s in told.statements for row in s.rows for c in row.cells]
        cells += [(c.page, c.bbox) for form in told.forms for c in form.provenance]
        facts = (b for fact in told.bound for b in (fact, *fact.witnesses) if b.tabled)
        return cls(frozenset(cells), frozenset((m.page, m.box) for b in facts for m in _value_marks(b)))

    def became(self, figure: CellFigure, pages: Mapping[int, ReadPage]) -> Literal["cell", "fact"] | None:
        """What a figure of a table became; None where nothing was made of it."""
        cell = figure.cell
        if (cell.page, _recorded(pages[cell.page].to_page(cell.box))) in self.cells:
            return "cell"
        read = any((cell.page, box) in self.facts for line in cell.lines for box in line.boxes)
        return "fact" if read else None


def _value_marks(bound: Bound) -> Sequence[Mark]:
    start, end = bound.value_span or (bound.start, bound.end)
    return bound.paragraph.marks[start:end]


def _recorded(box: Box) -> BBox:
    """A box as the Record writes it."""
    return round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2)


def _of_text(figure: TextFigure, pages: Mapping[int, ReadPage]) -> Unread:
    page, box, _, _ = figure.paragraph.places(figure.start, figure.end)[0]
    return Unread(
        page=page,
        bbox=pages[page].to_page(box),
        raw=figure.raw,
        unit=figure.unit,
        section=figure.section,
        quote=figure.quote,
        why=figure.became,
    )


def _of_cell(figure: CellFigure, table: Table, pages: Mapping[int, ReadPage], why: Why) -> Unread:
    cell = figure.cell
    return Unread(
        page=cell.page,
        bbox=pages[cell.page].to_page(cell.box),
        raw=figure.raw,
        unit=figure.unit,
        quote=figure.quote(table),
        why=why,
    )


def _of_lines(layout: Layout, why: Why) -> Iterator[Unread]:
    """Figures of lines that were taken out of the text, for a table, and went into none."""
    for number, lines in layout.taken.items():
        page, kept = layout.by_number[number], layout.kept_boxes(number) if lines else frozenset[Box]()
        for line in lines:
            text = normalised(line.text)
            for amount in filter(is_printed, amounts(text)):
                boxes = line.boxes[amount.start : amount.end]
                if kept.isdisjoint(boxes):
                    yield Unread(
                        page=number,
                        bbox=page.to_page(union(boxes)),
                        raw=text[amount.start : amount.end],
                        unit=amount.unit,
                        quote=quoted(text, amount.start, amount.end),
                        why=why,
                    )
