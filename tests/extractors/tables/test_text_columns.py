"""Running text in columns is read column by column; tables, lists and wide gaps are no columns."""

from __future__ import annotations

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.tables.text_columns import lines_in_columns, text_parts

SIZE = 10.0
LEFT = [
    "本年收入合计一百万元与上年相比增加五万",
    "元增长百分之五主要原因是新增农技培训项",
    "目其中财政拨款收入九十万元其他收入十万",
]
RIGHT = [
    "本年支出合计一百万元与上年相比减少三万",
    "元下降百分之三主要原因是厉行节约压缩一",
    "般性支出其中基本支出六十万元占六成",
    "项目支出四十万元占四成。",
]
THIRD = [
    "年末车辆九辆其中应急保障用车两辆执法执",
    "勤用车七辆单位价值一百万元以上设备两台",
    "单位价值五十万元以上设备三台套和若干件",
]


def line(text: str, x: float, y: float) -> Line:
    boxes = tuple(Box(x + SIZE * i, y, x + SIZE * (i + 1), y + SIZE) for i in range(len(text)))
    return Line(text, boxes, (1.0,) * len(text))


def column(texts: list[str], x: float, y: float = 100.0) -> list[Line]:
    return [line(text, x, y + 18 * i) for i, text in enumerate(texts)]


def parts(lines: list[Line]) -> list[list[str]]:
    return [[member.text for member in part] for part in text_parts(lines)]


def test_columns_are_read_one_after_the_other_below_what_runs_over_both() -> None:
    title, foot = line("部门决算情况说明", 200, 60), line("注：以上各项数据均来自本部门决算报表的数据", 150, 240)
    lines = [title, *column(LEFT, 50), *column(RIGHT, 270), foot]
    assert parts(lines) == [[title.text], LEFT, RIGHT, [foot.text]]


def test_columns_need_not_stand_on_the_same_baselines() -> None:
    assert parts([*column(LEFT, 50), *column(RIGHT, 270, 106.0)]) == [LEFT, RIGHT]


def test_three_columns_are_read_in_their_order() -> None:
    assert parts([*column(RIGHT, 250), *column(THIRD, 450), *column(LEFT, 50)]) == [LEFT, RIGHT, THIRD]


def test_lines_with_wide_gaps_at_any_place_are_one_column() -> None:
    lines = [
        piece
        for i in range(5)
        for piece in (line(LEFT[0][: 8 + i], 50, 100 + 18 * i), line(LEFT[1][:9], 160 + 14 * i, 100 + 18 * i))
    ]
    assert len(parts(lines)) == 1


def test_names_with_figures_beside_them_are_no_columns() -> None:
    lines = [
        *column(["一般公共服务支出", "社会保障和就业支出", "城乡社区支出", "住房保障支出"], 50),
        *column(["1,000.00"] * 4, 250),
    ]
    assert len(parts(lines)) == 1
    assert not lines_in_columns(lines)


def test_two_sides_of_a_table_without_rulings_are_no_columns() -> None:
    names = ["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "上级补助收入", "事业收入"]
    sides = [
        *column(names, 50),
        *column(["1,000.00"] * 4, 200),
        *column(names[::-1], 290),
        *column(["900.00"] * 4, 450),
    ]
    assert not lines_in_columns(sides)


def test_short_items_side_by_side_are_no_columns() -> None:
    lines = [
        *column(["第一部分部门概况", "一、主要职能", "二、机构设置情况", "三、人员情况"], 50),
        *column(["第二部分决算表", "一、收支总表", "二、收入决算表", "三、支出表"], 270),
    ]
    assert len(parts(lines)) == 1


def test_lines_in_columns_are_named() -> None:
    title, lines = line("部门决算情况说明", 200, 60), [*column(LEFT, 50), *column(RIGHT, 270)]
    assert lines_in_columns([title, *lines]) == frozenset(map(id, lines))
