"""Kinds of wording that were misread on pages written by people who had not seen the reader, each in several wordings.

Each kind of these files has guards, too: wordings near to it that mean something else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reading import read, told

FILES = ("kinds.yaml", "kinds_of_totals.yaml", "kinds_of_lists.yaml", "kinds_of_budgets.yaml")
CASES: list[dict[str, Any]] = [
    case for name in FILES for case in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_kind_is_read(case: dict[str, Any]) -> None:
    assert told(read(case["text"], case["section"])) == case["facts"]


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
