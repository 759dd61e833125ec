"""Heads of statements: where they end, what columns are called, which sides stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage, Source
from extractors.statements.grid import Grid
from extractors.statements.head import read_head
from extractors.statements.statement import read_statements
from extractors.tables.column_numbers import numbers_columns
from patterns.statements import says

Span = tuple[str, int, int]  # text, columns, rows


def line(text: str, box: Box) -> Line:
    width = box.width / max(1, len(text))
    boxes = tuple(Box(box.x0 + i * width, box.y0, box.x0 + (i + 1) * width, box.y1) for i in range(len(text)))
    return Line(text, boxes, (1.0,) * len(text))


def table(title: list[str], rows: list[list[str | Span]], page: int = 1) -> Table:
    """A table whose cells are given row by row; what a cell above covers is left out."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for r, row in enumerate(rows):
        c = 0
        for item in row:
            text, across, down = item if isinstance(item, tuple) else (item, 1, 1)
            while (r, c) in taken:
                c += 1
            box = Box(50.0 * c, 100.0 + 20 * r, 50.0 * (c + across), 100.0 + 20 * (r + down))
            cells.append(Cell(page, r, c, box, (line(text, box),) if text else (), down, across))
            taken |= {(r + i, c + k) for i in range(down) for k in range(across)}
            c += across
    width = max(c for _, c in taken) + 1
    heading = tuple(line(t, Box(0, 60 + 10 * i, 100, 69 + 10 * i)) for i, t in enumerate(title))
    return Table(page, Box(0, 100, 50.0 * width, 100 + 20.0 * len(rows)), len(rows), width, tuple(cells), heading)


def read(tables: list[Table], source: Source = "text_layer"):  # type: ignore[no-untyped-def]
    page = ReadPage(1, 600, 800, source, (), frame=(600, 800))
    return [r.statement for r in read_statements(tables, {1: page}, {}).statements]


