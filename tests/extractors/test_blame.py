"""Whose error a failed check is."""

from __future__ import annotations

from extractors.blame import blamed

CERTAIN = {"chars_min": 1.0, "chars_mean": 1.0, "page": 1.0}
SURE = {"chars_min": 0.999, "chars_mean": 0.999, "page": 0.995, "cue": 1.0, "unit": 1.0, "shape": 1.0}
BLURRED = {"chars_min": 0.4, "chars_mean": 0.6, "page": 0.7, "cue": 1.0, "unit": 1.0, "shape": 1.0}


def test_what_was_read_for_certain_leaves_the_document_to_blame() -> None:
    assert blamed([CERTAIN, CERTAIN], None) == ("document", 1.0)


def of_document(evidence: list[dict[str, float]], explanations: int | None) -> float:
    blame = blamed(evidence, explanations)
    return blame.probability if blame.who == "document" else 1 - blame.probability


def test_blurred_figure_takes_blame_from_the_document() -> None:
    assert of_document([SURE, BLURRED], 3) < of_document([SURE, SURE], 3) < 1.0


def test_failure_that_no_confusion_explains_speaks_more_for_the_document() -> None:
    assert of_document([SURE] * 3, 0) > of_document([SURE] * 3, 2)
