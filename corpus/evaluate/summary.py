"""Comparisons put together: the figures of each family x scan condition, and of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.evaluate.calibration import (
    THRESHOLDS,
    Bin,
    Trusted,
    auroc,
    brier,
    calibration_error,
    coverage_at,
    equal_mass,
    equal_width,
    risk_coverage,
    trusted,
)
from corpus.evaluate.comparison import Comparison, Ratio
from corpus.evaluate.faults import Fault
from corpus.evaluate.figure_groups import FigureGroup, by_group, curve_json, groups_json
from corpus.score import Point

# The ratios of a comparison, in the order in which they are shown, with their heads.
FIGURES = {
    "numeric_recall": "figures: recall", "numeric_precision": "figures: precision", "text_recall": "texts: recall",
    "reason_similarity": "reasons: likeness", "form_recall": "form cells: recall",
    "form_precision": "form cells: precision", "cell_recall": "statement cells: recall",
    "cell_precision": "statement cells: precision", "errors_found": "planted errors: found",
    "errors_blamed": "planted errors: blamed on the document", "straight_through": "documents straight through",
    "straight_right": "straight through: main figures right", "accepted": "facts accepted",
}  # fmt: skip
READINGS = {
    "numeric": "figures", "text": "texts and reasons", "cells": "statement cells", "form_cells": "form cells",
}  # fmt: skip


@dataclass(frozen=True)
class Calibration:
    """What the confidence of one kind of reading is worth; see calibration.py."""

    count: int
    ece_width: float
    ece_mass: float
    brier: float
    auroc: float | None
    width_bins: tuple[Bin, ...]
    mass_bins: tuple[Bin, ...]
    curve: tuple[Trusted, ...]
    at_threshold: tuple[Trusted, ...]
    coverage_99: float
    coverage_999: float


@dataclass(frozen=True)
class Group:
    """The figures of some documents; a figure that no golden file speaks of is left out."""

    family: str
    condition: str
    measure_only: bool
    documents: int
    failed: int
    unscored: int
    ratios: dict[str, Ratio]
    calibration: dict[str, Calibration]
    by_group: dict[str, FigureGroup]

    @property
    def review_each(self) -> float | None:
        """Facts that are left to people, a document with a Record; None where there is none."""
        accepted = self.ratios.get("accepted")
        held = self.documents - self.failed
        return (accepted.whole - accepted.part) / held if accepted is not None and held else None

    def figure(self, name: str) -> float | None:
        """The value of a ratio, None where there is nothing to measure."""
        ratio = self.ratios.get(name)
        return ratio.part / ratio.whole if ratio is not None and ratio.whole else None


def calibration_of(points: Sequence[Point]) -> Calibration:
    """Everything that is told of the confidence of these readings."""
    width, mass = equal_width(points), equal_mass(points)
    return Calibration(
        count=len(points), ece_width=calibration_error(width), ece_mass=calibration_error(mass), brier=brier(points),
        auroc=auroc(points),
        width_bins=width, mass_bins=mass, curve=risk_coverage(points),
        at_threshold=tuple(trusted(points, t) for t in THRESHOLDS),
        coverage_99=coverage_at(points, 0.99), coverage_999=coverage_at(points, 0.999),
    )  # fmt: skip


def group_of(family: str, condition: str, measure_only: bool, comparisons: Sequence[Comparison]) -> Group:
    """One group of all these comparisons: counts are added up, so that long documents weigh more."""
    ratios: dict[str, Ratio] = {}
    for comparison in comparisons:
        for name, ratio in comparison.ratios.items():
            sum_so_far = ratios.get(name, Ratio(0, 0))
            ratios[name] = Ratio(sum_so_far.part + ratio.part, sum_so_far.whole + ratio.whole)
    calibration = {}
    for kind in READINGS:
        points = [point for comparison in comparisons for point in comparison.points.get(kind, ())]
        if points:
            calibration[kind] = calibration_of(points)
    return Group(
        family=family, condition=condition, measure_only=measure_only, documents=len(comparisons),
        failed=sum(c.failure is not None for c in comparisons), unscored=sum(c.unscored for c in comparisons),
        ratios={name: ratios[name] for name in FIGURES if name in ratios}, calibration=calibration,
        by_group=by_group([judgement for comparison in comparisons for judgement in comparison.judgements]),
    )  # fmt: skip


@dataclass(frozen=True)
class Evaluation:
    """All figures: `groups` by family x condition, `totals` by condition (families to be measured only apart)."""

    groups: tuple[Group, ...]
    totals: tuple[Group, ...]
    comparisons: tuple[Comparison, ...]


ALL = "all"


def evaluation_of(comparisons: Iterable[Comparison], measured_only: Iterable[str]) -> Evaluation:
    """Groups comparisons by family and condition; `measured_only` names the families that are never tuned on."""
    held = tuple(sorted(comparisons, key=lambda c: (c.family, _order(c.condition), c.document)))
    only = frozenset(measured_only)
    by_group: dict[tuple[str, str], list[Comparison]] = {}
    by_condition: dict[tuple[bool, str], list[Comparison]] = {}
    for comparison in held:
        apart = comparison.family in only
        by_group.setdefault((comparison.family, comparison.condition), []).append(comparison)
        by_condition.setdefault((apart, comparison.condition), []).append(comparison)
    groups = tuple(group_of(f, c, f in only, held_by) for (f, c), held_by in by_group.items())
    order = sorted(by_condition, key=lambda key: (key[0], _order(key[1])))
    totals = tuple(group_of(ALL, c, apart, by_condition[apart, c]) for apart, c in order)
    return Evaluation(groups, totals, held)


def _order(condition: str) -> tuple[bool, str]:
    """Digital documents first."""
    return condition != "digital", condition


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as JSON data: every figure with the number of cases that it rests on."""
    return {
        "totals": [_group_json(group) for group in evaluation.totals],
        "groups": [_group_json(group) for group in evaluation.groups],
        "documents": [_comparison_json(comparison) for comparison in evaluation.comparisons],
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "family": group.family, "condition": group.condition, "measure_only": group.measure_only,
        "documents": group.documents, "failed": group.failed, "unscored_facts": group.unscored,
        "figures": {name: _ratio_json(ratio) for name, ratio in group.ratios.items()},
        "facts_to_review_per_document": None if group.review_each is None else round(group.review_each, 3),
        "calibration": {kind: _calibration_json(value) for kind, value in group.calibration.items()},
        "figure_groups": groups_json(group.by_group),
    }  # fmt: skip


