"""How plainly a passage tells what a figure is of: what was left unread, and what else was named, around it.

Nothing here binds: a walk is over when this is asked. What is counted is weighed in the confidence (verdict/facts.py),
for a figure is bound wrongly where words that are not known, or others that are, stand between it and its name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import regex

from extractors.binding.passage import CLAUSE_ENDS
from extractors.binding.walk import Walk
from extractors.language.annotated import Annotated
from extractors.language.mention import Mention
from extractors.language.unaccounted import unaccounted_within
from extractors.model.fact import Bound, Plainness, Subject
from patterns.parts import load_parts
from patterns.shapes import han_in
from patterns.wording import STATED_YEAR

_YEAR = regex.compile(rf"(?<!\d){STATED_YEAR}")
_NAMES = ("concept", "function")
_LONG = 6  # characters: a name as long is no part of another one
# What is in doubt of all that is told of a subject, not of the one figure.
_CARRIED = ("unnamed", "short", "loose", "prefix", "glued", "away", "others", "before", "years", "part")


def with_plainness(facts: Sequence[Bound], read: Annotated, walk: Walk) -> Sequence[Bound]:
    """The facts of a walk over the words of `read`, each figure with how plainly it was told.

    A figure that goes on with a subject (减少2万元, 下降5%) is told no more plainly than the one before of the same.
    """
    around, offset = _Around(read, walk), walk.passage.offset
    told: dict[tuple[str, str | None], tuple[int, Plainness]] = {}
    plainly = list(facts)
    figures = ((b.value_span, k, b) for k, b in enumerate(facts) if isinstance(b.value, Decimal) and b.value_span)
    for (start, end), k, bound in sorted(figures, key=lambda figure: figure[:2]):
        key = bound.subject.concept, bound.subject.code
        since, before = told.get(key, (offset, None))
        name = around.name(bound.subject, start - offset)
        plain = around.plainness(bound.subject, name, (start - offset, end - offset), since - offset)
        if before is not None and (name is None or name.start < since - offset):
            plain = _going_on(plain, before)
        told[key] = end, plain
        plainly[k] = replace(bound, signs=replace(bound.signs, plain=plain))
    return plainly


def _going_on(plain: Plainness, before: Plainness) -> Plainness:
    """How plainly a figure is told that goes on with what the one before was of."""
    return replace(plain, **{name: max(getattr(plain, name), getattr(before, name)) for name in _CARRIED})


@dataclass(frozen=True)
class _Around:
    """A passage that was walked over: its words, and what became of its amounts."""

    read: Annotated
    walk: Walk

    def plainness(self, subject: Subject, name: Mention | None, at: tuple[int, int], since: int) -> Plainness:
        """How plainly a figure is told of a subject that `name` named, or that was told of up to `since`."""
        passage, (start, end) = self.walk.passage, at
        begin = max(since, name.end if name is not None else 0)
        between = passage.starting_in(begin, start)
        clause, clause_end = passage.clause_start(start), passage.clause_end(end)
        words = han_in(passage.text[clause:clause_end])
        strange = self._unaccounted(clause, clause_end)
        named = self._named(subject, name) if name is not None else Plainness(unnamed=float(not since))
        return replace(
            named,
            away=float(sum(char in CLAUSE_ENDS for char in passage.text[begin:start])),
            others=float(sum(m.kind in _NAMES and not _is_of(m, subject) for m in between)),
            amounts=float(sum(m.kind == "amount" for m in between)),
            before=float(self._unaccounted(max(begin, clause), start)),
            behind=float(self._unaccounted(end, clause_end)),
            strange=round(strange / words, 3) if words else 0.0,
            aside=float(passage.text.rfind("（", clause, start) > passage.text.rfind("）", clause, start)),
            abroad=float(self._is_abroad(subject)),
            **self._sentence(subject, start),
        )

    def name(self, subject: Subject, until: int) -> Mention | None:
        """The last mention before a position that names a subject, or what it is a part or the whole of."""
        named = (m for m in reversed(self.walk.passage.mentions) if m.end <= until and m.kind in _NAMES)
        return next((m for m in named if _is_of(m, subject)), None)

    def _named(self, subject: Subject, name: Mention) -> Plainness:
        """What is in doubt of a name: whether it is the end of one that is not known, or means something else."""
        passage = self.walk.passage
        start = passage.clause_start(name.start)
        return Plainness(
            short=round(max(0, _LONG - (name.end - name.start)) / _LONG, 3),
            loose=float(name.function is None and name.label != subject.concept),
            prefix=float(self._unaccounted(start, name.start)),
            glued=float(self._unaccounted(max(start, self._word_before(name.start)), name.start) > 0),
        )

    def _sentence(self, subject: Subject, at: int) -> dict[str, float]:
        """What is in doubt of the part of a sentence around a figure."""
        passage = self.walk.passage
        start, end = passage.part_start(at), passage.part_end(at)
        led = load_parts().lead_before(passage.text, start, at) is not None
        others = (m for m in passage.starting_in(start, end) if m.kind == "amount" and m.start != at)
        return {
            "left": float(sum(start <= place < end for place in self._left)),
            "crowd": float(sum(1 for _ in others)),
            "years": float(self._other_years(subject, start, end)),
            "part": float(led and subject.dimension("part") is None),
        }

    def _is_abroad(self, subject: Subject) -> bool:
        """Whether a subject is none of what the section is on."""
        section = self.walk.frame.subject
        return section is not None and _root(section) != _root(subject)

    def _other_years(self, subject: Subject, start: int, end: int) -> bool:
        """Whether a stretch names a year that is neither the document's, nor the one before, nor the figure's own."""
        year = self.walk.frame.fiscal_year
        if year is None:
            return False
        own = {str(year), str(year - 1), subject.dimension("year")}
        return any(match["year"] not in own for match in _YEAR.finditer(self.walk.passage.text, start, end))

    @cached_property
    def _left(self) -> Sequence[int]:
        """Where the amounts stand that were bound to nothing."""
        return [left.mention.start for left in self.walk.found.unbound]

    def _word_before(self, position: int) -> int:
        """Where the word begins that ends at a position."""
        places = self.read.places
        before = bisect_left(places, position)
        return places[before - 1] if before else position

    @cached_property
    def _counted(self) -> dict[tuple[int, int], int]:
        """What `_unaccounted` found, by stretch: figures of one clause ask for the same."""
        return {}

    def _unaccounted(self, start: int, end: int) -> int:
        """How many Chinese characters of a stretch nothing accounts for."""
        if start >= end:
            return 0
        if (start, end) not in self._counted:
            self._counted[start, end] = self._count(start, end)
        return self._counted[start, end]

    def _count(self, start: int, end: int) -> int:
        text = self.walk.passage.text
        stretches = unaccounted_within(text, self.read.places, self.walk.passage.mentions, start, end)
        return sum(han_in(text[a:b]) for a, b in stretches)


def _root(subject: Subject) -> str:
    return subject.concept.partition(".")[0]


def _is_of(mention: Mention, subject: Subject) -> bool:
    """Whether a mention names a subject, what it is a part of, or a part of it."""
    if mention.function is not None:
        known = subject.dimension("code"), subject.dimension("name")
        return (mention.function.code, mention.function.name) == known
    own, named = f"{subject.concept}.", f"{mention.label}."
    return own.startswith(named) or named.startswith(own)
