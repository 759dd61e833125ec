"""Whole made disclosures: what is mended, as it was when somebody looked at it last (see pinned.py)."""

from __future__ import annotations

import pytest

from tests.extractors.repair import pinned

PINS = pinned.pins()


@pytest.mark.parametrize("name", list(PINS))
def test_repairs_of_a_disclosure(name: str) -> None:
    assert pinned.pinned(name) == PINS[name]
