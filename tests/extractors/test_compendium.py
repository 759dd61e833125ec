"""A compendium is parted into one Record a unit, each as the unit's own document read alone."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.compendium import BoundUnit, compendium
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
