"""Terms in the text: the longer wins, names end before cues, small words say what stands between."""

from __future__ import annotations

import itertools

import pytest

from extractors.language.lexicon import (
    find_terms,
    goes_on_counting,
    is_filler,
    names_something,
    opened_section,
    placeholder,
    sentence_around,
    turns_to_spending,
)
from tests.apart import answers


def terms(text: str, section: str | None, fiscal_year: int | None = None) -> list[tuple[str, str, str]]:
    return [(t.kind, t.label, text[t.start : t.end]) for t in find_terms(text, section, fiscal_year)]


def test_the_longer_term_wins() -> None:
    assert terms("公务用车运行维护费", "three_public") == [
        ("concept", "three_public.vehicles.operation", "公务用车运行维护费")
    ]


def test_a_name_ends_where_a_longer_cue_begins() -> None:
    found = terms("“三公”经费支出决算数小于年初预算数", "three_public")
    assert found[0] == ("concept", "three_public", "“三公”经费")


def test_terms_do_not_overlap() -> None:
    found = find_terms("“三公”经费支出决算数比上年决算数减少，主要原因是公务接待费减少", "three_public")
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("公共预算财政拨款支出5.00万元", ("measure", "budget_initial")),
        ("来自多家单位", ("direction", "increase")),
        ("少年宫3.00万元", ("direction", "decrease")),
        ("占地面积3.00万元", ("measure", "share")),
        ("防灾减灾3.00万元", ("direction", "decrease")),
        ("增值税3.00万元", ("direction", "increase")),
        ("全系统3.00万元", ("reason", "")),
        ("受理案件增加", ("reason", "")),
        ("因公出国增加", ("reason", "")),
        ("无线电管理", ("nil", "nil")),
        ("首都建设", ("both", "both")),
        ("均衡发展", ("both", "both")),
        ("工业增加值3.00万元", ("direction", "increase")),
        ("年初结转3.00万元", ("measure", "budget_initial")),
        ("原因是厉行节约", ("direction", "decrease")),
    ],
)
def test_a_term_is_not_said_within_a_word(text: str, absent: tuple[str, str]) -> None:
    assert absent not in [(kind, label) for kind, label, _ in terms(text, None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("收支总计较上年增加", ("anchor", "prior", "较上年")),
        ("同比增加3.00万元", ("direction", "increase", "增加")),
        ("比上年新增3.00万元", ("direction", "increase", "增")),
        ("无政府性基金", ("nil", "nil", "无")),
        ("比上年减少支出3.00万元", ("direction", "decrease", "减少")),  # 减少|支出 says no 少支出
        ("比上年少支出3.00万元", ("direction", "decrease", "少支出")),
        ("系因公出国任务减少", ("reason", "", "系")),  # 系因 cuts 因公: the cue is shorter
        ("较年初预算数", ("anchor", "budget", "较年初预算数")),
    ],
)
def test_a_term_of_whole_words_is_said(text: str, said: tuple[str, str, str]) -> None:
    assert said in terms(text, None)


def test_a_name_that_holds_whole_words_is_said_although_it_cuts_one() -> None:
    text = "本市公务接待费"  # whatever jieba makes of 市公
    assert ("concept", "three_public.reception", "公务接待费") in terms(text, None)
    assert ("concept", "income.other", "其他收入") in terms("经营收入及其他收入", None)


def test_the_documents_own_year_is_not_the_year_before() -> None:
    text = "较2023年度"
    assert ("anchor", "prior", text) in terms(text, None, 2024)
    assert ("anchor", "prior", text) not in terms(text, None, 2023)


def test_the_sentence_around_a_place_is_cut_at_full_stops() -> None:
    text = "收入增加。支出减少；结余不变。其他"
    assert sentence_around(text, text.index("减少")) == "支出减少；结余不变"
    assert sentence_around(text, text.index("其他")) == "其他"
    assert sentence_around(text, 0) == "收入增加"


@pytest.mark.parametrize("text", ["", "支出", "支出决算", "决算数为", "总数量共计", "为：", "2023年度支出"])
def test_fillers_may_stand_between_a_name_and_its_value(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", ["公务接待", "减少", "，", "共计人", "额"])
def test_other_words_may_not(text: str) -> None:
    assert not is_filler(text)


def test_long_rows_of_fillers_are_told() -> None:
    # 共计 is a filler, and so are 共 and 计: there are more ways to take a row of them apart than there is time for.
    rows = ["共计" * 2000, "共计" * 2000 + "人", "总数" * 40 + "，", "达到为：" * 40 + "到"]
    assert answers("extractors.language.lexicon", "is_filler", rows) == [True, False, False, False]


@pytest.mark.parametrize(
    ("text", "name"),
    [("工资福利支出", True), ("办公费", True), ("办公费合计", True), ("2023年度支出", False), ("安排的支出", False),
     ("支出", False), ("增加", False), ("", False)],
)  # fmt: skip
def test_an_ending_behind_more_chinese_is_a_name(text: str, name: bool) -> None:
    assert names_something(text) == name


@pytest.mark.parametrize(
    ("sentence", "section"),
    [
        ("公务接待费支出0.50万元", "three_public"),
        ("接待情况：公务接待费支出0.50万元", "three_public"),  # a title of its own before it
        ("本年收入合计10.00万元", "income"),
        ("党建工作扎实推进", None),
        ("某" * 20 + "会议费0.50万元", "meetings"),
        ("某" * 90 + "会议费0.50万元", None),  # its opening is over
    ],
)
def test_a_sentence_speaks_for_a_section_by_how_it_begins(sentence: str, section: str | None) -> None:
    assert opened_section(sentence) == section


@pytest.mark.parametrize(
    ("clause", "spending"), [("本年支出10万元", True), ("支出10万元", True), ("收入10万元", False)]
)
def test_a_clause_turns_to_spending(clause: str, spending: bool) -> None:
    assert turns_to_spending(clause) == spending


@pytest.mark.parametrize(("behind", "on"), [("团组", True), ("，其中", False), ("和", True), ("座椅", False)])
def test_behind_a_count_another_noun_is_counted_itself(behind: str, on: bool) -> None:
    assert goes_on_counting(behind) == on


@pytest.mark.parametrize(("text", "left"), [("XX万元", True), ("____", True), ("××局", True), ("X光机", False)])
def test_a_placeholder_is_told(text: str, left: bool) -> None:
    assert (placeholder().search(text) is not None) == left
