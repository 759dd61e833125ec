"""Loads patterns/shapes.yaml: characters and small words that many readings share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from patterns.files import FOLDER, Entry, load_file


class Shapes(Entry):
    """See the comments of shapes.yaml; `han` and `dashes` are to be put inside of [...]."""

    han: str
    numerals: str
    list_joints: tuple[str, ...]
    dashes: str


@cache
def load_shapes(folder: Path = FOLDER) -> Shapes:
    """The shapes. Raises PatternError where the file is not valid."""
    return load_file(Shapes, "shapes.yaml", folder)
