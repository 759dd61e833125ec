"""Tables that a page runs into one line of text, from its paragraphs to the facts of the Record: see run_in.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.statements.flat.run_in import without_run_in
from tests.extractors.statements.small.flat.test_tables import page_of
from tests.extractors.statements.small.test_tables import read, told

RUN_IN: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "run_in.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", RUN_IN, ids=[p["name"] for p in RUN_IN])
def test_a_table_in_a_line_is_read_as_a_table_or_not_at_all(page: dict[str, Any]) -> None:
    assert sorted(map(told, read(page_of(page["lines"])).facts)) == sorted(page.get("facts", []))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("说明如下： 项目 金额 培训费 2.00 会议费 3.00 差旅费 4.00", ["说明如下： "]),
        ("项目 行次 金额 培训费 2.00 会议费 3.00 差旅费 4.00", []),
        ("培训费 1 2.00 会议费 2 3.00 差旅费 3 4.00 合计见下文。", [" 合计见下文。"]),
        ("培训费 1 2.00 会议费 2 3.00", ["培训费 1 2.00 会议费 2 3.00"]),
        ("第一章 3 第二章 4 第三章 5 第四章 6", ["第一章 3 第二章 4 第三章 5 第四章 6"]),
        ("培训费 2.00 万元 会议费 3.00 万元 差旅费 4.00 万元", ["培训费 2.00 万元 会议费 3.00 万元 差旅费 4.00 万元"]),
    ],
    ids=["text before", "heads", "text behind", "two rows", "contents", "units"],
)
def test_only_the_table_leaves_the_line(text: str, left: list[str]) -> None:
    line = Line(text, tuple(Box(0, 0, 1, 1) for _ in text), tuple(1.0 for _ in text))
    assert [piece.text for piece in without_run_in([line])] == left
