"""Figures without text: glyphs as filled curves, as where a font was turned into outlines, or a small picture."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from corpus.setter import Setter, cjk_font, latin_font
from extractors.opening.mupdf import pymupdf

_EM = 100.0  # the size in which a glyph is asked for
_DPI = 220  # of pictures
_PATH = regex.compile(r'<path id="[^"]*" d="([^"]*)"')
_PART = regex.compile(r"[MLHVCZ]|-?\d*\.?\d+(?:e-?\d+)?")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6}
_MARGIN = 1.0  # of a picture round its figure, in points

Point = tuple[float, float]
Curve = tuple[Point, ...]  # from the first point to the last: a line of two, a Bézier curve of four


def _font(face: str, digits: str, char: str) -> pymupdf.Font:
    return latin_font(digits) if digits != "cjk" and char.isascii() else cjk_font(face)


def _written(text: str, face: str, digits: str, size: float, width: float) -> pymupdf.Document:
    """A page of that width with the text alone on it."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=width, height=size * 1.4)
    writer = pymupdf.TextWriter(page.rect)
    x = _MARGIN
    for char in text:
        font = _font(face, digits, char)
        writer.append((x, size), char, font=font, fontsize=size)
        x += font.text_length(char, size)
    writer.write_text(page)
    return pdf


@cache
def _glyph(face: str, digits: str, char: str) -> tuple[Curve, ...]:
    """The outline of a character in ems, y up; nothing for a blank."""
    with _written(char, face, digits, _EM, _EM * 2) as pdf:
        found = _PATH.search(pdf[0].get_svg_image(text_as_path=True))
    return tuple(_curves(found.group(1))) if found else ()


def _curves(path: str) -> Iterator[Curve]:
    """The pieces of an SVG path of absolute commands."""
    at = start = (0.0, 0.0)
    command = "M"
    numbers: list[float] = []
    for part in _PART.findall(path):
        if part == "Z":
            if at != start:
                yield at, start
            at, command = start, "M"
        elif part in _TAKES:
            command = part
        else:
            numbers.append(float(part))
            if len(numbers) < _TAKES[command]:
                continue
            end = (numbers[0] if command != "V" else at[0], numbers[0] if command == "V" else at[1])
            if command in "MLC":
                end = (numbers[-2], numbers[-1])
            if command == "M":
                start, command = end, "L"
            elif command == "C":
                yield at, (numbers[0], numbers[1]), (numbers[2], numbers[3]), end
            else:
                yield at, end
            at, numbers = end, []


def draw_outline(setter: Setter, text: str, x: float, y: float, size: float) -> None:
    """The text from (x, y), its base line, as curves."""
    for char in text:
        placed = [
            tuple((x + px * size, y - py * size) for px, py in curve)
            for curve in _glyph(setter.style.face, setter.style.digits, char)
        ]
        setter.outline(placed)
        x += setter.length(char, size)


def draw_picture(setter: Setter, text: str, x: float, y: float, size: float) -> None:
    """The text from (x, y), its base line, as a picture."""
    assert setter.page is not None
    width = setter.length(text, size) + 2 * _MARGIN
    with _written(text, setter.style.face, setter.style.digits, size, width) as pdf:
        picture = pdf[0].get_pixmap(dpi=_DPI, colorspace=pymupdf.csGRAY).tobytes("png")
    box = pymupdf.Rect(x - _MARGIN, y - size, x - _MARGIN + width, y + size * 0.4)
    setter.page.insert_image(box, stream=picture, keep_proportion=False)
