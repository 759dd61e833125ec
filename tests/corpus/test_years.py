"""Consecutive years of one unit: each adds up, and tells of the year before what that told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.figures import Figures, make_figures
from corpus.years import Before, figures_after, following
from patterns.arithmetic import load_identities, term

SEEDS = range(40)


def value(figures: Figures, written: str) -> Decimal | None:
    concept, measure = term(written)
    return figures.values.get((concept, measure, None))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_year_after_adds_up(seed: int) -> None:
    figures = following(make_figures(seed), make_figures(seed + 100))
    for identity in load_identities().sums:
        parts = [value(figures, part) for part in identity.parts]
        total = value(figures, identity.total)
        if total is None or None in parts:
            continue
        optional = [value(figures, part) or Decimal(0) for part in identity.optional]
        minus = [value(figures, part) or Decimal(0) for part in identity.minus]
        assert total == sum(filter(None, parts), Decimal(0)) + sum(optional) - sum(minus), identity.id
    assert all(v >= 0 for (_, measure, _), v in figures.values.items() if measure == "final")


@pytest.mark.parametrize("seed", SEEDS)
def test_it_tells_of_the_year_before_what_that_told(seed: int) -> None:
    before = make_figures(seed)
    after = following(before, make_figures(seed + 100))
    assert (after.unit, after.year) == (before.unit, before.year + 1)
    opening = after.get("totals.income.carryover_opening", "final")
    assert opening == before.get("totals.expenditure.carryover_closing", "final")
    for concept in ("general_public", "three_public", "agency_operation", "income", "fiscal"):
        derived = after.get(concept, "final") - after.get(concept, "change")
        assert derived == before.get(concept, "final"), concept


def test_what_is_misstated_of_the_year_before_is_off_by_as_much_and_adds_up() -> None:
    off = {("general_public", "final", None): Decimal(50_000)}
    before = Before((3, 4), off, "上年决算数已追溯调整")
    right, wrong = (figures_after(b, 5, make_figures) for b in (Before((3, 4)), before))
    changed = {key for key, value in wrong.values.items() if value != right.values.get(key)}
    assert {measure for _, measure, _ in changed} == {"change", "change_rate"}
    assert right.get("general_public", "change") - wrong.get("general_public", "change") == 50_000
    assert wrong.reasons == {"general_public": "上年决算数已追溯调整"}


def test_accounts_of_a_region_have_no_year_after() -> None:
    wider = make_figures(1, wider=True)
    with pytest.raises(ValueError, match="no year after"):
        following(wider, wider)
