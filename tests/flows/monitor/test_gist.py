"""What an event tells of a document at a glance: only what was read, how surely, and of nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.model.record import Fact, Record
from flows.monitor import gist
from flows.monitor.gist import Amount, Gist, gist_of

PLACE = {"page": 17, "bbox": (0.0, 0.0, 1.0, 1.0), "start": 0, "end": 1}


def fact(measure: str, value: str, confidence: float = 0.999, **more: Any) -> Fact:
    unit = {"change_rate": "percent", "nil": None}.get(measure, "CNY")
    told = {
        "id": f"f-{measure}-{value}", "concept": "three_public", "label": "“三公”经费", "measure": measure,
        "value": value, "unit": unit, "raw": value, "quote": value, "provenance": (PLACE,), "confidence": confidence,
    }  # fmt: skip
    return Fact.model_validate(told | more)


def record(*facts: Fact, **document: Any) -> Record:
    about = {
        "sha256": "0" * 64, "file_name": "a.pdf", "bytes": 1, "pages": 20, "unit_name": "云岭市甲局",
        "fiscal_year": 2023, "kind": "final_accounts",
    }  # fmt: skip
    produced = {"version": "0.2.0", "patterns_sha256": "0" * 64, "ocr": "none", "seconds": 1.0}
    return Record.model_validate({"document": about | document, "pages": (), "facts": facts, "produced": produced})


def told(amount: Amount | None) -> tuple[str, str, str] | None:
    return (amount.value, amount.basis, amount.sure) if amount is not None else None


def figures(made: Gist) -> tuple[object, object, object]:
    return told(made.three_public), told(made.change), told(made.change_rate)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), (None, None, None)),
        ((fact("final", "87600"),), (("87600", "stated", "accept"), None, None)),
        (
            (fact("final", "87600"), fact("change", "-29800"), fact("change_rate", "-25.38")),
            (("87600", "stated", "accept"), ("-29800", "stated", "accept"), ("-25.38", "stated", "accept")),
        ),
        (
            (fact("final", "87600"), fact("prior", "117400")),
            (("87600", "stated", "accept"), ("-29800", "computed", "accept"), ("-25.38", "computed", "accept")),
        ),
        # Nothing is computed from nothing, nor a rate on a base of nothing.
        (
            (fact("final", "5000"), fact("prior", "0")),
            (("5000", "stated", "accept"), ("5000", "computed", "accept"), None),
        ),
        ((fact("nil", "true"),), (("0", "nil", "accept"), None, None)),
        # What is computed is no surer than what it is computed from; a figure not to be used is used for nothing.
        (
            (fact("final", "87600"), fact("prior", "117400", 0.01)),
            (("87600", "stated", "accept"), None, None),
        ),
        (
            (fact("final", "87600", 0.01), fact("change", "-29800")),
            (("87600", "stated", "reject"), ("-29800", "stated", "accept"), None),
        ),
        # Figures of parts, other years and items are none of the whole.
        (
            (
                fact("final", "1", dimensions={"part": "局机关"}), fact("final", "2", dimensions={"year": "2024"}),
                fact("final", "3", dimensions={"code": "2010101"}), fact("final", "4", concept="three_public.vehicles"),
            ),
            (None, None, None),
        ),
        # Of several that tell it, the surest.
        ((fact("final", "1", 0.98), fact("final", "2", 0.999)), (("2", "stated", "accept"), None, None)),
    ],
)  # fmt: skip
def test_figures_are_those_stated_or_computed(facts: tuple[Fact, ...], expected: tuple[object, ...]) -> None:
    assert figures(gist_of(record(*facts))) == expected


def test_longest_numbers_of_a_record_break_nothing() -> None:
    made = gist_of(record(fact("final", "9" * 30), fact("prior", "0." + "1" * 28)))
    assert made.change is not None
    assert made.change.value.startswith("9" * 29 + "8.8")
    assert made.change_rate is not None


def test_change_is_told_by_last_years_document_where_this_one_does_not_tell_it() -> None:
    last = record(fact("final", "100000"), fiscal_year=2022)
    made = gist_of(record(fact("final", "150000")), last)
    assert figures(made)[1:] == (("50000", "last_year", "accept"), ("50", "last_year", "accept"))
    stated = gist_of(record(fact("final", "150000"), fact("change", "1")), last)
    assert told(stated.change) == ("1", "stated", "accept")


def test_gravest_finding_is_an_error_where_there_is_one() -> None:
    wrong = (fact("final", "10000"), fact("change", "5000"), fact("change_rate", "250"))
    made = gist_of(record(*wrong))
    assert made.findings
    assert made.gravest is not None
    severities = ("error", "warning", "note")
    assert made.gravest.severity == next(name for name in severities if name in made.findings)


def test_budgets_tell_no_figures_of_accounts_and_are_not_audited() -> None:
    made = gist_of(record(fact("final", "1"), kind="budget"))
    assert (figures(made), made.findings, made.kind) == ((None, None, None), None, "budget")


def test_units_of_a_file_of_many_are_named_up_to_a_number() -> None:
    made = gist_of(record(kind="compendium"), units=[f"云岭市第{n}局" for n in range(gist._MOST_UNITS + 3)])
    assert (len(made.units), made.more_units) == (gist._MOST_UNITS, 3)


def test_audit_that_fails_costs_only_what_it_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(records: object) -> object:
        raise RuntimeError("of a document like no other")

    monkeypatch.setattr("extractors.audit.audit.audit", fails)
    made = gist_of(record(fact("final", "87600")))
    assert told(made.three_public) == ("87600", "stated", "accept")
    assert (made.findings, made.gravest) == (None, None)
    assert "like no other" in made.trouble
