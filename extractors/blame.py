"""Whose error a failed check is: the document's own, or the reading's; and how probable that is.

Documents err now and then; readings err as often as their confidence says. A failure that no known confusion of an OCR
explains speaks for the document; what was read for certain leaves nobody else to blame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from extractors.judge import features, probability
from patterns.calibration import load_calibration

_ERRING = 0.02  # how often an identity that a document states fails by its own error
_UNEXPLAINED = 0.1  # what is left of a reading's doubt where no confusion could have led to it


class Blame(NamedTuple):
    """Who is to blame, and with what probability."""

    who: Literal["reading", "document"]
    probability: float


def blamed(evidence: Sequence[Mapping[str, float]], explanations: int | None) -> Blame:
    """The blame for a failed check from the evidence of the readings that it rests on.

    `explanations` is how many single confusions would make it hold, None where that was not looked for.
    """
    if all(e["chars_min"] >= 1.0 for e in evidence):
        return Blame("document", 1.0)
    right = 1.0
    for e in evidence:
        right *= _alone(e)
    misread = (1.0 - right) * (_UNEXPLAINED if explanations == 0 else 1.0)
    document = _ERRING / (_ERRING + misread)
    return Blame("document", round(document, 4)) if document >= 0.5 else Blame("reading", round(1.0 - document, 4))


def _alone(evidence: Mapping[str, float]) -> float:
    """How probably a reading is right, whatever other readings say of it."""
    if evidence["chars_min"] >= 1.0:
        return 1.0
    silent = {"checks_passed": 0.0, "checks_failed": 0.0, "repeats": 0.0, "tables": 0.0}
    return probability(features({"section": 1.0, **evidence, **silent}), load_calibration().figures)
