"""What must be there and is not."""

from __future__ import annotations

import pytest

from patterns.audit import load_audit
from patterns.audit_rules import load_rules
from tests.extractors.audit.small import fact, findings, nine_tables, record, statement

DUE = [item for item in load_audit().required if item.told == "required"]


def missing(*facts: dict[str, object], **more: object) -> set[str | None]:
    return {f.concept for f in findings("required", record(*facts, **more))}


def test_every_required_item_is_asked_for() -> None:
    always = {item.any[0].partition("@")[0] for item in DUE if not item.when}
    assert missing() == always


@pytest.mark.parametrize("item", [i for i in DUE if not i.when], ids=lambda item: item.id)
def test_an_item_that_is_stated_is_not_missing(item: object) -> None:
    concept, _, measure = item.any[0].partition("@")  # type: ignore[attr-defined]
    assert concept not in missing(fact(1, concept, measure or "final", "5"))


@pytest.mark.parametrize("item", [i for i in DUE if i.when], ids=lambda item: item.id)
def test_details_are_asked_for_where_money_was_spent(item: object) -> None:
    spent, detail = item.when[0].partition("@")[0], item.any[0]  # type: ignore[attr-defined]
    assert detail in missing(fact(1, spent, "final", "100"))
    assert detail not in missing(fact(1, spent, "final", "0"))
    assert detail not in missing(fact(1, spent, "final", "100"), fact(2, detail, "count", "3", unit="个"))


def test_a_section_is_enough_but_not_among_definitions() -> None:
    section = {"id": "s1", "number": "一、", "title": "机关运行经费支出情况", "page": 1}
    assert "agency_operation" not in missing(sections=[section])
    glossary = {"id": "s0", "number": "", "title": "名词解释", "page": 1}
    assert "agency_operation" in missing(sections=[glossary, {**section, "parent": "s0"}])


def test_a_section_counts_whose_parent_is_not_there_or_is_itself() -> None:
    section = {"id": "s1", "number": "一、", "title": "机关运行经费支出情况", "page": 1}
    for parent in ("s9", "s1"):
        assert "agency_operation" not in missing(sections=[{**section, "parent": parent}])


def test_what_only_a_table_tells_is_missing_from_the_text() -> None:
    place = {"page": 5, "bbox": [1, 1, 2, 2], "start": 0, "end": 1, "statement": 0}
    table = statement("income", "5")
    text = {"id": "s1", "number": "一、", "title": "部门概况", "page": 1}
    made = fact(1, "income", "final", "5", provenance=[place])
    assert "income" in missing(made, statements=[table], sections=[text])


def test_of_tables_without_a_text_it_is_said_once_that_there_is_none() -> None:
    contents = {"id": "s1", "number": "1", "title": "收入决算表", "page": 1}
    place = {"page": 5, "bbox": [1, 1, 2, 2], "start": 0, "end": 1, "statement": 0}
    made = fact(1, "income", "final", "5", provenance=[place])
    alone = record(made, statements=[statement("income", "5")], sections=[contents])
    assert len(findings("text.none", alone)) == 1
    assert not findings("required", alone)


def test_what_another_table_holds_is_not_missing() -> None:
    """Yunnan's table of income and expenditure stands in place of the one on expenditure; joint tables hold both."""
    tables = nine_tables()
    instead = [*tables[:4], statement("general_public.income_expenditure", "5"), *tables[5:8]]
    made = record(statements=[*instead, statement("three_public+meetings+training", "5")])
    assert not findings("tables.missing", made)
    assert not findings("tables.order", made)


def test_what_a_table_of_another_kind_is_called_is_not_missing() -> None:
    title = "财政拨款“三公”经费支出决算表"
    kept = {**statement("other", "5"), "title": title}
    told = {"pages": [5], "title": title, "became": "kept", "kind": "other", "statement": 8, "figures": 1}
    assert not findings("tables.missing", record(statements=[*nine_tables()[:8], kept], tables=[told]))
    alone = {"pages": [9], "title": title, "became": "nothing"}
    assert not findings("tables.missing", record(statements=nine_tables()[:8], tables=[alone]))


def test_a_list_of_several_subjects_holds_the_three_only_where_they_stand_in_it() -> None:
    tables = [*nine_tables()[:8], statement("operation_info", "5")]
    place = {"page": 5, "bbox": [1, 1, 2, 2], "start": 0, "end": 1, "statement": 8}
    assert findings("tables.missing", record(statements=tables))
    told = fact(1, "three_public", "final", "5", provenance=[place])
    assert not findings("tables.missing", record(told, statements=tables))


