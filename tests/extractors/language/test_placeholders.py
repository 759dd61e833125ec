"""What a template's user left unwritten is warned of, with its page."""

from __future__ import annotations

import pytest

from extractors.language.lexicon import placeholder
from extractors.language.placeholders import placeholders_left
from tests.reading import paragraph


def test_each_placeholder_is_told_with_its_page_and_what_stands_around_it() -> None:
    paragraphs = [paragraph("收入合计10.00万元。"), paragraph("2023年度公务接待费支出决算为XX万元，占3.00%。", 4)]
    (line,) = placeholders_left(paragraphs)
    assert line == "page 4: a placeholder of the template was left: 年度公务接待费支出决算为XX万元，占"


@pytest.mark.parametrize("text", ["内设机构包括……。", "主要原因是……", "下属单位包括：......。"])
def test_dots_of_a_template_are_no_text(text: str) -> None:
    assert placeholder().search(text)


def test_dots_behind_names_mean_more_of_them() -> None:
    assert not placeholder().search("内设机构包括办公室、财务科……。")
