"""What a walk has bound so far, and which amounts it had to leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.binding import certainty
from extractors.binding.passage import Passage
from extractors.binding.why import Unbound, Why
from extractors.binding.years import Years
from extractors.language.concepts import pair_of
from extractors.language.mention import Mention
from extractors.language.reasons import causes_of
from extractors.model.fact import Bound, Signs, Subject
from patterns.measure import BUDGETS, COMPARING, OF_BUDGETS, Measure

_OF_A_BUDGET: tuple[Measure, ...] = (*BUDGETS, "budget_rate")


class FoundFacts:
    """The facts of a passage, in the order in which they are told; `section` is the id of the section it stands in."""

    def __init__(self, passage: Passage, section: str, years: Years, year: float | None) -> None:
        self._passage = passage
        self._years = years
        self._year = year
        self._section = section
        self._bound: list[Bound] = []
        self._unbound: list[Unbound] = []
        self._explained = 0

    @property
    def bound(self) -> Sequence[Bound]:
        """All facts."""
        return self._bound

    @property
    def unbound(self) -> Sequence[Unbound]:
        """The amounts that belong to nothing."""
        return self._unbound

    @property
    def last(self) -> Bound | None:
        """What was bound last."""
        return self._bound[-1] if self._bound else None

    @property
    def told_of_whole(self) -> Measure | None:
        """What was told last of a whole whose parts follow: the budget, where that was compared with another."""
        budgets = (b.measure for b in reversed(self._bound) if b.measure in BUDGETS)
        compared = self.last is not None and self.last.measure in OF_BUDGETS
        return next(budgets, None) if compared else self.last.measure if self.last is not None else None

    def since(self, position: int) -> Iterator[Bound]:
        """What was bound from that position of the passage on, the last first."""
        return (b for b in reversed(self._bound) if b.start >= self._passage.offset + position)

    def text_since_last(self, position: int) -> str | None:
        """The text from the fact bound last to `position`; None where none was."""
        last = self.last
        return None if last is None else self._passage.text[last.end - self._passage.offset : position]

    def last_ends_at(self, position: int) -> bool:
        """Whether the fact bound last ends at `position` of the passage."""
        return self.last is not None and self.last.end == self._passage.offset + position

    def right_before(self, position: int) -> Bound | None:
        """The fact that at most a comma parts from `position`; None where none is."""
        return next((b for b in reversed(self._bound) if self._gap(b, position) in ("", "，")), None)

    def _gap(self, fact: Bound, position: int) -> str | None:
        """The text from a fact to `position`; None where it does not end before that."""
        end = fact.end - self._passage.offset
        return self._passage.text[end:position] if end <= position else None

    def tells(self, subject: Subject | None, *measures: Measure) -> bool:
        """Whether a figure of one of the measures was bound for the subject."""
        return any(b.subject.undated == subject and b.measure in measures for b in self._bound)

    def tells_budget(self, subject: Subject | None) -> bool:
        """Whether a budget of the subject was bound, or a rate of it."""
        return any(b.subject.undated == subject and b.measure in _OF_A_BUDGET for b in self._bound)

    def subjects(self) -> frozenset[str]:
        """The concepts of which something was bound."""
        return frozenset(b.subject.concept for b in self._bound)

    def costed(self, position: int) -> Subject | None:
        """What the last final figure of the sentence around `position` is of."""
        start = self._passage.offset + self._passage.sentence_start(position)
        told = (b.subject for b in reversed(self._bound) if b.measure == "final" and b.start >= start)
        return next(told, None)

    def pair_compared(self, pair: Subject | None) -> Subject | None:
        """The pair, where both of its members were compared since a reason was given last: the next explains both."""
        members = set(pair_of(pair))
        compared = [b.subject for b in self._bound[self._explained :] if b.measure in COMPARING["prior"]]
        return pair if members and set(compared[-4:]) == members else None

    def leave(self, mention: Mention, why: Why, named: str = "") -> None:
        """Notes that an amount was bound to nothing, and why."""
        self._unbound.append(Unbound(mention, why, named))

    def settle(self, left: Unbound) -> None:
        """Notes that an amount was bound after all."""
        self._unbound.remove(left)

    def add_figure(
        self,
        subject: Subject,
        measure: Measure,
        value: Decimal,
        unit: str | None,
        *,
        at: Mention,
        signs: Signs,
        cue: Mention | None = None,
        off: int | None = None,
    ) -> Subject:
        """Notes a figure read at a mention, governed by `cue`; returns its subject, with its year.

        `off` says how far its year is ahead of the fiscal one, where not the years named before it tell that.
        """
        passage = self._passage
        if off is None:
            subject, measure = self._years.dated(subject, measure, at.start)
        else:
            subject, measure = self._years.of_year(subject, measure, off)
        start = cue.start if cue is not None and cue.start >= passage.clause_start(at.start) else at.start
        offset = passage.offset
        self._bound.append(
            Bound(
                subject, measure, value, unit, passage.paragraph, offset + start, offset + at.end,
                passage.part_in_paragraph(at.start), self._section, replace(signs, year=self._year),
                value_span=(offset + at.start, offset + at.end),
                decimals=at.amount.decimals if at.amount else 0,
            )
        )  # fmt: skip
        return subject

    def add_text(self, subject: Subject, measure: Measure, value: str, *, span: tuple[int, int], quoted: int) -> None:
        """Notes a text that stands at `span`; its clause is that around `quoted`."""
        start, end = (self._passage.offset + position for position in span)
        self._bound.append(
            Bound(
                subject, measure, value, None, self._passage.paragraph, start, end,
                self._passage.part_in_paragraph(quoted), self._section, Signs(cue=certainty.TEXT),
            )
        )  # fmt: skip

    def add_leading_reason(self, subject: Subject, measure: Measure, span: tuple[int, int], cue: int) -> None:
        """Notes a reason that was told before the fact bound last, which it explains."""
        self._add_reason(subject, measure, span, cue, (len(self._bound) - 1,))

    def reads(self, mention: Mention) -> bool:
        """Whether a figure was read from the mention: a reason may tell some of its own."""
        place = self._passage.offset + mention.start, self._passage.offset + mention.end
        return any(b.value_span == place for b in self._bound)

    def unexplained(self) -> range:
        """The places of what was bound since a reason was given last."""
        return range(self._explained, len(self._bound))

    def add_reason(
        self, subject: Subject, measure: Measure, span: tuple[int, int], cue: int, explains: tuple[int, ...]
    ) -> None:
        """Notes a reason for what was told before it: comparisons up to here are explained."""
        self._explained = len(self._bound)
        self._add_reason(subject, measure, span, cue, explains)

    def _add_reason(
        self, subject: Subject, measure: Measure, span: tuple[int, int], cue: int, explains: tuple[int, ...]
    ) -> None:
        """Notes a reason that stands at `span`, quoted with its cue, and which facts it explains."""
        start, end = span
        offset = self._passage.offset
        reason = self._passage.text[start:end]
        self._bound.append(
            Bound(
                subject, measure, reason, None, self._passage.paragraph, offset + start, offset + end,
                (offset + min(cue, start), offset + end), self._section, Signs(cue=certainty.REASON),
                explains=explains, causes=tuple((c.text, c.category) for c in causes_of(reason)),
            )
        )  # fmt: skip
