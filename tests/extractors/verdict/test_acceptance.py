"""What is done with facts: accepted, reviewed or rejected, what a document leaves to people, what looking is worth."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from extractors.verdict.acceptance import (
    decided,
    effort,
    expected_gain,
    is_due,
    is_main,
    main_decisions,
    straight_through,
)
from patterns.acceptance import group_of, load_acceptance

SURE, DOUBTFUL, WRONG = 0.999, 0.8, 0.1


@dataclass(frozen=True)
class Fact:
    """A fact as far as it is asked about."""

    concept: str
    confidence: float = SURE
    measure: str = "final"
    dimensions: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(("confidence", "done"), [(SURE, "accept"), (DOUBTFUL, "review"), (WRONG, "reject")])
def test_a_fact_is_taken_by_its_confidence(confidence: float, done: str) -> None:
    assert decided(Fact("income", confidence)) == done


@pytest.mark.parametrize("beside", [{"year": "2022"}, {"part": "本级"}, {"code": "2010301"}, {"unit": "甲中心"}])
def test_what_is_beside_a_main_figure_is_none(beside: dict[str, str]) -> None:
    assert is_main(Fact("three_public"))
    assert not is_main(Fact("three_public", dimensions=beside))


def test_other_measures_and_concepts_are_no_main_figures() -> None:
    assert not is_main(Fact("three_public", measure="change"))
    assert not is_main(Fact("staff.total", measure="count"))


def test_a_document_goes_straight_through_where_all_main_figures_are_accepted() -> None:
    assert straight_through([Fact("totals.income"), Fact("three_public"), Fact("staff.total", WRONG, "count")])
    assert not straight_through([Fact("totals.income"), Fact("three_public", DOUBTFUL)])


def test_a_document_without_main_figures_does_not_go_through() -> None:
    assert not straight_through([])
    assert not straight_through([Fact("staff.total", measure="count")])


@pytest.mark.parametrize("order", [1, -1])
def test_a_main_figure_is_as_sure_as_the_surest_fact_that_tells_it(order: int) -> None:
    told = [Fact("three_public", DOUBTFUL), Fact("three_public", SURE), Fact("three_public", WRONG)][::order]
    assert main_decisions(told) == {("three_public", "final"): "accept"}
    assert straight_through(told)


def test_that_there_is_none_is_a_main_figure_of_its_own() -> None:
    assert not straight_through([Fact("totals.income"), Fact("three_public.overseas", DOUBTFUL, "nil")])


def test_effort_counts_every_fact_once() -> None:
    done = effort([Fact("income"), Fact("meetings", DOUBTFUL), Fact("training", WRONG), Fact("training", DOUBTFUL)])
    assert (done.accepted, done.review, done.rejected, done.straight) == (1, 2, 1, True)
    assert (done.facts, done.to_review) == (4, 3)


def test_a_doubtful_main_figure_is_worth_more_than_a_surely_wrong_minor_one() -> None:
    main, minor = Fact("three_public", DOUBTFUL), Fact("income", WRONG, "reason_change")
    assert expected_gain(main) > expected_gain(minor) > expected_gain(Fact("three_public", SURE))


def test_gain_is_the_chance_of_an_error_times_what_the_figure_is_worth() -> None:
    weight, main = group_of("three_public", "final").weight, load_acceptance().main.weight
    assert expected_gain(Fact("three_public", 0.75)) == 0.25 * weight * main
    assert expected_gain(Fact("three_public", 0.75, dimensions={"part": "本级"})) == 0.25 * weight


@pytest.mark.parametrize(
    ("kind", "due"), [("final_accounts", True), ("unit_final_accounts", True), ("budget", False), ("nothing", False)]
)
def test_main_figures_are_due_of_final_accounts_only(kind: str, due: bool) -> None:
    assert is_due(kind) is due
