"""A page as an image for the OCR: the embedded scan itself where it fills the page, else a rendering."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import pymupdf

from extractors.geometry import Turn

Image = npt.NDArray[np.uint8]

RENDER_DPI = 200
_FILLS = 0.9
_MOST_PIXELS = 3600  # on the longer side; more shows the recogniser nothing new
_LEAST_INK = 0.0004  # the share of dark pixels below which a page is blank
_RED_SATURATION = 70


@dataclass(frozen=True)
class Raster:
    """The pixels (height, width, 3; BGR) of a page, and the map from pixels to points of the page as shown."""

    pixels: Image
    to_points: Turn


def rasterise(page: pymupdf.Page) -> Raster:
    """The page's image; seals in red are taken out of the way of the text under them."""
    embedded = _embedded(page)
    pixels = embedded if embedded is not None else _rendered(page)
    pixels = _squared(pixels, page)
    pixels = _bounded(pixels)
    height, width = pixels.shape[:2]
    turn = Turn(a=page.rect.width / width, e=page.rect.height / height)
    return Raster(without_red(pixels), turn)


def _embedded(page: pymupdf.Page) -> Image | None:
    """The one image that fills the page, upright and unmasked, as its own pixels."""
    infos = page.get_image_info(xrefs=True)
    if len(infos) != 1 or page.rotation or page.get_text("text").strip():
        return None
    info = infos[0]
    a, b, c, d, _, _ = info["transform"]
    upright = abs(b) < 1e-3 and abs(c) < 1e-3 and a > 0 and d > 0
    bbox = pymupdf.Rect(info["bbox"]) & page.rect
    if not upright or info["xref"] == 0 or bbox.get_area() < _FILLS * page.rect.get_area():
        return None
    if page.get_drawings():
        return None
    slack = max(
        abs(info["bbox"][0]),
        abs(info["bbox"][1]),
        abs(info["bbox"][2] - page.rect.x1),
        abs(info["bbox"][3] - page.rect.y1),
    )
    if slack > 3:  # the map from pixels to points is the page's own; a margin would shift it
        return None
    data = page.parent.extract_image(info["xref"])
    if not data or data.get("smask") or data.get("cs-name", "").startswith(("DeviceCMYK", "Indexed")):
        return None
    decoded = cv2.imdecode(np.frombuffer(data["image"], np.uint8), cv2.IMREAD_COLOR)
    return decoded if decoded is None else np.asarray(decoded, np.uint8)


def _rendered(page: pymupdf.Page) -> Image:
    zoom = min(RENDER_DPI / 72, _MOST_PIXELS / max(page.rect.width, page.rect.height))
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False)
    rgb = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _squared(pixels: Image, page: pymupdf.Page) -> Image:
    """Pixels made square: fax scans have twice the resolution one way."""
    height, width = pixels.shape[:2]
    across, down = width / page.rect.width, height / page.rect.height
    if 0.95 < across / down < 1.05:
        return pixels
    scale = max(across, down)
    size = (round(page.rect.width * scale), round(page.rect.height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _bounded(pixels: Image) -> Image:
    longest = max(pixels.shape[:2])
    if longest <= _MOST_PIXELS:
        return pixels
    scale = _MOST_PIXELS / longest
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def without_red(pixels: Image) -> Image:
    """Red ink (seals) made as light as its red channel, so that the black under it remains; others untouched."""
    small = pixels[::4, ::4].astype(np.int16)
    redness = small[:, :, 2] - np.maximum(small[:, :, 0], small[:, :, 1])
    if np.count_nonzero(redness > _RED_SATURATION) < 40:
        return pixels
    full = pixels.astype(np.int16)
    red = (full[:, :, 2] - np.maximum(full[:, :, 0], full[:, :, 1])) > _RED_SATURATION // 2
    out = pixels.copy()
    out[red] = 255
    return out


def is_blank(pixels: Image) -> bool:
    """Whether there is next to no ink on the page."""
    grey = cv2.cvtColor(pixels[::2, ::2], cv2.COLOR_BGR2GRAY)
    margin = max(4, grey.shape[0] // 50)
    inner = grey[margin:-margin, margin:-margin]
    paper = float(np.median(inner))
    return bool(np.count_nonzero(inner < paper - 60) < _LEAST_INK * inner.size)


def turned(pixels: Image, degrees: int) -> Image:
    """The image turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, k=-(degrees // 90) % 4))
