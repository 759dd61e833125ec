"""The unit of money of tables that do not state theirs, and tables whose unit other figures contradict.

A table without a unit stands in the one that the document gives for all, else in the one in which its figures are those
that the text and other tables tell, else in that of all its neighbours. Where nothing tells, its figures are doubted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from extractors.binding.last_digit import step_of
from extractors.model.evidence import UNIT_DOUBTED
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph, compact
from extractors.model.record import StatementCell, canonical
from extractors.statements.figures import statement_values
from extractors.statements.rows import ReadRow
from extractors.statements.statement import ReadStatement, ReadTables
from patterns.arithmetic import equal_concepts
from patterns.loader import load_patterns
from patterns.measure import Measure
from patterns.money import unit_for_all

_AS_NEIGHBOURS = 0.99  # how sure a unit is that all other tables of the document stand in (set by eye)
_AGREED_ONCE = 0.99  # … in which one figure alone is what others tell (set by eye)
_TELLING = 3  # digits of a figure from which on equal digits are seldom chance: 1 in 900
_TELLING_ALONE = 5  # … where no other figure bears it out: 1 in 90,000

_Key = tuple[str, str | None, Measure]  # concept, code, measure


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount in 元 that is told elsewhere, and its last printed digit in 元."""

    value: Decimal
    step: Decimal

    @property
    def digits(self) -> int:
        """How many digits it has that say something."""
        return len((abs(self.value) / self.step).to_integral_value().as_tuple().digits)

    def is_of(self, value: Decimal) -> bool:
        """Whether a value is this one as far as it is printed."""
        return (value / self.step).quantize(Decimal(1), ROUND_HALF_UP) * self.step == self.value


_Elsewhere = Mapping[_Key, Sequence[_Told]]


def with_units(read: ReadTables, paragraphs: Sequence[Paragraph], stated: Sequence[Bound]) -> ReadTables:
    """The tables, each in its unit of money; `stated` is what the paragraphs state.

    Tables in another unit than most, or than the text bears out, are warned of.
    """
    sure = [s for s in read.statements if s.statement.unit]
    units = Counter(s.statement.unit for s in sure)
    in_text = _elsewhere(stated, ())
    unsaid = len(sure) < len(read.statements)
    said = _said_for_all(paragraphs, read.headings) if unsaid else ""
    elsewhere = _elsewhere(stated, sure) if unsaid else {}
    statements, warnings = list[ReadStatement](), list(read.warnings)
    for statement in read.statements:
        if statement.statement.unit:
            told = _doubted(statement, in_text)
            warnings += [_contradicted(told)] if told is not statement else []
        else:
            told = _settled(statement, said, elsewhere, units)
        statements.append(told)
    warnings += _otherwise(statements)
    return replace(read, statements=tuple(statements), warnings=tuple(warnings))


def _said_for_all(paragraphs: Iterable[Paragraph], headings: Iterable[str]) -> str:
    """The unit that text, or a line over a table, gives for all tables; "" where none is given, or several are."""
    lines = (*(compact(p.text) for p in paragraphs), *headings)
    units = {unit for line in lines if (unit := unit_for_all(line))}
    return units.pop() if len(units) == 1 else ""


def _settled(read: ReadStatement, said: str, elsewhere: _Elsewhere, units: Counter[str]) -> ReadStatement:
    """A table that states no unit, in the one that the document tells; as it is where nothing does."""
    agreed, times = _agreed(read, load_patterns().units.assumed, elsewhere)
    if agreed and (times > 1 or not said):
        return _in_unit(read, agreed, 1.0 if times > 1 else _AGREED_ONCE)
    if said:
        return _in_unit(read, said, 1.0)
    if len(units) == 1:
        return _in_unit(read, next(iter(units)), _AS_NEIGHBOURS)
    return read


def _doubted(read: ReadStatement, text: _Elsewhere) -> ReadStatement:
    """A table whose figures are, in another unit than it states, those of the text: less sure, in its own unit."""
    agreed, times = _agreed(read, read.statement.unit, text)
    if times < 2 or agreed == read.statement.unit:
        return read
    return replace(read, rows=tuple(_row(row, Decimal(1), UNIT_DOUBTED, told=True) for row in read.rows))


