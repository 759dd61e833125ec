"""What a statement's own cells must add up to: across its columns, down its rows, level by level of its codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors.model.fact import cell_path
from extractors.model.record import StatementCell
from extractors.model.result import Result
from extractors.statements.figures import column_of, measure_of, row_pattern_of, side_of
from extractors.statements.spelling import unnumbered
from extractors.statements.statement import ReadStatement
from patterns.arithmetic import load_identities, term
from patterns.loader import load_patterns
from patterns.statements import SidePattern, load_statements, says

_CENT = Decimal("0.01")
_BELOW = ("其中",)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell by row and place in the row, with its value; blank cells count as 0."""

    row: int
    cell: int
    value: Decimal
    blank: bool


def statement_results(read: ReadStatement, index: int) -> Iterator[Result]:
    """Every sum within one statement; `index` is its place among the statements."""
    sums = _Sums(read, index)
    yield from sums.across()
    if read.pattern.sides:
        yield from sums.down_sides()
    elif not read.pattern.measures:
        yield from sums.down_codes()
        yield from sums.down_economic()


class _Sums:
    def __init__(self, read: ReadStatement, index: int) -> None:
        self._read, self._index = read, index
        units = load_patterns().units
        self._step = units.money[read.statement.unit or units.assumed] * _CENT

    def _place(self, row: int, k: int) -> Place:
        cell: StatementCell = self._read.rows[row].row.cells[k]
        return Place(row, k, Decimal(cell.value or 0), cell.value is None)

    def _result(
        self, which: str, say: str, total: Place, parts: Sequence[Place], minus: Sequence[Place] = ()
    ) -> Result:
        difference = total.value - sum((p.value for p in parts), Decimal(0)) + sum((p.value for p in minus), Decimal(0))
        of = (total, *parts, *minus)
        cells = tuple(self._path(p) for p in of if not p.blank)
        blanks = tuple(self._path(p) for p in of if p.blank)
        room = self._step * (len(parts) + len(minus))
        which = f"statement.{self._read.pattern.id}.{which}"
        return Result(which, say, (), abs(difference) <= room, difference, cells, blanks)

    def _path(self, place: Place) -> str:
        return cell_path((self._index, place.row, place.cell))

    def across(self) -> Iterator[Result]:
        """合计 of a row is the sum of the columns that are its parts."""
        for r, row in enumerate(self._read.rows):
            by_measure: dict[str, dict[str, Place]] = defaultdict(dict)
            for k, cell in enumerate(row.row.cells):
                concept, measure = self._meaning(cell)
                if concept:
                    by_measure[measure].setdefault(concept, self._place(r, k))
            for found in by_measure.values():
                yield from self._row_sums(row.row.name, found)

    def _meaning(self, cell: StatementCell) -> tuple[str | None, str]:
        if self._read.pattern.measures:
            measure, item = measure_of(self._read, cell.column)
            named = next((c for c in self._read.pattern.columns if says(item, c.say)), None)
            return (named.concept if named and "/" in cell.column else None), measure
        column = column_of(self._read.pattern.columns, cell)
        if column is None:
            return None, "final"
        return column.concept or ("" if not column.plain else "plain"), "final"

    def _row_sums(self, name: str, found: dict[str, Place]) -> Iterator[Result]:
        if "plain" in found and len(found) > 1:
            parts = [p for concept, p in found.items() if concept != "plain"]
            if any(not p.blank for p in parts):
                yield self._result("row_sum", f"{name}：合计＝各预算之和", found["plain"], parts)
            return
        for identity in load_identities().sums:
            total = found.get(term(identity.total)[0])
            wanted = (*identity.parts, *identity.optional)
            parts = [found[c] for c in (term(p)[0] for p in wanted) if c in found]
            minus = [found[c] for c in (term(p)[0] for p in identity.minus) if c in found]
            whole = total is not None and len(minus) == len(identity.minus) and len(parts) >= min(2, len(wanted))
            if total is not None and whole and not all(p.blank for p in (total, *parts)):
                yield self._result("row_sum", f"{name}：{identity.say}", total, parts, minus)

    def down_codes(self) -> Iterator[Result]:
        """合计＝Σ类, 类＝Σ款, 款＝Σ项, column by column."""
        codes = {row.row.code: r for r, row in enumerate(self._read.rows) if row.row.code}
        totals = [
            r
            for r, row in enumerate(self._read.rows)
            if not row.row.code and says(unnumbered(row.row.name), load_statements().totals)
        ]
        tops = [r for code, r in codes.items() if len(code) == 3]
        if len(totals) == 1 and tops and not self._read.pattern.rows:
            yield from self._down("合计＝各类之和", totals[0], tops)
        for code, r in codes.items():
            below = [k for other, k in codes.items() if other.startswith(code) and len(other) == len(code) + 2]
            if below:
                yield from self._down(f"{code}＝其下各科目之和", r, below)

    def down_economic(self) -> Iterator[Result]:
        """人员经费合计 and 公用经费合计 from the 类 of the economic classification."""
        tops = {row.row.code: r for r, row in enumerate(self._read.rows) if len(row.row.code) == 3}
        for r, row in enumerate(self._read.rows):
            named = row_pattern_of(self._read.pattern.rows, unnumbered(row.row.name), [])
            if named is None or row.row.code:
                continue
            wanted = load_identities().economic.get(named.concept)
            parts = [k for code, k in tops.items() if wanted is None or code in wanted]
            if parts:
                yield from self._down(f"{row.row.name}＝各类之和", r, parts)

    def down_sides(self) -> Iterator[Result]:
        """本年收入（支出）合计＝各项之和; 总计＝本年合计＋结余 and what else stands between."""
        groups = list(dict.fromkeys(row.row.group for row in self._read.rows))
        for group in groups:
            rows = [r for r, row in enumerate(self._read.rows) if row.row.group == group]
            side = side_of(self._read.pattern.sides, group, groups)
            current = next((r for r in rows if self._is(r, "本年")), None)
            total = next((r for r in rows if self._is(r, "总计")), None)
            if side is None or current is None:
                continue
            items = [r for r in rows if r < current and (self._numbered(r) or self._named(side, r))]
            if items:
                yield from self._down(f"{group}：本年合计＝各项之和", current, items)
            if total is not None and total > current:
                between = [r for r in rows if current <= r < total and not self._numbered(r) and not self._below(r)]
                yield from self._down(f"{group}：总计＝本年合计＋结转结余", total, between)

    def _is(self, r: int, word: str) -> bool:
        name = unnumbered(self._read.rows[r].row.name)
        return says(name, load_statements().totals) and word in name

    def _numbered(self, r: int) -> bool:
        return regex.search(load_statements().numbering, self._read.rows[r].row.name) is not None

    def _named(self, side: SidePattern, r: int) -> bool:
        """Whether a row is an item by its name, whatever became of its number."""
        name = unnumbered(self._read.rows[r].row.name)
        return row_pattern_of(side.rows, name, []) is not None and not self._below(r)

    def _below(self, r: int) -> bool:
        return self._read.rows[r].row.name.startswith(_BELOW)

    def _down(self, say: str, total: int, parts: Sequence[int]) -> Iterator[Result]:
        for k, cell in enumerate(self._read.rows[total].row.cells):
            places = [
                self._place(r, i)
                for r in parts
                for i, other in enumerate(self._read.rows[r].row.cells)
                if other.column == cell.column
            ]
            whole = self._place(total, k)
            if places and not (whole.blank and all(p.blank for p in places)):
                yield self._result("column_sum", say, whole, places)
