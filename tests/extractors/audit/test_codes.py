"""Codes with the names of other items."""

from __future__ import annotations

import pytest

from extractors.model.record import Record
from patterns.loader import load_patterns
from tests.extractors.audit.small import findings, record, statement


def table(*rows: tuple[str, str], kind: str = "expenditure") -> dict[str, object]:
    made = statement(kind, "1")
    cells = made["rows"][0]["cells"]
    return {**made, "rows": [{"code": code, "name": name, "cells": cells} for code, name in rows]}


def told(made: Record) -> list[str]:
    return [found.severity for found in findings("code.name", made)]


@pytest.mark.parametrize(
    ("code", "name", "wrong"),
    [
        ("2210201", "购房补贴", True),
        ("2210201", "住房公积金", False),
        ("2210201", "住房公", False),  # cut off by its column
        ("2210201", "住房补助", False),  # nobody's name
        ("2219988", "购房补贴", False),  # a code that is not known has no name of its own
        ("30217", "培训费", True),
        ("30217", "公务接待费", False),
        ("", "购房补贴", False),
    ],
)
def test_a_code_stands_with_its_own_name(code: str, name: str, wrong: bool) -> None:
    assert bool(told(record(statements=[table((code, name))]))) is wrong


def test_names_of_former_years_are_names_of_their_codes() -> None:
    for former in load_patterns().former:
        assert not told(record(statements=[table((former.code, former.name))]))


def test_a_table_taken_apart_wrongly_accuses_nobody() -> None:
    shifted = [("2210201", "提租补贴"), ("2210202", "购房补贴"), ("2210203", "住房公积金")]
    assert told(record(statements=[table(*shifted)])) == ["note"] * 3


def test_neither_do_scans_and_years_whose_codes_are_not_all_known() -> None:
    page = {"number": 5, "source": "ocr", "width": 595, "height": 842, "mean_confidence": 0.98}
    wrong = table(("2210201", "购房补贴"))
    assert told(record(statements=[wrong])) == ["warning"]
    assert told(record(statements=[wrong], pages=[page])) == ["note"]
    assert told(record(statements=[wrong], year=2017)) == ["note"]
