"""Rates told behind several comparisons: `比预算减少7万元，比上年减少4万元，分别下降21%和14%`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from extractors.binding.found import FoundFacts
from extractors.binding.passage import Passage
from extractors.model.fact import Bound, Subject
from patterns.measure import COMPARING, Measure

_FEWEST = 2  # comparisons whose rates are told at once
_RATE_OF = dict(COMPARING.values())


class Rates:
    """The comparisons whose rates follow, and whose turn it is."""

    def __init__(self, passage: Passage, found: FoundFacts) -> None:
        self._passage = passage
        self._found = found
        self._waiting: Iterator[Bound] = iter(())

    def call_back(self, position: int, follow: int) -> bool:
        """Lets the comparisons wait that the sentence told last, if so many rates follow; returns whether they do."""
        behind = next((m for m in self._passage.mentions if m.start >= position and m.amount is not None), None)
        if follow < _FEWEST or behind is None or behind.label != "percent":
            return False
        start = self._passage.sentence_start(position)
        told = [*takewhile(lambda b: b.measure not in _RATE_OF.values(), self._found.since(start))]
        compared = [b for b in reversed(told) if b.measure in _RATE_OF and isinstance(b.value, Decimal)]
        if len(compared) != follow:
            return False
        self._waiting = iter(compared)
        return True

    def take(self) -> tuple[Subject, Measure, int] | None:
        """Whose the next rate is, what it measures and its sign; None where none waits."""
        one = next(self._waiting, None)
        if one is None or not isinstance(one.value, Decimal):
            return None
        return one.subject.undated, _RATE_OF[one.measure], -1 if one.value < 0 else 1
