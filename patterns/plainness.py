"""Loads patterns/plainness.yaml and its trees: what speaks for and against a figure's having been bound rightly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from patterns.files import FOLDER, Entry, PatternError, load_file, shown
from patterns.trees import Floats, Trees, load_trees

TREES = "plainness.npz"
SURE = float(np.log(9.0))  # the log-odds of 0.9, from which on a figure is told surely


class PlainnessModel(Entry):
    """Which evidence the trees ask, in their order, and which way each may only speak: 1 for a binding, -1 against it.

    What they say is moved by `doubt`, so that as many right figures are told surely as the fit wants; what is told more
    surely than that is `stretch` times as far from there, what is told less surely `ease` times. Never above `ceiling`.
    """

    asks: dict[str, Literal[-1, 0, 1]]
    doubt: float
    stretch: float
    ease: float
    ceiling: float
    training: dict[str, float]

    def sure(self, said: Floats) -> Floats:
        """The probabilities of what the trees said in log-odds."""
        off = said - self.doubt - SURE
        odds = SURE + off * np.where(off > 0, self.stretch, self.ease)
        return np.asarray(np.minimum(self.ceiling, 1.0 / (1.0 + np.exp(-odds))), np.float64)


@dataclass(frozen=True)
class PlainnessWeights:
    """The model and its trees."""

    model: PlainnessModel
    trees: Trees

    def probabilities(self, rows: Floats) -> Floats:
        """The probability of a right binding for each row of evidence, a column for each that is asked."""
        return self.model.sure(self.trees.odds(rows))


@cache
def load_plainness(folder: Path = FOLDER) -> PlainnessWeights:
    """The weights. Raises PatternError where a file is not valid."""
    model = load_file(PlainnessModel, "plainness.yaml", folder)
    trees = load_trees(folder / TREES)
    if trees.asks.max(initial=-1) >= len(model.asks):
        raise PatternError(f"{shown(folder / TREES)}: asks for more than plainness.yaml names")
    return PlainnessWeights(model, trees)
