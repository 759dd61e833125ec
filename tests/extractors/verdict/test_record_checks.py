"""Identities as the Record tells them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model.record import Check
from extractors.model.reference import CellRef
from extractors.model.result import CheckKind, Result
from extractors.proof.proof import Proof
from extractors.repair.mending import Mended
from extractors.repair.readings import Readings
from extractors.statements.statement import ReadStatement
from extractors.verdict.record_checks import recorded_checks
from extractors.verdict.record_facts import recorded_facts
from tests.extractors.small import page, stated, statement, sum_of

ROWS = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["", "合计", "100.00", "70.00", "40.00"],
    ["205", "教育支出", "100.00", "70.00", "40.00"],
]
CELLS = CellRef(0, 0, 0), CellRef(0, 0, 1)


def recorded(*results: Result, sure: float = 1.0, read: ReadStatement | None = None, **told: int) -> tuple[Check, ...]:
    bound = tuple(stated("income", f"{n + 1}.00万元", number=n, sure=sure) for n in range(3))
    statements = (read or statement("支出决算表", ROWS, sure),)
    done = Mended(Readings(bound, statements, (), frozenset({1})), Proof(bound, results))
    pages = {1: page(1, sure)}
    return recorded_checks(done, recorded_facts(bound, results, (), pages), (), pages)


def test_a_check_that_holds_names_what_it_rests_on() -> None:
    (check,) = recorded(sum_of(*CELLS, difference="0.004", passed=True))
    assert (check.id, check.outcome, check.difference) == ("statement.income.row_sum", "pass", "0")
    assert check.cells == ("statements.0.rows.0.cells.0", "statements.0.rows.0.cells.1")
    assert (check.facts, check.blame, check.signs) == ((), None, {})


def test_facts_are_named_by_their_ids() -> None:
    (check,) = recorded(sum_of(0, 2, 1, difference="12.345", passed=True))
    assert (check.facts, check.cells, check.difference) == (("f1", "f3", "f2"), (), "12.34")


def test_a_check_that_fails_in_a_text_layer_is_blamed_on_the_document_as_far_as_it_was_bound_rightly() -> None:
    (check,) = recorded(sum_of(0, 1, 2, difference=30000))
    assert (check.outcome, check.blame in ("document", "reading"), bool(check.signs)) == ("fail", True, True)


@pytest.mark.parametrize(("garbled", "probability"), [("40.00", None), ("4.0.00", 0.9)])
def test_a_row_with_two_columns_run_together_was_misread(garbled: str, probability: float | None) -> None:
    rows = [ROWS[0], [*ROWS[1][:4], garbled], ROWS[2]]
    (check,) = recorded(sum_of(*CELLS, difference=100000), sure=0.99, read=statement("支出决算表", rows, 0.99))
    assert (check.blame_probability == probability) == (probability is not None)


def test_cells_of_other_rows_say_nothing_of_a_row() -> None:
    rows = [ROWS[0], ROWS[1], [*ROWS[2][:4], "4.0.00"]]
    (check,) = recorded(sum_of(*CELLS, difference=100000), sure=0.99, read=statement("支出决算表", rows, 0.99))
    assert check.blame_probability != 0.9


def test_only_a_rows_own_sum_is_misread_so() -> None:
    rows = [ROWS[0], [*ROWS[1][:4], "4.0.00"], ROWS[2]]
    column = replace(sum_of(*CELLS, difference=100000), kind=CheckKind.COLUMN_SUM)
    (check,) = recorded(column, sure=0.99, read=statement("支出决算表", rows, 0.99))
    assert check.blame_probability != 0.9
