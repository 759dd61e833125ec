"""Words over a whole page below its text: once from corner to corner, in level rows, or in tilted rows."""

from __future__ import annotations

from corpus.marks import watermark
from corpus.setter import cjk_font
from corpus.style import PageStyle
from extractors.opening.mupdf import pymupdf

_SIZES = {"tiles": 10.5, "tilted": 13.0}
_BETWEEN, _DOWN = 42.0, 64.0  # blank between tiles in a row, and from row to row
_TILT = 24.0  # degrees


def draw_watermark(page: pymupdf.Page, style: PageStyle) -> None:
    """The style's watermark, below what is written later."""
    if style.watermark_as == "diagonal":
        watermark(page, style.watermark, style.watermark_tone)
        return
    size, font = _SIZES[style.watermark_as], cjk_font("sans")
    step = font.text_length(style.watermark, size) + _BETWEEN
    tilt = _TILT if style.watermark_as == "tilted" else 0.0
    centre = pymupdf.Point(page.rect.width / 2, page.rect.height / 2)
    reach = max(page.rect.width, page.rect.height) * (0.75 if tilt else 0.5)
    writer = pymupdf.TextWriter(page.rect)
    y, row = centre.y - reach, 0
    while y < centre.y + reach:
        x = centre.x - reach + (step / 2 if row % 2 and tilt else 0)
        while x < centre.x + reach:
            writer.append((x, y), style.watermark, font=font, fontsize=size)
            x += step
        y, row = y + _DOWN, row + 1
    tone = (style.watermark_tone,) * 3
    writer.write_text(page, color=tone, morph=(centre, pymupdf.Matrix(1, 1).prerotate(tilt)))
