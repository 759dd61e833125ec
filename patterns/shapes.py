"""Shapes of print, as regular expressions and characters: what every reading shares, and what each room looks for.

Wordings are written in a notation of their own (wording.py); shapes are what it cannot say: numbers of items, what may
stand before a name, traditional characters. One model and one `load_…` for each of shapes.yaml, characters.yaml,
headings.yaml, covers.yaml, numbers.yaml, cells.yaml, whose comments say what the keys mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import regex
from pydantic import AfterValidator, Field

from patterns.files import FOLDER, Entry, load_file
from patterns.kept import KEPT
from patterns.nearest import nearest

_PUT_IN = ("han", "numerals", "dashes")  # what expressions may name as {…}


class Shapes(Entry):
    """See the comments of shapes.yaml; `han`, `numerals` and `dashes` are to be put inside of [...]."""

    han: str
    numerals: str
    list_joints: tuple[str, ...]
    dashes: str


@cache
def load_shapes(folder: Path = FOLDER) -> Shapes:
    """The shapes that all share. Raises PatternError where the file is not valid."""
    return load_file(Shapes, "shapes.yaml", folder)


def shaped(expression: str) -> str:
    """A regular expression of the YAML files with {han}, {numerals} and {dashes} put in.

    >>> shaped("^[{numerals}]+、")
    '^[一二三四五六七八九十]+、'

    Raises ValueError where it is no regular expression or names another shape.
    """
    shapes = load_shapes()
    for name in _PUT_IN:
        expression = expression.replace(f"{{{name}}}", getattr(shapes, name))
    if unknown := regex.search(r"(?<!\\[pP])\{([a-z]\w*)\}", expression):
        raise ValueError(f"unknown shape {unknown[0]}{nearest(unknown[1], _PUT_IN)}")
    try:
        regex.compile(expression)
    except regex.error as error:
        raise ValueError(f"{expression!r} is no regular expression: {error}") from error
    return expression


Expression = Annotated[str, AfterValidator(shaped)]
Expressions = Annotated[tuple[Expression, ...], Field(min_length=1)]
Words = Annotated[tuple[str, ...], Field(min_length=1)]
_Character = Annotated[str, Field(min_length=1, max_length=1)]


def either(expressions: tuple[str, ...]) -> str:
    """One group that matches any of the expressions, the first that does.

    >>> either(("情况", "说明"))
    '(?:情况|说明)'
    """
    return f"(?:{'|'.join(expressions)})"


def either_word(words: Iterable[str]) -> str:
    """One group that matches any of the words to the letter, the longest first.

    >>> either_word(["元", "万元", "（套）"])
    '(?:（套）|万元|元)'
    """
    return either(tuple(regex.escape(word) for word in sorted(sorted(words), key=len, reverse=True)))


class Characters(Entry):
    """The one shape of characters; see characters.yaml."""

    shapes: dict[_Character, _Character]
    variants: tuple[Annotated[str, Field(min_length=2, max_length=2)], ...]
    traditional: tuple[str, ...]
    punctuation: dict[_Character, _Character]
    mojibake: Expression
    readings: Expression

    @property
    def forms(self) -> dict[str, str]:
        """Every form of a character that is brought to another, with that."""
        pairs = (*self.variants, *(line[i : i + 2] for line in self.traditional for i in range(0, len(line), 2)))
        return {**self.shapes, **dict(pairs)}  # type: ignore[arg-type]


class Headings(Entry):
    """What makes a line a heading; see headings.yaml."""

    running_text: Expression
    denied: Expression
    no_title: Expression
    framed: Expression
    unnumbered_ends: Words
    leading_ends: Words
    leading_marks: Expression
    unmarked_ends: Words
    text_begins: Expressions
    title_lead: Expression
    before_inner: Expression
    no_leading_title: Expression
    document_year: Expression
    document_whole: Expression
    appropriations: str
    appropriations_in: Expression
    one_budget: str
    both_budgets: Expression
    function_mark: Expression
    title_before: Expression
    time_before: Expression
    label_ends: Expression
    label_before: Expression
    number_before: Expression
    summed_before: Expression


class Covers(Entry):
    """What stands on a cover; see covers.yaml."""

    chinese_year: Expression
    title_year: Expression
    no_date: Expression
    short_year: Expression
    as_of: Expression
    compared_year: Expression
    budget_year: Expression
    text_year: Expression
    sentence: Expression
    clause_break: Expression
    sentence_break: Expression
    figure: Expression
    title_joints: Expression
    title_brackets: Expression
    within_brackets: Expression
    labelled: Expression
    published_by: Expression
    contact: Expression
    rule_of: Expression
    speaker: Expression
    way_joints: Expression
    hosts: dict[str, Expression]
    name_setters: Expression
    run_in: Expression
    township: Expression
    own_named: Expression
    own_level: Expression
    own_lead: Expression
    name_tellers: Expressions
    kinds_of_bodies: Expression
    inner_ends: Words
    leads: Expressions
    name_followers: Expressions
    name: Expression
    bracketed: Expression
    name_tail: Expression
    no_name: Expressions
    no_name_begin: Expressions
    place: Expression
    parts: Expressions
    furniture: Expression
    within_furniture: Expression
    record_label: Expression
    bullet: Expression
    elsewhere: Expression
    table_end: str
    unit_ends: Words
    title_tail: Expression


class NumberShapes(Entry):
    """What makes a run of digits a value; see numbers.yaml."""

    zero: str
    not_behind: Expression
    no_sign_behind: Expression
    sign_behind: Expression
    no_plus_behind: Expression
    rises: str
    falls: str
    rate_before: str
    not_values: Expressions
    dated: dict[str, Expression]
    short_money: Words
    not_money: Expression
    many: dict[str, Decimal]
    not_counts: Words
    not_in_words: Words
    not_in_formal_words: Words
    not_behind_words: Expression


class CellShapes(Entry):
    """What stands in cells and titles of tables; see cells.yaml."""

    table: str
    continued: str
    continuation: Expression
    figure: Expression
    whole_figure: Expression
    run_in_figure: Expression
    blank_marks: str
    misread_dash: str
    misread_lone_dash: str
    misread_ruling: str
    below_marks: str
    note_behind: Expression
    note_before: Expression
    marked_units: str
    misread_dashed: str
    sheet_formats: dict[int, str]


@cache
def load_characters(folder: Path = FOLDER) -> Characters:
    """The knowledge about characters. Raises PatternError where the file is not valid."""
    return load_file(Characters, "characters.yaml", folder)


@cache
def load_headings(folder: Path = FOLDER) -> Headings:
    """The knowledge about headings. Raises PatternError where the file is not valid."""
    return load_file(Headings, "headings.yaml", folder)


@cache
def load_covers(folder: Path = FOLDER) -> Covers:
    """The knowledge about covers. Raises PatternError where the file is not valid."""
    return load_file(Covers, "covers.yaml", folder)


CoverShape = Literal[
    "as_of",
    "bracketed",
    "budget_year",
    "bullet",
    "chinese_year",
    "clause_break",
    "compared_year",
    "contact",
    "elsewhere",
    "figure",
    "furniture",
    "kinds_of_bodies",
    "labelled",
    "name",
    "name_setters",
    "name_tail",
    "no_date",
    "own_lead",
    "own_level",
    "own_named",
    "published_by",
    "record_label",
    "rule_of",
    "run_in",
    "sentence",
    "sentence_break",
    "short_year",
    "speaker",
    "text_year",
    "title_brackets",
    "title_joints",
    "title_year",
    "township",
    "way_joints",
    "within_brackets",
    "within_furniture",
]


@cache
def cover_shape(shape: CoverShape) -> regex.Pattern[str]:
    """What finds that shape of covers.yaml."""
    return regex.compile(getattr(load_covers(), shape))


@cache
def load_number_shapes(folder: Path = FOLDER) -> NumberShapes:
    """The knowledge about numbers. Raises PatternError where the file is not valid."""
    return load_file(NumberShapes, "numbers.yaml", folder)


@cache
def load_cell_shapes(folder: Path = FOLDER) -> CellShapes:
    """The knowledge about cells. Raises PatternError where the file is not valid."""
    return load_file(CellShapes, "cells.yaml", folder)


@lru_cache(maxsize=KEPT)
def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return _han_range()[0] <= char <= _han_range()[1]


@lru_cache(maxsize=KEPT)
def han_in(text: str) -> int:
    """How many characters of a text are Chinese ones.

    >>> han_in("支出2万元")
    4
    """
    first, last = _han_range()
    return sum([first <= char <= last for char in text])


@cache
def _han_range() -> tuple[str, str]:
    han = load_shapes().han
    return han[0], han[-1]


@lru_cache(maxsize=KEPT)
def is_dash(text: str) -> bool:
    """Whether dashes, or the marks of a blank, are all of a cell's text: there is nothing.

    >>> is_dash("——"), is_dash("-1"), is_dash("")
    (True, False, False)
    """
    return bool(text) and _dashes().issuperset(text)


@lru_cache(maxsize=KEPT)
def may_be_dash(text: str) -> bool:
    """Whether a text is dashes, or what an OCR reads some as.

    >>> may_be_dash("—一"), may_be_dash("二")
    (True, False)
    """
    return bool(text) and (_dashes() | set(load_cell_shapes().misread_dash)).issuperset(text)


@lru_cache(maxsize=KEPT)
def is_value(text: str) -> bool:
    """Whether a cell's text is a figure, or a dash that stands for none.

    >>> is_value("-1,234.50"), is_value("（3.2）"), is_value("—"), is_value("3个")
    (True, True, True, False)
    """
    return is_dash(text) or _figure().fullmatch(text) is not None


@cache
def _dashes() -> frozenset[str]:
    return frozenset(load_shapes().dashes + load_cell_shapes().blank_marks)


@cache
def _figure() -> regex.Pattern[str]:
    return regex.compile(load_cell_shapes().figure)
