"""What was read, figure by figure, as repair looks at it: where it stands, how it was printed, how surely read.

A figure of the text may be several facts at once (收、支总计均为…): one place, named by the first of them. A place
in a table is its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from extractors.binding.last_digit import step_of
from extractors.language.numbers import parse_number
from extractors.model.fact import Bound
from extractors.model.paragraph import ParagraphId
from extractors.model.record import Form, StatementCell, canonical
from extractors.model.reference import CellRef, FactIndex
from extractors.proof.proof import Proof, Prover
from extractors.proof.rounding import CENT
from extractors.repair.confusion import number_span, printed_number, separated, well_formed
from extractors.statements.small.reading import SmallTables
from extractors.statements.statement import ReadStatement
from patterns.loader import load_patterns

ReadingReference = FactIndex | CellRef  # the first of the facts that a figure of the text is, or a cell

_FEW = 5  # figures from which on it is known how a table or the text prints them
_MOST = 0.8  # of them that are printed with as many where all are meant to be
_GROUP = 3  # digits between thousands separators
_WHOLE = 100
_RARE = 0.05  # of them that must be printed with as many where that is no slip


@dataclass(frozen=True, slots=True)
class Style:
    """How the figures of a table or of the text are printed: what one that was misread does not keep to.

    `decimals` is how few and how many they have, `grouped` whether thousands are separated; None where that is not
    known. `most` is what a figure can be at most that has no point, a share 100.
    """

    decimals: tuple[int, int] | None = None
    grouped: bool | None = None
    most: int | None = None

    def in_unit(self, factor: Decimal) -> Style:
        """The style of figures of which 1 is worth so many 元: where zeros are left out, 0.01万元 is not too fine."""
        if self.decimals is None or self.decimals[0] == self.decimals[1] or factor <= 0:
            return self
        return replace(self, decimals=(self.decimals[0], max(self.decimals[1], (factor / CENT).adjusted())))

    def broken_by(self, number: str) -> bool:
        """Whether figures are not printed like `number`: separators out of place, other decimals than around it."""
        whole, _, fraction = number.partition(".")
        if not well_formed(number) or (
            self.most is not None and not fraction and int(whole.replace(",", "")) > self.most
        ):
            return True
        if self.grouped is not None and len(whole.replace(",", "")) > _GROUP and ("," in whole) != self.grouped:
            return True
        return self.decimals is not None and number != "0" and not self.decimals[0] <= len(fraction) <= self.decimals[1]


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was read: its digits and separators, how sure each is, and what 1 of it is worth in its unit."""

    number: str
    confidences: tuple[float, ...]
    factor: Decimal
    style: Style

    @property
    def odd(self) -> bool:
        """Whether the figure itself shows that a mark of it was misread."""
        return self.style.broken_by(separated(self.number))


