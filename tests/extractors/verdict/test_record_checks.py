"""Identities as the Record tells them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model.evidence import FactEvidence, ReadingEvidence
from extractors.model.record import Check, Form, FormCell
from extractors.model.reference import CellRef, FormRef
from extractors.model.result import CheckKind, Result, Sum
from extractors.proof.proof import Proof
from extractors.repair.mending import Mended, identity_key
from extractors.repair.readings import Readings
from extractors.statements.statement import ReadStatement
from extractors.verdict.blame import Blame, blamed
from extractors.verdict.misbinding import Misbinding
from extractors.verdict.record_checks import recorded_checks
from extractors.verdict.record_facts import recorded_facts
from tests.extractors.small import page, result, stated, statement, sum_of

ROWS = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["", "合计", "100.00", "70.00", "40.00"],
    ["205", "教育支出", "100.00", "70.00", "40.00"],
]
CELLS = CellRef(0, 0, 0), CellRef(0, 0, 1)


SURE = ReadingEvidence(0.999, 0.999, 0.999)


def recorded(
    *results: Result,
    sure: float = 1.0,
    read: ReadStatement | None = None,
    forms: tuple[Form, ...] = (),
    explained: int | None = None,
) -> tuple[Check, ...]:
    """The checks of three facts (1, 2, 3万元), a table and forms; `explained` is of the first."""
    bound = tuple(stated("income", f"{n + 1}.00万元", number=n, sure=sure) for n in range(3))
    statements = (read or statement("支出决算表", ROWS, sure),)
    proof = Proof(bound, results)
    known = () if explained is None else ((identity_key(results[0], proof), explained),)
    done = Mended(Readings(bound, statements, forms, frozenset({1})), proof, explained=known)
    pages = {1: page(1, sure)}
    return recorded_checks(done, recorded_facts(proof, (), pages), (), pages)


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


@pytest.mark.parametrize(
    ("difference", "told"),
    [("0.005", "0"), ("0.006", "0.01"), ("-0.006", "-0.01"), ("0.015", "0.02"), ("123456.789", "123456.79"),
     ("1E+30", "1" + "0" * 30)],
)  # fmt: skip
def test_differences_are_told_to_the_hundredth(difference: str, told: str) -> None:
    (check,) = recorded(sum_of(0, 1, difference=difference, passed=True))
    assert check.difference == told


def test_what_is_told_of_a_failure_in_a_text_layer_is_what_misbinding_weighs() -> None:
    results = (sum_of(0, 1, 2, difference=30000),)
    bound = tuple(stated("income", f"{n + 1}.00万元", number=n) for n in range(3))
    binding = Misbinding(bound, results, (), (statement("支出决算表", ROWS, 1.0),))
    (check,) = recorded(*results)
    assert (check.blame, check.blame_probability) == binding.document(results[0], Blame("document", 1.0))
    assert check.signs == binding.signs(results[0]).recorded != {}
    assert (check.id, check.formula, check.outcome) == ("income", results[0].formula, "fail")


def by_ocr(*results: Result, failed: Result, **told: object) -> Blame:
    """How the reading is blamed, before misbinding is weighed."""
    seen: list[Blame] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Misbinding, "document", lambda _self, _result, blame: seen.append(blame) or blame)
        recorded(failed, *results, sure=0.999, **told)  # type: ignore[arg-type]
    return seen[0]


def test_what_other_checks_tell_reaches_the_blame() -> None:
    failed = sum_of(*CELLS, difference=30000)
    alone = by_ocr(failed=failed)
    placed = by_ocr(sum_of(*CELLS, passed=True), failed=failed)
    agreed = by_ocr(sum_of(CELLS[0], CellRef(0, 1, 0), difference=30000), failed=failed)
    crowd = [sum_of(CellRef(0, 1, n), difference=n + 1) for n in range(3)]
    assert alone == blamed([SURE, SURE], None)
    assert placed == blamed([SURE, SURE], None, placed=True) != alone
    assert agreed == blamed([SURE, SURE], None, agreed=True) != alone
    assert by_ocr(*crowd, failed=failed) == ("reading", 0.9)


@pytest.mark.parametrize("explanations", [0, 1])
def test_how_many_confusions_explain_it_reaches_the_blame(explanations: int) -> None:
    failed = sum_of(*CELLS, difference=30000)
    held = sum_of(*CELLS, passed=True)
    blame = by_ocr(held, failed=failed, explained=explanations)
    assert blame == blamed([SURE, SURE], explanations, placed=True)


def test_facts_and_cells_both_bear_on_the_blame() -> None:
    told = FactEvidence(chars_min=0.999, chars_mean=0.999, page=0.999, section=0.97)
    assert by_ocr(failed=sum_of(0, 1, difference=30000)) == blamed(
        [ReadingEvidence.of_fact(told)] * 2, None, placed=True
    )
    mixed = sum_of(0, CELLS[0], difference=30000)
    assert by_ocr(failed=mixed) == blamed([ReadingEvidence.of_fact(told), SURE], None)


def test_a_cell_that_is_no_number_is_malformed() -> None:
    rows = [ROWS[0], [*ROWS[1][:2], "100.0.00", *ROWS[1][3:]], ROWS[2]]
    read = statement("支出决算表", rows, 0.999)
    sure = read.statement.rows[0].cells[0].confidence
    column = replace(sum_of(*CELLS, difference=30000), kind=CheckKind.COLUMN_SUM)
    wrong = ReadingEvidence(sure, sure, 0.999, malformed=True)
    assert by_ocr(failed=column, read=read, explained=0) == blamed([wrong, SURE], 0)


def of_form(sure: float) -> Form:
    def cell(part: str, column: int = 0) -> FormCell:
        return FormCell(part=part, column=column, page=1, bbox=(0, 0, 1, 1), confidence=sure)

    return Form(kind="project", title="", funds=(("30.00", "29.10", "97.00%"),), total="90",
                provenance=(*(cell("funds", n) for n in range(3)), cell("total")))  # fmt: skip


@pytest.mark.parametrize("ref", [FormRef(0, "total"), FormRef(0, "funds", 0, 1), FormRef(0, "funds")])
def test_cells_of_forms_are_as_sure_as_their_places(ref: FormRef) -> None:
    failed = result(CheckKind.FORM_TOTAL, "form.total", Sum(ref, ()))
    assert by_ocr(failed=failed, forms=(of_form(0.97),)) == blamed([ReadingEvidence(0.97, 0.97, 0.999)], None)


def test_a_slip_in_a_row_besides_is_two_columns_run_together_from_six_tenths_down() -> None:
    def blame(sure: float, k: int = 2) -> Blame:
        read = statement("支出决算表", ROWS, 0.999)
        first, *others = read.statement.rows
        cells = list(first.cells)
        cells[k] = cells[k].model_copy(update={"confidence": sure})
        rows = (first.model_copy(update={"cells": tuple(cells)}), *others)
        changed = replace(read, statement=read.statement.model_copy(update={"rows": rows}))
        return by_ocr(failed=sum_of(*CELLS, difference=30000), read=changed)

    assert [blame(sure) == ("reading", 0.9) for sure in (0.5, 0.6, 0.61)] == [True, True, False]
    assert blame(0.5, k=1) != ("reading", 0.9)  # a cell of the sum itself
