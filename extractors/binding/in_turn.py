"""What is told in turn of one subject: `分别` behind two figures that it is compared with, or behind two changes.

`年初预算24万元、上年决算23万元，分别减少2.4万元、1.4万元`     a difference to each
`比预算减少2.4万元，比上年减少1.4万元，分别下降10%和6.1%`      the rate of each
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from extractors.binding.found import FoundFacts
from extractors.binding.passage import Passage
from extractors.model.fact import Bound, Subject
from patterns.measure import BASE_OF, COMPARING, Measure

_FEWEST = 2  # that are told of at once
_RATE_OF = dict(COMPARING.values())


class InTurn:
    """The comparisons whose figures follow one after the other, and whose turn it is."""

    def __init__(self, passage: Passage, found: FoundFacts) -> None:
        self._passage = passage
        self._found = found
        self._waiting: Iterator[tuple[Subject, Measure, int]] = iter(())
        self._kind = ""

    def call_back(self, position: int, follow: int) -> bool:
        """Lets those wait that the sentence told last, if so many figures follow; returns whether they do."""
        behind = next((m for m in self._passage.mentions if m.start >= position and m.amount is not None), None)
        if follow < _FEWEST or behind is None:
            return False
        told = [*self._found.since(self._passage.sentence_start(position))]
        waiting = _rates(told) if behind.label == "percent" else _differences(told)
        if len(waiting) != follow:
            return False
        self._waiting, self._kind = iter(waiting), behind.label
        return True

    def end_sentence(self) -> None:
        """A sentence ends: nobody waits any longer."""
        self._waiting = iter(())

    def take(self, kind: str) -> tuple[Subject, Measure, int] | None:
        """Whose the next figure of that kind is, what it measures and its sign (0: by its own direction), if any's."""
        return next(self._waiting, None) if kind == self._kind else None


def _rates(told: Sequence[Bound]) -> list[tuple[Subject, Measure, int]]:
    """What the rates of the changes told last, the last first, are; none where a rate was told among them."""
    since = takewhile(lambda b: b.measure not in _RATE_OF.values(), told)
    changes = [b for b in since if b.measure in _RATE_OF and isinstance(b.value, Decimal)]
    signs = ((b, -1 if isinstance(b.value, Decimal) and b.value < 0 else 1) for b in reversed(changes))
    return [(b.subject.undated, _RATE_OF[b.measure], sign) for b, sign in signs]


def _differences(told: Sequence[Bound]) -> list[tuple[Subject, Measure, int]]:
    """What differences to the figures told last are: to a budget and to last year's, of one subject."""
    bases = [*takewhile(lambda b: b.measure in BASE_OF and b.subject.undated == told[0].subject.undated, told)]
    return [(b.subject.undated, COMPARING[BASE_OF[b.measure]][0], 0) for b in reversed(bases)]
