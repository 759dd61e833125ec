"""The one file that knows RapidOCR: an image in, lines with a box and a confidence for every character out.

The models (PP-OCRv6 small) come inside rapidocr's wheel; nothing is downloaded. What is before, between and after them
is RapidOCR's own too, but for three things: network.py runs the networks, lines are padded to the next of a few widths
and no further, and characters are placed all at once. docs/performance.md has what each of them is worth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib.metadata import version

import cv2
import numpy as np
import numpy.typing as npt

from extractors.model.arrays import Float32s, Float64s, Image
from extractors.model.geometry import Box, Turn
from extractors.model.page import Line
from extractors.reading.computing import Computing, better_than, computing, threads
from extractors.reading.engine import Reading
from extractors.reading.models import Models, models
from extractors.reading.network import network
from extractors.reading.upright import halves, may_be_two, one_below_other

Corners = npt.NDArray[np.int32] | Float64s
DETECTOR_SIDE = 960  # pixels of the longer side of what the detector sees; docs/performance.md compares sizes
# RapidOCR's own settings (its config.yaml) of how probabilities become boxes
_INK_FROM, _BOX_FROM, _UNCLIPPED = 0.3, 0.5, 1.6
_HALF_RANGE = 127.5  # half of 0 to 255: the networks were trained on -1 to 1
_MULTIPLE = 32  # pixels: the recogniser halves its input's width five times
_LONGEST_SIDE = 2000  # pixels; a page is shrunk to it, as RapidOCR does
_KEEP_FROM = 0.3  # mean confidence: worse is noise (set by eye on scans); doubtful lines are kept, with what they have
_LINE_HEIGHT = 48  # pixels, of the recogniser's input
_NARROWEST, _WIDEST, _WIDER = 64, 3200, 1.12  # widths of the recogniser's input and the step from one to the next
_FEWEST_PIXELS, _FLATTEST = 30, 8  # images lower or flatter are set between white bands
_SAME_WORD = 5  # steps of the recogniser between characters that stand close
# On 72 scanned pages lines with less sure figures, read again in f32, gave every figure that f32 gives, none more wrong
_SURE_FIGURE, _OF_FIGURES = 0.98, frozenset("0123456789.,%")
_VERTICAL = 1.5  # times as high as wide: the line runs downwards, as RapidOCR takes it


class _Detector:
    """Where lines of text are: RapidOCR's steps before and after the network, at its settings."""

    def __init__(self, by: Computing) -> None:
        from rapidocr.ch_ppocr_det.main import TextDetector
        from rapidocr.ch_ppocr_det.utils import DBPostProcess, DetPreProcess

        self._before = DetPreProcess(DETECTOR_SIDE, "max")
        self._after = DBPostProcess(thresh=_INK_FROM, box_thresh=_BOX_FROM, unclip_ratio=_UNCLIPPED, use_dilation=True)
        self._sorted = TextDetector.sorted_boxes
        self._network = network(models(by).detector, by)

    def __call__(self, pixels: Image) -> npt.NDArray[np.int32]:
        """Corners (n, 4, 2) of lines in pixels, from the upper left clockwise, in reading order."""
        array = self.prepared(pixels)
        if array is None:
            return np.empty((0, 4, 2), np.int32)
        boxes, _ = self._after(self._network(array), pixels.shape[:2])
        return np.asarray(self._sorted(boxes), np.int32).reshape(-1, 4, 2)

    def prepared(self, pixels: Image) -> Float32s | None:
        """An image as the network takes it; None where it is too small to hold anything."""
        resized = self._before.resize(pixels)
        return None if resized is None else _normalised(resized)[None]


class _Recogniser:
    """What a line says: the network's output decoded (CTC: the likeliest at each step, repetitions and blanks out)."""

    def __init__(self, by: Computing) -> None:
        self._by, own = by, models(by)
        self._network, self._scores = network(own.recogniser, by, at_once=threads()), own.scores
        self._characters = np.array(["", *self._network.told("character").splitlines(), " "], dtype=object)

    def __call__(self, crops: Sequence[Image]) -> list[Reading]:
        """The readings of `crops`, each an upright line, in their order; doubtful figures by the better network."""
        readings = self._read(crops)
        better = better_than(self._by)
        if better is None:
            return readings
        doubtful = [i for i, reading in enumerate(readings) if _is_figure_in_doubt(reading)]
        again = _recogniser(better)([crops[i] for i in doubtful]) if doubtful else []
        for i, reading in zip(doubtful, again, strict=True):
            readings[i] = reading
        return readings

    def _read(self, crops: Sequence[Image]) -> list[Reading]:
        # Neighbours in width are of one shape: the network is prepared for it once.
        order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1] / crops[i].shape[0])
        outputs = self._network.each(_prepared(crops[i]) for i in order)
        read: dict[int, Reading] = {}
        for i, output in zip(order, outputs, strict=True):
            used = _used_width(crops[i])
            read[i] = self._decoded(output[0], _padded_width(used) / used)
        return [read[i] for i in range(len(crops))]

    def _decoded(self, output: Float32s, padded: float) -> Reading:
        """`output` (steps, characters); `padded`: how many times as wide as the line the input was."""
        likeliest = output.argmax(axis=1)
        said = likeliest != 0
        said[1:] &= likeliest[1:] != likeliest[:-1]
        steps = np.flatnonzero(said)
        characters = self._characters[likeliest[steps]]
        visible = np.array([not c.isspace() for c in characters], dtype=bool)
        steps = steps[visible]
        step = padded / len(output)
        gaps = np.diff(steps)
        close = gaps[gaps <= _SAME_WORD]
        width = float(close.mean()) * step if len(close) else 1.0 / max(1, len(steps))
        sure = _probabilities(output[steps], likeliest[steps], scores=self._scores)
        return Reading("".join(characters[visible]), (steps + 0.5) * step, sure, width)


