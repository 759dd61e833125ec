"""Small Records for tests of the audit: a few facts, checks and tables, everything else as a reading would have it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from extractors.audit.audit import audit
from extractors.audit.finding import Finding
from extractors.model.record import Check, Record
from patterns.audit import load_audit
from patterns.loader import load_patterns


def fact(number: int, concept: str, measure: str, value: str, **more: Any) -> dict[str, Any]:
    """Fact f`number` of the text; `unit` is money unless said or the measure is a rate."""
    percent = measure in ("share", "change_rate", "budget_rate", "variance_rate")
    unit = None if measure.startswith("reason_") or measure == "nil" else "percent" if percent else "CNY"
    return {
        "id": f"f{number}", "concept": concept, "label": load_patterns().concept(concept).label, "measure": measure,
        "value": value, "unit": unit, "raw": f"{value}%" if percent else value, "section": "s1",
        "quote": f"第{number}句{value}", "confidence": 0.99,
        "provenance": [{"page": 2, "bbox": [80, 20 * number, 140, 20 * number + 12], "start": 0, "end": 1}], **more,
    }  # fmt: skip


def check(number: int, facts: Sequence[str], outcome: str = "fail", **more: Any) -> Check:
    blame = {"blame": "document", "blame_probability": 1.0} if outcome == "fail" else {}
    made = {"id": f"c{number}", "formula": f"式{number}", "facts": facts, "outcome": outcome, "difference": "100"}
    return Check.model_validate({**made, **blame, **more})


def statement(kind: str, *values: str, empty: bool = False, note: str = "", page: int = 5) -> dict[str, Any]:
    """A table with one row of cells."""
    cells = [
        {"column": f"栏{k}", "value": value, "unit": "CNY", "raw": value, "page": page,
         "bbox": [100 + 60 * k, 100, 155 + 60 * k, 118], "confidence": 1.0} for k, value in enumerate(values)
    ]  # fmt: skip
    rows = [{"code": "201", "name": "一般公共服务支出", "cells": cells}] if cells else []
    return {"number": 1, "kind": kind, "name": kind, "pages": [page], "rows": rows, "empty": empty, "note": note}


def nine_tables() -> list[dict[str, Any]]:
    return [statement(kind, "1") for kind in load_audit().orders[0]]


def record(
    *facts: dict[str, Any],
    name: str = "one",
    unit: str = "青岭县水利局",
    year: int = 2023,
    kind: str = "final_accounts",
    **more: Any,
) -> Record:
    """A Record of those facts."""
    return Record.model_validate({
        "document": {"sha256": hashlib.sha256(name.encode()).hexdigest(), "file_name": f"{name}.pdf", "bytes": 1,
                     "pages": 20, "unit_name": unit, "fiscal_year": year, "kind": kind},
        "pages": [], "facts": facts,
        "produced": {"version": "0", "patterns_sha256": "0", "ocr": "none", "seconds": 0}, **more,
    })  # fmt: skip


def findings(rule: str, *records: Record) -> list[Finding]:
    """The findings of one rule in an audit of the Records."""
    return [f for f in audit(records) if f.rule == rule]
