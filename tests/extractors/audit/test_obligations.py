"""What becomes of each thing that a disclosure must tell."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.audit.audit import audited
from extractors.audit.obligations import Obligation
from extractors.model.record import Record
from tests.extractors.audit.small import check, fact, nine_tables, record, statement

TEXT = [fact(1, "income", "final", "100"), fact(2, "expenditure", "final", "90")]


def due(made: Record) -> dict[str, Obligation]:
    return {one.id: one for one in audited([made]).obligations}


def test_figures_that_an_identity_bears_out_are_right() -> None:
    made = record(*TEXT, statements=nine_tables(), checks=[check(1, ["f1", "f2"], "pass")])
    assert due(made)["required.income"].state == "right"
    assert (due(made)["required.income"].passed, due(made)["required.income"].pages) == (1, (2,))


def test_figure_that_nothing_is_held_against_is_only_told() -> None:
    assert due(record(*TEXT, statements=nine_tables()))["required.income"].state == "told"


def test_figure_that_arithmetic_convicts_is_wrong_and_names_its_finding() -> None:
    made = record(*TEXT, statements=nine_tables(), checks=[check(1, ["f1"])])
    found = audited([made])
    one = {o.id: o for o in found.obligations}["required.income"]
    assert one.state == "wrong"
    assert [f.rule for f in found.findings if f.id in one.findings] == ["arithmetic"]


@pytest.mark.parametrize("more", [{"blame": "reading", "blame_probability": 0.9}, {"blame_probability": 0.5}])
def test_figure_that_may_be_misread_is_not_understood(more: dict[str, Any]) -> None:
    made = record(*TEXT, statements=nine_tables(), checks=[check(1, ["f1"], **more)])
    assert due(made)["required.income"].state == "not_understood"


def test_item_and_table_that_are_not_there_are_not_told() -> None:
    found = due(record(*TEXT, statements=nine_tables()[:-1]))
    assert found["required.basic"].state == "not_told"
    assert found["tables.three_public"].state == "not_told"
    assert found["required.basic"].findings
    assert found["tables.three_public"].findings


def test_nothing_is_not_told_where_a_page_could_not_be_read() -> None:
    page = {"number": 3, "width": 595, "height": 842, "source": "ocr", "mean_confidence": 0.0, "unread": True}
    states = {one.state for one in due(record(*TEXT, statements=nine_tables()[:5], pages=[page])).values()}
    assert "not_told" not in states
    assert "not_understood" in states


def test_item_that_is_due_with_a_figure_only_is_not_asked_for_without_it() -> None:
    assert "required.overseas.groups" not in due(record(*TEXT, statements=nine_tables()))
    spent = fact(3, "three_public.overseas", "final", "5")
    assert due(record(*TEXT, spent, statements=nine_tables()))["required.overseas.groups"].state == "not_told"


@pytest.mark.parametrize(("reason", "state"), [(True, "told"), (False, "not_told")])
def test_reason_of_a_change_is_given_or_not(reason: bool, state: str) -> None:
    change = fact(3, "general_public", "change", "50000")
    given = [fact(4, "general_public", "reason_change", "人员增加", explains=["f3"])] if reason else []
    assert due(record(*TEXT, change, *given, statements=nine_tables()))["reason.general_public"].state == state


def test_empty_table_without_a_word_is_wrong_and_with_one_told() -> None:
    tables = nine_tables()
    for note, state in (("", "wrong"), ("本部门无政府性基金收支，故本表为空表", "told")):
        tables[6] = statement("government_fund", empty=True, note=note)
        assert due(record(*TEXT, statements=tables))["tables.government_fund"].state == state


def test_document_of_tables_is_asked_for_no_text() -> None:
    assert {one.id.partition(".")[0] for one in due(record(statements=nine_tables())).values()} == {"tables"}
