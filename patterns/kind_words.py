"""Loads patterns/kind_words.yaml: what words and other evidence weigh for a text's being a unit's final accounts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from patterns.files import FOLDER, Entry, load_file


class KindWords(Entry):
    """Log-odds that a text is final accounts: the intercept and what is added for each sign and word.

    `evidence` weighs the signs of extractors/prose/likely.py (title:KIND, phrases:KIND, place:KIND), `title` words that
    stand in the first lines of the cover, `text` words that stand in the beginning of the text. A document is read as
    final accounts from the probability `read_from` on, up to `sure_from` with a warning.
    """

    read_from: float = Field(ge=0, le=1)
    sure_from: float = Field(ge=0, le=1)
    intercept: float
    evidence: dict[str, float]
    title: dict[str, float]
    text: dict[str, float]
    training: str


@cache
def load_kind_words(folder: Path = FOLDER) -> KindWords:
    """The weights. Raises PatternError where the file is not valid."""
    return load_file(KindWords, "kind_words.yaml", folder)
