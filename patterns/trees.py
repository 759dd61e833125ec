"""Boosted trees as arrays: each asks of evidence whether a number is at most so much, and adds up what it then says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from patterns.held import numbers_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Trees:
    """Nodes side by side: which number `asks` of (-1: none, a leaf), how much it may be `at_most` to go `left`, what a
    leaf `says`; `roots` is where each tree begins, `begin` what is said before any."""

    asks: Numbers
    at_most: Floats
    left: Numbers
    right: Numbers
    says: Floats
    roots: Numbers
    begin: Floats

    def odds(self, rows: Floats) -> Floats:
        """What all trees say together of each row of numbers."""
        across = np.arange(len(rows))[:, None]
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        while (inner := self.asks[at] >= 0).any():
            low = rows[across, self.asks[at]] <= self.at_most[at]
            at = np.where(inner, np.where(low, self.left[at], self.right[at]), at)
        return np.asarray(self.begin[0] + self.says[at].sum(axis=1), np.float64)


def kept(trees: Trees, path: Path) -> None:
    """Writes trees."""
    np.savez_compressed(path, **{each.name: getattr(trees, each.name) for each in fields(Trees)})


@cache
def load_trees(path: Path) -> Trees:
    """The trees of a file. Raises PatternError where it is not valid."""
    with numbers_of(path) as held:
        return _whole(Trees(**{each.name: held[each.name] for each in fields(Trees)}))  # type: ignore[arg-type]


def _whole(trees: Trees) -> Trees:
    """The same trees. Raises ValueError where a branch leads nowhere, or back."""
    nodes = np.arange(len(trees.asks))
    inner = trees.asks >= 0
    for branch in (trees.left, trees.right):
        if ((branch[inner] <= nodes[inner]) | (branch[inner] >= len(nodes))).any():
            raise ValueError("a branch that leads to no node behind its own")
    return trees
