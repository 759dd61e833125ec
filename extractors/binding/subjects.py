"""Whose a figure is: of those that wait for it, of what its clause names, or of what is spoken of."""

from __future__ import annotations

from extractors.binding.walk import Walk
from extractors.language.concepts import concept, pair_of
from extractors.language.lexicon import turns_to_spending
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Subject

_CHANGES = ("change", "change_rate")


def subjects_of(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> list[Subject]:
    """The subjects of the figure at the `i`th mention; none where nobody can be told."""
    if walk.group.shared == "unclear":
        return []
    if walk.group.in_turn:
        return [walk.group.take_turn()]
    if walk.group.at_once:
        return list(walk.group.pending)
    pair = walk.frame.subject if cue is not None and cue.kind == "direction" else None
    if pair is not None and walk.group.shared == "both" and _both_named(walk, pair):
        return [pair]
    comparing = cue is not None and cue.label in ("share", "budget_rate")
    named = walk.passage.named_before(i, cue.start if cue and comparing else mention.start, amount.kind)
    if named is not None:
        return [walk.subject_of(named)]
    if pair is not None and _told_alike(walk, pair):
        return [pair]
    carried = _carried(walk, mention, amount)
    return [carried] if carried else []


def _carried(walk: Walk, mention: Mention, amount: Amount) -> Subject | None:
    """What is spoken of, or what of it or around it has figures of that kind."""
    carried = walk.spoken.subject
    if carried is None:
        return None
    if turns_to_spending(walk.passage.lead_in(mention)):
        spent = concept(carried.concept).counterpart
        if spent:
            carried = Subject(spent)
            walk.spoken.go_on_with(carried)
    if amount.kind in concept(carried.concept).kinds:
        return carried
    whole = concept(carried.concept).of
    leads = [Subject(whole)] if whole else [walk.spoken.lead, walk.frame.subject]
    return next((s for s in leads if s and amount.kind in concept(s.concept).kinds), None)


def _both_named(walk: Walk, pair: Subject) -> bool:
    """`收入总计…，支出总计…，各增加…`: whether both members of the section's pair were told before."""
    wanted = concept(pair.concept).members
    return bool(wanted) and walk.found.subjects() >= set(wanted)


def _told_alike(walk: Walk, pair: Subject) -> bool:
    """`收入总计100万元，支出总计100万元，比上年增加…`: whether both members were just told of, in the same figure."""
    told = [b for b in walk.found.bound if b.measure not in _CHANGES][-2:]
    if len(told) < 2 or told[0].value != told[1].value or {b.measure for b in told} != {"final"}:
        return False
    if {b.subject.concept for b in told} != {m.concept for m in pair_of(pair)} or walk.spoken.subject != told[1].subject:
        return False
    passage = walk.passage
    sentence = passage.offset + passage.sentence_start(told[1].start - passage.offset)
    since = (b.subject for b in walk.found.bound if b.measure in _CHANGES and b.start > told[-1].start)
    return told[0].start >= sentence and all(subject == pair for subject in since)
