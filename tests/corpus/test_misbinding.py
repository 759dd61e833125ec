"""Fitting what the signs of a wrong binding weigh."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.misbinding import Failure, failures, fitted
from tests.extractors.audit.small import check, fact, record


def test_signs_of_the_reading_weigh_against_the_document() -> None:
    found = [Failure(f"d{n}", {"like_a_slip": 1.0}, True) for n in range(20)]
    found += [Failure(f"r{n}", {"explained": 1.0, "like_a_slip": float(n % 2)}, False) for n in range(20)]
    intercept, weights = fitted(found)
    assert weights["like_a_slip"] > 0 > weights["explained"]
    assert intercept + weights["like_a_slip"] > 0 > intercept + weights["explained"]


def test_a_failure_is_the_documents_where_it_rests_on_a_planted_figure(tmp_path: Path) -> None:
    facts = [fact(1, "income", "final", "500"), fact(2, "expenditure", "final", "9"), fact(3, "basic", "final", "7")]
    checks = [check(1, ["f1", "f2"], signs={"like_a_slip": 1}), check(2, ["f2", "f3"], signs={"explained": 1})]
    (tmp_path / "one.json").write_text(record(*facts, checks=checks).model_dump_json(), encoding="utf-8")
    errors = [{"id": "e1", "kind": "total", "concept": "income", "measure": "final", "stated": "500"}]
    golden = json.dumps({"facts": [], "errors": errors})
    (tmp_path / "one.golden.json").write_text(golden, encoding="utf-8")
    assert list(failures(tmp_path)) == [
        Failure("one", {"like_a_slip": 1.0}, True),
        Failure("one", {"explained": 1.0}, False),
    ]
