"""Whose a change is that stands behind a list of parts, which are concepts of their own.

收入合计…，其中：财政拨款收入…，占…；其他收入…，占…，较上年增加…，增长…。

It may be the last part's, or the whole's. The figures tell: a rate of change fits one of the two, and nothing grows by more
than it is. Where they don't, it is the whole's behind a list that is complete and has no ； between its parts. Where the
whole or another part has a change of its own, it is the part's anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.binding.direction import SIGN
from extractors.binding.parts import STATED
from extractors.binding.walk import Walk
from extractors.language.concepts import concept, pair_of
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject
from patterns.measure import COMPARING

_FEWEST_PARTS = 2  # of a list
_PERCENT = Decimal(100)


def changed_behind_list(walk: Walk, i: int, amount: Amount, cue: Mention, part: Subject) -> Subject:
    """Of whom the change at the `i`th mention is that names nobody, behind a figure of `part` told last."""
    whole = _whole_listed(walk, cue, part)
    if whole is None:
        return part
    parts = _parts_of(walk, whole)
    behind = [b for b in walk.found.bound if b.start > parts[-1].start and b.measure in COMPARING["prior"]]
    own = [b for b in walk.found.bound if b.start > whole.start and b.measure in COMPARING["prior"]]
    if own:
        told = own[-1].subject.undated
        return told if own == behind and part.concept.startswith(f"{told.concept}.") else part
    is_whole = _told_by_figures(walk, i, amount, cue, whole, parts[-1])
    if is_whole is None:
        is_whole = _is_complete(whole, parts) and not _parted(walk, parts)
    return _spoken_of(walk, whole) if is_whole else part


def _whole_listed(walk: Walk, cue: Mention, part: Subject) -> Bound | None:
    """The figure of which the sentence has told parts, `part` among them; None where it has not."""
    since = list(walk.found.since(walk.passage.sentence_start(cue.start)))
    if (
        walk.comparison.base not in (None, "prior")
        or part.dimensions
        or not since
        or concept(part.concept).of is not None
    ):
        return None
    stated = [b for b in since if b.unit == "CNY" and b.measure in STATED and not b.subject.beside]
    told = next((b for b in stated if part.concept.startswith(f"{b.subject.concept}.")), None)
    return told if told is not None and len(_parts_of(walk, told)) >= _FEWEST_PARTS else None


def _parts_of(walk: Walk, whole: Bound) -> list[Bound]:
    """The figures behind the whole that are of parts of it, not of parts of those."""
    own = f"{whole.subject.concept}."
    stated = [b for b in walk.found.bound if b.start > whole.start and b.measure == whole.measure and b.unit == "CNY"]
    parts = [b for b in stated if b.subject.concept.startswith(own) and not b.subject.dimension("part")]
    return [b for b in parts if not any(b.subject.concept.startswith(f"{o.subject.concept}.") for o in parts)]


def _told_by_figures(walk: Walk, i: int, amount: Amount, cue: Mention, whole: Bound, part: Bound) -> bool | None:
    """Whether a change can be the whole's only (True) or the part's only (False); None where figures don't tell."""
    sign = SIGN.get(cue.label, 0)
    if amount.kind != "money" or not sign:
        return None
    change, rate = sign * amount.value, _rate_behind(walk, i)
    can = [_can_be(fact, change, sign, rate) for fact in (whole, part)]
    return can[0] if can[0] != can[1] else None


def _rate_behind(walk: Walk, i: int) -> Amount | None:
    """The rate of change that is told with a change: `增加20万元，增长4.2%`."""
    following = walk.passage.mentions[i + 1 : i + 3]
    kinds = [m.kind for m in following]
    rate = following[-1].amount if kinds == ["direction", "amount"] else None
    return rate if rate is not None and rate.kind == "percent" else None


def _can_be(fact: Bound, change: Decimal, sign: int, rate: Amount | None) -> bool:
    """Whether a figure can have changed so: it was not below nothing before, and the rate is as printed."""
    if not isinstance(fact.value, Decimal):
        return False
    before = fact.value - change
    if before < 0 or (rate is not None and not before):
        return False
    step = Decimal(1).scaleb(-rate.decimals) if rate is not None else Decimal(0)
    return rate is None or abs(_PERCENT * change / before - sign * rate.value) <= step


def _is_complete(whole: Bound, parts: Sequence[Bound]) -> bool:
    """Whether the parts add up to the whole."""
    return sum(b.value for b in parts if isinstance(b.value, Decimal)) == whole.value


def _parted(walk: Walk, parts: Sequence[Bound]) -> bool:
    """Whether a ； stands between parts."""
    start, end = (b.end - walk.passage.offset for b in (parts[0], parts[-1]))
    return "；" in walk.passage.text[start:end]


def _spoken_of(walk: Walk, whole: Bound) -> Subject:
    """The whole, or the pair that it is one side of, where both were told and are the same."""
    subject, pair = whole.subject.undated, walk.frame.subject
    sides = {s.concept for s in pair_of(pair)}
    if pair is None or subject.concept not in sides:
        return subject
    values = {
        b.subject.concept: b.value for b in walk.found.bound if b.subject.concept in sides and b.measure == "final"
    }
    return pair if values.keys() == sides and len(set(values.values())) == 1 else subject
