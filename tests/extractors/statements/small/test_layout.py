"""Which labels stand beside and above each figure."""

from __future__ import annotations

from extractors.statements.grid import Grid
from extractors.statements.small.layout import Layout, Path
from tests.extractors.statements.test_head import Span, table


def layout(*rows: list[str | Span]) -> Layout:
    return Layout(Grid(table([], list(rows))))


def labels(of: Layout) -> dict[str, tuple[str, str]]:
    return {p.cell.text: (_said(p.beside), _said(p.above)) for p in of.placed()}


def _said(path: Path) -> str:
    return "/".join(cell.text for cell in path)


def test_labels_stand_to_the_left_and_above() -> None:
    found = labels(layout(["项目", "预算数", "决算数"], ["接待", "1", "2"], ["车", "", "3"]))
    assert found == {"1": ("接待", "预算数"), "2": ("接待", "决算数"), "3": ("车", "决算数")}


def test_heads_of_two_rows_are_told_from_the_widest() -> None:
    found = labels(
        layout([("项目", 1, 2), ("2019年", 2, 1), ("2020年", 1, 2)], ["预算数", "决算数"], ["车", "1", "2", "3"])
    )
    assert found == {"1": ("车", "2019年/预算数"), "2": ("车", "2019年/决算数"), "3": ("车", "2020年")}


def test_a_second_block_has_heads_of_its_own() -> None:
    found = labels(layout(["车", "接待"], ["5", "7"], ["出国", "合计"], ["6", "8"]))
    assert found == {"5": ("", "车"), "7": ("", "接待"), "6": ("", "出国"), "8": ("", "合计")}


def test_names_between_figures_belong_to_what_is_to_their_right() -> None:
    found = labels(layout(["项目", "金额", "项目", "金额"], ["车", "1", "接待", "2"]))
    assert found == {"1": ("车", "金额"), "2": ("接待", "金额")}


def test_remarks_and_numbers_of_rows_are_no_labels() -> None:
    found = labels(layout(["序号", "项目", "备注", "金额"], ["1", "车", "见附件", "2"], ["2", "接待", "", "3"]))
    assert found == {"2": ("车", "金额"), "3": ("接待", "金额")}


def test_what_stands_over_all_columns_is_a_caption() -> None:
    made = layout([("甲表", 3, 1)], ["项目", "", "单位：元"], ["", "预算", "决算"], ["车", "1", "2"])
    assert [p.captions for p in made.placed()] == [("甲表",), ("甲表",)]
    assert labels(made) == {"1": ("车", "预算"), "2": ("车", "决算")}


def test_columns_that_are_empty_throughout_are_not_missed_by_a_caption() -> None:
    (placed,) = layout([("甲表", 2, 1), ""], ["车", "1", ""]).placed()
    assert (placed.captions, placed.above) == (("甲表",), ())


def test_numbers_over_the_columns_are_no_figures() -> None:
    assert labels(layout(["项目", "预算", "决算"], ["栏次", "1", "2"], ["车", "3", "4"])) == {
        "3": ("车", "预算"), "4": ("车", "决算"),
    }  # fmt: skip


def test_a_cell_over_two_rows_is_placed_in_both() -> None:
    made = layout(["购置", ("5", 1, 2)], ["运行"])
    assert [_said(p.beside) for p in made.placed()] == ["购置", "运行"]


def test_rows_without_figures_are_told_where_they_name_what_is_below() -> None:
    made = layout(["项目", "金额"], ["用车", ""], ["购置", "1"])
    assert [_said(p) for p in made.rows()] == ["用车", "购置"]