def _is_figure_in_doubt(reading: Reading) -> bool:
    pairs = zip(reading.text, reading.confidences, strict=True)
    return any(sure < _SURE_FIGURE for character, sure in pairs if character in _OF_FIGURES)


def _probabilities(rows: Float32s, chosen: npt.NDArray[np.int64], *, scores: bool) -> Float64s:
    """How likely the chosen character of each row is; `scores`: the rows are logits, not probabilities."""
    picked = rows[np.arange(len(rows)), chosen].astype(np.float64)
    return 1 / np.exp(rows - picked[:, None]).sum(axis=1) if scores else picked


def _used_width(crop: Image) -> int:
    """How much of the recogniser's input a line fills, in pixels."""
    height, width = crop.shape[:2]
    return min(_WIDEST, max(1, math.ceil(_LINE_HEIGHT * int(width) / int(height))))


def _prepared(crop: Image) -> Float32s:
    """A line as the recogniser takes it, padded to one of its widths."""
    used = _used_width(crop)
    resized = np.asarray(cv2.resize(crop, (used, _LINE_HEIGHT)), np.uint8)
    array = np.zeros((1, 3, _LINE_HEIGHT, _padded_width(used)), np.float32)
    array[0, :, :, :used] = _normalised(resized)
    return array


def _normalised(pixels: Image) -> Float32s:
    """Pixels (height, width, 3) as the networks take them: (3, height, width) in -1 to 1."""
    channels = np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32)
    return channels / np.float32(_HALF_RANGE) - np.float32(1.0)


def _padded_width(used: int) -> int:
    return next(width for width in _widths() if width >= used)


@cache
def _widths() -> tuple[int, ...]:
    widths = [_NARROWEST]
    while widths[-1] < _WIDEST:
        widths.append(math.ceil(widths[-1] * _WIDER / _MULTIPLE) * _MULTIPLE)
    return tuple(widths)


@cache
def _detector(by: Computing) -> _Detector:
    return _Detector(by)


@cache
def _recogniser(by: Computing) -> _Recogniser:
    return _Recogniser(by)


class RapidOcr:
    """The Engine that reads: PP-OCRv6 small. Its networks are loaded when they are first needed, once a process.

    They are computed `by` what is told, else by what network.py chooses; CannotCompute is raised where that cannot be.
    """

    def __init__(self, by: Computing | None = None) -> None:
        self._told = by

    @cached_property
    def _by(self) -> Computing:
        return self._told or computing()

    @cached_property
    def name(self) -> str:
        """Models, versions, settings, what computes the networks, and in what; loads none of it."""
        return f"rapidocr {version('rapidocr')} PP-OCRv6 small, detector side {DETECTOR_SIDE}, {self._by}"

    @property
    def models(self) -> Models:
        """The files that its networks are read from. Raises ImportError where rapidocr is not installed."""
        return models(self._by)

    def recognise(self, pixels: Image, to_points: Turn, longest: int | None = None) -> tuple[Line, ...]:
        """The lines of an image, boxes mapped from pixels by `to_points`. Blanks between characters are not told.

        With `longest` no more than so many lines, the longest, are read.
        """
        shrunk, band = _bounded(pixels)
        corners = _detector(self._by)(shrunk)
        if not len(corners):
            return ()
        if longest is not None:
            sides = np.linalg.norm(corners[:, 1:3] - corners[:, :2], axis=2).max(axis=1)
            corners = corners[np.argsort(-sides)[:longest]]
        scale = pixels.shape[1] / shrunk.shape[1]
        crops = [_cut(shrunk, four) for four in corners]
        recogniser = _recogniser(self._by)
        readings = recogniser(crops)
        downwards = _read_downwards(recogniser, crops, corners, readings)
        readings = [downwards.get(i, reading) for i, reading in enumerate(readings)]
        vertical = [i in downwards or _stands(four) for i, four in enumerate(corners)]
        return tuple(
            _line(reading, (four.astype(np.float64) - (0, band)) * scale, pixels.shape, to_points, vertical=stands)
            for four, reading, stands in zip(corners, readings, vertical, strict=True)
            if reading.text and reading.mean >= _KEEP_FROM
        )

    def read_boxes(self, pixels: Image, quads: Sequence[Float64s]) -> list[Reading]:
        """What stands between each four corners (4, 2), from the upper left clockwise, in pixels of an image."""
        return _recogniser(self._by)([_cut(pixels, four) for four in quads]) if quads else []


