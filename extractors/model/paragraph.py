"""The text of a document as prose: paragraphs whose every character knows page, box and confidence.

Characters are normalised one for one (full-width digits and letters to ASCII, ASCII punctuation between Chinese to
full width) and blanks are dropped, so that wordings match however the text was typed; marks stay in step.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from extractors.model.blanks import parting_blanks
from extractors.model.geometry import Box, union
from extractors.model.page import Line
from patterns.kept import KEPT
from patterns.shapes import load_characters, load_shapes


class Mark(NamedTuple):
    """Where one character stands, and how sure its reading is."""

    page: int
    box: Box
    confidence: float


# A document has tens of thousands of marks: a NamedTuple called by its name takes three times as long to make.
_made = tuple.__new__


def marks_of(page: int, line: Line) -> list[Mark]:
    """Where the characters of a line of a page stand."""
    return [_made(Mark, (page, box, sure)) for box, sure in zip(line.boxes, line.confidences, strict=True)]


ParagraphId = tuple[int, int]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `marks` has one entry per character of `text`.

    `number` is its place among the document's, `offset` where in that one it begins that it was cut from.
    """

    text: str
    marks: tuple[Mark, ...]
    number: int = 0
    offset: int = 0

    @property
    def id(self) -> ParagraphId:
        """What no other paragraph of the document's text has."""
        return self.number, self.offset

    @property
    def page(self) -> int:
        """The number of the page that it begins on, from 1."""
        return self.marks[0].page

    def slice(self, start: int, end: int) -> Paragraph:
        """The characters from `start` up to `end`, with their marks."""
        return replace(self, text=self.text[start:end], marks=self.marks[start:end], offset=self.offset + start)

    def places(self, start: int, end: int) -> tuple[tuple[int, Box, int, int], ...]:
        """Page, box and character range of the stretch, one per line of the page that it runs over."""
        end = min(end, len(self.marks))
        marks = self.marks[start:end]
        begins = [i for i, mark in enumerate(marks) if not i or not _goes_on(marks[i - 1], mark)]
        stretches = pairwise((*begins, len(marks)))
        return tuple(
            [(marks[a].page, union([mark.box for mark in marks[a:b]]), start + a, start + b) for a, b in stretches]
        )


def _goes_on(last: Mark, mark: Mark) -> bool:
    """Whether a mark stands on the line of the one before, behind it."""
    above, box = last.box, mark.box
    least = _SAME_LINE * min(box.y1 - box.y0, above.y1 - above.y0)
    return mark.page == last.page and box.x0 >= above.x0 and box.overlap_y(above) > least


_FULL_WIDTH = 0xFEE0  # from an ASCII character to its full-width form (Unicode, Halfwidth and Fullwidth Forms)
_COMMA = regex.compile("[,，]")
_SAME_LINE = 0.4  # the share of the lower box by which two characters of one line overlap upright; set by eye


@cache
def _shapes() -> dict[int, str]:
    """Character to the one shape that it is brought to; see patterns/characters.yaml."""
    known = load_characters()
    ascii_forms = {ord(char) + _FULL_WIDTH: char for char in string.digits + string.ascii_letters}
    return ascii_forms | str.maketrans(known.forms)


@cache
def _punctuation() -> dict[int, str]:
    """Punctuation to the full-width one that it stands for; commas, which a figure may hold, are told apart before."""
    return str.maketrans(load_characters().punctuation)


@cache
def _stop() -> regex.Pattern[str]:
    """A dot behind a Chinese character (or %), and before another, a year or nothing more: it ends a sentence."""
    han = load_shapes().han
    return regex.compile(rf"(?<=[{han}%％])\.(?=[{han}]|20\d\d|\s*$)")


@lru_cache(maxsize=KEPT)
def normalised(text: str) -> str:
    """`text` with characters brought to one shape each; same length.

    A comma becomes full width unless it stands between digits; a full-width one between digits becomes ASCII.

    >>> normalised("收入：２，１１４.８１万元,占 9%")
    '收入：2,114.81万元，占 9%'
    """
    shaped = text.translate(_shapes())
    if "." in shaped:
        shaped = _stop().sub("。", shaped)
    return _COMMA.sub(_comma, shaped).translate(_punctuation())


@lru_cache(maxsize=KEPT)
def compact(text: str) -> str:
    """`text` for comparison of labels: normalised, without blanks.

    >>> compact("合 计（万元） ")
    '合计（万元）'
    """
    return "".join(normalised(text).split())


def _comma(comma: regex.Match[str]) -> str:
    text, at = comma.string, comma.start()
    between = _digit_beside(text, at, -1) and _digit_beside(text, at, 1)
    return "," if between else "，"


def _digit_beside(text: str, position: int, step: int) -> bool:
    position += step
    while 0 <= position < len(text) and text[position].isspace():
        position += step
    return 0 <= position < len(text) and text[position].isascii() and text[position].isdigit()


def paragraph_of(lines: Sequence[tuple[int, Line]]) -> Paragraph:
    """One paragraph from lines in reading order, each with its page number.

    Blanks are dropped, but for one between two figures: `65.00 64.87` would be another number (blanks.py).
    """
    raw: list[str] = []
    borders: list[int] = []
    marks: list[Mark] = []
    for page, line in lines:
        borders += [len(raw)] if raw else []
        if raw and raw[-1].isdigit() and line.text[:1].isdigit():
            raw.append(" ")
            marks.append(marks[-1])
        raw += line.text
        marks += marks_of(page, line)
    text = normalised("".join(raw))
    parting = parting_blanks(text, borders)
    kept = [i for i, char in enumerate(text) if i in parting or not char.isspace()]
    return Paragraph("".join(" " if i in parting else text[i] for i in kept), tuple(marks[i] for i in kept))
