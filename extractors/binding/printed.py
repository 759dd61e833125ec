"""Every figure that the text prints, bound or not: what a reader saw, whatever it understood.

Binding may give a figure to the wrong item or to none. What stands on the page is sure where the binding is not, so a
failed identity is judged by it (extractors/verdict/misbinding.py), and what no fact took is told in the Record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.language.numbers import Amount, amounts, yuan_of_unit
from extractors.model.fact import Bound
from extractors.model.page import ReadPage
from extractors.model.paragraph import Paragraph, ParagraphId
from extractors.model.record import Unread
from extractors.prose.sections import Section
from patterns.loader import load_patterns

_QUOTED = 40  # characters of a sentence told before and after a figure


@dataclass(frozen=True, slots=True)
class PrintedFigure:
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

    @property
    def raw(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @property
    def quote(self) -> str:
        """The sentence it stands in, or what of it is near."""
        text = self.paragraph.text
        start = max(text.rfind(mark, 0, self.start) for mark in "。；") + 1
        end = min((i for i in (text.find(mark, self.end) for mark in "。；") if i >= 0), default=len(text))
        return text[max(start, self.start - _QUOTED) : min(end, self.end + _QUOTED)]


def printed_figures(parts: Sequence[Section], bound: Sequence[Bound]) -> tuple[PrintedFigure, ...]:
    """The figures of all sections that are read, in reading order; figures within a reason are part of that reason."""
    taken: dict[ParagraphId, list[tuple[int, Bound]]] = {}
    for i, fact in enumerate(bound):
        if fact.cell is None:
            taken.setdefault(fact.paragraph.id, []).append((i, fact))
    found: list[PrintedFigure] = []
    unread = {s.id for s in load_patterns().sections if not s.read}
    paragraphs = [(s, p) for s in parts if s.kind not in unread for p in s.paragraphs]
    for place, (section, paragraph) in enumerate(paragraphs):
        here = taken.get(paragraph.id, [])
        for amount in amounts(paragraph.text):
            if amount.kind == "bare" and not amount.decimals:
                continue
            over = [(i, f) for i, f in here if f.start < amount.end and amount.start < f.end]
            if over and not any(isinstance(f.value, Decimal) for _, f in over):
                continue
            found.append(_figure(place, paragraph, section.id, amount, over))
    return tuple(found)


def unread_figures(printed: Sequence[PrintedFigure], pages: Mapping[int, ReadPage]) -> tuple[Unread, ...]:
    """What the Record tells of the figures that no fact was read from."""
    return tuple(_unread(figure, pages) for figure in printed if figure.fact is None)


def _unread(figure: PrintedFigure, pages: Mapping[int, ReadPage]) -> Unread:
    page, box, _, _ = figure.paragraph.places(figure.start, figure.end)[0]
    return Unread(
        page=page,
        bbox=pages[page].to_page(box),
        raw=figure.raw,
        unit=figure.unit,
        section=figure.section,
        quote=figure.quote,
    )


def _figure(
    place: int, paragraph: Paragraph, section: str, amount: Amount, over: Sequence[tuple[int, Bound]]
) -> PrintedFigure:
    factor = _factor(paragraph.text[amount.start : amount.end], amount)
    value = amount.value * (factor if amount.kind == "bare" else 1)
    own = [(i, f) for i, f in over if isinstance(f.value, Decimal)]
    exact = [i for i, f in own if (f.value_span or (f.start, f.end))[0] >= amount.start]
    fact = exact[0] if exact else own[0][0] if own else None
    unit = "CNY" if amount.kind in ("bare", "money") else amount.unit
    step = factor.scaleb(-amount.decimals)
    return PrintedFigure(place, paragraph, section, amount.start, amount.end, value, unit, step, fact)


def _factor(raw: str, amount: Amount) -> Decimal:
    units = load_patterns().units
    if amount.kind == "bare":
        return units.money[units.assumed]
    return (yuan_of_unit(raw) if amount.kind == "money" else None) or Decimal(1)
