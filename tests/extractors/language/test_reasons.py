"""How far a reason reaches, and what it is made of."""

from __future__ import annotations

import pytest

from extractors.language.reasons import category_of, causes_of, is_cue, reason_extent, trimmed_reason


def extent(text: str, *subjects: str) -> str:
    start = text.index("：") + 1
    return text[start : reason_extent(text, start, [text.index(s) for s in subjects])]


def test_ends_with_its_sentence() -> None:
    assert extent("主要原因是：人员增加。与年初预算相比，") == "人员增加"


def test_goes_on_over_a_semicolon_inside_it() -> None:
    assert extent("主要原因是：人员增加；新增项目，经费增加。") == "人员增加；新增项目，经费增加"


def test_ends_where_the_next_concept_begins() -> None:
    text = "主要原因是：无出国任务；公务接待费0.50万元，占1.00%。"
    assert extent(text, "公务接待费") == "无出国任务"


def test_goes_on_counting_over_sentences() -> None:
    assert extent("原因是：一是人员增加。二是新增项目。其余不变。") == "一是人员增加。二是新增项目"


def test_closing_words_are_not_part_of_it() -> None:
    text = "人员增加所致。"
    assert text[slice(*trimmed_reason(text, 0, len(text)))] == "人员增加"


def test_enumerated_causes_are_parted_and_classified() -> None:
    causes = causes_of("一是在职人员增加；二是厉行节约，压减办公费")
    assert [(c.text, c.category) for c in causes] == [
        ("在职人员增加", "staffing"),
        ("厉行节约，压减办公费", "austerity"),
    ]


@pytest.mark.parametrize("lead", ["2023年", "1.", "其中：2023年度", ""])
def test_the_next_concept_may_stand_behind_a_number_or_a_year(lead: str) -> None:
    text = f"主要原因是：无出国任务；{lead}公务接待费0.50万元，占1.00%。"
    assert extent(text, "公务接待费") == "无出国任务"


def test_a_concept_far_within_a_clause_does_not_begin_another_statement() -> None:
    text = "主要原因是：无出国任务；按照规定执行并压减公务接待费0.50万元。"
    assert extent(text, "公务接待费") == text.partition("：")[2].removesuffix("。")


def test_after_a_comma_only_an_announced_concept_ends_a_reason() -> None:
    assert extent("主要原因是：任务减少，公务接待费0.50万元。", "公务接待费") == "任务减少，公务接待费0.50万元"
    assert extent("主要原因是：任务减少，其中：公务接待费0.50万元。", "公务接待费") == "任务减少"


def test_ends_at_a_turn() -> None:
    text = "主要原因是：任务减少，下降3.00%。"
    assert text[6 : reason_extent(text, 6, [], {text.index("下降")})] == "任务减少"


def test_ends_where_its_bracket_closes() -> None:
    text = "支出减少（主要原因：任务减少），其他不变。"
    start = text.index("：") + 1
    assert text[start : reason_extent(text, start, [])] == "任务减少"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("，人员增加所致。", "人员增加"), ("人员所致", "人员所致"), ("新人员所致", "新人员"), ("人员增加；", "人员增加")],
)
def test_punctuation_and_closing_words_are_cut_off_what_stays_a_reason(text: str, kept: str) -> None:
    assert text[slice(*trimmed_reason(text, 0, len(text)))] == kept


def test_clauses_parted_by_semicolons_are_causes() -> None:
    assert [c.text for c in causes_of("人员增加；项目减少")] == ["人员增加", "项目减少"]


def test_ends_where_a_statement_of_its_own_begins_whatever_stands_before() -> None:
    text = "主要原因是：任务减少其中：基本支出2.00万元。"
    assert text[6 : reason_extent(text, 6, [], own={text.index("其中")})] == "任务减少"


@pytest.mark.parametrize(
    "reason", ["1.人员增加。2.新增项目", "（1）人员增加。（2）新增项目", "首先，人员增加。其次，新增项目"]
)
def test_goes_on_with_the_next_number_of_a_list_that_it_began(reason: str) -> None:
    assert extent(f"原因是：{reason}。其余不变。") == reason


@pytest.mark.parametrize("behind", ["2.其他说明。", "（二）其他说明。"])
def test_a_number_of_no_list_of_its_own_ends_it(behind: str) -> None:
    assert extent(f"原因是：人员增加。{behind}") == "人员增加"


@pytest.mark.parametrize(
    ("text", "cue", "is_one"),
    [
        ("受疫情等原因，", "原因", False),
        ("减少的原因，", "原因", True),
        ("主要是用于培训", "主要是", False),
        ("主要是培训", "主要是", True),
    ],
)
def test_what_stands_around_a_cue_may_deny_it(text: str, cue: str, is_one: bool) -> None:
    start = text.index(cue)
    assert is_cue(text, start, start + len(cue), entry=0) is is_one


@pytest.mark.parametrize(
    ("cause", "category"),
    [
        ("新增河道清淤工程", "project_new"),
        ("未开展河道清淤工程", "none_incurred"),
        ("河道清淤工程未能实施", "carryover"),
        ("河道清淤工程已完工", "project_finished"),
        ("资金紧张，河道清淤工程款未能支付", "funding"),
        ("河道清淤工程款资金未到位", "funding"),
        ("取消原定的培训活动", "none_incurred"),
    ],
)
def test_what_is_denied_or_not_paid_for_is_no_new_project(cause: str, category: str) -> None:
    assert category_of(cause) == category


def test_the_first_clause_that_tells_a_category_counts() -> None:
    assert category_of("人员减少，厉行节约") == "staffing"
    assert category_of("厉行节约，人员减少") == "austerity"
    assert category_of("按有关要求，人员减少") == "staffing"


def test_single_words_tell_only_where_no_clause_tells_more() -> None:
    assert category_of("办公楼维修，在职人员调出") == "staffing"
    assert category_of("办公楼维修") == "project_new"
