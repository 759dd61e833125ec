"""A compendium is parted into one Record a unit, each as the unit's own document read alone."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.compendium import BoundUnit, compendium
from corpus.field.score import page_of
from extractors.audit.audit import audited
from extractors.formats import extract_all, extract_document
from extractors.model.record import Record

THREE = (("mof", 46), ("narrative", 47), ("lakes", 45))
MANY = (
    ("beijing", 40), ("beijing_2022", 41), ("guangdong", 42), ("hubei", 43), ("jiangsu_2023", 44), ("lakes", 45),
    ("mof", 46), ("narrative", 47), ("neimenggu_2022", 48), ("northeast", 49), ("shaanxi", 50), ("shaanxi_2020", 51),
    ("shandong", 52),
)  # fmt: skip


@cache
def read(documents: tuple[tuple[str, int], ...]) -> tuple[tuple[BoundUnit, ...], tuple[Record, ...]]:
    data, units = compendium(documents)
    return units, extract_all(data, "bound.pdf")


def facts(record: Record, before: int = 0) -> list[tuple[object, ...]]:
    """What a Record tells, with its pages as those of a file that has `before` fewer pages in front."""
    return [
        (f.concept, f.measure, tuple(f.dimensions.items()), f.value, f.unit, f.status, f.confidence,
         tuple((p.page - before, p.bbox) for p in f.provenance))
        for f in record.facts
    ]  # fmt: skip


def held_alone(documents: tuple[tuple[str, int], ...]) -> None:
    units, (whole, *parts) = read(documents)
    assert (whole.document.kind, whole.document.parts, whole.facts) == ("compendium", len(documents), ())
    assert len(parts) == len(documents)
    for unit, part in zip(units, parts, strict=True):
        alone, before = extract_document(unit.data, "alone.pdf"), unit.first_page - 1
        assert facts(part, before) == facts(alone)
        assert part.document.unit_name == alone.document.unit_name == unit.golden["unit_name"]
        found = [(f.rule, f.message_zh) for f in audited([part]).findings]
        assert found == [(f.rule, f.message_zh) for f in audited([alone]).findings]


def test_every_unit_is_read_as_its_own_document() -> None:
    held_alone(THREE[:2])


@pytest.mark.slow
def test_thirteen_units_are_read_as_their_own_documents() -> None:
    held_alone(MANY)


def test_record_of_a_part_tells_its_file_and_pages() -> None:
    units, (whole, first, second) = read(THREE[:2])
    told = second.document.part_of
    assert told is not None
    assert (told.sha256, told.number, told.parts) == (whole.document.sha256, 2, 2)
    assert (told.first_page, told.last_page) == (units[1].first_page, units[1].last_page)
    assert second.document.sha256 == f"{whole.document.sha256}#{told.first_page}-{told.last_page}"
    assert len({whole.document.sha256, first.document.sha256, second.document.sha256}) == len((whole, first, second))
    assert [page.number for page in second.pages] == list(range(told.first_page, told.last_page + 1))
    assert any(units[1].golden["unit_name"] in warning for warning in whole.warnings)


@pytest.mark.slow
def test_scan_is_parted_too() -> None:
    data, units = compendium((("narrative", 47), ("lakes", 45)), "clean300")
    _, *parts = extract_all(data, "scan.pdf")
    assert [part.document.unit_name for part in parts] == [unit.golden["unit_name"] for unit in units]
    for unit, part in zip(units, parts, strict=True):
        alone = extract_document(unit.data, "alone.pdf")
        assert [f[:5] for f in facts(part)] == [f[:5] for f in facts(alone)]


def test_units_that_begin_in_the_middle_of_a_page_give_no_figures() -> None:
    text = "。\n".join(
        f"青石县{name}2023年度部门决算\n一、收入支出决算总体情况说明\n2023年度收入总计{n}.00万元，支出总计{n}.00万元"
        for n, name in enumerate(("教育局", "教育局机关服务中心"), 8)
    )
    (whole,) = extract_all(page_of(text + "。"), "page.html")
    assert (whole.document.kind, whole.document.parts, whole.facts) == ("compendium", 0, ())
    assert whole.warnings[-1] == (
        "on one page (1) one unit's accounts end and the next one's begin; no unit's figures are read"
    )


def test_document_that_names_subordinate_units_is_read_as_one() -> None:
    text = """青石县教育局2023年度部门决算
第一部分青石县教育局概况
本部门负责全县教育工作，所属单位如下。
青石县教育局机关服务中心
青石县第一中学
一、收入支出决算总体情况说明
2023年度收入总计8.00万元，支出总计8.00万元。"""
    (whole,) = extract_all(page_of(text), "page.html")
    assert (whole.document.kind, whole.document.part_of, whole.document.parts) == ("final_accounts", None, 0)
    assert {fact.value for fact in whole.facts} == {"80000"}