OCR = RapidOcr()


def inputs_of(pixels: Image, by: Computing) -> tuple[Float32s | None, list[Float32s]]:
    """What the detector and the recogniser take in of an image: its whole, and each of its lines."""
    shrunk, _ = _bounded(pixels)
    detector = _detector(by)
    return detector.prepared(shrunk), [_prepared(_cut(shrunk, four)) for four in detector(shrunk)]


def _bounded(pixels: Image) -> tuple[Image, int]:
    """The image no larger than it is read at, low ones between white bands; the height of a band in pixels."""
    height, width = pixels.shape[:2]
    if max(height, width) > _LONGEST_SIDE:
        scale = _LONGEST_SIDE / max(height, width)
        pixels = np.asarray(cv2.resize(pixels, (max(1, round(width * scale)), max(1, round(height * scale)))), np.uint8)
        height, width = pixels.shape[:2]
    if height > _FEWEST_PIXELS and width <= _FLATTEST * height:
        return pixels, 0
    band = abs(2 * max(width // _FLATTEST, _FEWEST_PIXELS) - height) // 2
    white = (255, 255, 255)
    return np.asarray(cv2.copyMakeBorder(pixels, band, band, 0, 0, cv2.BORDER_CONSTANT, value=white), np.uint8), band


def _cut(pixels: Image, corners: npt.NDArray[np.int32] | Float64s) -> Image:
    """The line between `corners`, set upright."""
    from rapidocr.utils.process_img import get_rotate_crop_image

    return np.asarray(get_rotate_crop_image(pixels, corners.astype(np.float32)), np.uint8)


def _read_downwards(
    recogniser: _Recogniser, crops: Sequence[Image], corners: Iterable[Corners], readings: Sequence[Reading]
) -> dict[int, Reading]:
    """The lines that are two characters, one below the other, by their places among all."""
    upright = [
        np.rot90(crop, -1) if crop.shape[1] > crop.shape[0] and _stands(four, 1.0) else crop
        for crop, four in zip(crops, corners, strict=True)
    ]
    tall = [i for i, reading in enumerate(readings) if may_be_two(upright[i], reading)]
    parts = recogniser([half for i in tall for half in halves(upright[i])]) if tall else []
    told = {i: one_below_other(*parts[2 * k : 2 * k + 2]) for k, i in enumerate(tall)}
    return {i: reading for i, reading in told.items() if reading is not None}


def _stands(corners: Corners, least: float = _VERTICAL) -> bool:
    """Whether a line runs downwards: it is `least` times as high as wide."""
    upper_left, upper_right, _, lower_left = corners.astype(np.float64)
    return bool(np.hypot(*(lower_left - upper_left)) >= least * np.hypot(*(upper_right - upper_left)))


def _line(reading: Reading, corners: Float64s, shape: tuple[int, ...], to_points: Turn, *, vertical: bool) -> Line:
    """A reading with its characters placed along the line that `corners` bound; `vertical` ones run downwards."""
    upper_left, upper_right, _, lower_left = corners
    along, down = upper_right - upper_left, lower_left - upper_left
    if vertical:
        upper_left, along, down = upper_right, down, -along
    between = (reading.places[1:] + reading.places[:-1]) / 2
    starts = np.maximum(reading.places - reading.width / 2, np.append(0.0, between))
    ends = np.minimum(reading.places + reading.width / 2, np.append(between, 1.0))
    quads = upper_left + np.stack(
        [np.outer(starts, along), np.outer(ends, along), np.outer(starts, along) + down, np.outer(ends, along) + down]
    )
    low = np.clip(quads.min(axis=0), 0, (shape[1], shape[0]))
    high = np.clip(quads.max(axis=0), 0, (shape[1], shape[0]))
    boxes = tuple(to_points.box(Box(*map(float, (*a, *b)))) for a, b in zip(low, high, strict=True))
    return Line(reading.text, boxes, tuple(min(1.0, float(c)) for c in reading.confidences))
