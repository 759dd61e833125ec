"""Loads patterns/calibration.yaml: what each piece of evidence weighs, fitted on documents whose truth is known."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import model_validator

from patterns.files import FOLDER, Entry, load_file

MODELS = ("figures", "texts", "cells", "blanks", "forms")


class Weights(Entry):
    """A logistic model: log-odds of being right = intercept + sum of weight x feature; never above `ceiling`."""

    intercept: float
    weights: dict[str, float]
    ceiling: float


class Thresholds(Entry):
    """From `accept` on a reading can be taken as it is, below `review` it should not be used unseen."""

    accept: float
    review: float


class Training(Entry):
    """What some models were fitted on together, and how well they do on documents that they were not fitted on."""

    models: tuple[str, ...]
    documents: int
    readings: int
    wrong: int
    conditions: dict[str, int]
    held_out: dict[str, float]


class Calibration(Entry):
    """The models of facts (figures, texts) and of cells (of statements: cells, blanks; of forms).

    `thresholds` holds for each the confidence from which on a reading can be taken, and below which it must be seen.
    """

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
def load_calibration(folder: Path = FOLDER) -> Calibration:
    """The fitted models. Raises PatternError where the file is not valid."""
    return load_file(Calibration, "calibration.yaml", folder)