def _ratio_json(ratio: Ratio) -> dict[str, float | None]:
    return {"value": round(ratio.part / ratio.whole, 6) if ratio.whole else None, "cases": ratio.whole}


def _calibration_json(calibration: Calibration) -> dict[str, Any]:
    return {
        "readings": calibration.count, "ece_equal_width": round(calibration.ece_width, 6),
        "ece_equal_mass": round(calibration.ece_mass, 6), "brier": round(calibration.brier, 6),
        "auroc": None if calibration.auroc is None else round(calibration.auroc, 6),
        "coverage_at_precision_0.99": round(calibration.coverage_99, 6),
        "coverage_at_precision_0.999": round(calibration.coverage_999, 6),
        "bins_equal_width": [_bin_json(b) for b in calibration.width_bins],
        "bins_equal_mass": [_bin_json(b) for b in calibration.mass_bins],
        "at_confidence": [
            {"threshold": t.threshold, "coverage": round(t.coverage, 6), "precision": round(t.precision, 6),
             "readings": t.count}
            for t in calibration.at_threshold
        ],
        "risk_coverage": curve_json(calibration.curve),
    }  # fmt: skip


def _bin_json(b: Bin) -> dict[str, float]:
    return {
        "low": b.low, "high": b.high, "readings": b.count, "confidence": round(b.confidence, 6),
        "accuracy": round(b.accuracy, 6),
    }  # fmt: skip


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "document": comparison.document, "family": comparison.family, "condition": comparison.condition,
        "failure": comparison.failure, "unscored_facts": comparison.unscored,
        "figures": {name: _ratio_json(ratio) for name, ratio in comparison.ratios.items()},
        "missed": list(comparison.missed), "wrong": list(comparison.wrong),
        "faults": {fault.value: sum(j.fault is fault for j in comparison.judgements) for fault in Fault},
        "errors": [dict(error) for error in comparison.errors],
    }  # fmt: skip
