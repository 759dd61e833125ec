"""The fit of patterns/plainness.yaml: a logistic model whose signs can only speak against a binding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.binding_rows import BindingRow
from corpus.evaluate import calibration
from corpus.logistic import UNBOUND, Bounds, Floats, logistic
from corpus.score import Point
from extractors.verdict.facts import CONTRADICTED as AGREEMENT
from extractors.verdict.plainness import CONTRADICTED, signs
from patterns.plainness import PlainnessWeights, sign_of

# Where each count says more than below; set by the distribution of the counts, rarest last.
STEPS: dict[str, tuple[float, ...]] = {
    "unnamed": (1,), "short": (0.3, 0.6), "loose": (1,), "prefix": (1, 4, 9), "glued": (1,), "abroad": (1,),
    "away": (1, 2, 3, 5), "others": (1, 2), "amounts": (1, 2, 3), "before": (1, 2, 4, 7), "behind": (1, 4, 8),
    "strange": (0.1, 0.3, 0.5, 0.7), "left": (1, 2, 4), "crowd": (3, 6, 10), "years": (1,), "part": (1,), "aside": (1,),
    "unwitnessed": (1,), "few": (1, 3), "failed": (1, 2), "failed_alone": (1,), CONTRADICTED: (1,),
    "cue": (0.01, 0.03, 0.06, 0.11, 0.21), "unit": (0.05, 0.2), "section": (0.01,),
    "unread_share": (0.05, 0.15, 0.3, 0.5), "strange_share": (0.05, 0.1, 0.2),
}  # fmt: skip
CEILING = 0.9995
_RESTRAINT = 3.0
# Of a wrong figure told surely more is lost than is gained by a right one told surely.
_WRONG_COUNTS = 2.0
# Figures that the reader as it is tells are what it will tell; those of wordings left out are many, but made.
_WHOLE_COUNTS = 20.0
_FOLDS = 5
_MEASURED_SEEDS = range(101, 200)  # of draws that are only measured
_SURE = 0.9
_LEAST_WEIGHT = 0.005  # smaller ones are 0 as they are written

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was measured of some figures: how many, the wrong of them, and the shares of both that are told surely."""

    rows: int
    wrong: int
    wrong_sure: float
    right_sure: float
    auroc: float
    ece: float


def fitted(rows: Sequence[BindingRow]) -> PlainnessWeights:
    """The model of all rows but those of draws that are only measured."""
    table = _Table.of(rows)
    return table.model(table.tuned)


@dataclass(frozen=True)
class _Table:
    """Rows as arrays: what is weighed of each, whether it is right and may be fitted on, and a number of its site."""

    names: list[str]
    told: Floats
    right: Floats
    tuned: Flags
    counted: Floats
    site: NDArray[np.int64]

    @staticmethod
    def of(rows: Sequence[BindingRow]) -> _Table:
        found = [signs(row.evidence, row.measure, STEPS) for row in rows]
        names = sorted({name for of in found for name in of})
        return _Table(
            names,
            np.array([[of.get(name, 0.0) for name in names] for of in found]),
            np.array([float(row.right) for row in rows]),
            np.array([not _measured_only(row) for row in rows]),
            np.array(
                [(1.0 if row.right else _WRONG_COUNTS) * (_WHOLE_COUNTS if _is_whole(row) else 1.0) for row in rows]
            ),
            np.array([row.site for row in rows]),
        )

    def model(self, among: Flags) -> PlainnessWeights:
        """The model of some rows, those that say the same counted together."""
        same, places = np.unique(np.column_stack([self.told[among], self.right[among]]), axis=0, return_inverse=True)
        told, right = same[:, :-1], same[:, -1]
        weight = np.bincount(places.ravel(), weights=self.counted[among]).astype(np.float64)
        bounds: list[Bounds] = [UNBOUND if name.startswith("measure:") else (0.0, None) for name in self.names]
        intercept, weights = logistic(-told, right, ridge=_RESTRAINT, counted=weight, bounds=bounds)
        heavy = {n: round(float(w), 2) for n, w in zip(self.names, weights, strict=True) if abs(w) >= _LEAST_WEIGHT}
        training = {"figures": float(among.sum()), "wrong": float((self.right[among] == 0).sum())}
        return PlainnessWeights(
            intercept=round(intercept, 2), ceiling=CEILING, steps=STEPS, weights=heavy, training=training
        )

    def sure(self, model: PlainnessWeights) -> Floats:
        """How sure each row is told to be: what a model says of it, and less where the document contradicts it."""
        otherwise = sign_of(CONTRADICTED, 1)
        weights = np.array([0.0 if name == otherwise else model.weights.get(name, 0.0) for name in self.names])
        sure = np.minimum(model.ceiling, 1 / (1 + np.exp(self.told @ weights - model.intercept)))
        told = self.told[:, self.names.index(otherwise)]
        return np.asarray(sure * np.where(told > 0, AGREEMENT, 1.0), np.float64)


def measured(rows: Sequence[BindingRow]) -> dict[str, Kept]:
    """By source: figures of sites that the model was not fitted on, whole patterns and draws only measured apart."""
    table = _Table.of(rows)
    sure = np.zeros(len(rows))
    for fold in range(_FOLDS):
        own = table.site % _FOLDS == fold
        if own.any() and not own.all():
            sure[own] = table.sure(table.model(table.tuned & ~own))[own]
    groups: dict[str, list[tuple[float, bool]]] = {}
    for row, p in zip(rows, sure, strict=True):
        whole = _is_whole(row)
        if whole or _measured_only(row):
            groups.setdefault(f"{row.source}_{'whole' if whole else 'dropped'}", []).append((float(p), row.right))
    return {name: kept_of(of) for name, of in sorted(groups.items())}


def _is_whole(row: BindingRow) -> bool:
    """Whether it was read with all of patterns/."""
    return float(row.draw.partition(":")[2]) == 0


def _measured_only(row: BindingRow) -> bool:
    return int(row.draw.partition(":")[0]) in _MEASURED_SEEDS


def kept_of(found: Sequence[tuple[float, bool]]) -> Kept:
    """What is measured of confidences and whether they are right."""
    wrong = [p for p, right in found if not right]
    good = [p for p, right in found if right]
    points = [Point(p, right) for p, right in found]
    return Kept(
        len(found),
        len(wrong),
        sum(p >= _SURE for p in wrong) / max(1, len(wrong)),
        sum(p >= _SURE for p in good) / max(1, len(good)),
        auroc(good, wrong),
        calibration.calibration_error(calibration.equal_width(points)),
    )


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """The AUROC of right and wrong figures by their confidence; 1 where one of both is none."""
    found = calibration.auroc([*(Point(p, True) for p in right), *(Point(p, False) for p in wrong)])
    return 1.0 if found is None else found


HEAD = """# What speaks against a figure's having been bound to what its sentence tells it of
# (extractors/verdict/plainness.py): log-odds of a right binding = intercept - sum of weight x sign, a sign for each
# step that a count reaches. `python -m corpus.bindings fit` prints it; do not edit. training: what it was fitted on,
# and what was measured on sites that it was not fitted on; wrong_sure and right_sure are the shares of wrong and right
# figures that are told with 0.9 or more.
"""


def told(model: PlainnessWeights, of: Mapping[str, Kept]) -> str:
    """What the file is to hold."""
    found = {
        f"{group}_{name}": round(float(getattr(kept, name)), 4) for group, kept in of.items() for name in Kept.__slots__
    }
    data = model.model_copy(update={"training": model.training | found}).model_dump()
    data["steps"] = {name: list(steps) for name, steps in data["steps"].items()}
    return HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
