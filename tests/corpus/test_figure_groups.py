"""By group of figures: what is accepted at which risk, what confidence tells, and how documents go straight through."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from corpus.evaluate.calibration import auroc, risk_coverage, thinned
from corpus.evaluate.comparison import Comparison, compare
from corpus.evaluate.faults import Fault
from corpus.evaluate.figure_groups import CELLS, Judgement, at_least, by_group, promises
from corpus.evaluate.page import page_of
from corpus.evaluate.summary import as_json, evaluation_of
from corpus.evaluate.terminal import print_evaluation
from corpus.score import Point
from patterns.acceptance import load_acceptance

SURE, DOUBTFUL = 0.999, 0.8
POINTS = st.lists(st.builds(Point, st.sampled_from([0.1, 0.5, 0.9, 0.99]), st.booleans()), min_size=1, max_size=40)


def test_auroc_is_the_chance_that_a_right_reading_is_the_surer() -> None:
    assert auroc([Point(0.9, True), Point(0.8, True), Point(0.7, False)]) == 1
    assert auroc([Point(0.9, False), Point(0.8, True)]) == 0
    assert auroc([Point(0.9, True), Point(0.9, False)]) == 0.5
    assert auroc([Point(0.9, True), Point(0.6, True), Point(0.7, False), Point(0.6, False)]) == (1 + 1 + 0 + 0.5) / 4


def test_auroc_needs_right_and_wrong_readings() -> None:
    assert auroc([Point(0.9, True)]) is auroc([Point(0.9, False)]) is auroc([]) is None


@given(POINTS)
def test_auroc_is_that_of_all_pairs(points: list[Point]) -> None:
    pairs = [(r.confidence, w.confidence) for r in points if r.right for w in points if not w.right]
    told = auroc(points)
    if not pairs:
        assert told is None
    else:
        assert told == pytest.approx(sum((r > w) + (r == w) / 2 for r, w in pairs) / len(pairs))


def test_a_long_curve_is_told_by_few_points_with_both_ends() -> None:
    curve = risk_coverage([Point(n / 1000, n > 100) for n in range(1000)])
    told = thinned(curve, 20)
    assert len(told) <= 20
    assert (told[0], told[-1]) == (curve[0], curve[-1])
    assert max(b.coverage - a.coverage for a, b in pairwise(told)) < 0.1
    assert thinned(curve[:20], 20) == curve[:20]


def test_every_group_of_facts_and_the_cells_promise_something() -> None:
    assert list(promises()) == [*(group.id for group in load_acceptance().groups), CELLS]


def judged(group: str, confidence: float, right: int, *faults: Fault) -> list[Judgement]:
    wrong = [Judgement(group, Point(confidence, False), fault) for fault in faults]
    return [*[Judgement(group, Point(confidence, True))] * right, *wrong]


def test_what_went_wrong_is_told_by_group() -> None:
    groups = by_group(
        [*judged("rates", DOUBTFUL, 3, Fault.MISREAD, Fault.MISBOUND, Fault.MISBOUND), *judged("totals", SURE, 2)]
    )
    assert list(groups) == ["rates", "totals"]
    rates = groups["rates"]
    assert (rates.count, rates.wrong, rates.misread, rates.misbound, rates.accepted.count) == (6, 3, 1, 2, 0)
    assert groups["totals"].accepted.coverage == 1


@pytest.mark.parametrize(("wrong", "kept"), [(0, True), (3, True), (5, False)])
def test_a_promise_is_broken_by_more_wrong_ones_than_chance_allows(wrong: int, kept: bool) -> None:
    group = by_group(judged("totals", SURE, 100 - wrong, *[Fault.MISREAD] * wrong))["totals"]
    assert group.risk == pytest.approx(wrong / 100)
    assert group.keeps_promise is kept


@pytest.mark.parametrize(
    ("wrong", "count", "risk", "probable"),
    [(0, 6, 0.01, 1), (1, 6, 0.01, 1 - 0.99**6), (2, 2, 0.5, 0.25), (1, 9, 0, 0), (3, 9, 1, 1), (1, 0, 0.5, 0)],
)
def test_chance_of_wrong_ones_is_binomial(wrong: int, count: int, risk: float, probable: float) -> None:
    assert at_least(wrong, count, risk) == pytest.approx(probable)


def compared(name: str, *told: tuple[str, str, float], kind: str = "final_accounts") -> Comparison:
    """A document whose golden income is 10 and total income 20: what was read, by concept, value, confidence."""
    facts = [
        {"id": f"f{i}", "concept": concept, "measure": "final", "value": value, "confidence": confidence,
         "dimensions": {}, "provenance": [{"page": 1}]}
        for i, (concept, value, confidence) in enumerate(told)
    ]  # fmt: skip
    record = {"document": {"kind": kind}, "pages": [{"number": 1, "source": "ocr"}], "facts": facts, "forms": [],
              "statements": [], "checks": []}  # fmt: skip
    golden: dict[str, Any] = {
        "document": name,
        "facts": [
            {"concept": "income", "measure": "final", "value": "10"},
            {"concept": "totals.income", "measure": "final", "value": "20"},
        ],
    }
    return compare(record, golden, name)


@pytest.mark.parametrize(
    ("told", "straight", "right"),
    [
        ([("income", "10", SURE), ("totals.income", "20", SURE)], 1, 1),
        ([("income", "10", SURE), ("totals.income", "21", SURE)], 1, 0),
        ([("income", "10", SURE), ("totals.income", "20", DOUBTFUL)], 0, None),
        ([], 0, None),
    ],
)
def test_a_document_goes_through_and_rightly_or_not(
    told: list[tuple[str, str, float]], straight: int, right: int | None
) -> None:
    ratios = compared("mof-1", *told).ratios
    assert ratios["straight_through"] == (straight, 1)
    assert ratios.get("straight_right") == (None if right is None else (right, 1))


def test_no_document_that_is_not_read_could_go_through() -> None:
    assert "straight_through" not in compared("mof-1", kind="budget").ratios


def test_a_document_without_a_record_does_not_go_through() -> None:
    ratios = compare(None, {"document": "mof-1", "facts": []}, "mof-1", "broken").ratios
    assert ratios["straight_through"] == (0, 1)
    assert "accepted" not in ratios


def test_effort_is_told_a_document_on_page_terminal_and_in_json() -> None:
    held = [
        compared("mof-1", ("income", "10", SURE), ("totals.income", "21", DOUBTFUL), ("meetings", "1", 0.2)),
        compared("mof-2", ("income", "10", SURE)),
    ]
    evaluation = evaluation_of(held, [])
    (total,) = evaluation.totals
    assert total.review_each == 1
    assert total.figure("straight_through") == 0.5
    told = as_json(evaluation)["totals"][0]
    assert told["facts_to_review_per_document"] == 1
    assert told["figure_groups"]["totals"]["misread"] == 1
    assert told["figure_groups"]["totals"]["auroc"] == 1
    assert [point["coverage"] for point in told["figure_groups"]["totals"]["risk_coverage"]] == [0.666667, 1]
    assert told["calibration"]["numeric"]["risk_coverage"][-1]["risk"] == pytest.approx(1 / 3, abs=1e-6)
    assert as_json(evaluation)["documents"][0]["faults"] == {"misread": 1, "misbound": 0}
    out = io.StringIO()
    print_evaluation(evaluation, Console(file=out, width=160))
    assert "to review a document" in out.getvalue()
    assert "收支决算数" in out.getvalue()
    page = page_of(evaluation, "2 documents")
    assert "收支决算数 (totals)" in page
    assert "misread 误读" in page
