"""The cells of a standard statement in a stream of lines: figures, and labels that lines or blanks broke, as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.language.function_codes import code_of_top
from extractors.statements.small.flat.tokens import Piece, Token, text_of
from extractors.statements.spelling import unnumbered
from patterns.labels import is_label
from patterns.money import unit_stated
from patterns.shapes import is_dash, is_value
from patterns.statements import load_statements, names_statement, says

# Set by eye, as those of small tables are (small/flat/runs.py, tables/found.py).
_MOST_TOKENS = 5  # of one label: what lines and blanks part
_LONGEST_LABEL = 30  # characters: longer lines are running text
_LONGEST_TITLE = 45
_MOST_DIGITS = 3  # of the number of a line (行次)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A cell: the tokens that make it and their text."""

    piece: Piece
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether it is a cell between borders that holds nothing."""
        return not self.text

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure, or a dash that stands for none."""
        return is_value(self.text)

    @property
    def is_dash(self) -> bool:
        """Whether it is a dash that stands for no figure."""
        return is_dash(self.text)

    @property
    def is_word(self) -> bool:
        """Whether it is neither a figure nor blank."""
        return not self.is_blank and not self.is_figure

    @property
    def number(self) -> int | None:
        """What it counts, where it may number a line or a column; else None."""
        plain = self.text.isascii() and self.text.isdigit() and len(self.text) <= _MOST_DIGITS
        return int(self.text) if plain else None


def items_of(tokens: Sequence[Token]) -> list[Item]:
    """The cells that tokens make: several are one where only together they are a label."""
    found: list[Item] = []
    at = 0
    while at < len(tokens):
        length = _length(tokens[at : at + _MOST_TOKENS])
        piece = tuple(tokens[at : at + length])
        found.append(Item(piece, text_of(piece)))
        at += length
    return found


def _length(tokens: Sequence[Token]) -> int:
    """How many of the tokens make the first cell."""
    words = 0
    while words < len(tokens) and tokens[words].text and not is_value(tokens[words].text):
        words += 1
    for length in range(words, 1, -1):
        parts = tokens[:length]
        if is_known(text_of(parts)) and not all(is_known(part.text) for part in parts):
            return length
    return 1


@lru_cache(maxsize=4096)
def is_known(text: str) -> bool:
    """Whether a text is a standard label, of a head or of an item."""
    if not text or len(text) > _LONGEST_LABEL:
        return False
    core = unnumbered(text)
    known, roles = load_statements(), load_statements().roles
    if any(says(text, wordings) for wordings in (known.heads, roles.name, roles.code, roles.line, known.line_row)):
        return True
    if says(core, known.totals) or is_label(core) or any(says(core, say) for say in _rows()):
        return True
    return core != text and code_of_top(core) is not None


def titled(text: str) -> bool:
    """Whether a line is the title of a standard statement."""
    return len(text) <= _LONGEST_TITLE and names_statement(text)


def says_unit(text: str) -> bool:
    """Whether a text tells the unit of money."""
    return unit_stated(text) != ""


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    """The wordings of all rows that are concepts of their own."""
    statements = load_statements().statements
    return tuple(row.say for s in statements for rows in (s.rows, *(x.rows for x in s.sides)) for row in rows)
