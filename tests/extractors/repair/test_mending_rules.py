"""Each rule that allows or forbids a repair, at its bounds: what is mended by which checks, and what is explained.

Beside test_mending.py, whose documents are sentences: here a document is a line of figures, so that a rule has a table.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.model.reference import CellRef
from extractors.model.result import CheckKind
from extractors.proof.proof import Proof
from extractors.repair.mending import IdentityKey, Mended, Repair, identity_key, mended
from tests.extractors.repair.scanned import figures, scanned, scanned_table, told
from tests.extractors.small import result, stated, sum_of

BASIC = ("basic {}万元", "basic.personnel {}万元", "basic.public {}万元")
RATE = ("agency_operation {}万元", "agency_operation@change {}万元", "agency_operation@change_rate {}%")
SHARE = ("expenditure {}万元", "expenditure.basic {}万元", "expenditure.basic@share {}%")
THREE = (
    "three_public {}万元", "three_public.vehicles {}万元", "three_public.vehicles.purchase {}万元",
    "three_public.vehicles.operation {}万元",
)  # fmt: skip
# Rates with two decimals, of nothing else: so many that one without them is odd.
PRINTED_RATES = tuple(f"basic.public@change_rate {n}.00%" for n in range(5))
CHANGE = "change_rate.agency_operation"
ROW, COLUMN = "statement.expenditure.row_sum", "statement.expenditure.column_sum"


def lines(shape: tuple[str, ...], numbers: str) -> tuple[str, ...]:
    return tuple(line.format(number) for line, number in zip(shape, numbers.split(), strict=True))


def after(shape: tuple[str, ...], numbers: str, *more: str) -> str:
    return told(mended(scanned(*lines(shape, numbers), *more)))


@pytest.mark.parametrize(
    ("numbers", "done"),
    [
        ("31.00 1{0.6}8.00 18.00", "18.00万元→130000 basic"),
        ("31.00 18.0{0.6}0 18.00", "18.00万元→130000 basic"),  # doubt anywhere in the number
        ("31.00 18{0.994}.00 18.00", "18.00万元→130000 basic"),
        ("31.00 18{0.995}.00 18.00", "basic 0"),  # no doubt any more
        ("31.01 18{0.6}.00 18.00", "basic 0"),  # a cent off
        ("128.00 18{0.6}.00 10.00", "18.00万元→1180000 basic"),  # a lost digit
        ("128.00 18{0.99}.00 10.00", "18.00万元→1180000 basic"),
        ("33.00 12{0.6}.00 15.00", "basic 1"),  # 8 is not taken for 2: an explanation only
        ("33.00 81{0.6}.00 15.00", "basic 0"),  # people exchange digits
        ("96.00 18{0.6}.00 15.00", "basic 0"),
        ("3{0.6}3.00 18.00 18.00", "basic 1"),  # the total is a figure like others
        ("1,243.00 1,28.00 15.00", "1,28.00万元→12280000 basic"),  # surely read, but misprinted
        ("1,243.00 1,22800 15.00", "1,22800万元→12280000 basic"),
        ("1,249.00 1,28.00 15.00", "basic 0"),
        ("11 3{0.5} 3", "basic 0"),  # a lone digit
        ("11 3{0.5}.0 3", "3.0万元→80000 basic"),
        ("11 03{0.5} 3", "basic 0"),
    ],
)
def test_figure_of_a_sum_is_mended_where_it_was_read_with_doubt_and_all_adds_up(numbers: str, done: str) -> None:
    assert after(BASIC, numbers) == done


@pytest.mark.parametrize(
    ("numbers", "done"),
    [
        ("31.00 18{0.4}.00 18{0.9}.00", "18.00万元→130000 basic"), ("31.00 18{0.4}.00 18{0.89}.00", "basic 2"),
        # Of a doubt at another mark a fifth is left
        ("31.00 18{0.4}.00 1{0.51}8.00", "18.00万元→130000 basic"), ("31.00 18{0.4}.00 1{0.49}8.00", "basic 2"),
        ("31.00 1{0.1}8.00 18{0.8}.00", "basic 2"),
        # An odd print is a doubt of a half, or of the mark itself; a digit not known to be taken for another 0.4
        ("32.00 04.00 1{0.8}8.00", "04.00万元→140000 basic"), ("32.00 04.00 1{0.78}8.00", "basic 2"),
        ("32.00 0{0.4}4.00 1{0.76}8.00", "04.00万元→140000 basic"), ("32.00 0{0.4}4.00 1{0.74}8.00", "basic 2"),
        # An added digit 0.5, a lost one 0.2, a point 1
        ("633.00 1{0.4}18.00 6{0.951}15.00", "118.00万元→180000 basic"),
        ("633.00 1{0.4}18.00 6{0.949}15.00", "basic 2"),
        ("633.00 18.0{0.4}0 5{0.981}15.00", "18.00万元→1180000 basic"), ("633.00 18.0{0.4}0 5{0.979}15.00", "basic 2"),
        ("10.00 10.0{0.4} 9{0.901}.00", "10.0万元→10000 basic"), ("10.00 10.0{0.4} 9{0.899}.00", "basic 2"),
        # Exchanged digits stand in the way with 0.4, but are not counted
        ("21.00 9{0.4}.00 21{0.76}.00", "9.00万元→0 basic"), ("21.00 9{0.4}.00 21{0.74}.00", "basic 1"),
    ],
)  # fmt: skip
def test_slip_must_be_six_times_as_likely_as_any_other(numbers: str, done: str) -> None:
    assert after(BASIC, numbers) == done


@pytest.mark.parametrize(
    ("numbers", "done"),
    [
        ("157.80 57.80 57{0.9}8", f"578%→57.8 {CHANGE}"), ("157.80 57.80 51{0.6}.80", f"51.80%→57.8 {CHANGE}"),
        ("157.80 51{0.6}.80 57.80", f"51.80万元→578000 {CHANGE}"),
        ("42.20 -51{0.6}.80 -57.80", f"51.80万元→-578000 {CHANGE}"), ("157.80 -51{0.6}.80 -57.80", f"{CHANGE} 0"),
        ("157.80 57.80 53{0.6}", f"53%→58 {CHANGE}"), ("157.80 57.80 51{0.6}", f"{CHANGE} 1"),
        ("157.80 57.80 51{0.6}.81", f"{CHANGE} 1"), ("157.80 57.80 51{0.6}.79", f"{CHANGE} 1"),
        ("157.84 57.84 51{0.6}.8", f"51.8%→57.8 {CHANGE}"), ("157.86 57.86 51{0.6}.8", f"{CHANGE} 1"),
        ("157.50 57.50 53{0.6}", f"{CHANGE} 2"), ("157.80 5{0.6}.80 57.80", f"{CHANGE} 0"),
        ("157.80 75{0.6}.80 57.80", f"{CHANGE} 0"), ("157.80 57.80 157.8{0.6}0", f"157.80%→57.8 {CHANGE}"),
        ("100.00 0{0.5}.00 8.70", f"0.00万元→80000 {CHANGE}"), ("100.00 0{0.5}.00 8.69", f"{CHANGE} 1"),
        ("100.00 0.00{0.5} 8.70", f"{CHANGE} 1"),
    ],
)  # fmt: skip
def test_rate_alone_mends_what_its_figures_round_to(numbers: str, done: str) -> None:
    assert after(RATE, numbers) == done


@pytest.mark.parametrize(
    ("numbers", "done"),
    [
        ("157.80 57.80 51{0.6}.80{0.9}", f"{CHANGE} 1"), ("157.80 57.80 51{0.6}.80{0.994}", f"{CHANGE} 1"),
        ("157.80 57.80 51{0.6}.80{0.995}", f"51.80%→57.8 {CHANGE}"),
        ("157.80 57.80 51{0.6}.8{0.9}0", f"51.80%→57.8 {CHANGE}"),
        ("157.80 57.80 51{0.6}.8{0.9}", f"51.8%→57.8 {CHANGE}"), ("157.80 51{0.6}.8{0.9} 57.80", f"{CHANGE} 1"),
        ("157.80 51{0.6}.8{0.9}0 57.80", f"51.80万元→578000 {CHANGE}"), ("157.80 51{0.6}.80{0.9} 57.80", f"{CHANGE} 1"),
        ("157,800.00 51{0.6},800.0{0.9}0 57.80", f"{CHANGE} 1"),
        ("157,800.00 51{0.6},80{0.9}0.00 57.80", f"51,800.00万元→578000000 {CHANGE}"),
        ("157,800.00 51{0.6},8{0.9}00.00 57.80", f"51,800.00万元→578000000 {CHANGE}"),
    ],
)  # fmt: skip
def test_rate_alone_must_tell_every_doubtful_digit(numbers: str, done: str) -> None:
    assert after(RATE, numbers) == done


@pytest.mark.parametrize(
    ("numbers", "done"),
    [
        ("1.58 0.58 53{0.6}.00", f"53.00%→58 {CHANGE}"),  # 57 and 59 hold as well, but the figures round to 58
        ("1.58 0.58 53{0.6}.50", f"{CHANGE} 4"), ("1.58 0.58 53{0.6}.01", f"{CHANGE} 3"),
        ("157.79 57.79 578{0.9}", f"578%→57.8 {CHANGE}"),  # neither 57.8 nor 58 to the digit: the likelier by far
        ("157.79 57.79 57{0.9}8", f"{CHANGE} 2"),
        # Of the odds of an amount that the rate is not the rounding of a fifth is left
        ("1.58 0.58{0.17} 53{0.6}.00", f"53.00%→58 {CHANGE}"), ("1.58 0.58{0.16} 53{0.6}.00", f"{CHANGE} 5"),
    ],
)  # fmt: skip
def test_of_two_values_the_nearer_is_taken(numbers: str, done: str) -> None:
    assert after(RATE, numbers) == done


@pytest.mark.parametrize(
    ("numbers", "done"),
    [
        # 43.00 in three parts passes two cents off, so that vehicles may be two cents off, too
        ("43.02 33.00 15.00 18.08{0.6}", "18.08万元→180000 three_public.vehicles"),  # 18.01, 18.02 are farther
        ("43.02 33.00 15.00 18.06{0.6}", "18.06万元→180000 three_public.vehicles"),
        ("43.02 33.02 15.00 18.08{0.6}", "three_public.vehicles 1"),
        ("43.02 33.01 15.00 18.08{0.6}", "three_public.vehicles 3"),
        ("43.02 33.00 15.00 18.05{0.6}", "three_public.vehicles 3"),
        ("43.02 33.00 15.00 1{0.6}9.00", "three_public.vehicles 1"),
        ("43.03 33.00 15.00 13{0.6}.02", "13.02万元→180200 three_public.vehicles"),
        ("42.98 33.00 15.00 13{0.6}.02", "13.02万元→180200 three_public.vehicles"),
        ("43.01 33.01 15.00 13{0.6}.00", "three_public.vehicles 0"),  # exact, so it must be
        ("43.00 33.01 15.00 13{0.6}.00", "13.00万元→180000 three_public.vehicles"),
        # What takes part in more failures stands above the rest
        ("15.00 6{0.6}.00 0.00 5.00", "6.00万元→50000 three_public+three_public.vehicles"),
        ("15.00 6{0.6}.00 0.00 5{0.1}.00", "6.00万元→50000 three_public+three_public.vehicles"),
        ("15.00 5.00 0.00 6{0.6}.00", "6.00万元→50000 three_public.vehicles"),
        ("15.01 6{0.6}.00 0.00 5.00", "three_public 0; three_public.vehicles 0"),
    ],
)
def test_sum_must_be_as_exact_as_others_of_its_family(numbers: str, done: str) -> None:
    assert after(THREE, numbers, "three_public.overseas 5.00万元", "three_public.reception 5.00万元") == done


@pytest.mark.parametrize(
    ("numbers", "more", "done"),
    [
        ("200.00 57.80 23{0.6}.90", (), "23.90%→28.9 share.expenditure.basic"),
        ("200.00 57.81 23{0.6}.90", (), "23.90%→28.9 share.expenditure.basic"),
        ("200.00 57.80 2890", (), "2890%→28.9 share.expenditure.basic"),
        ("200.00 51{0.6}.80 28.90", (), "51.80万元→578000 share.expenditure.basic"),
        ("200.00 51{0.6}.80 28.91", (), "share.expenditure.basic 0"),
        ("200.00 57.83 23{0.6}.90", (), "share.expenditure.basic 0"),
        ("200.00 57.83 23{0.6}.90", ("20.02", "10.00"), "share.expenditure.basic 0"),
        ("200.00 57.83 23{0.6}.90", ("20.03", "10.00"), "share.expenditure.basic 1"),
    ],
)
def test_share_must_be_as_exact_as_other_shares(numbers: str, more: tuple[str, ...], done: str) -> None:
    shape = ("expenditure.project {}万元", "expenditure.project@share {}%")
    assert after(SHARE, numbers, *(lines(shape, " ".join(more)) if more else ())) == done


@pytest.mark.parametrize(
    ("numbers", "done"),
    [
        ("100.00 0.00 1", f"1%→0 {CHANGE}"), ("100.00 0.00 7", f"{CHANGE} 1"), ("100.00 0.00 10", f"10%→0 {CHANGE}"),
        ("100.00 0.0{0.5}0 1", f"{CHANGE} 7"), ("109.00 9.00 900", f"900%→9 {CHANGE}"),
        ("109.00 9.00 90", f"{CHANGE} 0"),
    ],
)  # fmt: skip
def test_figure_unlike_those_around_it_is_doubted(numbers: str, done: str) -> None:
    assert after(RATE, numbers, *PRINTED_RATES) == done


@pytest.mark.parametrize(
    ("vehicles", "change", "rate", "done"),
    [
        ("6{0.6}.00", "4.00", "400.00", "6.00万元→50000 three_public+change_rate.three_public.vehicles"),
        ("6{0.6}.00", "4.00", "390.00", "three_public 0; change_rate.three_public.vehicles 0"),
        ("6{0.6}.00", "1.00", "20.00", "three_public 0"),  # the rate that holds would not any more
        ("6{0.6}.00", "5.00", "10.00", "three_public 0; change_rate.three_public.vehicles 0"),  # can't be told any more
    ],
)
def test_sum_is_mended_where_rates_hold_with_it(vehicles: str, change: str, rate: str, done: str) -> None:
    told_here = scanned(
        "three_public 10.00万元", "three_public.overseas 2.00万元", f"three_public.vehicles {vehicles}万元",
        "three_public.reception 3.00万元", f"three_public.vehicles@change {change}万元",
        f"three_public.vehicles@change_rate {rate}%",
    )  # fmt: skip
    assert told(mended(told_here)) == done


@pytest.mark.parametrize(
    ("written", "done"),
    [
        (("33.00万元 1", "38{0.6}.00万元"), "38.00万元→330000 restated.income.final"),
        (("33.00万元 2", "38{0.6}.00万元"), "38.00万元→330000 restated.income.final"),
        (("33.00万元", "38{0.6}.00万元 2"), "restated.income.final 0"),
        (("33.00万元", "38{0.6}.00万元", "38.00万元"), "restated.income.final 0"),
        (("38{0.6}.00万元", "33.00万元", "38.00万元"), "restated.income.final 0; restated.income.final 0"),
    ],
)
def test_figure_stated_again_is_mended_on_pages_read_by_ocr(written: tuple[str, ...], done: str) -> None:
    assert told(mended(scanned(*(f"income {raw}" for raw in written)))) == done


def test_counts_are_mended_like_amounts() -> None:
    staff = ("staff.actual@count 33人", "staff.in_service@count 18{0.6}人", "staff.retired@count 20人")
    assert told(mended(scanned(*staff))) == "18人→13 staff"


def test_twelve_readings_of_a_document_are_mended_and_the_next_is_explained() -> None:
    concepts = (
        "income", "income.other", "expenditure", "basic", "basic.personnel", "basic.public", "procurement",
        "three_public", "general_public", "agency_operation", "totals.income", "totals.expenditure", "staff.actual",
    )  # fmt: skip
    twice = [line for c in concepts for line in (f"{c}@prior 33.00万元 2", f"{c}@prior 38{{0.6}}.00万元")]
    done = mended(scanned(*twice))
    assert (len(done.repairs), [n for _, n in done.explained]) == (12, [1])


@pytest.mark.parametrize(("purchase", "done"), [("82041.60", "three_public.vehicles 0"), ("62053.81", "")])
def test_of_more_than_four_hundred_candidates_none_is_counted(purchase: str, done: str) -> None:
    """Sums in 亿元 are off by so much that every variant of the small ones may fit: 400 of the first three, and 401."""
    vehicles = zip(("", ".purchase", ".operation"), ("4898.75", purchase, "9111930.11"), strict=True)
    small = (f"three_public.vehicles{part} {''.join(f'{c}{{0.6}}' for c in raw)}元" for part, raw in vehicles)
    large = ("three_public 28亿元", "three_public.overseas 22亿元", "three_public.reception 5亿元")
    assert told(mended(scanned(*large, *small))) == done


@pytest.mark.parametrize(
    ("rows", "done"),
    [
        (["合计 33.00 18.00 15.00", "205 33.00 13{0.6}.00 15.00"], f"13.00→180000 {ROW}+{COLUMN}"),
        (["合计 31.00 13.00 18.00", "205 31.00 18{0.4}.00 18{0.4}.00"], f"18.00→130000 {ROW}+{COLUMN}"),
        (["合计 31.00 13.00 18.00", "205 31.00 18.00 18.00"], f"{ROW} 0; {COLUMN} 0"),
        (["205 33.01 18{0.6}.00 18.00"], f"{ROW} 0"),
        (["205 31.01 18{0.6}.00 18.00", "206 33.01 15.00 18.00"], f"18.00→130000 {ROW}"),
        (["205 31.03 18{0.6}.00 18.00", "206 33.01 15.00 18.00"], f"{ROW} 0"),
        (["205 31.01 18{0.6}.00 18.00", "206 33.02 15.00 18.00", "207 33.00 15.00 18.00"], f"18.00→130000 {ROW}"),
        (["合计 3,100.00 1,300.00 1,800.00", "205 3,100.00 1,30.00 1,800.00"], f"1,30.00→13000000 {ROW}+{COLUMN}"),
        (["合计 3,100.00 1,300.00 1,800.00", "205 3,100.00 11,300.00 1,800.00"], f"{ROW} 0; {COLUMN} 0"),
    ],
)
def test_cell_is_mended_by_its_row_and_its_column(rows: list[str], done: str) -> None:
    assert told(mended(scanned_table(*rows))) == done


SURE = ["207 33.00 33.00 -", "208 33.00 33.00 -"]


@pytest.mark.parametrize(
    ("rows", "done"),
    [
        (["合计 33.00 33.00 -", "205 33.00 33.00 1"], f"1→0 {ROW}+{COLUMN}"),
        (["合计 99.00 99.00 -", "205 33.00 33.00 1", "206 33.00 33.00 1", SURE[0]],
         f"1→0 {ROW}+{COLUMN}; 1→0 {ROW}+{COLUMN}"),  # neither alone mends the column
        (["205 33.00 33.00 1", "206 33.00 33.00 1", *SURE], f"1→0 {ROW}; 1→0 {ROW}"),
        (["205 33.00 33.00 1", "206 33.00 30.00 1", *SURE], f"1→0 {ROW}; {ROW} 0"),
        (["205 33.00 32.00 1", "206 33.00 33.00 1", *SURE], f"1→0 {ROW}"),  # 33 = 32 + 1
        (["205 33.00 30.00 1", "206 33.00 33.00 -", *SURE], f"{ROW} 0"),  # it would mend nothing
        (["合计 33.00 33.00 1", "205 33.00 33.00 1"], f"{ROW} 0; {ROW} 0"),  # a table that prints whole numbers, too
        (["205 33.00 33.00 1"], f"{ROW} 0"),
        (["205 33.00 33.00 7", "206 33.00 33.00 -", *SURE], f"{ROW} 1"),
        (["205 33.00 33.00 11", "206 33.00 33.00 -", *SURE], f"{ROW} 0"),
        (["205 33.00 33.00 1", "206 33.00 3{0.6}8.00 -", *SURE], f"1→0 {ROW}; 38.00→330000 {ROW}"),
    ],
)  # fmt: skip
def test_stroke_for_a_dash_is_left_empty(rows: list[str], done: str) -> None:
    assert told(mended(scanned_table(*rows))) == done


def test_emptied_cells_are_no_figures_any_more() -> None:
    done = mended(scanned_table("205 33.00 33.00 1", "206 33.00 33.00 1", *SURE))
    cells = [row.cells[2] for row in done.readings.statements[0].statement.rows]
    assert [(c.value, c.status) for c in cells[:2]] == [(None, "repaired")] * 2
    assert [r.place for r in done.repairs] == [CellRef(0, 0, 2), CellRef(0, 1, 2)]
    assert done.proof.results == done.readings.proved().results
    assert all(r.passed for r in done.proof.results)


@pytest.mark.parametrize("ocr", [(), (2,)])
def test_cells_of_other_pages_are_neither_emptied_nor_mended(ocr: tuple[int, ...]) -> None:
    rows = ["合计 66.00 66.00 -", "205 33.00 33.00 1", "206 33.00 3{0.6}8.00 -", SURE[0]]
    assert mended(scanned_table(*rows, ocr=ocr)).repairs == ()


def test_strokes_of_the_text_are_not_emptied_with_those_of_tables() -> None:
    text = (*PRINTED_RATES, *lines(RATE, "100.00 0.00 1"))
    rows = ["205 33.00 33.00 1", "206 33.00 33.00 -", *SURE]
    done = mended(scanned_table(*rows, text=text))
    assert told(done) == f"1→0 {ROW}; 1%→0 {CHANGE}"
    assert [r.place for r in done.repairs] == [CellRef(0, 0, 2), 7]


def test_cells_are_mended_before_figures_of_the_text_in_the_order_of_their_paths() -> None:
    rows = [f"{n} 33.00 38{{0.6}}.00 0.00" if n in (207, 216) else f"{n} 33.00 33.00 0.00" for n in range(205, 217)]
    done = mended(scanned_table(*rows, text=["income 33.00万元", "income 38{0.6}.00万元"]))
    assert [r.place for r in done.repairs] == [CellRef(0, 11, 1), CellRef(0, 2, 1), 1]


@pytest.mark.parametrize(
    ("cell", "text", "done"),
    [
        ("13{0.6}.00", "18.00", f"13.00→180000 table.expenditure.basic.final+{ROW}+{COLUMN}"),
        ("18.00", "13{0.6}.00", "13.00万元→180000 table.expenditure.basic.final"),
    ],
)
def test_text_and_table_mend_each_other(cell: str, text: str, done: str) -> None:
    rows = [f"合计 33.00 {cell} 15.00", "205 33.00 18.00 15.00"]
    assert told(mended(scanned_table(*rows, text=[f"expenditure.basic {text}万元"]))) == done


def test_repair_says_where_it_was_and_who_decided() -> None:
    (repair,) = mended(scanned_table("合计 33.00 18.00 15.00", "205 33.00 13{0.6}.00 15.00")).repairs
    assert repair == Repair(CellRef(0, 1, 1), 1, "13.00", Decimal(180000), (ROW, COLUMN))
    (repair,) = mended(scanned("income 33.00万元", "income 38{0.6}.00万元 3", ocr=(3,))).repairs
    assert repair == Repair(1, 3, "38.00万元", Decimal(330000), ("restated.income.final",))


def test_warning_names_page_reading_value_and_checks() -> None:
    none = mended(scanned("income 33.00万元"))
    done = Mended(none.readings, none.proof, (Repair(0, 4, "38.00", Decimal("330000.00"), ("a", "b")),))
    assert (done.warnings, none.warnings) == (("page 4: 38.00 was mended to 330000 by a, b",), ())
    assert (none.repairs, none.explained) == ((), ())


def test_without_ocr_nothing_is_explained() -> None:
    readings = scanned(*lines(BASIC, "33.00 12{0.6}.00 15.00"), ocr=())
    done = mended(readings)
    assert (done.readings, done.repairs, done.explained) == (readings, (), ())
    assert [r.id for r in done.proof.results if not r.passed] == ["basic"]


def test_identity_is_known_by_its_cells_or_by_what_its_facts_are() -> None:
    bound = figures(["basic 3.00万元", "basic.public@change 1.00万元"])
    proof = Proof((*bound, stated("basic", "1.00万元", cell=CellRef(0, 0, 0))), ())
    assert identity_key(sum_of(0, 1), proof) == IdentityKey(
        CheckKind.SUM, "income", "", (("basic", "final"), ("basic.public", "change"))
    )
    cells = sum_of(CellRef(0, 0, 0), CellRef(0, 0, 1))
    assert identity_key(cells, proof).of == (CellRef(0, 0, 0), CellRef(0, 0, 1))
    of_both = result(CheckKind.ROW_SUM, "x", cells.roles)
    assert identity_key(of_both, proof)[:3] == (CheckKind.ROW_SUM, "x", "")
