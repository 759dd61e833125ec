"""Whose a change is that stands behind a list of parts: the last part's, or the whole's, as the figures bear out.

`支出合计600万元，其中：基本支出400万元，项目支出200万元，比上年增加50万元，增长9.09%`: 50 is 9.09 % of 550, the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.binding.direction import SIGN
from extractors.binding.parts import STATED, is_part
from extractors.binding.walk import Walk
from extractors.language.concepts import is_told_within, pair_of
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject

_FEWEST_PARTS = 2  # of a list
_ROUNDED = Decimal("0.006")  # percent: how far a rate of two decimals may be off, by the rounding of its last
_LOOSELY = Decimal("0.01")  # of a rate: what figures in 万元, rounded themselves, may make of it


def whole_changed(walk: Walk, i: int, amount: Amount, cue: Mention | None) -> Subject | None:
    """What leads the sentence, where a change behind one of its parts can only be that of the whole; else None."""
    last, lead = walk.found.last, walk.spoken.lead
    if cue is None or not _is_change_on_prior(walk, amount, cue):
        return None
    if last is None or lead is None or last.measure not in ("final", "share") or not _is_part_of(last.subject, lead):
        return None
    part, whole = _final(walk, last.subject), _final(walk, lead)
    change = SIGN[cue.label] * amount.value
    lead = _pair_told(walk, lead) or lead
    if part is None or whole is None or not _can_be(walk, i, change, whole) or _can_be(walk, i, change, part):
        return None
    walk.spoken.go_on_with(lead)
    return lead


def borne_out(walk: Walk, i: int, amount: Amount, cue: Mention | None) -> Subject | None:
    """What led the sentence or the one before, where a change behind what is not known can only be of that; else None.

    `上年结转60万元，包括非财政补助结转10万元。较上年增加12万元，增长25%`: 12 is 25 % of 48, and 60 is 12 more.
    """
    if cue is None or not _is_change_on_prior(walk, amount, cue):
        return None
    lead = walk.spoken.lead or walk.spoken.last_lead
    final = _final(walk, lead) if lead is not None and walk.spoken.unknown else None
    change = SIGN[cue.label] * amount.value
    if lead is None or not final or not change or walk.passage.rate_behind(i) is None:
        return None
    if not _can_be(walk, i, change, final):
        return None
    walk.spoken.name(lead)
    return lead


def contradicted(walk: Walk, i: int, amount: Amount, cue: Mention | None, subject: Subject) -> Subject | None:
    """Who else a change is of that cannot be the subject's, by its rate; None where nobody else's alone can.

    `收入总计315万元，其中上年结转21万元，本年294万元，较上年增加19万元，增长7.1%`: 19 is 7.1 % of what 294 was.
    """
    final, told_rate = _final(walk, subject), walk.passage.rate_behind(i) is not None
    if cue is None or final is None or not told_rate or not _is_change_on_prior(walk, amount, cue):
        return None
    if not amount.value:
        return None
    change = SIGN[cue.label] * amount.value
    if _can_be(walk, i, change, final):
        return None
    told = {b.subject: b.value for b in walk.found.bound if b.measure == "final" and not b.subject.dimensions}
    fits = [s for s, value in told.items() if isinstance(value, Decimal) and value and _can_be(walk, i, change, value)]
    return fits[0] if len(fits) == 1 else None


def whose_change(walk: Walk, part: Subject) -> Subject | None:
    """Of whom a change behind the last part of a list is; None where that may be the part or the whole.

    Of the part, where those before it have changes of their own; of the whole, where all of its parts were told.
    """
    same = [b for b in walk.found.bound if b.subject.concept == part.concept]
    whole = next((b for b in reversed(same) if b.measure in STATED and not is_part(b)), None)
    if whole is None:
        return part
    parts = [b for b in same if b.start > whole.start and is_part(b)]
    if any(b.measure not in (*STATED, "share") for b in parts):
        return part
    return _complete(part, whole, parts)


def _complete(part: Subject, whole: Bound, parts: Sequence[Bound]) -> Subject | None:
    """The whole where its parts are all told; None where not; the part where it is the only one."""
    stated = [b.value for b in parts if b.measure == whole.measure and isinstance(b.value, Decimal)]
    if len(stated) < _FEWEST_PARTS:
        return part
    return whole.subject.undated if sum(stated) == whole.value else None


def _is_change_on_prior(walk: Walk, amount: Amount, cue: Mention) -> bool:
    """Whether an amount of money is told as a change on last year."""
    return amount.kind == "money" and cue.label in SIGN and walk.comparison.base == "prior"


def _is_part_of(part: Subject, whole: Subject) -> bool:
    return not whole.dimensions and is_told_within(part.concept, whole.concept)


def _pair_told(walk: Walk, lead: Subject) -> Subject | None:
    """The pair of the section, where what leads the sentence is that or a side of it, and both sides are the same."""
    pair = walk.frame.subject
    sides = pair_of(pair)
    if pair is None or lead not in (pair, *sides):
        return None
    values = [_final(walk, side) for side in sides]
    return pair if None not in values and len(set(values)) == 1 else None


def _final(walk: Walk, subject: Subject) -> Decimal | None:
    """The figure told last of a subject, or of both sides of a pair."""
    subject = next(iter(pair_of(subject)), subject)
    told = (b.value for b in reversed(walk.found.bound) if b.subject == subject and b.measure == "final")
    value = next(told, None)
    return value if isinstance(value, Decimal) else None


def _can_be(walk: Walk, i: int, change: Decimal, final: Decimal) -> bool:
    """Whether a figure can have changed so: it was not below nothing before, and the rate told behind is that of it."""
    before, rate = final - change, walk.passage.rate_behind(i)
    if before <= 0:
        return before == 0  # whatever rate is told of what was nothing
    if rate is None or rate.amount is None:
        return True
    printed = rate.amount.value
    rounded = _ROUNDED.scaleb(2 - rate.amount.decimals)
    return abs(abs(change) / before * 100 - printed) <= max(rounded, printed * _LOOSELY)
