"""Fits the confidence model: from Records and their golden data to patterns/calibration.yaml.

Logistic regression over the evidence of `extractors.judge.features`, one model for figures and one for texts; a third
of the documents is held out and only measured. The file is plain YAML: every weight can be read, and argued with.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize

from corpus.evaluate.calibration import brier, equal_width
from corpus.evaluate.sources import GOLDEN_SUFFIX
from corpus.score import NUMERIC, Point, same_value
from extractors.judge import features, probability
from patterns.calibration import Weights

_CEILINGS = {"figures": 0.9995, "texts": 0.99}
# What a weight is before anything was seen, and how strongly it is held to that: of good scans so few figures are read
# wrongly that the readings alone would say of blurred characters that they are as good as sharp ones.
_BEFORE = {"chars_min": 0.8, "chars_mean": 0.4, "cue": 0.5, "failed_alone": 1.0, "witnesses": 0.5}
_RESTRAINT = 20.0
_AGAINST = ("failed", "failed_alone")
_HELD_OUT = 3  # one document in so many
_ACCEPT, _REJECT = 0.99, 0.5


Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """One fact whose truth is known."""

    document: str
    condition: str
    text: bool
    evidence: dict[str, float]
    right: bool

    @property
    def held_out(self) -> bool:
        return zlib.crc32(self.document.encode()) % _HELD_OUT == 0


def labelled(folder: Path) -> Iterator[Labelled]:
    """Every fact that the golden files of a folder know the truth of; Records stand beside them by name."""
    for path in sorted(folder.rglob(f"*{GOLDEN_SUFFIX}")):
        record_path = path.with_name(path.name.removesuffix(GOLDEN_SUFFIX) + ".json")
        if not record_path.is_file():
            continue
        golden = json.loads(path.read_text(encoding="utf-8"))
        record = json.loads(record_path.read_text(encoding="utf-8"))
        yield from _of_document(record, golden, record_path.stem)


def _of_document(record: dict[str, Any], golden: dict[str, Any], name: str) -> Iterator[Labelled]:
    known: dict[tuple[str, str, str | None], list[str]] = {}
    for fact in golden["facts"]:
        known.setdefault(_key(fact), []).append(str(fact["value"]))
    means = {p["number"]: p["mean_confidence"] for p in record["pages"]}
    for fact in record["facts"]:
        values = known.get(_key(fact))
        if values is not None:
            right = any(same_value(fact["measure"], str(fact["value"]), v) for v in values)
            text = fact["measure"] not in NUMERIC
            evidence = {"page": means[fact["provenance"][0]["page"]], **fact["evidence"]}
            yield Labelled(name, str(golden.get("scan", "digital")), text, evidence, right)


def _key(fact: dict[str, Any]) -> tuple[str, str, str | None]:
    return fact["concept"], fact["measure"], (fact.get("dimensions") or {}).get("code")


def fitted(readings: Sequence[Labelled], ceiling: float) -> Weights:
    """The logistic model of some readings (a-posteriori mode), no evidence for a reading weighing against it."""
    names = sorted(features(readings[0].evidence))
    signs = np.array([-1.0 if name in _AGAINST else 1.0 for name in names])
    rows = np.array([[features(r.evidence)[n] for n in names] for r in readings]) * signs
    right = np.array([1.0 if r.right else 0.0 for r in readings])
    before = np.array([_BEFORE.get(name, 0.1) for name in names])

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = weights[0] + rows @ weights[1:]
        value = np.logaddexp(0.0, odds) - right * odds
        slope = 1.0 / (1.0 + np.exp(-odds)) - right
        away = weights[1:] - before
        penalty = away * _RESTRAINT
        total = float(value.sum() + (away * penalty).sum() / 2)
        return total, np.concatenate([[slope.sum()], rows.T @ slope + penalty])

    bounds = [(None, None), *[(0.0, None)] * len(names)]
    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = {n: round(float(w * s), 4) for n, w, s in zip(names, best[1:], signs, strict=True)}
    return Weights(intercept=round(float(best[0]), 4), weights=weights, ceiling=ceiling)


def calibration_of(readings: Sequence[Labelled]) -> dict[str, Any]:
    """What patterns/calibration.yaml holds, fitted on two thirds of the documents and measured on the rest."""
    held: dict[str, float] = {}
    models: dict[str, Weights] = {}
    for name, text in (("figures", False), ("texts", True)):
        own = [r for r in readings if r.text == text]
        models[name] = fitted([r for r in own if not r.held_out], _CEILINGS[name])
        held |= _measured(name, [r for r in own if r.held_out], models[name])
    return {
        **{name: model.model_dump() for name, model in models.items()},
        "thresholds": {name: {"accept": _ACCEPT, "review": _REJECT} for name in models},
        "training": {
            "documents": len({r.document for r in readings}),
            "readings": len(readings),
            "wrong": sum(not r.right for r in readings),
            "conditions": dict(sorted(Counter(r.condition for r in readings).items())),
            "held_out": {name: round(value, 5) for name, value in held.items()},
        },
    }


def _measured(name: str, readings: Sequence[Labelled], model: Weights) -> dict[str, float]:
    points = [Point(probability(features(r.evidence), model), r.right) for r in readings]
    bare = [Point(r.evidence["chars_min"], r.right) for r in readings]
    gaps = sum(b.gap * b.count for b in equal_width(points)) / max(1, len(points))
    return {
        f"{name}_readings": float(len(points)),
        f"{name}_ece": gaps,
        f"{name}_brier": brier(points),
        f"{name}_brier_of_ocr_alone": brier(bare),
    }


HEAD = """# What each piece of evidence weighs in a fact's confidence. `juesuan calibrate` writes it; do not edit.
#   figures, texts  log-odds of being right = intercept + sum of weight x feature (extractors/judge.py: features)
#   thresholds      from `accept` on a fact can be taken as it is, below `review` it should not be used unseen
#   training        what it was fitted on; held_out: measured on documents that it was not fitted on
"""


def written(calibration: dict[str, Any]) -> str:
    """The file's text."""
    return HEAD + yaml.safe_dump(calibration, allow_unicode=True, sort_keys=False)
