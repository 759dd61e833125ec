"""How plainly a figure is told: what was left unread, and what else was named, between it and its name."""

from __future__ import annotations

import pytest

from extractors.binding.paragraphs import bound_facts
from extractors.model.fact import Bound, Plainness
from extractors.prose.sections import Section
from tests.reading import paragraph


def facts(text: str) -> tuple[Bound, ...]:
    """What a paragraph of the section on 三公 tells."""
    return bound_facts([Section("s", "three_public", "", "", 1, 1, None, (paragraph(text),))], 2023)


def plain(text: str, figure: int = 0) -> Plainness:
    """How plainly a figure of a paragraph is told, of those that were bound from the left."""
    told = facts(text)[figure].signs.plain
    assert told is not None
    return told


def test_nothing_stands_in_the_way_of_a_plain_figure() -> None:
    assert plain("公务用车运行维护费支出5.00万元。") == Plainness()


@pytest.mark.parametrize(
    ("text", "count", "least"),
    [
        ("公务接待费甲乙5.00万元。", "before", 1),
        ("甲乙丙丁戊公务接待费5.00万元。", "prefix", 3),
        ("公务接待费5.00万元甲乙丙丁。", "behind", 1),
        ("公务接待费（公务用车运行维护费5.00万元）。", "aside", 1),
        ("其中：公务接待费5.00万元。", "part", 1),
        ("2015年修订办法后，公务接待费5.00万元。", "years", 1),
        ("公务接待费5.00万元，会议费2.00万元，培训费1.00万元。", "crowd", 1),
    ],
)
def test_what_makes_a_figure_less_plain_is_counted(text: str, count: str, least: int) -> None:
    assert getattr(plain(text), count) >= least
    assert getattr(plain("公务接待费5.00万元。"), count) == 0


def test_a_name_on_which_the_section_is_not_is_abroad() -> None:
    assert plain("会议费5.00万元。").abroad == 1
    assert plain("公务接待费5.00万元。").abroad == 0


def test_a_figure_of_the_section_without_a_name_is_unnamed() -> None:
    assert plain("支出决算5.00万元。").unnamed == 1


def test_a_change_is_told_no_more_plainly_than_what_it_goes_on_with() -> None:
    text = "甲乙丙丁戊公务接待费5.00万元，比上年减少1.00万元，下降16.67%。"
    first, change, rate = (plain(text, figure=k) for k in range(3))
    assert change.prefix == rate.prefix == first.prefix > 0


def test_texts_and_reasons_have_no_plainness() -> None:
    found = facts("公务接待费5.00万元，比上年减少1.00万元，主要原因是厉行节约。")
    assert [b.measure for b in found if b.signs.plain is None] == ["reason_change"]
