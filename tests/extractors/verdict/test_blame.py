"""Whose error a failed check is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractors.model.evidence import ReadingEvidence
from extractors.model.reference import CellRef
from extractors.model.result import ChangeRate, CheckKind, Result, Sum
from extractors.verdict.blame import Failures, blamed

CERTAIN = ReadingEvidence(1.0, 1.0, 1.0)
SURE = ReadingEvidence(0.999, 0.999, 0.995)
BLURRED = ReadingEvidence(0.4, 0.6, 0.7)


def test_what_was_read_for_certain_leaves_the_document_to_blame() -> None:
    assert blamed([CERTAIN, CERTAIN], None) == ("document", 1.0)


def of_document(evidence: list[ReadingEvidence], explanations: int | None) -> float:
    blame = blamed(evidence, explanations)
    return blame.probability if blame.who == "document" else 1 - blame.probability


def test_blurred_figure_takes_blame_from_the_document() -> None:
    assert of_document([SURE, BLURRED], 3) < of_document([SURE, SURE], 3) < 1.0


def test_failure_that_no_confusion_explains_speaks_more_for_the_document() -> None:
    assert of_document([SURE] * 3, 0) > of_document([SURE] * 3, 2)


def test_worse_page_takes_blame_from_the_document() -> None:
    fax = [replace(SURE, page=0.9)] * 3
    assert of_document(fax, 0) < 0.5 < of_document([SURE] * 3, 0)


def failure(*cells: int) -> Result:
    total, *parts = (CellRef(2, 0, c) for c in cells)
    return Result(CheckKind.ROW_SUM, "statement.income.row_sum", "", Sum(total, tuple(parts)), False, Decimal(1))


def test_table_of_which_three_figures_disagree_was_misread() -> None:
    results = [failure(1, 2), failure(3, 4), failure(5, 6)]
    assert all(Failures(results, []).crowded(result) for result in results)
    assert blamed([SURE], 0, crowded=True).who == "reading"


def test_one_wrong_figure_makes_no_table_misread_however_many_checks_it_breaks() -> None:
    results = [failure(1, 2), failure(1, 3), failure(1, 4), failure(1, 5)]
    assert not any(Failures(results, []).crowded(result) for result in results)
    assert all(Failures(results, []).agreed(result) for result in results)
    assert not Failures(results[:1], []).agreed(results[0])


def test_certain_page_is_never_misread() -> None:
    assert blamed([CERTAIN], None, crowded=True).who == "document"


def test_cell_is_placed_where_another_identity_confirms_it() -> None:
    failed, held = failure(1, 2), replace(failure(1, 3), passed=True)
    assert not Failures([failed, held], []).placed(failed)
    assert Failures([failed, held, replace(failure(2, 3), passed=True)], []).placed(failed)
    assert of_document([SURE], 0) < blamed([SURE], 0, placed=True).probability


def test_figures_of_the_text_are_in_no_wrong_row() -> None:
    rate = Result(CheckKind.CHANGE_RATE, "change_rate.totals", "", ChangeRate(0, 1, 2), False, Decimal(1))
    assert Failures([], []).placed(rate)
