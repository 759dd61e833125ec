"""patterns/outliers.yaml: what is looked at is offered; names tell who is comparable."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from extractors.across.offer import offered_items
from patterns.outliers import Outliers, load_outliers
from patterns.unit_names import carried_on, level_of, named_alike


def test_all_that_is_looked_at_is_offered() -> None:
    assert {(concept, "final") for concept in load_outliers().concepts} <= offered_items()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"items": [{"concept": "basic"}, {"concept": "basic"}]}, "names basic twice"),
        ({"items": []}, "items"),
        ({"history": {"years": 3, "factor": 1}}, "factor"),
    ],
)
def test_what_compares_nothing_is_refused(changed: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Outliers.model_validate({**load_outliers().model_dump(), **changed})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石林县教育局", "北川市云和县教育局"),
        ("云和县国土资源局", "石林县自然资源局"),
        ("云和县人力资源和社会保障局", "石林县人力资源社会保障局"),
    ],
)
def test_bodies_of_one_kind_and_level(one: str, other: str) -> None:
    assert (named_alike(one), level_of(one)) == (named_alike(other), level_of(other))


def test_bodies_of_other_kinds_and_levels() -> None:
    assert named_alike("云和县教育局") != named_alike("云和县教育局（本级）")
    assert level_of("北川市教育局") != level_of("云和县教育局")


def test_a_body_with_two_successors_keeps_its_name() -> None:
    assert carried_on("云和县环境保护局") == carried_on("云和县生态环境局") == "云和县生态环境局"
    assert carried_on("云和县卫生和计划生育局") == "云和县卫生和计划生育局"
