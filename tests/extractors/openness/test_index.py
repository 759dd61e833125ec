"""The index: each item from its evidence, unknown where a thing cannot be known, and never 0 for that."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractors.model.record import Record
from extractors.openness.assessment import Assessed, assess, examined
from extractors.openness.index import UnitIndex, index_of, region_indices
from extractors.openness.publication import Document, Folder, Publication, Seen, publications
from extractors.register.build import Builder
from extractors.register.register import Register
from extractors.register.roster import read_roster
from patterns.openness import load_openness
from tests.conftest import REPOSITORY
from tests.extractors.audit.small import check, fact, nine_tables, record, statement

SECTIONS = ("部门职责", "机构设置", "名词解释")
ROSTER = "unit\n青岭县水利局\n青岭县教育局\n"


def disclosure(*facts: dict[str, Any], titles: tuple[str, ...] = SECTIONS, without: str = "", **more: Any) -> Record:
    """Accounts with the nine tables, less one, and sections of those titles."""
    sections = [{"id": f"s{n}", "number": str(n), "title": title, "page": 1} for n, title in enumerate(titles, 1)]
    tables = more.pop("statements", [t for t in nine_tables() if t["kind"] != without])
    told = facts or (fact(1, "income", "final", "500"),)
    return record(*told, sections=sections, statements=tables, **more)


def register_and_units(
    *records: Record, seen: tuple[Seen, ...] = (), today: date = date(2025, 1, 1), roster: str = ROSTER
) -> tuple[Register, list[UnitIndex]]:
    builder = Builder(read_roster(roster.splitlines()))
    for one in records:
        builder.add(one)
    by_sha = {one.document.sha256: one for one in records}
    documents = [
        Document(d.sha256, d.file_name, d.unit_name or "", d.fiscal_year, d.kind) for d in (r.document for r in records)
    ]
    folder = Folder(documents, seen=seen, watched=bool(seen), today=today)
    register = builder.register()

    def index(one: Publication) -> UnitIndex:
        found = examined([by_sha[d.sha256] for d in one.documents])
        return index_of(one, assess(one, found, watched=folder.watched))

    return register, [index(one) for one in publications(register, folder, 2023)]


def item(name: str, *records: Record, **more: Any) -> Assessed:
    _, units = register_and_units(*records, **more)
    (found,) = (one for one in units[0].items if one.item == name)
    return found


def outcomes(name: str, *records: Record, **more: Any) -> list[str]:
    return [ground.outcome for ground in item(name, *records, **more).grounds]


def test_tables_are_counted_one_by_one_with_their_pages() -> None:
    assert item("tables", disclosure()).met == 1
    lacking = item("tables", disclosure(without="basic"))
    assert (lacking.known, lacking.met) == (1, Decimal(8) / 9)
    (missing,) = (ground for ground in lacking.grounds if ground.outcome == "not_met")
    assert missing.zh == "一般公共预算财政拨款基本支出决算表"
    assert {ground.pages for ground in lacking.grounds if ground.outcome == "met"} == {(5,)}


def test_a_table_that_may_be_a_nameless_one_is_unknown() -> None:
    nameless = [{"pages": [9], "became": "kept", "figures": 40}]
    found = item("tables", disclosure(without="basic", tables=nameless))
    assert (found.known, found.met) == (Decimal(8) / 9, Decimal(8) / 9)


@pytest.mark.parametrize(("name", "title"), [("duties", 0), ("organisation", 1), ("glossary", 2)])
def test_a_section_that_was_taken_out_is_not_met(name: str, title: int) -> None:
    left = tuple(one for i, one in enumerate(SECTIONS) if i != title)
    assert outcomes(name, disclosure()) == ["met"]
    assert outcomes(name, disclosure(titles=left)) == ["not_met"]


def test_a_document_of_tables_leaves_open_what_a_text_would_say() -> None:
    tables_only = record(statements=nine_tables())
    assert outcomes("glossary", tables_only) == ["unknown"]
    assert item("tables", tables_only).met == 1


def test_two_documents_of_one_unit_are_seen_together() -> None:
    text = disclosure(statements=[statement("income", "1")], name="text")
    tables = record(statements=nine_tables(), name="tables")
    assert item("tables", text, tables).met == 1
    assert outcomes("glossary", text, tables) == ["met"]


def rows(kind: str, *codes: str) -> dict[str, Any]:
    made = statement(kind, "1")
    return {**made, "rows": [{**made["rows"][0], "code": code, "name": "甲"} for code in codes]}


@pytest.mark.parametrize(
    ("name", "kind", "codes", "outcome"),
    [
        ("function", "general_public", ("213", "21303", "2130301"), ["met"]),
        ("function", "general_public", ("213", "21303"), ["not_met"]),
        ("function", "general_public", ("",), ["unknown"]),
        ("function", "income", ("213",), ["unknown"]),  # the table itself is not there
        ("economic", "basic", ("301", "30101"), ["met"]),
        ("economic", "basic", ("301", "302"), ["not_met"]),
    ],
)
def test_levels_of_codes(name: str, kind: str, codes: tuple[str, ...], outcome: list[str]) -> None:
    assert outcomes(name, disclosure(statements=[rows(kind, *codes)])) == outcome


def test_empty_tables_want_a_word() -> None:
    empty = {"statements": [statement("state_capital", empty=True)]}
    assert outcomes("empty_tables", disclosure(**empty)) == ["not_met"]
    explained = {"statements": [statement("state_capital", empty=True, note="注：本部门无相关数据，故本表为空。")]}
    assert outcomes("empty_tables", disclosure(**explained)) == ["met"]
    assert not item("empty_tables", disclosure()).applies


def test_reasons_of_changes() -> None:
    change = fact(1, "three_public", "change", "5000")
    reason = fact(2, "three_public", "reason_change", "新增接待任务", explains=["f1"])
    assert outcomes("reasons", disclosure(change)) == ["not_met"]
    assert outcomes("reasons", disclosure(change, reason)) == ["met"]


def test_an_error_of_the_document_is_no_truth_and_one_of_the_reading_is_unknown() -> None:
    figures = [fact(i, "income", "final", str(i)) for i in (1, 2)]
    held = check(1, ["f1", "f2"], "pass")
    assert outcomes("sums", disclosure(*figures)) == ["unknown"]
    assert outcomes("sums", disclosure(*figures, checks=[held])) == ["met"]
    assert outcomes("sums", disclosure(*figures, checks=[check(1, ["f1", "f2"])])) == ["not_met"]
    doubtful = check(1, ["f1", "f2"], blame_probability=0.75)
    assert outcomes("sums", disclosure(*figures, checks=[doubtful])) == ["unknown"]
    misread = check(1, ["f1", "f2"], blame="reading", blame_probability=0.9)
    assert outcomes("sums", disclosure(*figures, checks=[held, misread])) == ["unknown"]


def test_forms_may_tell_of_performance_what_the_text_does_not() -> None:
    without = item("texts", disclosure())
    (told,) = (ground for ground in without.grounds if ground.zh == "预算绩效情况")
    form = {"kind": "project", "title": "项目支出绩效自评表"}
    (open_,) = (g for g in item("texts", disclosure(forms=[form])).grounds if g.zh == "预算绩效情况")
    assert (told.outcome, open_.outcome) == ("not_met", "unknown")


def test_a_unit_without_a_document_is_known_not_to_have_published_and_nothing_else() -> None:
    _, (one, _) = register_and_units()
    assert (one.whole.value, one.whole.made_of) == (Decimal("0.0"), Decimal("10.0"))
    assert one.headings["complete"].value is None
    _, (early, _) = register_and_units(today=date(2024, 5, 1))
    assert (early.whole.value, early.whole.made_of) == (None, Decimal("0.0"))


def test_days_and_addresses_are_known_from_events_only() -> None:
    made = disclosure()
    for name in ("in_time", "site", "kept"):
        assert outcomes(name, made) == ["unknown"]
    event = Seen(
        "published",
        date(2024, 10, 1),
        made.document.sha256,
        url="https://www.qingling.gov.cn/1.pdf",
        host="www.qingling.gov.cn",
    )
    for name in ("in_time", "site", "kept"):
        assert outcomes(name, made, seen=(event,)) == ["met"]
    late = Seen(
        "published",
        date(2024, 11, 9),
        made.document.sha256,
        url="https://www.example.com/1.pdf",
        host="www.example.com",
    )
    assert outcomes("in_time", made, seen=(late,)) == ["unknown"]
    overdue = Seen("overdue", date(2024, 11, 1), unit_name="青岭县水利局", year=2023)
    assert outcomes("in_time", made, seen=(overdue, late)) == ["not_met"]
    assert outcomes("site", made, seen=(late,)) == ["unknown"]
    gone = (event, Seen("withdrawn", date(2024, 12, 1), made.document.sha256))
    assert outcomes("kept", made, seen=gone) == outcomes("published", made, seen=gone) == ["not_met"]


def test_an_index_is_made_of_what_is_known() -> None:
    _, (one, _) = register_and_units(disclosure())
    weights = [item for item in one.items if item.applies]
    assert one.whole.known < one.whole.due
    assert one.headings["timely"].value is None
    assert one.headings["timely"].made_of == 0
    assert one.headings["rate"].value == 100
    assert len(weights) < len(one.items)


def test_a_region_is_what_its_listed_units_come_to() -> None:
    roster = "unit,region\n青岭县水利局,江海省青岭县\n青岭县教育局,江海省青岭县\n"
    other = record(fact(1, "income", "final", "5"), unit="青岭县审计局", name="two")
    register, units = register_and_units(disclosure(), other, roster=roster)
    regions = {one.name: one for one in region_indices(register, units)}
    assert set(regions) == {"江海省青岭县", "江海省"}
    county = regions["江海省青岭县"]
    assert (county.units, county.statuses) == (2, {"published": 1, "missing": 1})
    assert county.headings["rate"].value == 50
    assert county.headings["complete"].value == units[0].headings["complete"].value


def test_what_grounds_say_is_what_the_file_words() -> None:
    source = (REPOSITORY / "extractors" / "openness" / "assessment.py").read_text(encoding="utf-8")
    said = set(re.findall(r'"(?:met|not_met|unknown)"(?: if .+? else "unknown")?, "(\w+)"', source))
    assert said - {"not_met"} == set(load_openness().grounds)