SIDES = table(
    ["公开01表", "收入支出决算总表", "金额单位：万元"],
    [
        [("收入", 3, 1), ("支出", 3, 1)],
        ["项目", "行次", "决算数", "项目", "行次", "决算数"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、一般公共预算财政拨款收入", "1", "1,200.50", "一、教育支出", "31", ""],
        ["总计", "2", "1,200.50", "总计", "32", "1,200.50"],
    ],
)
CODES = table(
    ["一般公共预算财政拨款支出决算表", "单位：元"],
    [
        [("项目", 4, 1), ("本年支出", 3, 1)],
        [("支出功能分类科目编码", 3, 1), ("科目名称", 1, 2), ("合计", 1, 2), ("基本支出", 1, 2), ("项目支出", 1, 2)],
        ["类", "款", "项"],
        ["205", "", "", "教育支出", "100", "60", "40"],
        ["205", "02", "02", "小学教育", "100", "60", "—"],
    ],
)


def test_sides_are_groups_with_rows_of_their_own() -> None:
    (statement,) = read([SIDES])
    assert (statement.number, statement.kind, statement.unit) == (1, "income_expenditure", "万元")
    rows = [(r.group, r.line, r.name, [c.value for c in r.cells]) for r in statement.rows]
    assert rows == [
        ("收入", "1", "一、一般公共预算财政拨款收入", ["12005000"]),
        ("支出", "31", "一、教育支出", [None]),
        ("收入", "2", "总计", ["12005000"]),
        ("支出", "32", "总计", ["12005000"]),
    ]


@pytest.mark.parametrize("heads", [("收入", ""), ("", "支出"), ("", "")])
def test_sides_whose_labels_a_scan_lost_are_told_by_their_order(heads: tuple[str, str]) -> None:
    body = [["项目", "决算数", "项目", "决算数"], ["一、财政拨款收入", "9.00", "一、教育支出", "9.00"]]
    title = ["收入支出决算总表", "单位：万元"]
    lost = table(title, [[(heads[0], 2, 1), (heads[1], 2, 1)], *body])
    (scanned,) = read([lost], "ocr")
    assert [(r.group, r.cells[0].column) for r in scanned.rows] == [("收入", "决算数"), ("支出", "决算数")]
    (printed,) = read([lost])
    told = ["收入", "支出"] if heads == ("", "") else list(heads)
    assert [r.group for r in printed.rows] == told, "a text layer has what it has: one label is not lost alone"


def test_sides_that_are_headed_by_items_and_amounts_alone_are_told_by_their_order() -> None:
    body = [["项目", "金额", "项目", "金额"], ["一、财政拨款收入", "9.00", "一、教育支出", "9.00"]]
    (statement,) = read([table(["收入支出决算总表", "单位：万元"], body)])
    assert [(r.group, r.cells[0].column, r.cells[0].value) for r in statement.rows] == [
        ("收入", "金额", "90000"),
        ("支出", "金额", "90000"),
    ]


def test_label_over_a_part_of_its_side_is_no_level_of_the_head() -> None:
    title = ["收入支出决算总表", "单位：万元"]
    heads = [[("收入", 2, 1), "", "支出"], ["项目", "决算数", "项目", "决算数"]]
    (scanned,) = read([table(title, [*heads, ["一、财政拨款收入", "9.00", "一、教育支出", "9.00"]])], "ocr")
    assert [(r.group, r.cells[0].column) for r in scanned.rows] == [("收入", "决算数"), ("支出", "决算数")]


def test_codes_in_three_columns_are_one_code_and_levels_of_the_head_one_name() -> None:
    (statement,) = read([CODES])
    assert statement.columns == ("本年支出/合计", "本年支出/基本支出", "本年支出/项目支出")
    assert [r.code for r in statement.rows] == ["205", "2050202"]
    assert [c.value for c in statement.rows[0].cells] == ["100", "60", "40"]
    assert statement.rows[1].cells[2].value is None


def test_empty_table_says_so() -> None:
    (statement,) = read(
        [table(["国有资本经营预算财政拨款支出决算表"], [["科目编码", "科目名称", "合计"], ["", "合计", ""]])]
    )
    assert statement.empty


def test_table_without_a_statements_title_is_none() -> None:
    assert read([table(["单位构成"], [["序号", "单位名称", "备注"], ["1", "某某", ""]])]) == []


def test_figures_in_yuan_are_not_multiplied() -> None:
    (statement,) = read([CODES])
    assert statement.rows[0].cells[0].value == "100"
    assert statement.rows[0].cells[0].unit == "CNY"


def test_head_ends_below_the_row_that_numbers_columns() -> None:
    head = read_head(Grid(SIDES))
    assert head is not None
    assert head.body == 3
    assert [block.group for block in head.blocks] == ["收入", "支出"]


@pytest.mark.parametrize(
    ("numbers", "figures"), [(["1", "2", "3", "4"], 1), (["", "2", "3", "4", "5"], 1), (["1", "3", "4", "9"], 2)]
)
def test_row_that_numbers_columns_is_none_though_its_name_was_not_read(numbers: list[str], figures: int) -> None:
    names = ["合计", "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费"][: len(numbers)]
    (statement,) = read([table(["“三公”经费支出决算表", "单位：万元"], [names, numbers, ["5.00"] * len(numbers)])])
    assert len(statement.rows) == figures


def test_wordings_are_the_whole_label() -> None:
    assert says("决算数", ("决算数",))
    assert not says("决算数额", ("决算数",))


def test_a_unit_of_money_in_a_head_is_no_part_of_the_columns_name() -> None:
    columns = ["科目编码", "科目名称", "本年支出合计（亿元）", "基本支出（元）"]
    made = table(["支出决算表"], [[*columns], ["", "合计", "9", "3"]])
    head = read_head(Grid(made))
    assert head is not None
    assert [(c.name, c.money) for c in head.value_columns] == [("本年支出合计", "亿元"), ("基本支出", "元")]


def test_rows_of_a_wide_head_are_looked_at_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def counted(texts: Sequence[str]) -> bool:
        looked_at.append(len(texts))
        return numbers_columns(texts)

    monkeypatch.setattr("extractors.statements.head.numbers_columns", counted)
    wide = table(["收入支出决算总表"], [["项目", *["决算数"] * 300], ["总计", *["1.00"] * 300]])
    read_head(Grid(wide))
    assert len(looked_at) <= 4
