"""What else would account for a failure: other readings of the printed figures, or one slip of the pen."""

from __future__ import annotations

import math

import pytest

from extractors.model.reference import FormRef
from extractors.model.result import BudgetRate, CheckKind, Execution, Pair, Result, Sum
from extractors.verdict.blame import Blame
from patterns.misbinding import load_misbinding
from tests.extractors.small import stated
from tests.extractors.verdict.document import (
    Document,
    at,
    budget_rate,
    change_rate,
    in_table,
    off,
    restated,
    row,
    share,
    total,
)

THREE = ("t:100.37", "a:60.11", "b:30.26")


@pytest.mark.parametrize(
    ("lines", "by", "explained"),
    [
        (("10.13",), "10.13", 1.0),
        (("10.13",), "-10.13", 1.0),
        (("10.13",), "10.14", 0.0),
        (("10.00",), "10.00", 0.0),
        ((), "60.11", 0.0),
        (("60.11",), "-60.11", 0.0),
        (("0.01",), "0.01", 0.0),
    ],
)
def test_a_sum_is_off_by_what_is_printed_elsewhere(lines: tuple[str, ...], by: str, explained: float) -> None:
    signs = Document(*THREE, *lines).signs(total(0, 1, 2, by=by))
    assert (signs.explained, signs.other_telling) == (explained, 0.0)


def test_a_row_is_off_by_what_is_printed_but_in_its_own_cells() -> None:
    document = Document("60.11", "10.13", tables=[["100.37 60.11"]])
    assert [document.signs(row(at(0), at(1), by=by)).explained for by in ("10.13", "60.11")] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("other", "by", "holds"),
    [
        ("a:73.98", "13.87", 1.0),
        ("a:73.98", "-13.87", 1.0),
        ("a:73.98", "13.88", 1.0),
        ("a:73.98", "13.8801", 0.0),
        ("a:73.98", "13.86", 1.0),
        ("a:73.98", "13.8599", 0.0),
        ("a:48.98", "11.13", 1.0),
        ("a:48.98", "109.09", 0.0),
        ("t:38.19", "62.18", 1.0),
        ("x:73.98", "13.87", 0.0),
        ("a:61.11", "1.00", 0.0),
        ("a:60.11", "0.00", 0.0),
        ("a:80.11", "20.00", 0.0),
    ],
)  # fmt: skip
def test_a_sum_may_hold_with_another_value_of_one_figure(other: str, by: str, holds: float) -> None:
    signs = Document(*THREE, other).signs(total(0, 1, 2, by=by))
    assert (signs.other_telling, signs.explained) == (holds, holds)


def test_tables_and_texts_tell_no_other_value() -> None:
    failed = total(0, 1, 2, by="13.87")
    assert Document(*THREE, "a:73.98").change(3, cell=at(0)).signs(failed).other_telling == 0.0
    assert Document(*THREE, "a:73.98").change(3, value="73.98").signs(failed).other_telling == 0.0


def test_a_figure_stated_twice_has_no_third_value_to_hold_with() -> None:
    document = Document("a:60.11", "a:73.98", "a:48.98")
    assert document.signs(restated(0, 1, "11.13")).other_telling == 0.0
    assert document.signs(off(CheckKind.EQUAL, Pair(0, 1), "11.13")).other_telling == 1.0


@pytest.mark.parametrize(("other", "telling"), [("25.73", 0.0), ("24.99", 1.0), ("31.46", 1.0)])
def test_rates_are_slips_of_each_other_by_their_digits(other: str, telling: float) -> None:
    document = Document("r:25.13%", f"r:{other}%")
    assert document.signs(off(CheckKind.EQUAL, Pair(0, 0), "0.0001")).other_telling == telling


@pytest.mark.parametrize(
    ("other", "holds"), [("p:66.49", 1.0), ("w:152.64", 1.0), ("p:70.00", 0.0), ("w:160.00", 0.0), ("x:66.49", 0.0)]
)
def test_a_rate_may_hold_with_another_value_of_an_amount(other: str, holds: float) -> None:
    lines = ("r:33.00%", "p:50.37", "w:201.48", other)
    rates = (share(), change_rate(), budget_rate())
    assert [Document(*lines).signs(rate).other_telling for rate in rates] == [holds] * 3
    assert Document(*lines).unprinted(0).signs(share()).other_telling == 0.0


