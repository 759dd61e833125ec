"""Whether the digits of a document's fonts look like the digits that they are said to be.

A font maps its shapes to characters, and may map the shape of 3 to 8: by fault, or so that nobody copies it. Each shape
is looked at once a document, and held against the digits of common fonts. What looks otherwise is only suspected: the
page as it is read from its picture decides (witnessed.py).
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import compress
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractors.model.arrays import Grey
from extractors.model.geometry import Box
from extractors.opening.mupdf import pymupdf
from extractors.reading.glyphs import Trace
from extractors.reading.picture import Picture
from extractors.reading.raster import grey_in

_made = tuple.__new__  # a NamedTuple called by its name takes three times as long

_DIGITS = frozenset("0123456789")
_ZERO, _NINE = ord("0"), ord("9")
# Typefaces that come with MuPDF: of both kinds of strokes, upright, bold and slanted, and Chinese ones.
_FACES = ("helv", "hebo", "heit", "tiro", "tibo", "tiit", "cour", "cobo", "china-s", "china-t")
_DENSITY = 4.0  # pixels a point: a digit of small print is 25 high
_WIDE, _HIGH = 16, 24  # of a shape as it is compared; what is narrower stands in the middle
_BLUR = 1.0  # of those pixels: strokes of two typefaces seldom lie one on the other
_DARK = 0.4  # of the strongest ink: what is less is a stroke's soft edge
_FACE_SIZE = 24.0  # points that the common digits are drawn at
_ALL = 60  # digits of one font on a page that are looked at where its fonts share a name
_SOME = 3  # of one shape that are looked at: something may lie over one
_NEAR = 0.05  # of likeness: as much one typeface differs from another
_LEAST = 0.5  # of likeness, -1 to 1: what is less like any digit is none


class Form(NamedTuple):
    """A shape of a font, and the digit that it is said to be. Fonts of one name are told apart by their objects."""

    font: str
    objects: tuple[int, ...]
    shape: int
    digit: str


Forms = Mapping[Form, list[Box]]


@dataclass
class Letterforms:
    """What is known of a document's digits: which forms were believed, and which lie."""

    _believed: dict[Form, bool] = field(default_factory=dict)
    _objects: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)

    def lie(self, forms: Forms) -> bool:
        """Whether one of a page's forms is known to lie."""
        return any(self._believed.get(form) is False for form in forms)

    def suspects(self, forms: Forms, picture: Picture) -> dict[Form, Box]:
        """Those of a page's forms not known yet that look like no digit, or another, each with a place as shown."""
        found = {}
        unknown = _shown({form: places for form, places in forms.items() if form not in self._believed}, picture)
        rows = Counter(_row_of(box) for boxes in unknown.values() for box in boxes)
        magnified = _Magnified(picture.drawn)
        for form, boxes in unknown.items():
            if not boxes:
                continue
            # Fonts that share a name cannot be told apart: any of their digits may be another's.
            several = len(form.objects) > 1
            # In a row of many digits, which is magnified once, several forms are found.
            some = boxes if several else sorted(boxes, key=lambda box: -rows[_row_of(box)])[:_SOME]
            unlike = _unlike(magnified, some, form.digit, all_of_them=several)
            if unlike is not None:
                found[form] = unlike
            elif not several:
                self._believed[form] = True
        return found

    def learn(self, answers: Iterable[tuple[Form, bool]]) -> None:
        """Keeps what a page's picture said of forms: whether they are to be believed."""
        self._believed |= {form: sure for form, sure in answers if len(form.objects) == 1 or not sure}

    def of(self, page: pymupdf.Page, trace: Trace) -> Forms:
        """The forms of the digits of a page with places where they stand, no more of one than are looked at."""
        found: dict[tuple[str, int, int], list[Box]] = defaultdict(list)
        for span in trace:
            font = span["font"]
            for code, shape, _, box in [char for char in span["chars"] if _ZERO <= char[0] <= _NINE]:
                places = found[font, shape, code]
                if len(places) < _ALL:
                    places.append(_made(Box, box))
        objects = self._fonts(page) if found else {}
        return {
            Form(font, objects.get(font.split("+", 1)[-1], ()), shape, chr(code)): places
            for (font, shape, code), places in found.items()
        }

    def _fonts(self, page: pymupdf.Page) -> dict[str, tuple[int, ...]]:
        """The objects of the fonts of a page by their names; asked once for each list of resources."""
        told = "".join(page.parent.xref_get_key(page.xref, "Resources"))
        if told not in self._objects:
            objects: dict[str, set[int]] = defaultdict(set)
            for xref, _, _, name, *_ in page.get_fonts(full=True):
                objects[name.split("+", 1)[-1]].add(xref)
            self._objects[told] = {name: tuple(sorted(xrefs)) for name, xrefs in objects.items()}
        return self._objects[told]


