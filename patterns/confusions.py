"""Loads patterns/confusions.yaml: how an OCR misreads printed figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path


from patterns.files import FOLDER, Entry, load_file


class ConfusionExample(Entry):
    read: str
    meant: str


class Confusions(Entry):
    """`swapped` holds pairs of digits, `nothing` what stands for an empty cell; `doubtful` a confidence in (0, 1)."""

    swapped: tuple[str, ...]
    lost: bool
    added: bool
    point: bool
    nothing: tuple[str, ...]
    doubtful: float
    examples: tuple[ConfusionExample, ...]


@cache
def load_confusions(folder: Path = FOLDER) -> Confusions:
    """The confusions. Raises PatternError where the file is not valid."""
    return load_file(Confusions, "confusions.yaml", folder)
