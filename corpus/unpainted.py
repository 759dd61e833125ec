"""Words in the text layer that nobody sees: white, without ink, clear, too small, covered, off the page, in no layer.

They tell of other figures, as a draft does that was left below the final text. Nothing of them is golden.
"""

from __future__ import annotations

import random
from decimal import Decimal

from corpus.setter import BLACK, Color, Setter, cjk_font
from extractors.model.record import canonical
from extractors.opening.mupdf import pymupdf

_WHITE: Color = (1.0, 1.0, 1.0)
_SIZE, _TINY = 11.0, 0.4
_INVISIBLE = 3  # PDF's text rendering mode without ink
_SENTENCES = (
    "{year}年度一般公共预算财政拨款支出{a}万元，其中：基本支出{b}万元。",
    "{year}年度“三公”经费财政拨款支出决算为{a}万元，其中：公务接待费支出{b}万元。",
)


def write_unpainted(setter: Setter, year: int, rng: random.Random) -> None:
    """A sentence of other figures below what was set last, as the style hides it."""
    assert setter.page is not None
    page, how = setter.page, setter.style.unpainted
    amounts = (canonical(Decimal(rng.randint(1000, 99999)) / 100) for _ in "ab")
    text = rng.choice(_SENTENCES).format(year=year, a=next(amounts), b=next(amounts))
    place = pymupdf.Point(60, min(setter.y + setter.style.leading, setter.bottom + 12))
    if how == "off_page":
        place.y = page.rect.height + 40
    writer = pymupdf.TextWriter(page.rect)
    writer.append(place, text, font=cjk_font("sans"), fontsize=_TINY if how == "tiny" else _SIZE)
    layer = setter.pdf.add_ocg("draft", on=False) if how == "layer" else 0
    writer.write_text(
        page, color=_WHITE if how == "white" else BLACK, render_mode=_INVISIBLE if how == "no_ink" else 0,
        opacity=0 if how == "clear" else 1, oc=layer,
    )  # fmt: skip
    if how == "covered":
        cover = pymupdf.Rect(place.x - 4, place.y - _SIZE * 1.2, page.rect.width - 30, place.y + _SIZE * 0.5)
        page.draw_rect(cover, color=None, fill=_WHITE)
