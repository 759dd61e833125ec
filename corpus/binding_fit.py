"""The fit of patterns/plainness.yaml: boosted trees, each evidence of which can speak one way only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal

import numpy as np
import yaml
from sklearn.ensemble import HistGradientBoostingClassifier

from corpus.binding_rows import BindingRow
from corpus.evaluate import calibration
from corpus.score import Point
from corpus.usual_fit import Flags, folds
from extractors.model.fact import Plainness
from extractors.verdict.facts import CONTRADICTED
from extractors.verdict.plainness import as_rows, signs
from patterns.plainness import SURE, PlainnessModel, PlainnessWeights
from patterns.trees import Floats, Trees

Way = Literal[-1, 0, 1]

# Which way evidence may speak, where it is not one of the counts that only speak against a binding.
_FOR = (
    "checks_passed", "repeats", "tables", "cue", "section", "unit", "shape", "year", "usual_concept", "usual_measure",
    "usual_beside", "beyond_concept", "beyond_measure", "beyond_beside",
)  # fmt: skip
_AGAINST = ("checks_failed", "unread_share", "strange_share", "contradicted")
_EITHER = ("crowd", "of_part", "of_year")

CEILING = 0.9995
# Of a wrong figure told surely more is lost than is gained by a right one told surely.
_WRONG_COUNTS = 3.0
# Figures that the reader as it is tells are what it will tell; those of wordings left out are many, but made.
_WHOLE_COUNTS = 6.0
_TREES, _LEAVES, _LEAST_IN_LEAF, _PACE, _RESTRAINT, _ASKED_AT_ONCE = 250, 16, 60, 0.06, 5.0, 0.6
_KEPT = 0.91  # of right figures of pages as bodies publish them, the share that is to be told surely: asked is 0.9
_STRETCHES, _EASES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0), (0.4, 0.55, 0.7, 0.85, 1.0)
PUBLISHED = ("field", "blind", "budget", "case", "review")  # told again from pages that bodies published, and cases
_MEASURED_SEEDS = range(101, 200)  # of draws that are only measured
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Kept:
    """What was measured of some figures: how many, the wrong of them, and the shares of both that are told surely."""

    rows: int
    wrong: int
    wrong_sure: float
    right_sure: float
    auroc: float
    ece: float


def fitted(table: Table) -> PlainnessWeights:
    """The model of all rows but those of draws that are only measured."""
    training = {"figures": float(table.tuned.sum()), "wrong": float((~table.right & table.tuned).sum())}
    asks = {name: _way(name) for name in table.names}
    model = table.moved.model_copy(update={"asks": asks, "training": training})
    return PlainnessWeights(model, table.trees(table.tuned))


@dataclass(frozen=True)
class Table:
    """Rows as arrays: what is asked of each, whether it is right, may be fitted on, and how much it counts;
    `elsewhere` are the odds of each as trees say that were fitted on other sites."""

    rows: Sequence[BindingRow]
    names: list[str]
    told: Floats
    right: Flags
    tuned: Flags
    counted: Floats

    @staticmethod
    def of(rows: Sequence[BindingRow]) -> Table:
        """The table of some rows."""
        found = [signs(row.evidence, row.named) for row in rows]
        names = sorted({name for of in found for name in of})
        right = np.array([row.right for row in rows])
        whole = np.array([is_whole(row) for row in rows])
        return Table(
            rows, names, as_rows(found, names), right, np.array([not is_measured_only(row) for row in rows]),
            np.where(right, 1.0, _WRONG_COUNTS) * np.where(whole, _WHOLE_COUNTS, 1.0),
        )  # fmt: skip

    def trees(self, among: Flags) -> Trees:
        """The trees of some rows."""
        if self.right[among].all():
            return _no_trees()
        model = HistGradientBoostingClassifier(
            max_iter=_TREES, learning_rate=_PACE, max_leaf_nodes=_LEAVES, min_samples_leaf=_LEAST_IN_LEAF,
            l2_regularization=_RESTRAINT, max_features=_ASKED_AT_ONCE, early_stopping=False, random_state=0,
            monotonic_cst=[_way(name) for name in self.names],
        )  # fmt: skip
        model.fit(self.told[among], self.right[among], sample_weight=self.counted[among])
        return _as_arrays(model)

    @cached_property
    def elsewhere(self) -> Floats:
        """The log-odds of each row, by trees of other sites."""
        odds = np.zeros(len(self.rows))
        for own in folds(self.rows):
            odds[own] = self.trees(self.tuned & ~own).odds(self.told[own])
        return odds

    @cached_property
    def moved(self) -> PlainnessModel:
        """With as much of doubt as keeps as many right figures sure as is wanted, and the stretches of least error."""
        odds = self.elsewhere
        usual = np.array([is_whole(row) and row.source in PUBLISHED for row in self.rows])
        doubt = float(np.quantile(odds[usual & self.right], 1 - _KEPT)) - SURE if (usual & self.right).any() else 0.0
        said, right = odds[usual], self.right[usual]
        ways = [_moved(round(doubt, 2), stretch, ease) for stretch in _STRETCHES for ease in _EASES]
        return min(ways, key=lambda way: _error(way.sure(said), right))

    @property
    def sure(self) -> Floats:
        """How sure each row is told to be where trees say so, and less where the document contradicts it."""
        otherwise = self.told[:, self.names.index("contradicted")] > 0
        return self.moved.sure(self.elsewhere) * np.where(otherwise, CONTRADICTED, 1.0)


def measured(table: Table) -> dict[str, Kept]:
    """By source: figures of sites that the model was not fitted on, whole patterns and draws only measured apart."""
    groups: dict[str, list[tuple[float, bool]]] = {}
    for row, p in zip(table.rows, table.sure, strict=True):
        if is_whole(row) or is_measured_only(row):
            for name in (row.source, *(["published"] if row.source in PUBLISHED else []), "all"):
                groups.setdefault(f"{name}_{'whole' if is_whole(row) else 'dropped'}", []).append((float(p), row.right))
    return {name: kept_of(of) for name, of in sorted(groups.items())}


def _moved(doubt: float, stretch: float, ease: float) -> PlainnessModel:
    return PlainnessModel(asks={}, doubt=doubt, stretch=stretch, ease=ease, ceiling=CEILING, training={})


def _way(name: str) -> Way:
    if name in _FOR:
        return 1
    return -1 if name in (*_AGAINST, *(each.name for each in fields(Plainness))) and name not in _EITHER else 0


def _no_trees() -> Trees:
    """Trees that say that everything is right."""
    none = np.zeros(1, np.int32)
    return Trees(none - 1, np.zeros(1), none, none, np.zeros(1), none, np.full(1, 2 * SURE))


def _as_arrays(model: Any) -> Trees:
    """The trees of scikit-learn's model, node by node."""
    parts = [tree.nodes for (tree,) in model._predictors]
    begins = np.cumsum([0, *map(len, parts)])[:-1]
    nodes = np.concatenate(parts)
    base = np.repeat(begins, [len(part) for part in parts])
    leaf = nodes["is_leaf"].astype(bool)
    return Trees(
        np.where(leaf, -1, nodes["feature_idx"]).astype(np.int32),
        nodes["num_threshold"].astype(np.float64),
        (nodes["left"] + base).astype(np.int32),
        (nodes["right"] + base).astype(np.int32),
        np.where(leaf, nodes["value"], 0.0),
        begins.astype(np.int32),
        np.array([float(np.ravel(model._baseline_prediction)[0])]),
    )


