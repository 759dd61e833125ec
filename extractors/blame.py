"""Whose error a failed check is: the document's own, or the reading's; and how probable that is.

Documents err now and then; readings err as often as their confidence says. A failure that no known confusion of an OCR
explains speaks for the document; what was read for certain leaves nobody else to blame. Figures may be read rightly and
put into the wrong row or column: the worse a page was read, and the more figures of one table disagree, the more so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from extractors.check import Result
from extractors.judge import features, probability
from patterns.calibration import load_calibration

_ERRING = 0.02  # how often an identity that a document states fails by its own error
_UNEXPLAINED = 0.1  # what is left of a reading's doubt where no confusion could have led to it
_MISPLACED = 1.0  # times the doubt of its page: how probably one of a check's figures was put into a wrong place
_CROWDED = 3  # figures of one table that disagree, from which on the table was misread rather than miswritten
_OF_CROWDED = 0.9  # how probably that is so


class Blame(NamedTuple):
    """Who is to blame, and with what probability."""

    who: Literal["reading", "document"]
    probability: float


def blamed(evidence: Sequence[Mapping[str, float]], explanations: int | None, *, crowded: bool = False) -> Blame:
    """The blame for a failed check from the evidence of the readings that it rests on.

    `explanations` is how many single confusions would make it hold, None where that was not looked for; `crowded` says
    whether many figures of its table disagree.
    """
    if all(e["chars_min"] >= 1.0 for e in evidence):
        return Blame("document", 1.0)
    if crowded:
        return Blame("reading", _OF_CROWDED)
    right = 1.0
    for e in evidence:
        right *= _alone(e)
    misread = (1.0 - right) * (_UNEXPLAINED if explanations == 0 else 1.0)
    misplaced = min(1.0, _MISPLACED * (1.0 - min((e["page"] for e in evidence if "page" in e), default=1.0)))
    document = _ERRING / (_ERRING + misread + misplaced)
    return Blame("document", round(document, 4)) if document >= 0.5 else Blame("reading", round(1.0 - document, 4))


def crowded_statements(results: Sequence[Result]) -> frozenset[int]:
    """The statements, by place, of which so many figures disagree with others that they were hardly read as they stand.

    Failures that share a figure count once: one wrong figure breaks all the checks that it takes part in.
    """
    failed: dict[int, list[set[str]]] = {}
    for result in results:
        if not result.passed:
            places = {*result.cells, *(f"fact {i}" for i in result.facts)}
            for statement in set(_statements(result)):
                failed.setdefault(statement, []).append(places)
    return frozenset(s for s, sets in failed.items() if _wrong_figures(sets) >= _CROWDED)


def in_crowded(result: Result, crowded: frozenset[int]) -> bool:
    """Whether a result rests on a cell of such a statement."""
    return any(statement in crowded for statement in _statements(result))


def _statements(result: Result) -> Iterator[int]:
    return (int(path.split(".")[1]) for path in result.cells if path.startswith("statements."))


def _wrong_figures(failures: Sequence[set[str]]) -> int:
    """How many figures it takes at least to explain all failures, the one that explains most first."""
    left, count = list(failures), 0
    while left:
        suspect = Counter(place for places in left for place in sorted(places)).most_common(1)[0][0]
        left = [places for places in left if suspect not in places]
        count += 1
    return count


def _alone(evidence: Mapping[str, float]) -> float:
    """How probably a reading is right, whatever other readings say of it."""
    if evidence["chars_min"] >= 1.0:
        return 1.0
    silent = {"checks_passed": 0.0, "checks_failed": 0.0, "repeats": 0.0, "tables": 0.0}
    return probability(features({"section": 1.0, **evidence, **silent}), load_calibration().figures)
