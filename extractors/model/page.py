"""What a page is once it has been read: lines of characters and the rulings drawn on it.

Lines and rulings stand in the *reading frame*: the page turned upright and set straight, in points.
`ReadPage.to_page` maps a box of that frame back to the page as it is shown, which is what the Record tells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean
from typing import Literal, NamedTuple

from extractors.model.arrays import Grey
from extractors.model.geometry import UPRIGHT, Box, Turn, union
from extractors.model.record import PageSummary

Source = Literal["text_layer", "ocr"]


@dataclass(frozen=True)
class Ink:
    """The ink of a scan in the reading frame: `mask` is 255 where there is ink, `density` pixels a point."""

    mask: Grey
    density: float

    def crop(self, box: Box) -> Grey:
        """The part of the mask inside `box`; empty where the box lies off the page."""
        x0, y0, x1, y1 = (max(0, round(v * self.density)) for v in box)
        return self.mask[y0:y1, x0:x1]


@dataclass(frozen=True)
class Line:
    """A run of text on one baseline, character by character.

    `text`, `boxes` and `confidences` are of one length; a confidence is in [0, 1], 1 for text layers.
    """

    text: str
    boxes: tuple[Box, ...]
    confidences: tuple[float, ...]

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.boxes) == len(self.confidences):
            raise ValueError(f"line {self.text!r}: text, boxes and confidences differ in length")

    @cached_property
    def box(self) -> Box:
        """The box around the characters; ValueError for a line without any."""
        return union(self.boxes)

    @property
    def mean_confidence(self) -> float:
        """Mean over the characters; 1 for a line without any."""
        return fmean(self.confidences) if self.confidences else 1.0

    def slice(self, start: int, end: int) -> Line:
        """The part from character `start` to before `end`; the line itself where that is all of it."""
        if start == 0 and end == len(self.text):
            return self
        return Line(self.text[start:end], self.boxes[start:end], self.confidences[start:end])


@dataclass(frozen=True)
class Look:
    """A further look at places of a page: `seen` gives its ink, `read` what stands in each of several boxes as a line.

    Both in the reading frame. `read` takes every box for one upright line and looks for none itself.
    """

    seen: Callable[[], Ink]
    read: Callable[[Sequence[Box]], Sequence[Line]]


class Ruling(NamedTuple):
    """A straight line drawn on the page, horizontal (y0 == y1) or vertical (x0 == x1), in the reading frame."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it is a level line; else it is an upright one."""
        return self.y0 == self.y1


@dataclass(frozen=True)
class ReadPage:
    """One page, read.

    `number` counts from 1. `width` and `height` are those of the page as shown; `frame` is the reading frame's
    size. `rotation` is how many degrees clockwise the page must be turned to stand upright, `skew` the small
    angle in degrees that was taken out besides. `unread` says that it shows ink of which nothing could be read,
    `differs` that its text layer tells figures that it does not show. `drawn` are the small pictures and outlines of
    a digital page, which may be characters. `ink` and `look` are kept only while tables are looked for.
    """

    number: int
    width: float
    height: float
    source: Source
    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...] = ()
    rotation: int = 0
    skew: float = 0.0
    frame: tuple[float, float] = (0.0, 0.0)
    from_frame: Turn = field(default=UPRIGHT)
    warnings: tuple[str, ...] = ()
    unread: bool = False
    differs: bool = False
    ink: Ink | None = None
    drawn: tuple[Box, ...] = ()
    look: Look | None = field(default=None, compare=False, repr=False)

    @cached_property
    def mean_confidence(self) -> float:
        """Mean over all characters; 1 for a page without any."""
        values = [c for line in self.lines for c in line.confidences]
        return fmean(values) if values else 1.0

    def to_page(self, box: Box) -> Box:
        """A box of the reading frame as a box of the page as it is shown."""
        return self.from_frame.box(box)

    @property
    def summary(self) -> PageSummary:
        """What the Record tells of the page."""
        return PageSummary(
            number=self.number,
            source=self.source,
            width=round(self.width, 2),
            height=round(self.height, 2),
            rotation=self.rotation,  # type: ignore[arg-type]
            mean_confidence=round(self.mean_confidence, 4),
            unread=self.unread,
            differs=self.differs,
        )
