"""Sections that last year's disclosure left standing."""

from __future__ import annotations

import pytest

from extractors.binding.stale import own_year, stale_warnings
from extractors.formats import extract_document
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.model.paragraph import paragraph_of
from extractors.prose.sections import Section


def section(*texts: str, title: str = "八、机关运行经费支出情况", kind: str | None = "agency_operation") -> Section:
    lines = [Line(text, tuple(Box(0, 0, 1, 1) for _ in text), tuple(1.0 for _ in text)) for text in texts]
    paragraphs = tuple(paragraph_of([(3, line)]) for line in lines)
    return Section("s1", kind, "八、", title, 1, 3, None, paragraphs)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022年度机关运行经费支出5.00万元，比2021年增加1.00万元。", 2022),
        ("2022年度机关运行经费支出5.00万元，比上年增加1.00万元。", 2022),
        ("2022年度机关运行经费支出5.00万元。", 2023),
        ("2022年度机关运行经费支出5.00万元，比2021年增加1.00万元；2023年支出4.00万元。", 2023),
        ("本年支出4.00万元，2022年度机关运行经费支出5.00万元，比2021年增加1.00万元。", 2023),
        ("机关运行经费支出4.00万元，比2022年减少1.00万元，同2021年持平。", 2023),
        ("按2022年修订的标准，机关运行经费支出4.00万元，比上年减少1.00万元。", 2023),
        ("2024年机关运行经费预算4.00万元，比上年预算减少1.00万元。", 2023),
        ("2020年度机关运行经费支出5.00万元，比2019年增加1.00万元。", 2023),
    ],
)
def test_section_is_of_last_year_only_where_it_is_told_as_that_years_disclosure(text: str, year: int) -> None:
    assert own_year(section(text), 2023) == year


def test_without_a_fiscal_year_nothing_is_of_last_year() -> None:
    assert own_year(section("2022年度机关运行经费支出5.00万元，比2021年增加1.00万元。"), None) is None


def test_stale_section_is_warned_of_where_it_is_read() -> None:
    stale = "2022年度机关运行经费支出5.00万元，比2021年增加1.00万元。"
    told = stale_warnings([section(stale), section(stale, kind="glossary")], 2023)
    assert list(told) == ["page 3: the section 八、机关运行经费支出情况 speaks of 2022, the document of 2023"]


def test_figures_of_a_stale_section_are_the_documents_and_doubted() -> None:
    page = (
        "<html><body><h1>云岭市水利局2023年度部门决算</h1><p>八、机关运行经费支出情况</p>"
        "<p>2022年度机关运行经费支出5.00万元，比2021年增加1.00万元。</p></body></html>"
    )
    record = extract_document(page.encode(), "a.html")
    assert [(f.measure, f.value, f.dimensions) for f in record.facts] == [
        ("final", "50000", {}),
        ("change", "10000", {}),
    ]
    assert all(f.confidence <= 0.6 and f.evidence["year"] == 0.6 for f in record.facts)
    assert any("speaks of 2022" in warning for warning in record.warnings)
