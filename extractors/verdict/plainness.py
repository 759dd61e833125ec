"""How likely a figure that a sentence tells was bound to what it is of: the second half of its confidence.

A figure read as it is printed may still be told of something else. How plainly its sentence tells it, what else the
document's arithmetic says, and how much of the document was understood at all is weighed by a model fitted on
misbindings (patterns/plainness.yaml; `python -m corpus.bindings` fits it). A table's cells have their own models.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace

from extractors.model.evidence import FactEvidence
from extractors.model.fact import Plainness
from patterns.measure import Measure
from patterns.plainness import load_plainness, sign_of

_FLOOR = 0.001  # no figure is surely bound wrongly
_PLAIN = tuple(each.name for each in fields(Plainness))
_MANY = 4  # witnesses: one more says nothing more
CONTRADICTED = "contradicted"  # the count of other values that the document gives the figure


def bound_rightly(evidence: FactEvidence, measure: Measure) -> float:
    """The probability that a figure is of what it was bound to; 1 for what no sentence tells."""
    if evidence.plain is None:
        return 1.0
    model = load_plainness()
    # What the document says otherwise is a factor of its own (`agreement`): the model only was fitted beside it.
    alone = replace(evidence, agreement=None)
    value = 1.0 / (1.0 + math.exp(-model.odds(signs(alone, measure, model.steps))))
    return max(_FLOOR, min(model.ceiling, value))


def signs(evidence: FactEvidence, measure: str, steps: Mapping[str, tuple[float, ...]]) -> dict[str, float]:
    """What the model weighs, each sign 0 or 1: counts by their steps, and some that tell more together."""
    counts = _counts(evidence)
    told = {sign_of(name, step): float(counts[name] >= step) for name, of in steps.items() for step in of}
    doubted = counts["before"] >= 2 or counts["glued"] > 0 or counts["others"] > 0 or counts["unnamed"] > 0
    alone = counts["unwitnessed"] > 0
    return told | {
        f"measure:{measure}": 1.0,
        "doubted_alone": float(doubted and alone),
        "abroad_alone": float(counts["abroad"] > 0 and alone),
        "short_and_glued": float(counts["glued"] > 0 and counts["short"] > 0),
        "strange_and_left": float(counts["strange"] > 0 and counts["left"] > 0),
        "amounts_and_before": float(counts["amounts"] > 0 and counts["before"] > 0),
    }


def _counts(evidence: FactEvidence) -> dict[str, float]:
    """All counts, 0 where nothing speaks against the binding."""
    witnesses = evidence.checks_passed + evidence.repeats + evidence.tables
    return {name: getattr(evidence.plain, name, 0.0) for name in _PLAIN} | {
        "unwitnessed": float(witnesses == 0),
        "few": float(max(0, _MANY - witnesses)),
        "failed": float(evidence.checks_failed),
        "failed_alone": float(evidence.checks_failed > 0 and not evidence.checks_passed),
        CONTRADICTED: float(evidence.agreement is not None),
        "cue": round(1.0 - evidence.cue, 4),
        "unit": 0.0 if evidence.unit is None else round(1.0 - evidence.unit, 4),
        "section": round(1.0 - evidence.section, 4),
        "unread_share": evidence.unread_share,
        "strange_share": evidence.strange_share,
    }