def test_two_tables_of_one_kind_under_two_titles_are_not_one_twice() -> None:
    both = [{**statement("state_capital", "5"), "title": title} for title in ("收入支出", "支出")]
    assert not findings("tables.twice", record(statements=[*nine_tables()[:7], *both]))


@pytest.mark.parametrize(
    ("unit", "year", "due"), [("云南省某某局", 2024, True), ("云南省某某局", 2016, False), ("某某局", 2024, False)]
)
def test_which_tables_are_due_is_by_region_and_year(unit: str, year: int, due: bool) -> None:
    made = record(statements=nine_tables(), unit=unit, year=year)
    missed = [f.concept for f in findings("tables.missing", made)]
    assert ("general_public.project" in missed) == due


def test_state_capital_was_not_due_in_all_years() -> None:
    made = record(statements=[t for t in nine_tables() if t["kind"] != "state_capital"], year=2019)
    assert not findings("tables.missing", made)


def test_nine_tables_in_order_are_no_finding() -> None:
    made = record(statements=nine_tables())
    assert not [f for rule in ("none", "missing", "twice", "order") for f in findings(f"tables.{rule}", made)]


def test_tables_missing_twice_and_out_of_order() -> None:
    tables = nine_tables()
    assert findings("tables.none", record())
    assert [f.concept for f in findings("tables.missing", record(statements=tables[:-1]))] == ["three_public"]
    assert [f.concept for f in findings("tables.twice", record(statements=[*tables, tables[0]]))] == [
        "income_expenditure"
    ]
    turned = [tables[1], tables[0], *tables[2:]]
    assert [f.concept for f in findings("tables.order", record(statements=turned))] == ["income_expenditure"]


def test_the_older_order_with_three_public_before_the_funds_is_an_order() -> None:
    tables = nine_tables()
    assert not findings("tables.order", record(statements=[*tables[:6], tables[8], *tables[6:8]]))


def test_an_empty_table_needs_its_explanation() -> None:
    empty = statement("government_fund", empty=True)
    assert [f.concept for f in findings("tables.empty_unexplained", record(statements=[empty]))] == ["government_fund"]
    noted = statement("government_fund", empty=True, note="本部门无政府性基金收支，故本表为空表")
    assert not findings("tables.empty_unexplained", record(statements=[noted]))
    said = fact(1, "government_fund", "nil", "true")
    assert not findings("tables.empty_unexplained", record(said, statements=[empty]))


def nameless(*pages: int, became: str = "nothing") -> dict[str, object]:
    return {"pages": pages, "title": "", "became": became, "figures": 40}


def test_where_a_table_was_not_understood_no_other_is_said_to_be_missing() -> None:
    made = record(statements=nine_tables()[:7], tables=[nameless(6, 7)])
    assert not findings("tables.missing", made)
    (told,) = findings("tables.unclear", made)
    assert (told.severity, told.pages) == ("note", (6, 7))
    assert told.message_zh == (
        "未能核对：国有资本经营预算财政拨款支出决算表、财政拨款“三公”经费支出决算表（第6、7页的表格未能识别，请对照原页）"
    )


@pytest.mark.parametrize(
    "table", [nameless(3), {"pages": [3], "title": "收入支出决算总表", "became": "small_table", "figures": 18}]
)
def test_a_document_whose_tables_were_not_understood_is_not_said_to_have_none(table: dict[str, object]) -> None:
    assert not findings("tables.none", record(tables=[table]))


def test_a_box_with_next_to_no_figures_is_no_table_that_may_be_due() -> None:
    made = record(statements=nine_tables()[:8], tables=[{**nameless(6), "figures": 2}])
    assert findings("tables.missing", made)


@pytest.mark.parametrize(("raw", "sure"), [("", 0.3), ("1.2O", 0.99)])
def test_a_table_whose_blanks_are_doubtful_is_not_said_to_be_empty(raw: str, sure: float) -> None:
    empty = statement("government_fund", "1", empty=True)
    empty["rows"][0]["cells"][0] |= {"value": None, "unit": None, "raw": raw, "confidence": sure}
    assert not findings("tables.empty_unexplained", record(statements=[empty]))
    assert [f.concept for f in findings("tables.unclear", record(statements=[empty]))] == ["government_fund"]


@pytest.mark.parametrize(
    ("warning", "rule", "told"),
    [
        ("page 3: a placeholder of the template was left: 支出XX万元", "text.placeholder", "支出XX万元"),
        ("page 3: 增加（减少）5: the template's alternative was left standing", "text.alternative", "增加（减少）5"),
        ("page 3: 12.5: the unit is missing", "text.unit", "12.5"),
        ("the cover says 2022, the text mostly 2023", "text.year", "2022"),
    ],
)
def test_what_the_template_left_is_told_with_its_page(warning: str, rule: str, told: str) -> None:
    (found,) = findings(rule, record(warnings=[warning]))
    assert told in found.message_zh
    assert found.pages == ((3,) if warning.startswith("page") else ())


