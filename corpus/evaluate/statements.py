"""Scores the final-accounts tables of a Record cell by cell.

A golden cell is found when the Record has, in a statement of that kind, a row of the same group (where the golden
gives one), code (where given) and name whose cell under the same column has an equal value. A read cell with a value
is wrong when no golden cell of that kind agrees with it. Names compare after NFKC without blanks and punctuation;
an empty golden name leaves the code to tell the row. A statement without a kind goes by its number. Where a document
has several tables of one kind, those read are told apart by their titles, and what no title tells by its place. A table
that is kept as not known says of no cell what it is: its cells are missed, not wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import regex

from corpus.score import Point, comparable

Table = Mapping[str, Any]  # a statement as JSON data
# The unit of money in a column's head (本年支出（万元）) is no part of what the column is.
_UNIT_IN_HEAD = regex.compile(r"[（(](?:单位[：:]?)?[亿万千百]*元[）)]")
UNTOLD = "other"  # the kind of a table that is kept though it is not known


class Cell(NamedTuple):
    """One cell; `group`, `name` and `column` as they compare. `read` is the cell as JSON data."""

    group: str
    code: str
    name: str
    column: str
    value: Decimal | None
    confidence: float
    place: str
    read: Mapping[str, Any]


@dataclass
class CellScore:
    """Cells that hold a value: of the golden, how many were found; of those read, how many are wrong.

    `judged` has every cell read that the golden file tells of, as JSON data, and whether it is right; of blank ones
    those in rows that the golden file knows.
    """

    found: int = 0
    total: int = 0
    wrong: int = 0
    points: list[Point] = field(default_factory=list)
    judged: list[tuple[Mapping[str, Any], bool]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    extra: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Of the golden cells, the share that was found (0 to 1)."""
        return self.found / max(1, self.total)

    @property
    def precision(self) -> float:
        """Of the cells read, the share that is right (0 to 1)."""
        return (len(self.points) - self.wrong) / max(1, len(self.points))


def score_statements(got: Sequence[Mapping[str, Any]], golden: Sequence[Mapping[str, Any]]) -> CellScore:
    """Compares the statements of a Record (as JSON data) with golden ones, kind by kind, table by table."""
    score = CellScore()
    read, wanted = _by_kind(got), _by_kind(golden)
    if UNTOLD not in wanted:
        read.pop(UNTOLD, None)
    for kind in dict.fromkeys((*wanted, *read)):
        for ours, table in _matched(read.get(kind, []), wanted.get(kind, [])):
            told = [cell for cell in _cells(table) if cell.value is not None]
            _score_kind(score, kind, [cell for statement in ours for cell in _cells(statement)], told)
    return score


def _matched(read: Sequence[Table], wanted: Sequence[Table]) -> list[tuple[list[Table], Table]]:
    """Each golden table of a kind with what was read for it: by title, else in order, the last taking what is left."""
    if len(wanted) < 2:
        return [(list(read), wanted[0] if wanted else {})]
    ours: list[list[Table]] = [[] for _ in wanted]
    titles = [comparable(str(table.get("title") or "")) for table in wanted]
    left = []
    for statement in read:
        named = [i for i, title in enumerate(titles) if title and title in comparable(_called(statement))]
        if named:
            ours[max(named, key=lambda i: (len(titles[i]), -len(ours[i])))].append(statement)
        else:
            left.append(statement)
    for statement in left:
        ours[next((i for i, held in enumerate(ours) if not held), -1)].append(statement)
    return list(zip(ours, wanted, strict=True))


def _called(statement: Table) -> str:
    return str(statement.get("title") or statement.get("name") or "")


def _score_kind(score: CellScore, kind: str, read: Sequence[Cell], wanted: Sequence[Cell]) -> None:
    by_column: dict[str, list[Cell]] = {}
    for cell in read:
        by_column.setdefault(cell.column, []).append(cell)
    right: set[int] = set()
    wrongly_blank: set[int] = set()
    for cell in wanted:
        there = [r for r in by_column.get(cell.column, ()) if _same_row(r, cell)]
        same = [r for r in there if r.value == cell.value]
        score.total += 1
        score.found += bool(same)
        right.update(map(id, same))
        if not same:
            wrongly_blank.update(id(r) for r in there if r.value is None)
            score.missed.append((f"{kind} {cell.place}", str(cell.value)))
    known = {_row_of(cell) for cell in wanted}
    for cell in read:
        if cell.value is not None:
            _count_read(score, kind, cell, id(cell) in right)
        elif _row_of(cell) in known:
            score.judged.append((cell.read, id(cell) not in wrongly_blank))


def _count_read(score: CellScore, kind: str, cell: Cell, right: bool) -> None:
    score.points.append(Point(cell.confidence, right))
    score.judged.append((cell.read, right))
    if not right:
        score.wrong += 1
        score.extra.append((f"{kind} {cell.place}", str(cell.value), cell.confidence))


def _row_of(cell: Cell) -> tuple[str, str, str]:
    return cell.group, cell.code, cell.name


def _same_row(read: Cell, wanted: Cell) -> bool:
    return (
        (not wanted.group or read.group == wanted.group)
        and (not wanted.code or read.code == wanted.code)
        and (read.name == wanted.name or (not wanted.name and bool(wanted.code)))
    )


def _by_kind(statements: Sequence[Table]) -> dict[str, list[Table]]:
    kinds: dict[str, list[Table]] = {}
    for statement in statements:
        kinds.setdefault(str(statement.get("kind") or statement.get("number") or ""), []).append(statement)
    return kinds


def _cells(statement: Table) -> Iterator[Cell]:
    for row in statement.get("rows") or ():
        group, code, name = (str(row.get(key) or "") for key in ("group", "code", "name"))
        for cell in row.get("cells") or ():
            value = cell.get("value")
            yield Cell(
                comparable(group), code, comparable(name), comparable(_UNIT_IN_HEAD.sub("", cell["column"])),
                None if value is None else Decimal(value), float(cell.get("confidence", 1.0)),
                f"{group}|{code}{name}|{cell['column']}", cell,
            )  # fmt: skip
