"""Every figure that the text prints, bound or not: what a reader saw, whatever it understood.

Binding may give a figure to the wrong item or to none. What stands on the page is sure where the binding is not, so a
failed identity is judged by it (extractors/verdict/misbinding.py). What became of each is told by covered.py beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.binding import reach
from extractors.binding.last_digit import factor_of
from extractors.binding.passage import PART_ENDS
from extractors.language.numbers import Amount, amounts
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph, ParagraphId
from extractors.prose.sections import Section
from patterns.loader import load_patterns


class InText:
    """A stretch of a paragraph's text that a figure is printed in."""

    __slots__ = ()
    paragraph: Paragraph
    start: int
    end: int

    @property
    def raw(self) -> str:
        """The figure as it is printed."""
        return self.paragraph.text[self.start : self.end]

    @property
    def quote(self) -> str:
        """The sentence it stands in, or what of it is near."""
        return quoted(self.paragraph.text, self.start, self.end)


@dataclass(frozen=True, slots=True)
class PrintedFigure(InText):
    """A figure of the text: `place` is its paragraph's number, `value` in 元, percent or as counted.

    `step` is its last printed digit in the same unit; `fact` the fact read from it, None where none was.
    """

    place: int
    paragraph: Paragraph
    section: str
    start: int
    end: int
    value: Decimal
    unit: str | None
    step: Decimal
    fact: int | None


def quoted(text: str, start: int, end: int) -> str:
    """The sentence of a text that a figure stands in, or what of it is near."""
    first = max(text.rfind(mark, 0, start) for mark in PART_ENDS) + 1
    last = min((i for i in (text.find(mark, end) for mark in PART_ENDS) if i >= 0), default=len(text))
    return text[max(first, start - reach.QUOTE) : min(last, end + reach.QUOTE)]


def is_printed(amount: Amount) -> bool:
    """Whether an amount of running text is a figure: a whole number without a unit may number anything."""
    return amount.kind != "bare" or amount.decimals > 0


def printed_figures(parts: Sequence[Section], bound: Sequence[Bound]) -> tuple[PrintedFigure, ...]:
    """The figures of all sections that are read, in reading order; figures within a reason are part of that reason."""
    taken: dict[ParagraphId, list[tuple[int, Bound]]] = {}
    for i, fact in enumerate(bound):
        if fact.cell is None:
            taken.setdefault(fact.paragraph.id, []).append((i, fact))
    unread = {s.id for s in load_patterns().sections if not s.read}
    paragraphs = ((s, p) for s in parts if s.kind not in unread for p in s.paragraphs)
    return tuple(
        _figure(place, paragraph, section.id, amount, over)
        for place, (section, paragraph) in enumerate(paragraphs)
        for amount, over in _figures_of(paragraph, taken.get(paragraph.id, []))
    )


def _figures_of(
    paragraph: Paragraph, here: Sequence[tuple[int, Bound]]
) -> Iterator[tuple[Amount, list[tuple[int, Bound]]]]:
    """The figures of a paragraph, each with the facts that it overlaps; those within a text alone are left out."""
    for amount in amounts(paragraph.text):
        if not is_printed(amount):
            continue
        over = [(i, f) for i, f in here if f.start < amount.end and amount.start < f.end]
        if not over or any(isinstance(f.value, Decimal) for _, f in over):
            yield amount, over


def _figure(
    place: int, paragraph: Paragraph, section: str, amount: Amount, over: Sequence[tuple[int, Bound]]
) -> PrintedFigure:
    factor = factor_of(paragraph.text[amount.start : amount.end], amount)
    own = [(i, f) for i, f in over if isinstance(f.value, Decimal)]
    exact = [i for i, f in own if (f.value_span or (f.start, f.end))[0] >= amount.start]
    value = amount.value * (factor if amount.kind == "bare" else 1)
    fact = exact[0] if exact else own[0][0] if own else None
    unit = "CNY" if amount.kind in ("bare", "money") else amount.unit
    step = factor.scaleb(-amount.decimals)
    return PrintedFigure(place, paragraph, section, amount.start, amount.end, value, unit, step, fact)
