"""Loads patterns/confusions.yaml: how an OCR misreads printed figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from patterns.files import FOLDER, Entry, load_file


class ConfusionExample(Entry):
    """A figure as an OCR read it, and as it was printed."""

    read: str
    meant: str


class Confusions(Entry):
    """`swapped` holds pairs of digits, `nothing` what stands for an empty cell; `doubtful` a confidence in (0, 1)."""

    swapped: tuple[Annotated[str, Field(pattern=r"^\d\d$")], ...]
    lost: bool
    added: bool
    point: bool
    nothing: tuple[str, ...]
    doubtful: float = Field(gt=0, lt=1)
    examples: tuple[ConfusionExample, ...]


@cache
def load_confusions(folder: Path = FOLDER) -> Confusions:
    """The confusions. Raises PatternError where the file is not valid."""
    return load_file(Confusions, "confusions.yaml", folder)
