"""The numbers that Word writes before the paragraphs of lists: they stand on paper, and nowhere in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import regex

from extractors.model.numerals import FORMAL, FORMAL_TEN, LARGEST, ONES, TEN, numeral_of
from extractors.opening.unseen import APART
from extractors.opening.word_look import Styles, W, attribute, is_on

_LEVELS = 9  # of a list, by the standard
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
     "koreanCounting", "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
)  # fmt: skip
_FORMAL = frozenset(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"))
_CIRCLED = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"))
_FIRST_CIRCLED, _CIRCLES = "①", 20
_FORMALLY = str.maketrans(ONES + TEN, FORMAL + FORMAL_TEN)
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_LARGEST_ROMAN = 3999
_LETTERS = 26
_LARGEST_NUMBER = 100_000  # what a list says to begin with beyond is a slip
_PLACE = regex.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    hidden: bool
    style: str
    legal: bool


class Numbering:
    """Counts the paragraphs of lists as they come; `root` is the document's w:numbering, None where it has none."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, Mapping[int, int]]] = {}  # list to its abstract one, and new starts
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                levels = {_whole(attribute(level, "ilvl")): _level_of(level) for level in element.iter(f"{W}lvl")}
                self._abstract[attribute(element, "abstractNumId")] = levels
            elif element.tag == f"{W}num":
                self._add(element)

    def label(self, properties: Any) -> str:
        """The number before a paragraph of these properties; "" where it has none."""
        told = self._told(properties)
        if told is None:
            return ""
        which, level = told
        abstract, starts = self._lists[which]
        levels = self._abstract[abstract]
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if level in starts and (which, level) not in self._begun:
            counts[level] = None
        self._begun.add((which, level))
        before = counts[level]
        counts[level] = starts.get(level, levels[level].start) if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return "" if levels[level].hidden else _written(levels, counts, level)

    def _add(self, element: Any) -> None:
        which, abstract = attribute(element, "numId"), attribute(element.find(f"{W}abstractNumId"), "val")
        starts = {}
        own = dict(self._abstract.get(abstract, {}))
        for override in element.iter(f"{W}lvlOverride"):
            level, start = _whole(attribute(override, "ilvl")), override.find(f"{W}startOverride")
            if start is not None:
                starts[level] = _whole(attribute(start, "val"))
            if (replaced := override.find(f"{W}lvl")) is not None:
                own[level] = _level_of(replaced)
        if own != self._abstract.get(abstract, {}):
            abstract = f"{abstract} {which}"
            self._abstract[abstract] = own
        self._lists[which] = (abstract, starts)

    def _told(self, properties: Any) -> tuple[str, int] | None:
        """The list that a paragraph is of, and its level."""
        own = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
        found = own if own is not None else self._styles.paragraph_property(properties, f"{W}numPr/{W}numId")
        which = attribute(found, "val")
        if which not in self._lists:
            return None
        levels = self._abstract.get(self._lists[which][0], {})
        told = self._styles.paragraph_property(properties, f"{W}numPr/{W}ilvl")
        if own is None:
            style = self._styles.of_paragraph(properties)
            linked = next((level for level, known in levels.items() if style and known.style == style), None)
            level = _whole(attribute(told, "val")) if linked is None else linked
        else:
            level = _whole(attribute(told, "val"))
        return (which, level) if level in levels and level < _LEVELS else None


def _whole(said: str) -> int:
    return min(int(said), _LARGEST_NUMBER) if said.isascii() and said.isdigit() else 0


def _level_of(element: Any) -> _Level:
    def said(name: str) -> str:
        return attribute(element.find(W + name), "val")

    unseen = element.find(f"{W}rPr/{W}vanish")
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=_whole(said("start")),
        form=said("numFmt") or "decimal",
        text=said("lvlText"),
        hidden=unseen is not None and is_on(unseen),
        style=said("pStyle"),
        legal=legal is not None and is_on(legal),
    )


def _written(levels: Mapping[int, _Level], counts: list[int | None], level: int) -> str:
    if levels[level].form in ("bullet", "none"):
        return ""

    def number(place: regex.Match[str]) -> str:
        at = int(place[1]) - 1
        if at not in levels:
            return ""
        count = counts[at]
        form = "decimal" if levels[level].legal else levels[at].form
        return number_as(levels[at].start if count is None else count, form)

    label = str(_PLACE.sub(number, levels[level].text))
    return label + APART if label else ""


def number_as(number: int, form: str) -> str:
    """A number in a form of WordprocessingML (17.18.59); in digits where the form is not known, or has no such number.

    >>> number_as(21, "chineseCounting"), number_as(4, "lowerRoman"), number_as(28, "upperLetter")
    ('二十一', 'iv', 'BB')
    """
    if form == "none":
        return ""
    if 1 <= number <= LARGEST and form in _CHINESE | _FORMAL:
        return _formally(numeral_of(number)) if form in _FORMAL else numeral_of(number)
    if 1 <= number <= _CIRCLES and form in _CIRCLED:
        return chr(ord(_FIRST_CIRCLED) + number - 1)
    if form in ("upperLetter", "lowerLetter") and number >= 1:
        letter = chr(ord("A") + (number - 1) % _LETTERS) * min(1 + (number - 1) // _LETTERS, _LETTERS)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 1 <= number <= _LARGEST_ROMAN:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _formally(numeral: str) -> str:
    """A numeral as sums are written out, with nothing left out: 壹拾贰."""
    return ((ONES[0] if numeral.startswith(TEN) else "") + numeral).translate(_FORMALLY)


def _roman(number: int) -> str:
    roman = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        roman += letters * times
    return roman
