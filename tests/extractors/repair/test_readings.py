"""How figures were read and printed, as repair looks at them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model.reference import CellRef
from extractors.repair.readings import Readings, Style
from tests.extractors.small import stated, statement

SPENDING = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["", "合计", "1,000.00", "60.00", "-"],
    ["205", "教育支出", "100.00", "60.00", "40.00"],
]


def texts(*raws: str) -> Readings:
    return Readings(tuple(stated("income", raw, number=n) for n, raw in enumerate(raws)), (), (), frozenset({1}))


@pytest.mark.parametrize(
    ("raws", "style"),
    [
        (["1.00", "2.00", "3.00", "4.00"], Style()),  # too few to tell
        (["1.00", "2.00", "3.00", "4.00", "5.00"], Style((2, 2))),
        (["1.00", "2.00", "3.00", "4.00", "5.0"], Style((2, 2))),  # four of five
        (["1.00", "2.00", "3.00", "4.0", "5.0"], Style((0, 2))),
        (["1.00", "2.00", "3.00", "4.00", "5.000"], Style((2, 2))),  # one alone is a slip
        (["1,100.00", "1,200.00", "1,300.00", "1,400.00", "1,500.00"], Style((2, 2), grouped=True)),
        (["1100.00", "1200.00", "1300.00", "1400.00", "1500.00"], Style((2, 2), grouped=False)),
        (["1,100.00", "1,200.00", "1,300.00", "1400.00", "1500.00"], Style((2, 2))),
        (["1,100.00", "1,200.00", "1,300.00", "1,400.00", "500.00"], Style((2, 2))),
    ],
)
def test_style_is_what_most_figures_keep_to(raws: list[str], style: Style) -> None:
    assert texts(*(f"{raw}万元" for raw in raws)).styles["CNY"] == style


@pytest.mark.parametrize(
    ("style", "number", "broken"),
    [
        (Style(), "1,23.00", True), (Style(), "12345", False), (Style((2, 2)), "1.5", True),
        (Style((2, 2)), "1.50", False), (Style((0, 2)), "1.5", False), (Style((0, 2)), "1.555", True),
        (Style((2, 2)), "0", False), (Style(grouped=True), "1234", True), (Style(grouped=True), "1,234", False),
        (Style(grouped=True), "123", False), (Style(grouped=False), "1,234", True), (Style(most=100), "101", True),
        (Style(most=100), "100", False), (Style(most=100), "101.5", False),
    ],
)  # fmt: skip
def test_a_number_breaks_a_style(style: Style, number: str, broken: bool) -> None:
    assert style.broken_by(number) == broken


@pytest.mark.parametrize(
    ("style", "factor", "decimals"),
    [
        (Style((0, 1)), "1E4", (0, 2)), (Style((0, 1)), "1", (0, 1)), (Style((0, 3)), "1E4", (0, 3)),
        (Style((1, 1)), "1E4", (1, 1)), (Style((0, 1)), "-1E4", (0, 1)), (Style(), "1E4", None),
    ],
)  # fmt: skip
def test_a_cent_is_not_too_fine_where_zeros_are_left_out(style: Style, factor: str, decimals: object) -> None:
    assert style.in_unit(Decimal(factor)).decimals == decimals


def test_facts_of_one_figure_are_one_reading() -> None:
    one = stated("totals.income", "5.00万元")
    readings = Readings((one, replace(one, subject=stated("income", "5.00万元").subject)), (), (), frozenset({1}))
    assert readings.twins == {0: (0, 1), 1: (0, 1)}
    assert [b.value for b in readings.changed(0, Decimal(60000)).stated] == [60000, 60000]
    assert {b.as_read for b in readings.changed(0, Decimal(60000)).stated} == {"5.00万元"}
    assert (readings.place_of(1, one), readings.place_of(7, one)) == (0, None)


def test_figures_of_the_text_and_of_tables_are_read_alike() -> None:
    readings = Readings(
        (stated("income", "5.00万元", page=3, sure=0.7),), (statement("支出决算表", SPENDING, 0.8),), (), frozenset()
    )
    cell, blank = CellRef(0, 0, 0), CellRef(0, 0, 2)
    assert [readings.raw(ref) for ref in (0, cell, blank)] == ["5.00万元", "1,000.00", "-"]
    assert [readings.value(ref) for ref in (0, cell, blank)] == [50000, 10000000, 0]
    assert [readings.page(ref) for ref in (0, cell)] == [3, 1]
    text, table = readings.printed(0), readings.printed(cell)
    assert text is not None
    assert (text.number, text.confidences, text.factor) == ("5.00", (0.7,) * 4, 10000)
    assert table is not None
    assert (table.number, table.confidences[0], table.factor) == ("1,000.00", 0.8, 10000)
    assert readings.printed(blank) is None


def test_a_share_is_a_hundred_at_most() -> None:
    readings = Readings(
        (stated("basic", "8250%", "share"), stated("basic", "8250%", "change_rate", number=1)), (), (), frozenset({1})
    )
    assert [p is not None and p.odd for p in map(readings.printed, (0, 1))] == [True, False]


@pytest.mark.parametrize(("nothing", "value"), [(False, "1200000"), (True, None)])
def test_a_changed_cell_is_changed_in_the_statement_too(nothing: bool, value: str | None) -> None:
    readings = Readings((), (statement("支出决算表", SPENDING),), (), frozenset({1}))
    changed = readings.changed(CellRef(0, 1, 0), Decimal(1200000), nothing=nothing).statements[0]
    for row in (changed.rows[1].row, changed.statement.rows[1]):
        assert (row.cells[0].value, row.cells[0].status, row.cells[0].as_read) == (value, "repaired", "100.00")
        assert row.cells[1] == readings.statements[0].rows[1].row.cells[1]
    assert changed.rows[0] == readings.statements[0].rows[0]
