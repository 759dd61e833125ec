"""Planted errors: printed as labelled, one place only; none where none are asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.compose import compose, family_names
from corpus.errors import KINDS
from corpus.generate import generate

ASKED = [(family, seed) for family in ("mof", "xinjiang", "sichuan") for seed in range(60)]


@pytest.fixture(scope="module")
def labelled() -> list[tuple[dict[str, object], dict[str, object], dict[str, object]]]:
    out = []
    for family, seed in ASKED:
        plain, planted = compose(family, seed).golden, compose(family, seed, errors=1.0).golden
        out += [(error, planted, plain) for error in planted.get("errors", ())]
    return out


def test_every_kind_is_planted(labelled: list[tuple[dict[str, object], ...]]) -> None:
    assert {error["kind"] for error, *_ in labelled} == set(KINDS)


def test_planted_figures_are_golden_as_printed(labelled: list[tuple[dict[str, object], ...]]) -> None:
    for error, planted, _ in labelled:
        if error["kind"] in ("total", "rate", "share", "text_vs_table", "direction"):
            assert error["stated"] != error["true"]
            where = (error["concept"], error["measure"])
            facts = planted["facts"]
            assert isinstance(facts, list)
            stated = [f["value"] for f in facts if (f["concept"], f["measure"]) == where and "dimensions" not in f]
            assert any(abs(Decimal(str(error["stated"])) - Decimal(v)) < Decimal("0.06") for v in stated), error


def test_planted_rates_are_off_by_more_than_rounding_could_do(labelled: list[tuple[dict[str, object], ...]]) -> None:
    seen = 0
    for error, planted, _ in labelled:
        if error["kind"] == "rate" and error["measure"] == "change_rate":
            facts = planted["facts"]
            assert isinstance(facts, list)
            own = {f["measure"]: f["value"] for f in facts if f["concept"] == error["concept"]}
            if not {"final", "change"} <= set(own):
                continue
            final, change = Decimal(own["final"]), Decimal(own["change"])
            half = Decimal(50)  # 元: 0.005万元
            least, most = sorted((change + way * half) / (final - change - way * half * 2) * 100 for way in (-1, 1))
            assert not least <= Decimal(str(error["stated"])) <= most, error
            seen += 1
    assert seen


def test_planted_cells_are_all_in_which_the_tables_differ(
    labelled: list[tuple[dict[str, object], ...]],
) -> None:
    for error, planted, plain in labelled:
        if "statement" in error:
            tables = [
                next(s for s in golden["statements"] if s["kind"] == error["statement"])  # type: ignore[attr-defined]
                for golden in (planted, plain)
            ]
            cells = [
                [(r.get("code"), r["name"], c["column"], c["value"]) for r in table["rows"] for c in r["cells"]]
                for table in tables
            ]
            labels = planted["errors"]
            assert isinstance(labels, list)
            meant = [e for e in labels if e.get("statement") == error["statement"]]
            assert len([1 for a, b in zip(*cells, strict=True) if a != b]) == len(meant)


def test_a_missing_reason_is_not_in_the_golden_facts(labelled: list[tuple[dict[str, object], ...]]) -> None:
    seen = 0
    for error, planted, _ in labelled:
        if error["kind"] == "missing_reason":
            facts = planted["facts"]
            assert isinstance(facts, list)
            assert not [f for f in facts if (f["concept"], f["measure"]) == (error["concept"], error["measure"])]
            seen += 1
    assert seen


@pytest.mark.parametrize("family", family_names())
def test_a_document_that_is_to_have_errors_mostly_has_them(family: str) -> None:
    assert sum("errors" in compose(family, seed, errors=1.0).golden for seed in range(12)) >= 9


@pytest.mark.parametrize("family", family_names())
def test_no_errors_unless_asked_for(family: str) -> None:
    assert "errors" not in generate(family, 4)[1]
