"""Words between a name and its figure that nothing accounts for."""

from __future__ import annotations

import pytest

from extractors.language.annotate import annotate, unaccounted_between


def unaccounted(text: str, section: str = "training") -> list[str]:
    doc = annotate(text, section, 2023)  # its spans live as long as it does
    return [span.text for span in doc.spans["unaccounted"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("培训费支出决算为2.00万元", []),  # cues and fillers are accounted for
        ("培训费全年实际支出共计2.00万元", []),
        ("培训费2023年度支出2.00万元", []),
        ("培训费和会议费2.00万元", []),  # joints
        ("培训费（补充差旅费）2.00万元", ["补充差旅费"]),
        ("培训费补充差旅费，租赁场地2.00万元", ["补充差旅费", "租赁场地"]),
        ("培训费2.00万元，补充差旅费3.00万元", ["补充差旅费"]),  # behind another amount
        ("补充差旅费。培训费2.00万元", []),  # another sentence
        ("培训费2.00万元，补充差旅费", []),  # before no amount
        ("补充差旅费培训费2.00万元", []),  # before the name
        ("某某支出2.00万元", ["某某"]),  # no name at all
        ("培训费教育支出（类）2.00万元", ["教育支出", "类"]),
    ],
)
def test_words_that_lead_to_an_amount_are_told(text: str, words: list[str]) -> None:
    assert unaccounted(text) == words


def test_a_function_is_a_name() -> None:
    assert unaccounted("补充教育支出（类）2.00万元", "general_public.detail") == []


def test_they_are_told_between_two_places() -> None:
    text = "培训费补充差旅费2.00万元，租赁场地3.00万元"
    doc = annotate(text, "training", 2023)
    assert unaccounted_between(doc, 0, len(text)) == ("补充差旅费", "租赁场地")
    assert unaccounted_between(doc, 3, 8) == ("补充差旅费",)
    assert unaccounted_between(doc, 4, 8) == unaccounted_between(doc, 3, 7) == ()
