"""Heads without rulings: which label is a column's own, which stands over several, which has a column of its own."""

from __future__ import annotations

import pytest

from extractors.model.geometry import Box
from extractors.model.page import Line, Ruling
from extractors.tables.unruled.alignment import Piece, Span, Stack
from extractors.tables.unruled.spans import BodyColumn, SpannedHead, read_spans

SIZE, BOTTOM = 10.0, 135.0


def label(text: str, middle: float, y: float = 124) -> Stack:
    x0 = middle - SIZE * len(text) / 2
    boxes = tuple(Box(x0 + SIZE * i, y, x0 + SIZE * (i + 1), y + 10) for i in range(len(text)))
    return Stack((Piece(Line(text, boxes, (1.0,) * len(text))),))


def head(columns: list[float], *labels: Stack, rules: tuple[Ruling, ...] = ()) -> SpannedHead:
    """The head of columns of figures 40 points wide around `columns`."""
    body = [BodyColumn(Span(x - 20, x + 20), True) for x in columns]
    return read_spans(body, labels, rules, BOTTOM, SIZE)


def own(found: SpannedHead) -> list[str]:
    return [stack.text if stack is not None else "" for stack in found.own]


def over(found: SpannedHead) -> list[tuple[str, int, int]]:
    return [(o.stack.text, o.first, o.last) for o in found.over]


def test_lowest_label_over_a_column_is_its_own() -> None:
    assert own(head([120, 220], label("合计", 120), label("金额", 220))) == ["合计", "金额"]


def test_label_in_the_middle_of_two_columns_stands_over_both() -> None:
    found = head([120, 220], label("合计", 120), label("金额", 220), label("本年支出", 170, 105))
    assert over(found) == [("本年支出", 0, 1)]
    assert found.depth == 2


@pytest.mark.parametrize(("middle", "columns"), [(190, 2), (240, 3)])
def test_label_far_from_any_column_has_one_of_its_own(middle: float, columns: int) -> None:
    """No figure stands below it on this page: its column is blank. A label near a column's middle stands over it."""
    found = head([120, 520], label("合计", 120), label("金额", 520), label("结余", middle, 110))
    assert len(found.columns) == columns
    assert own(found) == (["合计", "结余", "金额"] if columns == 3 else ["合计", "金额"])
    assert over(found) == ([] if columns == 3 else [("结余", 0, 0)])


def test_partial_rule_tells_what_a_label_stands_over() -> None:
    rule = Ruling(100, 118, 240, 118)
    found = head([120, 220, 320], *(label("合计", x) for x in (120, 220, 320)), label("支出", 150, 105), rules=(rule,))
    assert over(found) == [("支出", 0, 1)]
