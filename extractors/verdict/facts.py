"""How sure each fact is: the evidence for it, and one number made of it by a model fitted on known documents.

What evidence there is, extractors/model/evidence.py says; `features` turns it into what the model weighs
(patterns/calibration.yaml; `juesuan calibrate` fits it).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import fmean

from extractors.model.evidence import UNHELD, UNIT_DOUBTED, FactEvidence, Usualness
from extractors.model.fact import Bound
from extractors.model.result import Result
from patterns.calibration import Weights, load_calibration
from patterns.kept import KEPT

_NO_SECTION = 0.97  # of a fact whose section was not recognised; the model only asks whether it was
_LEAST_DOUBT = 1e-4  # doubts smaller than this are alike: an OCR's 0.99999 says no more than its 0.9999
_FLOOR = 0.001  # no fact is surely wrong
_NO_OPINIONS: Mapping[int, Usualness] = {}
_MOST_ODDS = 30.0  # log-odds beyond which a probability is 0 or 1 to every digit that is told
# What is left of a fact's confidence where the document gives the same figure otherwise (set by eye).
CONTRADICTED = 0.8
MOST_COUNTED = 3.0  # witnesses (and failures) from which on one more says nothing more


def evidence_of(
    bound: Sequence[Bound],
    results: Sequence[Result],
    section_kinds: Mapping[str, str | None],
    page_means: Mapping[int, float],
    unread: float = 0.0,
    usual: Mapping[int, Usualness] = _NO_OPINIONS,
) -> tuple[FactEvidence, ...]:
    """The evidence for each fact, in their order.

    `page_means` is the mean confidence of each page's characters, `unread` the share of the printed figures that no
    fact was read from, `usual` what figures told in such words usually are, by the number of the fact.
    """
    passed: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for result in results:
        (passed if result.passed else failed).update(set(result.facts))
    contradicted = _contradicted(results)
    stated = Counter((b.key, b.value) for b in bound)
    strange = _strange_share(bound)
    out = []
    for i, b in enumerate(bound):
        start, end = b.value_span or (b.start, b.end)
        chars = [sure for _, _, sure in b.paragraph.marks[start:end]] or [1.0]
        raw = [sure for _, _, sure in b.paragraph.marks[b.start : b.end]] or [1.0]
        out.append(
            FactEvidence(
                chars_min=round(min(chars), 4),
                chars_mean=round(fmean(raw), 4) if min(raw) < 1.0 else 1.0,
                page=round(page_means.get(b.paragraph.marks[b.start].page, 1.0), 4),
                cue=round(b.signs.cue, 4),
                unit=_rounded(b.signs.unit),
                shape=_rounded(b.signs.shape),
                year=_rounded(b.signs.year),
                section=1.0 if section_kinds.get(b.section) or b.cell is not None or b.tabled else _NO_SECTION,
                checks_passed=passed[i],
                checks_failed=failed[i],
                repeats=stated[b.key, b.value] - 1,
                tables=len(b.witnesses),
                repaired=b.as_read is not None,
                agreement=CONTRADICTED if i in contradicted else None,
                unread_share=round(unread, 4),
                strange_share=strange,
                plain=b.signs.plain,
                usual=usual.get(i),
            )
        )
    return tuple(out)


def _contradicted(results: Sequence[Result]) -> frozenset[int]:
    """The facts to which the document gives another value elsewhere."""
    return frozenset(i for r in results if r.kind.restates and not r.passed for i in r.facts)


def _strange_share(bound: Sequence[Bound]) -> float:
    """How much of the clauses with figures nothing accounts for, over all facts that sentences tell."""
    shares = [b.signs.plain.strange for b in bound if b.signs.plain is not None]
    return round(fmean(shares), 4) if shares else 0.0


def _rounded(sign: float | None) -> float | None:
    return None if sign is None else round(sign, 4)


def features(evidence: FactEvidence) -> dict[str, float]:
    """What the model weighs: doubts as logarithms (a doubt of 0.1 and one of 0.01 are a step apart), counts capped.

    A text layer's characters are certain: a check that fails there speaks of the document, not of the reading.
    """
    certain = evidence.chars_min >= 1.0
    witnesses = evidence.checks_passed + evidence.repeats + evidence.tables
    return {
        "chars_min": smallness(evidence.chars_min),
        "chars_mean": smallness(evidence.chars_mean),
        "page": smallness(evidence.page),
        "cue": smallness(evidence.cue),
        "unit": smallness(1.0 if evidence.unit is None else evidence.unit),
        "shape": float(evidence.well_formed),
        "section": float(evidence.section >= 1.0),
        "witnesses": min(MOST_COUNTED, witnesses),
        "failed": 0.0 if certain else min(MOST_COUNTED, evidence.checks_failed),
        "failed_alone": float(not certain and evidence.checks_failed > 0 and not evidence.checks_passed),
    }


def smallness(certainty: float) -> float:
    """How small the doubt is that a certainty leaves, as a power of ten: 2 for a hundredth, 4 at most."""
    return -math.log10(max(_LEAST_DOUBT, 1.0 - certainty))


@lru_cache(maxsize=KEPT)
def confidence(evidence: FactEvidence, *, text: bool, bound: float = 1.0) -> float:
    """The probability that the fact was read as it stands in the document, and bound to what it is of there.

    `bound` is how likely the latter is (verdict/plainness.py).
    """
    calibration = load_calibration()
    read = probability(features(evidence), calibration.texts if text else calibration.figures)
    read = read if text else round(max(_FLOOR, read * bound), 4)
    for sign in (evidence.year, evidence.agreement):
        read = read if sign is None else round(read * sign, 4)
    read = min(read, UNHELD) if evidence.contested else read
    # An amount is right only if its unit is: what the model makes of slight doubts says nothing of an unknown one.
    return read if evidence.unit is None or evidence.unit > UNIT_DOUBTED else min(read, evidence.unit)


def probability(weighed: Mapping[str, float], model: Weights) -> float:
    """The logistic model applied: never 0, never above the model's ceiling."""
    odds = math.fsum((model.intercept, *(weight * weighed[name] for name, weight in model.weights.items())))
    value = 1.0 / (1.0 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, odds))))
    return round(max(_FLOOR, min(model.ceiling, value)), 4)
