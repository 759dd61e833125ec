"""Doubtful figures are told with their page, their text and what is wrong with them."""

from __future__ import annotations

import pytest

from extractors.binding.warnings import warnings_of
from tests.reading import read


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("机关运行经费支出5.00万元。", []),
        ("机关运行经费支出5.00万。", []),
        ("机关运行经费支出5.00。", ["page 1: 5.00: the unit is missing"]),
        (
            "机关运行经费支出5.00万元，比上年增加（减少）1.00万元。",
            ["page 1: 增加（减少）1.00万元: the template's alternative was left standing"],
        ),
        ("机关运行经费支出82.107.88元。", ["page 1: 82.107.88元: separators are not those of a number"]),
        ("机关运行经费支出与上年持平。", []),
    ],
)
def test_doubtful_figure_is_told(text: str, warnings: list[str]) -> None:
    assert list(warnings_of(read(text, "agency_operation"))) == warnings
