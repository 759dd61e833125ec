"""Whose disclosure it is: one id across years and spellings, and the reason kept."""

from __future__ import annotations

import pytest

from flows.publish.units import Resolved, Spelling, resolve
from patterns.unit_names import load_unit_names, region_of


def resolved(*named: tuple[str, int], known: dict[str, str] | None = None) -> dict[str, Resolved]:
    spellings = [Spelling(name, frozenset({year}), 1) for name, year in named]
    return {r.spelling.name: r for r in resolve(spellings, known or {})}


@pytest.mark.parametrize("example", load_unit_names().examples, ids=lambda e: f"{e.one} {e.other}")
def test_examples_of_the_knowledge_file(example: object) -> None:
    found = resolved((example.one, 2018), (example.other, 2022))  # type: ignore[attr-defined]
    same = len({r.unit_id for r in found.values()}) == 1
    assert same is example.same  # type: ignore[attr-defined]


def test_punctuation_and_blanks_do_not_matter() -> None:
    found = resolved(("南山县教育局 （本级）", 2021), ("南山县教育局(本级)", 2022))
    assert len({r.unit_id for r in found.values()}) == 1
    assert {r.how for r in found.values()} == {"same", "punctuation"}


def test_renamed_body_keeps_its_id_and_the_evidence() -> None:
    found = resolved(("南山县国土资源局", 2017), ("南山县自然资源局", 2019))
    old = found["南山县国土资源局"]
    assert old.unit_id == found["南山县自然资源局"].unit_id
    assert (old.how, old.unit_name) == ("renamed", "南山县自然资源局")
    assert "自然资源局" in old.evidence


def test_two_names_that_publish_for_one_year_are_two_bodies() -> None:
    found = resolved(("南山县林业局", 2022), ("南山县林业和草原局", 2022))
    assert len({r.unit_id for r in found.values()}) == 2


def test_district_of_two_cities_stays_apart() -> None:
    found = resolved(("河东市南山区教育局", 2021), ("河西市南山区教育局", 2021), ("南山区教育局", 2022))
    assert len({r.unit_id for r in found.values()}) == 3


def test_place_above_may_be_left_out() -> None:
    found = resolved(("河东市南山区教育局", 2021), ("南山区教育局", 2022))
    assert len({r.unit_id for r in found.values()}) == 1
    assert {r.region for r in found.values()} == {"河东市南山区"}


def test_id_once_given_stays() -> None:
    first = resolved(("南山县环境保护局", 2018))["南山县环境保护局"].unit_id
    later = resolved(("南山县环境保护局", 2018), ("南山县生态环境局", 2020), known={"南山县环境保护局": first})
    assert {r.unit_id for r in later.values()} == {first}


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("江海省广州市天河区教育局", "江海省广州市天河区"),
        ("恩施土家族苗族自治州人民政府办公室", "恩施土家族苗族自治州"),
        ("临溪县市场监督管理局", "临溪县"),
        ("云岭市市场监督管理局", "云岭市"),
        ("中共南山县委办公室", "南山县"),
        ("融媒体中心", ""),
    ],
)
def test_region_is_the_places_a_name_begins_with(name: str, region: str) -> None:
    assert region_of(name) == region
