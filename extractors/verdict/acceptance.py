"""What is to be done with what was read: which facts are taken unseen, whether a document goes straight through, and
what looking at a fact is worth.

The thresholds, and what matters how much, are data (patterns/acceptance.yaml). Whatever has a concept, measure,
dimensions and a confidence can be asked about: a Record's facts, and those of Records as JSON data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from patterns.acceptance import Decision, decision, group_of, load_acceptance
from patterns.kinds import load_kinds
from patterns.measure import BESIDE

_PLACES = 6  # decimals of a gain: confidences have four


class Told(Protocol):
    """A fact, as far as is asked here."""

    @property
    def concept(self) -> str:
        """What it is of."""

    @property
    def measure(self) -> str:
        """Which figure of that."""

    @property
    def dimensions(self) -> Mapping[str, str]:
        """Its code, year, part … by name."""

    @property
    def confidence(self) -> float:
        """The probability that it is right."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How many facts of a document are accepted, to be reviewed, and not to be used unseen; and whether its main
    figures are all accepted (`straight`)."""

    accepted: int
    review: int
    rejected: int
    straight: bool

    @property
    def facts(self) -> int:
        """All facts."""
        return self.accepted + self.review + self.rejected

    @property
    def to_review(self) -> int:
        """The facts that a person is to look at."""
        return self.review + self.rejected


def decided(fact: Told) -> Decision:
    """What is to be done with a fact."""
    return decision(fact.concept, fact.measure, fact.confidence)


def is_main(fact: Told) -> bool:
    """Whether a fact is one for which its document is read: of no code, other year or part."""
    main = load_acceptance().main
    named = fact.measure in main.measures and fact.concept in main.concepts
    return named and not any(name in fact.dimensions for name in ("code", *BESIDE))


def main_decisions(facts: Iterable[Told]) -> dict[tuple[str, str], Decision]:
    """What is to be done with each main figure, by concept and measure: with the surest fact of those that tell it."""
    surest: dict[tuple[str, str], Told] = {}
    for fact in filter(is_main, facts):
        best = surest.setdefault((fact.concept, fact.measure), fact)
        if fact.confidence > best.confidence:
            surest[fact.concept, fact.measure] = fact
    return {figure: decided(fact) for figure, fact in surest.items()}


def straight_through(facts: Iterable[Told]) -> bool:
    """Whether a document needs nobody: it tells main figures, and all of them are accepted."""
    made = set(main_decisions(facts).values())
    return made == {Decision.ACCEPT}


def effort(facts: Iterable[Told]) -> Effort:
    """What a document leaves to people."""
    held = tuple(facts)
    made = Counter(map(decided, held))
    return Effort(made[Decision.ACCEPT], made[Decision.REVIEW], made[Decision.REJECT], straight_through(held))


def expected_gain(fact: Told) -> float:
    """What looking at a fact is worth: the chance that it is wrong, times what a right one of its kind is worth."""
    weight = group_of(fact.concept, fact.measure).weight
    return round((1 - fact.confidence) * weight * (load_acceptance().main.weight if is_main(fact) else 1), _PLACES)


def is_due(kind: str) -> bool:
    """Whether main figures are due of a document of that kind (patterns/kinds.yaml), so that it could go through."""
    known = load_kinds().known(kind)
    return known is not None and known.read
