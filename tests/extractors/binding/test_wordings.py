"""The same facts in the words of many regions: all of them read, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.binding.trace import traced
from tests.extractors.binding.pinned import CASES, pinned, pinned_cases
from tests.reading import read, told

PINNED = pinned_cases()


def trace_of(case: dict[str, Any]) -> str:
    """How the paragraphs of a case are read, for whoever sees it fail."""
    return "\n\n".join(str(traced(line, case["section"], 2023)) for line in case["text"].splitlines() if line)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_wording_is_read(case: dict[str, Any]) -> None:
    bound = read(case["text"], case["section"])
    if told(bound) != case["facts"]:
        pytest.fail(
            "\n".join(["expected", *case["facts"], "", "read", *told(bound), "", trace_of(case)]), pytrace=False
        )
    assert pinned(bound) == PINNED.get(case["name"]), "see tests/extractors/binding/pinned.py"


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert list(PINNED) == [case["name"] for case in CASES]
