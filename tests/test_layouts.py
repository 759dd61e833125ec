"""Tables and pages as they are really drawn and printed: made documents after public bug reports of other tools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.audit.audit import audit
from extractors.formats import extract_document
from extractors.model.record import Record
from patterns.measure import BESIDE

FOLDER = Path(__file__).with_name("layouts")
NAMES = sorted(path.stem for path in FOLDER.glob("*.pdf"))
READ, SURE = 0.5, 0.9  # a figure is read from the one confidence on, and told surely from the other
# Figures that are not found, each with its cause.
MISSED = {
    "sealblue2-44-s": 1,  # a figure that the seal hides
    "sealpurple2-44-s": 1,  # the same
    "single150-s": 1,  # a lone digit at 150 dots an inch, which the OCR passes over on some processors
}
Key = tuple[str, str, str]


@pytest.fixture(scope="module", params=NAMES)
def document(request: pytest.FixtureRequest) -> tuple[str, Record]:
    return request.param, extract_document((FOLDER / f"{request.param}.pdf").read_bytes(), f"{request.param}.pdf")


def printed(name: str) -> Mapping[Key, set[Decimal]]:
    found: dict[Key, set[Decimal]] = defaultdict(set)
    for line in (FOLDER / f"{name}.facts.txt").read_text("utf-8").splitlines():
        concept, measure, value, _, *code = line.split()
        found[concept, measure, "".join(code)].add(Decimal(value))
    return found


def told(record: Record) -> Mapping[Key, dict[Decimal, float]]:
    found: dict[Key, dict[Decimal, float]] = defaultdict(dict)
    for fact in record.facts:
        if fact.unit is not None and fact.confidence >= READ and not fact.dimensions.keys() & set(BESIDE):
            found[fact.concept, fact.measure, fact.dimensions.get("code", "")][Decimal(fact.value)] = fact.confidence
    return found


def test_figures_are_read_and_none_is_surely_told_wrong(document: tuple[str, Record]) -> None:
    name, record = document
    wanted, read = printed(name), told(record)
    stated = {key[:2] for key in wanted}
    missed = [(key, value) for key, values in wanted.items() for value in values if value not in read.get(key, {})]
    wrong = [
        (key, value)
        for key, values in read.items()
        for value, sure in values.items()
        if key[:2] in stated and value not in wanted.get(key, ()) and sure >= SURE
    ]
    assert wrong == []
    assert len(missed) <= MISSED.get(name, 0), missed[:5]


def test_nobody_is_accused(document: tuple[str, Record]) -> None:
    _, record = document
    assert [f.message_zh for f in audit([record]) if f.severity == "error"] == []
