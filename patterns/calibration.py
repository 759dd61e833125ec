"""Loads patterns/calibration.yaml: what each piece of evidence weighs, fitted on documents whose truth is known."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from patterns.loader import FOLDER, PatternError

MODELS = ("figures", "texts", "cells", "blanks", "forms")


class Weights(BaseModel):
    """A logistic model: log-odds of being right = intercept + sum of weight x feature; never above `ceiling`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    intercept: float
    weights: dict[str, float]
    ceiling: float


class Thresholds(BaseModel):
    """From `accept` on a reading can be taken as it is, below `review` it should not be used unseen."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    accept: float
    review: float


class Training(BaseModel):
    """What some models were fitted on together, and how well they do on documents that they were not fitted on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    models: tuple[str, ...]
    documents: int
    readings: int
    wrong: int
    conditions: dict[str, int]
    held_out: dict[str, float]


class Calibration(BaseModel):
    """The models of facts (figures, texts) and of cells (of statements: cells, blanks; of forms).

    `thresholds` holds for each the confidence from which on a reading can be taken, and below which it must be seen.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    figures: Weights
    texts: Weights
    cells: Weights
    blanks: Weights
    forms: Weights
    thresholds: dict[str, Thresholds]
    training: tuple[Training, ...]

    @model_validator(mode="after")
    def _every_model_is_accounted_for(self) -> Calibration:
        fitted = [name for training in self.training for name in training.models]
        for told, where in ((sorted(fitted), "training"), (sorted(self.thresholds), "thresholds")):
            if told != sorted(MODELS):
                raise ValueError(f"{where}: of {', '.join(told)} instead of {', '.join(sorted(MODELS))}")
        return self


@cache
def load_calibration() -> Calibration:
    """The fitted models. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "calibration.yaml").read_text(encoding="utf-8"))
    try:
        return Calibration.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/calibration.yaml, {first['loc']}: {first['msg']}") from error
