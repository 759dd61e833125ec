"""Kinds of checks and the parts that figures play in them."""

from __future__ import annotations

import pytest

from extractors.model.reference import CellRef, FormRef
from extractors.model.result import (
    BudgetRate,
    ChangeRate,
    CheckKind,
    Execution,
    Pair,
    Roles,
    Share,
    Sum,
    kind_of_check,
)
from tests.extractors.small import result

A, B, C = CellRef(0, 0, 0), CellRef(0, 0, 1), CellRef(0, 0, 2)
X, Y, Z = (FormRef(0, "funds", 0, n) for n in range(3))


@pytest.mark.parametrize(
    ("check_id", "kind"),
    [
        ("basic", CheckKind.SUM), ("three_public.vehicles", CheckKind.SUM), ("totals.balance", CheckKind.EQUAL),
        ("income.restated", CheckKind.EQUAL), ("general_public.by_function.205", CheckKind.FUNCTION_SUM),
        ("general_public.by_function.类", CheckKind.FUNCTION_SUM), ("share.income.other", CheckKind.SHARE),
        ("change_rate.basic", CheckKind.CHANGE_RATE), ("variance_rate.basic", CheckKind.VARIANCE_RATE),
        ("budget_rate.basic", CheckKind.BUDGET_RATE), ("restated.income.final", CheckKind.RESTATED),
        ("table.income.final", CheckKind.TEXT_TABLE), ("statement.expenditure.row_sum", CheckKind.ROW_SUM),
        ("statement.expenditure.column_sum", CheckKind.COLUMN_SUM), ("form.total", CheckKind.FORM_TOTAL),
        ("form.execution_rate", CheckKind.EXECUTION_RATE),
    ],
)  # fmt: skip
def test_a_recorded_check_tells_its_kind_by_its_id(check_id: str, kind: CheckKind) -> None:
    assert kind_of_check(check_id) is kind


RATES = {CheckKind.SHARE, CheckKind.CHANGE_RATE, CheckKind.VARIANCE_RATE, CheckKind.BUDGET_RATE}
FORMS = {CheckKind.EXECUTION_RATE, CheckKind.FORM_TOTAL}


@pytest.mark.parametrize("kind", CheckKind)
def test_what_a_kind_says(kind: CheckKind) -> None:
    assert (kind.is_rate, kind.of_form, kind.linear) == (kind in RATES, kind in FORMS, kind not in RATES | FORMS)
    assert kind.in_points == (kind in RATES | {CheckKind.EXECUTION_RATE})
    assert kind.of_statement == (kind in {CheckKind.TEXT_TABLE, CheckKind.ROW_SUM, CheckKind.COLUMN_SUM})


@pytest.mark.parametrize(
    ("roles", "facts", "cells"),
    [
        (Share(2, part=1, whole=0), (2, 1, 0), ()),
        (ChangeRate(2, change=1, final=0), (2, 1, 0), ()),
        (BudgetRate(2, final=0, budget=1), (2, 0, 1), ()),
        (Sum(5, (1, 2), (3,)), (5, 1, 2, 3), ()),
        (Sum(A, (B,), (C,)), (), (A, B, C)),
        (Pair(4, B), (4,), (B,)),
        (Execution(budget=X, executed=Y, rate=Z), (), (X, Y, Z)),
    ],
)
def test_figures_stand_in_the_records_order(roles: Roles, facts: tuple[int, ...], cells: tuple[object, ...]) -> None:
    made = result(CheckKind.SUM, "basic", roles)
    assert (made.facts, made.cells) == (facts, cells)


def test_only_rates_of_the_text_have_a_rate_and_its_amounts() -> None:
    rates = [Share(2, 1, 0), ChangeRate(2, 1, 0), BudgetRate(2, 0, 1)]
    assert [r.amounts for r in rates] == [(1, 0), (1, 0), (0, 1)]
    assert [result(CheckKind.SHARE, "share.a", r).rates for r in rates] == rates
    assert result(CheckKind.FORM_TOTAL, "form.total", Sum(X, (Y,))).rates is None


def test_blanks_are_no_cells_that_a_check_names() -> None:
    made = result(CheckKind.ROW_SUM, "statement.income.row_sum", Sum(A, (B, C)))
    blank = type(made)(**{**vars(made), "blanks": (B,), "told_as": (7,)})
    assert (blank.cells, blank.facts, blank.family) == ((A, C), (7,), "statement")
