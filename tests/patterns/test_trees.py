"""Trees as arrays: each row goes left where a number is at most so much, and what the leaves say adds up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from patterns.files import PatternError
from patterns.trees import Trees, kept, load_trees


def numbers(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


# Two trees: by the first number, then by the second; and a leaf alone.
TREES = Trees(
    asks=numbers(0, -1, 1, -1, -1, -1),
    at_most=np.array([1.0, 0, 5.0, 0, 0, 0]),
    left=numbers(1, 0, 3, 0, 0, 0),
    right=numbers(2, 0, 4, 0, 0, 0),
    says=np.array([0, 1.0, 0, 2.0, 4.0, 0.5]),
    roots=numbers(0, 5),
    begin=np.array([10.0]),
)


def test_leaves_add_up() -> None:
    rows = np.array([[1.0, 9.0], [1.1, 5.0], [2.0, 5.1]])
    assert list(TREES.odds(rows)) == [11.5, 12.5, 14.5]


def test_trees_are_read_as_they_were_written(tmp_path: Path) -> None:
    kept(TREES, tmp_path / "trees.npz")
    rows = np.array([[0.0, 0.0], [3.0, 7.0]])
    assert list(load_trees(tmp_path / "trees.npz").odds(rows)) == list(TREES.odds(rows))


@pytest.mark.parametrize("left", [numbers(0, 0, 3, 0, 0, 0), numbers(9, 0, 3, 0, 0, 0), numbers(1, 0, 2, 0, 0, 0)])
def test_branch_that_leads_nowhere_is_an_error(left: np.ndarray, tmp_path: Path) -> None:
    kept(replace(TREES, left=left), tmp_path / "trees.npz")
    with pytest.raises(PatternError, match=r"/trees\.npz: a branch"):
        load_trees(tmp_path / "trees.npz")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"none"])
def test_file_that_holds_no_trees_is_named(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.npz").write_bytes(data)
    with pytest.raises(PatternError, match=r"/odd\.npz: "):
        load_trees(tmp_path / "odd.npz")
