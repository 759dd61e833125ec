"""Slips of an OCR in what names a figure: told by standard labels, codes and numbers; figures told of it with doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model.cells import Table
from extractors.model.page import ReadPage
from extractors.model.record import Statement
from extractors.statements.spelling import code_meant, name_meant
from extractors.statements.statement import read_statements
from tests.extractors.statements.test_head import table

Rows = list[list[str | tuple[str, int, int]]]
SPENDING = ["一般公共预算财政拨款支出决算表", "单位：元"]
BASIC = ["一般公共预算财政拨款基本支出决算表", "单位：元"]
BUDGETS = ["财政拨款收入支出决算总表", "单位：元"]


def scanned(made: Table, confidence: float = 0.97) -> Table:
    cells = (
        replace(c, lines=tuple(replace(n, confidences=(confidence,) * len(n.text)) for n in c.lines))
        for c in made.cells
    )
    return replace(made, cells=tuple(cells))


def statement(title: list[str], rows: Rows, *, scan: bool = True) -> Statement:
    made = table(title, rows)
    page = ReadPage(1, 600, 800, "ocr" if scan else "text_layer", (), frame=(600, 800))
    (found,) = read_statements([scanned(made) if scan else made], {1: page}, {}).statements
    return found.statement


def coded(*rows: list[str], head: tuple[str, ...] = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")) -> Rows:
    return [list(head), *(list(row) for row in rows)]


AGRICULTURE = ["213", "农林水支出", "100", "60", "40"]
FORESTRY = ["21302", "林业和草原", "100", "60", "40"]
RUNNING = ["2130201", "行政运行", "60", "60", "0"]


def named(found: Statement) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in found.rows]


def test_misread_name_is_set_right_by_its_code() -> None:
    found = statement(SPENDING, coded(AGRICULTURE, ["21302", "林业和覃原", "100", "60", "40"]))
    assert named(found)[1] == ("21302", "林业和草原")


def test_stroke_lost_at_the_beginning_of_a_name_is_set_again() -> None:
    found = statement(SPENDING, coded(AGRICULTURE, ["2130202", "般行政管理事务", "100", "60", "40"]))
    assert named(found)[1] == ("2130202", "一般行政管理事务")


def test_misread_code_is_set_right_by_its_name() -> None:
    rows = [AGRICULTURE, ["213（02", "林业和草原", "100", "60", "40"], ["21302ol", "行政运行", "60", "60", "0"]]
    assert named(statement(SPENDING, coded(*rows)))[1:] == [("21302", "林业和草原"), ("2130201", "行政运行")]


def test_text_layer_stands_as_it_is() -> None:
    rows = coded(AGRICULTURE, ["21302", "林业和覃原", "100", "60", "40"])
    assert named(statement(SPENDING, rows, scan=False))[1] == ("21302", "林业和覃原")


def test_columns_of_codes_are_told_by_what_stands_in_them() -> None:
    head = ("料且鑢", "科目名称", "合计", "基本支出", "项目支出")
    found = statement(SPENDING, coded(AGRICULTURE, FORESTRY, RUNNING, head=head))
    assert found.columns == ("合计", "基本支出", "项目支出")
    assert named(found) == [("213", "农林水支出"), ("21302", "林业和草原"), ("2130201", "行政运行")]


def test_misread_head_is_set_right() -> None:
    head = ("科目编码", "科目名称", "合计", "基本支出", "项自支出")
    assert statement(SPENDING, coded(AGRICULTURE, head=head)).columns[-1] == "项目支出"


def test_figure_of_a_doubtful_item_is_doubtful() -> None:
    made = table(SPENDING, coded(AGRICULTURE, ["21302", "林也利原", "100", "60", "40"]))
    page = ReadPage(1, 600, 800, "ocr", (), frame=(600, 800))
    cells = [
        replace(c, lines=tuple(replace(n, confidences=(0.5,) * len(n.text)) for n in c.lines))
        if c.text == "林也利原"
        else c
        for c in scanned(made, 0.99).cells
    ]
    (found,) = read_statements([replace(made, cells=tuple(cells))], {1: page}, {}).statements
    sure, doubtful = found.statement.rows
    assert {c.confidence for c in sure.cells} == {0.99}
    assert {c.confidence for c in doubtful.cells} == {0.5}


def test_code_that_no_item_has_makes_figures_doubtful() -> None:
    (_, row) = statement(SPENDING, coded(AGRICULTURE, ["21Z99", "档案数字化", "100", "60", "40"])).rows
    assert row.code == ""
    assert all(cell.confidence <= 0.6 for cell in row.cells)


def test_economic_codes_are_known() -> None:
    rows = [["301", "工资福利支出", "100"], ["30215", "会议员", "7"], ["30Z16", "培训费", "3"]]
    found = statement(BASIC, coded(*rows, head=("科目编码", "科目名称", "决算数")))
    assert named(found) == [("301", "工资福利支出"), ("30215", "会议费"), ("30216", "培训费")]


@pytest.mark.parametrize(
    ("read", "name", "above", "code"),
    [
        ("", "培训费", "30215", "30216"),
        ("", "办公设备购置", "310", "31002"),
        ("", "办公设备购置", "", None),
        ("20103Ⅱ1", "行政运行", "", "2010301"),
        ("", "档案数字化", "301", None),
        ("999", "培训费", "", None),
        ("201369", "其他共产党事务支出", "", None),
    ],
)
def test_code_is_told_only_where_one_is_likeliest(read: str, name: str, above: str, code: str | None) -> None:
    assert code_meant(read, name, above) == code


@pytest.mark.parametrize(
    ("read", "code", "name"),
    [
        ("", "31008", "物资储备"),
        ("差旅员", "30211", "差旅费"),
        ("行政事务管理", "2130202", "行政事务管理"),
        ("因公出国费", "30212", "因公出国费"),
        ("养老保险缴费机关事业单位基本", "30108", "机关事业单位基本养老保险缴费"),
    ],
)
def test_name_is_told_where_little_of_it_was_misread(read: str, code: str, name: str) -> None:
    assert name_meant(read, code) == name


def test_row_that_numbers_the_columns_may_be_misread() -> None:
    rows: Rows = [
        ["项目", "合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
        ["栏汉", "1", "2", "3）", "4", "5", "6"],
        ["教育支出", "9", "5", "4", "", "", ""],
    ]
    assert [row.name for row in statement(["支出决算表", "单位：元"], rows).rows] == ["教育支出"]


def test_count_of_columns_with_gaps_numbers_them_still() -> None:
    rows: Rows = [
        [("预算数", 4, 1), ("决算数", 4, 1)],
        ["合计", "因公出国（境）费", "公务用车运行维护费", "公务接待费"] * 2,
        ["", "2", "", "4", "5", "", "7", "8"],
        ["9", "5", "4", "", "7", "", "7", ""],
    ]
    found = statement(["“三公”经费支出决算表", "单位：元"], rows)
    assert [[c.raw for c in row.cells] for row in found.rows] == [["9", "5", "4", "", "7", "", "7", ""]]


def both_sides(*names: str) -> list[str]:
    rows: Rows = [[("收入", 2, 1), ("支出", 2, 1)], ["项目", "金额", "项目", "金额"]]
    rows += [
        [name, "1.00", f"{n}、其他支出" if n else "", "1.00"] for name, n in zip(names, "一二三四五六", strict=False)
    ]
    return [row.name for row in statement(BUDGETS, rows).rows if row.group == "收入"]


def test_lost_numbers_of_items_are_told_by_those_before() -> None:
    read = ["一、一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    assert both_sides(*read) == [read[0], f"二、{read[1]}", f"三、{read[2]}"]


def test_items_below_what_is_carried_over_are_counted_anew() -> None:
    read = [
        "二、政府性基金预算财政拨款",
        "本年收入合计",
        "年初财政拨款结转和结余",
        "一、一般公共预算财政拨款",
        "政府性基金预算财政拨款",
    ]
    assert both_sides(*read)[-2:] == ["一、一般公共预算财政拨款", "二、政府性基金预算财政拨款"]


def test_items_that_nothing_numbers_are_not_numbered() -> None:
    read = ["一般公共预算财政拨款", "政府性基金预算财政拨款"]
    assert both_sides(*read) == read


def test_dirt_before_a_number_goes() -> None:
    assert both_sides("）一、一般公共预算财政拨款")[0] == "一、一般公共预算财政拨款"


def test_figures_of_several_cells_are_no_figure() -> None:
    (row,) = statement(SPENDING, coded(["213", "农林水支出", "1234567890123456789", "60", "40"])).rows
    assert [c.value for c in row.cells] == [None, "60", "40"]


def test_ruling_read_beside_a_figure_is_no_part_of_it() -> None:
    rows = coded(["213", "农林水支出", "1,629.85|", "60", "40"])
    assert statement(SPENDING, rows).rows[0].cells[0].value == "1629.85"
    assert statement(SPENDING, rows, scan=False).rows[0].cells[0].value is None