def is_whole(row: BindingRow) -> bool:
    """Whether it was read with all of patterns/, by the reader as it is."""
    return row.draw.partition(":")[2] == "0"


def is_measured_only(row: BindingRow) -> bool:
    """Whether it is of a draw that nothing is fitted on."""
    seed, drawn, _ = row.draw.partition(":")
    return bool(drawn) and int(seed) in _MEASURED_SEEDS


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


def _error(sure: Floats, right: Flags) -> float:
    points = [Point(float(p), bool(good)) for p, good in zip(sure, right, strict=True)]
    return calibration.calibration_error(calibration.equal_width(points))


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """The AUROC of right and wrong figures by their confidence; 1 where one of both is none."""
    found = calibration.auroc([*(Point(p, True) for p in right), *(Point(p, False) for p in wrong)])
    return 1.0 if found is None else found


HEAD = """# Which way evidence may speak of a figure's having been bound to what its sentence tells it of: 1 for it, -1
# against it, 0 either way (extractors/verdict/plainness.py); the trees that ask it are in plainness.npz. `python -m
# corpus.bindings fit` writes both; do not edit. training: what they were fitted on, and what was measured on sites
# that they were not fitted on; wrong_sure and right_sure are the shares of wrong and right figures that are told with
# 0.9 or more; published are pages told again, budgets among them, and cases.
"""


def told(model: PlainnessModel, of: Mapping[str, Kept]) -> str:
    """What the file is to hold."""
    data = model.model_copy(update={"training": model.training | dict(_figures(of))}).model_dump()
    return HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _figures(of: Mapping[str, Kept]) -> Iterator[tuple[str, float]]:
    for group, kept in of.items():
        for name in Kept.__slots__:
            yield f"{group}_{name}", round(float(getattr(kept, name)), 4)
