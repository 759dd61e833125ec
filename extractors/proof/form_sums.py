"""What a self-evaluation form's own cells must agree in: the execution rate, and the sum of the scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import regex

from extractors.language.numbers import MOST_DIGITS, parse_number
from extractors.model.record import Form
from extractors.model.reference import FormRef
from extractors.model.result import CheckKind, Execution, Result, Sum
from patterns.arithmetic import load_identities
from patterns.forms import is_label, load_forms

_NUMBER = regex.compile(r"(?P<sign>-)?(?P<number>\d+(?:[.,]\d+)*)")
_HUNDREDTH = Decimal("0.0101")  # forms print amounts and scores to 0.01; the last digit is what a division leaves over


def form_results(form: Form, index: int) -> Iterator[Result]:
    """The identities of one form; `index` is its place among the forms."""
    yield from _execution(form, index)
    yield from _scores(form, index)


def number_in(text: str) -> Decimal | None:
    """The number that a cell holds, its unit left out; None where it holds none."""
    match = _NUMBER.fullmatch(text.rstrip(load_forms().number_ends))
    if match is None or sum(char.isdigit() for char in text) > MOST_DIGITS:
        return None
    return parse_number(match["number"])[0] * (-1 if match["sign"] else 1)


def _column(header: Sequence[str], label: str) -> int | None:
    return next((i for i, text in enumerate(header) if is_label(text, label)), None)


def _at(row: Sequence[str], column: int | None) -> str:
    """The text of a row's cell, "" where the row is too short."""
    return row[column] if column is not None and column < len(row) else ""


def _execution(form: Form, index: int) -> Iterator[Result]:
    """执行率＝执行数÷预算数, row by row."""
    columns = [_column(form.funds_header, name) for name in ("budget", "executed", "rate")]
    rate = columns[2]
    signed = any("%" in _at(row, rate) for row in form.funds)
    for r, row in enumerate(form.funds):
        if signed and _at(row, rate) == "1":
            continue  # a dash that was read as a figure
        off = _off_rate(*(_at(row, column) for column in columns))
        if off is not None:
            cells = Execution(*(FormRef(index, "funds", r, column) for column in columns))
            say = load_identities().formulas.execution_rate
            yield Result(CheckKind.EXECUTION_RATE, "form.execution_rate", say, cells, off.passed, off.difference)


class _Off(NamedTuple):
    """By how many percentage points a rate is off, and whether rounding explains it."""

    difference: Decimal
    passed: bool


def _off_rate(budget_text: str, executed_text: str, rate_text: str) -> _Off | None:
    """How far a rate is off that of its amounts; None where one of the three is no number, or the budget is 0."""
    budget, executed, rate = map(number_in, (budget_text, executed_text, rate_text))
    if not budget or executed is None or rate is None:
        return None
    expected = executed / budget * 100
    told = rate if "%" in rate_text or rate > 1 else rate * 100
    decimals = len(rate_text.rstrip("%").partition(".")[2])
    room = Decimal(5).scaleb(-decimals - 1) + _HUNDREDTH + (100 + expected) * _HUNDREDTH / budget
    return _Off(told - expected, abs(told - expected) <= room)


def _scores(form: Form, index: int) -> Iterator[Result]:
    """总分＝各项得分之和."""
    total = number_in(form.total or "")
    column = next((i for i in reversed(range(len(form.ind_header))) if is_label(form.ind_header[i], "score")), None)
    if total is None or column is None:
        return
    scores = {r: number_in(row[column]) for r, row in enumerate(form.indicators) if column < len(row)}
    told = [value for value in scores.values() if value is not None]
    if not scores or len(told) < len(scores):
        return
    difference = _left(total - sum(told, Decimal(0)), form)
    cells = Sum(FormRef(index, "total"), tuple(FormRef(index, "indicators", r, column) for r in scores))
    say, passed = load_identities().formulas.form_total, abs(difference) <= _HUNDREDTH
    yield Result(CheckKind.FORM_TOTAL, "form.total", say, cells, passed, difference)


def _left(left: Decimal, form: Form) -> Decimal:
    """What is left of a total once the score of execution is taken off.

    Only one row of the funds has it; a dash in another may have been read as a figure.
    """
    column = _column(form.funds_header, "score")
    told = (number_in(_at(row, column)) for row in form.funds)
    return min((left - score for score in told if score is not None), key=abs, default=left)
