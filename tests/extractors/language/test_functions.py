"""Functions named in a text: by codes, by bare names, in quotes."""

from __future__ import annotations

import itertools

import pytest

from extractors.language.functions import economic_mentions, function_mentions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.教育支出（类）普通教育（款）小学教育（项）：支出决算数为", "2050202"),
        ("社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）", "2080505"),
        ("一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）", "2010301"),
        ("2080505机关事业单位基本养老保险缴费支出决算12万元", "2080505"),
        ("行政单位医疗（2101101）：决算数", "2101101"),
        ("（3）住房公积金（项）支出", "2210201"),
    ],
)
def test_name_gives_code(text: str, code: str) -> None:
    (mention,) = function_mentions(text)
    assert mention.code == code


def test_bare_name_before_an_amount_is_a_function() -> None:
    text = "教育支出10.00万元，占20.00%"
    assert [m.code for m in function_mentions(text)] == ["205"]


def test_mentions_do_not_overlap() -> None:
    text = "社会保障和就业支出行政事业单位养老支出（款）10.00万元，教育支出20501（款）"
    found = sorted((m.start, m.end) for m in function_mentions(text))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "code", "end"),
    [
        ("2080505机关事业单位基本养老保险缴费支出决算12万元", "2080505", "缴费"),
        ("2080505机关事业单位基本养老保验缴费支出决算12万元", "2080505", "缴费"),
        ("20805行政事业单位养老支出决算12万元", "20805", "养老"),
        ("2080505其他旧名称支出决算12万元", "2080505", "旧名称"),  # a code keeps its meaning under a former name
        ("（2010301）行政运行12万元", "2010301", "运行"),
    ],
)
def test_a_code_takes_the_name_behind_it(text: str, code: str, end: str) -> None:
    (mention,) = function_mentions(text)
    assert (mention.code, text[mention.start : mention.end][-len(end) :]) == (code, end)


@pytest.mark.parametrize(
    "text",
    [
        "20805培训费决算12万元",  # not its name, and a code of five digits may be a number
        "支出208万元",
        "共2080505元",
        "2080505年",
        "208人参加",
        "1,205",
    ],
)
def test_a_number_without_its_name_is_no_code(text: str) -> None:
    assert list(function_mentions(text)) == []


@pytest.mark.parametrize("lead", ["", "其中：", "1.", "（1）", "一是", "用于"])
@pytest.mark.parametrize("behind", ["10.00万元", "支出10.00万元", "决算数为10.00万元", "，占20.00%", "较上年增加"])
def test_a_bare_name_of_the_top_level_stands_before_a_value(lead: str, behind: str) -> None:
    (mention,) = function_mentions(f"{lead}卫生健康支出{behind}")
    assert mention.code == "210"


@pytest.mark.parametrize("text", ["本县教育支出10.00万元", "教育支出项目10.00万元", "义务教育10.00万元"])
def test_a_name_within_a_longer_one_is_no_function(text: str) -> None:
    assert list(function_mentions(text)) == []


@pytest.mark.parametrize("lead", ["，", "其中", "全部为", "1.", "（2）", "住房改革支出-"])
@pytest.mark.parametrize("behind", ["10.00万元", "支出10.00万元", "决算10.00万元", "年初预算", "比上年"])
def test_a_bare_name_of_a_lower_level_begins_a_clause(lead: str, behind: str) -> None:
    (mention,) = function_mentions(f"{lead}住房公积金{behind}")
    assert mention.code == "2210201"


def test_a_name_of_several_codes_is_the_one_below_the_name_before() -> None:
    text = "人大事务10.00万元，行政运行6.00万元；政协事务5.00万元，行政运行2.00万元"
    assert [m.code for m in sorted(function_mentions(text), key=lambda m: m.start)] == [
        "20101", "2010101", "20102", "2010201",
    ]  # fmt: skip


def test_of_two_names_the_one_that_a_lower_name_follows() -> None:
    (named,) = function_mentions("公共安全支出司法行政运行（项）年初预算6.00万元")
    assert (named.code, named.name) == ("2040601", "公共安全支出司法行政运行")
    (alone,) = function_mentions("公共安全支出司法行政年初预算6.00万元")
    assert alone.code == "20406"


def test_economic_classes_are_found_wherever_they_are_named() -> None:
    assert {m.code for m in economic_mentions("工资福利支出10.00万元，商品和服务支出5.00万元")} == {"301", "302"}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("其中“住房公积金”支出10.00万元", "2210201", "“住房公积金”"),
        ("住房公积金科目支出10.00万元", "2210201", "住房公积金科目"),
        ("一是“小学教育”科目10.00万元", "2050202", "“小学教育”科目"),
        ("“教育支出”10.00万元", "205", "“教育支出”"),
        ("“2050202小学教育”支出10.00万元", "2050202", "“2050202小学教育”"),
        ("教育支出-普通教育-小学教育10.00万元", "2050202", "教育支出-普通教育-小学教育"),
        ("教育支出/普通教育/小学教育10.00万元", "2050202", "教育支出/普通教育/小学教育"),
        ("205类02款02项小学教育支出10.00万元", "2050202", "205类02款02项小学教育"),
        ("208类05款支出10.00万元", "20805", "208类05款"),
        ("农林水事务农业行政运行10.00万元", "2130101", "农林水事务农业行政运行"),  # names of former years
        ("，归口管理的行政单位离退休10.00万元", "2080501", "归口管理的行政单位离退休"),
    ],
)
def test_a_name_is_told_with_what_marks_it(text: str, code: str, said: str) -> None:
    (mention,) = function_mentions(text)
    assert (mention.code, text[mention.start : mention.end]) == (code, said)


def test_a_code_in_brackets_tells_a_name_apart() -> None:
    (mention,) = function_mentions("行政运行（项）（2010301）支出10.00万元")
    assert (mention.code, mention.certain, mention.end) == ("2010301", True, len("行政运行（项）（2010301）"))


@pytest.mark.parametrize("behind", ["（2050203）", "（9999999）", "”"])
def test_what_belongs_to_another_is_no_end_of_a_name(behind: str) -> None:
    text = f"教育支出（类）普通教育（款）小学教育（项）{behind}支出10.00万元"
    (mention,) = function_mentions(text)
    assert (mention.code, mention.end) == ("2050202", text.index(behind))


@pytest.mark.parametrize("text", ["小学教育项目10.00万元", "“小学教育”项目10.00万元", "333类02款支出1.00万元"])
def test_a_project_is_no_function(text: str) -> None:
    assert list(function_mentions(text)) == []
