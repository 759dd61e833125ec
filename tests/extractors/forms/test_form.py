"""Self-evaluation forms in layouts other than the sample's."""

from __future__ import annotations

import pytest

from extractors.forms.form import cell_text, read_forms
from extractors.model.cells import Cell, Table
from extractors.model.geometry import Box
from extractors.model.page import Line

Layout = list[list[tuple[str, int, int]]]


def table(rows: Layout, *heading: str) -> Table:
    """A table of rows of (text, columns spanned, rows spanned)."""
    taken: set[tuple[int, int]] = set()
    cells = []
    width = 0
    for r, row in enumerate(rows):
        column = 0
        for text, columns, height in row:
            while (r, column) in taken:
                column += 1
            box = Box(50.0 * column, 20.0 * r, 50.0 * (column + columns), 20.0 * (r + height))
            cells.append(Cell(1, r, column, box, (line(text, box),) if text else (), height, columns))
            taken |= {(r + i, column + k) for i in range(height) for k in range(columns)}
            column += columns
        width = max(width, column)
    above = tuple(line(text, Box(0, -30, 200, -10)) for text in heading)
    return Table(1, Box(0, 0, 50.0 * width, 20.0 * len(rows)), len(rows), width, tuple(cells), above)


def line(text: str, box: Box) -> Line:
    return Line(text, (box,) * len(text), (0.9,) * len(text))


OTHER_PROVINCE: Layout = [
    [("项目名称", 1, 1), ("档案数字化", 5, 1)],
    [("主管部门", 1, 1), ("青禾县档案局", 2, 1), ("实施单位", 1, 1), ("青禾县档案馆", 2, 1)],
    [("预算执行情况（万元）", 1, 2), ("预算数", 2, 1), ("执行数", 1, 1), ("执行率", 1, 1), ("得分", 1, 1)],
    [("30.00", 2, 1), ("29.10", 1, 1), ("97.00%", 1, 1), ("9.7", 1, 1)],
    [("年度总体目标", 1, 2), ("年初设定目标", 2, 1), ("全年完成情况", 3, 1)],
    [("完成五万页扫描。", 2, 1), ("已完成。", 3, 1)],
    [("一级指标", 1, 1), ("二级指标", 1, 1), ("三级指标", 1, 1), ("指标值", 1, 1), ("完成值", 1, 1), ("得分", 1, 1)],
    [("产出指标", 1, 2), ("数量指标", 1, 1), ("扫描页数", 1, 1), ("≥5万页", 1, 1), ("5万页", 1, 1), ("20", 1, 1)],
    [("质量指标", 1, 1), ("差错率", 1, 1), ("≤1%", 1, 1), ("0.5%", 1, 1), ("—", 1, 1)],
    [("总分", 5, 1), ("29.7", 1, 1)],
]  # fmt: skip


def test_layout_of_another_province_is_read_by_its_labels() -> None:
    (form,) = read_forms([table(OTHER_PROVINCE, "项目支出绩效自评表", "（2023年度）")], {})
    assert (form.kind, form.project, form.department, form.unit) == (
        "project", "档案数字化", "青禾县档案局", "青禾县档案馆",
    )  # fmt: skip
    assert form.funds_header == ("预算数", "执行数", "执行率", "得分")
    assert form.funds == (("30.00", "29.10", "97.00%", "9.7"),)
    assert (form.goal, form.done) == ("完成五万页扫描。", "已完成。")
    assert form.indicators == (
        ("产出指标", "数量指标", "扫描页数", "≥5万页", "5万页", "20"),
        ("产出指标", "质量指标", "差错率", "≤1%", "0.5%", "-"),
    )
    assert form.total == "29.7"


def test_misread_head_cell_does_not_lose_the_indicators() -> None:
    rows = [list(row) for row in OTHER_PROVINCE]
    rows[6][0] = ("一级标", 1, 1)
    (form,) = read_forms([table(rows, "项目支出绩效自评表")], {})
    assert len(form.indicators) == 2


