"""Figures that one budget alone pays: in a section titled so, and in a sentence."""

from __future__ import annotations

import pytest

from extractors.formats import extract_document

PAGE = "<html><body><h1>青石县水利局2021年度部门决算</h1><p>七、“三公”经费支出决算情况说明</p><p>{}</p></body></html>"
TITLED = "“三公”经费支出9.00万元。</p><p>八、{}“三公”经费支出决算情况说明</p><p>{}"


def told(text: str) -> list[str]:
    record = extract_document(PAGE.format(text).encode(), "a.html")
    parts = ((f, f.dimensions.get("part", "")) for f in record.facts)
    return [" ".join((f.concept.removeprefix("three_public"), part, f.measure, f.value)) for f, part in parts]


def test_a_fund_s_share_is_not_the_whole() -> None:
    parts = "一般公共预算安排的“三公”经费支出8.00万元，政府性基金安排的“三公”经费支出1.00万元。"
    text = f"“三公”经费支出9.00万元，其中：{parts}"
    assert told(text) == [
        "  final 90000",
        " 一般公共预算安排的“三公” final 80000",
        ".government_fund  final 10000",
    ]


def test_what_is_named_within_is_of_that_budget() -> None:
    text = "国有资本经营预算安排的“三公”经费支出1.00万元，其中：公务接待费1.00万元。公务接待费支出5.00万元。"
    assert told(text) == [
        ".state_capital  final 10000",
        ".state_capital.reception  final 10000",
        ".reception  final 50000",
    ]


def test_a_section_titled_so_tells_of_nothing_else() -> None:
    text = "“三公”经费支出1.00万元。其中：公务接待费1.00万元，共3批次。"
    assert told(TITLED.format("政府性基金预算财政拨款", text))[1:] == [
        ".government_fund  final 10000",
        ".government_fund.reception  final 10000",
        ".reception.batches 政府性基金安排的“三公”经费 count 3",
    ]


@pytest.mark.parametrize("title", ["一般公共预算及政府性基金财政拨款", "一般公共预算财政拨款", ""])
def test_a_title_that_names_the_general_budget_tells_the_main_figures(title: str) -> None:
    assert told(TITLED.format(title, "“三公”经费支出9.00万元。"))[1:] == ["  final 90000"]


def test_none_of_it_is_no_denial_of_the_fund() -> None:
    assert told("无政府性基金预算财政拨款安排的“三公”经费支出。") == [".government_fund  nil true"]


def test_a_figure_printed_twice_is_no_part_of_itself() -> None:
    facts = told("公务接待费支出3.00万元，其中：公务接待费支出3.00万元。")
    assert facts == [".reception  final 30000", ".reception  final 30000"]
