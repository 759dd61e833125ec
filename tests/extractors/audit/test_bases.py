"""Rates on a base of 0."""

from __future__ import annotations

import pytest

from tests.extractors.audit.small import fact, findings, record


def rates(rule: str, *facts: dict[str, object]) -> list[str]:
    return [found.severity for found in findings(rule, record(*facts))]


def change(final: str, change: str, rate: str, **more: object) -> list[dict[str, object]]:
    return [
        fact(1, "agency_operation", "final", final), fact(2, "agency_operation", "change", change),
        fact(3, "agency_operation", "change_rate", rate, **more),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("final", "moved", "rate", "told"),
    [
        ("50000", "50000", "80", ["warning"]),
        ("50000", "50000", "100", ["note"]),  # by custom
        ("50000", "50000", "0", []),
        ("50000", "40000", "400", []),
        ("50000", "50000", "90000", []),  # of a base that rounding may have made 0
        ("0", "0", "100", []),
    ],
)
def test_a_rate_of_change_needs_a_base(final: str, moved: str, rate: str, told: list[str]) -> None:
    assert rates("percent.base_zero", *change(final, moved, rate)) == told


def test_what_the_text_says_of_the_year_before_goes_before_what_follows_from_the_change() -> None:
    prior = fact(4, "agency_operation", "prior", "10000")
    assert not rates("percent.base_zero", *change("50000", "50000", "80"), prior)
    zero = fact(4, "agency_operation", "prior", "0")
    assert rates("percent.base_zero", *change("60000", "50000", "80"), zero) == ["warning"]


def test_what_was_read_with_doubt_accuses_nobody() -> None:
    assert rates("percent.base_zero", *change("50000", "50000", "80", confidence=0.6)) == ["note"]
    assert rates("percent.base_zero", *change("50000", "50000", "80", status="conflict")) == ["note"]


@pytest.mark.parametrize(
    ("initial", "full", "final", "told"),
    [("0", None, "50000", True), ("0", "50000", "50000", False), ("0", "0", "50000", True), ("0", None, "0", False)],
)
def test_a_rate_of_completion_needs_a_budget(initial: str, full: str | None, final: str, told: bool) -> None:
    facts = [
        fact(1, "three_public", "budget_initial", initial), fact(2, "three_public", "final", final),
        fact(3, "three_public", "budget_rate", "100"),
    ]  # fmt: skip
    adjusted = [fact(4, "three_public", "budget_full", full)] if full else []
    assert bool(rates("percent.budget_zero", *facts, *adjusted)) is told


def test_budgets_are_not_audited() -> None:
    document = record(*change("50000", "50000", "80")).document.model_copy(update={"kind": "budget"})
    budget = record(*change("50000", "50000", "80")).model_copy(update={"document": document})
    assert not findings("percent.base_zero", budget)
