"""Lists of figures, each item a concept of its own: money, counts whose unit stands elsewhere, parts, two blocks."""

from __future__ import annotations

from extractors.statements.figures import statement_figures
from tests.extractors.statements.test_filing import read
from tests.extractors.statements.test_head import table

Row = list[str]


def told(title: str, rows: list[Row], unit: str = "单位：万元") -> list[str]:
    found = read(table([title, unit], [list(row) for row in rows]))
    figures = [f for i, s in enumerate(found.statements) for f in statement_figures(s, i)]
    parts = [(f, f.subject.dimension("part")) for f in figures]
    return [f"{f.subject.concept}{f'[{part}]' if part else ''} {f.measure} {f.value} {f.unit}" for f, part in parts]


INFO = "部门决算相关信息统计表"


def test_money_and_counts_are_told_by_the_names_of_their_rows() -> None:
    rows = [
        ["项目", "行次", "预算数", "统计数"],
        ["一、“三公”经费支出", "1", "—", "—"],
        ["（一）支出合计", "2", "4.00", "3.00"],
        ["3．公务接待费", "7", "1.00", "0.80"],
        ["5．国内公务接待批次（个）", "16", "—", "12"],
        ["（一）政府采购支出合计", "40", "—", "9.00"],
    ]
    assert told(INFO, rows) == [
        "three_public budget_full 40000 CNY", "three_public final 30000 CNY",
        "three_public.reception budget_full 10000 CNY", "three_public.reception final 8000 CNY",
        "three_public.reception.batches count 12 个", "procurement final 90000 CNY",
    ]  # fmt: skip


def test_counts_below_one_whose_name_tells_the_unit_are_counted_in_it() -> None:
    rows = [
        ["项目", "行次", "统计数"],
        ["（一）车辆数合计（辆）", "1", "3"],
        ["1．应急保障用车", "2", "1"],
        ["2．其他用车", "3", "2"],
    ]
    assert told(INFO, rows) == [
        "assets.vehicles count 3 辆", "assets.vehicles.emergency count 1 辆", "assets.vehicles.other count 2 辆",
    ]  # fmt: skip


def test_a_figure_in_one_of_two_rows_is_the_concepts_and_in_both_a_part() -> None:
    heads, cost = ["项目", "行次", "统计数"], ["一、机关运行经费", "1", "—"]
    bodies = [["（一）行政单位", "2", "5.00"], ["（二）参照公务员法管理事业单位", "3", "0.00"]]
    assert told(INFO, [heads, cost, *bodies])[0] == "agency_operation final 50000 CNY"
    bodies[1][2] = "2.00"
    assert told(INFO, [heads, cost, *bodies]) == [
        "agency_operation[行政单位] final 50000 CNY", "agency_operation[参照公务员法管理事业单位] final 20000 CNY",
    ]  # fmt: skip


def test_a_second_block_goes_on_where_the_first_ended() -> None:
    rows = [
        ["项目", "行次", "统计数", "项目", "行次", "统计数"],
        ["一、机关运行经费", "1", "7.00", "二、国有资产占用情况", "4", "—"],
        ["（一）行政单位", "2", "7.00", "（一）车辆数合计（辆）", "5", "2"],
    ]
    assert "assets.vehicles count 2 辆" in told(INFO, rows)
    assert "agency_operation final 70000 CNY" in told(INFO, rows)


def test_items_side_by_side_are_told_by_their_heads() -> None:
    rows = [
        ["房屋面积（平方米）", "车辆（辆）", "单价100万元（含）以上设备（台、套）", "备注数"],
        ["480", "3", "2", "9"],
    ]
    assert told("国有资产占用情况表", rows, unit="") == [
        "assets.buildings area 480 平方米", "assets.vehicles count 3 辆", "assets.equipment_over_1m count 2 台、套",
    ]  # fmt: skip


def test_a_column_that_names_another_measure_tells_nothing() -> None:
    rows = [["项目", "上年数", "决算数"], ["政府采购支出合计", "8.00", "9.00"], ["政府采购货物支出", "8.00", "9.00"]]
    assert told("政府采购情况表", rows) == ["procurement final 90000 CNY", "procurement.goods final 90000 CNY"]
