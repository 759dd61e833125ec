"""What concepts take: members of pairs, classifiers that count."""

from __future__ import annotations

import pytest

from extractors.language.concepts import accepting, concept, concept_ids, members, pair_of, takes
from extractors.model.fact import Subject


def test_a_pair_has_its_members_and_a_concept_itself() -> None:
    pair = next(c for c in concept_ids() if concept(c).members)
    assert [m.concept for m in members(Subject(pair))] == list(concept(pair).members)
    assert members(Subject("three_public")) == [Subject("three_public")]
    assert pair_of(None) == []


@pytest.mark.parametrize(
    ("concept_id", "unit", "counted"),
    [
        ("three_public.reception.batches", "批次", True),
        ("three_public.reception.batches", None, True),
        ("three_public.reception.batches", "平方米", False),
        ("three_public", "批次", False),
        ("three_public", None, False),
    ],
)
def test_a_count_is_of_what_its_classifier_counts(concept_id: str, unit: str | None, counted: bool) -> None:
    assert takes(concept_id, unit) == counted


@pytest.mark.parametrize(
    ("concept_id", "unit", "accepted"),
    [
        ("three_public.reception.batches", "批次", "three_public.reception.batches"),
        ("three_public.reception", "批次", "three_public.reception.batches"),
        ("three_public.reception.batches", "人次", "three_public.reception.persons"),
        ("three_public.reception", "平方米", None),
        ("three_public.reception", None, None),
    ],
)
def test_a_part_or_sibling_takes_a_count(concept_id: str, unit: str | None, accepted: str | None) -> None:
    assert accepting(concept_id, unit) == accepted


def test_a_concept_that_is_unknown_is_an_error() -> None:
    with pytest.raises(KeyError):
        concept("nowhere")