@dataclass(frozen=True)
class Readings:
    """What was read: facts of the text, statements, forms; `ocr` are the pages that were read by OCR.

    What `small` tables tell confirms the rest and is never mended.
    """

    stated: tuple[Bound, ...]
    statements: tuple[ReadStatement, ...]
    forms: tuple[Form, ...]
    ocr: frozenset[int]
    small: SmallTables = field(default_factory=SmallTables)
    prover: Prover = field(default_factory=Prover, compare=False)

    def proved(self) -> Proof:
        """What the identities say of the figures as they are read now."""
        return self.prover.prove(self.stated, self.statements, self.forms, self.small)

    @cached_property
    def twins(self) -> dict[int, tuple[int, ...]]:
        """By fact: all facts that the same figure of the text is, the first of them first."""
        found: dict[tuple[ParagraphId, int, int], list[int]] = {}
        for i, bound in enumerate(self.stated):
            found.setdefault((bound.paragraph.id, *_span(bound)), []).append(i)
        return {i: tuple(same) for same in found.values() for i in same}

    @cached_property
    def styles(self) -> dict[object, Style]:
        """How figures are printed: by unit in the text, by place among the statements in tables."""
        told: dict[object, list[str]] = {}
        for bound in self.stated:
            number = printed_number(self._text(bound))
            if number and isinstance(bound.value, Decimal):
                told.setdefault(bound.unit, []).append(number)
        for s, statement in enumerate(self.statements):
            cells = (c for row in statement.rows for c in row.row.cells if c.value and c.unit == "CNY")
            told[s] = [n for c in cells if (n := printed_number(c.raw)) and n != "0"]
        return {what: _style(numbers) for what, numbers in told.items()}

    def place_of(self, fact: int, bound: Bound) -> ReadingReference | None:
        """The place of a proof's fact, which is one of the text or a cell's."""
        if bound.cell is not None:
            return bound.cell
        return self.twins[fact][0] if fact in self.twins else None

    def facts_at(self, place: ReadingReference, proof: Proof) -> set[int]:
        """The facts of a proof that a place is."""
        if isinstance(place, int):
            return set(self.twins[place])
        return {i for i, b in enumerate(proof.bound) if b.cell == place}

    def raw(self, place: ReadingReference) -> str:
        """The text of a figure as it was read."""
        if isinstance(place, int):
            return self._text(self.stated[place])
        return self._cell(place).raw

    def value(self, place: ReadingReference) -> Decimal:
        """The value of a figure in 元, percent or as counted; 0 for texts and empty cells."""
        if isinstance(place, int):
            value = self.stated[place].value
            return value if isinstance(value, Decimal) else Decimal(0)
        return Decimal(self._cell(place).value or 0)

    def page(self, place: ReadingReference) -> int:
        """The page of the document that a figure stands on."""
        if isinstance(place, int):
            bound = self.stated[place]
            return bound.paragraph.marks[bound.start].page
        return self._cell(place).page

    def printed(self, place: ReadingReference) -> Printed | None:
        """A figure as it was read, None where its place holds no run of digits."""
        raw, confidences = self.raw(place), self._confidences(place)
        span = number_span(raw)
        if span is None or len(raw) != len(confidences):
            return None
        number = raw[span[0] : span[1]]
        told = parse_number(number)[0]
        factor = self.value(place) / told if told else self._unit_of(place)
        key: object = self.stated[place].unit if isinstance(place, int) else place.statement
        style = self.styles.get(key, Style()).in_unit(factor)
        if isinstance(place, int) and self.stated[place].measure == "share":
            style = replace(style, most=_WHOLE)
        return Printed(number, confidences[span[0] : span[1]], factor, style)

    def changed(self, place: ReadingReference, value: Decimal, *, nothing: bool = False) -> Readings:
        """The readings with another value at a place; `nothing` leaves the cell empty."""
        if isinstance(place, int):
            old = self.value(place)
            stated = list(self.stated)
            for i in self.twins[place]:
                own = stated[i].value
                assert isinstance(own, Decimal)
                new = own / old * value if old else value
                stated[i] = replace(stated[i], value=new, as_read=stated[i].raw)
            return replace(self, stated=tuple(stated))
        s, r, k = place
        read = self.statements[s]
        row = read.rows[r]
        cell = row.row.cells[k]
        update = {"value": None if nothing else canonical(value), "status": "repaired", "as_read": cell.raw}
        cells = (*row.row.cells[:k], cell.model_copy(update=update), *row.row.cells[k + 1 :])
        rows = (*read.rows[:r], replace(row, row=row.row.model_copy(update={"cells": cells})), *read.rows[r + 1 :])
        statement = read.statement.model_copy(update={"rows": tuple(x.row for x in rows)})
        changed = replace(read, statement=statement, rows=rows)
        return replace(self, statements=(*self.statements[:s], changed, *self.statements[s + 1 :]))

    def _cell(self, ref: CellRef) -> StatementCell:
        return ref.cell_in(self.statements[ref.statement].statement)

    def _text(self, bound: Bound) -> str:
        start, end = _span(bound)
        return bound.paragraph.text[start:end]

    def _confidences(self, place: ReadingReference) -> tuple[float, ...]:
        if isinstance(place, int):
            start, end = _span(self.stated[place])
            return tuple(m.confidence for m in self.stated[place].paragraph.marks[start:end])
        s, r, k = place
        lines = self.statements[s].rows[r].sources[k].lines
        chars = ((char, c) for line in lines for char, c in zip(line.text, line.confidences, strict=True))
        return tuple(c for char, c in chars if not char.isspace())

    def _unit_of(self, place: ReadingReference) -> Decimal:
        if isinstance(place, int):
            bound = self.stated[place]
            return step_of(bound).scaleb(bound.decimals)
        statement = self.statements[place.statement].statement
        units = load_patterns().units
        return units.money[statement.unit or units.assumed]


def _span(bound: Bound) -> tuple[int, int]:
    return bound.value_span or (bound.start, bound.end)


def _style(numbers: Sequence[str]) -> Style:
    """How figures are printed, from all of them: some may be misread."""
    shown = [separated(number) for number in numbers]
    counts = Counter(len(number.partition(".")[2]) for number in shown)
    if counts.total() < _FEW:
        return Style()
    most = max((d for d, n in counts.items() if n >= max(2, _RARE * counts.total())), default=max(counts))
    least = most if counts[most] >= _MOST * counts.total() else 0
    thousands = [number for number in shown if len(number.partition(".")[0].replace(",", "")) > _GROUP]
    grouped = sum("," in number for number in thousands)
    known = len(thousands) >= _FEW and not 1 < grouped < len(thousands) - 1
    return Style((least, most), grouped > 1 if known else None)
