"""Makes a PDF look scanned, in named and seeded conditions."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.mupdf import pymupdf


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page is scanned: resolution, skew at most (degrees), noise and shading in grey levels, JPEG quality."""

    dpi: int
    skew: float
    noise: float
    shading: float
    quality: int


CONDITIONS = {
    "clean300": Condition(300, 0.2, 1.0, 0.0, 85),
    "office200": Condition(200, 0.7, 4.0, 12.0, 50),
    "grey150": Condition(150, 0.7, 7.0, 14.0, 55),
}


def scanned(data: bytes, condition: str, seed: int) -> bytes:
    """The PDF as images of its pages, without a text layer. Raises KeyError for an unknown condition."""
    how = CONDITIONS[condition]
    rng = random.Random(f"juesuan scan {condition} {seed}")
    out = pymupdf.open()
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            jpeg = _page_image(page, how, rng)
            target = out.new_page(width=page.rect.width, height=page.rect.height)
            target.insert_image(target.rect, stream=jpeg)
    return bytes(out.tobytes(garbage=4, deflate=True, no_new_id=True))


def _page_image(page: pymupdf.Page, how: Condition, rng: random.Random) -> bytes:
    pixmap = page.get_pixmap(dpi=how.dpi, colorspace=pymupdf.csGRAY)
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width)
    angle = rng.uniform(-how.skew, how.skew)
    middle = (pixmap.width / 2, pixmap.height / 2)
    turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
    turned = cv2.warpAffine(grey, turn, (pixmap.width, pixmap.height), borderValue=255).astype(np.float32)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, how.noise, turned.shape)
    across = np.linspace(0, how.shading * rng.random(), pixmap.width)[None, :]
    down = np.linspace(0, how.shading * rng.random(), pixmap.height)[:, None]
    shaded = np.clip(turned - across - down + noise, 0, 255).astype(np.uint8)
    ok, encoded = cv2.imencode(".jpg", shaded, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
    assert ok
    return encoded.tobytes()
