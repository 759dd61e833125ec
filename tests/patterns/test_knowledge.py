"""The knowledge files are valid, refer to one another, and do what their examples say."""

from __future__ import annotations

from collections import Counter

import pytest

from extractors.language.lexicon import find_terms
from extractors.language.reasons import category_of
from patterns.arithmetic import load_identities
from patterns.forms import is_label, load_forms
from patterns.knowledge import Concept, MeasureWordings
from patterns.loader import load_patterns
from patterns.misbinding import SIGNS, load_misbinding
from patterns.wording import WordingError, any_of, wording_pattern

PATTERNS = load_patterns()
CONCEPT_EXAMPLES = [(c, e) for c in PATTERNS.concepts for e in c.examples]
MEASURE_EXAMPLES = [(m, e) for m in PATTERNS.measures.measures for e in m.examples]


@pytest.mark.parametrize(("concept", "text"), CONCEPT_EXAMPLES, ids=[f"{c.id}-{e}" for c, e in CONCEPT_EXAMPLES])
def test_concept_is_found_in_its_example(concept: Concept, text: str) -> None:
    section = next(iter(concept.within), None)
    assert concept.id in {t.label for t in find_terms(text, section) if t.kind == "concept"}


@pytest.mark.parametrize(("measure", "text"), MEASURE_EXAMPLES, ids=[f"{m.id}-{e}" for m, e in MEASURE_EXAMPLES])
def test_measure_is_found_in_its_example(measure: MeasureWordings, text: str) -> None:
    assert measure.id in {t.label for t in find_terms(text, None) if t.kind == "measure"}


@pytest.mark.parametrize("example", PATTERNS.reasons.examples, ids=lambda e: e.text)
def test_reason_has_the_category_of_its_example(example) -> None:  # type: ignore[no-untyped-def]
    assert category_of(example.text) == example.category


@pytest.mark.parametrize("example", load_forms().examples, ids=lambda e: e.cell)
def test_form_label_is_told_by_its_example(example) -> None:  # type: ignore[no-untyped-def]
    assert is_label(example.cell, example.label)


def test_concept_ids_are_unique() -> None:
    assert [c for c, n in Counter(c.id for c in PATTERNS.concepts).items() if n > 1] == []


def test_every_function_has_its_parents_and_one_name() -> None:
    codes = {f.code for f in PATTERNS.functions}
    assert len(codes) == len(PATTERNS.functions)
    assert {len(c) for c in codes} == {3, 5, 7}
    assert [c for c in codes if len(c) > 3 and (c[:3] not in codes or (len(c) == 7 and c[:5] not in codes))] == []


def test_identities_load() -> None:
    assert len(load_identities().sums) > 5


@pytest.mark.parametrize("wording", ["决算[数", "支出)", "{nowhere}"])
def test_wording_that_does_not_follow_the_notation_is_refused(wording: str) -> None:
    with pytest.raises(WordingError):
        wording_pattern(wording)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("“三公”经费", "三公经费"),
        ("“三公”经费", '"三公"经费'),
        ("因公出国[（境）]费", "因公出国费"),
        ("(为|是)", "是"),
        ("[年初]*预算[数]", "年初预算数"),
        ("与{prior}相比", "与2022年度相比"),
    ],
)
def test_wording_matches(wording: str, text: str) -> None:
    assert any_of([wording]).fullmatch(text)


def test_every_sign_of_a_wrong_binding_has_a_weight() -> None:
    assert set(load_misbinding().weights) == SIGNS