@pytest.mark.parametrize("dash", ["-", "—", "——", "–", "一"])
def test_any_dash_is_a_dash(dash: str) -> None:
    rows = [list(row) for row in OTHER_PROVINCE]
    rows[8][4] = (dash, 1, 1)
    (form,) = read_forms([table(rows, "项目支出绩效自评表")], {})
    assert form.indicators[1][5] == "-"


def test_other_tables_are_no_forms() -> None:
    rows: Layout = [[("项目", 1, 1), ("决算数", 1, 1)], [("一、财政拨款收入", 1, 1), ("10.00", 1, 1)]]
    assert read_forms([table(rows, "收入支出决算总表")], {}) == ()


@pytest.mark.parametrize(
    ("read", "meant"), [("36,71", "36.71"), ("100，.00%", "100.00%"), ("1,234", "1,234"), ("1,234.50", "1,234.50")]
)
def test_comma_before_cents_is_a_misread_point(read: str, meant: str) -> None:
    box = Box(0, 0, 50, 20)
    assert cell_text(Cell(1, 0, 0, box, (line(read, box),))) == meant
    certain = Line(read, (box,) * len(read), (1.0,) * len(read))
    assert cell_text(Cell(1, 0, 0, box, (certain,))) == read


def test_doubtful_two_before_a_rate_is_the_sign_for_at_least() -> None:
    box = Box(0, 0, 50, 20)

    def read(text: str, first: float) -> str:
        return cell_text(Cell(1, 0, 0, box, (Line(text, (box,) * len(text), (first, *[0.99] * (len(text) - 1))),)))

    assert read("295%", 0.6) == "≥95%"
    assert read("295%", 0.99) == "295%"
    assert read("25次", 0.6) == "25次"


TARGETS: Layout = [
    [("项目名称", 1, 1), ("灌区巡查专项", 4, 1)],
    [("主管部门", 1, 1), ("青禾县水利局", 1, 1), ("实施单位", 1, 1), ("青禾县灌溉站", 2, 1)],
    [("项目资金（万元）", 1, 3), ("年度资金总额", 2, 1), ("60.00", 2, 1)],
    [("其中：财政拨款", 2, 1), ("60.00", 2, 1)],
    [("其他资金", 2, 1), ("-", 2, 1)],
    [("年度总体目标", 1, 1), ("完成12处灌区的巡查", 4, 1)],
    [("一级指标", 1, 1), ("二级指标", 1, 1), ("三级指标", 1, 1), ("指标值", 2, 1)],
    [("产出指标", 1, 2), ("数量指标", 1, 1), ("巡查灌区数", 1, 1), ("≥12处", 2, 1)],
    [("质量指标", 1, 1), ("巡查合格率", 1, 1), ("≥95%", 2, 1)],
]


def test_form_of_targets_has_funds_without_a_head_and_no_scores() -> None:
    (form,) = read_forms([table(TARGETS, "项目支出绩效目标表", "（2024年度）")], {})
    assert (form.project, form.unit, form.goal, form.done) == ("灌区巡查专项", "青禾县灌溉站", "完成12处灌区的巡查", "")
    assert form.funds == (("年度资金总额", "60.00"), ("其中：财政拨款", "60.00"), ("其他资金", "-"))
    assert form.ind_header == ("一级指标", "二级指标", "三级指标", "指标值")
    assert form.indicators == (
        ("产出指标", "数量指标", "巡查灌区数", "≥12处"),
        ("产出指标", "质量指标", "巡查合格率", "≥95%"),
    )
    assert form.total is None


@pytest.mark.parametrize(
    ("corner", "heading", "money"),
    [
        ("预算执行情况（万元）", "", "万元"),
        ("项目资金", "金额单位：元", "元"),
        ("项目资金（元）", "金额单位：元", "元"),
        ("项目资金", "", ""),
        ("项目资金（万元）", "单位：元", ""),
    ],
)
def test_the_unit_of_money_is_told_by_the_form_alone_and_in_one_way(corner: str, heading: str, money: str) -> None:
    rows = [[(text.replace("预算执行情况（万元）", corner), *spans) for text, *spans in row] for row in OTHER_PROVINCE]
    (form,) = read_forms([table(rows, "项目支出绩效自评表", *filter(None, [heading]))], {})
    assert form.money == money
