"""What words are as labels of a table without rulings: which of them make one cell, and what that says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from extractors.statements.small.caption import caption_of
from extractors.statements.small.flat.tokens import Piece, Token, text_of
from extractors.statements.small.said import Said, said_by
from patterns.money import unit_stated
from patterns.small_tables import load_small_tables
from patterns.statements import says

Kind = Literal["corner", "units", "notes", "lines", "label"]
_MOST_TOKENS = 5  # of one cell: what lines and blanks part (set by eye)
_LONGEST_CAPTION = 40  # characters of a line above that may be a title


@dataclass(frozen=True, slots=True)
class Label:
    """Tokens that make one cell, and what it is."""

    piece: Piece
    kind: Kind
    said: Said

    @property
    def names(self) -> bool:
        """Whether it names what figures are of."""
        return bool(self.said.concepts or self.said.below or self.said.total)

    @property
    def bare_total(self) -> bool:
        """Whether it is a sum, of what it does not say."""
        return self.said.total and not self.said.concepts and not self.said.below and not self.tells

    @property
    def is_item(self) -> bool:
        """Whether it names what figures are of, and no more."""
        return self.names and not self.tells

    @property
    def is_measure(self) -> bool:
        """Whether it tells which figure one is, but not of what."""
        return self.tells and not self.names

    @property
    def pays(self) -> bool:
        """Whether it says nothing but the budget that pays, or the sum of several."""
        return self.scoped or self.bare_total

    @property
    def scoped(self) -> bool:
        """Whether it says nothing but the budget that pays."""
        return self.said.scope is not None

    @property
    def tells(self) -> bool:
        """Whether it tells which of several figures one is: its measure, year, or what it is compared with."""
        told = self.said.telling
        return told.measure is not None or told.compared or told.rate or self.said.year is not None


class Ambiguous(ValueError):
    """Words that may be one cell or two of other meanings."""


def last_label(words: Sequence[Token]) -> Label | None:
    """The label that the last of the words are; None where they are none. Raises Ambiguous.

    The fewest words that are understood, and those before them that mean something only together with them.
    """
    found: tuple[int, Label] | None = None
    for start in range(len(words) - 1, max(-1, len(words) - 1 - _MOST_TOKENS), -1):
        label = _label(tuple(words[start:]))
        alone = _label(tuple(words[start : found[0]])) if found is not None else None
        if found is not None and alone is not None:
            if label is None or not _may_be_one(alone, found[1]):
                break
            if not _meant(label.said) & _meant(found[1].said):
                raise Ambiguous(text_of(label.piece))
            if found[1].said.concepts:
                break
        if label is not None:
            found = start, label
    return None if found is None else found[1]


def _label(piece: Piece) -> Label | None:
    kind_and_said = _read(text_of(piece))
    return None if kind_and_said is None else Label(piece, *kind_and_said)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Kind, Said] | None:
    known = load_small_tables()
    if says_unit(text):
        return None
    kinds = ("corner", known.flat.corners), ("units", known.parts), ("notes", known.notes), ("lines", known.lines)
    for kind, wordings in kinds:
        if says(text, wordings):
            return kind, Said()  # type: ignore[return-value]
    said = said_by(text)
    if said is None or said == Said():
        return None
    return "label", said


def _may_be_one(one: Label, other: Label) -> bool:
    """Whether two labels, each understood, may be parts of one name: not where one tells whose figures it heads."""
    named = all(label.said.concepts or label.said.below for label in (one, other))
    return named and not one.tells


def _meant(said: Said) -> set[str]:
    return {*said.concepts, *(concept for _, concept in said.below)}


def joined(one: Label, other: Label) -> Label | None:
    """Two labels as one; None where together they are not understood."""
    return _label((*one.piece, *other.piece))


def unnamed(label: Label) -> Said:
    """What it says beside the concept it names."""
    return replace(label.said, concepts=(), below=(), total=False)


def says_unit(text: str) -> bool:
    """Whether a text is a line that tells the unit of money."""
    return len(text) <= _LONGEST_CAPTION and unit_stated(text) != ""


def is_title(text: str) -> bool:
    """Whether a text may be the title of a small table."""
    return len(text) <= _LONGEST_CAPTION and bool(caption_of([text]).names)
