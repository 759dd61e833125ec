"""The pieces that lines fall into where they are cells of a table without rulings: by lines, borders, or blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extractors.model.cells import Cell
from extractors.model.geometry import union
from extractors.model.page import Line
from extractors.prose.arrange import TextRow
from extractors.statements.grid import label
from extractors.statements.small.value import stands_for_figure
from patterns.kept import KEPT
from patterns.small_tables import load_small_tables


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A piece of a line: its characters, the label they make, and whether a line or border begins before it."""

    line: Line
    start: int
    end: int
    text: str
    first: bool

    @property
    def is_figure(self) -> bool:
        """Whether it stands where a figure does: one, a dash for one, or a cell between borders that holds nothing."""
        return not self.text or stands_for_figure(self.text)


_WORD = regex.compile(r"\S+")

Piece = tuple[Token, ...]  # tokens that make one cell, in order


def text_of(piece: Iterable[Token]) -> str:
    """The label that tokens make together."""
    return "".join(token.text for token in piece)


def cell_of(piece: Piece, page: int, row: int, column: int, columns: int = 1) -> Cell:
    """The cell that tokens make, at that place of its table."""
    lines = tuple(token.line.slice(token.start, token.end) for token in piece if token.end > token.start)
    box = union(line.box for line in lines) if lines else piece[0].line.box
    return Cell(page, row, column, box, lines, columns=columns)


def tokens_of(rows: Iterable[TextRow], *, blanks: bool) -> list[Token]:
    """The pieces of rows of text in reading order; `blanks` is whether a blank parts cells, too."""
    found: list[Token] = []
    open_cell = False
    for line in (line for row in rows for line in row.lines):
        found += _of_line(line, blanks=blanks, closes=open_cell)
        text = line.text.strip()
        open_cell = bool(text) and not _border().search(text[-1])
    return found


def tokens_of_line(line: Line) -> Iterator[Token]:
    """The pieces of one line between blanks and borders."""
    return _of_line(line, blanks=True, closes=False)


def most_tokens(line: Line) -> int:
    """How many pieces of one line there are at most: a border parts no more than one from another."""
    return len(_WORD.findall(line.text)) + _borders_in(line.text)


def is_bordered(line: Line) -> bool:
    """Whether a border stands in a line."""
    return _borders_in(line.text) > 0


@lru_cache(maxsize=KEPT)
def _borders_in(text: str) -> int:
    return len(_border().findall(text))


def tokens_between(line: Line, border: str | None = None) -> Iterator[Token]:
    """The cells of a line between borders, empty ones too; `border` is what parts them, where no usual one does.

    What is before a border that begins the line, or behind one that ends it, is an empty cell.
    """
    pattern = _border() if border is None else regex.compile(border)
    for i, (start, end) in enumerate(_between(line.text, pattern)):
        text = line.text[start:end]
        a = start + len(text) - len(text.lstrip())
        b = max(a, start + len(text.rstrip()))
        yield Token(line, a, b, _said(line.text[a:b]), first=i == 0)


def _of_line(line: Line, *, blanks: bool, closes: bool) -> Iterator[Token]:
    """The tokens of a line; `closes` is whether the line above lacks the border behind its last cell."""
    if closes and _border().fullmatch(line.text.strip()):
        return
    for start, end in _between_borders(line.text):
        words = [m.span() for m in _WORD.finditer(line.text[start:end])]
        if not words:
            if start or end < len(line.text):
                yield Token(line, start, start, "", first=True)
            continue
        parts = words if blanks else [(words[0][0], words[-1][1])]
        for i, (a, b) in enumerate(parts):
            yield Token(line, start + a, start + b, _said(line.text[start + a : start + b]), first=i == 0)


@lru_cache(maxsize=KEPT)
def _said(text: str) -> str:
    """The label that characters make; of a column's number with the sum that it is, the number."""
    said = label(text)
    counted = _counted().fullmatch(said)
    return counted["number"] if counted else said


def _between(text: str, border: regex.Pattern[str]) -> list[tuple[int, int]]:
    borders = [m.span() for m in border.finditer(text)]
    starts, ends = [0, *(b for _, b in borders)], [*(a for a, _ in borders), len(text)]
    return list(zip(starts, ends, strict=True))


def _between_borders(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between borders: what is before one that begins a line, or behind one that ends it, is no cell."""
    spans = _between(text, _border())
    if len(spans) > 1 and not text[slice(*spans[-1])].strip():
        spans.pop()
    if len(spans) > 1 and not text[slice(*spans[0])].strip():
        spans.pop(0)
    yield from spans


@cache
def _border() -> regex.Pattern[str]:
    return regex.compile(load_small_tables().flat.border)


@cache
def _counted() -> regex.Pattern[str]:
    return regex.compile(load_small_tables().flat.counted)
