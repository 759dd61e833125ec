"""The standard labels, and slips in them."""

from __future__ import annotations

import pytest

from patterns.labels import SlipExample, as_printed, economic_names, is_label, load_labels, meant_by


@pytest.mark.parametrize("example", load_labels().examples, ids=lambda e: e.read)
def test_examples_are_told(example: SlipExample) -> None:
    assert meant_by(example.read) == example.meant


@pytest.mark.parametrize(
    "text",
    ["项目支出", "决算书", "档案数字化项目", "年X结转和结余", "上年结转与结余"],
    ids=["as it should be", "too short", "no standard label", "as near to two", "worded otherwise"],
)
def test_other_texts_stand_as_they_are(text: str) -> None:
    assert meant_by(text) is None


def test_characters_that_print_exchanges_are_no_slip() -> None:
    assert as_printed("年初结转与结余", "年初结转和结余")
    assert not as_printed("年初结转利结余", "年初结转和结余")


def test_economic_classes_have_names_of_their_level() -> None:
    names = economic_names()
    assert names["30101"] == "基本工资"
    assert all(len(code) in (3, 5) and code[:3] in names for code in names)
    assert is_label("商品和服务支出")
