"""The confidence model fitted on readings whose truth is known."""

from __future__ import annotations

import random

import yaml

from corpus.calibrate import Labelled, calibration_of, written
from extractors.judge import features, probability
from patterns.calibration import Calibration, load_calibration


def reading(document: int, chars: float, right: bool, text: bool = False) -> Labelled:
    evidence = {
        "chars_min": chars, "chars_mean": chars, "page": 0.98, "cue": 1.0, "unit": 1.0, "shape": 1.0, "section": 1.0,
        "checks_passed": 0.0, "checks_failed": 0.0, "repeats": 0.0, "tables": 0.0,
    }  # fmt: skip
    return Labelled(f"d{document}", "office200", text, evidence, right)


def readings() -> list[Labelled]:
    """Of the blurred readings 6 in 10 are right, of the clear ones nearly all."""
    rng = random.Random(7)
    clear = [reading(i, 0.995, rng.random() < 0.99) for i in range(600)]
    blurred = [reading(i, 0.5, rng.random() < 0.6) for i in range(600)]
    return [*clear, *blurred, *(reading(i, 0.99, rng.random() < 0.97, text=True) for i in range(200))]


def test_model_says_what_is_true_and_the_file_is_readable_data() -> None:
    held = Calibration.model_validate(yaml.safe_load(written(calibration_of(readings()))))
    clear, blurred = (probability(features(reading(0, c, True).evidence), held.figures) for c in (0.995, 0.5))
    assert abs(clear - 0.99) < 0.02
    assert abs(blurred - 0.6) < 0.06
    assert held.training.held_out["figures_ece"] < 0.04
    assert held.training.held_out["figures_brier"] < held.training.held_out["figures_brier_of_ocr_alone"] + 0.05


def test_committed_model_trusts_clear_characters_more() -> None:
    model = load_calibration().figures
    confidences = [probability(features(reading(0, c, True).evidence), model) for c in (0.3, 0.8, 0.99, 0.9999)]
    assert confidences == sorted(confidences)
    assert load_calibration().training.documents > 0
