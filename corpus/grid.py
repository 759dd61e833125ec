"""Where a sheet's columns stand on its pages, what its rows say there, and how large its characters are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.rulings import Rulings
from corpus.setter import Setter
from corpus.sheets import Column, Sheet
from corpus.style import TableStyle

MARGIN = 42.0
PAD = 2.5
_NEAR = 3  # how far from where pages part a group's beginning is looked for
_SMALLEST = 5.5
_WEIGHTS = {"code": 0.9, "name": 4.2, "line": 0.7, "value": 2.0}
_TOP_DIGITS, _BY = 3, 3  # digits of a 类; rows of a group where none has a code
_MARKED = 0.18  # the share of figures that have a note's mark behind them, where a shape has such marks
_GIVEN = (0.22, 0.4)  # what a column of names gives of its width to the others where a table goes on


@dataclass
class Grid:
    """One strip of a sheet: its rows as texts, the edges of its columns, the size of its characters.

    `rng` chooses which of its cells are drawn otherwise; `stamped` where its seal has been set.
    """

    sheet: Sheet
    style: TableStyle
    edges: list[float]
    size: float
    rows: list[list[str]]
    rng: random.Random
    stamped: bool = False
    rulings: Rulings = field(init=False)

    def __post_init__(self) -> None:
        self.rulings = Rulings(self.style, self.edges)

    @property
    def leading(self) -> float:
        """The distance of a cell's lines."""
        return self.size * 1.32

    def between(self, first: int, last: int) -> tuple[float, float]:
        """Left and right of the columns from `first` to `last`."""
        return self.edges[first], self.edges[last + 1]

    def wrapped(self, setter: Setter, row: int) -> list[list[str]]:
        """The row's texts in lines as wide as their columns."""
        return [
            [text] if text and column.role == "value" and self.style.overlong == "over"
            else setter.broken(text, self.size, b - a - 2 * PAD)
            for text, column, a, b in zip(self.rows[row], self.sheet.columns, self.edges, self.edges[1:], strict=False)
        ]  # fmt: skip

    def widen(self) -> None:
        """Other widths from here on: names give of theirs to the other columns, to each another part."""
        widths = [b - a for a, b in zip(self.edges, self.edges[1:], strict=False)]
        names = [i for i, column in enumerate(self.sheet.columns) if column.role == "name"]
        others = [i for i in range(len(widths)) if i not in names]
        given = sum(widths[i] for i in names) * self.rng.uniform(*_GIVEN)
        shares = [self.rng.uniform(0.4, 1.6) for _ in others]
        for i in names:
            widths[i] -= given / len(names)
        for i, share in zip(others, shares, strict=True):
            widths[i] += given * share / sum(shares)
        self.edges[:] = [self.edges[0] + sum(widths[:i]) for i in range(len(widths) + 1)]


def strips(sheet: Sheet, style: TableStyle) -> tuple[Sheet, ...]:
    """The columns in as many strips as pages are beside each other, parted where a group of them begins if one does
    near there; no 栏次 then. Keys stand on the first alone where the style does not say them again."""
    columns = sheet.columns
    keys = sum(column.role != "value" for column in columns)
    many = -(-(len(columns) - keys) // style.abreast)
    cuts = [0]
    for k in range(1, max(2, many)):
        aim = keys + k * (len(columns) - keys) // max(2, many)
        near = [i for i in range(aim - _NEAR, aim + _NEAR + 1) if cuts[-1] < i < len(columns)]
        begins = [i for i in near if i > keys and columns[i].head[0] != columns[i - 1].head[0]]
        cuts.append(min(begins or [aim], key=lambda i: abs(i - aim)))
    parts = [columns[a:b] for a, b in zip(cuts, [*cuts[1:], len(columns)], strict=True)]
    if style.facing_keys:
        parts[1:] = [(*columns[:keys], *part) for part in parts[1:]]
    return tuple(replace(sheet, columns=part, ranks=False) for part in parts)


def opens_group(sheet: Sheet) -> list[bool]:
    """Of each row of the body, whether a group begins with it: with 类 and sums, or every few rows where none has a
    code."""
    codes = [row[0].code for row in sheet.rows]
    opens = [
        not code or len(code) == _TOP_DIGITS if any(codes) else number % _BY == 0 for number, code in enumerate(codes)
    ]
    return [True, *opens] if sheet.ranks else opens


def _body(sheet: Sheet) -> Iterator[list[str]]:
    """The rows as texts, 栏次 first where the sheet has it."""
    if sheet.ranks:
        ranks = iter(range(1, len(sheet.columns) + 1))
        first = True
        row = []
        for column in sheet.columns:
            row.append(
                str(next(ranks)) if column.role == "value" else "栏次" if column.role == "name" and first else ""
            )
            first = first and column.role != "name"
        yield row
    for entries in sheet.rows:
        yield [sheet.text(entries[column.block], column) for column in sheet.columns]


def _with_marks(rows: list[list[str]], sheet: Sheet, marks: str, rng: random.Random) -> list[list[str]]:
    """The rows with one of `marks` behind some figures."""
    return [
        [
            text + rng.choice(marks)
            if column.role == "value" and text[-1:].isdigit() and rng.random() < _MARKED and "栏次" not in row
            else text
            for text, column in zip(row, sheet.columns, strict=True)
        ]
        for row in rows
    ]


def make_grid(setter: Setter, sheet: Sheet, style: TableStyle, page_width: float, document: str) -> Grid:
    """Columns that hold their widest amount on one line, where the style is not narrower; the rest goes to the
    names."""
    room = page_width - 2 * MARGIN
    rng = random.Random(f"juesuan cells {document} {sheet.number}")
    rows = list(_body(sheet))
    if style.marks:
        rows = _with_marks(rows, sheet, style.marks, rng)
    size = style.size
    while True:
        least = [_least(setter, column, [row[i] for row in rows], size) for i, column in enumerate(sheet.columns)]
        if sum(least) <= room or size <= _SMALLEST:
            break
        size -= 0.25
    return Grid(sheet, style, _edges(sheet, style, least, room, size), size, rows, rng)


def _edges(sheet: Sheet, style: TableStyle, least: Sequence[float], room: float, size: float) -> list[float]:
    """The columns' edges, what is more than they need given to them by their roles."""
    weights = [_WEIGHTS[column.role] for column in sheet.columns]
    if style.narrow < 1 and any(column.role == "name" for column in sheet.columns):
        is_value = [column.role == "value" for column in sheet.columns]
        narrowest = size * 3.6 + 2 * PAD
        least = [max(narrowest, width * style.narrow) if v else width for width, v in zip(least, is_value, strict=True)]
        weights = [0.0 if v else weight for weight, v in zip(weights, is_value, strict=True)]
    spare = max(0.0, room - sum(least))
    edges = [MARGIN]
    for width, weight in zip(least, weights, strict=True):
        edges.append(edges[-1] + width + spare * weight / sum(weights))
    return edges


def _least(setter: Setter, column: Column, texts: Sequence[str], size: float) -> float:
    if column.role == "name":
        return size * 7 + 2 * PAD
    widest = max((setter.length(text, size) for text in texts), default=0.0)
    return max(widest, size * (2.0 if column.role in ("code", "line") else 3.0)) + 2 * PAD + 1
