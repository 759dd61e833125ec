"""A page as an image for the OCR: the embedded scan itself where it fills the page, else a rendering."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import regex

from extractors.model.arrays import Grey, Image
from extractors.model.geometry import Turn
from extractors.opening.mupdf import pymupdf

RENDER_DPI = 200  # what office scanners are set to, and the OCR was measured at (docs/performance.md)
_POINTS_AN_INCH = 72  # by definition of the PDF's point
# What follows is set by eye on generated scans, faxes and seals.
_MARGIN = 3.0  # points that an image may leave free of a page that it fills
_NUMBER = rb"([-+]?[0-9.]+)\s+"
_MATRIX = regex.compile(_NUMBER * 6 + rb"cm\b")  # the operator of a page's content that sets its matrix
_UNTURNED = 1e-3  # of a matrix: what is less is rounding
_THUMB, _PATCH = 300, 9  # pixels of a page's longer side, and of the patches, in which an image is held against it
_UNLIKE = 28  # of 255: patches that differ by more show something else; scaling alone makes up to 20 of them
_SQUARE = (0.95, 1.05)  # resolution across to that down: pixels that are taken for square
_MOST_PIXELS = 3600  # on the longer side; more shows the recogniser nothing new
_LEAST_INK = 0.0004  # the share of dark pixels below which a page is blank
_INK = 60  # grey levels below the paper's: ink
_RED_SATURATION = 70  # levels of red above the stronger of green and blue: a seal's strokes; half of it their edges
_FEWEST_RED = 40  # of every sixteenth pixel: fewer are specks
_RED_LINE, _RED_WIDE, _RED_GAP = 30, 5, 13  # points: print is as high at most, as often as wide; gaps inside it
_RED_SEAL = 50  # points: a seal is as high at least (21 mm, less what is lost of it)
_RED_TABLE = 215  # points: a seal with its gap is no larger (58 mm at most, and some)
_RED_MOSTLY = 0.7  # of what is red on a page
_RED_SHARE = 0.1  # of a point's square: as much of it are thin strokes
_BRIGHT = 75  # percentile of the red channel around a seal: its paper
_RED_SPREAD = 300  # the part of the longer side by which the colour of red strokes spreads
_PRINT = (0.25, 0.7)  # of the paper's brightness in a seal: what is darker is print, what is lighter paper


@dataclass(frozen=True)
class Raster:
    """The pixels (height, width, 3; BGR) of a page, and the map from pixels to points of the page as shown.

    `stained` (height, width) tells where a seal's strokes were taken away: 255 where they hid what is under them, less
    where it showed through, 0 elsewhere; None where there are none.
    """

    pixels: Image
    to_points: Turn
    stained: Grey | None = None


def rasterise(page: pymupdf.Page) -> Raster:
    """The page's image; seals in red are taken out of the way of the text under them."""
    embedded = _embedded(page)
    pixels = embedded if embedded is not None else _rendered(page)
    pixels = _squared(pixels, page)
    pixels = _bounded(pixels)
    height, width = pixels.shape[:2]
    turn = Turn(a=page.rect.width / width, e=page.rect.height / height)
    return Raster(without_red(pixels, height / page.rect.height), turn)


def _embedded(page: pymupdf.Page) -> Image | None:
    """The one image that fills the page, upright and unmasked, as its own pixels."""
    images = page.get_images()
    drawn = [(kind, pymupdf.Rect(box)) for kind, box in page.get_bboxlog()]
    if len(images) != 1 or len(drawn) != 1 or drawn[0][0] != "fill-image" or page.rotation:
        return None
    xref, mask, space = images[0][0], images[0][1], images[0][5]
    if mask or space in ("DeviceCMYK", "Indexed", "Separation") or not _is_upright(page):
        return None
    if not _fills(drawn[0][1], page.rect):
        return None
    data = page.parent.extract_image(xref)
    decoded = cv2.imdecode(np.frombuffer(data["image"], np.uint8), cv2.IMREAD_COLOR) if data else None
    if decoded is None:
        return None
    own = np.asarray(decoded, np.uint8)
    return own if _is_shown(own, page) else None


def _is_shown(pixels: Image, page: pymupdf.Page) -> bool:
    """Whether a page shows an image as it is: not inverted, masked, clipped or recoloured."""
    zoom = _THUMB / max(page.rect.width, page.rect.height)
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY, alpha=False)
    shown = grey_in(drawn)
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    own = cv2.resize(grey, (drawn.width, drawn.height), interpolation=cv2.INTER_AREA)
    unlike = cv2.absdiff(cv2.blur(shown, (_PATCH, _PATCH)), cv2.blur(own, (_PATCH, _PATCH)))
    return bool(unlike.max() < _UNLIKE)


def grey_in(pixmap: pymupdf.Pixmap) -> Grey:
    """The shades (height, width) of a pixmap without colours or alpha."""
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]


def _fills(box: pymupdf.Rect, shown: pymupdf.Rect) -> bool:
    """Whether an image leaves no margin: the map from pixels to points is the page's own, a margin would shift it."""
    slack = max(abs(box.x0), abs(box.y0), abs(box.x1 - shown.x1), abs(box.y1 - shown.y1))
    return bool(slack <= _MARGIN)


