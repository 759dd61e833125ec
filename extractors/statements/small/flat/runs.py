"""Rows of tables without rulings in a stream of tokens: words, then figures, one row after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.statements.small.flat.heads import head_of
from extractors.statements.small.flat.pieces import Ambiguous, Label, last_label, says_unit
from extractors.statements.small.flat.tokens import Token
from extractors.statements.small.known import names_any
from extractors.tables.column_numbers import numbers_columns
from patterns.small_tables import load_small_tables
from patterns.statements import load_statements, says

# Set by eye on small tables that were made after those which pages lost the rulings of.
_LONGEST_BETWEEN = 15  # characters of a label that is not known, between two rows
_LONGEST_NOTE = 60  # of a remark
_FEWEST_TOLD = 2  # rows of budgets and final figures: a single one is none of a table
_MOST_BETWEEN = 3  # labels that are not known, or remarks, between two rows


@dataclass(frozen=True)
class FlatRow:
    """A row: the words before its figures, of which the last may be its label, and the figures.

    `whole` is whether the figures stand apart from what follows: they are all that the row holds. `certain` is whether
    its words can be only one label, or are none that is known.
    """

    words: tuple[Token, ...]
    label: Label | None
    figures: tuple[Token, ...]
    whole: bool
    certain: bool = True

    def of(self, number: int, *, noted: bool) -> tuple[Token, ...]:
        """Its figures, where it surely has as many as that; a mere 无 behind them is a remark where there are such."""
        figures = self.figures
        if noted and len(figures) == number + 1 and not any(c.isdigit() for c in figures[-1].text):
            figures = figures[:-1]
        return figures if self.whole and self.certain and len(figures) == number else ()

    @property
    def opens(self) -> bool:
        """Whether a table may begin with it: its label is known, or it stands below a corner and heads."""
        return self.label is not None or bool(self.over and head_of(self.over).cornered)

    @property
    def is_nameless_sum(self) -> bool:
        """Whether it may be the sum of a table that has lost the sum's name and its heads: right below the unit."""
        return self.label is None and any(says_unit(word.text) for word in self.words[-1:])

    @property
    def before(self) -> tuple[Token, ...]:
        """The words that are not its label."""
        return self.words[: len(self.words) - len(self.label.piece)] if self.label else self.words

    @property
    def over(self) -> tuple[Token, ...]:
        """The words over it, where it is the first of its table."""
        return self.before if self.label or self.is_nameless_sum else self.words[:-1]


@dataclass(frozen=True)
class Run:
    """Rows that follow one another."""

    rows: tuple[FlatRow, ...]

    def unnumbered(self) -> Run | None:
        """The run without a first column that numbers its rows; None where that does not count them one by one."""
        numbers = [row.figures[0].text for row in self.rows]
        first = int(numbers[0]) if numbers[0].isascii() and numbers[0].isdigit() else 0
        if numbers != [str(first + i) for i in range(len(numbers))]:
            return None
        rows = tuple(replace(row, figures=row.figures[1:]) for row in self.rows)
        return Run(rows) if all(row.figures for row in rows) else None

    @property
    def usual(self) -> int:
        """How many figures most rows with a label hold."""
        counts = Counter(len(row.figures) for row in self.rows if row.label)
        return counts.most_common(1)[0][0] if counts else 0

    @property
    def names(self) -> bool:
        """Whether a row names what its figures are of."""
        return any(row.label is not None and row.label.names for row in self.rows)

    @property
    def by_measure(self) -> bool:
        """Whether rows tell budget and final figures below each other, of something that is named before them."""
        told = sum(row.label is not None and row.label.tells and not row.label.names for row in self.rows)
        words = (word.text for row in self.rows for word in row.words[-_MOST_BETWEEN:])
        return told >= _FEWEST_TOLD and any(map(names_any, words))

    @property
    def strays(self) -> bool:
        """Whether the last figure of all may be none of the table's but a page's number: alone without decimals."""
        *others, last = [figure.text for row in self.rows for figure in row.figures]
        plain = last.isascii() and last.isdigit() and last != "0"
        return plain and bool(others) and all("." in text for text in others)

    @property
    def named(self) -> int:
        """How many rows of as many figures name what these are of."""
        return sum(bool(r.label and r.label.names) for r in self.rows if len(r.figures) == self.usual)


