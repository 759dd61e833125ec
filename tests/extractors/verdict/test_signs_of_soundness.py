"""What confirms a figure as it is printed, and what was not read: the signs that count doubtful and unread figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model.evidence import BindingSigns
from extractors.model.fact import Bound
from extractors.model.reference import CellRef, FormRef
from extractors.model.result import CheckKind, Pair, Result
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

WITNESS: Bound = stated("x", "1.00万元", cell=CellRef(7, 7, 7))


def doubtful(signs: BindingSigns) -> int:
    """How many figures nothing confirms, four at most."""
    assert signs.none_doubtful in (0.0, 1.0)
    assert not (signs.none_doubtful and signs.several_doubtful)
    return 0 if signs.none_doubtful else 1 + round(signs.several_doubtful * 3)


@pytest.mark.parametrize(
    ("witnessed", "none", "several"),
    [(5, 1.0, 0.0), (4, 0.0, 0.0), (3, 0.0, 1 / 3), (2, 0.0, 2 / 3), (1, 0.0, 1.0), (0, 0.0, 1.0)],
)
def test_from_three_doubtful_figures_besides_the_first_on_more_say_no_more(
    witnessed: int, none: float, several: float
) -> None:
    document = Document(*(f"c{i}:{i + 1}{i + 3}.17" for i in range(5)))
    for i in range(witnessed):
        document.change(i, witnesses=(WITNESS,))
    signs = document.signs(total(0, 1, 2, 3, 4))
    assert (signs.none_doubtful, signs.several_doubtful) == (none, pytest.approx(several))


TWO = ("t:100.37", "a:60.11")
FOUR = (*TWO, "b:7.13", "c:9.19")


@pytest.mark.parametrize(
    ("document", "others", "left"),
    [
        (Document(*TWO), [], 2),
        (Document(*FOUR), [total(1, 2, 3, passed=True)], 1),
        (Document(*FOUR), [total(1, 2, 3)], 2),
        (Document(*FOUR), [total(2, 3, passed=True)], 2),
        (Document(*FOUR), [total(0, 1, passed=True)], 0),
        (Document(*FOUR), [restated(1, 2, passed=True)], 2),
        (Document(*FOUR), [in_table(1, at(0), passed=True)], 1),
        (Document(*TWO, "60.11"), [], 1),
        (Document(*TWO, "-60.11"), [], 1),
        (Document(*TWO, "60.1149"), [], 1),
        (Document("t:100.37", "a:60.11 60.11"), [], 2),
        (Document(*TWO, tables=[["60.11"]]), [], 1),
        (Document("t:100.37", "a:60.00", "60.00"), [], 2),
        (Document("t:100.37", "a:6.1", "6.1"), [], 2),
        (Document("t:100.37", "a:60.1", "60.1"), [], 1),
        (Document("t:100.37", "a:25.13%", "0.002513"), [], 2),
        (Document(*TWO, "60.11").unprinted(1), [], 2),
        (Document("t:100.37", "a:50.37 201.48 25.00人"), [], 2),
        (Document("t:100.37", "a:50.37 100.00%"), [], 2),
        (Document(*TWO).change(1, cell=at(0)), [], 2),
        (Document(*TWO).change(1, cell=at(0)), [row(at(0), at(1), passed=True)], 1),
        (Document(*TWO, tables=[["60.11"]]).unprinted(1).change(1, cell=at(0)), [], 2),
        (Document(*TWO, "60.11", tables=[["60.11"]]).unprinted(1).change(1, cell=at(0)), [], 1),
        (Document(*TWO, "60.11", tables=[["73.98"]]).change(1, cell=at(0)), [], 2),
    ],
)  # fmt: skip
def test_what_confirms_a_figure_of_the_text(document: Document, others: list[Result], left: int) -> None:
    assert doubtful(document.signs(total(0, 1), *others)) == left


def test_one_figure_that_tells_two_things_confirms_itself_only_in_a_table() -> None:
    document = Document(*FOUR)
    document.change(2, paragraph=document.bound[1].paragraph, start=document.bound[1].start)
    assert doubtful(document.signs(total(0, 1), total(1, 2, passed=True))) == 2
    assert doubtful(document.signs(total(0, 1), total(1, 2, at(0), passed=True))) == 1


@pytest.mark.parametrize(("of", "left"), [((1, 2), 2), ((0, 1), 1), ((0,), 0)])
def test_a_rate_that_holds_is_sure_and_its_amounts_are_not(of: tuple[int, ...], left: int) -> None:
    document = Document("r:25.00%", "p:50.37", "w:200.19")
    assert doubtful(document.signs(total(*of), share(passed=True))) == left


@pytest.mark.parametrize(
    ("line", "fact", "by", "told"),
    [
        ("x:50.37 w:201.48 25.00%", 0, "0.020149", True),
        ("x:50.37 w:201.48 25.00%", 0, "-0.020149", True),
        ("x:50.37 w:201.48 25.00%", 0, "0.020148", False),
        ("x:50.37 w:201.48 25.00%", 1, "0.080593", True),
        ("x:50.37 w:201.48 25.00%", 1, "0.080592", False),
        ("x:-50.37 w:201.48 -25.00%", 0, "0.020149", True),
        ("x:-50.37 w:201.48 -25.00%", 0, "0.020148", False),
        ("x:50.37 w:201.48 r:25.00%", 2, "0.0000001", True),
        ("x:50.37 w:201.48 25.0% 25.00%", 0, "0.03", True),
        ("x:50.37 w:201.48 25.00% 25.0%", 0, "0.03", True),
        ("x:50.37 w:201.48 25.0%", 0, "0.03", False),
        ("x:50.37 w:201.48 26.00%", 0, "30", False),
        ("x:50.37 25.00% w:201.48", 0, "30", True),
    ],
)
def test_a_rate_confirms_amounts_beside_it_to_within_its_last_digit(line: str, fact: int, by: str, told: bool) -> None:
    document = Document(line, "b:7.13")
    assert doubtful(document.signs(total(fact, len(document.bound) - 1, by=by))) == (1 if told else 2)


def test_for_a_rate_its_amounts_are_told_however_little_it_is_off() -> None:
    assert doubtful(Document("r:26.00%", "x:50.37 w:201.48 25.00%").signs(share("0.001"))) == 1


@pytest.mark.parametrize(
    ("lines", "rows", "left"),
    [
        ((), ["100.37 60.11"], 2),
        (("60.11",), ["100.37 60.11"], 1),
        ((), ["100.37 60.11", "60.11 5.13"], 1),
        ((), ["100.37 60.00", "60.00 5.13"], 2),
        (("2.0137",), ["100.37 20137%"], 2),
        (("2.0137",), ["100.37 -"], 2),
    ],
)
def test_what_confirms_a_cell(lines: tuple[str, ...], rows: list[str], left: int) -> None:
    document = Document(*lines, tables=[rows])
    assert doubtful(document.signs(row(at(0), at(1)))) == left
    assert doubtful(document.signs(row(at(0), at(1)), row(at(0), passed=True))) == left - 1


@pytest.mark.parametrize(
    ("beside", "elsewhere", "unread", "in_all"),
    [
        ("", "", 0.0, 0.0),
        ("5.13", "", 1 / 3, 1.0),
        ("5.13%", "", 1 / 3, 1.0),
        ("5人", "", 0.0, 0.0),
        ("5.13 6.13", "", 2 / 3, 1.0),
        ("5.13 6.13 7.13%", "", 1.0, 1.0),
        ("5.13 6.13 7.13% 8.13%", "", 1.0, 1.0),
        ("", "5.13", 0.0, 1.0),
        ("5.13", "c:1.13 d:2.13 e:3.13 f:4.13 g:6.13 h:7.13 i:8.13", 1 / 3, 0.5),
        ("5.13", "c:1.13 d:2.13 e:3.13 f:4.13 g:6.13 h:7.13 i:8.13 9人", 1 / 3, 0.5),
        ("5.13", "c:1.13 d:2.13% 3.13%", 1 / 3, 1.0),
    ],
)  # fmt: skip
def test_amounts_and_rates_that_no_fact_took(beside: str, elsewhere: str, unread: float, in_all: float) -> None:
    signs = Document(f"t:100.37 a:60.11 {beside}", elsewhere).signs(total(0, 1))
    assert (signs.unread, signs.unread_in_all) == (pytest.approx(unread), pytest.approx(in_all))


def test_nothing_is_unread_where_nothing_is_printed() -> None:
    assert Document(tables=[["1.13"]]).signs(row(at(0))).unread_in_all == 0.0


def test_every_paragraph_of_its_figures_counts_once() -> None:
    assert Document("t:100.37 5.13", "a:60.11 b:9.19 6.13").signs(total(0, 1, 2)).unread == pytest.approx(2 / 3)


def test_only_what_is_stated_twice_is_twice() -> None:
    document = Document("a:60.11", "a:73.98", "w:99.19")
    failed = [restated(0, 1), total(0, 1), off(CheckKind.EQUAL, Pair(0, 1), "1"), in_table(0, at(0))]
    assert [document.signs(each).twice for each in failed] == [1.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(("unclear", "sign"), [((), 0.0), ((0,), 1.0), ((2,), 1.0), ((0, 1, 2), 1.0), ((3,), 0.0)])
def test_one_unclear_wording_makes_it_unclear(unclear: tuple[int, ...], sign: float) -> None:
    document = Document("r:25.00%", "p:50.37", "w:200.19", "x:3.13")
    for i in unclear:
        document.unclear(i)
    assert [document.signs(each).cue for each in (share(), total(0, 1, 2))] == [sign, sign]


def test_a_rate_and_its_amounts_stand_apart_and_terms_of_a_sum_may() -> None:
    together, apart = Document("r:25.00% p:50.37 w:200.19"), Document("r:25.00% p:50.37", "w:200.19")
    rates = [share(), change_rate(), budget_rate(), budget_rate(variance=True)]
    assert [[d.signs(rate).apart for rate in rates] for d in (together, apart)] == [[0.0] * 4, [1.0] * 4]
    assert apart.signs(total(0, 1, 2)).apart == 0.0


HOLDS = row(at(0, 0, 0), passed=True)


@pytest.mark.parametrize(
    ("others", "share_of_sums"),
    [
        ([], 1.0),
        ([HOLDS], 0.5),
        ([HOLDS, HOLDS], 1 / 3),
        ([replace(HOLDS, kind=CheckKind.COLUMN_SUM)], 0.5),
        ([replace(HOLDS, kind=CheckKind.TEXT_TABLE)], 0.5),
        ([replace(HOLDS, kind=CheckKind.SUM)], 1.0),
        ([row(at(1, 0, 0), passed=True)], 1.0),
        ([row(at(1, 0, 0)), HOLDS], 0.5),
        ([row(FormRef(0, "total"), passed=True)], 1.0),
    ],
)
def test_how_many_of_a_tables_sums_fail(others: list[Result], share_of_sums: float) -> None:
    document = Document(tables=[["1.13 2.13"], ["3.13 4.13"]])
    signs = document.signs(row(at(0, 0, 0), at(0, 0, 1)), *others)
    assert signs.table_fails == pytest.approx(share_of_sums)


def test_the_table_of_which_most_sums_fail_counts() -> None:
    document = Document("t:100.37", tables=[["1.13 2.13"], ["3.13 4.13"], ["5%"]])
    across = row(at(0, 0, 0), at(1, 0, 0))
    assert document.signs(across, row(at(0, 0, 0), passed=True)).table_fails == 1.0
    assert document.signs(row(at(0, 0, 0), passed=True), row(at(1, 0, 0))).table_fails == 0.0
    assert document.signs(row(at(2, 0, 0))).table_fails == 0.0  # no money
    assert document.signs(row(FormRef(0, "total"))).table_fails == 0.0
    assert document.signs(total(0)).table_fails == 0.0
