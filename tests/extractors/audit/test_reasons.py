"""Reasons: missing, contradicting."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extractors.audit.small import fact, findings, record

CHANGE = fact(1, "general_public", "change", "-5000")
RATE = fact(2, "general_public", "change_rate", "-5.1")


def reason(number: int, text: str, concept: str = "general_public", **more: Any) -> dict[str, Any]:
    return fact(number, concept, "reason_change", text, **{"explains": ["f1", "f2"], **more})


def test_a_change_without_a_reason() -> None:
    (found,) = findings("reason.missing", record(CHANGE, RATE))
    assert (found.concept, found.facts) == ("general_public", ("f1", "f2"))
    assert "减少5,000元" in found.message_zh
    assert not findings("reason.missing", record(CHANGE, RATE, reason(3, "项目减少")))


@pytest.mark.parametrize("concept", ["general_public", "totals.income"])
def test_a_change_of_almost_nothing_needs_no_reason(concept: str) -> None:
    assert not findings("reason.missing", record(fact(1, concept, "change", "0"), fact(2, concept, "change_rate", "0")))


def test_changes_that_need_no_reason_by_the_rules() -> None:
    assert not findings("reason.missing", record(fact(1, "assets.fixed", "change", "-5000")))


@pytest.mark.parametrize(
    ("part", "moved", "missing"),
    [
        ("three_public.vehicles", "-4000", False),
        ("three_public.vehicles", "-100", True),
        ("three_public.vehicles", "4000", True),
        ("agency_operation", "-4000", True),
    ],
)
def test_a_part_explains_the_whole_where_most_of_the_change_is_its_own(part: str, moved: str, missing: bool) -> None:
    whole, own = fact(1, "three_public", "change", "-5000"), fact(2, part, "change", moved)
    why = reason(3, "统一调度车辆", concept=part, explains=["f2"])
    found = [f for f in findings("reason.missing", record(whole, own, why)) if f.concept == "three_public"]
    assert bool(found) is missing


def test_what_is_said_of_one_item_explains_no_total() -> None:
    code = {"dimensions": {"code": "2010301", "name": "行政运行"}}
    own = fact(3, "general_public.by_function", "change", "-5000", **code)
    why = reason(4, "人员减少", concept="general_public.by_function", explains=["f3"], **code)
    assert findings("reason.missing", record(CHANGE, RATE, own, why))


def test_final_and_budget_differ_without_a_reason() -> None:
    code = {"dimensions": {"code": "2010301", "name": "行政运行"}}
    item = "general_public.by_function"
    final, budget = fact(1, item, "final", "900000", **code), fact(2, item, "budget_initial", "800000", **code)
    (found,) = findings("reason.missing", record(final, budget))
    assert "行政运行决算数与预算数不一致" in found.message_zh
    assert "final and budget differ" in found.message_en
    said = fact(3, item, "reason_variance", "追加人员经费", **code)
    assert not findings("reason.missing", record(final, budget, said))
    assert not findings("reason.missing", record(final, {**budget, "value": "900000"}))


@pytest.mark.parametrize(
    ("value", "text", "contradicts"),
    [
        ("5000", "厉行节约，压减一般性支出", True),
        ("-5000", "厉行节约，压减一般性支出", False),
        ("-5000", "新增信息化建设项目", True),
        ("5000", "新增信息化建设项目", False),
        ("5000", "人员减少，但新增项目", False),
        ("5000", "上年一次性支出减少", False),
    ],
)
def test_a_reason_must_speak_of_the_way_the_figure_went(value: str, text: str, contradicts: bool) -> None:
    made = record(fact(1, "general_public", "change", value), reason(3, text, explains=["f1"]))
    assert bool(findings("reason.contradicts", made)) is contradicts


def test_a_reason_of_a_variance_must_speak_of_its_way() -> None:
    figures = fact(1, "three_public", "final", "300"), fact(2, "three_public", "budget_full", "500")
    wrong = fact(3, "three_public", "reason_variance", "接待批次增加")
    (found,) = findings("reason.contradicts", record(*figures, wrong))
    assert found.facts == ("f3", "f1", "f2")
    assert "决算数300元、预算数500元：“接待批次增加”" in found.message_zh
    assert not findings("reason.contradicts", record(*figures, {**wrong, "value": "严控接待支出"}))
