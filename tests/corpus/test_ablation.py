"""Patterns with entries left out: some are, every list keeps one, and what is left can be loaded."""

from __future__ import annotations

from pathlib import Path

import yaml

from corpus.ablation import FILES, dropped
from patterns.check import check_patterns
from patterns.files import FOLDER


def test_some_entries_are_left_out_and_the_rest_can_be_loaded(tmp_path: Path) -> None:
    counted = dropped(tmp_path / "patterns", 1, 0.1)
    assert set(counted) == set(FILES)
    assert sum(counted.values()) > 100
    check_patterns(tmp_path / "patterns")
    whole, fewer = (_wordings(folder / "concepts.yaml") for folder in (FOLDER, tmp_path / "patterns"))
    assert whole - fewer == counted["concepts"]


def test_the_same_seed_leaves_out_the_same(tmp_path: Path) -> None:
    for place in ("a", "b"):
        dropped(tmp_path / place, 7, 0.2)
    assert all(
        (tmp_path / "a" / f"{f}.yaml").read_bytes() == (tmp_path / "b" / f"{f}.yaml").read_bytes() for f in FILES
    )


def test_no_share_leaves_all(tmp_path: Path) -> None:
    assert sum(dropped(tmp_path / "patterns", 1, 0.0).values()) == 0


def _wordings(path: Path) -> int:
    """How many texts stand in the lists of a file."""

    def count(value: object) -> int:
        if isinstance(value, dict):
            return sum(map(count, value.values()))
        return sum(1 if isinstance(own, str) else count(own) for own in value) if isinstance(value, list) else 0

    return count(yaml.safe_load(path.read_text(encoding="utf-8")))
