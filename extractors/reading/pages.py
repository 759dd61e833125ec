"""Pages read: the text layer where it can be trusted, the OCR else; turned upright and set straight."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np

from extractors.model.errors import DamagedDocument, one_line
from extractors.model.geometry import UPRIGHT, Box, Turn
from extractors.model.page import Ink, Line, Look, ReadPage
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import OpenedDocument
from extractors.reading.beside import may_hold_text, reads_beside
from extractors.reading.cut_ends import Reread, with_cut_beginnings
from extractors.reading.dashed import with_dashed
from extractors.reading.engine import Engine, Reading
from extractors.reading.figure_marks import with_plain_figures
from extractors.reading.glyphs import Trace
from extractors.reading.letterforms import Letterforms
from extractors.reading.ocr import OCR
from extractors.reading.odd_figures import with_lost_signs, with_usual_decimals
from extractors.reading.outlines import drawn_characters, drawn_parts
from extractors.reading.painting import drawings_of, draws, painting_of
from extractors.reading.perspective import flattening, lines_as_strokes
from extractors.reading.picture import Picture, picture_of
from extractors.reading.raster import Raster, is_blank, rasterise, turned
from extractors.reading.rulings import DrawnLines, drawn_lines, straight_ink, vector_rulings
from extractors.reading.seals import doubted, without_seals
from extractors.reading.sheet import cut_out, lies_on_dark
from extractors.reading.show_through import cleared
from extractors.reading.slope import skew_of, turned_by
from extractors.reading.textlayer import TextLayer, pictures_in, text_layer, trust_in
from extractors.reading.witnessed import Witnessed, witnessed

# Set by eye on generated scans and photographs, and on pages turned.
_DOUBTFUL = 0.85  # mean confidence below which another way up may be the right one
_SURE = 0.7  # mean confidence from which a line counts for its way up
_SAMPLE = 12  # lines by which the ways up are compared
_TALL = 1.5  # times as high as wide: a line of a page that lies on its side
_SEVERAL = 2  # characters: shorter lines have no direction
_MANY = 0.5  # of a page's characters in tall lines: the page lies on its side
_STRAIGHT = 0.05  # degrees that need no setting straight
_FEW_RULED = 8  # ruled lines: more tell the perspective better than text does
_FLATTENED = 2  # times that a page is set flat: the second time its lines are all found
_LEAST_HALF = 0.5  # points: half the height of a character set straight, at least
_NO_WIDTH = 1e-6  # points: keeps a character without width from dividing by nothing


def read_document(opened: OpenedDocument, engine: Engine = OCR) -> Iterator[ReadPage]:
    """The pages of a document, in order. Raises DamagedDocument naming the page that cannot be read."""
    rotation, forms = 0, Letterforms()
    for number in range(1, opened.page_count + 1):
        try:
            page = read_page(opened.pdf.load_page(number - 1), number, rotation, engine, forms)
            # Pages go through a scanner the same way: the next one is likely to lie as this one does.
            rotation = page.rotation if page.source == "ocr" and page.lines else rotation
            yield page
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
            place = f"page {number}"
            raise DamagedDocument(opened.file_name, f"cannot be read: {one_line(error)}", place=place) from error


def read_page(
    page: pymupdf.Page, number: int, likely: int = 0, engine: Engine = OCR, forms: Letterforms | None = None
) -> ReadPage:
    """One page, by its text layer or by `engine`.

    `number` counts from 1; `likely` is how many degrees clockwise (0, 90, 180, 270) a scan is turned at first; `forms`
    is what is known of the document's digits.
    """
    content = page.get_displaylist()
    log = painting_of(page, content)
    trace = page.get_texttrace()  # of the page itself: its content leaves out what is wholly clipped away
    picture = picture_of(content)
    layer = text_layer(page, log, picture, trace)
    paths = list(drawn_parts(drawings_of(page))) if draws(log) else []
    drawn = drawn_characters(page, paths, log)
    trust = trust_in(page, layer.lines, log, picture, drawn)
    if not trust.given:
        warnings = (f"{trust.why_not}; read by OCR",) if layer.lines else ()
        return _scanned(page, number, likely, warnings, engine)
    look = _shown(page, engine)
    seen = _witnessed(page, layer, picture, trace, forms or Letterforms(), look)
    if seen.denied:
        why_not = f"the text layer does not say what the page shows: {seen.denied}; read by OCR"
        return replace(_scanned(page, number, likely, (why_not,), engine), differs=True)
    if pictures_in(log, page) and (scanned := _text_beside(page, number, layer, picture, engine)):
        return scanned
    size = (page.rect.width, page.rect.height)
    return ReadPage(
        number,
        *size,
        source="text_layer",
        lines=with_plain_figures(seen.lines),
        rulings=vector_rulings(page, paths),
        frame=size,
        drawn=drawn,
        look=look if drawn else None,
        warnings=(*layer.left_out, *seen.warnings),
        differs=bool(seen.warnings) or layer.hides_figures,
    )


def _witnessed(
    page: pymupdf.Page, layer: TextLayer, picture: Picture, trace: Trace, forms: Letterforms, look: Look
) -> Witnessed:
    """The lines of a text layer as the page's picture bears them out; what it says of fonts is kept in `forms`."""
    own = forms.of(page, trace)
    if forms.lie(own):
        return Witnessed(layer.lines, denied="its font maps digits to others")
    seen = witnessed(layer.lines, layer.doubtful, forms.suspects(own, picture), look)
    forms.learn(seen.forms)
    return seen


