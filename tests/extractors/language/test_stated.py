"""Clauses behind the cue of a reason that state a figure: which of them are its own."""

from __future__ import annotations

import pytest

from extractors.language.annotate import annotate, mentions_of
from extractors.language.stated import Mark, behind_cue, statements

CUE = "主要原因是"


def own(behind: str) -> list[str]:
    """What of the text behind a cue begins clauses that are no part of the reason, each to the next stop."""
    text = CUE + behind
    found = behind_cue(text, mentions_of(annotate(text, "three_public", 2023)), len(CUE)).own
    return [text[start:].partition("，")[0].partition("。")[0] for start in sorted(found)]


@pytest.mark.parametrize(
    ("behind", "mark", "changes"),
    [
        ("公务接待费减少0.50万元。", Mark.NONE, True),
        ("一是公务接待费减少0.50万元。", Mark.COUNTED, True),
        ("来访减少，公务接待费0.50万元。", Mark.COMMA, False),
        ("来访减少，2023年公务接待费支出决算0.50万元。", Mark.COMMA, False),
        ("来访减少；公务接待费较上年减少0.50万元。", Mark.STOP, True),
        ("来访减少：公务接待费0.50万元。", Mark.STOP, False),
        ("来访减少其中公务接待费0.50万元。", Mark.PART, False),
        ("来访减少2.公务接待费0.50万元。", Mark.PART, False),
    ],
)
def test_a_name_that_leads_its_clause_states_its_figure(behind: str, mark: Mark, changes: bool) -> None:
    text = CUE + behind
    (one,) = statements(text, mentions_of(annotate(text, "three_public", 2023)), len(CUE))
    assert (one.mark, one.changes) == (mark, changes)


@pytest.mark.parametrize(
    "behind",
    [
        "压减公务接待费0.50万元。",  # the name leads no clause
        "来访减少，公务接待费管理严格0.50万元。",  # other words part the two
        "来访减少，公务接待费20人次。",  # nothing that a cost is measured in
        "来访减少，公务接待费5%。",  # a rate that nothing says of what
        "车辆减少，公务用车保有量不变。",  # a number that stayed as it was
    ],
)
def test_other_clauses_state_none(behind: str) -> None:
    text = CUE + behind
    assert not list(statements(text, mentions_of(annotate(text, "three_public", 2023)), len(CUE)))


def test_names_of_a_list_have_their_figures_together() -> None:
    text = CUE + "车辆减少，公务用车购置数和保有量分别为1辆和2辆。"
    assert len(list(statements(text, mentions_of(annotate(text, "three_public", 2023)), len(CUE)))) == 1


def test_what_a_reason_begins_with_is_its_own_only_where_it_is_explained_or_compared() -> None:
    assert own("公务接待费减少0.50万元。") == []
    assert own("公务接待费减少0.50万元，原因是来访减少。") == ["公务接待费减少0.50万元"]
    assert own("公务接待费0.50万元，较上年减少0.10万元。") == ["公务接待费0.50万元"]


def test_the_reason_of_the_next_item_is_not_the_ones_before() -> None:
    text = "公务接待费减少0.50万元，公务用车运行维护费减少0.20万元，原因是车辆减少。"
    assert own(text) == ["公务用车运行维护费减少0.20万元"]


def test_a_figure_goes_on_with_a_list_of_amounts_unless_it_is_compared() -> None:
    assert own("追加培训费5.00万元，公务接待费0.50万元。") == []
    assert own("追加培训费5.00万元，公务接待费0.50万元，较上年增加0.10万元。") == ["公务接待费0.50万元"]


def test_changes_that_a_reason_begins_to_list_are_what_it_consists_of() -> None:
    text = CUE + "公务接待费减少0.50万元；公务用车运行维护费减少0.20万元。"
    found = behind_cue(text, mentions_of(annotate(text, "three_public", 2023)), len(CUE))
    assert found.explaining == {text.index("公务接待费"), text.index("公务用车")}
    text = CUE + "来访减少；公务用车运行维护费减少0.20万元。"
    assert not behind_cue(text, mentions_of(annotate(text, "three_public", 2023)), len(CUE)).explaining
