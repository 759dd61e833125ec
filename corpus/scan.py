"""Makes a PDF look scanned, in named and seeded conditions: a ladder from a clean scan to a page on its head.

A page goes through one chain: printed (with a seal over its figures where the condition has one), laid on the glass
(skew, perspective, the back of the sheet shining through), lit (noise, shading), then kept as JPEG or as black and
white. Resolution is what the scanner had; fax is coarser down the page than across it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from corpus.marks import seal
from extractors.opening.mupdf import pymupdf

Image = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page is scanned: resolution, skew at most (degrees), noise and shading in grey levels, JPEG quality.

    `low` resolution down the page where it differs, `least_skew` the smallest skew, `perspective` how far corners are
    off as a part of the width, `blur` radius in pixels, `bleed` how strongly the back shines through (0-1).
    """

    dpi: int
    skew: float
    noise: float
    shading: float
    quality: int
    low: int | None = None
    least_skew: float = 0.0
    perspective: float = 0.0
    blur: float = 0.0
    bleed: float = 0.0
    black_and_white: bool = False
    sealed: bool = False
    turned: bool = False


CONDITIONS = {
    "clean300": Condition(300, 0.2, 1.0, 0.0, 85),
    "office200": Condition(200, 0.7, 4.0, 12.0, 50),
    "grey150": Condition(150, 0.7, 7.0, 14.0, 55),
    "fax": Condition(200, 0.5, 3.0, 0.0, 100, low=100, black_and_white=True),
    "skew3": Condition(200, 3.0, 4.0, 10.0, 60, least_skew=2.0),
    "phone": Condition(200, 1.2, 5.0, 70.0, 70, perspective=0.02, blur=0.7),
    "jpeg25": Condition(200, 0.5, 3.0, 8.0, 25),
    "bleed": Condition(200, 0.7, 4.0, 10.0, 55, bleed=0.16),
    "seal": Condition(200, 0.7, 4.0, 10.0, 60, sealed=True),
    "upside_down": Condition(200, 0.7, 4.0, 10.0, 55, turned=True),
}


def scanned(data: bytes, condition: str, seed: int, *, colour: bool = False) -> bytes:
    """The PDF as images of its pages, without a text layer, in grey or in `colour`. Raises KeyError for an unknown
    condition."""
    how = CONDITIONS[condition]
    rng = random.Random(f"juesuan scan {condition} {seed}")
    out = pymupdf.open()
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        back: Image | None = None
        for page in pdf:
            image, front = _page_image(page, how, rng, back, colour=colour and not how.black_and_white)
            back = front
            target = out.new_page(width=page.rect.width, height=page.rect.height)
            target.insert_image(target.rect, stream=image, keep_proportion=False)
    return bytes(out.tobytes(garbage=4, deflate=True, no_new_id=True))


def _stamped(image: Image, page: pymupdf.Page, how: Condition, rng: random.Random) -> Image:
    """The grey page in colour with a red seal over one of its figures; ink under the seal stays dark."""
    figures = [word for word in page.get_text("words") if word[4].replace(",", "")[-3:-2] == "."]
    if figures:
        x0, y0, x1, y1 = rng.choice(figures)[:4]
        x, y = (x0 + x1) / 2 + rng.uniform(-30, 30), (y0 + y1) / 2 + rng.uniform(-30, 30)
    else:
        x, y = page.rect.width * rng.uniform(0.6, 0.78), page.rect.height * rng.uniform(0.5, 0.8)
    with pymupdf.open() as blank:
        sheet = blank.new_page(width=page.rect.width, height=page.rect.height)
        seal(sheet, "某某单位财务专用章", x, y, 52)
        pixmap = sheet.get_pixmap(dpi=how.dpi, colorspace=pymupdf.csRGB)
    red = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]
    product: Image = (image[:, :, None].astype(np.uint16) * red // 255).astype(np.uint8)
    return product


def _page_image(
    page: pymupdf.Page, how: Condition, rng: random.Random, back: Image | None, *, colour: bool
) -> tuple[bytes, Image]:
    """The page as encoded image, and as it was printed, for the next page's back to shine through."""
    front = _printed_in_colour(page, how) if colour else _printed(page, how)
    image: Image = front
    if how.bleed and back is not None and back.shape == front.shape:
        image = _shone_through(front, back, how.bleed)
    if how.sealed and not colour:
        image = _stamped(image, page, how, rng)
    image = _laid(image, how, rng)
    if how.turned:
        image = np.ascontiguousarray(image[::-1, ::-1])
    return _encoded(_lit(image, how, rng), how), front


def _printed(page: pymupdf.Page, how: Condition) -> Image:
    pixmap = page.get_pixmap(dpi=how.dpi, colorspace=pymupdf.csGRAY)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width)


def _printed_in_colour(page: pymupdf.Page, how: Condition) -> Image:
    """In the order of channels that images are encoded from."""
    pixmap = page.get_pixmap(dpi=how.dpi, colorspace=pymupdf.csRGB)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]


def _shone_through(front: Image, back: Image, strength: float) -> Image:
    """The mirrored back, blurred, darkens the paper."""
    ghost = cv2.GaussianBlur(cv2.flip(back, 1), (0, 0), 1.6).astype(np.float32)
    return np.clip(front.astype(np.float32) - (255 - ghost) * strength, 0, 255).astype(np.uint8)


def _laid(image: Image, how: Condition, rng: random.Random) -> Image:
    height, width = image.shape[:2]
    angle = (
        rng.uniform(how.least_skew, how.skew) * rng.choice((-1, 1))
        if how.least_skew
        else rng.uniform(-how.skew, how.skew)
    )
    white = (255, 255, 255)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    out = cv2.warpAffine(image, turn, (width, height), borderValue=white)
    if how.perspective:
        off = how.perspective * width
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        moved = corners + np.array([[rng.uniform(-off, off) for _ in "xy"] for _ in corners], np.float32)
        out = cv2.warpPerspective(
            out, cv2.getPerspectiveTransform(corners, moved), (width, height), borderValue=(190, 190, 190)
        )
    blurred = cv2.GaussianBlur(out, (0, 0), how.blur) if how.blur else out
    return np.asarray(blurred, np.uint8)


def _lit(image: Image, how: Condition, rng: random.Random) -> Image:
    height, width = image.shape[:2]
    generator = np.random.default_rng(rng.getrandbits(32))
    noise = generator.normal(0, how.noise, (height, width))
    across = np.linspace(0, how.shading * rng.random(), width)[None, :]
    down = np.linspace(0, how.shading * rng.random(), height)[:, None]
    if rng.random() < 0.5 and how.perspective:
        across = across[:, ::-1]
    change = noise - across - down
    if image.ndim == 3:
        change = change[:, :, None]
    return np.clip(image.astype(np.float32) + change, 0, 255).astype(np.uint8)


def _encoded(image: Image, how: Condition) -> bytes:
    if how.black_and_white:
        height, width = image.shape[:2]
        size = (width, height * (how.low or how.dpi) // how.dpi)
        coarse = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        _, bits = cv2.threshold(coarse, 165, 255, cv2.THRESH_BINARY)
        ok, data = cv2.imencode(".png", bits, [cv2.IMWRITE_PNG_BILEVEL, 1])
    else:
        ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
    assert ok
    return data.tobytes()