class _Magnified:
    """A page at `_DENSITY`, row by row: each row is drawn once, when a digit of it is looked at."""

    def __init__(self, drawn: pymupdf.DisplayList) -> None:
        self._drawn = drawn
        self._rows: dict[tuple[int, int], pymupdf.Pixmap] = {}

    def cut(self, box: Box) -> Grey:
        """What the page shows in a box."""
        row = _row_of(box)
        if row not in self._rows:
            where = pymupdf.Rect(0, row[0], self._drawn.rect.x1, row[1])
            matrix = pymupdf.Matrix(_DENSITY, _DENSITY)
            self._rows[row] = self._drawn.get_pixmap(matrix, pymupdf.csGRAY, 0, clip=where)
        picture = self._rows[row]
        x0, y0, x1, y1 = box.x0 * _DENSITY, box.y0 * _DENSITY, box.x1 * _DENSITY, box.y1 * _DENSITY
        across = slice(max(0, math.floor(x0)), max(0, math.ceil(x1)))  # a row begins at the page's left side
        return grey_in(picture)[math.floor(y0) - picture.y : math.ceil(y1) - picture.y, across]


def _row_of(box: Box) -> tuple[int, int]:
    return math.floor(box.y0), math.ceil(box.y1)


def _shown(forms: Forms, picture: Picture) -> dict[Form, list[Box]]:
    """The forms with those of their places where anything is to be seen."""
    seen = iter(picture.shows([box for places in forms.values() for box in places]).tolist())
    return {form: list(compress(places, seen)) for form, places in forms.items()}  # as many of them as of places


def _unlike(magnified: _Magnified, boxes: Sequence[Box], digit: str, *, all_of_them: bool) -> Box | None:
    """A place that shows another digit; None where they all show that one, or, not `all_of_them` asked, one does."""
    first = None
    for box in boxes:
        like = _is_like(magnified.cut(box), digit)
        if like and not all_of_them:
            return None
        first = box if first is None and not like else first
    return first


def _is_like(cut: Grey, digit: str) -> bool:
    """Whether what was cut out is likest to common fonts' `digit`."""
    form = _compared(cut)
    if form is None:
        return False
    likeness = {other: float((forms @ form).max()) for other, forms in _common().items()}
    return likeness[digit] >= max(_LEAST, max(likeness.values()) - _NEAR)


def _compared(cut: Grey) -> npt.NDArray[np.float64] | None:
    """The ink of a cut as a vector of length 1 about its mean; None where there is none."""
    if not cut.size:
        return None
    # Not numpy's median, which loads its masked arrays.
    paper = float(statistics.median(np.concatenate([cut[0], cut[-1], cut[:, 0], cut[:, -1]]).tolist()))
    ink = np.abs(cut.astype(np.float32) - paper)
    strong = ink > _DARK * ink.max()
    if ink.max() < 1 or not strong.any():
        return None
    # A rule or a neighbour may reach into the box: the digit is the highest of what holds together.
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(strong.astype(np.uint8), connectivity=8)
    which = 1 + int(stats[1:, cv2.CC_STAT_HEIGHT].argmax())
    x, y, across, down = (int(v) for v in stats[which, : cv2.CC_STAT_AREA])
    tight = np.where(pieces == which, ink, 0)[y : y + down, x : x + across]
    wide = min(_WIDE, max(1, round(tight.shape[1] * _HIGH / tight.shape[0])))
    form = np.zeros((_HIGH, _WIDE), np.float64)
    left = (_WIDE - wide) // 2
    form[:, left : left + wide] = cv2.resize(tight, (wide, _HIGH), interpolation=cv2.INTER_AREA)
    form = np.asarray(cv2.GaussianBlur(form, (0, 0), _BLUR), np.float64)
    form -= form.mean()
    length = float(np.linalg.norm(form))
    return form.ravel() / length if length else None


@cache
def _common() -> dict[str, npt.NDArray[np.float64]]:
    """The forms of each digit in the common fonts, a row each."""
    found: dict[str, list[npt.NDArray[np.float64]]] = {digit: [] for digit in _DIGITS}
    with pymupdf.open() as pdf:
        for face in _FACES:
            page = pdf.new_page(width=3 * _FACE_SIZE * len(_DIGITS), height=3 * _FACE_SIZE)
            for i, digit in enumerate(sorted(_DIGITS)):
                page.insert_text((_FACE_SIZE * (1 + 2 * i), 2 * _FACE_SIZE), digit, fontname=face, fontsize=_FACE_SIZE)
            magnified = _Magnified(page.get_displaylist())
            for digit, box in _digits_of(page):
                form = _compared(magnified.cut(box))
                if form is not None:
                    found[digit].append(form)
    return {digit: np.stack(forms) for digit, forms in found.items()}


def _digits_of(page: pymupdf.Page) -> Iterator[tuple[str, Box]]:
    return ((chr(code), Box(*box)) for span in page.get_texttrace() for code, _, _, box in span["chars"])
