"""Lines to paragraphs: joined over lines and pages, furniture dropped."""

from __future__ import annotations

from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage
from extractors.prose.arrange import arrange

SIZE = 15.0


def line(text: str, x: float, y: float) -> Line:
    boxes = tuple(Box(x + SIZE * i, y, x + SIZE * (i + 1), y + SIZE) for i in range(len(text)))
    return Line(text, boxes, (1.0,) * len(text))


def page(number: int, rows: list[tuple[str, float]], top: float = 100.0) -> ReadPage:
    lines = tuple(line(text, x, top + 28 * i) for i, (text, x) in enumerate(rows))
    footer = line(f"- {number} -", 280, 800)
    return ReadPage(number, 595, 842, "ocr", (*lines, footer), frame=(595, 842))


def texts(*pages: ReadPage) -> list[str]:
    return [p.text for p in arrange(pages, {p.number: p.lines for p in pages})]


def test_lines_of_a_paragraph_are_joined() -> None:
    rows = [("本年收入合计二千一百万元其中财政拨款收入二千", 102.0), ("万元，占全部。", 72.0), ("本年支出。", 102.0)]
    assert texts(page(1, rows)) == ["本年收入合计二千一百万元其中财政拨款收入二千万元，占全部。", "本年支出。"]


def test_number_broken_over_lines_stays_one() -> None:
    rows = [("一般公共预算财政拨款支出决算为壹佰贰拾叁点1,23", 72.0), ("4.56万元。", 72.0)]
    assert texts(page(1, rows))[0].endswith("1,234.56万元。")


def test_paragraph_goes_on_over_the_page_and_its_number() -> None:
    first = page(
        1,
        [
            ("收入支出总体与上年相比增加一百万元增长百分之五", 102.0),
            ("主要原因是本年在职人员增加以及新增信息化建设项目", 72.0),
        ],
    )
    second = page(2, [("两个。", 72.0)])
    assert texts(first, second) == [
        "收入支出总体与上年相比增加一百万元增长百分之五主要原因是本年在职人员增加以及新增信息化建设项目两个。"
    ]


def test_indented_first_line_goes_on_where_the_page_is_too_short_to_show_its_column() -> None:
    wide = [("注：本表反映本年度各项财政拨款收入支出的执行情况和年末结转结余情况", 42.0)] * 3
    short = [("年末共有车辆九辆，其中应急保障用车两辆，执", 110.0), ("法执勤用车七辆。", 79.0)]
    assert texts(page(1, wide), page(2, short))[-1].endswith("应急保障用车两辆，执法执勤用车七辆。")


def test_heading_stands_alone() -> None:
    rows = [("二、收入决算情况说明", 102.0), ("本年收入合计一百万元。", 102.0)]
    assert texts(page(1, rows)) == ["二、收入决算情况说明", "本年收入合计一百万元。"]


def test_announced_reason_is_joined() -> None:
    rows = [("收支持平。主要原因：", 102.0), ("人员没有变化。", 102.0)]
    assert texts(page(1, rows)) == ["收支持平。主要原因：人员没有变化。"]


def test_running_title_is_furniture() -> None:
    title = "某某县水利局部门决算公开"
    pages = [page(n, [(title, 150.0), (f"第{n}段文字。", 102.0)], 50.0) for n in range(1, 5)]
    assert "".join(texts(*pages)) == "第1段文字。第2段文字。第3段文字。第4段文字。"


def test_lines_of_one_baseline_are_read_from_left_to_right() -> None:
    right, left = line("二千万元。", 300, 100), line("收入合计", 102, 101)
    made = ReadPage(1, 595, 842, "ocr", (right, left), frame=(595, 842))
    assert texts(made) == ["收入合计二千万元。"]


def test_every_character_knows_its_place() -> None:
    made = page(1, [("收入 合计", 102.0)])
    (paragraph,) = arrange([made], {1: made.lines})
    assert paragraph.text == "收入合计"
    ((number, box, start, end),) = paragraph.places(2, 4)
    assert (number, start, end) == (1, 2, 4)
    assert box.x0 == 102.0 + 3 * SIZE


def test_numbered_items_are_not_joined_with_what_announces_them() -> None:
    rows = [("全年支出一百万元，其中：", 102.0), ("1、教育支出九十万元。", 102.0)]
    assert texts(page(1, rows)) == ["全年支出一百万元，其中：", "1、教育支出九十万元。"]
