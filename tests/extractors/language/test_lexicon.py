"""What may stand between a concept and its value, however a hostile text repeats it."""

from __future__ import annotations

import pytest

from extractors.language.lexicon import is_filler
from tests.apart import answers


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("", True), ("总数量共计", True), ("2023年度总额为", True), ("本年的", True), ("共计人", False), ("额", False)],
)
def test_fillers_may_follow_one_another(text: str, is_one: bool) -> None:
    assert is_filler(text) == is_one


def test_long_rows_of_fillers_are_told() -> None:
    # 共计 is a filler, and so are 共 and 计: there are more ways to take a row of them apart than there is time for.
    rows = ["共计" * 2000, "共计" * 2000 + "人", "总数" * 40 + "，", "达到为：" * 40 + "到"]
    assert answers("extractors.language.lexicon", "is_filler", rows) == [True, False, False, False]
