"""The same facts in the words of many regions: all of them read, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reading import read, told

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_wording_is_read(case: dict[str, Any]) -> None:
    assert told(read(case["text"], case["section"])) == case["facts"]
