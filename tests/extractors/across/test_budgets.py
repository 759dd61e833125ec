"""Accounts held against the published budget, a budget against that of the year before."""

from __future__ import annotations

from extractors.across.offer import is_offered
from extractors.model.record import Record
from tests.extractors.across.test_across import amount, outcomes, told, year

WHOLE = "general_public"


def planned(number: int, initial: str, change: str = "", **more: str) -> Record:
    facts = [amount(1, WHOLE, "budget_initial", initial)]
    facts += [amount(2, WHOLE, "budget_change", change)] if change else []
    return year(number, *facts, name=f"b{number}", kind="budget", **more)


def accounts(number: int, initial: str, **more: str) -> Record:
    return year(number, amount(1, WHOLE, "budget_initial", initial), **more)


def test_budgets_are_offered() -> None:
    assert is_offered(planned(2023, "90.00"))


def test_accounts_tell_the_budget_that_was_published() -> None:
    assert [(c.identity.id, c.holds) for c in outcomes(planned(2023, "90.00"), accounts(2023, "90.00"))] == [
        ("across.budget", True)
    ]


def test_another_budget_than_was_published_is_told_of_the_accounts() -> None:
    (finding,) = told(planned(2023, "90.00"), accounts(2023, "95.00"))
    assert (finding.rule, finding.severity, finding.document) == ("across.budget", "warning", "y2023.pdf")
    assert finding.difference == "50000"


def test_the_budget_of_another_year_or_unit_says_nothing() -> None:
    assert not outcomes(planned(2022, "90.00"), accounts(2023, "95.00"))
    assert not outcomes(planned(2023, "90.00", unit="青岭县教育局"), accounts(2023, "95.00"))


def test_a_name_that_two_bodies_bear_tells_not_whose_the_budget_is() -> None:
    department, office = accounts(2023, "95.00"), accounts(2023, "90.00", name="own", kind="unit_final_accounts")
    assert not outcomes(planned(2023, "90.00"), department, office)


def test_a_budget_and_the_one_before() -> None:
    held = outcomes(planned(2022, "80.00"), planned(2023, "90.00", "10.00"))
    assert [(c.identity.id, c.holds) for c in held] == [("across.budget_prior", True)]
    (finding,) = told(planned(2022, "80.00"), planned(2023, "90.00", "12.00"))
    assert (finding.rule, finding.severity, finding.document) == ("across.budget_prior", "warning", "b2023.pdf")


def test_budget_of_three_public_may_have_been_changed() -> None:
    published = year(2023, amount(1, "three_public", "budget_initial", "9.00"), name="b2023", kind="budget")
    (finding,) = told(published, year(2023, amount(1, "three_public", "budget_full", "8.00")))
    assert (finding.rule, finding.severity) == ("across.budget_full", "note")
