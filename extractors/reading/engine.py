"""What an OCR engine is to the rest of the house, and two that read nothing: for pages whose lines are given, or none.

The engine that reads is reading/ocr.py. Whatever else offers these three can take its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from extractors.model.arrays import Float64s, Image
from extractors.model.geometry import Turn
from extractors.model.page import Line


class Reading(NamedTuple):
    """What is read in one upright line of `n` characters.

    `places` (n,) are the characters' middles from 0 to 1 along the line, `confidences` (n,) in [0, 1], `width` that of
    a character as a share of the line.
    """

    text: str
    places: Float64s
    confidences: Float64s
    width: float

    @property
    def mean(self) -> float:
        """The mean confidence; 0 where nothing was read."""
        return float(self.confidences.mean()) if len(self.text) else 0.0


class Engine(Protocol):
    """Reads images of pages."""

    @property
    def name(self) -> str:
        """What a Record names as its OCR: models, versions, settings."""
        ...

    def recognise(self, pixels: Image, to_points: Turn, longest: int | None = None) -> tuple[Line, ...]:
        """The lines of a page, in reading order, boxes mapped from pixels by `to_points`. Blanks are not told.

        With `longest` no more than so many lines, the longest, are read.
        """
        ...

    def read_boxes(self, pixels: Image, quads: Sequence[Float64s]) -> list[Reading]:
        """What stands in each of `quads`, four corners (4, 2) from the upper left clockwise, in pixels."""
        ...


@dataclass(frozen=True)
class GivenLines:
    """An engine that finds the same lines, boxes in pixels, on every image: for what is not OCR."""

    lines: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        """That nothing was read."""
        return "none"

    def recognise(self, pixels: Image, to_points: Turn, longest: int | None = None) -> tuple[Line, ...]:
        """The given lines, boxes mapped by `to_points`; with `longest` no more than so many of them."""
        chosen = sorted(self.lines, key=lambda line: -len(line.text))[:longest] if longest else self.lines
        return tuple(Line(n.text, tuple(map(to_points.box, n.boxes)), n.confidences) for n in chosen)

    def read_boxes(self, pixels: Image, quads: Sequence[Float64s]) -> list[Reading]:
        """Nothing, for each box."""
        return [Reading("", np.empty(0), np.empty(0), 1.0) for _ in quads]
