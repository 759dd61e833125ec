"""The one file that knows RapidOCR: an image in, lines with a box and a confidence for every character out.

The models (PP-OCRv6 small) come inside rapidocr's wheel; nothing is downloaded. The knobs are the measured ones:
a detector side of 960 and single-line recognition cost no accuracy and less than half the time of the defaults.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.geometry import Box, Turn
from extractors.page import Line

if TYPE_CHECKING:
    from extractors.raster import Image

THREADS_VARIABLE = "JUESUAN_THREADS"
DETECTOR_SIDE = 960
_KEEP_FROM = 0.3  # a line read worse than this is noise; doubtful ones are kept, with their low confidence


def engine_name() -> str:
    """What a Record names as its OCR."""
    return f"rapidocr {version('rapidocr')} PP-OCRv6 small, detector side {DETECTOR_SIDE}"


@cache
def engine() -> Any:
    """The engine of this process, made when the first scanned page needs it."""
    from rapidocr import RapidOCR

    threads = int(os.environ.get(THREADS_VARIABLE, "-1"))
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": _KEEP_FROM,
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTOR_SIDE,
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def recognise(pixels: Image, to_points: Turn) -> tuple[Line, ...]:
    """The lines of an image, boxes mapped by `to_points`. Blanks between characters are not told."""
    result = engine()(pixels, return_word_box=True, return_single_char_box=True)
    if result.boxes is None or not result.word_results:
        return ()
    lines = [_line(words, to_points) for words in result.word_results]
    return tuple(line for line in lines if line is not None)


def _line(words: Any, to_points: Turn) -> Line | None:
    text: list[str] = []
    boxes: list[Box] = []
    confidences: list[float] = []
    for word, score, corners in words:
        points = np.asarray(corners, float)
        box = to_points.box(Box(*points.min(axis=0), *points.max(axis=0)))
        for i, char in enumerate(word):
            share = box.width / len(word)
            text.append(char)
            boxes.append(Box(box.x0 + i * share, box.y0, box.x0 + (i + 1) * share, box.y1))
            confidences.append(min(1.0, max(0.0, float(score))))
    return Line("".join(text), tuple(boxes), tuple(confidences)) if text else None


def line_angles(pixels: Image) -> list[tuple[float, float, float]]:
    """The text boxes of an image without reading them: width, height in pixels, slope in degrees."""
    boxes = engine().text_det(pixels).boxes
    found = []
    for corners in () if boxes is None else boxes:
        top = corners[1] - corners[0]
        side = corners[3] - corners[0]
        found.append((float(np.hypot(*top)), float(np.hypot(*side)), float(np.degrees(np.arctan2(top[1], top[0])))))
    return found