def runs_of(tokens: Sequence[Token]) -> Iterator[Run]:
    """The runs of rows, each beginning with one whose label is known, or that stands below a corner and heads."""
    current: list[FlatRow] = []
    above: tuple[Token, ...] = ()  # words with nothing but blank cells behind: rows of heads
    noted = False
    for row in _rows(tokens):
        if current and _follows(current[-1], row, noted=noted):
            current.append(row)
            continue
        if any(other.opens for other in current):
            yield _run(current)
        below = _row((*above, *row.words), row.figures, whole=row.whole) if above else row
        current, above = ([], below.words) if _heads_only(below) else ([below], ())
        if not below.opens and not below.is_nameless_sum:
            current = []
        noted = any(says(token.text, load_small_tables().notes) for token in below.words)
    if any(other.opens for other in current):
        yield _run(current)


def _run(rows: Sequence[FlatRow]) -> Run:
    """The run of rows: a blank cell that ends all of them, but perhaps the last, is what their borders left."""
    *others, last = rows
    if not others or not all(len(row.figures) > 1 and not row.figures[-1].text for row in others):
        return Run(tuple(rows))
    ends = len(last.figures) == len(others[-1].figures) and not last.figures[-1].text
    trimmed = [replace(row, figures=row.figures[:-1]) for row in (*others, *([last] if ends else []))]
    return _run(trimmed) if ends else Run((*trimmed, last))


def _heads_only(row: FlatRow) -> bool:
    """Whether a row of blank cells is one of heads: it is no item right below a measure."""
    if any(figure.text for figure in row.figures):
        return False
    item = row.label is not None and row.label.names and not row.label.tells
    over = head_of(row.over).labels[-1:] if item else ()
    return not (over and over[0].tells and not over[0].names)


def _rows(tokens: Sequence[Token]) -> Iterator[FlatRow]:
    words: list[Token] = []
    figures: list[Token] = []
    for token in (*tokens, None):
        if figures and (token is None or not token.is_figure or _are_of_heads(words, figures, token)):
            whole = token is None or token.first or _known([token])
            words, figures = _unnumbered(words, figures)
            if figures:
                yield _row(words, figures, whole=whole and _on_one_line(figures))
                words, figures = [], []
        if token is not None:
            (figures if token.is_figure else words).append(token)


def _are_of_heads(words: Sequence[Token], figures: Sequence[Token], token: Token) -> bool:
    """Whether blank cells end a line of several words, and a figure begins the next."""
    if any(f.text for f in figures) or not token.text or token.line is figures[-1].line:
        return False
    return sum(word.line is figures[0].line for word in words) > 1


def _unnumbered(words: list[Token], figures: list[Token]) -> tuple[list[Token], list[Token]]:
    """Words and figures without those that only number the columns (栏次 1 2), blank cells before these too."""
    texts = [figure.text for figure in figures]
    blank = next((i for i, text in enumerate(texts) if text), 0)
    half = blank + (len(texts) - blank) // 2
    named = any(says(w.text, load_statements().line_row) for w in words[-1:])
    if named and numbers_columns([words[-1].text, *texts]):
        return words[:-1], []
    if (len(texts) - blank) % 2 or not numbers_columns(texts[blank:half], among_figures=True):
        return words, figures
    return (words[:-1] if named else words), figures[half:]


def _row(words: Sequence[Token], figures: Sequence[Token], *, whole: bool) -> FlatRow:
    told = words if not any(says_unit(w.text) for w in words[-1:]) else ()
    try:
        label = last_label(told)
    except Ambiguous:
        return FlatRow(tuple(words), None, tuple(figures), whole, certain=False)
    known = label if label is not None and label.kind == "label" else None
    return FlatRow(tuple(words), known, tuple(figures), whole)


def _known(words: Sequence[Token]) -> bool:
    """Whether a word, behind a figure on the same line, may begin a label."""
    return not regex.search(load_small_tables().flat.runs_on, words[0].text)


def _on_one_line(figures: Sequence[Token]) -> bool:
    """Whether figures that blanks part are of one line; those of a cell each are of any."""
    return all(f.first for f in figures[1:]) or len({id(f.line) for f in figures}) == 1


def _follows(last: FlatRow, row: FlatRow, *, noted: bool) -> bool:
    between = row.before
    if not row.words:
        return False
    if last.is_nameless_sum and (between or len(row.figures) != len(last.figures)):
        return False
    if len(between) > _MOST_BETWEEN or not (last.whole or noted):
        return False
    if noted:
        return all(len(word.text) <= _LONGEST_NOTE for word in between)
    ends = load_small_tables().flat.ends
    return not any(len(word.text) > _LONGEST_BETWEEN or regex.search(ends, word.text) for word in between)
