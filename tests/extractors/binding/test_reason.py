"""What is a reason, where it ends, and what of its words is read as figures (reasons.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.model.fact import Bound
from tests.reading import read, told

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("reasons.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reasons_and_what_stands_around_them_are_read(case: dict[str, Any]) -> None:
    assert told(read(case["text"], case["section"])) == case["facts"]


def reason(bound: tuple[Bound, ...]) -> Bound:
    (found,) = (b for b in bound if b.measure.startswith("reason_"))
    return found


def test_a_reason_told_before_a_mere_tendency_explains_the_figures_told_before() -> None:
    text = "公务接待费2.00万元，比上年增加1.00万元。由于来访增多，公务接待费比上年略有增加。"
    bound = read(text, "three_public")
    assert [bound[k].measure for k in reason(bound).explains] == ["change"]


def test_a_tendency_that_has_a_figure_is_explained_with_it() -> None:
    bound = read("由于来访增多，公务接待费比上年增加1.00万元。", "three_public")
    assert [bound[k].measure for k in reason(bound).explains] == ["change"]


def test_a_reason_told_before_belongs_to_the_part_of_the_sentence_that_follows() -> None:
    bound = read("由于来访增多，公务接待费2.00万元；公务用车运行维护费比上年略有增加。", "three_public")
    assert not [b for b in bound if b.measure.startswith("reason_")]


def test_what_is_compared_inside_a_reason_is_not_what_the_next_reason_explains() -> None:
    text = "“三公”经费5.00万元，比上年减少1.00万元，主要原因是公务接待费减少0.50万元。减少的原因还有：厉行节约。"
    reasons = [b for b in read(text, "three_public") if b.measure.startswith("reason_")]
    assert {b.subject.concept for b in reasons} == {"three_public"}


def test_changes_within_a_reason_are_against_what_the_reason_compares() -> None:
    text = "“三公”经费5.00万元，比预算减少1.00万元，主要原因是公务接待费减少0.50万元。"
    assert "three_public.reception variance -5000" in told(read(text, "three_public"))
