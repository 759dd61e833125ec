"""The labelled causes, and how the categories fare on them."""

from __future__ import annotations

from collections import Counter

from corpus.causes import LabelledCause, labelled_causes, score
from patterns.loader import load_patterns

LEAST_ACCURACY = 0.95
MOST_OTHER = 0.05


def test_causes_are_put_in_their_category() -> None:
    told = score(labelled_causes())
    assert told.accuracy >= LEAST_ACCURACY
    assert told.others <= MOST_OTHER


def test_those_held_back_fare_no_worse() -> None:
    assert score([cause for cause in labelled_causes() if cause.held_back]).accuracy >= LEAST_ACCURACY


def test_each_cause_stands_there_once_with_a_known_category() -> None:
    causes = labelled_causes()
    known = {category.id for category in load_patterns().reasons.categories} | {load_patterns().reasons.other_category}
    assert [text for text, times in Counter(cause.text for cause in causes).items() if times > 1] == []
    assert {cause.category for cause in causes} == known


def test_labels_that_differ_are_settled_for_one_of_the_two_or_by_a_rule() -> None:
    assert all(len(set(cause.passes)) == 2 for cause in labelled_causes() if cause.passes)


def test_a_wrong_category_and_none_are_counted() -> None:
    told = score([LabelledCause("在职人员调出2人", "austerity"), LabelledCause("其他", "other")])
    assert (told.accuracy, told.others) == (0.5, 0.5)
