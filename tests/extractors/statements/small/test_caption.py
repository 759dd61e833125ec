"""What lines above a small table say of its figures."""

from __future__ import annotations

import pytest

from extractors.statements.small.caption import Caption, caption_of

LINES = [
    (["2020年“三公”经费决算表", "单位：元"], ("元", (2020,), "final", True, False)),
    (["2020年“三公”经费支出情况", "金额单位：万元"], ("万元", (2020,), "final", False, False)),
    (["2021年“三公”经费预算情况"], ("", (2021,), "budget_full", True, False)),
    (["2020年“三公”经费预决算表"], ("", (2020,), None, False, True)),
    (["一般公共预算“三公”经费支出表"], ("", (), "final", False, False)),
    (["2019年“三公”经费预算", "2020年“三公”经费决算"], ("", (2020,), "final", True, False)),
    (["2020年“三公”经费支出1.20万元，比上年预算减少。"], ("", (), None, False, False)),
    (["2020年教育支出决算表"], ("", (), None, False, False)),
]


@pytest.mark.parametrize(("lines", "says"), LINES, ids=[line[0][0] for line in LINES])
def test_the_nearest_line_that_names_the_table_counts(lines: list[str], says: tuple[object, ...]) -> None:
    found = caption_of(lines)
    assert (found.unit, found.years, found.measure, found.firm, found.open) == says


def test_lines_within_the_frame_need_name_nothing() -> None:
    found = caption_of(["2020年“三公”经费决算表"], ["二、2021年预算"])
    assert (found.years, found.measure, found.names) == ((2021,), "budget_full", frozenset({"three_public"}))


def test_lines_within_the_frame_leave_what_they_do_not_say() -> None:
    assert caption_of(["2020年“三公”经费决算表"], ["说明"]).years == (2020,)
    assert caption_of(["2020年“三公”经费决算表"], ["2019年"]).measure == "final"
    assert caption_of([], []) == Caption()
