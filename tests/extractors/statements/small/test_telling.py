"""What labels tell together of a measure."""

from __future__ import annotations

from extractors.statements.small.telling import Telling, crossed, narrowed

FINAL, BUDGET = Telling("final"), Telling("budget_full", budget=True)
AMOUNT = Telling("final", weak=True)
DIFFERENCE, RATE = Telling(difference=True), Telling(rate=True)


def test_the_lower_of_two_labels_counts() -> None:
    assert narrowed(FINAL, BUDGET) == BUDGET
    assert narrowed(BUDGET, Telling()) == BUDGET


def test_an_amount_gives_way_to_what_stands_over_it() -> None:
    assert narrowed(BUDGET, AMOUNT) == BUDGET
    assert narrowed(Telling(), AMOUNT) == AMOUNT


def test_a_difference_is_parted_into_amount_and_rate() -> None:
    assert narrowed(DIFFERENCE, AMOUNT) == DIFFERENCE
    assert narrowed(DIFFERENCE, RATE) == Telling(difference=True, rate=True)


def test_no_measure_stands_below_a_difference() -> None:
    assert narrowed(DIFFERENCE, FINAL) is None


def test_a_difference_is_to_one_base() -> None:
    assert narrowed(Telling(base="prior"), Telling(base="budget")) is None
    assert narrowed(Telling(base="prior"), DIFFERENCE) == Telling(base="prior", difference=True)


def test_row_and_column_may_not_tell_different_measures() -> None:
    assert crossed(FINAL, BUDGET) is None
    assert crossed(FINAL, FINAL) == FINAL
    assert crossed(AMOUNT, BUDGET) == BUDGET
    assert crossed(BUDGET, AMOUNT) == BUDGET
    assert crossed(DIFFERENCE, AMOUNT) == crossed(AMOUNT, DIFFERENCE) == DIFFERENCE
