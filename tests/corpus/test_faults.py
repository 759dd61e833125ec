"""Of wrong figures: which were misread, and which are printed so and were bound to what they are not of."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.evaluate.comparison import compare
from corpus.evaluate.faults import Fault, cell_fault, fact_fault, printed

GOLDEN = {
    "facts": [
        {"concept": "income", "measure": "final", "value": "1234500"},
        {"concept": "income", "measure": "prior", "value": "987600"},
        {"concept": "three_public", "measure": "final", "value": "55500", "dimensions": {"part": "本级"}},
        {"concept": "income", "measure": "change_rate", "value": "-6.5"},
        {"concept": "staff.total", "measure": "count", "value": "25"},
        {"concept": "income", "measure": "reason_change", "value": "人员减少"},
    ],
    "statements": [{"kind": "income", "rows": [{"cells": [{"column": "合计", "value": "77700"}]}]}],
}
PAGES = {"pages": [{"number": 1, "source": "ocr"}, {"number": 2, "source": "text_layer"}]}
PRINTED = printed(PAGES, GOLDEN)


def fault(measure: str, value: str, *wanted: str, page: int = 1, **more: Any) -> Fault | None:
    fact = {"concept": "income", "measure": measure, "value": value, "provenance": [{"page": page}], **more}
    return fact_fault(fact, wanted, PRINTED)


@pytest.mark.parametrize(
    ("measure", "value", "wanted", "told"),
    [
        ("final", "1234580", "1234500", "misread"),  # no figure of the document
        ("final", "987600", "1234500", "misbound"),  # last year's
        ("final", "55500", "1234500", "misbound"),  # a part of something else
        ("final", "77700", "1234500", "misbound"),  # a cell's
        ("change_rate", "6.5", "-6.5", "misbound"),  # up for down
        ("change_rate", "5.6", "-6.5", "misread"),
        ("change_rate", "25", "-6.5", "misread"),  # 25 people are no rate
        ("count", "6.5", "25", "misread"),  # nor is a rate a count
        ("final", "123450000000000", "12345000000", "misbound"),  # 元 taken for 万元
        ("final", "12345000", "1234500", "misread"),  # a lost decimal point
    ],
)
def test_a_figure_that_stands_elsewhere_was_bound_wrongly(measure: str, value: str, wanted: str, told: str) -> None:
    assert fault(measure, value, wanted) == told


def test_what_a_text_layer_prints_is_not_misread() -> None:
    assert fault("final", "1234580", "1234500", page=2) == Fault.MISBOUND
    assert fault("final", "1234580", "1234500", page=2, status="repaired") == Fault.MISREAD


def test_texts_are_not_told_apart() -> None:
    assert fault("reason_change", "人员增加", "人员减少") is None


def test_figures_of_planted_errors_are_printed_too() -> None:
    golden = {**GOLDEN, "errors": [{"concept": "income", "measure": "final", "stated": "31400", "true": "31500"}]}
    fact = {"concept": "training", "measure": "final", "value": "31400", "provenance": [{"page": 1}]}
    assert fact_fault(fact, ("1",), printed(PAGES, golden)) == Fault.MISBOUND


def test_a_cell_that_holds_another_cells_figure_is_misplaced() -> None:
    assert cell_fault({"value": "77700", "page": 1}, PRINTED) == Fault.MISBOUND
    assert cell_fault({"value": "77100", "page": 1}, PRINTED) == Fault.MISREAD
    assert cell_fault({"value": "77100", "page": 2}, PRINTED) == Fault.MISBOUND


def test_a_comparison_names_the_fault_of_each_wrong_figure() -> None:
    def fact(number: int, concept: str, value: str) -> dict[str, Any]:
        return {"id": f"f{number}", "concept": concept, "measure": "final", "value": value, "confidence": 0.9,
                "dimensions": {}, "provenance": [{"page": 1}]}  # fmt: skip

    facts = [fact(1, "income", "987600"), fact(2, "income", "1234580"), fact(3, "income", "1234500")]
    read = {**PAGES, "facts": facts, "forms": [], "statements": [], "checks": []}
    comparison = compare(read, {**GOLDEN, "document": "mof-1"}, "mof-1")
    assert [j.fault for j in comparison.judgements] == [Fault.MISBOUND, Fault.MISREAD, None]
    assert [line.rpartition(", ")[2] for line in comparison.wrong] == ["misbound", "misread"]
