"""Slips of the pen."""

from __future__ import annotations

import pytest

from tests.extractors.audit.small import fact, findings, record

SCAN = [{"number": 2, "source": "ocr", "width": 595, "height": 842, "mean_confidence": 0.98}]


def sections(*titles: str) -> list[dict[str, object]]:
    return [{"id": f"s{i}", "number": "", "title": title, "page": 2} for i, title in enumerate(titles, 1)]


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (("2023年度部门决算表", "2023年度单位决算情况说明"), True),
        (("2023年度部门决算表", "2023年度部门决算情况说明"), False),
        (("2023年度部门决算表", "决算单位构成"), False),
        (("2023年度部门决算表", "2023年度部门（单位）决算情况说明"), False),
        (("2023年度部门决算表", "所属单位决算编制范围"), False),
    ],
)
def test_a_document_is_of_a_department_or_of_a_unit(titles: tuple[str, ...], told: bool) -> None:
    assert bool(findings("text.body", record(sections=sections(*titles)))) is told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("一般公共预算财政拨款支出预算情况说明", True),
        ("一般公共预算财政拨款支出决算情况说明", False),
        ("预算绩效情况说明", False),
        ("支出预算执行情况说明", False),
    ],
)
def test_a_title_over_final_figures_says_so(title: str, told: bool) -> None:
    final = fact(1, "general_public", "final", "5")
    assert bool(findings("text.budget_word", record(final, sections=sections(title)))) is told
    budget = fact(1, "general_public", "budget_initial", "5")
    assert not findings("text.budget_word", record(budget, sections=sections(title)))


@pytest.mark.parametrize(
    ("quote", "rule"),
    [
        ("支出5.00万元，，其中货物5.00万元", "text.punctuation"),
        ("支出5.00万元，。其中货物5.00万元", "text.punctuation"),
        ("主要用于：（一）培训；（二）会议……等", None),
        ("完成年初决算的95.00%", "text.budget_word"),
        ("决算数完成年初预算的95.00%", None),
        ("完成决算公开的单位5个", None),
    ],
)
def test_marks_and_words_of_clauses(quote: str, rule: str | None) -> None:
    made = record(fact(1, "procurement", "final", "5", quote=quote))
    told = [name for name in ("text.punctuation", "text.budget_word") if findings(name, made)]
    assert told == ([] if rule is None else [rule])


def test_what_an_ocr_read_is_no_slip_of_the_pen() -> None:
    assert not findings("text.punctuation", record(fact(1, "procurement", "final", "5", quote="支出，，5"), pages=SCAN))
