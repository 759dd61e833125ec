"""Loads patterns/misbinding.yaml: what each sign weighs that a failed identity is our misreading or the document's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError


class MisbindingWeights(BaseModel):
    """Log-odds that the document errs: the intercept, and what is added for each sign."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    weights: dict[str, float]
    training: str

    def odds(self, signs: Mapping[str, float]) -> float:
        """The log-odds for these signs; a sign without a weight counts for nothing."""
        return self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in signs.items())


@cache
def load_misbinding() -> MisbindingWeights:
    """The weights. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "misbinding.yaml").read_text(encoding="utf-8"))
    try:
        return MisbindingWeights.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/misbinding.yaml, {first['loc']}: {first['msg']}") from error
