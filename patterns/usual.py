"""Loads patterns/usual.npz: what figures told in such words usually are, by questions with an answer each.

The words around a figure are numbers of places (extractors/verdict/usual.py); each place weighs for some answers and
against others. `python -m corpus.bindings fit` writes the file: numbers, no wordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from patterns.files import FOLDER
from patterns.held import numbers_of

FILE = "usual.npz"
PLACES = 1 << 14  # of words, by a digest: with four times as many no more was told rightly
QUESTIONS = ("concept", "measure", "beside")


@dataclass(frozen=True)
class Answers:
    """The answers to one question: what each place weighs for each (in steps of `scale`), and each's own odds."""

    names: tuple[str, ...]
    own: NDArray[np.float32]
    scale: NDArray[np.float32]
    weights: NDArray[np.int8]

    def odds(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """The log-odds of each answer, where words stand at these places."""
        told = self.weights[places].sum(axis=0, dtype=np.int32) * self.scale + self.own
        return np.asarray(told, np.float32)

    def place(self, name: str) -> int | None:
        """Which answer a name is; None where it was never seen."""
        return self.names.index(name) if name in self.names else None


def kept(answers: Mapping[str, Answers], path: Path) -> None:
    """Writes the answers to all questions."""
    parts: dict[str, NDArray[np.generic]] = {}
    for question, own in answers.items():
        parts[f"{question}.names"] = np.array(own.names)
        parts |= {f"{question}.{part}": getattr(own, part) for part in ("own", "scale", "weights")}
    np.savez_compressed(path, **parts)  # type: ignore[arg-type]


@cache
def load_usual(folder: Path = FOLDER) -> Mapping[str, Answers]:
    """The answers by question. Raises PatternError where the file is not valid."""
    with numbers_of(folder / FILE) as held:
        return {question: _answers(held, question) for question in QUESTIONS}


def _answers(held: Mapping[str, NDArray[np.generic]], question: str) -> Answers:
    names = tuple(str(name) for name in held[f"{question}.names"])
    own, scale = (np.asarray(held[f"{question}.{part}"], np.float32) for part in ("own", "scale"))
    weights = np.asarray(held[f"{question}.weights"])
    if weights.dtype != np.int8 or weights.shape != (PLACES, len(names)) or not len(own) == len(scale) == len(names):
        raise ValueError(f"{question}: {weights.shape} weights of {len(names)} answers")
    return Answers(names, own, scale, np.asarray(weights, np.int8))
