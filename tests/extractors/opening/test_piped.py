"""Lines with bars: tables where several of them hold figures, else text."""

from __future__ import annotations

import pytest

from extractors.opening.article import WrittenTable
from extractors.opening.piped import with_tables


def test_lines_with_bars_and_figures_are_a_table() -> None:
    before, table, after = with_tables(
        ("单位：万元", "项目 | 本年 | 上年", "货物 | 1.20 | 3.00", "服务 | 2 | -", "说明")
    )
    assert (before, after) == ("单位：万元", "说明")
    assert isinstance(table, WrittenTable)
    assert [(c.row, c.column, c.text) for c in table.cells if c.row] == [
        (1, 0, "货物"), (1, 1, "1.20"), (1, 2, "3.00"), (2, 0, "服务"), (2, 1, "2"), (2, 2, "-"),
    ]  # fmt: skip


def test_outer_bars_and_rules_are_no_cells() -> None:
    (table,) = with_tables(("| 项目 | 决算数 |", "|---|---|", "| 货物 | 1.20 |", "| | 3 |"))
    assert isinstance(table, WrittenTable)
    assert (table.rows, table.columns) == (3, 2)
    assert [c.text for c in table.cells] == ["项目", "决算数", "货物", "1.20", "", "3"]


@pytest.mark.parametrize(
    "lines",
    [
        ("首页 | 机构 | 服务", "新闻 | 公告 | 联系"),
        ("核定编制 | 20名", "内设科室 | 办公室"),
        ("货物 | 1.20 | 3.00",),
        ("货物 | 1.20 | 3.00", "服务 | 2"),
    ],
    ids=["menus", "labels", "one line", "not as many cells"],
)
def test_other_lines_with_bars_are_text(lines: tuple[str, ...]) -> None:
    assert with_tables(lines) == lines
