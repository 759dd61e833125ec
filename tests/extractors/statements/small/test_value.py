"""What stands in a cell: one figure with its sign and unit, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.statements.small.value import figure_in, is_blank, stands_for_figure

FIGURES = [
    ("1,234.50", "1234.50", "bare"),
    ("-14.29%", "-14.29", "percent"),
    ("（3.20）", "-3.20", "bare"),
    ("（3.20%）", "-3.20", "percent"),
    ("+1.5", "1.5", "bare"),
    ("下降25%", "-25", "percent"),
    ("增加0.30", "0.30", "bare"),
    ("1.20万元", "12000.00", "money"),
    ("3辆", "3", "count"),
    ("0", "0", "bare"),
]


@pytest.mark.parametrize(("text", "value", "kind"), FIGURES, ids=[f[0] for f in FIGURES])
def test_a_figure_has_its_sign_and_its_unit(text: str, value: str, kind: str) -> None:
    figure = figure_in(text)
    assert figure is not None
    assert (figure.amount.value, figure.amount.kind) == (Decimal(value), kind)
    assert figure.yuan is (kind == "money")


@pytest.mark.parametrize("text", ["", "—", "约3万元", "2020年", "3.00、4.00", "无", "减少", "见附表1"])
def test_other_text_is_no_figure(text: str) -> None:
    assert figure_in(text) is None


def test_dashes_stand_for_figures_and_blanks_do_not() -> None:
    assert [stands_for_figure(t) for t in ("—", "", "1.00", "无", "约")] == [True, False, True, True, False]
    assert [is_blank(t) for t in ("—", "", "0")] == [True, True, False]