def _text_beside(
    page: pymupdf.Page, number: int, layer: TextLayer, picture: Picture, engine: Engine
) -> ReadPage | None:
    """The page read by `engine` where it shows text beside its text layer; None where it does not."""
    characters = [glyph.box for run in layer.runs for glyph in run.glyphs]
    if not may_hold_text(picture, characters):
        return None
    read = _scanned(page, number, 0, ("text stands beside the text layer, in pictures; read by OCR",), engine)
    return read if reads_beside(read.lines, characters) else None


def _scanned(page: pymupdf.Page, number: int, likely: int, warnings: tuple[str, ...], engine: Engine) -> ReadPage:
    scan = rasterise(page)
    shown = size = (page.rect.width, page.rect.height)
    if is_blank(scan.pixels):
        return ReadPage(number, *shown, source="ocr", lines=(), frame=shown, warnings=warnings)
    to_shown = UPRIGHT
    sheet = cut_out(scan)
    if sheet is not None:
        scan, size, to_shown = sheet
        warnings = (*warnings, "the page is a photograph; the sheet in it is read")
    scan = without_seals(scan)
    rotation = likely
    raster, to_page = _upright(scan, rotation, size)
    raster, lines = _recognised(raster, engine)
    further = _way_up(raster, lines, engine)
    if further:
        rotation = (rotation + further) % 360
        raster, to_page = _upright(scan, rotation, size)
        raster, lines = _recognised(raster, engine)
    if rotation:
        warnings = (*warnings, f"the page lies turned; read after turning it {rotation} degrees clockwise")
    if not lines:
        warnings = (*warnings, "the page shows something of which nothing could be read")
    frame = size if rotation in (0, 180) else (size[1], size[0])
    set_straight = _set_straight(raster, lines, frame)
    straight = [_straightened(line, set_straight.turn) for line in lines]
    rulings = with_dashed(set_straight.drawn.rulings, set_straight.ink)
    reread = _rereading(raster, set_straight.turn, engine)
    straight = with_cut_beginnings(straight, set_straight.ink, rulings, reread)
    straight = with_lost_signs(straight, set_straight.ink, rulings)
    return ReadPage(
        number,
        *shown,
        source="ocr",
        lines=with_plain_figures(with_usual_decimals(straight)),
        rulings=rulings,
        ink=set_straight.ink,
        look=Look(lambda: set_straight.ink, reread),
        rotation=rotation,
        skew=round(set_straight.skew, 3),
        frame=frame,
        from_frame=set_straight.turn.inverse().then(to_page).then(to_shown),
        warnings=warnings,
        unread=not lines,
    )