@pytest.mark.parametrize(
    ("tables", "by", "moved"),
    [
        ([["100.37 60.11 -"]], "60.11", 1.0),
        ([["100.37 60.11 -"]], "-60.11", 1.0),
        ([["100.37 60.11 -"]], "60.12", 0.0),
        ([["100.37 60.11"]], "60.11", 0.0),
        ([["100.37 60.11", "5.13 -"]], "60.11", 0.0),
        ([["100.37 60.11"], ["-"]], "60.11", 0.0),
    ],
)
def test_a_cell_may_belong_into_a_blank_of_its_row(tables: list[list[str]], by: str, moved: float) -> None:
    assert Document(tables=tables).signs(row(at(0), at(1), by=by)).explained == moved


def test_text_and_table_agree_where_the_cell_belongs_into_a_blank() -> None:
    assert Document("a:9.19", tables=[["60.11 -"]]).signs(in_table(0, at(0), "60.11")).explained == 1.0


WITNESS = stated("x", "1.00万元", cell=at(0, 1))


@pytest.mark.parametrize(
    ("document", "explained"),
    [
        (Document("a:60.11", tables=[["73.98"]]), 0.0),
        (Document("a:60.11", tables=[["73.98 60.11"]]), 1.0),
        (Document("a:-60.11", tables=[["73.98 60.11"]]), 1.0),
        (Document("a:60.00", tables=[["73.98 60.00"]]), 0.0),
        (Document("a:60.11", "60.11", tables=[["73.98"]]), 0.0),
        (Document("a:60.11", "c:3.13", tables=[["73.98 60.11"]]).change(1, witnesses=(WITNESS,)), 0.0),
        (Document("a:60.11", "c:3.13", tables=[["73.98 60.11"]]).change(1, witnesses=(stated("x", "1元"),)), 1.0),
        (Document("a:60.11", "10.13", tables=[["73.98"]]), 0.0),
        (Document("a:60.11", "b:73.98", tables=[["73.98"]]), 1.0),
        (Document("a:60.11", "b:73.99", tables=[["73.98"]]), 0.0),
        (Document("a:60.11", "b:61.11", tables=[["61.11"]]), 0.0),
        (Document("a:60.11", "b:90.00", tables=[["90.00"]]), 0.0),
        (Document("a:60.11", "b:73.98", tables=[["73.98"]]).change(1, cell=at(3, 3)), 0.0),
        (Document("a:60.11", "b:73.98", tables=[["73.98"]]).change(1, witnesses=(WITNESS,)), 0.0),
        (Document("a:60.11", "a:73.98", tables=[["73.98"]]), 0.0),
        (Document("a:60.11", "a:73.98", "b:73.98", tables=[["73.98"]]), 0.0),
        (Document("a:60.11", "b:73.98", tables=[["73.98%"]]), 0.0),
    ],
)  # fmt: skip
def test_text_and_table_may_hold_each_others_figures(document: Document, explained: float) -> None:
    assert document.signs(in_table(0, at(0), "10.13")).explained == explained


@pytest.mark.parametrize(
    ("lines", "of_share", "of_change"),
    [
        (("r:25.00% 50.37 201.48", "p:7.13", "w:9.19"), 1.0, 1.0),  # amounts beside it tell it
        (("r:25.00%", "p:7.13", "w:999.19"), 0.0, 0.0),
        (("r:25.00% 50.02", "p:7.13", "w:200.00"), 1.0, 0.0),
        (("r:-25.00% 50.02", "p:7.13", "w:200.00"), 1.0, 0.0),
        (("r:25.00% 50.03", "p:7.13", "w:200.00"), 0.0, 0.0),
        (("r:25.00% 49.98", "p:7.13", "w:200.00"), 1.0, 0.0),
        (("r:25.00% 49.97", "p:7.13", "w:200.00"), 0.0, 0.0),
        (("r:25.00%", "50.02", "p:7.13", "w:200.00"), 0.0, 0.0),
        (("r:25.00% 50.02", "p:49.02", "w:200.00"), 0.0, 0.0),
        (("r:25.00% 50.02", "p:7.13", "w:0.00"), 0.0, 0.0),
        (("r:25.00%", "p:50.02", "w:999.19", "200.00"), 1.0, 0.0),
        (("r:-25.00%", "p:50.02", "w:999.19", "200.00"), 1.0, 0.0),
        (("r:25.00%", "p:50.03", "w:999.19", "200.00"), 0.0, 0.0),
        (("r:25.00%", "p:49.98", "w:999.19", "200.00"), 1.0, 0.0),
        (("r:25.00%", "p:49.97", "w:999.19", "200.00"), 0.0, 0.0),
        (("r:25.00%", "p:50.02", "w:201.19", "200.00"), 0.0, 0.0),
        (("r:25.00%", "p:50.02", "w:999.19", "0.00"), 0.0, 0.0),
    ],
)
def test_a_share_may_be_of_other_amounts(lines: tuple[str, ...], of_share: float, of_change: float) -> None:
    told = [Document(*lines).signs(rate).explained for rate in (share("50"), change_rate("50"), budget_rate("50"))]
    assert told == [of_share, of_change, of_change]