def _agreed(read: ReadStatement, taken: str, elsewhere: _Elsewhere) -> tuple[str, int]:
    """The unit in which most figures of a table are what is told elsewhere, and how many are; "" where none is.

    `taken` is the unit in which it was read.
    """
    money = load_patterns().units.money
    by_factor = {factor: unit for unit, factor in reversed(money.items())}
    borne: dict[Decimal, set[_Key]] = defaultdict(set)
    longest = 0
    for key, value in _values(read):
        for told in elsewhere.get(key, ()):
            for factor in by_factor if told.digits >= _TELLING else ():
                if told.is_of(value * factor / money[taken]):
                    borne[factor].add(key)
                    longest = max(longest, told.digits)
    ranked = sorted(borne, key=lambda factor: len(borne[factor]), reverse=True)
    if not ranked or (len(ranked) > 1 and len(borne[ranked[0]]) < 2 * len(borne[ranked[1]])):
        return "", 0
    times = len(borne[ranked[0]])
    return (by_factor[ranked[0]], times) if times > 1 or longest >= _TELLING_ALONE else ("", 0)


def _elsewhere(stated: Sequence[Bound], statements: Sequence[ReadStatement]) -> _Elsewhere:
    """What is told of each figure by the text and by tables that state their unit, under every name it has."""
    found: dict[_Key, list[_Told]] = defaultdict(list)
    for bound in stated:
        if isinstance(bound.value, Decimal) and bound.unit == "CNY" and bound.value and not bound.subject.beside:
            key = (bound.subject.concept, bound.subject.code, bound.measure)
            found[key].append(_Told(bound.value, step_of(bound)))
    cent = Decimal("0.01")
    for read in statements:
        step = load_patterns().units.money[read.statement.unit] * cent
        for (concept, code, measure), value in _values(read):
            for name in equal_concepts(concept) if code is None else (concept,):
                found[name, code, measure].append(_Told(value, step))
    return found


def _values(read: ReadStatement) -> Iterable[tuple[_Key, Decimal]]:
    for subject, measure, value in statement_values(read):
        if not subject.beside:
            yield (subject.concept, subject.code, measure), value


def _in_unit(read: ReadStatement, unit: str, sure: float) -> ReadStatement:
    """A table that was read in the unit assumed, in another one."""
    units = load_patterns().units
    rows = tuple(_row(row, units.money[unit] / units.money[units.assumed], sure) for row in read.rows)
    statement = read.statement.model_copy(update={"unit": unit, "rows": tuple(row.row for row in rows)})
    return replace(read, statement=statement, rows=rows)


def _row(row: ReadRow, ratio: Decimal, sure: float, *, told: bool = False) -> ReadRow:
    """A row, its figures without a unit of their own (`told`: all) `ratio` times as large."""
    own = [signs.unit < 1.0 or told for signs in row.signs]
    cells = tuple(_times(cell, ratio) if o else cell for cell, o in zip(row.row.cells, own, strict=True))
    signs = tuple(replace(s, unit=sure) if o else s for s, o in zip(row.signs, own, strict=True))
    return replace(row, row=row.row.model_copy(update={"cells": cells}), signs=signs)


def _times(cell: StatementCell, ratio: Decimal) -> StatementCell:
    if cell.value is None or cell.unit != "CNY":
        return cell
    return cell.model_copy(update={"value": canonical(Decimal(cell.value) * ratio)})


def _contradicted(read: ReadStatement) -> str:
    page, title = min(read.statement.pages, default=1), read.statement.title
    return f"page {page}: the table 《{title}》 says {read.statement.unit}, the text tells its figures in another unit"


def _otherwise(statements: Sequence[ReadStatement]) -> Iterable[str]:
    """What is told of tables that stand in another unit than most."""
    units = Counter(s.statement.unit for s in statements if s.statement.unit)
    if len(units) < 2:
        return
    usual = units.most_common(1)[0][0]
    for read in statements:
        unit = read.statement.unit
        if unit and unit != usual and units[unit] < units[usual]:
            page = min(read.statement.pages, default=1)
            yield f"page {page}: the table 《{read.statement.title}》 is in {unit}, the others are in {usual}"
