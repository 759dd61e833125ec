"""What a self-evaluation form's own cells must agree in: the execution rate, and the sum of the scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractors.language.numbers import parse_number
from extractors.model.record import Form
from extractors.model.reference import FormRef
from extractors.model.result import CheckKind, Execution, Result, Sum
from patterns.arithmetic import load_identities
from patterns.forms import is_label

_NUMBER = regex.compile(r"(?P<sign>-)?(?P<number>\d+(?:[.,]\d+)*)")
_ROOM = Decimal("0.0101")


def form_results(form: Form, index: int) -> Iterator[Result]:
    """The identities of one form; `index` is its place among the forms."""
    yield from _execution(form, index)
    yield from _scores(form, index)


def _number(text: str) -> Decimal | None:
    """The number that a cell holds, its % or 分 left out; None where it holds none."""
    match = _NUMBER.fullmatch(text.rstrip("%％分元"))
    return parse_number(match["number"])[0] * (-1 if match["sign"] else 1) if match else None


def _column(header: Sequence[str], label: str) -> int | None:
    return next((i for i, text in enumerate(header) if is_label(text, label)), None)


def _execution(form: Form, index: int) -> Iterator[Result]:
    """执行率＝执行数÷预算数, row by row."""
    budget, spent, rate = (_column(form.funds_header, name) for name in ("budget", "executed", "rate"))
    if budget is None or spent is None or rate is None:
        return
    signed = any("%" in text or "％" in text for row in form.funds for text in row[rate : rate + 1])
    for r, row in enumerate(form.funds):
        if signed and row[rate : rate + 1] == ("1",):
            continue  # a dash that was read as a figure
        values = [_number(row[i]) if i < len(row) else None for i in (budget, spent, rate)]
        if values[0] is None or values[1] is None or values[2] is None or values[0] == 0:
            continue
        expected = values[1] / values[0] * 100
        told = values[2] if "%" in row[rate] or "％" in row[rate] or values[2] > 1 else values[2] * 100
        decimals = len(row[rate].rstrip("%％").partition(".")[2])
        room = Decimal(5).scaleb(-decimals - 1) + _ROOM + (100 + expected) * _ROOM / values[0]
        cells = Execution(*(FormRef(index, "funds", r, i) for i in (budget, spent, rate)))
        difference = told - expected
        say = load_identities().formulas.execution_rate
        yield Result(CheckKind.EXECUTION_RATE, "form.execution_rate", say, cells, abs(difference) <= room, difference)


def _scores(form: Form, index: int) -> Iterator[Result]:
    """总分＝各项得分之和."""
    total = _number(form.total or "")
    column = next((i for i in reversed(range(len(form.ind_header))) if is_label(form.ind_header[i], "score")), None)
    if total is None or column is None:
        return
    scores = [(r, _number(row[column])) for r, row in enumerate(form.indicators) if column < len(row)]
    if not scores or any(value is None for _, value in scores):
        return
    funds = _column(form.funds_header, "score")
    told = (_number(row[funds]) for row in form.funds if funds is not None and funds < len(row))
    left = total - sum((v for _, v in scores if v is not None), Decimal(0))
    # Only one row of the funds has the score of execution; a dash in another may have been read as a figure.
    difference = min((left - score for score in told if score is not None), key=abs, default=left)
    cells = Sum(FormRef(index, "total"), tuple(FormRef(index, "indicators", r, column) for r, _ in scores))
    say = load_identities().formulas.form_total
    yield Result(CheckKind.FORM_TOTAL, "form.total", say, cells, abs(difference) <= _ROOM, difference)