def _shown(page: pymupdf.Page, engine: Engine) -> Look:
    """A look at what a digital page shows: it is drawn when it is first asked for."""

    @cache
    def raster() -> Raster:
        return rasterise(page)

    def seen() -> Ink:
        grey = np.asarray(cv2.cvtColor(raster().pixels, cv2.COLOR_BGR2GRAY), np.uint8)
        return straight_ink(grey, raster().to_points, 1 / raster().to_points.a)

    def read(boxes: Sequence[Box]) -> Sequence[Line]:
        return _rereading(raster(), UPRIGHT, engine)(boxes)

    return Look(seen, read)


def _rereading(raster: Raster, turn: Turn, engine: Engine) -> Reread:
    """Reads what stands in boxes of the reading frame, which `turn` leads to."""
    to_pixels = raster.to_points.then(turn).inverse()

    def reread(boxes: Sequence[Box]) -> list[Line]:
        quads = [
            np.array([to_pixels.point(x, y) for x, y in ((b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1))])
            for b in boxes
        ]
        readings = engine.read_boxes(raster.pixels, quads)
        lines = [_as_line(reading, box) for reading, box in zip(readings, boxes, strict=True)]
        if raster.stained is None:
            return lines
        places = [raster.to_points.box(Box(*quad.min(axis=0), *quad.max(axis=0))) for quad in quads]
        return [_doubted(line, place, raster) for line, place in zip(lines, places, strict=True)]

    return reread


def _doubted(line: Line, place: Box, raster: Raster) -> Line:
    """The line as doubtful as a seal over any of its place makes it; nothing where that hid a figure."""
    there = doubted([replace(line, boxes=(place,) * len(line.text))], raster)
    return replace(line, confidences=there[0].confidences) if there else line.slice(0, 0)


def _as_line(reading: Reading, box: Box) -> Line:
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
    turn = turned_by(-skew, frame) if abs(skew) > _STRAIGHT else UPRIGHT
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


def _recognised(raster: Raster, engine: Engine) -> tuple[Raster, tuple[Line, ...]]:
    """The lines of a page, and the image that they were read from: cleared where its back shines through."""
    lines = engine.recognise(raster.pixels, raster.to_points)
    clear = cleared(raster.pixels, lines)
    if clear is not None:
        raster, lines = replace(raster, pixels=clear), engine.recognise(clear, raster.to_points)
    return raster, doubted(lines, raster)


def _way_up(raster: Raster, lines: Sequence[Line], engine: Engine) -> int:
    """How many degrees clockwise the page must be turned to stand upright; asked only of pages that read badly."""
    total = sum(len(line.text) for line in lines)
    on_side = bool(total) and sum(len(line.text) for line in lines if _is_tall(line)) >= _MANY * total
    mean = statistics.fmean(c for line in lines for c in line.confidences) if total else 0.0
    if total and not on_side and mean >= _DOUBTFUL:
        return 0
    candidates = (90, 270) if on_side else (0, 180, 90, 270)
    return max(candidates, key=lambda degrees: _readability(raster, degrees, engine))


def _is_tall(line: Line) -> bool:
    return line.box.height > _TALL * line.box.width and len(line.text) > _SEVERAL


def _readability(raster: Raster, degrees: int, engine: Engine) -> float:
    """How much is read, how surely, of the longest lines of the image turned that way."""
    lines = engine.recognise(turned(raster.pixels, degrees), UPRIGHT, longest=_SAMPLE)
    wide = [line for line in lines if line.box.width > line.box.height]
    return sum(sum(line.confidences) for line in wide if line.mean_confidence > _SURE)


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
    stained = None if raster.stained is None else turned(raster.stained, rotation)
    return Raster(pixels, scale, stained), back


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
        sink = abs(sunk - y) / max(right - x, _NO_WIDTH)
        half_width, half_height = right - x, max(_LEAST_HALF, below - y - sink * (right - x))
        boxes.append(Box(x - half_width, y - half_height, x + half_width, y + half_height))
    return Line(line.text, tuple(boxes), line.confidences)