def _is_upright(page: pymupdf.Page) -> bool:
    """Whether the page draws its image neither turned nor flipped: its only matrices scale and shift."""
    matrices = _MATRIX.findall(page.read_contents())
    if not matrices:
        return False
    for matrix in matrices:
        a, b, c, d = (float(v) for v in matrix[:4])
        if abs(b) > _UNTURNED or abs(c) > _UNTURNED or a <= 0 or d <= 0:
            return False
    return True


def _rendered(page: pymupdf.Page) -> Image:
    zoom = min(RENDER_DPI / _POINTS_AN_INCH, _MOST_PIXELS / max(page.rect.width, page.rect.height))
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False)
    rgb = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _squared(pixels: Image, page: pymupdf.Page) -> Image:
    """Pixels made square: fax scans have twice the resolution one way."""
    height, width = pixels.shape[:2]
    across, down = width / page.rect.width, height / page.rect.height
    if _SQUARE[0] < across / down < _SQUARE[1]:
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


def without_red(pixels: Image, density: float = RENDER_DPI / _POINTS_AN_INCH) -> Image:
    """Red seals taken away, so that the black under them remains; images without any untouched.

    `density` is pixels a point. Lines of red print are kept.
    """
    small = pixels[::4, ::4].astype(np.int16)
    redness = small[:, :, 2] - np.maximum(small[:, :, 0], small[:, :, 1])
    if np.count_nonzero(redness > _RED_SATURATION) < _FEWEST_RED:
        return pixels
    full = pixels.astype(np.int16)
    red = (full[:, :, 2] - np.maximum(full[:, :, 0], full[:, :, 1])) > _RED_SATURATION // 2
    red &= ~_lines_of_print(red, density)
    if not red.any():
        return pixels
    # JPEG keeps colours coarsely: around red strokes their outline stays, grey, and is read as characters.
    side = 2 * (max(pixels.shape) // _RED_SPREAD) + 1
    around = cv2.dilate(red.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    # On white paper the red channel of red ink is bright, over black print it is dark: it is what a red filter shows.
    filtered = pixels[:, :, 2].astype(np.float32)[around]
    bright = max(1.0, float(np.percentile(filtered, _BRIGHT)))
    black, white = (share * bright for share in _PRINT)
    out = pixels.copy()
    out[around] = (np.clip((filtered - black) / (white - black), 0.0, 1.0) * bright).astype(np.uint8)[:, None]
    return out


def _lines_of_print(red: npt.NDArray[np.bool_], density: float) -> npt.NDArray[np.bool_]:
    """Those of the red pixels (height, width) that are print: lines, low and wide, and tables, larger than a seal is.

    What lies within a seal is the seal's.
    """
    scale = 1 / density  # one pixel a point is enough
    small = cv2.resize(red.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    joined = cv2.dilate((small > _RED_SHARE).astype(np.uint8), np.ones((1, _RED_GAP), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tables = [stats[i] for i in range(1, count) if _is_red_table(stats[i])]
    seals = [one for one in stats[1:] if one[cv2.CC_STAT_HEIGHT] >= _RED_SEAL and not _is_red_table(one)]
    beside = {i for i in range(1, count) if not any(_is_within(stats[i], seal) for seal in seals)}
    told = {i for i in beside if _is_red_line(stats[i]) or any(_is_within(stats[i], table) for table in tables)}
    # Where most of what is red is print, so is what is too short to be told.
    wholly = sum(stats[i][cv2.CC_STAT_AREA] for i in told) > _RED_MOSTLY * stats[1:, cv2.CC_STAT_AREA].sum()
    lines = np.isin(labels, list(beside if wholly else told)).astype(np.uint8)
    lines = np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), np.uint8)  # the paler edges of strokes
    height, width = red.shape
    return np.asarray(cv2.resize(lines, (width, height), interpolation=cv2.INTER_NEAREST) > 0, np.bool_)


def _is_red_line(stats: npt.NDArray[np.int32]) -> bool:
    wide, high = stats[cv2.CC_STAT_WIDTH], stats[cv2.CC_STAT_HEIGHT]
    return bool(high <= _RED_LINE and wide >= _RED_WIDE * high)


def _is_red_table(stats: npt.NDArray[np.int32]) -> bool:
    return bool(max(stats[cv2.CC_STAT_WIDTH], stats[cv2.CC_STAT_HEIGHT]) > _RED_TABLE and not _is_red_line(stats))


def _is_within(stats: npt.NDArray[np.int32], outer: npt.NDArray[np.int32]) -> bool:
    x, y = stats[0] + stats[2] / 2, stats[1] + stats[3] / 2
    return bool(outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3])


def is_blank(pixels: Image) -> bool:
    """Whether there is next to no ink on the page."""
    grey = pixels[::3, ::3, 1]
    margin = max(4, grey.shape[0] // 50)
    inner = grey[margin:-margin, margin:-margin]
    paper = float(np.median(inner))
    return bool(np.count_nonzero(inner < paper - _INK) < _LEAST_INK * inner.size)


def turned(pixels: Image, degrees: int) -> Image:
    """The image turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, k=-(degrees // 90) % 4))
