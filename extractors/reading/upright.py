"""Heads of two characters, one below the other: a recogniser of lines takes two that stand close for one, or for none.

Cut in two where least ink stands, each half is a character that it knows.
"""

from __future__ import annotations

import numpy as np

from extractors.model.arrays import Image
from extractors.reading.engine import Reading
from patterns.shapes import is_han

# Set by eye on heads set upright in 8 to 10.5 points, 0.85 to 1.1 characters apart, scanned at 150 dpi.
_TALL = (1.2, 2.2)  # times as high as wide: two characters; one is 0.8 to 1.0
_CUT = (0.35, 0.65)  # of the height, from the top: between which the two meet
_SURE = 0.9  # mean confidence of each half; and from which on a reading of the whole is not doubted


def may_be_two(crop: Image, reading: Reading) -> bool:
    """Whether what was read as Chinese, or as nothing, may be two characters, one below the other, and is doubtful."""
    height, width = crop.shape[:2]
    doubtful = len(reading.text) < 2 or reading.mean < _SURE
    return doubtful and all(map(is_han, reading.text)) and _TALL[0] <= height / width <= _TALL[1]


def halves(crop: Image) -> tuple[Image, Image]:
    """The upper and the lower part of a crop that stands upright, cut where least ink stands."""
    ink = (255.0 - crop.min(axis=2)).sum(axis=1)
    first, last = (int(len(ink) * part) for part in _CUT)
    cut = first + int(ink[first:last].argmin()) if last > first else len(ink) // 2
    return np.ascontiguousarray(crop[:cut]), np.ascontiguousarray(crop[cut:])


def one_below_other(upper: Reading, lower: Reading) -> Reading | None:
    """The reading of two halves, along the line that runs downwards; None where either is no sure character."""
    if any(len(half.text) != 1 or not is_han(half.text) or half.mean < _SURE for half in (upper, lower)):
        return None
    confidences = np.concatenate([upper.confidences, lower.confidences])
    return Reading(upper.text + lower.text, np.array([0.25, 0.75]), confidences, 0.5)
