"""What is weighed for the confidence of a fact."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from extractors.model.evidence import UNHELD, FactEvidence
from extractors.model.fact import Bound, Signs
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


def marked(*sure: float, **changes: object) -> Bound:
    """A figure of the text whose characters are read as surely as that, one by one."""
    made = stated("income", "5.00万元")
    marks = tuple(mark._replace(confidence=each) for mark, each in zip(made.paragraph.marks, sure, strict=True))
    return replace(made, paragraph=replace(made.paragraph, marks=marks), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "least", "mean"),
    [
        ({}, 0.5, 0.8333),
        ({"value_span": (0, 4)}, 0.8, 0.8333),
        ({"value_span": (1, 4)}, 0.9, 0.8333),
        ({"start": 1, "end": 4}, 0.9, 0.9333),
        ({"start": 1, "end": 4, "value_span": (0, 2)}, 0.8, 0.9333),
        ({"start": 2, "end": 2}, 1.0, 1.0),
        ({"value_span": (3, 3)}, 1.0, 0.8333),
    ],
)
def test_the_weakest_character_is_that_of_the_value_and_the_mean_that_of_the_text(
    changes: dict[str, object], least: float, mean: float
) -> None:
    (told,) = evidence_of([marked(0.8, 0.9, 0.9, 1.0, 0.9, 0.5, **changes)], [], {}, {})
    assert (told.chars_min, told.chars_mean) == (least, mean)


def test_evidence_has_four_digits() -> None:
    made = marked(*(0.123456,) * 6, signs=Signs(0.234567, 0.345678, 0.456789))
    (told,) = evidence_of([made], [], {}, {1: 0.567891})
    assert (told.chars_min, told.chars_mean, told.cue, told.unit) == (0.1235, 0.1235, 0.2346, 0.3457)
    assert (told.shape, told.page) == (0.4568, 0.5679)


def test_what_does_not_apply_is_not_told() -> None:
    (told,) = evidence_of([stated("income", "5.00万元")], [], {}, {2: 0.5})
    assert (told.unit, told.shape, told.page, told.repeats, told.tables, told.repaired) == (
        None,
        None,
        1.0,
        0,
        0,
        False,
    )


def test_a_small_table_needs_no_section() -> None:
    bound = replace(stated("income", "5.00万元"), section="")
    told = evidence_of([bound, replace(bound, tabled=True)], [], {}, {})
    assert [e.section for e in told] == [0.97, 1.0]


def test_the_page_is_that_it_begins_on_and_the_section_its_own() -> None:
    made = stated("income", "5.00万元", page=3)
    (told,) = evidence_of([made], [], {"s1": None, "s2": "income"}, {1: 0.5, 3: 0.7})
    assert (told.page, told.section) == (0.7, 0.97)


def test_an_identity_bears_witness_once_however_often_it_names_a_fact() -> None:
    bound = [stated("income", "5.00万元")]
    once = result(CheckKind.RESTATED, "restated.income.final", Pair(0, 0), passed=True)
    assert evidence_of(bound, [once, replace(once, passed=False)], {}, {})[0].checks_passed == 1
    assert evidence_of(bound, [once, replace(once, passed=False)], {}, {})[0].checks_failed == 1


@pytest.mark.parametrize(("concept", "raw", "repeats"), [("income", "5.00万元", 1), ("income", "6.00万元", 0),
                                                        ("expenditure", "5.00万元", 0)])  # fmt: skip
def test_a_figure_is_repeated_with_its_own_value(concept: str, raw: str, repeats: int) -> None:
    told = evidence_of([stated("income", "5.00万元"), stated(concept, raw, number=1)], [], {}, {})
    assert [e.repeats for e in told] == [repeats, repeats]


@pytest.mark.parametrize(
    ("change", "failed", "alone"),
    [
        ({"checks_failed": 1}, 1, 1),
        ({"checks_failed": 3}, 3, 1),
        ({"checks_failed": 1, "checks_passed": 1}, 1, 0),
        ({"checks_failed": 1, "repeats": 1}, 1, 1),
        ({"checks_passed": 1}, 0, 0),
        ({"checks_failed": 1, "chars_min": 0.9999}, 1, 1),
        ({"checks_failed": 1, "chars_min": 1.0}, 0, 0),
    ],
)  # fmt: skip
def test_failures_count_where_characters_are_not_certain(change: dict[str, int], failed: float, alone: float) -> None:
    found = features(replace(READ, **change))  # type: ignore[arg-type]
    assert (found["failed"], found["failed_alone"]) == (failed, alone)


@pytest.mark.parametrize(("certainty", "small"), [(0.9998, 3.69897), (0.99989, 3.95861), (0.99991, 4), (0.5, 0.30103)])
def test_doubts_below_a_ten_thousandth_are_alike(certainty: float, small: float) -> None:
    assert smallness(certainty) == pytest.approx(small, abs=1e-5)


@pytest.mark.parametrize(
    ("odds", "value"),
    [(0.0, 0.5), (1.0, 0.7311), (-1.0, 0.2689), (-6.9, 0.001), (-6.8, 0.0011), (6.8, 0.9989), (7.0, 0.999)],
)
def test_a_probability_is_logistic(odds: float, value: float) -> None:
    assert (
        probability({"x": 1.0, "unused": 9.0}, Weights(intercept=odds - 3, weights={"x": 3.0}, ceiling=0.999)) == value
    )


def test_odds_beyond_thirty_say_no_more() -> None:
    open_ended = Weights(intercept=0.0, weights={"x": 1.0}, ceiling=1.0)
    assert [probability({"x": odds}, open_ended) for odds in (-1e4, 1e4, 9.0)] == [0.001, 1.0, 0.9999]


@pytest.mark.parametrize(
    ("change", "capped"),
    [
        ({"checks_failed": 2}, True),
        ({"checks_failed": 1}, True),
        ({"checks_failed": 2, "checks_passed": 1}, False),
        ({"checks_failed": 2, "page": 1.0}, True),
        ({"agreement": 0.8}, True),
    ],
)
def test_a_figure_in_conflict_that_no_identity_confirms_is_not_sure(change: dict[str, float], capped: bool) -> None:
    evidence = FactEvidence(**{"page": 0.99, **change})  # type: ignore[arg-type]
    assert (confidence(evidence, text=False) <= UNHELD) == capped


@pytest.mark.parametrize(("unit", "most"), [(0.4, 0.4), (0.6, 0.6), (0.97, 1.0)])
def test_an_amount_is_no_surer_than_a_doubtful_unit(unit: float, most: float) -> None:
    sure = confidence(FactEvidence(unit=unit), text=False)
    assert sure <= most
    assert (sure == unit) == (most < 1.0)
