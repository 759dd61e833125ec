"""Pages read: the text layer where it can be trusted, the OCR else; turned upright and set straight."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractors.model.errors import DamagedDocument
from extractors.model.geometry import UPRIGHT, Box, Turn
from extractors.model.page import Ink, Line, ReadPage
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import OpenedDocument
from extractors.reading import ocr
from extractors.reading.cut_ends import Reread, with_cut_beginnings
from extractors.reading.perspective import flattening, lines_as_strokes
from extractors.reading.raster import Raster, is_blank, rasterise, turned
from extractors.reading.rulings import DrawnLines, drawn_lines, straight_ink, vector_rulings
from extractors.reading.sheet import cut_out, lies_on_dark
from extractors.reading.show_through import cleared
from extractors.reading.textlayer import text_lines, verdict

Grey = npt.NDArray[np.uint8]

_DOUBTFUL = 0.85  # mean confidence below which another way up may be the right one
_SAMPLE = 12  # lines by which the ways up are compared
_STRAIGHT = 0.05  # degrees that need no setting straight
_STEEPEST = 8.0
_FEW_RULED = 8  # ruled lines: more tell the perspective better than text does
_FLATTENED = 2  # times that a page is set flat: the second time its lines are all found
_TELLING = 200.0  # points: a line of this length tells the page's slope
_PROFILE_WIDTH = 800  # pixels of the longer side of the image whose rows of ink are compared


def read_document(opened: OpenedDocument) -> Iterator[ReadPage]:
    """The pages of a document, in order. Raises DamagedDocument naming the page that cannot be read."""
    rotation = 0
    for number in range(1, opened.page_count + 1):
        try:
            page = read_page(opened.pdf.load_page(number - 1), number, rotation)
            # Pages go through a scanner the same way: the next one is likely to lie as this one does.
            rotation = page.rotation if page.source == "ocr" and page.lines else rotation
            yield page
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
            cause = " ".join(str(error).split()) or type(error).__name__
            raise DamagedDocument(opened.file_name, f"cannot be read: {cause}", place=f"page {number}") from error


def read_page(page: pymupdf.Page, number: int, likely: int = 0) -> ReadPage:
    """One page, by its text layer or by OCR; `likely` is the rotation that a scan is tried at first."""
    lines = text_lines(page)
    judged = verdict(page, lines)
    if judged.trusted:
        size = (page.rect.width, page.rect.height)
        rulings = vector_rulings(page)
        return ReadPage(number, *size, source="text_layer", lines=lines, rulings=rulings, frame=size)
    warnings = (f"{judged.why}; read by OCR",) if lines else ()
    return _scanned(page, number, likely, warnings)


def _scanned(page: pymupdf.Page, number: int, likely: int, warnings: tuple[str, ...]) -> ReadPage:
    scan = rasterise(page)
    shown = size = (page.rect.width, page.rect.height)
    if is_blank(scan.pixels):
        return ReadPage(number, *shown, source="ocr", lines=(), frame=shown, warnings=warnings)
    to_shown = UPRIGHT
    sheet = cut_out(scan)
    if sheet is not None:
        scan, size, to_shown = sheet
        warnings = (*warnings, "the page is a photograph; the sheet in it is read")
    rotation = likely
    raster, to_page = _upright(scan, rotation, size)
    raster, lines = _recognised(raster)
    further = _way_up(raster, lines)
    if further:
        rotation = (rotation + further) % 360
        raster, to_page = _upright(scan, rotation, size)
        raster, lines = _recognised(raster)
    if rotation:
        warnings = (*warnings, f"the page lies turned; read after turning it {rotation} degrees clockwise")
    frame = size if rotation in (0, 180) else (size[1], size[0])
    set_straight = _set_straight(raster, lines, frame)
    straight = [_straightened(line, set_straight.turn) for line in lines]
    rulings = set_straight.drawn.rulings
    straight = with_cut_beginnings(straight, set_straight.ink, rulings, _rereading(raster, set_straight.turn))
    return ReadPage(
        number,
        *shown,
        source="ocr",
        lines=tuple(straight),
        rulings=rulings,
        ink=set_straight.ink,
        rotation=rotation,
        skew=round(set_straight.skew, 3),
        frame=frame,
        from_frame=set_straight.turn.inverse().then(to_page).then(to_shown),
        warnings=warnings,
    )


def _rereading(raster: Raster, turn: Turn) -> Reread:
    """Reads what stands in boxes of the reading frame, which `turn` leads to."""
    to_pixels = raster.to_points.then(turn).inverse()

    def reread(boxes: Sequence[Box]) -> list[Line]:
        quads = [
            np.array([to_pixels.point(x, y) for x, y in ((b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1))])
            for b in boxes
        ]
        readings = ocr.read_boxes(raster.pixels, quads)
        return [_as_line(reading, box) for reading, box in zip(readings, boxes, strict=True)]

    return reread


def _as_line(reading: ocr.Reading, box: Box) -> Line:
    """A reading of a box as a line in it."""
    half = reading.width * box.width / 2
    middles = [box.x0 + float(place) * box.width for place in reading.places]
    boxes = tuple(Box(x - half, box.y0, x + half, box.y1) for x in middles)
    return Line(reading.text, boxes, tuple(min(1.0, float(c)) for c in reading.confidences))


class _SetStraight(NamedTuple):
    """The map from the page turned upright to the reading frame, and what is drawn there."""

    turn: Turn
    skew: float
    ink: Ink
    drawn: DrawnLines


def _set_straight(raster: Raster, lines: Sequence[Line], frame: tuple[float, float]) -> _SetStraight:
    """The page with its slope taken out, and the perspective of a photograph where it has one."""
    grey = np.asarray(cv2.cvtColor(raster.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    density = 1 / math.hypot(raster.to_points.a, raster.to_points.d)
    skew = skew_of(lines, grey)
    turn = _about_centre(-skew, frame) if abs(skew) > _STRAIGHT else UPRIGHT
    ink = straight_ink(grey, raster.to_points.then(turn), density)
    drawn = drawn_lines(ink)
    photographed = lies_on_dark(grey)
    for _ in range(_FLATTENED):
        level, upright = drawn.strokes
        if photographed:
            # Tables with few rulings, or none, are set flat by what is written in them.
            rows, margins = lines_as_strokes([_straightened(line, turn) for line in lines])
            level += rows if len(level) < _FEW_RULED else []
            upright += margins if len(upright) < _FEW_RULED else []
        flat = flattening(level, upright, frame)
        if flat is None:
            break
        turn = turn.then(flat)
        ink = straight_ink(grey, raster.to_points.then(turn), density)
        drawn = drawn_lines(ink)
    return _SetStraight(turn, skew, ink, drawn)


def _recognised(raster: Raster) -> tuple[Raster, tuple[Line, ...]]:
    """The lines of a page, and the image that they were read from: cleared where its back shines through."""
    lines = ocr.recognise(raster.pixels, raster.to_points)
    clear = cleared(raster.pixels, lines)
    if clear is None:
        return raster, lines
    return Raster(clear, raster.to_points), ocr.recognise(clear, raster.to_points)


def _way_up(raster: Raster, lines: Sequence[Line]) -> int:
    """How many degrees clockwise the page must be turned to stand upright; asked only of pages that read badly."""
    tall = sum(len(line.text) for line in lines if line.box.height > 1.5 * line.box.width and len(line.text) > 2)
    total = sum(len(line.text) for line in lines)
    mean = statistics.fmean(c for line in lines for c in line.confidences) if total else 0.0
    if total and tall < 0.5 * total and mean >= _DOUBTFUL:
        return 0
    candidates = (90, 270) if total and tall >= 0.5 * total else (0, 180, 90, 270)
    return max(candidates, key=lambda degrees: _readability(raster, degrees))


def _readability(raster: Raster, degrees: int) -> float:
    """How much is read, how surely, of the longest lines of the image turned that way."""
    lines = ocr.recognise(turned(raster.pixels, degrees), UPRIGHT, longest=_SAMPLE)
    wide = [line for line in lines if line.box.width > line.box.height]
    return sum(sum(line.confidences) for line in wide if line.mean_confidence > 0.7)


def _upright(raster: Raster, rotation: int, size: tuple[float, float]) -> tuple[Raster, Turn]:
    """The raster turned clockwise, with its map to points of the turned page, and the map from there back."""
    if not rotation:
        return raster, UPRIGHT
    width, height = size
    pixels = turned(raster.pixels, rotation)
    frame = size if rotation == 180 else (height, width)
    scale = Turn(a=frame[0] / pixels.shape[1], e=frame[1] / pixels.shape[0])
    back = {
        90: Turn(a=0, b=1, c=0, d=-1, e=0, f=height),
        180: Turn(a=-1, c=width, e=-1, f=height),
        270: Turn(a=0, b=-1, c=width, d=1, e=0, f=0),
    }[rotation]
    return Raster(pixels, scale), back


def skew_of(lines: Sequence[Line], grey: Grey) -> float:
    """The page's slope in degrees, clockwise positive.

    A guess from the lines' own slopes (their boxes are coarse), then the angle near it at which the rows of ink
    stand out most sharply (projection profile).
    """
    slopes, weights = [], []
    for line in lines:
        (x0, y0), (x1, y1) = line.boxes[0].middle, line.boxes[-1].middle
        if x1 - x0 > 3 * line.boxes[0].height:
            slopes.append(math.degrees(math.atan2(y1 - y0, x1 - x0)))
            weights.append(x1 - x0)
    if not lines:
        return 0.0
    guess = sum(s * w for s, w in zip(slopes, weights, strict=True)) / (sum(weights) or 1.0)
    if abs(guess) > _STEEPEST:
        return 0.0
    ink = _small_ink(grey)
    # Short lines, as in tables, have slopes that say little: their pages are tried at every angle.
    wide = [0.4 * k for k in range(-9, 10)] if max(weights, default=0.0) < _TELLING else []
    coarse = max((*wide, *(guess + 0.2 * k for k in range(-4, 5))), key=lambda angle: _sharpness(ink, angle))
    return max((coarse + 0.05 * k for k in range(-3, 4)), key=lambda angle: _sharpness(ink, angle))


def _small_ink(grey: Grey) -> Grey:
    scale = _PROFILE_WIDTH / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12), np.uint8
    )


def _sharpness(ink: Grey, degrees: float) -> float:
    """How much the ink of neighbouring rows differs once the page is turned back by `degrees`."""
    height, width = ink.shape
    shear = np.array([[1.0, 0.0, 0.0], [-math.tan(math.radians(degrees)), 1.0, 0.0]])
    shear[1, 2] = math.tan(math.radians(degrees)) * width / 2
    rows = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _about_centre(degrees: float, frame: tuple[float, float]) -> Turn:
    """A rotation (clockwise positive, y downwards) about the middle of the frame."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = frame[0] / 2, frame[1] / 2
    return Turn(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y)


def _straightened(line: Line, turn: Turn) -> Line:
    """The line in the straight frame; its characters moved by their middles, so that boxes do not swell."""
    if turn == UPRIGHT:
        return line
    boxes = []
    for box in line.boxes:
        (x, y), (right, sunk), (_, below) = (
            turn.point(*box.middle),
            turn.point(box.x1, box.middle[1]),
            turn.point(box.middle[0], box.y1),
        )
        sink = abs(sunk - y) / max(right - x, 1e-6)
        half_width, half_height = right - x, max(0.5, below - y - sink * (right - x))
        boxes.append(Box(x - half_width, y - half_height, x + half_width, y + half_height))
    return Line(line.text, tuple(boxes), line.confidences)
