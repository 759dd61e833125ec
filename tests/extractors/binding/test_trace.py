"""Each amount is bound or its trace says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.binding import trace
from extractors.binding.trace import traced
from extractors.binding.why import Why

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("section", "text", "unbound"),
    [
        ("agency_operation", "机关运行经费支出5.00万元，平均每人0.25万元。", [("0.25万元", Why.AVERAGE, "")]),
        ("agency_operation", "甲乙丙丁费1.00万元。", [("1.00万元", Why.UNKNOWN_NAMED, "甲乙丙丁费")]),
        (
            "expenditure",
            "甲乙丙丁费1.00万元，增加0.50万元。",
            [("1.00万元", Why.UNKNOWN_NAMED, "甲乙丙丁费"), ("0.50万元", Why.BEHIND_UNKNOWN, "")],
        ),
        ("agency_operation", "机关运行经费支出说起7。", [("7", Why.NO_UNIT, "")]),
        ("agency_operation", "机关运行经费支出另有其事共计5.00万元。", [("5.00万元", Why.NO_MEASURE, "")]),
        ("agency_operation", "机关运行经费比上年下降7.03万元某某某12.33%。", [("12.33%", Why.NO_MEASURE, "")]),
        ("agency_operation", "机关运行经费支出较2019年增加5.00万元。", [("5.00万元", Why.OTHER_YEAR, "")]),
        ("agency_operation", "机关运行经费支出较上年预算增加5.00万元。", [("5.00万元", Why.LAST_BUDGET, "")]),
        (None, "增加5.00万元。", [("5.00万元", Why.NO_SUBJECT, "")]),
        (
            "income",
            "事业收入5.00万元，分别增加1.00万元、2.00万元。",
            [("1.00万元", Why.WHOSE_UNCLEAR, ""), ("2.00万元", Why.WHOSE_UNCLEAR, "")],
        ),
        ("agency_operation", "机关运行经费支出于5辆。", [("5辆", Why.NOTHING_COUNTED, "")]),
        ("three_public", "公务接待开支单位包括2个事业单位。", [("2个", Why.OTHER_COUNTED, "")]),
        (
            "agency_operation",
            "机关运行经费支出较上年减少，主要原因是会议少开2.00万元。",
            [("2.00万元", Why.WITHIN_TELLING, "")],
        ),
    ],
)
def test_unbound_amount_says_why(section: str | None, text: str, unbound: list[tuple[str, Why, str]]) -> None:
    assert [(u.words, u.why, u.named) for u in traced(text, section, 2023).unbound] == unbound


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_amount_is_bound_or_unbound(case: dict[str, Any]) -> None:
    for line in case["text"].splitlines():
        found = traced(line, case["section"], 2023)
        amounts = {(m.start, m.end) for m in found.mentions if m.kind == "amount"}
        bound = {fact.value_span for fact in found.facts}
        unbound = {(u.start, u.end) for u in found.unbound}
        assert amounts <= bound | unbound, found
        assert not bound & unbound, found


def test_trace_prints_what_its_example_says() -> None:
    example = trace.__doc__ or ""
    _, _, expected = example.partition("2023))\n")
    assert str(traced("机关运行经费支出5.00万元，平均每人0.25万元。", "agency_operation", 2023)) == expected.strip()


def test_entries_are_those_of_the_files() -> None:
    found = traced("教育支出5.00万元，完成年初预算的95%，主要用于培训，主要原因是节约。", "general_public.detail", 2023)
    assert [(m.file, m.entry) for m in found.mentions if m.kind in ("function", "measure", "text", "reason")] == [
        ("functions.csv", "205 教育支出"),
        ("measures.yaml", "measures[10] budget_rate"),
        ("texts.yaml", "[6]"),
        ("reasons.yaml", "cues[0]"),
    ]


def test_section_that_is_not_read_says_so() -> None:
    assert not traced("机关运行经费指5.00万元。", "glossary", 2023).read
