"""Fits the confidence models: from Records and their golden data to patterns/calibration.yaml.

Logistic regression over the evidence that Records hold, as extractors/verdict/ weighs it: a model for figures, one for
texts, those of cells of statements and of forms; a third of the documents is held out and only
measured. The file is plain YAML: every weight can be read, and argued with.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from corpus.evaluate.calibration import brier, equal_width
from corpus.evaluate.sources import GOLDEN_SUFFIX, measured_only
from corpus.evaluate.statements import score_statements
from corpus.logistic import Bounds, logistic
from corpus.score import NUMERIC, Point, figure_key, same_value, score_forms
from extractors.model.evidence import CellEvidence, FactEvidence
from extractors.verdict.cells import blank_features, cell_features, form_features
from extractors.verdict.facts import features, probability
from patterns.calibration import MODELS, Weights

_CEILINGS = {"figures": 0.9995, "texts": 0.99, "cells": 0.9995, "blanks": 0.9995, "forms": 0.9995}
# What a weight is before anything was seen, and how strongly it is held to that: of good scans so few figures are read
# wrongly that the readings alone would say of blurred characters that they are as good as sharp ones.
_BEFORE = {
    "chars_min": 0.8, "chars_mean": 0.4, "cue": 0.5, "failed_alone": 1.0, "witnesses": 0.5,
    # What stands in a row or column that is not told for certain is seldom right; what no OCR read nearly always.
    "name": 4.0, "column": 3.0, "group": 4.0, "blank": 3.0, "certain": 3.0, "table": 0.5, "table_sound": 2.0,
    "witnessed": 1.0, "well_formed": 1.0,
}  # fmt: skip
_RESTRAINT = 20.0
_AGAINST = ("failed", "failed_alone")
_HELD_OUT = 3  # one document in so many
_ACCEPT, _REJECT = 0.99, 0.5


@dataclass(frozen=True)
class Labelled:
    """One reading whose truth is known, of a kind that `model` is for: what is weighed, and its weakest character."""

    document: str
    condition: str
    model: str
    weighed: Mapping[str, float]
    chars_min: float
    right: bool
    measured_only: bool = False

    @property
    def held_out(self) -> bool:
        """Whether its document is only measured, as its family or shape says, or by its name: the same in every run."""
        return self.measured_only or zlib.crc32(self.document.encode()) % _HELD_OUT == 0


def labelled(folder: Path) -> Iterator[Labelled]:
    """Every reading that the golden files of a folder know the truth of; Records stand beside them by name."""
    apart = frozenset(measured_only())
    for path in sorted(folder.rglob(f"*{GOLDEN_SUFFIX}")):
        record_path = path.with_name(path.name.removesuffix(GOLDEN_SUFFIX) + ".json")
        if not record_path.is_file():
            continue
        golden = json.loads(path.read_text(encoding="utf-8"))
        record = json.loads(record_path.read_text(encoding="utf-8"))
        condition = str(golden.get("scan", "digital"))
        for model, weighed, chars_min, right in (*_facts(record, golden), *_cells(record, golden)):
            held = golden.get("family") in apart
            yield Labelled(record_path.stem, condition, model, weighed, chars_min, right, held)


_Judged = tuple[str, Mapping[str, float], float, bool]  # model, what is weighed, the weakest character, the truth


def _facts(record: dict[str, Any], golden: dict[str, Any]) -> Iterator[_Judged]:
    known: dict[tuple[str, str, str | None], list[str]] = {}
    for fact in golden["facts"]:
        known.setdefault(figure_key(fact), []).append(str(fact["value"]))
    means = _means(record)
    for fact in record["facts"]:
        values = known.get(figure_key(fact))
        if values is not None:
            right = any(same_value(fact["measure"], str(fact["value"]), v) for v in values)
            evidence = FactEvidence.of_record({"page": means[fact["provenance"][0]["page"]], **fact["evidence"]})
            model = "figures" if fact["measure"] in NUMERIC else "texts"
            yield model, features(evidence), evidence.chars_min, right


def _cells(record: dict[str, Any], golden: dict[str, Any]) -> Iterator[_Judged]:
    means = _means(record)
    for cell, right in score_statements(record["statements"], golden.get("statements") or ()).judged:
        evidence = CellEvidence.of_record(cell["evidence"], means[cell["page"]])
        blank = cell["value"] is None
        weighed = blank_features(evidence) if blank else cell_features(evidence)
        yield "blanks" if blank else "cells", weighed, evidence.chars_min, right
    for place, text, right in score_forms(record["forms"], golden.get("forms") or ()).judged:
        evidence = CellEvidence.of_record(place["evidence"], means[place["page"]])
        yield "forms", form_features(evidence, text), evidence.chars_min, right


def _means(record: dict[str, Any]) -> dict[int, float]:
    return {page["number"]: page["mean_confidence"] for page in record["pages"]}


def fitted(readings: Sequence[Labelled], ceiling: float) -> Weights:
    """The logistic model of some readings (a-posteriori mode), no evidence for a reading weighing against it."""
    names = sorted(readings[0].weighed)
    signs = np.array([-1.0 if name in _AGAINST else 1.0 for name in names])
    rows = np.array([[r.weighed[n] for n in names] for r in readings]) * signs
    right = np.array([1.0 if r.right else 0.0 for r in readings])
    before = np.array([_BEFORE.get(name, 0.1) for name in names])
    never_against: list[Bounds] = [(0.0, None)] * len(names)
    intercept, found = logistic(rows, right, ridge=_RESTRAINT, before=before, bounds=never_against)
    weights = {n: round(float(w * s), 4) for n, w, s in zip(names, found, signs, strict=True)}
    return Weights(intercept=round(intercept, 4), weights=weights, ceiling=ceiling)


def calibration_of(readings: Sequence[Labelled], models: Sequence[str] = MODELS) -> dict[str, Any]:
    """What patterns/calibration.yaml holds of some models, fitted on two thirds of the documents and measured on the
    rest."""
    own = [r for r in readings if r.model in models]
    held: dict[str, float] = {}
    found: dict[str, Weights] = {}
    for name in models:
        of_model = [r for r in own if r.model == name]
        found[name] = fitted([r for r in of_model if not r.held_out], _CEILINGS[name])
        held |= _measured(name, [r for r in of_model if r.held_out], found[name])
    return {
        **{name: model.model_dump() for name, model in found.items()},
        "thresholds": {name: {"accept": _ACCEPT, "review": _REJECT} for name in models},
        "training": [{"models": list(models), **_told_of(own), "held_out": {n: round(v, 5) for n, v in held.items()}}],
    }


def _told_of(readings: Sequence[Labelled]) -> dict[str, Any]:
    """What the file tells of the readings that models were fitted on and measured with: how many of what."""
    return {
        "documents": len({r.document for r in readings}),
        "readings": len(readings),
        "wrong": sum(not r.right for r in readings),
        "conditions": dict(sorted(Counter(r.condition for r in readings).items())),
    }


def together(kept: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """`kept` (what the file holds) with the models that were fitted anew; the other models and what is told of their
    fitting stay as they are."""
    refitted = set(new["thresholds"])
    training = []
    for one in kept["training"]:
        models = [name for name in one["models"] if name not in refitted]
        held = {k: v for k, v in one["held_out"].items() if k.partition("_")[0] in models}
        training += [{**one, "models": models, "held_out": held}] if models else []
    return {
        **{name: new.get(name) or kept[name] for name in MODELS},
        "thresholds": {name: (new if name in refitted else kept)["thresholds"][name] for name in MODELS},
        "training": [*training, *new["training"]],
    }


def _measured(name: str, readings: Sequence[Labelled], model: Weights) -> dict[str, float]:
    points = [Point(probability(r.weighed, model), r.right) for r in readings]
    bare = [Point(r.chars_min, r.right) for r in readings]
    gaps = sum(b.gap * b.count for b in equal_width(points)) / max(1, len(points))
    return {
        f"{name}_readings": float(len(points)),
        f"{name}_ece": gaps,
        f"{name}_brier": brier(points),
        f"{name}_brier_of_ocr_alone": brier(bare),
    }


HEAD = """# What each piece of evidence weighs in a confidence. `juesuan calibrate` writes it; do not edit.
#   figures, texts  of facts: log-odds of being right = intercept + sum of weight x feature (verdict/facts.py)
#   cells, blanks   of the cells of statements, with a figure and without, likewise (verdict/cells.py)
#   forms           of the cells of self-evaluation forms, likewise
#   thresholds      from `accept` on a reading can be taken as it is, below `review` it should not be used unseen
#   training        what models were fitted on together; held_out: measured on documents that they were not fitted on
"""


def written(calibration: Mapping[str, Any]) -> str:
    """The file's text."""
    return HEAD + yaml.safe_dump(dict(calibration), allow_unicode=True, sort_keys=False)
