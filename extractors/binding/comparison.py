"""What figures are compared with, and what was compared last: a reason that follows explains that."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model.fact import Subject
from patterns.measure import BUDGETS, Measure

Compared = tuple[Subject, str]  # a subject, and what it was compared with: "prior" or "budget"


@dataclass(frozen=True, slots=True)
class LeadingReason:
    """A reason told before the comparison that it explains: where its cue begins, and its own text."""

    cue: int
    start: int
    end: int


class Comparison:
    """What the sentence compares, with what, and in which direction."""

    def __init__(self, base: str | None) -> None:
        self._usual = base
        self._base = base
        self._year: int | None = None
        self._last: Compared | None = None
        self._whole: Compared | None = None
        self._before_parts: Compared | None = None
        self._parts: set[Subject] = set()
        self._parts_measure: Measure | None = None
        self._leading: LeadingReason | None = None
        self._sign = 1

    @property
    def base(self) -> str | None:
        """What is compared with: `prior`, `budget`, `prior_budget`, or nothing that the text or its section names."""
        return self._base

    @property
    def year(self) -> int | None:
        """The year that is compared with, where it was named in digits."""
        return self._year

    @property
    def last(self) -> Compared | None:
        """The comparison made last."""
        return self._last

    @property
    def whole(self) -> Compared | None:
        """What was compared before the last sentence, where that was one on several parts (其中：…)."""
        return self._whole

    @property
    def awaited(self) -> bool:
        """Whether a reason was told that waits for what it explains."""
        return self._leading is not None

    @property
    def parts_measure(self) -> Measure | None:
        """What plain figures of parts are, where only a budget was told of their whole."""
        return self._parts_measure

    @property
    def sign(self) -> int:
        """-1 where the change told last was a decrease, else 1."""
        return self._sign

    def name_base(self, base: str, subject: Subject | None, year: int | None) -> None:
        """What follows is compared with `base`, of that year if one is named; another kind's comparison is over."""
        self._base, self._year = base, year
        if self._last is not None and self._last != (subject, base):
            self._last = None

    def go_against(self, base: str) -> None:
        """What follows is compared with the figure of that kind that was just told."""
        self._base, self._year = base, None

    def note_level(self, subject: Subject, base: str) -> None:
        """The subject was said to be what it was: no change."""
        self._last = (subject, base)

    def note(self, subject: Subject, base: str) -> LeadingReason | None:
        """The subject was compared; returns the reason told before, which is thereby used."""
        self._last = (subject, base)
        self._parts.add(subject)
        leading, self._leading = self._leading, None
        return leading

    def turn(self, sign: int) -> None:
        """A change was told in that direction."""
        self._sign = sign

    def lead_with(self, reason: LeadingReason) -> None:
        """A reason is told before what it explains."""
        self._leading = reason

    def begin_parts(self, measure: Measure | None) -> None:
        """其中: parts follow of what was compared; `measure` is that of the figure told last."""
        self._before_parts, self._parts = self._last, set()
        self.head_with(measure)

    def head_with(self, measure: Measure | None) -> None:
        """`预算中，甲费60万元`: plain figures of parts are of the measure that heads them; None for the final one."""
        self._parts_measure = measure if measure in BUDGETS else None

    def end_part(self) -> None:
        """A ； stands there: what was said of budgets and reasons reaches no further."""
        self._parts_measure = self._leading = None

    def end_sentence(self, *, keep_base: bool) -> None:
        """A sentence ends; the next is compared with what is usual, unless it goes on with the parts of this one."""
        self.end_part()
        self._whole = self._before_parts if len(self._parts) > 1 else None
        self._before_parts, self._parts = None, set()
        if not keep_base:
            self._base, self._year = self._usual, None

    def forget(self) -> None:
        """What was compared is no longer spoken of."""
        self._last = None

    def return_to(self, base: str | None, last: Compared | None) -> None:
        """A bracket closes: what was compared before it counts again."""
        self._base, self._last = base, last