def test_a_share_that_is_not_printed_is_of_nothing_else() -> None:
    assert Document("r:25.00% 50.02", "p:7.13", "w:200.00").unprinted(0).signs(share("50")).explained == 0.0


@pytest.mark.parametrize(
    ("rate", "unclear", "by", "wrong"),
    [
        ("5.00", 0, "10.02", 1.0),
        ("5.00", 0, "10.03", 0.0),
        ("5.00", 0, "9.98", 1.0),
        ("5.00", 0, "9.97", 0.0),
        ("5.00", 0, "-10.00", 1.0),
        ("-5.00", 0, "10.00", 1.0),
        ("5.00", 1, "10.00", 1.0),
        ("5.00", None, "10.00", 0.0),
        ("5.0", 0, "10.2", 1.0),
        ("5.0", 0, "10.3", 0.0),
    ],
)
def test_a_wording_without_a_sign_may_have_the_other(rate: str, unclear: int | None, by: str, wrong: float) -> None:
    document = Document(f"r:{rate}%", "p:7.13", "w:999.19")
    if unclear is not None:
        document.unclear(unclear)
    assert [document.signs(each(by)).explained for each in (change_rate, share)] == [wrong, wrong]


AWAY = ("r:25.00%", "p:7.13", "w:999.19")


@pytest.mark.parametrize(
    ("lines", "no_other"),
    [
        (AWAY, 1.0),
        (("r:0.50%", *AWAY[1:]), 0.0),
        (("r:0.51%", *AWAY[1:]), 1.0),
        (("r:5.0%", *AWAY[1:]), 0.0),
        (("r:-25.00%", *AWAY[1:]), 1.0),
        (("r:25.00%", "p:0.00", "w:999.19"), 0.0),
        (("r:25.00%", "p:7.13", "w:0.00"), 0.0),
        (("r:25.00%", "p:-7.13", "w:-999.19"), 1.0),
        ((*AWAY, "0.00"), 1.0),
        (("r:25.00%", "p:50.02", "w:999.19", "200.00"), 0.0),
        (("r:25.00%", "p:-50.02", "w:-999.19", "200.00"), 0.0),
        (("r:25.00%", "p:50.03", "w:999.19", "200.00"), 1.0),
        (("r:25.00%", "p:49.98", "w:999.19", "200.00"), 0.0),
        (("r:25.00%", "p:49.97", "w:999.19", "200.00"), 1.0),
        (("r:25.00%", "p:50.02", "w:201.19", "200.00"), 1.0),
        (("r:25.00%", "p:7.13", "w:200.00", "50.02"), 0.0),
        (("r:25.00%", "p:7.13", "w:200.00", "50.03"), 1.0),
        (("r:25.00%", "p:7.13", "w:200.00", "49.98"), 0.0),
        (("r:25.00%", "p:7.13", "w:200.00", "49.97"), 1.0),
        (("r:25.00%", "p:49.02", "w:200.00", "50.02"), 1.0),
    ],
)
def test_no_other_amount_makes_a_share_right(lines: tuple[str, ...], no_other: float) -> None:
    assert [Document(*lines).signs(rate).no_other for rate in (share(), budget_rate())] == [no_other] * 2
    assert Document(*lines).signs(total(1, 2)).no_other == 0.0


def test_no_amount_makes_a_rate_right_that_is_not_printed() -> None:
    assert Document("r:25.00%", "p:7.13", "w:200.00", "50.02").unprinted(0).signs(share()).no_other == 1.0


