"""Texts as Docs: what is found in them, and how far the reason reaches that they state."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.annotate import annotate, mentions_of

STATED = "主要原因是在职人员减少"


def reasons(text: str, section: str | None = "three_public") -> list[str]:
    doc = annotate(text, section, 2023)  # its spans live as long as it does
    return [span.text for span in doc.spans["reasons"]]


def kinds(text: str, section: str | None) -> list[tuple[str, str]]:
    return [(m.kind, text[m.start : m.end]) for m in mentions_of(annotate(text, section, 2023))]


@pytest.mark.parametrize(
    "behind",
    [
        # a concept with a figure of its own, told at once or behind what measures and compares it
        "；公务接待费0.50万元。",
        "；公务接待费支出决算0.50万元。",
        "；公务接待费，比上年减少0.50万元。",
        "；公务接待费，减少0.50万元。",
        # a comparison that goes on with what was spoken of
        "；较上年减少1.20万元。",
        "；支出决算与上年相比减少1.20万元。",
        # a rate, a change with its rate, behind a mere comma
        "，下降13.12%。",
        "，较上年减少0.84万元，下降10.37%。",
        # what is only counted
        "，累计接待14批次。",
        "；年末公务用车保有量2辆。",
        "；2辆公务用车。",
        "；现存车辆2辆。",
        # a measure with its value
        "；年初预算6.00万元。",
        # a concept with its figure behind a comma, a colon, a number, 其中, or nothing at all
        "，公务接待费0.50万元，比上年减少0.10万元。",
        "，公务接待费0.50万元。",
        "，2023年公务用车购置数及保有量分别为1辆和2辆。",
        "：公务接待费0.50万元。",
        "2.公务接待费0.50万元。",
        "（二）公务接待费减少0.50万元。",
        "其中：公务接待费0.50万元。",
        "其中，下属单位公务接待费0.50万元。",
        "，公务接待费减少0.50万元，减少的原因是来访减少。",
        "，公务接待费较上年减少0.50万元。",
        "，公务接待费与上年持平。",
        "，共接待14批次。",
        # a numbered item that is only a name
        "，2.公务接待费。",
        # what money was for, and another reason
        "，主要用于来访。",
        "，决算数小于预算数的主要原因是厉行节约。",
        # what a concept is made of
        "，公务接待费主要用于来访。",
        # the end of its sentence
        "。较上年不变。",
    ],
)
def test_a_reason_ends_before(behind: str) -> None:
    assert reasons(STATED + behind)[0] == "在职人员减少"


@pytest.mark.parametrize(
    "behind",
    [
        "，较上年减少支出。",  # a comparison without a figure explains
        "；公务接待费管理严格。",  # nothing says a figure of it: the clause explains
        "；按照上级部门统一要求严格控制公务接待活动10次。",  # its subject does not lead the clause
        "；按规定前往外地参加各类业务培训2人。",
        "，年初预算6.00万元。",  # a mere comma leads no measure
        "，2人退休。",
        "，公务接待费减少0.50万元。",  # a change that is not explained itself is what it comes to
        "，2022年在职人员3人退休，新增项目5.00万元。",
        "，本年只接待3批次。",
        "，其中退休2人。",
        "；按照压减一般性开支的有关要求较上年减少1.20万元。",  # what is compared stands in the clause itself
    ],
)
def test_a_reason_goes_on_over(behind: str) -> None:
    (found,) = reasons(STATED + behind)
    assert found == "在职人员减少" + behind.removesuffix("。")


def test_each_of_two_reasons_has_its_own_text() -> None:
    text = STATED + "；决算数小于预算数的主要原因是厉行节约。"
    assert reasons(text) == ["在职人员减少", "厉行节约"]


def test_the_cue_of_another_reason_far_within_a_clause_does_not_end_the_first() -> None:
    text = STATED + "；按照上级关于进一步过紧日子的各项要求压减主要原因是厉行节约。"
    assert reasons(text)[0].startswith("在职人员减少；按照")


def test_a_number_in_a_name_is_no_value() -> None:
    text = "单价100万元（含）以上设备2台（套）。"
    assert [t for kind, t in kinds(text, "assets") if kind == "amount"] == ["2台（套）"]


def test_a_function_is_told_in_sections_on_functions_only() -> None:
    text = "教育支出（类）10.00万元"
    assert ("function", "教育支出（类）") in kinds(text, "general_public.detail")
    assert [kind for kind, _ in kinds(text, "three_public") if kind == "function"] == []


def test_economic_classes_are_told_where_basic_spending_is() -> None:
    assert ("function", "工资福利支出") in kinds("工资福利支出10.00万元", "basic")


def test_the_documents_own_year_is_not_the_year_before() -> None:
    text = "较2023年度减少100.00万元"
    own = {m.label for m in mentions_of(annotate(text, "income", 2023))}
    other = {m.label for m in mentions_of(annotate(text, "income", 2024))}
    assert "prior" not in own
    assert "prior" in other


@given(
    st.lists(
        st.sampled_from(["收入总计", "1,234.50万元", "，", "增长", "5.10%", "主要原因是", "；", "其他"]), max_size=12
    )
)
def test_words_and_mentions_keep_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    doc = annotate(text, "totals", 2023)
    found = mentions_of(doc)
    assert "".join(token.text for token in doc) == text
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_an_amount_is_one_word() -> None:
    assert "1,234.50万元" in [token.text for token in annotate("收入总计1,234.50万元", "totals")]


def test_figures_of_many_texts_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    most = 200
    monkeypatch.setattr("extractors.language.annotate._MOST_WORDS", most)
    first = annotate(f"公务接待费1.23万元，{STATED}。", "three_public", 2023)
    found = [span.text for span in first.spans["reasons"]]
    words = [len(annotate(f"公务接待费{n}.23万元，{STATED}。", "three_public", 2023).vocab) for n in range(600)]
    assert max(words) < most + 50
    assert sum(after < before for before, after in itertools.pairwise(words)) > 1
    assert [span.text for span in first.spans["reasons"]] == found == [STATED[5:]]
