"""What is weighed for the confidence of a fact."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from extractors.model.evidence import FactEvidence
from extractors.model.fact import Signs
from extractors.model.reference import CellRef
from extractors.model.result import CheckKind, Pair
from extractors.verdict.facts import confidence, evidence_of, features, probability, smallness
from patterns.calibration import Weights, load_calibration
from tests.extractors.small import result, stated

READ = FactEvidence(chars_min=0.9, chars_mean=0.99, page=0.98)


@pytest.mark.parametrize(("certainty", "small"), [(0.9, 1), (0.99, 2), (0.0, 0), (1.0, 4), (0.999999, 4)])
def test_a_doubt_is_weighed_by_its_power_of_ten(certainty: float, small: float) -> None:
    assert smallness(certainty) == pytest.approx(small)


@pytest.mark.parametrize(
    ("change", "weighed"),
    [
        ({}, {"chars_min": 1, "chars_mean": 2, "page": -math.log10(0.02), "cue": 4, "unit": 4, "shape": 1, "section": 1,
              "witnesses": 0, "failed": 0, "failed_alone": 0}),
        ({"cue": 0.9}, {"cue": 1}),
        ({"unit": 0.99}, {"unit": 2}),
        ({"shape": 0.6}, {"shape": 0}),
        ({"section": 0.97}, {"section": 0}),
        ({"checks_passed": 1, "repeats": 1}, {"witnesses": 2}),
        ({"tables": 2}, {"witnesses": 2}),
        ({"checks_passed": 2, "repeats": 1, "tables": 4}, {"witnesses": 3}),
        ({"checks_failed": 2}, {"failed": 2, "failed_alone": 1}),
        ({"checks_failed": 5, "checks_passed": 1}, {"failed": 3, "failed_alone": 0, "witnesses": 1}),
        ({"checks_failed": 2, "chars_min": 1.0}, {"chars_min": 4, "failed": 0, "failed_alone": 0}),
    ],
)  # fmt: skip
def test_features(change: dict[str, float], weighed: dict[str, float]) -> None:
    found = features(replace(READ, **change))  # type: ignore[arg-type]
    assert {name: found[name] for name in weighed} == pytest.approx(weighed)


def test_the_models_weigh_what_there_is() -> None:
    models = load_calibration()
    assert set(models.figures.weights) == set(models.texts.weights) == set(features(READ))


def test_a_probability_keeps_its_bounds_and_four_digits() -> None:
    def of(odds: float) -> float:
        return probability({"x": odds}, Weights(intercept=1.0, weights={"x": 2.0}, ceiling=0.9995))

    assert [of(-0.5), of(0.25), of(1000.0), of(-1000.0)] == [0.5, 0.8176, 0.9995, 0.001]


def test_texts_and_figures_have_models_of_their_own() -> None:
    models = load_calibration()
    assert confidence(READ, text=True) == probability(features(READ), models.texts)
    assert confidence(READ, text=False) == probability(features(READ), models.figures)


def test_evidence_counts_what_bears_witness() -> None:
    table = stated("income", "5.00万元", cell=CellRef(0, 0, 0))
    bound = [
        replace(stated("income", "5.00万元", sure=0.9, signs=Signs(0.93, 0.97, 0.6)), witnesses=(table,)),
        stated("income", "5.00万元", number=1),
        stated("income", "6.00万元", number=2),
        replace(table, as_read="6.00万元"),
    ]
    results = [
        result(CheckKind.RESTATED, "restated.income.final", Pair(0, 1), passed=True),
        result(CheckKind.RESTATED, "restated.income.final", Pair(1, 2)),
    ]
    told = evidence_of(bound, results, {"s1": None}, {1: 0.95})
    assert told[0] == FactEvidence(
        chars_min=0.9, chars_mean=0.9, page=0.95, cue=0.93, unit=0.97, shape=0.6, section=0.97,
        checks_passed=1, repeats=2, tables=1,
    )  # fmt: skip
    assert [(e.checks_passed, e.checks_failed, e.repeats) for e in told] == [(1, 0, 2), (1, 1, 2), (0, 1, 0), (0, 0, 2)]
    assert [e.section for e in told] == [0.97, 0.97, 0.97, 1.0]  # a table needs no section
    assert [e.repaired for e in told] == [False, False, False, True]
    assert evidence_of(bound[1:2], [], {"s1": "income"}, {})[0].section == 1.0


def test_the_record_tells_evidence_in_the_models_own_names() -> None:
    told = replace(READ, unit=0.97, checks_passed=2)
    assert list(told.recorded.items()) == [
        ("chars_min", 0.9), ("chars_mean", 0.99), ("page", 0.98), ("cue", 1.0), ("unit", 0.97), ("section", 1.0),
        ("checks_passed", 2.0), ("checks_failed", 0.0), ("repeats", 0.0), ("tables", 0.0), ("repaired", 0.0),
    ]  # fmt: skip
    assert FactEvidence.of_record(told.recorded) == told
