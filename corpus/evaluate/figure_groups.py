"""What confidence is worth by group of figures (patterns/acceptance.yaml): does it tell right from wrong, is it what it
says, what is accepted by it at which risk, and what went wrong.

Cells of statements stand as a group of their own, by the thresholds of their model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import Any, NamedTuple

from corpus.evaluate.calibration import (
    Trusted,
    auroc,
    calibration_error,
    equal_mass,
    equal_width,
    risk_coverage,
    thinned,
    trusted,
)
from corpus.evaluate.faults import Fault
from corpus.score import Point
from patterns.acceptance import load_acceptance
from patterns.calibration import load_calibration

CELLS = "statement_cells"
_CHANCE = 0.025  # a promise is broken where keeping it would make so many wrong ones less probable: two standard errors


class Judgement(NamedTuple):
    """A scored reading of a group; `fault` where it is wrong and can be told."""

    group: str
    point: Point
    fault: Fault | None = None


class Promise(NamedTuple):
    """How a group is called, from which confidence on it is accepted, and the share of those that may be wrong."""

    label: str
    accept: float
    risk: float


@dataclass(frozen=True)
class FigureGroup:
    """The figures of a group: how many, how many wrong and why, what their confidence is worth, what is accepted."""

    label: str
    count: int
    wrong: int
    misread: int
    misbound: int
    ece_width: float
    ece_mass: float
    auroc: float | None
    promised_risk: float
    accepted: Trusted
    curve: tuple[Trusted, ...]

    @property
    def risk(self) -> float:
        """The share of accepted figures that is wrong."""
        return 1 - self.accepted.precision

    @property
    def keeps_promise(self) -> bool:
        """Whether no more accepted figures are wrong than promised, chance allowed for."""
        wrong = round(self.risk * self.accepted.count)
        return at_least(wrong, self.accepted.count, self.promised_risk) >= _CHANCE


def at_least(wrong: int, count: int, risk: float) -> float:
    """How probable it is that at least so many of `count` are wrong, each with that risk (binomial)."""
    if not wrong or risk >= 1:
        return 1.0
    if risk <= 0:
        return 0.0
    fewer = (
        exp(lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1) + k * log(risk) + (count - k) * log1p(-risk))
        for k in range(wrong)
    )
    return max(0.0, 1.0 - sum(fewer))


def promises() -> dict[str, Promise]:
    """What each group promises, in their order."""
    told = {g.id: Promise(g.label, g.thresholds.accept, g.promised_risk) for g in load_acceptance().groups}
    accept = load_calibration().thresholds["cells"].accept
    return told | {CELLS: Promise("报表单元格", accept, 1 - accept)}


def by_group(judgements: Sequence[Judgement]) -> dict[str, FigureGroup]:
    """The groups of which something was judged."""
    held: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        held.setdefault(judgement.group, []).append(judgement)
    return {name: _measured(promise, held[name]) for name, promise in promises().items() if name in held}


def _measured(promise: Promise, judgements: Sequence[Judgement]) -> FigureGroup:
    points = [j.point for j in judgements]
    faults = Counter(j.fault for j in judgements)
    return FigureGroup(
        label=promise.label, count=len(points), wrong=sum(not p.right for p in points), misread=faults[Fault.MISREAD],
        misbound=faults[Fault.MISBOUND], ece_width=calibration_error(equal_width(points)),
        ece_mass=calibration_error(equal_mass(points)), auroc=auroc(points), promised_risk=promise.risk,
        accepted=trusted(points, promise.accept), curve=risk_coverage(points),
    )  # fmt: skip


def groups_json(groups: Mapping[str, FigureGroup]) -> dict[str, Any]:
    """The groups as JSON data."""
    return {name: _json(group) for name, group in groups.items()}


def _json(group: FigureGroup) -> dict[str, Any]:
    return {
        "label": group.label, "readings": group.count, "wrong": group.wrong, "misread": group.misread,
        "misbound": group.misbound, "auroc": None if group.auroc is None else round(group.auroc, 6),
        "ece_equal_width": round(group.ece_width, 6), "ece_equal_mass": round(group.ece_mass, 6),
        "accept": group.accepted.threshold, "accepted": group.accepted.count,
        "accepted_share": round(group.accepted.coverage, 6), "risk_promised": round(group.promised_risk, 6),
        "risk": round(group.risk, 6), "keeps_promise": group.keeps_promise,
        "risk_coverage": curve_json(group.curve),
    }  # fmt: skip


def curve_json(curve: Sequence[Trusted]) -> list[dict[str, float]]:
    """A risk-coverage curve as JSON data, from the surest reading on."""
    return [
        {"confidence": t.threshold, "coverage": round(t.coverage, 6), "risk": round(1 - t.precision, 6)}
        for t in thinned(curve)
    ]
