"""How far a reason reaches, and what it is made of."""

from __future__ import annotations

from extractors.language.reasons import causes_of, reason_extent, trimmed_reason


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
