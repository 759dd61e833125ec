"""Real documents end to end, against what a person read from their pages."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.score import NUMERIC, Score, score_facts, score_forms
from extractors.model.record import canonical
from extractors.pipeline import extract

_FACTORS = {"万元": Decimal(10_000)}


@cache
def record(path: Path) -> dict[str, Any]:
    """The Record of a document as JSON data; each is read once in a run."""
    data: dict[str, Any] = json.loads(extract(path.read_bytes(), path.name).model_dump_json())
    return data


def figures(name: str) -> dict[str, Any]:
    """The figures of a page, typed as they are printed, as golden data."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {
            "facts": [
                {
                    "concept": row["concept"],
                    "measure": row["measure"],
                    "dimensions": {"code": row["code"]} if row["code"] else {},
                    "value": canonical(Decimal(row["printed"]) * _FACTORS.get(row["unit"], Decimal(1))),
                }
                for row in csv.DictReader(file)
            ]
        }


def numeric_only(data: dict[str, Any]) -> dict[str, Any]:
    """The Record with the facts that a golden file of figures speaks of."""
    return {**data, "facts": [f for f in data["facts"] if f["measure"] in NUMERIC]}


def golden(shared: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((shared / "golden" / "changji-egov-2023.json").read_text(encoding="utf-8"))
    return data


def assert_reaches(score: Score, *, recall: float, text: float, precision: float) -> None:
    assert score.numeric_recall >= recall, score.missed
    assert score.text_recall >= text, score.missed
    assert score.precision >= precision, score.wrong


def test_prefecture_digital(shared: Path) -> None:
    got = record(shared / "documents" / "changji-egov-2023.digital.pdf")
    assert_reaches(score_facts(got, golden(shared)), recall=0.995, text=0.98, precision=0.995)
    forms = score_forms(got["forms"], golden(shared)["forms"])
    assert forms.equal / forms.total >= 0.99, forms.differences
    assert got["document"]["unit_name"] == golden(shared)["unit_name"]
    assert got["document"]["fiscal_year"] == golden(shared)["fiscal_year"]


@pytest.mark.slow
def test_prefecture_scan(shared: Path) -> None:
    got = record(shared / "documents" / "changji-egov-2023.scan.pdf")
    assert_reaches(score_facts(got, golden(shared)), recall=0.985, text=0.97, precision=0.99)
    forms = score_forms(got["forms"], golden(shared)["forms"])
    assert forms.equal / forms.total >= 0.95, forms.differences


def test_district_digital(shared: Path) -> None:
    got = record(shared / "documents" / "putuo-finance-2024.pdf")
    score = score_facts(numeric_only(got), figures("putuo-finance-2024"))
    assert score.numeric_total >= 90
    assert_reaches(score, recall=0.97, text=0.0, precision=0.98)


@pytest.mark.slow
def test_district_scan(shared: Path) -> None:
    got = record(shared / "documents" / "putuo-finance-2024.scan.pdf")
    score = score_facts(numeric_only(got), figures("putuo-finance-2024"))
    assert_reaches(score, recall=0.95, text=0.0, precision=0.98)


def test_documents_own_error_is_told_not_mended(shared: Path) -> None:
    got = record(shared / "documents" / "putuo-finance-2024.pdf")
    failed = [c for c in got["checks"] if c["outcome"] == "fail"]
    assert {c["id"] for c in failed} == {
        "share.general_public.by_function",
        # The text gives the appropriations' total in another unit than it names; the table tells.
        "fiscal.income",
        "fiscal.expenditure",
        "table.fiscal.income.final",
        "table.fiscal.expenditure.final",
    }
    assert {c["blame"] for c in failed} == {"document"}
    assert {f["status"] for f in got["facts"]} == {"read", "conflict"}
    assert all(f["as_read"] is None for f in got["facts"])


def test_blank_template_gives_no_figures(shared: Path) -> None:
    got = record(shared / "documents" / "putuo-template-2024.pdf")
    assert [f for f in got["facts"] if f["measure"] in NUMERIC] == []
    assert any("placeholder" in w for w in got["warnings"])


def statement_cells(record: dict[str, Any]) -> set[tuple[str, ...]]:
    """Every cell with a figure: statement, group, code, name, column, value."""
    return {
        (s["kind"], row["group"], row["code"], row["name"], cell["column"], cell["value"])
        for s in record["statements"]
        for row in s["rows"]
        for cell in row["cells"]
        if cell["value"] is not None
    }


def printed_cells(name: str) -> set[tuple[str, ...]]:
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (r["statement"], r["group"], r["code"], r["name"], r["column"], canonical(Decimal(r["printed"]) * 10_000))
            for r in csv.DictReader(file)
        }


def test_district_statements_digital(shared: Path) -> None:
    got = record(shared / "documents" / "putuo-finance-2024.pdf")
    assert statement_cells(got) == printed_cells("putuo-finance-2024.statements")
    assert [s["number"] for s in got["statements"]] == list(range(1, 10))
    assert [s["kind"] for s in got["statements"] if s["empty"]] == ["government_fund", "state_capital"]
    assert all("无数据" in s["note"] for s in got["statements"] if s["empty"])


@pytest.mark.slow
def test_district_statements_scan(shared: Path) -> None:
    got = statement_cells(record(shared / "documents" / "putuo-finance-2024.scan.pdf"))
    wanted = printed_cells("putuo-finance-2024.statements")
    assert len(got & wanted) / len(wanted) >= 0.98, wanted - got
    assert len(got - wanted) / len(got) <= 0.02, got - wanted
