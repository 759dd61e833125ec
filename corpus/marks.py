"""What stands on a page besides its text: red seal, watermark, a signature box as if filled in by hand."""

from __future__ import annotations

import math
import random

from corpus.setter import Color, Setter, cjk_font
from extractors.opening.mupdf import pymupdf

RED = (0.82, 0.1, 0.12)
_INK = (0.1, 0.12, 0.35)


def seal(page: pymupdf.Page, text: str, x: float, y: float, radius: float = 58.0, color: Color = RED) -> None:
    """A round seal around (x, y): ring, star, the unit's name along the ring."""
    page.draw_circle((x, y), radius, color=color, width=2.2)
    tips = [
        (x + r * math.sin(a), y - r * math.cos(a))
        for i in range(10)
        for r, a in ((radius * (0.27 if i % 2 == 0 else 0.11), math.pi * i / 5),)
    ]
    page.draw_polyline([*tips, tips[0]], color=color, fill=color, width=0.5)
    size = min(15.0, 1.5 * math.pi * radius * 0.7 / max(1, len(text)))
    writer = pymupdf.TextWriter(page.rect)
    for i, char in enumerate(text):
        angle = math.radians(-125 + 250 * (i + 0.5) / len(text))
        centre = pymupdf.Point(x + radius * 0.72 * math.sin(angle), y - radius * 0.72 * math.cos(angle))
        writer = pymupdf.TextWriter(page.rect)
        writer.append((centre.x - size / 2, centre.y + size * 0.36), char, font=cjk_font("sans"), fontsize=size)
        writer.write_text(page, color=color, morph=(centre, pymupdf.Matrix(1, 1).prerotate(-math.degrees(angle))))


def watermark(page: pymupdf.Page, text: str, tone: float = 0.86) -> None:
    """`text` large and grey (of that `tone`) across the page, under what is written later."""
    centre = pymupdf.Point(page.rect.width / 2, page.rect.height / 2)
    size = 60.0
    font = cjk_font("sans")
    writer = pymupdf.TextWriter(page.rect)
    writer.append((centre.x - font.text_length(text, size) / 2, centre.y), text, font=font, fontsize=size)
    writer.write_text(page, color=(tone, tone, tone), morph=(centre, pymupdf.Matrix(1, 1).prerotate(35)))


def signature(setter: Setter, rng: random.Random) -> None:
    """A ruled box 单位负责人/财务负责人/制表人 with scribbles for names."""
    assert setter.page is not None
    if setter.y + 60 > setter.bottom:
        setter.new_page()
    x, y, width, height = 90.0, setter.y + 24, 138.0, 30.0
    for label in ("单位负责人：", "财务负责人：", "制表人："):
        setter.box(pymupdf.Rect(x, y, x + width, y + height))
        setter.put(label, x + 4, y + 19, 10)
        _scribble(setter.page, x + 6 + setter.length(label, 10), y + height / 2, rng)
        x += width
    setter.y = y + height


def _scribble(page: pymupdf.Page, x: float, y: float, rng: random.Random) -> None:
    """Two or three characters' worth of quick strokes."""
    shape = page.new_shape()
    for i in range(rng.randint(2, 3)):
        left = x + i * 19
        points = [(left + rng.uniform(0, 17), y + rng.uniform(-11, 11)) for _ in range(rng.randint(5, 8))]
        for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
            shape.draw_bezier(a, b, c, d)
    shape.finish(color=_INK, width=1.1, closePath=False)
    shape.commit()
