"""How likely a figure was bound rightly: the less plainly it is told, and the less bears it out, the less."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from extractors.model.evidence import FactEvidence
from extractors.model.fact import Plainness
from extractors.verdict.plainness import bound_rightly, signs
from patterns.plainness import PlainnessWeights, load_plainness

PLAIN = FactEvidence(plain=Plainness(), unit=1.0)
COUNTS = [each.name for each in fields(Plainness)]


def test_what_no_sentence_tells_is_not_judged() -> None:
    assert bound_rightly(FactEvidence(), "final") == 1.0


def test_a_plain_figure_that_something_bears_out_is_bound_rightly() -> None:
    assert bound_rightly(replace(PLAIN, tables=2, checks_passed=2), "final") > 0.99


@pytest.mark.parametrize("count", COUNTS)
def test_no_count_speaks_for_a_binding(count: str) -> None:
    odd = replace(PLAIN, plain=replace(Plainness(), **{count: 9.0}))
    assert bound_rightly(odd, "final") <= bound_rightly(PLAIN, "final")


@pytest.mark.parametrize("worse", [{"cue": 0.6}, {"unit": 0.7}, {"unread_share": 0.6}, {"checks_failed": 2}])
def test_other_evidence_speaks_against_it_too(worse: dict[str, float]) -> None:
    assert bound_rightly(replace(PLAIN, **worse), "final") <= bound_rightly(PLAIN, "final")  # type: ignore[arg-type]


def test_a_figure_amid_unknown_words_that_nothing_bears_out_is_not_sure() -> None:
    odd = Plainness(unnamed=1, others=2, before=9, prefix=9, glued=1, strange=0.8, left=2)
    assert bound_rightly(replace(PLAIN, plain=odd), "final") < 0.9


def test_every_weight_is_of_a_sign() -> None:
    model = load_plainness()
    known = set(signs(PLAIN, "final", model.steps))
    assert {name for name in model.weights if not name.startswith("measure:")} <= known
    assert all(weight >= 0 for name, weight in model.weights.items() if not name.startswith("measure:"))


def test_a_weight_of_a_step_that_no_count_has_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such step"):
        PlainnessWeights(intercept=1, ceiling=1, steps={"before": (1,)}, weights={"before>=2": 1.0}, training={})
