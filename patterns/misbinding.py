"""Loads patterns/misbinding.yaml: what each sign weighs that a failed identity is our misreading or the document's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from patterns.files import FOLDER, Entry, load_file


class MisbindingWeights(Entry):
    """Log-odds that the document errs: the intercept, and what is added for each sign."""

    intercept: float
    weights: dict[str, float]
    training: str

    def odds(self, signs: Mapping[str, float]) -> float:
        """The log-odds for these signs; a sign without a weight counts for nothing."""
        return self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in signs.items())


@cache
def load_misbinding(folder: Path = FOLDER) -> MisbindingWeights:
    """The weights. Raises PatternError where the file is not valid."""
    return load_file(MisbindingWeights, "misbinding.yaml", folder)
