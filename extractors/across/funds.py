"""The funds of self-evaluation forms (绩效自评表) as figures to be held against accounts: what each project spent.

Nothing is offered of a form that leaves open how much it is: without a unit of money, a name of its project or one
amount for all its funds; nor of one that is of another unit or of another year than the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import prod

import regex

from extractors.across.offered import OfferedFigure, unit_key
from extractors.language.numbers import yuan_of_unit
from extractors.model.record import Form, FormCell, Record
from extractors.model.reference import FormRef
from extractors.proof.form_sums import number_in
from extractors.repair.confusion import decimals_of, printed_number
from patterns.across import load_across
from patterns.forms import is_label
from patterns.loader import load_patterns
from patterns.unit_names import plain_name, region_of
from patterns.wording import STATED_YEAR

_YEAR = regex.compile(STATED_YEAR)
_CERTAIN = 1.0  # of characters of a text layer; what evidence leaves out


def form_figures(record: Record, unit: str, year: int | None) -> Iterator[OfferedFigure]:
    """What the forms of a document say was spent on each project of the unit (its key) in the year."""
    failed = {cell for check in record.checks if check.outcome == "fail" for cell in check.cells}
    place = region_of(record.document.unit_name or "")
    for index, form in enumerate(record.forms):
        if form.kind == "project" and _is_of(form, unit, place) and _year_of(form) in (None, year):
            yield from _spent(form, index, failed)


def unit_told(record: Record) -> str | None:
    """The unit that all forms of a document name; None where they name none, or several."""
    named = {plain_name(form.unit or form.department or ""): form.unit or form.department for form in record.forms}
    return next(iter(named.values())) if len(named) == 1 else None


def year_told(record: Record) -> int | None:
    """The year that all forms of a document name; None where they name none, or several."""
    named = {_year_of(form) for form in record.forms}
    return named.pop() if len(named) == 1 else None


def _year_of(form: Form) -> int | None:
    found = _YEAR.search(form.year) or _YEAR.search(form.title)
    return int(found["year"]) if found else None


def _is_of(form: Form, unit: str, place: str) -> bool:
    """Whether a form is of the unit of that key; one that names none is its document's."""
    name = form.unit or form.department
    return name is None or unit in (unit_key(name), unit_key(f"{place}{name}"))


def _spent(form: Form, index: int, failed: set[str]) -> Iterator[OfferedFigure]:
    """The one amount that the form says was spent of all its funds."""
    at = _place_of_total(form)
    if at is None:
        return
    row, column = at
    raw, ref = form.funds[row][column], FormRef(index, "funds", row, column)
    number, unit = number_in(raw), _unit_of(form, raw)
    cell, named = _cell(form, "funds", row, column), _cell(form, "project", 0, 0)
    if number is None or unit is None or cell is None or named is None:
        return
    labels = (_cell(form, "funds", row, 0), _cell(form, "funds_header", 0, column))
    yield OfferedFigure(
        concept=load_across().forms,
        measure="final",
        code=plain_name(form.project or ""),
        label=form.project or "",
        raw=raw,
        confidence=prod(each.confidence for each in (cell, named, *labels) if each is not None),
        certain=cell.evidence.get("chars_min", _CERTAIN) >= _CERTAIN,
        open_=str(ref) in failed,
        reason="",
        of="",
        stated="",
        ref=str(ref),
        page=cell.page,
        bbox=cell.bbox,
        value=number * unit,
        step=unit.scaleb(-decimals_of(printed_number(raw) or "")),
    )


def _place_of_total(form: Form) -> tuple[int, int] | None:
    """Row and column of what was spent of all funds of a named project; None where that may be none, or several."""
    columns = [c for c, head in enumerate(form.funds_header) if is_label(head, "executed")]
    alone = len(form.funds) == 1
    rows = [r for r, cells in enumerate(form.funds) if alone or (cells and is_label(cells[0], "funds_total"))]
    told = len(columns) == len(rows) == 1 and bool(form.project) and columns[0] < len(form.funds[rows[0]])
    return (rows[0], columns[0]) if told else None


def _unit_of(form: Form, raw: str) -> Decimal | None:
    """What the form's unit of money is worth in 元; None where it tells none, or the amount has another."""
    unit = load_patterns().units.money.get(form.money)
    return unit if yuan_of_unit(raw) in (None, unit) else None


def _cell(form: Form, part: str, row: int, column: int) -> FormCell | None:
    return next((p for p in form.provenance if (p.part, p.row, p.column) == (part, row, column)), None)
