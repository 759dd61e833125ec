"""Whose error a failed check is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model.evidence import ReadingEvidence
from extractors.model.reference import CellRef, FormRef
from extractors.model.result import ChangeRate, CheckKind, Result
from extractors.verdict.blame import Failures, blamed
from tests.extractors.small import result, stated, sum_of

CERTAIN = ReadingEvidence(1.0, 1.0, 1.0)
SURE = ReadingEvidence(0.999, 0.999, 0.995)
BLURRED = ReadingEvidence(0.4, 0.6, 0.7)


def test_what_was_read_for_certain_leaves_the_document_to_blame() -> None:
    assert blamed([CERTAIN, CERTAIN], None) == ("document", 1.0)


def of_document(evidence: list[ReadingEvidence], explanations: int | None, **told: bool) -> float:
    blame = blamed(evidence, explanations, **told)
    return blame.probability if blame.who == "document" else 1 - blame.probability


def test_blurred_figure_takes_blame_from_the_document() -> None:
    assert of_document([SURE, BLURRED], 3) < of_document([SURE, SURE], 3) < 1.0


def test_failure_that_no_confusion_explains_speaks_more_for_the_document() -> None:
    assert of_document([SURE] * 3, 0) > of_document([SURE] * 3, 2)


def test_worse_page_takes_blame_from_the_document() -> None:
    fax = [replace(SURE, page=0.9)] * 3
    assert of_document(fax, 0) < 0.5 < of_document([SURE] * 3, 0)


def failure(*cells: int) -> Result:
    return sum_of(*(CellRef(2, 0, c) for c in cells))


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
    assert Failures([], []).placed(result(CheckKind.CHANGE_RATE, "change_rate.totals", ChangeRate(0, 1, 2)))


@pytest.mark.parametrize(
    ("page", "who", "probability"), [(0.99, "document", 0.666), (0.988, "reading", 0.375), (0.98, "reading", 0.5)]
)
def test_the_document_is_blamed_from_065_on(page: float, who: str, probability: float) -> None:
    told = blamed([replace(CERTAIN, chars_min=0.9999, chars_mean=0.9999, page=page)], 0)
    assert (told.who, told.probability) == (who, pytest.approx(probability, abs=0.005))


def test_what_is_confirmed_was_not_misplaced_and_what_agrees_hardly() -> None:
    fax = [replace(SURE, page=0.9)]
    alone, agreed, placed = (of_document(fax, 0, **told) for told in ({}, {"agreed": True}, {"placed": True}))
    assert (alone, agreed, placed) == pytest.approx((0.167, 0.4, 1.0), abs=0.01)


def test_what_may_be_anything_is_not_unexplained() -> None:
    assert of_document([replace(SURE, malformed=True)], 0) == of_document([SURE], 1) < of_document([SURE], 0)
    assert of_document([SURE], None) == of_document([SURE], 1)


def test_a_crowded_table_is_the_readings_with_nine_in_ten() -> None:
    assert blamed([SURE], 0, crowded=True) == ("reading", 0.9)


@pytest.mark.parametrize(("wrong", "crowded"), [(2, False), (3, True)])
def test_three_wrong_figures_make_a_crowd(wrong: int, crowded: bool) -> None:
    results = [failure(2 * n, 2 * n + 1) for n in range(wrong)]
    assert Failures(results, []).crowded(results[0]) == crowded
    assert not Failures(results, []).crowded(sum_of(CellRef(3, 0, 0), CellRef(3, 0, 1)))


def test_a_fact_read_from_a_cell_is_that_cell() -> None:
    figures = [stated("income", "1.00万元", cell=CellRef(2, 0, n)) for n in range(3)]
    told = sum_of(0, 1, 2)
    assert Failures([failure(0, 3), failure(1, 4)], figures).agreed(told) is False
    assert Failures([told, failure(0, 3)], figures).agreed(told)
    assert not Failures([told], figures).placed(told)


DOUBTFUL = ReadingEvidence(0.99, 0.99, 1.0)


@pytest.mark.parametrize(
    ("evidence", "explanations", "told", "blame"),
    [
        ([CERTAIN, CERTAIN], 0, {"crowded": True}, ("document", 1.0)),
        ([CERTAIN, DOUBTFUL], 0, {"crowded": True}, ("reading", 0.9)),
        ([CERTAIN, DOUBTFUL], 0, {"crowded": True, "placed": True, "agreed": True}, ("reading", 0.9)),
        ([], 0, {}, ("document", 1.0)),
        ([CERTAIN, replace(SURE, page=0.9)], 0, {"placed": True}, ("document", 0.995)),
        ([CERTAIN, replace(SURE, page=0.9)], 2, {"placed": True}, ("document", 0.9524)),
        ([CERTAIN, replace(SURE, page=0.9)], None, {"placed": True}, ("document", 0.9524)),
        ([replace(CERTAIN, malformed=True), replace(SURE, page=0.9)], 0, {"placed": True}, ("document", 0.9524)),
        ([CERTAIN, replace(SURE, page=0.9)], 0, {}, ("reading", 0.8335)),
        ([CERTAIN, replace(SURE, page=0.9)], 0, {"agreed": True}, ("reading", 0.6008)),
        ([CERTAIN, replace(SURE, page=0.9)], 0, {"agreed": True, "placed": True}, ("document", 0.995)),
        ([replace(SURE, page=0.9), replace(SURE, page=0.95)], 0, {}, ("reading", 0.8336)),
    ],
)  # fmt: skip
def test_each_thing_told_of_a_failure_moves_the_blame(
    evidence: list[ReadingEvidence],
    explanations: int | None,
    told: dict[str, bool],
    blame: tuple[str, float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extractors.verdict.blame.probability", lambda _features, _model: 0.999)
    assert blamed(evidence, explanations, **told) == blame


def test_the_places_of_text_and_forms_make_no_table_crowded() -> None:
    results = [sum_of(2 * n, 2 * n + 1) for n in range(4)]
    forms = [replace(each, roles=replace(each.roles, total=FormRef(0, "total"))) for each in results]  # type: ignore[type-var]
    assert not any(Failures(results, []).crowded(each) for each in results)
    assert not any(Failures(forms, []).crowded(each) for each in forms)


def test_what_holds_crowds_no_table() -> None:
    results = [replace(failure(2 * n, 2 * n + 1), passed=n == 0) for n in range(3)]
    assert not Failures(results, []).crowded(results[1])


def test_tables_are_crowded_each_for_itself() -> None:
    other = [sum_of(CellRef(3, 0, 2 * n), CellRef(3, 0, 2 * n + 1)) for n in range(3)]
    assert Failures([*other, failure(0, 1)], []).crowded(failure(0, 1)) is False
    assert Failures([*other, failure(0, 1)], []).crowded(sum_of(CellRef(2, 0, 0), CellRef(3, 0, 9)))


def test_the_figure_that_explains_most_is_wrong_first() -> None:
    """Of 1-2, 2-3, 3-4, 2-5, 3-6 the figures 2 and 3 explain all."""
    star = [failure(1, 2), failure(2, 3), failure(3, 4), failure(2, 5), failure(3, 6)]
    assert not Failures(star, []).crowded(star[0])
    assert Failures([*star, failure(7, 8)], []).crowded(star[0])


def test_one_failure_of_two_names_is_one() -> None:
    twice = [failure(1, 2), replace(failure(1, 2), id="statement.income.column_sum")]
    assert not Failures(twice, []).agreed(twice[0])


@pytest.mark.parametrize(("difference", "agreed"), [(1, True), (-1, True), (2, False)])
def test_failures_agree_on_the_same_difference(difference: int, agreed: bool) -> None:
    other = replace(failure(1, 3), difference=Decimal(difference))
    assert Failures([failure(1, 2), other], []).agreed(failure(1, 2)) == agreed
    assert not Failures([failure(1, 2), failure(3, 4)], []).agreed(failure(1, 2))


def test_figures_of_the_text_need_no_place_beside_a_cell_that_does() -> None:
    mixed, held = sum_of(0, CellRef(2, 0, 1)), replace(failure(1, 3), passed=True)
    assert Failures([mixed, held], []).placed(mixed)
    assert not Failures([mixed], []).placed(mixed)
