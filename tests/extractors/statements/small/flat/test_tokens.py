"""How lines fall into pieces, and which words make one label."""

from __future__ import annotations

import pytest

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.prose.arrange import TextRow
from extractors.statements.small.flat.heads import head_of
from extractors.statements.small.flat.pieces import Ambiguous, last_label
from extractors.statements.small.flat.runs import runs_of
from extractors.statements.small.flat.tokens import Token, text_of, tokens_of


def tokens(*texts: str, blanks: bool = True) -> list[Token]:
    lines = [Line(t, tuple(Box(10.0 * i, 0, 10.0 * i + 10, 10) for i in range(len(t))), (1.0,) * len(t)) for t in texts]
    return tokens_of([TextRow(1, (line,), line.box, line.text) for line in lines], blanks=blanks)


@pytest.mark.parametrize(
    ("text", "blanks", "pieces"),
    [
        ("合 计 5.00", True, ["合", "计", "5.00"]),
        ("合 计 5.00", False, ["合计5.00"]),
        ("合 计 |", False, ["合计"]),
        ("|合计||5.00|", False, ["合计", "", "5.00"]),
        ("|", False, [""]),
    ],
)
def test_borders_part_cells_and_blanks_where_they_do(text: str, blanks: bool, pieces: list[str]) -> None:
    assert [t.text for t in tokens(text, blanks=blanks)] == pieces


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("决算数 合 计", "合计"),
        ("公务用车购置及 运行费", "公务用车购置及运行费"),
        ("因公出国（境）费 公务 接待费", "公务接待费"),
        ("因公出国 （境）费", "因公出国（境）费"),
    ],
)
def test_words_that_mean_something_only_together_are_one_label(text: str, label: str) -> None:
    found = last_label(tokens(text))
    assert found is not None
    assert text_of(found.piece) == label


def test_words_that_may_be_two_names_or_another_one_are_none() -> None:
    with pytest.raises(Ambiguous):
        last_label(tokens("公务用车购置费", "运行维护费"))


def test_heads_end_above_a_corner_and_below_what_is_not_known() -> None:
    head = head_of(tokens("情况如下", "项目", "预算数", "决算数"))
    assert head is not None
    assert (len(head.labels), head.cornered, head.whole) == (2, True, True)
    other = head_of(tokens("本期核定", "决算数"))
    assert other is not None
    assert (len(other.labels), other.whole) == (1, False)


def test_running_text_ends_a_run_of_rows() -> None:
    (one, other) = runs_of(tokens("合计 5 4", "接待费 3 2", "我局厉行节约，严格控制各项支出。", "合计 7 6"))
    assert [len(run.rows) for run in (one, other)] == [2, 1]


def test_a_figure_with_its_unit_behind_a_blank_is_of_running_text() -> None:
    (run, _) = runs_of(tokens("公务接待费 3.00 万元", "公务用车费 2.00 1.00"))
    assert not run.rows[0].whole
