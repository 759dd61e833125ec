"""Whose error a failed check is: the document's own, or the reading's; and how probable that is.

Documents err now and then; readings err as often as their confidence says. A failure that no known confusion of an OCR
explains speaks for the document; what was read for certain leaves nobody else to blame. Figures of a table may be read
rightly and put into the wrong row or column: the worse a page was read, and the more figures of one table disagree, the
more so. Whether figures of the text are said of what they were bound to, extractors/verdict/misbinding.py weighs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from extractors.model.evidence import ReadingEvidence
from extractors.model.fact import Bound
from extractors.model.reference import CellRef, FigureReference
from extractors.model.result import Result
from extractors.verdict.facts import features, probability
from patterns.calibration import load_calibration

# All set by eye on generated scans with planted errors, unless said otherwise.
_ERRING = 0.02  # how often an identity that a document states fails by its own error
_UNEXPLAINED = 0.1  # what is left of a reading's doubt where no confusion could have led to it
_MISPLACED = 1.0  # times the doubt of its page: how probably one of a check's figures was put into a wrong place
_AGREED = 0.3  # what is left of that where another check tells the same difference of the same figure
# From which probability on the document is blamed. By how figures were read: 0.65, as to accuse wrongly is worse than
# to miss. What is left once it is weighed whether they were bound rightly (misbinding.py): 0.5, the likelier side.
LEAST_AS_READ, LEAST_AS_BOUND = 0.65, 0.5
_CROWDED = 3  # figures of one table that disagree, from which on the table was misread rather than miswritten
_OF_CROWDED = 0.9  # how probably that is so


class Blame(NamedTuple):
    """Who is to blame, and with what probability."""

    who: Literal["reading", "document"]
    probability: float


def blamed(
    evidence: Sequence[ReadingEvidence],
    explanations: int | None,
    *,
    crowded: bool = False,
    agreed: bool = False,
    placed: bool = False,
) -> Blame:
    """The blame for a failed check from the evidence of the readings that it rests on.

    `explanations` is how many single confusions would make it hold, None where that was not looked for; `crowded`,
    `agreed` and `placed` are what `Failures` says of it.
    """
    if all(e.chars_min >= 1.0 for e in evidence):
        return Blame("document", 1.0)
    if crowded:
        return Blame("reading", _OF_CROWDED)
    right = 1.0
    for e in evidence:
        right *= _alone(e)
    unexplained = explanations == 0 and not any(e.malformed for e in evidence)
    misread = (1.0 - right) * (_UNEXPLAINED if unexplained else 1.0)
    page = min((e.page for e in evidence), default=1.0)
    misplaced = 0.0 if placed else min(1.0, _MISPLACED * (1.0 - page)) * (_AGREED if agreed else 1.0)
    return weighed(misread + misplaced)


def weighed(doubt: float, erring: float = _ERRING) -> Blame:
    """The blame for an identity that fails, where the chance that its figures were not told rightly is `doubt`.

    `erring` is how often such an identity fails by what documents say.
    """
    document = round(erring / (erring + doubt), 4)
    return Blame("document", document) if document >= LEAST_AS_READ else Blame("reading", round(1.0 - document, 4))


class Failures:
    """The failed checks of a document together: which tables were misread as a whole, which failures agree."""

    def __init__(self, results: Sequence[Result], bound: Sequence[Bound]) -> None:
        self._cells = {i: b.cell for i, b in enumerate(bound) if b.cell is not None}
        # The same sum may be an identity of several names: it is one failure.
        failed = {(self._places(r), abs(r.difference)) for r in results if not r.passed}
        self._told = Counter((place, difference) for places, difference in failed for place in places)
        by_statement: dict[int, list[frozenset[FigureReference]]] = {}
        for places, _ in failed:
            for statement in _statements(places):
                by_statement.setdefault(statement, []).append(places)
        self._held: frozenset[FigureReference] = frozenset().union(*(self._places(r) for r in results if r.passed))
        self._crowded = {s for s, sets in by_statement.items() if _wrong_figures(sets) >= _CROWDED}

    def crowded(self, result: Result) -> bool:
        """Whether so many figures of a table that it rests on disagree that it was hardly read as it stands.

        Failures that share a figure count once: one wrong figure breaks all the checks that it takes part in.
        """
        return not self._crowded.isdisjoint(_statements(self._places(result)))

    def agreed(self, result: Result) -> bool:
        """Whether another check tells the same difference of one of its figures."""
        return any(self._told[place, abs(result.difference)] > 1 for place in self._places(result))

    def placed(self, result: Result) -> bool:
        """Whether each of its figures stands in the text, or in a cell whose place another identity confirms."""
        return all(place in self._held for place in self._places(result) if not isinstance(place, int))

    def _places(self, result: Result) -> frozenset[FigureReference]:
        """The figures that a result rests on: facts of the text, and everything in a table by its cell."""
        return frozenset((*result.cells, *(self._cells.get(i, i) for i in result.facts)))


def _statements(places: Iterable[FigureReference]) -> frozenset[int]:
    """The statements that figures stand in; those of text and forms stand in none."""
    return frozenset(place.statement for place in places if isinstance(place, CellRef))


def _wrong_figures(failures: Sequence[frozenset[FigureReference]]) -> int:
    """How many figures it takes at least to explain all failures, the one that explains most first."""
    left, count = list(failures), 0
    while left:
        counted = Counter(place for places in left for place in places)
        suspect = max(sorted(counted, key=str), key=lambda place: counted[place])
        left = [places for places in left if suspect not in places]
        count += 1
    return count


def _alone(evidence: ReadingEvidence) -> float:
    """How probably a reading is right, whatever other readings say of it."""
    if evidence.chars_min >= 1.0:
        return 1.0
    return probability(features(evidence.alone), load_calibration().figures)
