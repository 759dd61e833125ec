"""What is said in words, and what only looks so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reading import read, told

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_words_say_no_cue_that_they_hold(case: dict[str, Any]) -> None:
    assert told(read(case["text"], case["section"])) == case["facts"]
