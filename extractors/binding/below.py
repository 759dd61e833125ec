"""Whose a reason is that a paragraph begins with: of what the one before spoke of, or of the whole that a list is of.

三公经费…完成预算的80.50%。 / 1.甲费…完成预算的92.00%。 / 2.乙费…完成预算的57.50%。 / 决算数小于预算数的主要原因是…

The reason is the whole's where several of the items differ from what they are compared with, or none is compared, none
of them has a reason of its own, and the whole was left without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.binding.comparison import Compared
from extractors.binding.walk import Walk
from extractors.model.fact import REASONS, Bound, Subject
from patterns.measure import COMPARING

_FEWEST_DIFFERING = 2  # items of a list that a reason below it is not the last one's
_ALL_OF_BUDGET = Decimal(100)  # percent of a budget that was used to the full
_BASE_EXPLAINED = {"reason_change": "prior", "reason_variance": "budget"}


@dataclass(frozen=True, slots=True)
class _Told:
    """What a paragraph told: what it spoke of first and last, what it compared, and which facts it bound."""

    lead: Subject
    subject: Subject
    compared: Compared | None
    bound: Sequence[Bound]

    @property
    def explains(self) -> bool:
        """Whether it gave a reason."""
        return any(b.measure in REASONS for b in self.bound)

    def compares(self, base: str) -> bool:
        """Whether a figure of what led it was compared with that."""
        return any(b.subject.undated == self.lead and _base_of(b) == base for b in self.bound)

    def accounts_for(self, base: str) -> bool:
        """Whether it gave the reason of that comparison."""
        return any(_BASE_EXPLAINED.get(b.measure) == base for b in self.bound)

    def differs(self, base: str) -> bool:
        """Whether that comparison showed a difference."""
        return any(b.subject.undated == self.lead and _base_of(b) == base and not _is_level(b) for b in self.bound)


class Below:
    """What the paragraphs of a section told, as far as one that begins with a reason goes on with it."""

    def __init__(self) -> None:
        self._told: list[_Told] = []

    @property
    def leads(self) -> tuple[Subject, ...]:
        """What the paragraphs that told figures led with, the last first."""
        return tuple(told.lead for told in reversed(self._told) if told.bound)

    def note(self, walk: Walk) -> None:
        """The next paragraph, or a part of it, was read."""
        bound = tuple(walk.found.bound)
        first = next((b.subject.undated for b in bound if b.measure not in REASONS), None)
        lead = first or walk.spoken.lead or walk.spoken.subject
        if lead is not None:
            self._told.append(_Told(lead, walk.spoken.subject or lead, walk.comparison.last, bound))

    def resumed(self, measure: str) -> tuple[Subject, Compared | None] | None:
        """What a reason of that measure (empty where its cue says none) is of, and what it compares."""
        if not self._told:
            return None
        last = self._told[-1]
        whole = self._whole_explained(_BASE_EXPLAINED.get(measure))
        return whole or (last.subject, last.compared)

    def _whole_explained(self, base: str | None) -> tuple[Subject, Compared] | None:
        """The whole of the list of items that was told last, where it is what a reason compares with `base`."""
        items = list(self._items())
        if len(items) < _FEWEST_DIFFERING or len(items) == len(self._told):
            return None
        whole = self._told[-len(items) - 1]
        base = base or (whole.compared[1] if whole.compared else None)
        if base is None or whole.accounts_for(base) or not whole.compares(base):
            return None
        of_none = not any(item.compares(base) for item in items)
        several = sum(item.differs(base) for item in items) >= _FEWEST_DIFFERING
        return (whole.lead, (whole.lead, base)) if of_none or several else None

    def _items(self) -> Iterator[_Told]:
        """The paragraphs told last that are each of another part of one whole, without reasons; the last first."""
        for told, before in zip(reversed(self._told), reversed(self._told[:-1]), strict=False):
            if told.explains or "." not in told.lead.concept:
                return
            yield told
            if told.lead.concept.startswith(f"{before.lead.concept}.") and not before.lead.dimensions:
                return


def _base_of(fact: Bound) -> str | None:
    """What a fact compares with; None for one that compares nothing."""
    if fact.measure == "budget_rate":
        return "budget"
    return next((base for base, measures in COMPARING.items() if fact.measure in measures), None)


def _is_level(fact: Bound) -> bool:
    return fact.value == (_ALL_OF_BUDGET if fact.measure == "budget_rate" else 0)
