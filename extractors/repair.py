"""Slips of the OCR mended by the document's own arithmetic, where exactly one known confusion explains them.

A reading is mended when one of its printed marks, changed as OCRs are known to err, makes every identity hold that it
takes part in and breaks none; where several readings could be mended so, or none, nothing is touched. What was read
for certain (a text layer) is never a candidate: there the document itself errs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.binding import Bound, cell_path
from extractors.check import Result, check
from extractors.confusion import meant, printed_number
from extractors.numbers import parse_number
from extractors.proof import Proof, prove
from extractors.record import Form, canonical
from extractors.statements.read import ReadStatement

_MOST_REPAIRS = 12
_MOST_TRIED = 60  # candidates a failed identity may have before it is left as it is
_RATES = ("share", "change_rate", "variance_rate", "budget_rate")


Place = int | tuple[int, int, int]


@dataclass(frozen=True)
class Readings:
    """What was read: facts of the text, statements, forms; `ocr` are the pages that were read by OCR."""

    stated: tuple[Bound, ...]
    statements: tuple[ReadStatement, ...]
    forms: tuple[Form, ...]
    ocr: frozenset[int]

    def proved(self) -> Proof:
        return prove(self.stated, self.statements, self.forms)


@dataclass(frozen=True, slots=True)
class Repair:
    """One mended reading: the fact of the text (by index) or the cell (by place), what it was and is, who decided."""

    place: int | tuple[int, int, int]
    page: int
    as_read: str
    value: Decimal
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Mended:
    """Readings after all repairs, their proof, and how many explanations each identity that still fails has."""

    readings: Readings
    proof: Proof
    repairs: tuple[Repair, ...] = ()
    explained: tuple[tuple[str, int], ...] = ()


def mended(readings: Readings) -> Mended:
    """Mends what can be mended, one reading after the other, most broken identities first."""
    proof = readings.proved()
    if not readings.ocr:
        return Mended(readings, proof)
    repairs: list[Repair] = []
    explained: dict[str, int] = {}
    while len(repairs) < _MOST_REPAIRS:
        step = _next(readings, proof, explained)
        if step is None:
            break
        readings, proof, repair = step
        repairs.append(repair)
    return Mended(readings, proof, tuple(repairs), tuple(explained.items()))


def _next(readings: Readings, proof: Proof, explained: dict[str, int]) -> tuple[Readings, Proof, Repair] | None:
    failed = [r for r in proof.results if not r.passed]
    for result in failed:
        found = _closest(list(_explanations(readings, proof, result, failed)))
        explained[result_key(result, proof)] = len(found)
        if len(found) == 1:
            return found[0]
    return None


def _closest(found: list[tuple[Readings, Proof, Repair]]) -> list[tuple[Readings, Proof, Repair]]:
    """Of several values for one and the same reading, the one that sums meet to the cent, where only one does."""
    if len({repair.place for _, _, repair in found}) != 1:
        return found
    exact = [step for step in found if _off(step[1], step[2].place) == 0]
    return exact if len(exact) == 1 else found


def _off(proof: Proof, place: Place) -> Decimal:
    """By how much the sums and restatements that a reading takes part in are off, rounding included."""
    off = Decimal(0)
    for result in proof.results:
        involved = place in result.facts if isinstance(place, int) else cell_path(place) in result.cells
        if involved and not result.id.startswith((*_RATES, "form.")):
            off += abs(result.difference)
    return off


def _explanations(
    readings: Readings, proof: Proof, result: Result, failed: Sequence[Result]
) -> Iterator[tuple[Readings, Proof, Repair]]:
    tried = [(place, value) for place in _places(readings, proof, result) for value in _values(readings, place, result)]
    if len(tried) > _MOST_TRIED:
        return
    before = {result_key(r, proof) for r in failed}
    for place, value in tried:
        changed = _changed(readings, place, value)
        after = changed.proved()
        still = {result_key(r, after) for r in after.results if not r.passed}
        if still < before and not _takes_part(after, place, still):
            fixed = tuple(dict.fromkeys(r.id for r in failed if result_key(r, proof) not in still))
            yield changed, after, Repair(place, _page(readings, place), _raw(readings, place), value, fixed)


def result_key(result: Result, proof: Proof) -> str:
    """An identity by what it is of, whatever the indexes of its facts."""
    facts = ",".join(f"{b.subject.concept}@{b.measure}" for b in (proof.bound[i] for i in result.facts))
    return f"{result.id}|{result.formula}|{facts}|{','.join(result.cells)}"


def _places(readings: Readings, proof: Proof, result: Result) -> Iterator[Place]:
    """The readings by OCR that a result rests on: facts of the text, cells of statements."""
    cells = set(result.cells)
    for i in result.facts:
        bound = proof.bound[i]
        if bound.cell is not None:
            cells.add(cell_path(bound.cell))
        elif bound.paragraph.marks[bound.start].page in readings.ocr:
            yield i
    for path in sorted(cells):
        part, *rest = path.split(".")
        if part == "statements":
            place = (int(rest[0]), int(rest[2]), int(rest[4]))
            if _page(readings, place) in readings.ocr:
                yield place


def _values(readings: Readings, place: Place, result: Result) -> Iterator[Decimal]:
    """Values that the reading may have had in print, and that could mend a sum that is off by a known amount."""
    number = printed_number(_raw(readings, place))
    old = _value(readings, place)
    if number is None:
        return
    told, _ = parse_number(number)
    if told == 0:
        return
    factor = old / told
    linear = not result.id.startswith((*_RATES, "form."))
    decimals = len(number.partition(".")[2])
    room = abs(factor).scaleb(-decimals) * max(1, len(result.facts) + len(result.cells))
    for value in sorted(v * factor for v in meant(number)):
        off = abs(abs(value - old) - abs(result.difference))
        if off <= room if linear else _holds(readings, place, value, result):
            yield value


def _holds(readings: Readings, place: Place, value: Decimal, result: Result) -> bool:
    """Whether a rate between facts of the text holds with that value; other identities are not looked at yet."""
    if not isinstance(place, int) or any(i >= len(readings.stated) for i in result.facts):
        return False
    few = [readings.stated[i] for i in result.facts]
    few[result.facts.index(place)] = replace(readings.stated[place], value=value)
    again = [r for r in check(few) if r.id == result.id]
    return bool(again) and all(r.passed for r in again)


def _takes_part(proof: Proof, place: Place, failing: Collection[str]) -> bool:
    """Whether the reading still takes part in an identity that fails."""
    for result in proof.results:
        if result.passed or result_key(result, proof) not in failing:
            continue
        if isinstance(place, int) and place in result.facts:
            return True
        if not isinstance(place, int) and cell_path(place) in result.cells:
            return True
    return False


def _raw(readings: Readings, place: Place) -> str:
    if isinstance(place, int):
        bound = readings.stated[place]
        start, end = bound.value_span or (bound.start, bound.end)
        return bound.paragraph.text[start:end]
    s, r, k = place
    return readings.statements[s].rows[r].row.cells[k].raw


def _value(readings: Readings, place: Place) -> Decimal:
    if isinstance(place, int):
        value = readings.stated[place].value
        return value if isinstance(value, Decimal) else Decimal(0)
    s, r, k = place
    return Decimal(readings.statements[s].rows[r].row.cells[k].value or 0)


def _page(readings: Readings, place: Place) -> int:
    if isinstance(place, int):
        bound = readings.stated[place]
        return bound.paragraph.marks[bound.start].page
    s, r, k = place
    return readings.statements[s].rows[r].row.cells[k].page


def _changed(readings: Readings, place: Place, value: Decimal) -> Readings:
    if isinstance(place, int):
        stated = list(readings.stated)
        stated[place] = replace(stated[place], value=value, as_read=stated[place].raw)
        return replace(readings, stated=tuple(stated))
    s, r, k = place
    read = readings.statements[s]
    row = read.rows[r]
    cell = row.row.cells[k]
    update = {"value": canonical(value), "status": "repaired", "as_read": cell.raw}
    cells = (*row.row.cells[:k], cell.model_copy(update=update), *row.row.cells[k + 1 :])
    rows = (*read.rows[:r], replace(row, row=row.row.model_copy(update={"cells": cells})), *read.rows[r + 1 :])
    statement = read.statement.model_copy(update={"rows": tuple(x.row for x in rows)})
    changed = (*readings.statements[:s], replace(read, statement=statement, rows=rows), *readings.statements[s + 1 :])
    return replace(readings, statements=changed)
