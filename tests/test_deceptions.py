"""What a person sees is what is read: pages that deceive programs, and pages of ink without text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.model.record import Record
from extractors.pipeline import extract
from tests.deceptions import DECEPTIONS, PLANTED, SHOWN
from tests.ink import INK

FIGURES = {
    "three_public": SHOWN[0],
    "three_public.vehicles": SHOWN[1],
    "three_public.overseas": "3.19",
    "three_public.reception": "0.96",
    "totals.income": "1300.50",
    "income": "1200.00",
    "expenditure.basic": "960.00",
}
# Nothing of these is planted, or nothing hidden: they are read as if nothing were amiss.
PLAIN = {"off_the_page", "on_a_layer_that_is_off", "parted_by_what_has_no_width", "said_to_read_otherwise"}
# What a person sees here is not read, but told to be there.
TOLD_ONLY = {
    "set_sideways": {"three_public", "three_public.vehicles", "three_public.overseas", "three_public.reception"}
}


def finals(record: Record) -> dict[str, dict[Decimal, float]]:
    """The 决算数 of each concept in 万元, and how surely each is told."""
    found: dict[str, dict[Decimal, float]] = {}
    for fact in record.facts:
        if fact.measure == "final" and fact.value is not None:
            found.setdefault(fact.concept, {})[Decimal(str(fact.value)) / 10_000] = fact.confidence
    return found


def missed(record: Record) -> set[str]:
    found = finals(record)
    return {concept for concept, figure in FIGURES.items() if Decimal(figure) not in found.get(concept, {})}


@pytest.mark.parametrize("name", DECEPTIONS)
def test_what_is_shown_is_read_and_what_is_planted_is_not(name: str) -> None:
    record = extract(DECEPTIONS[name](), "made.pdf")
    assert missed(record) == TOLD_ONLY.get(name, set())
    planted = set(map(Decimal, PLANTED))
    assert not [(c, told) for c, values in finals(record).items() for told in values.items() if told[0] in planted]
    assert bool(record.warnings) != (name in PLAIN), record.warnings


@pytest.mark.parametrize("name", INK)
def test_ink_without_text_is_read(name: str) -> None:
    record = extract(INK[name](), "made.pdf")
    assert missed(record) == set()
    assert {page.source for page in record.pages} == {"ocr"}


def test_what_picture_and_layer_tell_differently_is_doubted() -> None:
    record, sure = (extract(DECEPTIONS[n](), "made.pdf") for n in ("picture_over_the_figures", "off_the_page"))
    figure = Decimal(SHOWN[1])
    assert finals(record)["three_public.vehicles"][figure] < finals(sure)["three_public.vehicles"][figure]
    assert any("5.76 in the layer, 8.76 shown" in warning for warning in record.warnings)
