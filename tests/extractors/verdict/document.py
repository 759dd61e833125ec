"""A document as misbinding sees it, from a few words, so that each sign can be turned on and off alone.

A line is a paragraph: figures in 万元, percent (`5.00%`) or persons (`5人`), those that are bound led by their concept
(`income:12.34`). Facts count from 0 in that order. Rows are those of one statement, `-` for a blank cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.binding.printed import PrintedFigure
from extractors.model.evidence import BindingSigns
from extractors.model.fact import Bound, Signs, Subject
from extractors.model.record import Statement, StatementCell, StatementRow
from extractors.model.reference import CellRef, FigureReference
from extractors.model.result import BudgetRate, ChangeRate, CheckKind, Pair, Result, Share, Sum
from extractors.statements.statement import ReadStatement
from extractors.verdict.misbinding import Misbinding
from patterns.statements import load_statements
from tests.reading import paragraph

WAN = Decimal(10000)


class Document:
    """Lines and rows as said; `bound` may be changed before it is judged."""

    def __init__(self, *lines: str, tables: Sequence[Sequence[str]] = ()) -> None:
        self.bound: list[Bound] = []
        self.printed: list[PrintedFigure] = []
        self.statements = [_statement(rows) for rows in tables]
        for place, line in enumerate(lines):
            text, start = paragraph(line, number=place), 0
            for word in line.split():
                self._add(place, text, start, word)
                start += len(word)

    def _add(self, place: int, text: object, start: int, word: str) -> None:
        concept, _, raw = word.rpartition(":")
        unit = "percent" if raw.endswith("%") else "persons" if raw.endswith("人") else "CNY"
        number = raw.rstrip("%人")
        decimals = len(number.partition(".")[2])
        factor = WAN if unit == "CNY" else Decimal(1)
        value, step = Decimal(number) * factor, factor.scaleb(-decimals)
        end = start + len(word)
        fact = len(self.bound) if concept else None
        self.printed.append(PrintedFigure(place, text, "s1", start, end, value, unit, step, fact))  # type: ignore[arg-type]
        if concept:
            measure = "share" if unit == "percent" else "final"
            told = Bound(Subject(concept), measure, value, unit, text, start, end, (0, end), "s1")  # type: ignore[arg-type]
            self.bound.append(replace(told, decimals=decimals))

    def change(self, i: int, **changes: object) -> Document:
        """The document with another of a fact's fields."""
        self.bound[i] = replace(self.bound[i], **changes)  # type: ignore[arg-type]
        return self

    def unclear(self, i: int) -> Document:
        """The document with an unclear wording that binds the fact."""
        return self.change(i, signs=Signs(cue=0.5))

    def unprinted(self, i: int) -> Document:
        """The document without the figure that the fact was read from."""
        self.printed = [p for p in self.printed if p.fact != i]
        return self

    def judge(self, *results: Result) -> Misbinding:
        """What judges identities of it."""
        return Misbinding(self.bound, results, self.printed, self.statements)

    def signs(self, failed: Result, *others: Result) -> BindingSigns:
        """The signs of a failed identity beside others."""
        return self.judge(failed, *others).signs(failed)


def _statement(rows: Sequence[str]) -> ReadStatement:
    def cell(raw: str) -> StatementCell:
        unit, value = ("percent", raw[:-1]) if raw.endswith("%") else ("CNY", raw)
        told = None if raw == "-" else str(Decimal(value) * (WAN if unit == "CNY" else 1))
        return StatementCell(
            column="", value=told, unit=unit, raw=raw, page=1, bbox=(0, 0, 1, 1), confidence=1.0,
        )  # fmt: skip

    read = tuple(StatementRow(name="", cells=tuple(map(cell, row.split()))) for row in rows)
    pattern = load_statements().statements[0]
    return ReadStatement(Statement(number=1, name="", rows=read), (), pattern)


def at(*place: int) -> CellRef:
    """The cell of a row of a statement: the last two of the three numbers may stand alone."""
    return CellRef(*(0, 0, *place)[-3:])


def off(kind: CheckKind, roles: object, by: str, *, passed: bool = False) -> Result:
    """An identity that is off by so many 万元 or percentage points."""
    points = isinstance(roles, Share | ChangeRate | BudgetRate)
    difference = Decimal(by) if points else Decimal(by) * WAN
    return Result(kind, kind.value, "", roles, passed, difference)  # type: ignore[arg-type]


def total(*figures: FigureReference, by: str = "1", passed: bool = False) -> Result:
    """A sum of the text, the total first."""
    return off(CheckKind.SUM, Sum(figures[0], figures[1:]), by, passed=passed)


def row(*figures: FigureReference, by: str = "1", passed: bool = False) -> Result:
    """A sum of a row."""
    return off(CheckKind.ROW_SUM, Sum(figures[0], figures[1:]), by, passed=passed)


def in_table(fact: int, cell: CellRef, by: str = "1", *, passed: bool = False) -> Result:
    """What text and table tell of one figure."""
    return off(CheckKind.TEXT_TABLE, Pair(fact, cell), by, passed=passed)


def restated(one: int, other: int, by: str = "1", *, passed: bool = False) -> Result:
    """What the text tells twice of one figure."""
    return off(CheckKind.RESTATED, Pair(one, other), by, passed=passed)


def share(by: str = "1", *, passed: bool = False) -> Result:
    """Fact 0 is the share of fact 1 in fact 2."""
    return off(CheckKind.SHARE, Share(0, 1, 2), by, passed=passed)


def change_rate(by: str = "1", *, passed: bool = False) -> Result:
    """Fact 0 is what fact 1, a change, is of fact 2 before it."""
    return off(CheckKind.CHANGE_RATE, ChangeRate(0, 1, 2), by, passed=passed)


def budget_rate(by: str = "1", *, variance: bool = False) -> Result:
    """Fact 0 is fact 1 in fact 2, or by how much it is off that."""
    return off(CheckKind.VARIANCE_RATE if variance else CheckKind.BUDGET_RATE, BudgetRate(0, 1, 2), by)
