"""The glyphs of a text layer as a PDF sets them: in runs of one style on one baseline, with what tells their paint.

Unit: points of the page as shown; slopes in degrees clockwise from level.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from extractors.model.geometry import Box
from extractors.opening.mupdf import pymupdf
from extractors.reading.painting import is_turned

_UPRIGHT = 20.0  # degrees: steeper lines are seals, marks over the page, or a page on its side
_LEVEL = 1.0  # degrees: what a typesetter's rounding leaves of level
_SOME = 0.05  # of the glyphs, level: then the page is, however much is laid across it
_ASKEW = 3.0  # degrees from most of the page's text: a scan's own layer wavers by less
_OPAQUE = 255  # the highest of a channel in PDF's device colours
_PAINTED = 0b11000  # of MuPDF's flags of characters: filled, stroked
_HALVES = frozenset(map(chr, range(0xD800, 0xE000)))  # Unicode's surrogates, which no text may hold
_NONE = "\ufffd"
_RED, _GREEN, _BLUE = 0.299, 0.587, 0.114  # how bright each is seen (ITU-R BT.601)


_DIGITS = "0123456789"
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE

Trace = list[dict[str, Any]]  # the characters of a page as they are drawn: PyMuPDF's get_texttrace


# A page has some thousand glyphs: a NamedTuple called by its name takes three times as long to make.
_made = tuple.__new__


class Glyph(NamedTuple):
    """A character and its box."""

    char: str
    box: Box


class Paint(NamedTuple):
    """How a run is painted: on white paper it is seen as `shade`, 0 black, 1 white."""

    size: float
    color: int
    alpha: int
    painted: bool

    @property
    def shade(self) -> float:
        """How bright it is seen over white."""
        red, green, blue = self.color >> 16 & _OPAQUE, self.color >> 8 & _OPAQUE, self.color & _OPAQUE
        own = (_RED * red + _GREEN * green + _BLUE * blue) / _OPAQUE
        return 1 - (1 - own) * self.alpha / _OPAQUE


@dataclass(frozen=True)
class Run:
    """Glyphs of one style; `line` is the number of the baseline that MuPDF puts them on, `slope` its direction."""

    line: int
    slope: float
    paint: Paint
    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """What the glyphs say."""
        return "".join([char for char, _ in self.glyphs])


def level_runs(all_of_them: Sequence[Run]) -> list[Run]:
    """Those of a page's runs that run as most of its text does, more or less to the right.

    Others (seals, marks laid across the page) are left out.
    """
    runs = [run for run in all_of_them if abs(run.slope) <= _UPRIGHT]
    level = sum(len(run.glyphs) for run in runs if abs(run.slope) <= _LEVEL)
    whole = sum(len(run.glyphs) for run in runs)
    if level == whole:
        return runs
    usual = 0.0 if level > _SOME * whole else statistics.median(run.slope for run in runs for _ in run.glyphs)
    return [run for run in runs if abs(run.slope - usual) <= _ASKEW]


def all_runs(page: pymupdf.Page, trace: Trace, drawn: pymupdf.DisplayList) -> list[Run]:
    """All runs of a page's text layer, in its order.

    What a text is said to read instead (ActualText) is often its better spelling, but nobody sees it: where it tells
    other digits than `trace`, what is drawn, it is not read. `drawn` is the page's content.
    """
    # The content keeps the page's rotation, the page's own text does not.
    told = page.get_textpage(flags=_FLAGS) if is_turned(page) else pymupdf.TextPage(drawn.get_textpage(_FLAGS))
    runs = list(_runs(page, told))
    said = "".join([run.text for run in runs])
    shown = Counter([char[0] for span in trace for char in span["chars"]])
    if any(said.count(digit) != shown[ord(digit)] for digit in _DIGITS):
        runs = list(_runs(page, page.get_textpage(flags=_FLAGS | pymupdf.TEXT_IGNORE_ACTUALTEXT)))
    return runs if _HALVES.isdisjoint(said) else [_without_halves(run) for run in runs]


def _runs(page: pymupdf.Page, told: pymupdf.TextPage) -> Iterator[Run]:
    shown = page.rotation_matrix if is_turned(page) else None
    a, b, c, d = (shown.a, shown.b, shown.c, shown.d) if shown is not None else (1.0, 0.0, 0.0, 1.0)
    lines = [line for block in told.extractRAWDICT()["blocks"] for line in block.get("lines", ())]
    for number, line in enumerate(lines):
        x, y = line["dir"]
        slope = math.degrees(math.atan2(x * b + y * d, x * a + y * c))
        for span in line["spans"]:
            paint = Paint(span["size"], span["color"], span["alpha"], bool(span["char_flags"] & _PAINTED))
            yield Run(number, slope, paint, _glyphs(span["chars"], shown))


def _glyphs(chars: Sequence[Mapping[str, Any]], turn: pymupdf.Matrix | None) -> tuple[Glyph, ...]:
    """The characters of a span, turned as the page is shown."""
    if turn is None:
        return tuple([_made(Glyph, (c["c"], _made(Box, c["bbox"]))) for c in chars])
    return tuple([Glyph(c["c"], Box(*(pymupdf.Rect(c["bbox"]) * turn))) for c in chars])


def _without_halves(run: Run) -> Run:
    """A run in which what a broken font's table gives for half of a pair (a surrogate) stands for no character."""
    return replace(run, glyphs=tuple(g._replace(char=_NONE) if g.char in _HALVES else g for g in run.glyphs))
