"""Loads patterns/misbinding.yaml: what each sign weighs that a failed identity is our misreading or the document's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from patterns.files import FOLDER, Entry, load_file
from patterns.marks import Refers

# What extractors/verdict/misbinding.py tells of a failed identity; the head of misbinding.yaml says what each means.
SIGNS = frozenset(
    {"apart", "cue", "explained", "like_a_slip", "no_other", "none_doubtful", "other_telling", "several_doubtful"}
    | {"table_fails", "twice", "unread", "unread_in_all"}
)


class MisbindingWeights(Entry):
    """Log-odds that the document errs: the intercept, and what is added for each sign."""

    intercept: float
    weights: dict[Annotated[str, Refers(("sign",))], float]
    training: str

    def odds(self, signs: Mapping[str, float]) -> float:
        """The log-odds for these signs; a sign without a weight counts for nothing."""
        return self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in signs.items())


@cache
def load_misbinding(folder: Path = FOLDER) -> MisbindingWeights:
    """The weights. Raises PatternError where the file is not valid."""
    return load_file(MisbindingWeights, "misbinding.yaml", folder, {"sign": SIGNS})
