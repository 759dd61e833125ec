"""Tables that a page runs into a line of text, which no other step could read: they are no running text.

Names and figures stand by turns there, with neither stops nor units of money. Read as sentences, the number of a line
is taken for a figure, and a figure for that of the name behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.model.page import Line
from extractors.statements.flat.items import Item, items_of
from extractors.statements.small.flat.taking import LONGEST_HEADING
from extractors.statements.small.flat.tokens import Token, most_tokens, tokens_of_line
from patterns.loader import load_patterns
from patterns.shapes import either_word
from patterns.statements import load_statements, says

# Set by eye on tables that sites run into their text.
_FEWEST = 3  # rows: a name, and the figures behind it
_LONGEST_NAME = 30  # characters of it
_SEVERAL = 2  # figures behind a name: the number of its line and an amount, or amounts
_FEWEST_HEADS = 2  # heads of a table, before rows of one figure each
_MOSTLY = 0.5  # of the rows: more must be like those of tables
_MOST_WORDS = 5  # that one name is broken over
_STOPS = "。；，：！？"


@dataclass(frozen=True)
class _Row:
    """What stands between figures, and the figures behind it."""

    words: tuple[Item, ...]
    figures: tuple[Item, ...]

    @property
    def amounts(self) -> bool:
        """Whether one of its figures has decimals."""
        return any("." in figure.text for figure in self.figures)


def without_run_in(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the tables that are run into them."""
    return tuple(left for line in lines for left in _left_of(line))


def _left_of(line: Line) -> list[Line]:
    if most_tokens(line) < _FEWEST * 2:
        return [line]  # a row of a table holds a name and a figure
    tables = list(_tables(items_of(list(tokens_of_line(line)))))
    if not tables:
        return [line]
    starts = [*(_start(rows[0]).start for rows in tables), len(line.text)]
    ends = [0, *(rows[-1].figures[-1].piece[-1].end for rows in tables)]
    left = [line.slice(end, start) for end, start in zip(ends, starts, strict=True)]
    said = [piece for piece in left if any(char.isalnum() for char in piece.text)]
    # What stands before a table in its line is its title: with text behind the table it would make one sentence.
    return [piece for piece in said if piece is said[-1] or len(piece.text) > LONGEST_HEADING]


def _tables(items: Sequence[Item]) -> Iterator[list[_Row]]:
    """The rows of each table among the cells of a line."""
    for stretch in _stretches(items):
        rows = list(_rows(stretch))
        if len(rows) >= _FEWEST and _is_table(rows):
            yield rows


def _stretches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The cells between those that are text."""
    found: list[Item] = []
    for item in items:
        if item.is_word and _is_text(item.text):
            yield found
            found = []
        else:
            found.append(item)
    yield found


def _is_text(word: str) -> bool:
    """Whether a word is more than a name: it is long, ends a clause, or says the unit of a figure."""
    return (
        len(word) > _LONGEST_NAME
        or regex.search(f"[{_STOPS}]", word) is not None
        or _in_unit().search(word) is not None
    )


@cache
def _in_unit() -> regex.Pattern[str]:
    units = load_patterns().units
    return regex.compile(rf"(?:^|\d){either_word([*units.money, *units.percent])}")


def _rows(items: Sequence[Item]) -> Iterator[_Row]:
    words, figures = list[Item](), list[Item]()
    for item in items:
        if item.is_word and figures:
            yield _Row(tuple(words), tuple(figures))
            words, figures = [], []
        if item.is_word:
            words.append(item)
        elif words:
            figures.append(item)
    if figures:
        yield _Row(tuple(words), tuple(figures))


def _is_table(rows: Sequence[_Row]) -> bool:
    """Whether most rows hold several figures, one with decimals, or heads stand before rows of one figure each."""
    several = sum(len(row.figures) >= _SEVERAL and row.amounts for row in rows[:1])
    several += sum(len(row.figures) >= _SEVERAL and row.amounts and len(row.words) <= _MOST_WORDS for row in rows[1:])
    if several > _MOSTLY * len(rows):
        return True
    return len(_heads(rows[0])) >= _FEWEST_HEADS and sum(row.amounts for row in rows) > _MOSTLY * len(rows)


def _heads(row: _Row) -> list[Item]:
    known = load_statements()
    heads = (*known.heads, *known.roles.name, *known.roles.code, *known.roles.line, *known.line_row)
    return [word for word in row.words[:-1] if says(word.text, heads)]


def _start(row: _Row) -> Token:
    """Where a table begins: at its first head, else at the name of its first row."""
    return next(iter(_heads(row)), row.words[-1]).piece[0]
