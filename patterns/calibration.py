"""Loads patterns/calibration.yaml: what each piece of evidence weighs, fitted on documents whose truth is known."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError


class Weights(BaseModel):
    """A logistic model: log-odds of being right = intercept + sum of weight x feature; never above `ceiling`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    intercept: float
    weights: dict[str, float]
    ceiling: float


class Training(BaseModel):
    """What the model was fitted on, and how well it does on documents that it was not fitted on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    documents: int
    readings: int
    wrong: int
    conditions: dict[str, int]
    held_out: dict[str, float]


class Calibration(BaseModel):
    """The models of figures and texts, and the confidence from which each kind of fact can be taken or must be seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    figures: Weights
    texts: Weights
    thresholds: dict[str, dict[str, float]]
    training: Training


@cache
def load_calibration() -> Calibration:
    """The fitted models. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "calibration.yaml").read_text(encoding="utf-8"))
    try:
        return Calibration.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/calibration.yaml, {first['loc']}: {first['msg']}") from error
