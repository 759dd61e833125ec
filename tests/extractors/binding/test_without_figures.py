"""Sentences without a digit: whatever patterns/ knows to say without figures is read, in its shortest and fullest form.

The sentences are made from the knowledge files, so that a wording that is added there is tested from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from patterns.loader import load_patterns
from tests.reading import read, told
from tests.wordings import fullest, shortest

MARKERS, MEASURES = load_patterns().markers, load_patterns().measures
_VEHICLES = {
    "assets.vehicles.other": "其他用车",
    "assets.vehicles.special_technical": "特种专业技术用车",
    "assets.vehicles.general_official": "一般公务用车",
}


def forms(wordings: tuple[str, ...]) -> list[str]:
    """Each wording in its shortest and its fullest form, each form once."""
    return list(dict.fromkeys(form for wording in wordings for form in (shortest(wording), fullest(wording))))


@pytest.mark.parametrize("denial", [*forms(MARKERS.nil)])
def test_denied_concept_is_nil(denial: str) -> None:
    assert told(read(f"本部门{denial}国有资本经营预算财政拨款支出。", "state_capital")) == ["state_capital nil true"]


@pytest.mark.parametrize("empty", [*forms(MARKERS.empty_table)])
def test_empty_table_is_nil_of_what_it_is_of(empty: str) -> None:
    assert told(read(f"说明：{empty}。", "government_fund"))[:1] == ["government_fund nil true"]


@pytest.mark.parametrize("level", [*forms(MEASURES.directions["flat"])])
def test_what_is_as_last_year_changed_by_nothing(level: str) -> None:
    assert told(read(f"机关运行经费支出与上年{level}。", "agency_operation")) == [
        "agency_operation change 0",
        "agency_operation change_rate 0",
    ]


@pytest.mark.parametrize("level", [*forms(MEASURES.directions["flat_budget"])])
def test_what_is_as_its_budget_differs_by_nothing(level: str) -> None:
    assert told(read(f"机关运行经费{level}。", "agency_operation")) == [
        "agency_operation variance 0",
        "agency_operation variance_rate 0",
    ]


@pytest.mark.parametrize("level", [*forms(MEASURES.directions["about_flat"])])
def test_what_is_about_as_last_year_was_compared_without_figures(level: str) -> None:
    facts = told(read(f"机关运行经费支出与上年{level}，主要原因是工作量平稳。", "agency_operation"))
    assert facts == ["agency_operation reason_change 工作量平稳"]


def texts() -> Iterator[tuple[str, str, str]]:
    """For each wording that introduces a text: a section, a sentence and what it tells last."""
    for cue in load_patterns().texts:
        for say in forms(cue.say):
            if "organisation.offices" in cue.only:
                section, lead, concept = "organisation", "内设机构，" if cue.within else "内设机构", cue.only[0]
            elif cue.only and cue.only[0] in _VEHICLES:
                concept = next(c for c in cue.only if say.startswith(_VEHICLES[c]))
                section, lead = "assets", f"{_VEHICLES[concept]}一辆，"
            elif cue.only:
                section, lead, concept = "basic", "基本支出中，人员经费", cue.only[0]
            elif cue.requires_value:
                section, lead, concept = "three_public", "公务用车保有量五辆，", "three_public.vehicles"
            else:
                section, lead, concept = "agency_operation", "机关运行经费支出", "agency_operation"
            yield section, f"{lead}{say}甲类事项和乙类事项。", f"{concept} text 甲类事项和乙类事项"


@pytest.mark.parametrize(("section", "sentence", "fact"), list(texts()))
def test_text_is_read(section: str, sentence: str, fact: str) -> None:
    assert told(read(sentence, section))[-1:] == [fact]


def reasons() -> Iterator[tuple[str, str]]:
    """For each wording of a reason: a sentence, and the measure and concept of the reason in it."""
    for cue in load_patterns().reasons.cues:
        for say in forms(cue.say):
            concept = cue.concept or "agency_operation"
            lead = "机关运行经费支出与上年持平，" if cue.after_value else "机关运行经费支出较上年减少，"
            yield f"{lead}{say}工作量平稳。", f"{concept} {cue.measure or 'reason_change'} 工作量平稳"


@pytest.mark.parametrize(("sentence", "fact"), list(reasons()))
def test_reason_is_read(sentence: str, fact: str) -> None:
    assert told(read(sentence, "agency_operation"))[-1:] == [fact]
