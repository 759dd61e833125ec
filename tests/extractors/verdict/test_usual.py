"""What figures told in such words usually are: of the letters around them alone."""

from __future__ import annotations

import pytest

from extractors.verdict.usual import Named, Surroundings, usualness, words_around

SHARE = "三公经费支出决算情况"


def around(before: str, raw: str, behind: str = "，", title: str = SHARE) -> Surroundings:
    quote = before + raw + behind
    return Surroundings.of(quote, len(before), raw, title=title, kind="final_accounts", unit="CNY")


def test_a_figure_stands_between_what_is_before_and_behind_it() -> None:
    assert around("公务接待费支出", "3.5万元", "，减少") == (
        "三公经费支出决算情况",
        "公务接待费支出",
        "3.5万元",
        "，减少",
        "final_accounts",
        "CNY",
    )


@pytest.mark.parametrize(
    ("concept", "before"),
    [
        ("three_public.reception", "其中：公务接待费支出决算为"),
        ("three_public.overseas", "其中：因公出国（境）费支出决算为"),
        ("three_public.vehicles.operation", "其中：公务用车运行维护费支出决算为"),
    ],
)
def test_what_words_name_is_more_usual_than_anything_else(concept: str, before: str) -> None:
    told = usualness(Named(concept, "final"), around(before, "3.50万元"))
    assert told.usual_concept > told.other_concept
    assert told.usual_measure > told.other_measure
    assert told.usual_beside > told.other_beside


def test_what_words_do_not_name_is_less_usual() -> None:
    told = usualness(Named("training", "final"), around("其中：公务接待费支出决算为", "3.50万元"))
    assert told.usual_concept < told.other_concept


def test_what_was_never_seen_is_not_usual_at_all() -> None:
    told = usualness(Named("no.such.concept", "final"), around("公务接待费", "3万元"))
    assert told.usual_concept == -10.0


def test_numbers_blanks_and_wide_marks_make_no_difference() -> None:
    narrow = around("2023年度公务接待费支出", "3.50万元", ",减少1万元", "三公经费")
    wide = around("２０２２ 年度公务接待费支出", "1,203.5万元", "，减少2.1万元", "三公经费")
    assert list(words_around(narrow)) == list(words_around(wide))


@pytest.mark.parametrize(
    ("dimensions", "beside"),
    [({}, ""), ({"part": "甲"}, "part"), ({"year": "2020", "part": "甲", "name": "乙"}, "part+year")],
)
def test_only_part_and_year_keep_a_figure_apart(dimensions: dict[str, str], beside: str) -> None:
    assert Named.of("staff", "count", dimensions).beside == beside
