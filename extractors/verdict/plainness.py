"""How likely a figure that a sentence tells was bound to what it is of: the second half of its confidence.

A figure read as it is printed may still be told of something else. How plainly its sentence tells it, what figures in
such words usually are, what else the document's arithmetic says, and how much of the document was understood at all is
weighed by trees fitted on misbindings (patterns/plainness.yaml; `python -m corpus.bindings` fits them). A table's cells
have their own models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from extractors.model.evidence import FactEvidence, Usualness
from extractors.model.fact import Plainness
from extractors.verdict.usual import Named
from patterns.plainness import load_plainness
from patterns.trees import Floats

_FLOOR = 0.001  # no figure is surely bound wrongly
_PLAIN = tuple(each.name for each in fields(Plainness))
_USUAL = tuple(each.name for each in fields(Usualness))
_COUNTED = ("checks_passed", "checks_failed", "repeats", "tables", "cue", "section", "unread_share", "strange_share")
_MAY_LACK = ("unit", "shape", "year")


def bound_rightly(evidence: Sequence[FactEvidence], named: Sequence[Named]) -> Sequence[float]:
    """The probability that each figure is of what it was bound to; 1 for what no sentence tells."""
    asked = [i for i, own in enumerate(evidence) if own.plain is not None]
    told = [1.0] * len(evidence)
    if asked:
        weights = load_plainness()
        rows = as_rows([signs(evidence[i], named[i]) for i in asked], tuple(weights.model.asks))
        for i, probability in zip(asked, weights.probabilities(rows), strict=True):
            told[i] = max(_FLOOR, float(probability))
    return told


def as_rows(found: Sequence[Mapping[str, float]], asks: Sequence[str]) -> Floats:
    """The signs of figures as rows of numbers, a column for each that is asked."""
    return np.array([[of.get(name, 0.0) for name in asks] for of in found], np.float64)


def signs(evidence: FactEvidence, named: Named) -> dict[str, float]:
    """All that may be asked of a figure; what is missing is 0."""
    usual = evidence.usual or Usualness()
    told = {name: float(getattr(evidence, name)) for name in _COUNTED}
    told |= {name: 1.0 if (own := getattr(evidence, name)) is None else float(own) for name in _MAY_LACK}
    told |= {name: float(getattr(evidence.plain, name, 0.0)) for name in _PLAIN}
    told |= {name: float(getattr(usual, name)) for name in _USUAL if name.startswith("usual")}
    told |= {
        f"beyond_{of}": float(getattr(usual, f"usual_{of}") - getattr(usual, f"other_{of}"))
        for of in ("concept", "measure", "beside")
    }
    beside = {f"of_{name}": 1.0 for name in named.beside.split("+") if name}
    return (
        told
        | beside
        | {
            "contradicted": float(evidence.agreement is not None),
            f"measure:{named.measure}": 1.0,
            f"group:{named.concept.partition('.')[0]}": 1.0,
        }
    )
