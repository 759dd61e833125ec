"""What statements and forms must add up to, and where they do not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model.page import ReadPage
from extractors.model.record import StatementRow
from extractors.model.reference import CellRef
from extractors.model.result import Result
from extractors.proof.statement_sums import statement_results
from extractors.statements.numbering import numbered
from extractors.statements.rows import ReadRow
from extractors.statements.statement import read_statements
from tests.extractors.statements.test_head import table


def results(title: str, rows) -> list[Result]:  # type: ignore[no-untyped-def]
    page = ReadPage(1, 600, 800, "text_layer", (), frame=(600, 800))
    (read,) = read_statements([table([title, "金额单位：万元"], rows)], {1: page}, {}).statements
    return list(statement_results(read, 0))


def spending(child: str, basic: str = "60.00") -> list[list[str]]:
    return [
        ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
        ["", "合计", "100.00", "60.00", "40.00"],
        ["205", "教育支出", "100.00", basic, "40.00"],
        ["20502", "普通教育", child, "60.00", "40.00"],
        ["2050202", "小学教育", "100.00", "60.00", "40.00"],
    ]


def test_rows_and_levels_that_add_up_pass() -> None:
    found = results("支出决算表", spending("100.00"))
    assert len(found) == 4 + 3 * 3
    assert all(r.passed for r in found)


def test_wrong_figure_fails_its_row_and_both_levels_that_it_stands_between() -> None:
    failed = [r for r in results("支出决算表", spending("90.00")) if not r.passed]
    assert [(r.id, r.difference) for r in failed] == [
        ("statement.expenditure.row_sum", Decimal(-100000)),
        ("statement.expenditure.column_sum", Decimal(100000)),
        ("statement.expenditure.column_sum", Decimal(-100000)),
    ]
    assert all(CellRef(0, 2, 0) in r.cells for r in failed)


def test_no_sum_rests_on_a_cell_that_could_not_be_read() -> None:
    page = ReadPage(1, 600, 800, "text_layer", (), frame=(600, 800))
    made = table(["支出决算表", "金额单位：万元"], spending(""))
    cells = tuple(replace(c, unread=not c.text) for c in made.cells)
    (read,) = read_statements([replace(made, cells=cells)], {1: page}, {}).statements
    found = list(statement_results(read, 0))
    assert all(r.passed for r in found)
    assert not any(CellRef(0, 2, 0) in r.blanks for r in found)
    assert len(found) == len(results("支出决算表", spending("100.00"))) - 3
    assert not read.statement.empty


def test_last_digit_may_be_off_by_rounding() -> None:
    assert all(r.passed for r in results("支出决算表", spending("100.00", basic="60.01")))


def test_sides_close() -> None:
    rows = [
        [("收入", 2, 1), ("支出", 2, 1)],
        ["项目", "决算数", "项目", "决算数"],
        ["一、一般公共预算财政拨款收入", "90.00", "一、教育支出", "80.00"],
        ["二、其他收入", "10.00", "二、卫生健康支出", "15.00"],
        ["本年收入合计", "100.00", "本年支出合计", "95.00"],
        ["年初结转和结余", "5.00", "年末结转和结余", "10.00"],
        ["总计", "105.00", "总计", "106.00"],
    ]
    failed = [r for r in results("收入支出决算总表", rows) if not r.passed]
    assert [(r.formula, r.difference) for r in failed] == [("支出：总计＝本年合计＋结转结余", Decimal(10000))]


def test_numbers_of_items_that_a_scan_lost_are_set_again() -> None:
    rows = [
        ReadRow(StatementRow(group="收入", name=name), ())
        for name in (
            "一般公共预算财政拨款收入",
            "、政府性基金预算财政拨款收入",
            "三、国有资本经营",
            "四上级补助收入",
            "五、事业收入",
            "本年收入合计",
        )
    ]
    assert [row.row.name for row in numbered(rows, {})] == [
        "一、一般公共预算财政拨款收入",
        "二、政府性基金预算财政拨款收入",
        "三、国有资本经营",
        "四、上级补助收入",
        "五、事业收入",
        "本年收入合计",
    ]


def test_item_whose_number_was_not_read_is_still_an_item() -> None:
    rows = [
        [("收入", 2, 1), ("支出", 2, 1)],
        ["项目", "决算数", "项目", "决算数"],
        ["一、一般公共预算财政拨款", "90.00", "一、教育支出", "80.00"],
        ["政府性基金预算财政拨款", "10.00", "二、卫生健康支出", "20.00"],
        ["本年收入合计", "100.00", "本年支出合计", "100.00"],
        ["总计", "100.00", "总计", "100.00"],
    ]
    assert all(r.passed for r in results("财政拨款收入支出决算总表", rows))


@pytest.mark.parametrize(("off", "passes"), [("60.02", True), ("60.03", False), ("59.98", True), ("59.97", False)])
def test_rounding_is_of_every_part(off: str, passes: bool) -> None:
    """Two parts may be off by a last digit each."""
    rows = spending("100.00", basic=off)
    assert (
        all(r.passed for r in results("支出决算表", rows) if CellRef(0, 1, 0) in r.cells and r.kind == "row_sum")
        == passes
    )