def test_warnings_of_the_reading_are_no_findings() -> None:
    made = record(warnings=["page 3: the page is upside down"])
    assert not [rule for rule in load_rules() if rule.id.startswith("text.") and findings(rule.id, made)]


def test_other_kinds_of_documents_are_not_audited() -> None:
    made = record()
    budget = made.model_copy(update={"document": made.document.model_copy(update={"kind": "budget"})})
    assert not findings("required", budget)


def test_an_item_that_the_text_speaks_of_may_only_be_misread() -> None:
    spent = fact(1, "three_public.reception", "final", "5000")
    assert "国内公务接待批次" in [f.message_zh[2:] for f in findings("required", record(spent))]
    spoken = fact(1, "three_public.reception", "final", "5000", quote="公务接待费0.5万元，来访团组3批次")
    seen = {"page": 2, "bbox": [1, 1, 2, 2], "raw": "3批次", "unit": "批次", "quote": "全年接待国内来访3批次"}
    for made in (record(spoken), record(spent, unread=[seen])):
        assert "国内公务接待批次" not in [f.message_zh[2:] for f in findings("required", made)]
        assert [f.severity for f in findings("required.unclear", made) if "批次" in f.message_zh] == ["note"]


@pytest.mark.parametrize("why", ["section_not_read", "table_not_read", "kind_not_read", "title"])
def test_a_figure_that_is_not_of_the_text_that_is_read_speaks_of_no_item(why: str) -> None:
    spent = fact(1, "three_public.reception", "final", "5000")
    seen = {
        "page": 2,
        "bbox": [1, 1, 2, 2],
        "raw": "3批次",
        "unit": "批次",
        "quote": "全年接待国内来访3批次",
        "why": why,
    }
    made = record(spent, unread=[seen])
    assert "国内公务接待批次" in [f.message_zh[2:] for f in findings("required", made)]


def read_page(number: int, **more: object) -> dict[str, object]:
    return {"number": number, "source": "ocr", "width": 595, "height": 842, "mean_confidence": 1.0, **more}


def test_nothing_is_missing_where_a_page_could_not_be_read() -> None:
    unread = record(pages=[read_page(1), read_page(2, unread=True), read_page(5, unread=True)])
    (told,) = findings("pages.unread", unread)
    assert (told.pages, told.severity) == ((2, 5), "note")
    assert "第2、5页" in told.message_zh
    for rule in ("required", "required.unclear", "tables.none", "tables.missing", "text.none"):
        assert not findings(rule, unread), rule
        assert rule not in ("required", "tables.none") or findings(rule, record(pages=[read_page(1), read_page(2)])), (
            rule
        )


def test_a_text_layer_that_says_otherwise_is_a_finding_of_its_own() -> None:
    (told,) = findings("text.layer", record(pages=[read_page(1), read_page(3, differs=True)]))
    assert (told.pages, told.severity) == ((3,), "note")
    assert "文字层与页面不符" in told.message_zh
    assert not findings("text.layer", record(pages=[read_page(1)]))


def asked(*facts: dict[str, object], **more: object) -> set[str | None]:
    return {f.concept for f in findings("required.template", record(*facts, **more))}


def test_what_only_a_heading_tells_is_asked_by_its_heading() -> None:
    assert {"duties", "glossary"} <= asked()
    titles = ["部门主要职责", "机构设置", "专业名词解释"]
    sections = [{"id": f"s{i}", "number": "", "title": title, "page": 1} for i, title in enumerate(titles)]
    assert asked(sections=sections) == set()


def test_contracts_of_small_enterprises_are_asked_since_they_are_due() -> None:
    bought = fact(1, "procurement", "final", "5")
    assert "procurement.to_sme" in asked(bought, year=2021)
    assert "procurement.to_sme" not in asked(bought, year=2020)
    assert "procurement.to_sme" not in asked(bought, fact(2, "procurement.to_micro", "final", "5"), year=2021)


def test_vehicles_are_told_by_purchase_or_operation() -> None:
    whole = fact(1, "three_public.vehicles", "final", "5")
    assert "three_public.vehicles.purchase" in asked(whole)
    assert "three_public.vehicles.purchase" not in asked(
        whole, fact(2, "three_public.vehicles.operation", "final", "5")
    )
