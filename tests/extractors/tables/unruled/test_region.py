"""Where a table without rulings ends: at a gap, a note, a long line."""

from __future__ import annotations

import pytest

from extractors.model.cells import Table
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage, Ruling
from extractors.tables.found import find_tables

PITCH = 20.0
XS = (60.0, 240.0, 340.0, 440.0)


def line(text: str, x: float, y: float) -> Line:
    return Line(text, tuple(Box(x + 10 * i, y, x + 10 * i + 10, y + 10) for i in range(len(text))), (1.0,) * len(text))


def row(texts: list[str], y: float) -> list[Line]:
    return [line(text, x, y) for text, x in zip(texts, XS, strict=True) if text]


def table(*below: Line) -> Table:
    """The table of a page that holds five rows and what stands below them."""
    lines = [line("收入决算表", 200, 60), *row(["项目", "合计", "基本支出", "项目支出"], 100)]
    for i in range(5):
        lines += row([f"{'一二三四五'[i]}、教育支出", "100.00", "60.00", "40.00"], 120 + PITCH * i)
    page = ReadPage(1, 595, 842, "text_layer", (*lines, *below), frame=(595, 842))
    (found,) = find_tables(page).tables
    return found


LAST = 120 + PITCH * 4


@pytest.mark.parametrize(("pitches", "rows"), [(1.0, 7), (3.0, 7), (4.0, 6), (8.0, 6)])
def test_rows_after_a_wide_gap_are_of_no_table(pitches: float, rows: int) -> None:
    further = row(["六、其他支出", "100.00", "60.00", "40.00"], LAST + pitches * PITCH)
    assert table(*further).row_count == rows


def test_note_ends_a_table() -> None:
    assert table(line("注：本表反映收入情况。", 60, LAST + PITCH)).row_count == 6


def test_long_line_ends_a_table() -> None:
    assert (
        table(
            line("本部门的收入都是财政拨款没有其他的收入来源而且与上年相同所以不再另作说明", 60, LAST + PITCH)
        ).row_count
        == 6
    )


def close_to(head: list[list[Line]], pitch: float) -> list[str]:
    """All that a table says whose head stands above five rows of figures."""
    lines = [line("支出决算表", 200, 60), *(part for of_row in head for part in of_row)]
    for i in range(5):
        lines += row([f"20{i}", "100.00", "60.00", "40.00"], 120 + pitch * i)
    (found,) = find_tables(ReadPage(1, 595, 842, "text_layer", tuple(lines), frame=(595, 842))).tables
    return [c.text for c in found.cells]


def test_a_head_that_stands_as_close_as_rows_do_is_a_head() -> None:
    labels = ["科目编码", "合计", "基本支出", "项目支出"]
    assert set(labels) <= set(close_to([row(labels, 106)], 14.0))


def test_a_part_named_beside_its_whole_is_of_the_head_not_above_it() -> None:
    """其中：教育收费 looks like the name of a unit over a table (部门：某某局)."""
    above = [line("事业收入", 290, 76), *row(["科目编码", "", "", "其他收入"], 84)]
    told = close_to([above, row(["", "小计", "其中：教育收费", ""], 96)], PITCH)
    assert any("小计" in text for text in told)


def test_rules_between_the_levels_of_a_head_do_not_end_it() -> None:
    lines = [line("支出决算表", 200, 60), *row(["项目", "", "本年支出", ""], 100)]
    lines += row(["科目名称", "小计", "基本支出", "项目支出"], 120)
    for i in range(5):
        lines += row([f"{'一二三四五'[i]}、教育支出", "100.00", "60.00", "40.00"], 140 + PITCH * i)
    rules = tuple(Ruling(50, 95 + PITCH * k, 510, 95 + PITCH * k) for k in range(8))
    page = ReadPage(1, 595, 842, "text_layer", tuple(lines), rulings=rules, frame=(595, 842))
    (found,) = find_tables(page).tables
    over = next(c for c in found.cells if c.text == "本年支出")
    assert (over.row, over.column, over.columns) == (0, 1, 3)
