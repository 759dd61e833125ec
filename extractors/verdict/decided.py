"""A Record with what people decided about it: corrected figures, and what its arithmetic says of them.

What a person looked at is certain: an accepted or corrected figure has confidence 1, a rejected one is gone. Identities
of the text that such figures take part in are evaluated again; where one fails, what is left of doubt is that of the
figures that nobody looked at. What cannot be evaluated from the Record alone (sums within a table, a cell of which was
corrected) is no longer told: a figure that was read wrongly must accuse nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from decimal import Decimal
from typing import Any, NamedTuple

import regex

from extractors.binding.planned import AS_SPENT
from extractors.model.fact import Bound, Subject
from extractors.model.number import WIDE
from extractors.model.paragraph import Paragraph
from extractors.model.record import Check, Fact, Record, canonical
from extractors.model.reference import CellRef, cell_at
from extractors.model.result import CheckKind, Result, kind_of_check
from extractors.proof.identities import check
from extractors.proof.rounding import room_of
from extractors.verdict.blame import weighed
from extractors.verdict.ruled import Ruling, with_cells, with_form_cells
from patterns.kinds import load_kinds
from patterns.measure import measure_named

_DECIMALS = regex.compile(r"\.(\d+)")


class Rulings(NamedTuple):
    """What people decided about a Record: by id of facts, by path of cells, by field of the document."""

    facts: Mapping[str, Ruling] = {}
    cells: Mapping[str, Ruling] = {}
    document: Mapping[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self.facts or self.cells or self.document)


def with_rulings(record: Record, rulings: Rulings) -> Record:
    """The Record as people decided it to be; the same one where they decided nothing."""
    if not rulings:
        return record
    facts = tuple(f for f in (_ruled(fact, rulings.facts.get(fact.id)) for fact in record.facts) if f is not None)
    statements = tuple(with_cells(s, i, rulings.cells) for i, s in enumerate(record.statements))
    forms = tuple(with_form_cells(form, i, rulings.cells) for i, form in enumerate(record.forms))
    changed = record.model_copy(update={"facts": facts, "statements": statements, "forms": forms})
    checks = tuple(_checks(record, changed, rulings))
    document = record.document.model_copy(update=_fields(rulings.document))
    return changed.model_copy(update={"checks": checks, "document": document})


def _fields(told: Mapping[str, str]) -> dict[str, Any]:
    return {name: int(value) if name == "fiscal_year" else value for name, value in told.items()}


def _ruled(fact: Fact, ruling: Ruling | None) -> Fact | None:
    """A fact as it was ruled; None where it was rejected."""
    if ruling is None:
        return fact
    if ruling.action == "reject":
        return None
    update: dict[str, Any] = {"confidence": 1.0, "status": "read"}
    if ruling.value is not None and ruling.value != fact.value:
        update |= {"value": ruling.value, "as_read": fact.as_read or fact.value}
    return fact.model_copy(update=update)


def _checks(before: Record, now: Record, rulings: Rulings) -> Iterator[Check]:
    """The checks in their order; those that rest on what was changed are evaluated again, or left out."""
    again = _evaluated(now)
    changed = _changed(before, rulings)
    looked_at = {*rulings.facts, *rulings.cells}
    for one in before.checks:
        rests_on = {*one.facts, *one.cells}
        if rests_on.isdisjoint(looked_at):
            yield one
        elif rests_on.isdisjoint(changed):
            yield one if one.outcome == "pass" else _weighed(one, now, looked_at)
        elif kind_of_check(one.id) is CheckKind.TEXT_TABLE:
            yield from _against_table(one, now, looked_at)
        elif (result := again.get((one.id, one.facts))) is not None:
            difference = canonical(result.difference.quantize(Decimal("0.01"), context=WIDE))
            yield _judged(one, result.passed, difference, now, looked_at)


def _changed(record: Record, rulings: Rulings) -> frozenset[str]:
    """Figures that are not what they were: facts and paths of cells."""
    values = {fact.id: fact.value for fact in record.facts}
    facts = {i for i, r in rulings.facts.items() if r.action == "reject" or r.value not in (None, values.get(i))}
    cells = {path for path, r in rulings.cells.items() if r.action != "accept"}
    return frozenset(facts | cells)


def _evaluated(record: Record) -> dict[tuple[str, tuple[str, ...]], Result]:
    """Every identity over the facts, by its id and its facts."""
    ids = [fact.id for fact in record.facts]
    return {(r.id, tuple(ids[i] for i in r.facts)): r for r in check([_bound(f, record) for f in record.facts])}


def _judged(before: Check, passed: bool, difference: str, record: Record, looked_at: Set[str]) -> Check:
    """A check as evaluated again."""
    update: dict[str, Any] = {"difference": difference, "signs": {}, "blame": None, "blame_probability": None}
    if passed:
        return before.model_copy(update={**update, "outcome": "pass"})
    return _weighed(before.model_copy(update={**update, "outcome": "fail"}), record, looked_at)


def _weighed(failed: Check, record: Record, looked_at: Set[str]) -> Check:
    """A failed check, blamed by what is left of doubt; looking at figures never takes blame from the document."""
    facts = [1.0 - f.confidence for f in record.facts if f.id in failed.facts and f.id not in looked_at]
    cells = [1.0 - _confidence(record, path) for path in failed.cells if path not in looked_at]
    blame = weighed(sum((*facts, *cells)))
    if failed.blame == "document" and (failed.blame_probability or 0.0) > blame.probability:
        return failed
    return failed.model_copy(update={"blame": blame.who, "blame_probability": blame.probability})


def _confidence(record: Record, path: str) -> float:
    """How surely a cell was read; 1 of a form's, of which a Record tells none by its path."""
    ref = cell_at(path)
    return ref.cell_in(record.statements[ref.statement]).confidence if isinstance(ref, CellRef) else 1.0


def _against_table(before: Check, record: Record, looked_at: Set[str]) -> Iterator[Check]:
    """A figure of the text against its cell; nothing where either is gone."""
    fact = next((f for f in record.facts if f.id in before.facts), None)
    ref = cell_at(before.cells[0])
    cell = ref.cell_in(record.statements[ref.statement]) if isinstance(ref, CellRef) else None
    if fact is None or cell is None or cell.value is None:
        return
    difference = Decimal(fact.value) - Decimal(cell.value)
    passed = abs(difference) <= room_of(_bound(fact, record))
    yield _judged(before, passed, canonical(difference), record, looked_at)


def _bound(fact: Fact, record: Record) -> Bound:
    """A fact as proof takes it: value, what it is of, and its last printed digit."""
    decimals = _DECIMALS.search(fact.raw)
    place = fact.provenance[0].statement
    money = record.statements[place].unit if place is not None and place < len(record.statements) else ""
    value = Decimal(fact.value) if fact.unit is not None else fact.value
    whole = (0, len(fact.raw))
    measure = measure_named(fact.measure)
    if any(kind.id == record.document.kind and kind.plans for kind in load_kinds().kinds):
        measure = AS_SPENT.get(fact.measure, measure)
    return Bound(
        Subject(fact.concept, tuple(fact.dimensions.items())), measure, value, fact.unit,
        Paragraph(fact.raw, ()), *whole, whole, fact.section or "", money=money,
        decimals=len(decimals[1]) if decimals else 0,
    )  # fmt: skip
