"""How figures were read and printed, as repair looks at them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model.reference import CellRef
from extractors.proof.proof import Proof
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
        (["1,100.00", "1,200.00", "1,300.00", "1,400.00", "500.00"], Style((2, 2))),  # four thousands are too few
        (["1,100.00", "1,200.00", "1,300.00", "1,400.00", "1500.00"], Style((2, 2), grouped=True)),  # one is a slip
        (["1,100.00", "1200.00", "1300.00", "1400.00", "1500.00"], Style((2, 2), grouped=False)),
        (["1,100.00", "1,200.00", "1300.00", "1400.00", "1500.00", "1600.00"], Style((2, 2))),
        (["1,100.00", "1,200.00", "1,300.00", "1,400.00", "1,500.00", "1600.00", "1700.00"], Style((2, 2))),
        (["1", "2.0", "3.00", "4.000", "5.0000"], Style((0, 4))),  # none is printed twice
        (["1,100", "1,200", "1,300", "1,400", "1,500"], Style((0, 0), grouped=True)),
        (["1.100.00", "1,200.00", "1,300.00", "1,400,00", "1,500.00"], Style((2, 2), grouped=True)),
        (["1.00"] * 38 + ["2.000"] * 2, Style((0, 3))),  # two of forty are 5 %
        (["1.00"] * 39 + ["2.000"] * 2, Style((2, 2))),
        (["1.00"] * 57 + ["2.000"] * 3, Style((0, 3))),
        (["1.0"] * 4 + ["2.00"] * 16, Style((2, 2))),
        (["1.0"] * 5 + ["2.00"] * 16, Style((0, 2))),
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


@pytest.mark.parametrize(
    ("style", "number", "broken"),
    [
        (Style(grouped=True), "999", False), (Style(grouped=True), "1000.00", True),
        (Style(grouped=False), "100", False),
        (Style(grouped=False), "1000", False), (Style(grouped=False), "1,000.00", True),
        (Style(most=100), "1,000", True),
        (Style(most=100), "100.5", False), (Style(most=100), "01", True), (Style((1, 2)), "5", True),
        (Style((1, 2)), "5.1", False), (Style((1, 2)), "5.12", False), (Style((1, 2)), "5.123", True),
        (Style((2, 2)), "0.0", True), (Style((2, 2), grouped=True), "1,234.00", False),
        (Style((2, 2), grouped=True), "1,234.0", True), (Style(grouped=True, most=100), "1234.5", True),
    ],
)  # fmt: skip
def test_a_number_breaks_a_style_by_each_of_its_parts_alone(style: Style, number: str, broken: bool) -> None:
    assert style.broken_by(number) == broken


@pytest.mark.parametrize(
    ("style", "factor", "decimals"),
    [
        (Style((0, 1)), "1E8", (0, 6)), (Style((0, 1)), "0", (0, 1)), (Style((1, 3)), "1E6", (1, 4)),
        (Style((1, 2)), "1E5", (1, 3)), (Style((0, 0)), "1E4", (0, 0)), (Style((0, 1)), "0.5", (0, 1)),
    ],
)  # fmt: skip
def test_how_fine_a_cent_is_depends_on_the_unit(style: Style, factor: str, decimals: object) -> None:
    assert style.in_unit(Decimal(factor)).decimals == decimals


def test_the_rest_of_a_style_is_the_same_in_any_unit() -> None:
    assert Style((0, 1), grouped=True, most=100).in_unit(Decimal(10000)) == Style((0, 2), grouped=True, most=100)


def test_a_style_is_told_by_unit_and_of_figures_alone() -> None:
    figures = [stated("income", f"{n}.00万元", number=n) for n in range(1, 6)]
    rates = [stated("income", f"{n}.5%", "change_rate", number=n + 10) for n in range(1, 6)]
    texts = [replace(stated("income", f"{n}.000万元", number=n + 20), value="增加") for n in range(1, 6)]  # type: ignore[arg-type]
    assert Readings((*figures, *rates, *texts), (), (), frozenset()).styles == {
        "CNY": Style((2, 2)), "percent": Style((1, 1))
    }  # fmt: skip


def table_of(*rows: str, unit: str | None = None) -> Readings:
    """A statement of expenditure whose rows have those three figures each, on page 1 read by OCR."""
    body = [["", "合计", *rows[0].split()], *([f"{n + 205}", "教育支出", *r.split()] for n, r in enumerate(rows[1:]))]
    read = statement("支出决算表", [SPENDING[0], *body], 0.8)
    if unit is not None:
        read = replace(read, statement=read.statement.model_copy(update={"unit": unit}))
    return Readings((), (read,), (), frozenset({1}))


@pytest.mark.parametrize(
    ("rows", "style"),
    [
        (["1.00 2.00 3.00", "4.00 5.00 -"], Style((2, 2))),
        (["1.00 2.00 3.00", "4.00 - -"], Style()),  # a dash is no figure
        (["1.00 2.00 3.00", "4.00 0 0"], Style()),  # nor is a lone 0
        (["1.00 2.00 3.00", "4.00 5.00 0"], Style((2, 2))),
    ],
)
def test_a_table_has_a_style_of_its_own(rows: list[str], style: Style) -> None:
    readings = table_of(*rows)
    assert readings.styles == {0: style}
    printed = readings.printed(CellRef(0, 0, 0))
    assert printed is not None
    assert printed.style == style


def test_each_table_is_told_by_its_place() -> None:
    two, one = table_of("1.00 2.00 3.00", "4.00 5.00 6.00"), table_of("1.0 2.0 3.0", "4.0 5.0 6.0")
    both = replace(two, statements=(*two.statements, *one.statements))
    assert both.styles == {0: Style((2, 2)), 1: Style((1, 1))}
    assert [p and p.style for p in map(both.printed, (CellRef(0, 0, 1), CellRef(1, 0, 1)))] == [
        Style((2, 2)), Style((1, 1))
    ]  # fmt: skip


def test_places_of_facts_and_facts_of_places() -> None:
    cell, other = CellRef(0, 0, 0), CellRef(0, 0, 1)
    text = [stated("income", "5.00万元"), stated("expenditure", "6.00万元", number=1)]
    one = replace(text[0], subject=stated("totals.income", "5.00万元").subject)
    readings = Readings((*text, one), (), (), frozenset())
    told = [stated("basic", "7.00万元", cell=place) for place in (cell, other, cell)]
    proof = Proof((*readings.stated, *told), ())
    assert readings.twins == {0: (0, 2), 2: (0, 2), 1: (1,)}
    assert [readings.place_of(i, b) for i, b in enumerate(proof.bound)] == [0, 1, 0, cell, other, cell]
    assert [readings.facts_at(p, proof) for p in (0, 1, cell, other)] == [{0, 2}, {1}, {3, 5}, {4}]


def test_figures_of_two_paragraphs_or_places_are_two_readings() -> None:
    text = stated("income", "5.00万元")
    later = replace(text, paragraph=replace(text.paragraph, number=1))
    shorter = replace(text, value_span=(0, 4))
    assert Readings((text, later, shorter), (), (), frozenset()).twins == {0: (0,), 1: (1,), 2: (2,)}


def test_text_of_a_figure_is_where_its_value_stands() -> None:
    whole = stated("income", "增加5.00万元", page=2)
    marks = whole.paragraph.marks
    paragraph = replace(whole.paragraph, marks=(*(m._replace(page=3, confidence=0.5) for m in marks[:3]), *marks[3:]))
    bound = replace(whole, paragraph=paragraph, start=2, value_span=(2, 6))
    readings = Readings((bound, replace(bound, value_span=None)), (), (), frozenset())
    assert [readings.raw(i) for i in (0, 1)] == ["5.00", "5.00万元"]
    assert [p and p.confidences for p in map(readings.printed, (0, 1))] == [(0.5, 1.0, 1.0, 1.0)] * 2
    assert readings.page(0) == 3
    assert Readings((replace(bound, start=3),), (), (), frozenset()).page(0) == 2


def test_texts_and_blank_cells_are_worth_nothing() -> None:
    text = replace(stated("income", "5.00万元"), value="增加")
    readings = replace(table_of("1.00 2.00 -"), stated=(text,))
    assert (readings.value(0), readings.value(CellRef(0, 0, 2))) == (0, 0)


@pytest.mark.parametrize(
    ("raw", "factor"),
    [("0.00万元", 10000), ("0亿元", 100000000), ("0.0%", 1), ("0辆", 1), ("2.50万元", 10000), ("2.5%", 1), ("0元", 1)],
)
def test_a_zero_of_the_text_is_in_the_unit_behind_it(raw: str, factor: int) -> None:
    printed = texts(raw).printed(0)
    assert printed is not None
    assert printed.factor == factor


@pytest.mark.parametrize(("unit", "factor"), [("万元", 10000), ("元", 1), ("", 10000)])
def test_a_zero_of_a_table_is_in_the_unit_of_that(unit: str, factor: int) -> None:
    printed = table_of("0.00 2.00 3.00", unit=unit).printed(CellRef(0, 0, 0))
    assert printed is not None
    assert printed.factor == factor


def test_a_decrease_has_a_negative_factor() -> None:
    printed = Readings((stated("income", "5.00万元", "change", value=Decimal(-50000)),), (), (), frozenset()).printed(0)
    assert printed is not None
    assert printed.factor == -10000


def test_number_is_what_is_printed_of_a_figure() -> None:
    readings = texts("约5.00万元", "1.5")
    marks = tuple(m._replace(confidence=i / 10) for i, m in enumerate(readings.stated[0].paragraph.marks))
    blurred = replace(readings.stated[0], paragraph=replace(readings.stated[0].paragraph, marks=marks))
    printed = replace(readings, stated=(blurred,)).printed(0)
    assert printed is not None
    assert (printed.number, printed.confidences) == ("5.00", (0.1, 0.2, 0.3, 0.4))


def test_a_cell_whose_lines_are_not_its_text_is_not_looked_at() -> None:
    readings = table_of("1.00 2.00 3.00")
    read = readings.statements[0]
    sources = (read.rows[0].sources[1], replace(read.rows[0].sources[1], lines=()), read.rows[0].sources[2])
    changed = replace(read, rows=(replace(read.rows[0], sources=sources), *read.rows[1:]))
    told = [replace(readings, statements=(changed,)).printed(CellRef(0, 0, k)) for k in range(3)]
    assert [printed is None for printed in told] == [False, True, False]


def test_confidences_of_a_cell_leave_blanks_out() -> None:
    readings = table_of("1.00 2.00 3.00")
    read = readings.statements[0]
    (line,) = read.rows[0].sources[0].lines
    blank = replace(line, text="1. 00", boxes=(*line.boxes, line.boxes[0]), confidences=(0.1, 0.2, 0.9, 0.3, 0.4))
    sources = (replace(read.rows[0].sources[0], lines=(blank,)), *read.rows[0].sources[1:])
    changed = replace(read, rows=(replace(read.rows[0], sources=sources),))
    printed = replace(readings, statements=(changed,)).printed(CellRef(0, 0, 0))
    assert printed is not None
    assert printed.confidences == (0.1, 0.2, 0.3, 0.4)


def test_only_shares_are_a_hundred_at_most() -> None:
    readings = replace(
        table_of("8250 2.00 3.00"), stated=(stated("basic", "8250%", "share"), stated("basic", "8250元"))
    )
    told = [readings.printed(place) for place in (0, 1, CellRef(0, 0, 0))]
    assert [p and p.style.most for p in told] == [100, None, None]


def test_dots_that_were_commas_are_not_odd() -> None:
    assert [p and p.odd for p in map(texts("82.107.88万元", "8.2.107万元").printed, (0, 1))] == [False, True]


def test_changed_figures_of_the_text_keep_their_proportions_and_signs() -> None:
    one = stated("income", "5.00万元")
    less = replace(one, value=Decimal(-50000), measure="change")
    other = stated("expenditure", "5.00万元", number=1)
    changed = Readings((one, other, less), (), (), frozenset()).changed(0, Decimal(60000))
    assert [b.value for b in changed.stated] == [60000, 50000, -60000]
    assert [b.as_read for b in changed.stated] == ["5.00万元", None, "5.00万元"]


def test_a_changed_zero_is_the_value_itself() -> None:
    changed = texts("0.00万元", "1.00万元").changed(0, Decimal(60000))
    assert [b.value for b in changed.stated] == [60000, 10000]


@pytest.mark.parametrize("place", [CellRef(s, r, k) for s in (0, 1) for r in (0, 1) for k in (0, 2)])
def test_a_changed_cell_is_the_only_one(place: CellRef) -> None:
    one = table_of("1.00 2.00 3.00", "4.00 5.00 6.00", "7.00 8.00 9.00")
    readings = replace(one, statements=one.statements * 2)
    changed = readings.changed(place, Decimal(5))
    both = [[c for s in r.statements for row in s.rows for c in row.row.cells] for r in (readings, changed)]
    differing = [(old.raw, new.value) for old, new in zip(*both, strict=True) if old != new]
    assert differing == [(readings.raw(place), "5")]
    assert changed.value(place) == 5
    assert [s.statement.rows for s in changed.statements] == [tuple(x.row for x in s.rows) for s in changed.statements]


def test_what_the_identities_say_follows_the_change() -> None:
    readings = table_of("7.00 2.00 3.00")
    assert not readings.proved().results[0].passed
    assert all(r.passed for r in readings.changed(CellRef(0, 0, 0), Decimal(50000)).proved().results)
