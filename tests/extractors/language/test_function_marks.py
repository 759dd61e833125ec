"""Functions whose levels are marked: 类, 款, 项 in brackets, behind quotes, behind a bare name."""

from __future__ import annotations

import pytest

from extractors.language.function_codes import FunctionMention
from extractors.language.function_marks import marked_names
from extractors.language.functions import function_mentions


def codes(text: str) -> list[str | None]:
    return [m.code for m in marked_names(text, ())]


@pytest.mark.parametrize(
    "text",
    [
        "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保验缴费支出（项）",
        "社会保障和就业支出（类）行政事业单位养者支出（款）机关事业单位基本养老保险缴费支出（项）",
    ],
)
def test_one_misread_character_still_gives_the_code(text: str) -> None:
    (mention,) = function_mentions(text)
    assert (mention.code, mention.certain) == ("2080505", False)


def test_name_of_several_functions_gives_no_code() -> None:
    (mention,) = function_mentions("行政运行（项）：支出决算")
    assert mention.code is None


def test_what_is_marked_is_told_under_what_was_marked_before() -> None:
    text = "教育支出（类）普通教育（款）小学教育（项）10.00万元，初中教育（项）5.00万元"
    assert [m.code for m in function_mentions(text)] == ["2050202", "2050203"]


def test_the_name_is_told_as_written_with_its_marks() -> None:
    (mention,) = function_mentions("一般公共服务（类）支出10.00万元")
    assert (mention.name, mention.code, mention.end) == ("一般公共服务支出（类）", "201", len("一般公共服务（类）支出"))


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("其中“高等教育”项，年初预算", "2050205", "“高等教育”项"),
        ("《住房公积金》项支出", "2210201", "《住房公积金》项"),
        ("“2050202 小学教育”项支出", "2050202", "“2050202 小学教育”项"),
        ("“住房公积金”项级科目支出", "2210201", "“住房公积金”项级科目"),
        ("住房公积金项支出决算", "2210201", "住房公积金项"),
        ("其中教育支出类10.00万元", "205", "教育支出类"),
        ("教育类支出10.00万元", "205", "教育类支出"),
        ("1.教育支出类。年初预算", "205", "教育支出类"),
        ("“农林水事务”类支出", "213", "“农林水事务”类"),
        ("教育支出类普通教育款小学教育项支出", "2050202", "教育支出类普通教育款小学教育项"),
        ("教育支出“类”普通教育“款”10.00万元", "20502", "教育支出“类”普通教育“款”"),
        ("教育支出（类）、普通教育（款）、小学教育（项）", "2050202", "教育支出（类）、普通教育（款）、小学教育（项）"),
        ("一般公共服务支出（类）03政府办公厅（室）及相关机构事务（款）01行政运行（项）", "2010301", None),
        ("财政事务“行政运行”项8.00万元", "2010601", "财政事务“行政运行”项"),
    ],
)
def test_a_mark_tells_a_name(text: str, code: str, said: str | None) -> None:
    (mention,) = marked_names(text, ())
    assert (mention.code, text[mention.start : mention.end]) == (code, said or text)


@pytest.mark.parametrize(
    "text",
    [
        "小学教育项目支出10.00万元",  # a project
        "“小学教育”项目10.00万元",
        "“三公”经费项下支出10.00万元",
        "义务教育类支出10.00万元",  # the name is another one
        "本县教育类支出10.00万元",
        "教育类培训10.00万元",
        "本项支出10.00万元",
        "（项）支出10.00万元",  # no name at all
    ],
)
def test_a_character_alone_marks_nothing(text: str) -> None:
    assert list(marked_names(text, ())) == []


def test_a_quoted_name_that_is_none_has_no_code() -> None:
    assert codes("其中“办公费”项支出10.00万元") == [None]


def test_a_name_of_several_codes_is_below_what_was_named_before() -> None:
    assert codes("财政事务（款）10.00万元，其中“行政运行”项8.00万元") == ["20106", "2010601"]
    assert codes("财政事务（款）行政运行（项）8.00万元，一般行政管理事务（项）2.00万元") == ["2010601", "2010602"]


def test_no_function_is_told_twice_in_a_row() -> None:
    assert codes("财政事务（款）行政运行（项）8.00万元，行政运行（项）2.00万元") == ["2010601", None]


def test_a_name_is_below_one_that_was_found_otherwise() -> None:
    text = "20106财政事务10.00万元，行政运行（项）8.00万元"
    other = FunctionMention(0, 9, "20106", "财政事务", True)
    assert [m.code for m in marked_names(text, (other,))] == ["2010601"]
    assert {m.code for m in function_mentions(text)} == {"20106", "2010601"}


def test_names_that_do_not_descend_are_apart() -> None:
    assert codes("教育支出（类）、科学技术支出（类）") == ["205", "206"]
