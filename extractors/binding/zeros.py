"""One zero told of several at once: `A、B、C均为0`, `A、B均为0辆`, `A、B、C共0.00元，占总支出的0.00%`."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.binding import certainty
from extractors.binding.joints import joins_closely
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import concept, takes
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Signs, Subject
from patterns.measure import Measure


def tells_zeros(walk: Walk, mention: Mention, amount: Amount) -> bool:
    """Whether the value is a zero that is of each of several subjects: a sum of nothing is nothing of each."""
    if amount.value != 0 or not walk.group.several or walk.group.in_turn:
        return False
    return _sums_up(walk, mention) or _all_were_zero(walk, amount)


def bind_zeros(walk: Walk, mention: Mention, amount: Amount) -> None:
    """Binds the zero to each of those that wait and have such figures."""
    signs = Signs(cue=certainty.ALL_ZERO, unit=1.0, shape=1.0)
    told = [(s, of) for s in walk.group.pending if (of := _nought_of(s, amount)) is not None]
    for subject, (measure, unit) in told:
        walk.found.add_figure(subject, measure, amount.value, unit, at=mention, signs=signs)
    if not told:
        walk.found.leave(mention, Why.NO_SUBJECT)


def _nought_of(subject: Subject, amount: Amount) -> tuple[Measure, str] | None:
    """What a zero measures of a subject, and in which unit; None where the subject has no such figures."""
    known = concept(subject.concept)
    if amount.kind in ("bare", "money", "percent") and "money" in known.kinds:
        return ("share", "percent") if amount.kind == "percent" else ("final", "CNY")
    if amount.kind not in ("bare", "count") or not known.counts:
        return None
    own = amount.kind == "count" and takes(known.id, amount.unit)
    return ("count", str(amount.unit) if own else known.counts[0]) if own or known.kinds[0] == "count" else None


def _sums_up(walk: Walk, mention: Mention) -> bool:
    """Whether the value stands right behind subjects that are listed."""
    passage = walk.passage
    before = [m for m in passage.mentions if m.end <= mention.start and m.kind != "both"][-2:]
    if len(before) < 2 or any(m.kind not in ("concept", "function") for m in before):
        return False
    behind = "".join(_without_each(walk, before[1].end, mention.start))
    return joins_closely(passage.between(before[0], before[1])) and is_filler(behind)


def _all_were_zero(walk: Walk, amount: Amount) -> bool:
    """Whether the share is of subjects that were all told to be nothing."""
    pending = walk.group.pending
    told = [b.subject for b in walk.found.bound[-len(pending) :] if b.measure == "final" and b.value == 0]
    return amount.kind == "percent" and told == list(pending)


def _without_each(walk: Walk, start: int, end: int) -> Iterator[str]:
    """The text from `start` to `end` without the words that say `each`."""
    for m in walk.passage.mentions:
        if m.kind == "both" and start <= m.start and m.end <= end:
            yield walk.passage.text[start : m.start]
            start = m.end
    yield walk.passage.text[start:end]
