"""Text and tables together: who bears witness to whom, and what contradicts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model.fact import Bound, Subject
from extractors.model.reference import CellRef
from extractors.model.result import CheckKind, Pair
from extractors.proof.agreement import together
from tests.extractors.small import stated

CELL = CellRef(0, 3, 1)


def in_table(raw: str, cell: CellRef = CELL, **more: str) -> object:
    return stated("basic", raw, cell=cell, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "cell", "witness", "passed", "difference"),
    [
        ("12.34万元", "12.34万元", True, True, "0"),
        ("12.34万元", "123,449.99元", True, True, "-49.99"),  # rounded as the text prints it
        ("12.34万元", "123,350.00元", True, True, "50"),
        ("12.34万元", "123,349.99元", False, True, "50.01"),  # not what it rounds to, within what rounding may do
        ("12.34万元", "12.33万元", False, True, "100"),
        ("12.34万元", "12.32万元", False, False, "200"),
    ],
)
def test_a_tables_figure_bears_witness_where_it_is_the_texts_once_rounded(
    text: str, cell: str, witness: bool, passed: bool, difference: str
) -> None:
    told = together([stated("basic", text)], [in_table(cell)])  # type: ignore[list-item]
    (bound,), (result,) = told.bound, told.results
    assert bool(bound.witnesses) == witness
    assert (result.kind, result.id, result.formula) == (CheckKind.TEXT_TABLE, "table.basic.final", "正文＝表格")
    assert (result.roles, result.facts, result.cells) == (Pair(0, CELL), (0,), (CELL,))
    assert (result.passed, result.difference) == (passed, Decimal(difference))


def test_what_only_a_table_tells_is_a_fact_of_its_own() -> None:
    told = together([stated("income", "5.00万元")], [in_table("5.00万元"), stated("basic", "5.00万元", code="205")])  # type: ignore[list-item]
    assert ([b.key.concept for b in told.bound], told.results) == (["income", "basic", "basic"], ())


def test_a_second_table_bears_witness_to_the_first_and_is_compared_with_nothing() -> None:
    told = together([], [in_table("5.00万元"), in_table("5.00万元", CellRef(1, 0, 0))])  # type: ignore[list-item]
    assert ([len(b.witnesses) for b in told.bound], told.results) == ([1], ())


def test_a_second_table_that_differs_is_another_fact() -> None:
    told = together([], [in_table("5.00万元"), in_table("6.00万元", CellRef(1, 0, 0))])  # type: ignore[list-item]
    assert ([b.value for b in told.bound], told.results) == ([50000, 60000], ())


def test_figures_of_other_units_contradict_by_nothing_at_all() -> None:
    told = together([stated("basic", "50.00%", "share")], [stated("basic", "51.00%", "share", cell=CELL)])
    assert [(r.passed, r.difference) for r in told.results] == [(False, -1)]


def in_small_table(raw: str, **dimensions: str) -> Bound:
    figure = stated("basic", raw)
    return replace(figure, subject=Subject("basic", tuple(dimensions.items())), tabled=True)


def test_a_small_table_bears_witness_to_text_and_statements() -> None:
    text = together([stated("basic", "12.34万元")], [], [in_small_table("123,449.99元")])
    assert ([len(b.witnesses) for b in text.bound], text.results) == ([1], ())
    statement = together([], [in_table("5.00万元")], [in_small_table("5.00万元")])  # type: ignore[list-item]
    assert [len(b.witnesses) for b in statement.bound] == [1]


def test_what_a_small_table_tells_otherwise_is_a_fact_too() -> None:
    told = together([stated("basic", "5.00万元")], [], [in_small_table("6.00万元")])
    assert [b.value for b in told.bound] == [50_000, 60_000]


def test_another_years_figure_bears_no_witness() -> None:
    told = together([stated("basic", "5.00万元")], [], [in_small_table("5.00万元", year="2021")])
    assert [len(b.witnesses) for b in told.bound] == [0, 0]


def test_table_is_not_held_against_a_figure_of_another_year() -> None:
    told = stated("three_public", "5万元", beside={"year": "2024"})
    cell = stated("three_public", "6万元", cell=CellRef(0, 0, 0))
    joint = together([told], [cell])
    assert joint.results == ()
    assert len(joint.bound) == 2
