"""Pages of ink without any text, by what draws the ink: each shows what tests/deceptions.py tells as shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import cv2

from corpus.inked import WAYS, Draw, grey_of
from extractors.opening.mupdf import pymupdf
from tests.deceptions import SHOWN, begun, put, say


def shown() -> pymupdf.Page:
    page, y = begun()
    say(page, y, SHOWN)
    return page


def pasted_beside_text(pdf: pymupdf.Document, source: pymupdf.Page) -> None:
    """The head is text, what follows a picture of it."""
    page = pdf.new_page(width=595, height=842)
    put(page, 40, "部门决算公开")
    page.insert_image(pymupdf.Rect(0, 45, 595, 842), stream=cv2.imencode(".png", grey_of(source)[125:])[1].tobytes())


def inked(draw: Draw) -> bytes:
    pdf = pymupdf.open()
    draw(pdf, shown())
    return bytes(pdf.tobytes())


INK: dict[str, Callable[[], bytes]] = {
    name: partial(inked, draw) for name, draw in {**WAYS, "pasted_beside_text": pasted_beside_text}.items()
}
