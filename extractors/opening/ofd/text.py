"""The text objects of an OFD: each character at the place that is told, by the glyph that is told (11)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex
from lxml import etree

from extractors.opening.ofd.fonts import Glyph
from extractors.opening.ofd.package import children
from extractors.opening.ofd.values import BrokenValue, distances, number, written

_NOT_TEXT = regex.compile(r"[\p{Cc}\p{Cs}]")  # line feeds of how the XML is laid out, above all
_NARROWEST = 0.2  # of a glyph's width: one set closer is drawn over what follows, not narrowed
# Where the next character stands, in widths of this one, by the direction of reading (degrees)
_FORWARD = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}

GlyphOf = Callable[[str, int | None], Glyph]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A character with its place, and the distance to the next along the line, where that is told."""

    character: str
    x: float
    y: float
    glyph: Glyph
    distance: float | None


def characters_of(element: etree._Element) -> str:
    """All that a text object says."""
    return "".join(_characters(code) for code in children(element, "TextCode"))


def _characters(code: etree._Element) -> str:
    return _NOT_TEXT.sub("", "".join(code.itertext()))


def text_operators(element: etree._Element, glyph_of: GlyphOf) -> Iterator[str]:
    """The characters in the operators of PDF, to stand between BT and ET. Raises BrokenValue."""
    size, scale = number(element.get("Size", "")), number(element.get("HScale", "1"))
    turned = math.radians(number(element.get("CharDirection", "0")))
    cos, sin = math.cos(turned), math.sin(turned)
    font = ""
    for placed in _all_placed(element, size, scale, glyph_of):
        glyph = placed.glyph
        if glyph.font != font:
            font = glyph.font
            yield f"/{font} {written((size,))} Tf"
        wide = scale * _narrowed(placed, size * scale)
        # A glyph's own space points up, the page's down.
        by = (wide * cos, wide * sin, sin, -cos, placed.x, placed.y)
        yield f"{written(by)} Tm <{glyph.code}> Tj"


def _narrowed(placed: _Placed, size: float) -> float:
    """How much of its width a glyph of ours takes: that of the OFD's font, where the next one stands closer."""
    natural = placed.glyph.width * size
    if not placed.glyph.ours or placed.distance is None or natural <= 0:
        return 1.0
    share = placed.distance / natural
    return share if _NARROWEST < share < 1 else 1.0


def _all_placed(element: etree._Element, size: float, scale: float, glyph_of: GlyphOf) -> Iterator[_Placed]:
    told = _told_glyphs(element)
    forward = _FORWARD.get(round(number(element.get("ReadDirection", "0"))), _FORWARD[0])
    em = size * (1.0 if forward[1] else scale)
    x = y = 0.0
    count = 0
    for code in children(element, "TextCode"):
        x, y = number(code.get("X") or str(x)), number(code.get("Y") or str(y))  # the one before's where not told
        glyphs = [(c, glyph_of(c, told.get(place))) for place, c in enumerate(_characters(code), count)]
        count += len(glyphs)
        yield from _line(code, glyphs, (x, y), (forward[0] * em, forward[1] * em))


def _line(
    code: etree._Element, glyphs: Sequence[tuple[str, Glyph]], start: tuple[float, float], em: tuple[float, float]
) -> Iterator[_Placed]:
    """The characters of a TextCode; `em` is how far a full-width one goes where nothing is told."""
    across, down = code.get("DeltaX", ""), code.get("DeltaY", "")
    xs, ys = distances(across, len(glyphs)), distances(down, len(glyphs))
    x, y = start
    for i, (character, glyph) in enumerate(glyphs):
        step_x = _step(xs, i, em[0] * glyph.width if across or not down else 0.0)
        step_y = _step(ys, i, em[1] * glyph.width if down or not across else 0.0)
        narrow = i < min(len(xs), len(glyphs) - 1) and not step_y
        yield _Placed(character, x, y, glyph, abs(step_x) if narrow else None)
        x, y = x + step_x, y + step_y


def _step(told: Sequence[float], at: int, otherwise: float) -> float:
    return told[at] if at < len(told) else otherwise


def _told_glyphs(element: etree._Element) -> dict[int, int]:
    """Glyphs by the place of their characters, where each character has one of its own (11.4)."""
    told: dict[int, int] = {}
    for transform in children(element, "CGTransform"):
        start = int(number(transform.get("CodePosition", "0")))
        glyphs = [int(number(word)) for found in children(transform, "Glyphs") for word in (found.text or "").split()]
        if int(number(transform.get("CodeCount", "1"))) == len(glyphs):
            told.update(enumerate(glyphs, start))
    if any(place < 0 for place in told):
        raise BrokenValue("a glyph stands before the text")
    return told
