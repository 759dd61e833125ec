"""Loads patterns/plainness.yaml: what speaks against a figure's having been bound to what its sentence tells it of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import model_validator

from patterns.files import FOLDER, Entry, load_file


class PlainnessWeights(Entry):
    """Log-odds of a right binding: the intercept less what each sign weighs; never above `ceiling`.

    `steps` says from which values on each count is a sign, each step one of its own; `training` what was fitted on.
    """

    intercept: float
    ceiling: float
    steps: dict[str, tuple[float, ...]]
    weights: dict[str, float]
    training: dict[str, float]

    @model_validator(mode="after")
    def _weights_are_of_steps(self) -> PlainnessWeights:
        known = {sign_of(name, step) for name, steps in self.steps.items() for step in steps}
        unknown = sorted(name for name in self.weights if ">=" in name and name not in known)
        if unknown:
            raise ValueError(f"weights: {unknown[0]}: no such step of any count")
        return self

    def odds(self, signs: Mapping[str, float]) -> float:
        """The log-odds for these signs; a sign without a weight counts for nothing."""
        return self.intercept - sum(self.weights.get(name, 0.0) * value for name, value in signs.items())


@cache
def sign_of(count: str, step: float) -> str:
    """The name of the sign that a count reaches a step.

    >>> sign_of("before", 4)
    'before>=4'
    """
    return f"{count}>={step:g}"


@cache
def load_plainness(folder: Path = FOLDER) -> PlainnessWeights:
    """The weights. Raises PatternError where the file is not valid."""
    return load_file(PlainnessWeights, "plainness.yaml", folder)
