"""What a statement's own cells must add up to: across its columns, down its rows, level by level of its codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.model.record import StatementCell
from extractors.model.reference import CellRef
from extractors.model.result import CheckKind, Result, Sum
from extractors.statements.named import column_of, measure_of, row_pattern_of, side_of
from extractors.statements.planned import in_its_year
from extractors.statements.spelling import unnumbered
from extractors.statements.statement import ReadStatement
from patterns.arithmetic import SumIdentity, load_identities, term
from patterns.kept import compiled
from patterns.loader import load_patterns
from patterns.statements import SidePattern, load_statements, says

_LAST_DIGIT = Decimal("0.01")  # of the unit that a table is in: what each of its figures may be rounded by
_FEWEST_PARTS = 2  # columns that are parts of another: of one alone a sum is no sum
_TOP, _DEEPER = 3, 2  # digits of the code of a 类, and what each level below it has more
_PLAIN = "plain"  # the column over those of single budgets


@dataclass(frozen=True, slots=True)
class _Term:
    """A cell that a sum is of, with its value; blank cells count as 0."""

    ref: CellRef
    value: Decimal
    blank: bool


def statement_results(read: ReadStatement, index: int) -> Iterator[Result]:
    """Every sum within one statement; `index` is its place among the statements. None of a cell that was not read."""
    for result in _every_sum(read, index):
        blanks = (ref for ref in result.blanks if isinstance(ref, CellRef))
        if not any(read.rows[ref.row].sources[ref.cell].unread for ref in blanks):
            yield result


def _every_sum(read: ReadStatement, index: int) -> Iterator[Result]:
    sums = _Sums(in_its_year(read), index)
    yield from sums.across()
    if read.pattern.sides:
        yield from sums.down_sides()
    elif not read.pattern.measures:
        yield from sums.down_codes()
        yield from sums.down_economic()


class _Sums:
    def __init__(self, read: ReadStatement, index: int) -> None:
        self._read, self._index = read, index
        self._say = load_identities().formulas
        units = load_patterns().units
        self._step = units.money[read.statement.unit or units.assumed] * _LAST_DIGIT

    def _term(self, row: int, k: int) -> _Term:
        cell: StatementCell = self._read.rows[row].row.cells[k]
        return _Term(CellRef(self._index, row, k), Decimal(cell.value or 0), cell.value is None)

    def _result(
        self, kind: CheckKind, say: str, total: _Term, parts: Sequence[_Term], minus: Sequence[_Term] = ()
    ) -> Result:
        difference = total.value - sum((p.value for p in parts), Decimal(0)) + sum((p.value for p in minus), Decimal(0))
        of = (total, *parts, *minus)
        roles = Sum(total.ref, tuple(p.ref for p in parts), tuple(p.ref for p in minus))
        room = self._step * (len(parts) + len(minus))
        which = f"statement.{self._read.pattern.id}.{kind}"
        blanks = tuple(p.ref for p in of if p.blank)
        return Result(kind, which, say, roles, abs(difference) <= room, difference, blanks)

    def across(self) -> Iterator[Result]:
        """合计 of a row is the sum of the columns that are its parts."""
        cells = {cell.column: cell for row in self._read.rows for cell in row.row.cells}
        meanings = {column: self._meaning(cell) for column, cell in cells.items()}
        for r, row in enumerate(self._read.rows):
            by_measure: dict[str, dict[str, _Term]] = defaultdict(dict)
            for k, cell in enumerate(row.row.cells):
                concept, measure = meanings[cell.column]
                if concept:
                    by_measure[measure].setdefault(concept, self._term(r, k))
            for found in by_measure.values():
                yield from self._row_sums(row.row.name, found)

    def _meaning(self, cell: StatementCell) -> tuple[str | None, str]:
        if self._read.pattern.measures:
            measure, item = measure_of(self._read.pattern, cell.column)
            named = next((c for c in self._read.pattern.columns if says(item, c.say)), None)
            return (named.concept if named and "/" in cell.column else None), measure
        column = column_of(self._read.pattern.columns, cell)
        if column is None:
            return None, "final"
        return column.concept or ("" if not column.plain else _PLAIN), "final"

    def _row_sums(self, name: str, found: dict[str, _Term]) -> Iterator[Result]:
        if _PLAIN in found and len(found) > 1:
            parts = [p for concept, p in found.items() if concept != _PLAIN]
            if any(not p.blank for p in parts):
                yield self._result(CheckKind.ROW_SUM, self._say.row_of_budgets.format(name=name), found[_PLAIN], parts)
            return
        for identity in load_identities().sums:
            total = found.get(term(identity.total)[0])
            if total is not None:
                say = self._say.row.format(name=name, say=identity.say)
                yield from self._row_sum(identity, say, total, found)

    def _row_sum(self, identity: SumIdentity, say: str, total: _Term, found: dict[str, _Term]) -> Iterator[Result]:
        """An identity over the cells of a row, where it has what is taken off, every part and two of them at least."""
        wanted = (*identity.parts, *identity.optional)
        parts, minus = _terms(wanted, found), _terms(identity.minus, found)
        every = len(minus) == len(identity.minus) and len(_terms(identity.parts, found)) == len(identity.parts)
        whole = every and len(parts) >= min(_FEWEST_PARTS, len(wanted))
        if whole and not all(p.blank for p in (total, *parts)):
            yield self._result(CheckKind.ROW_SUM, say, total, parts, minus)

    def down_codes(self) -> Iterator[Result]:
        """合计＝Σ类, 类＝Σ款, 款＝Σ项, column by column."""
        codes = {row.row.code: r for r, row in enumerate(self._read.rows) if row.row.code}
        totals = [r for r, row in enumerate(self._read.rows) if not row.row.code and self._sums_up(r)]
        tops = [r for code, r in codes.items() if len(code) == _TOP]
        if len(totals) == 1 and not self._read.pattern.rows:
            yield from self._down(self._say.codes_total, totals[0], tops)
        for code, r in codes.items():
            below = [k for other, k in codes.items() if other.startswith(code) and len(other) == len(code) + _DEEPER]
            yield from self._down(self._say.code.format(code=code), r, below)

    def down_economic(self) -> Iterator[Result]:
        """人员经费合计 and 公用经费合计 from the 类 of the economic classification."""
        tops = {row.row.code: r for r, row in enumerate(self._read.rows) if len(row.row.code) == _TOP}
        for r, row in enumerate(self._read.rows):
            named = row_pattern_of(self._read.pattern.rows, unnumbered(row.row.name), [])
            if named is None or row.row.code:
                continue
            wanted = load_identities().economic.get(named.concept)
            parts = [k for code, k in tops.items() if wanted is None or code in wanted]
            yield from self._down(self._say.economic.format(name=row.row.name), r, parts)

    def down_sides(self) -> Iterator[Result]:
        """本年收入（支出）合计＝各项之和; 总计＝本年合计＋结余 and what else stands between."""
        groups = list(dict.fromkeys(row.row.group for row in self._read.rows))
        for group in groups:
            side = side_of(self._read.pattern.sides, group, groups)
            if side is not None:
                rows = [r for r, row in enumerate(self._read.rows) if row.row.group == group]
                yield from self._down_side(side, group, rows)

    def _down_side(self, side: SidePattern, group: str, rows: Sequence[int]) -> Iterator[Result]:
        current = next((r for r in rows if self._sums_up(r, load_statements().sums_up_year)), None)
        total = next((r for r in rows if self._sums_up(r, load_statements().sums_up_all)), None)
        if current is None:
            return
        items = [r for r in rows if r < current and self._is_item(side, r)]
        yield from self._down(self._say.side_current.format(group=group), current, items)
        if total is not None and total > current:
            between = [
                r for r in rows if current <= r < total and not self._numbered(r) and not self._within(side, rows, r)
            ]
            yield from self._down(self._say.side_total.format(group=group), total, between)

    def _sums_up(self, r: int, words: Sequence[str] = ("",)) -> bool:
        """Whether a row sums up others, and its name holds one of the words."""
        name = unnumbered(self._read.rows[r].row.name)
        return says(name, load_statements().totals) and any(word in name for word in words)

    def _numbered(self, r: int) -> bool:
        return compiled(load_statements().numbering).search(self._read.rows[r].row.name) is not None

    def _is_item(self, side: SidePattern, r: int) -> bool:
        """Whether a row is an item: by its number, or by its name, whatever became of that."""
        name = unnumbered(self._read.rows[r].row.name)
        return self._numbered(r) or (row_pattern_of(side.rows, name, []) is not None and not self._below(r))

    def _within(self, side: SidePattern, rows: Sequence[int], r: int) -> bool:
        """Whether a row is part of one above it: it says so, or is named as a budget below what is carried over."""
        above = [unnumbered(self._read.rows[i].row.name) for i in rows if i < r]
        named = row_pattern_of(side.rows, unnumbered(self._read.rows[r].row.name), above)
        return self._below(r) or (named is not None and bool(named.after))

    def _below(self, r: int) -> bool:
        return self._read.rows[r].row.name.startswith(load_statements().below)

    def _down(self, say: str, total: int, parts: Sequence[int]) -> Iterator[Result]:
        """The sum of some rows in each column of a total's; none where nothing stands there at all."""
        for k, cell in enumerate(self._read.rows[total].row.cells):
            places = [
                self._term(r, i)
                for r in parts
                for i, other in enumerate(self._read.rows[r].row.cells)
                if other.column == cell.column
            ]
            whole = self._term(total, k)
            if places and not (whole.blank and all(p.blank for p in places)):
                yield self._result(CheckKind.COLUMN_SUM, say, whole, places)


def _terms(wanted: Sequence[str], found: dict[str, _Term]) -> list[_Term]:
    """The cells of the concepts that terms of identities name, as far as there are any."""
    return [found[concept] for concept, _ in map(term, wanted) if concept in found]
