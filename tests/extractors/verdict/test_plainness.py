"""How likely a figure was bound rightly: the less plainly it is told, and the less bears it out, the less."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from extractors.model.evidence import FactEvidence, Usualness
from extractors.model.fact import Plainness
from extractors.verdict.plainness import bound_rightly, signs
from extractors.verdict.usual import Named
from patterns.plainness import SURE, PlainnessModel, load_plainness

USUAL = Usualness(5.0, -5.0, 5.0, -5.0, 5.0, -5.0)
PLAIN = FactEvidence(plain=Plainness(), unit=1.0, checks_passed=1, usual=USUAL)
FIGURE = Named("three_public", "final")
COUNTS = [each.name for each in fields(Plainness) if each.name != "crowd"]  # crowds of figures are lists, too


def sure(evidence: FactEvidence, named: Named = FIGURE) -> float:
    (told,) = bound_rightly([evidence], [named])
    return told


def test_what_no_sentence_tells_is_not_judged() -> None:
    assert sure(FactEvidence()) == 1.0


def test_a_plain_figure_that_something_bears_out_is_bound_rightly() -> None:
    assert sure(replace(PLAIN, tables=2, checks_passed=2)) > 0.99


@pytest.mark.parametrize("count", COUNTS)
def test_no_count_speaks_for_a_binding(count: str) -> None:
    odd = replace(PLAIN, plain=replace(Plainness(), **{count: 9.0}))
    assert sure(odd) <= sure(PLAIN)


@pytest.mark.parametrize("worse", [{"cue": 0.6}, {"unit": 0.7}, {"unread_share": 0.6}, {"checks_failed": 2}])
def test_other_evidence_speaks_against_it_too(worse: dict[str, float]) -> None:
    assert sure(replace(PLAIN, **worse)) <= sure(PLAIN)  # type: ignore[arg-type]


@pytest.mark.parametrize("of", ["concept", "measure", "beside"])
def test_a_figure_in_words_that_are_usual_of_something_else_is_doubted(of: str) -> None:
    odd = replace(USUAL, **{f"usual_{of}": -5.0, f"other_{of}": 5.0})
    assert sure(replace(PLAIN, checks_passed=0, usual=odd)) < sure(replace(PLAIN, checks_passed=0))


def test_a_figure_amid_unknown_words_that_nothing_bears_out_is_not_sure() -> None:
    odd = Plainness(unnamed=1, others=2, before=9, prefix=9, glued=1, strange=0.8, left=2)
    assert sure(replace(PLAIN, plain=odd, checks_passed=0)) < 0.9


def test_figures_are_judged_each_by_its_own_evidence() -> None:
    odd = replace(PLAIN, plain=Plainness(before=9, strange=0.8), checks_passed=0)
    told = bound_rightly([FactEvidence(), odd, PLAIN], [FIGURE] * 3)
    assert told == [1.0, sure(odd), sure(PLAIN)]


def test_all_that_is_asked_for_is_told() -> None:
    known = set(signs(PLAIN, Named("three_public", "final", "part+year")))
    asked = {name for name in load_plainness().model.asks if not name.startswith(("measure:", "group:"))}
    assert asked <= known


def test_doubt_moves_what_is_sure_and_what_is_more_or_less_so_is_stretched() -> None:
    model = PlainnessModel(asks={}, doubt=1.0, stretch=2.0, ease=0.5, ceiling=0.9995, training={})

    at, below, above, most = model.sure(np.array([SURE + 1, SURE, SURE + 2, 50.0]))
    assert at == pytest.approx(0.9)
    assert below == pytest.approx(1 / (1 + np.exp(0.5 - SURE)))
    assert above == pytest.approx(1 / (1 + np.exp(-SURE - 2)))
    assert most == 0.9995
