"""How sure each fact is: the evidence named, and one number made of it by a model fitted on known documents.

Evidence: `chars_min` the weakest character of the value, `chars_mean` over the raw text, `page` the mean over its page,
`cue` how explicit the wording was, `unit` whether the unit stood there, `shape`
whether the number was well formed, `section` whether the section was recognised (all in [0, 1]); and as counts
`checks_passed`, `checks_failed`, `repeats` and `tables` (statements of the same figure, in the text and in tables, that
agree), `repaired` (1 where arithmetic mended it). `features` turns them into what the model weighs
(patterns/calibration.yaml; `juesuan calibrate` fits it).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.model.fact import Bound
from extractors.model.result import Result
from patterns.calibration import Weights, load_calibration

_NO_SECTION = 0.97
_LEAST_DOUBT = 1e-4
_FLOOR = 0.001
MOST_COUNTED = 3.0


def evidence_of(
    bound: Sequence[Bound],
    results: Sequence[Result],
    section_kinds: Mapping[str, str | None],
    page_means: Mapping[int, float],
) -> tuple[dict[str, float], ...]:
    """The evidence for each fact, in their order; `page_means` is the mean confidence of each page's characters."""
    passed: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for result in results:
        (passed if result.passed else failed).update(set(result.facts))
    stated = Counter(_statement(b) for b in bound)
    out = []
    for i, b in enumerate(bound):
        start, end = b.value_span or (b.start, b.end)
        chars = [m.confidence for m in b.paragraph.marks[start:end]] or [1.0]
        raw = [m.confidence for m in b.paragraph.marks[b.start : b.end]] or [1.0]
        out.append(
            {
                "chars_min": round(min(chars), 4),
                "chars_mean": round(sum(raw) / len(raw), 4),
                "page": round(page_means.get(b.paragraph.marks[b.start].page, 1.0), 4),
                **b.signs.evidence,
                "section": 1.0 if section_kinds.get(b.section) or b.cell is not None else _NO_SECTION,
                "checks_passed": float(passed[i]),
                "checks_failed": float(failed[i]),
                "repeats": float(stated[_statement(b)] - 1),
                "tables": float(len(b.witnesses)),
                "repaired": float(b.as_read is not None),
            }
        )
    return tuple(out)


def _statement(b: Bound) -> tuple[object, ...]:
    return b.key, b.value


def features(evidence: Mapping[str, float]) -> dict[str, float]:
    """What the model weighs: doubts as logarithms (a doubt of 0.1 and one of 0.01 are a step apart), counts capped.

    A text layer's characters are certain: a check that fails there speaks of the document, not of the reading.
    """
    certain = evidence["chars_min"] >= 1.0

    witnesses = evidence["checks_passed"] + evidence["repeats"] + evidence.get("tables", 0.0)
    return {
        "chars_min": doubt(evidence, "chars_min"),
        "chars_mean": doubt(evidence, "chars_mean"),
        "page": doubt(evidence, "page"),
        "cue": doubt(evidence, "cue"),
        "unit": doubt(evidence, "unit"),
        "shape": 1.0 if evidence.get("shape", 1.0) >= 1.0 else 0.0,
        "section": 1.0 if evidence["section"] >= 1.0 else 0.0,
        "witnesses": min(MOST_COUNTED, witnesses),
        "failed": 0.0 if certain else min(MOST_COUNTED, evidence["checks_failed"]),
        "failed_alone": float(not certain and evidence["checks_failed"] > 0 and not evidence["checks_passed"]),
    }


def doubt(evidence: Mapping[str, float], name: str) -> float:
    """How small a doubt is, as a power of ten: 2 for a hundredth, 4 at most."""
    return -math.log10(max(_LEAST_DOUBT, 1.0 - evidence.get(name, 1.0)))


def confidence(evidence: Mapping[str, float], *, text: bool) -> float:
    """The probability that the fact was read as it stands in the document."""
    calibration = load_calibration()
    return probability(features(evidence), calibration.texts if text else calibration.figures)


def probability(weighed: Mapping[str, float], model: Weights) -> float:
    """The logistic model applied: never 0, never above the model's ceiling."""
    odds = model.intercept + sum(weight * weighed[name] for name, weight in model.weights.items())
    value = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
    return round(max(_FLOOR, min(model.ceiling, value)), 4)
