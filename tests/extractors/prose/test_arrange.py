"""Lines to paragraphs: joined over lines and pages, furniture dropped."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("事业收入7.06万元，占", "2.33%；其他收入1万元。", True),
        ("收入120万元，比上年增加", "3.20万元，增长2%。", True),
        ("本年支出90万元，其中基本支出为", "60万元。", True),
        ("本年支出90万元。", "60万元为基本支出。", False),
        ("支出占", "2.33%", False),
        ("年初预算90万元，完成年初预算", "的100.00%，与年初预算数一致。", True),
        ("基本支出90.00万元，占本年支出合计", "的75.00%；项目支出30万元。", True),
        ("全年共12批，完成了", "的任务都是上级安排的。", False),
        ("收入120万元，比上年增加", "2.增加的原因是调资。", False),
    ],
)
def test_a_line_broken_before_its_figure_goes_on(before: str, after: str, joined: bool) -> None:
    apart = set_at((before, 102.0, 200.0), (after, 102.0, 300.0))
    assert texts(apart) == ([before + after] if joined else [before, after])


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


LONG = "收入支出总体与上年相比增加一百万元增长百分之五主要"  # as wide as the column
RUNNING = "本年收入合计二千一百万元其中财政"  # runs, but ends before the margin


def set_at(*placed: tuple[str, float, float], number: int = 1) -> ReadPage:
    """A page with lines of text at x, y."""
    return ReadPage(number, 595, 842, "ocr", tuple(line(*each) for each in placed), frame=(595, 842))


@pytest.mark.parametrize(("leading", "paragraphs"), [(1.9, 1), (3.4, 1), (3.7, 2), (6.0, 2)])
def test_a_wide_gap_parts_blocks(leading: float, paragraphs: int) -> None:
    assert len(texts(set_at((LONG, 72, 200), (LONG, 72, 200 + leading * SIZE)))) == paragraphs


@pytest.mark.parametrize(
    ("y", "kept"),
    [(20, False), (60, False), (80, True), (160, True), (420, True), (680, True), (760, True), (790, False)],
)
def test_only_margins_hold_furniture(y: float, kept: bool) -> None:
    pages = [set_at(("某某县水利局部门决算公开", 150, y), number=n) for n in range(1, 4)]
    assert bool(texts(*pages)) == kept


def test_a_line_of_two_pages_is_no_furniture() -> None:
    pages = [set_at(("某某县水利局部门决算公开", 150, 40), number=n) for n in (1, 2)]
    assert texts(*pages)


def test_a_line_of_few_pages_of_many_is_no_furniture() -> None:
    titled = [set_at(("某某县水利局部门决算公开", 150, 40), number=n) for n in (1, 2, 3)]
    others = [set_at((f"{'甲乙丙丁戊己庚辛壬癸'[n]}。", 150, 40), number=4 + n) for n in range(8)]
    assert "某某县水利局部门决算公开" in "".join(texts(*titled, *others))


def test_page_numbers_in_the_text_are_kept() -> None:
    assert texts(set_at(("12", 280, 400))) == ["12"]
    assert texts(set_at(("12", 280, 800))) == []


@pytest.mark.parametrize(("share", "paragraphs"), [(1.0, 1), (0.7, 1), (0.6, 2), (1.5, 2)])
def test_print_of_another_size_is_other_text(share: float, paragraphs: int) -> None:
    wide = tuple(Box(72 + SIZE * share * i, 230, 72 + SIZE * share * (i + 1), 230 + SIZE) for i in range(len(LONG)))
    below = Line(LONG, wide, (1.0,) * len(LONG))
    made = ReadPage(1, 595, 842, "ocr", (line(LONG, 72, 200), below), frame=(595, 842))
    assert len(texts(made)) == paragraphs


@pytest.mark.parametrize(("indent", "paragraphs"), [(0.0, 1), (1.0, 1), (2.0, 2)])
def test_a_full_line_that_ends_a_sentence_goes_on_unless_the_next_is_indented(indent: float, paragraphs: int) -> None:
    ended = LONG[:-1] + "。"
    rows = [(ended, 72, 200), (LONG[:20], 72 + indent * SIZE, 228)]
    assert len(texts(set_at(*rows))) == paragraphs


@pytest.mark.parametrize(("short_by", "paragraphs"), [(0, 1), (2, 1), (3, 2)])
def test_a_line_that_ends_a_sentence_short_of_the_margin_ends_its_paragraph(short_by: int, paragraphs: int) -> None:
    ended = LONG[: len(LONG) - 1 - short_by] + "。"
    rows = [(LONG, 72, 172), (ended, 72, 200), (LONG[:20], 72, 228)]
    assert len(texts(set_at(*rows))) == paragraphs


def test_a_ragged_line_goes_on_where_nothing_says_otherwise() -> None:
    rows = [(LONG, 72, 172), (RUNNING, 72, 200), (LONG[:20], 72, 228)]
    assert len(texts(set_at(*rows))) == 1
    assert len(texts(set_at(rows[0], (RUNNING[:8], 72, 200), rows[2]))) == 2


@pytest.mark.parametrize(
    ("title", "stands_alone"),
    [
        ("二、收入决算", True),
        ("（一）关于二〇二三年度收入支出决算总体有关", True),
        ("（一）关于二〇二三年度收入支出决算总体有关情和", False),
        ("（一）关于二〇二三年度收入支出决算总体有关情况", True),
        ("（一）关于二〇二三年度收入支出决算总体，", False),
        ("二、本年度收入支出决算10元其中包括有", False),
    ],
)
def test_a_numbered_line_is_a_title_where_it_ends_early_or_as_titles_do(title: str, stands_alone: bool) -> None:
    wide = "（一）关于二〇二三年度收入支出决算总体有关情况与说明"
    rows = [(wide, 72, 144), (wide, 72, 172), (title, 72, 200), ("财政拨款等各项收入", 72, 228)]
    assert texts(set_at(*rows))[-1].startswith("财政") == stands_alone


def test_lines_beside_each_other_are_of_one_baseline_though_boxes_touch() -> None:
    assert texts(set_at(("收入合计", 102, 100), ("二千万元。", 155, 106))) == ["收入合计二千万元。"]


def test_lines_that_lie_over_each_other_are_of_two_baselines() -> None:
    assert texts(set_at(("收入合计。", 102, 100), ("支出合计。", 90, 104))) == ["收入合计。支出合计。"]


def test_what_stands_in_a_table_is_no_prose() -> None:
    made = set_at(("收入合计。", 102, 100), ("支出合计。", 102, 300))
    assert [p.text for p in arrange([made], {1: made.lines[:1]})] == ["收入合计。"]
    assert arrange([made], {}) == ()


def test_a_page_with_next_to_no_text_takes_the_documents_column() -> None:
    usual = set_at(*((LONG, 72, 200 + 28 * i) for i in range(3)))
    short = set_at((RUNNING[:15] + "。", 72, 100), (LONG[:10], 72, 128), number=2)
    assert texts(usual, short)[-1] == LONG[:10]
