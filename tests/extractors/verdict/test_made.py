"""Whole made disclosures: what is sure and who is to blame, as when somebody looked last (see pinned.py)."""

from __future__ import annotations

import pytest

from tests.extractors.verdict import pinned

PINS = pinned.pins()


@pytest.mark.parametrize("name", list(PINS))
def test_verdicts_of_a_disclosure(name: str) -> None:
    assert pinned.pinned(name) == PINS[name]
