"""What became of every figure of the running text: a fact tells it, a text holds it, or it is left, and why.

All paragraphs count, whatever section they stand in and whether that is read. What is a figure, docs/record.md says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.binding.printed import InText, is_printed
from extractors.binding.why import LeftAmount, Why
from extractors.language.numbers import Amount, amounts
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph
from extractors.prose.sections import Section
from patterns.loader import load_patterns

Became = Literal["fact", "in_text"] | Why
_OF_TITLES = ("money", "percent")  # other numbers of a title tell which it is (1.2, 一个单位), not what was spent
_Piece = tuple[Section, Paragraph]


@dataclass(frozen=True, slots=True)
class TextFigure(InText):
    """A figure of a paragraph, the id of the section it stands in (None for titles), and what became of it."""

    paragraph: Paragraph
    start: int
    end: int
    unit: str | None
    section: str | None
    became: Became


@dataclass(frozen=True)
class _Read:
    """What was read of the text, by the number of the paragraph; places count from where that begins."""

    pieces: Mapping[int, Sequence[_Piece]]
    figures: Mapping[int, Sequence[tuple[int, int]]]
    texts: Mapping[int, Sequence[tuple[int, int]]]
    left: Mapping[tuple[int, int], Why]


def covered_text(
    paragraphs: Iterable[Paragraph],
    sections: Iterable[Section],
    bound: Iterable[Bound],
    left: Iterable[LeftAmount],
    *,
    kind_read: bool,
) -> Iterator[TextFigure]:
    """The figures of a document's `paragraphs` in reading order; `kind_read` is whether such a document is read."""
    read = _read(sections, bound, left)
    for paragraph in paragraphs:
        for amount in amounts(paragraph.text):
            piece = _piece_at(read.pieces.get(paragraph.number, ()), amount.start)
            if is_printed(amount) and (piece is not None or amount.kind in _OF_TITLES):
                yield _figure(paragraph, amount, piece, read, kind_read=kind_read)


def _read(sections: Iterable[Section], bound: Iterable[Bound], left: Iterable[LeftAmount]) -> _Read:
    pieces: dict[int, list[_Piece]] = defaultdict(list)
    figures: dict[int, list[tuple[int, int]]] = defaultdict(list)
    texts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for section in sections:
        for piece in section.paragraphs:
            pieces[piece.number].append((section, piece))
    for fact in bound:
        if fact.cell is None and not fact.tabled:
            figure = isinstance(fact.value, Decimal)
            start, end = (fact.value_span if figure else None) or (fact.start, fact.end)
            offset = fact.paragraph.offset
            (figures if figure else texts)[fact.paragraph.number].append((offset + start, offset + end))
    return _Read(pieces, figures, texts, {(amount.paragraph, amount.start): amount.why for amount in left})


def _piece_at(pieces: Sequence[_Piece], position: int) -> _Piece | None:
    """The piece of a paragraph that a section holds at a position; None for what is a title."""
    return next((p for p in pieces if 0 <= position - p[1].offset < len(p[1].text)), None)


def _figure(paragraph: Paragraph, amount: Amount, piece: _Piece | None, read: _Read, *, kind_read: bool) -> TextFigure:
    section = piece[0] if piece else None
    became = _became(paragraph.number, amount, section, read) if kind_read else Why.KIND_NOT_READ
    unit = "CNY" if amount.kind == "bare" else amount.unit
    return TextFigure(paragraph, amount.start, amount.end, unit, section.id if section else None, became)


def _became(number: int, amount: Amount, section: Section | None, read: _Read) -> Became:
    if _overlaps(read.figures.get(number, ()), amount):
        return "fact"
    if _overlaps(read.texts.get(number, ()), amount):
        return "in_text"
    if section is None:
        return Why.TITLE
    if section.kind in _not_read():
        return Why.SECTION_NOT_READ
    return read.left.get((number, amount.start), Why.NOTHING_KNOWN)


def _overlaps(spans: Iterable[tuple[int, int]], amount: Amount) -> bool:
    return any(start < amount.end and amount.start < end for start, end in spans)


def _not_read() -> frozenset[str]:
    return frozenset(section.id for section in load_patterns().sections if not section.read)
