"""What differences are to, by the figures beside them."""

from __future__ import annotations

from decimal import Decimal

from extractors.model.fact import Subject
from extractors.statements.small.against import Against, against
from patterns.measure import Measure

WHOLE, NEXT = Subject("three_public"), Subject("three_public", (("year", "2021"),))


def told(**figures: str) -> dict[Measure, Decimal]:
    return {measure: Decimal(value) for measure, value in figures.items()}  # type: ignore[misc]


def test_the_one_base_that_stands_there_is_meant() -> None:
    assert against({WHOLE: told(final="3", prior="4", change="-1")}, 2020).open == "prior"
    assert against({WHOLE: told(final="3", budget_full="4", change="-1")}, 2020).open == "budget"


def test_of_two_bases_the_figures_tell() -> None:
    figures = told(final="3", prior="4", budget_full="5", change="-1")
    assert against({WHOLE: figures}, 2020).open == "prior"
    assert against({WHOLE: figures | told(change="-2")}, 2020).open == "budget"
    assert against({WHOLE: figures | told(change="-3")}, 2020).open is None
    assert against({WHOLE: figures | told(final="4", change="0")}, 2020).open is None


def test_without_a_base_it_is_the_year_before_with_less_certainty() -> None:
    found = against({WHOLE: told(final="3", change="-1")}, 2020)
    assert (found.open, found.prior) == ("prior", True)
    assert found.sure < against({WHOLE: told(final="3", prior="4")}, 2020).sure


def test_budgets_alone_are_compared_with_one_another() -> None:
    assert against({WHOLE: told(budget_full="3"), NEXT: told(budget_full="4")}, 2020).budgets == "2021"
    assert against({WHOLE: told(budget_full="3")}, 2020) == Against()


def test_an_account_beside_another_years_budget_is_compared_with_nothing_known() -> None:
    found = against({WHOLE: told(final="3"), NEXT: told(budget_full="4")}, 2020)
    assert (found.open, found.prior) == (None, False)
