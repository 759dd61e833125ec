"""Small figures, results and tables for tests of proof, repair and verdict, so that a test is a few lines.

`stated("income", "12.34万元")` is a figure of the text as binding yields it; `share`, `total_of` and the like are
identities over facts by index; `cell_sum` is one over cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.language.numbers import amounts
from extractors.model.cells import Cell, Table
from extractors.model.fact import Bound, Signs, Subject
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage
from extractors.model.paragraph import Mark, Paragraph
from extractors.model.reference import CellRef, FigureReference
from extractors.model.result import CheckKind, Result, Sum
from extractors.statements.statement import ReadStatement, read_statements
from patterns.measure import Measure
from tests.extractors.statements.test_head import table

CENT = Decimal(100)


def stated(
    concept: str,
    raw: str,
    measure: Measure = "final",
    *,
    code: str | None = None,
    number: int = 0,
    sure: float = 1.0,
    page: int = 1,
    signs: Signs | None = None,
    value: Decimal | None = None,
    cell: CellRef | None = None,
    beside: dict[str, str] | None = None,
) -> Bound:
    """A figure of the text, alone in paragraph `number`, every character read as surely as `sure`.

    Its value is what `raw` says in 元, percent or as counted (decreases by `value`); `cell` where a table
    tells it, `beside` the year or part that it is of.
    """
    (amount,) = amounts(raw)
    told = amount.value if value is None else value
    text = Paragraph(raw, tuple(Mark(page, Box(10.0 * i, 0, 10.0 * i + 10, 10), sure) for i in range(len(raw))), number)
    dimensions = {"code": code} if code else {}
    return Bound(
        Subject(concept, tuple((dimensions | (beside or {})).items())), measure, told, amount.unit, text, 0, len(raw),
        (0, len(raw)), "s1", signs or Signs(), decimals=amount.decimals, cell=cell,
    )  # fmt: skip


def result(kind: CheckKind, which: str, roles: object, difference: str | int = 1, *, passed: bool = False) -> Result:
    """An identity of that kind and id, failed unless said."""
    return Result(kind, which, "", roles, passed, Decimal(difference))  # type: ignore[arg-type]


def sum_of(*figures: FigureReference, difference: str | int = 1, passed: bool = False) -> Result:
    """A sum over cells of a statement's row, the total first."""
    kind = CheckKind.ROW_SUM if isinstance(figures[0], CellRef) else CheckKind.SUM
    which = "statement.income.row_sum" if kind is CheckKind.ROW_SUM else "income"
    return result(kind, which, Sum(figures[0], figures[1:]), difference, passed=passed)


def page(number: int = 1, sure: float = 1.0) -> ReadPage:
    """A page whose characters are as sure as that on the mean; of a text layer where that is for certain."""
    line = Line("字", (Box(0, 0, 1, 1),), (sure,))
    return ReadPage(number, 600, 800, "ocr" if sure < 1.0 else "text_layer", (line,), frame=(600, 800))


def read_by_ocr(made: Table, sure: float) -> Table:
    """The table with every character read as surely as that."""

    def blurred(cell: Cell) -> Cell:
        lines = tuple(replace(n, confidences=(sure,) * len(n.text)) for n in cell.lines)
        return replace(cell, lines=lines)

    return replace(made, cells=tuple(map(blurred, made.cells)))


def statement(title: str, rows: Sequence[Sequence[object]], sure: float = 1.0) -> ReadStatement:
    """The statement that a table of that title (in 万元) is read as, its characters as sure as said."""
    made = table([title, "金额单位：万元"], rows)  # type: ignore[arg-type]
    (read,) = read_statements([read_by_ocr(made, sure)], {1: page(1, sure)}, {}).statements
    return read