@pytest.mark.parametrize(
    ("lines", "of_change", "of_share"),
    [
        (("p:7.13", "w:57.13", "12.50"), 0.0, 1.0),
        (("p:-7.13", "w:42.87", "12.50"), 0.0, 1.0),
        (("p:7.13", "w:57.13", "14.28"), 1.0, 0.0),
        (("p:7.13", "w:7.13"), 0.0, 1.0),
    ],
)
def test_a_change_is_of_what_was_before_it(lines: tuple[str, ...], of_change: float, of_share: float) -> None:
    document = Document("r:25.00%", *lines)
    assert [document.signs(rate).no_other for rate in (change_rate(), share())] == [of_change, of_share]


@pytest.mark.parametrize(
    ("lines", "of_variance", "of_budget"),
    [(("p:57.13", "w:50.00", "28.52"), 0.0, 1.0), (("p:42.87", "w:50.00", "28.52"), 0.0, 1.0),
     (("p:50.00", "w:50.00"), 0.0, 1.0)],
)  # fmt: skip
def test_a_variance_is_of_the_difference_to_the_budget(
    lines: tuple[str, ...], of_variance: float, of_budget: float
) -> None:
    document = Document("r:25.00%", *lines)
    told = [document.signs(budget_rate(variance=variance)).no_other for variance in (True, False)]
    assert told == [of_variance, of_budget]


@pytest.mark.parametrize(
    ("rate", "by", "slip"),
    [
        ("4.00", "2", 1.0), ("4.00", "2.01", 0.0), ("4.00", "-2", 1.0), ("4.00", "-2.01", 0.0),
        ("20.00", "5", 1.0), ("20.00", "5.01", 0.0), ("-20.00", "5", 1.0), ("-20.00", "-5.01", 0.0),
    ],
)  # fmt: skip
def test_a_rate_off_by_two_points_or_a_quarter_is_like_a_slip(rate: str, by: str, slip: float) -> None:
    document = Document(f"r:{rate}%", "p:7.13", "w:999.19")
    told = [document.signs(each(by)).like_a_slip for each in (share, change_rate, budget_rate)]
    assert told == [slip] * 3


@pytest.mark.parametrize(
    ("by", "slip"), [("70.00", 1.0), ("-70.00", 1.0), ("45.67", 0.0), ("-45.67", 0.0), ("1.80", 1.0), ("8.88", 0.0)]
)
def test_an_amount_with_one_digit_wrong_is_like_a_slip(by: str, slip: float) -> None:
    document = Document("a:90.11", "z:0.00", tables=[["90.11"]])
    failed = [total(0, by=by), total(1, 0, by=by), row(at(0), by=by), restated(0, 0, by)]
    assert [document.signs(each).like_a_slip for each in failed] == [slip] * 4


@pytest.mark.parametrize(
    ("by", "slip"), [("0.00006", 1.0), ("-0.00006", 1.0), ("0.000138", 0.0), ("-0.000138", 0.0), ("0.00237", 0.0)]
)
def test_a_rate_stated_twice_with_one_digit_wrong_is_like_a_slip(by: str, slip: float) -> None:
    document = Document("r:25.13%", "a:0.00")
    assert [document.signs(total(*of, by=by)).like_a_slip for of in ((0,), (0, 1))] == [slip, slip]


def test_the_blame_is_weighed_by_the_signs() -> None:
    document, failed = Document(*AWAY), share("50")
    odds = load_misbinding().odds(document.signs(failed).weighed)
    bound = 1 / (1 + math.exp(-odds))
    judge = document.judge(failed)
    assert judge.document(failed, Blame("document", 0.9)) == ("document", round(0.9 * bound, 4))
    assert judge.document(failed, Blame("document", 0.5 / bound)) == ("document", 0.5)
    assert judge.document(failed, Blame("document", 0.4999 / bound)) == ("reading", 0.5001)
    assert judge.document(failed, Blame("reading", 0.9)) == ("reading", 0.9)


@pytest.mark.parametrize(
    "of_form",
    [
        off(CheckKind.FORM_TOTAL, Sum(FormRef(0, "total"), ()), "1"),
        off(CheckKind.EXECUTION_RATE, Execution(*(FormRef(0, "funds", 0, i) for i in range(3))), "1"),
    ],
)
def test_nothing_was_bound_to_a_form(of_form: Result) -> None:
    assert Document(*AWAY).judge(of_form).document(of_form, Blame("document", 0.7)) == ("document", 0.7)
    budget = off(CheckKind.BUDGET_RATE, BudgetRate(0, 1, 2), "1")
    assert Document(*AWAY).judge(budget).document(budget, Blame("document", 0.7)).probability != 0.7
