"""Whose a figure is: of those that wait for it, of what its clause names, or of what is spoken of."""

from __future__ import annotations

from extractors.binding.walk import Walk
from extractors.language.concepts import concept, pair_of
from extractors.language.lexicon import turns_to_spending
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns

_CHANGES = ("change", "change_rate")


def subjects_of(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> list[Subject]:
    """The subjects of the figure at the `i`th mention; none where nobody can be told."""
    if walk.group.shared == "unclear":
        return []
    if walk.group.in_turn:
        return [walk.group.take_turn()]
    if walk.group.at_once:
        return list(walk.group.pending)
    if cue is not None and cue.kind == "direction":
        side = _side(walk, cue)
        if side is not None:
            walk.spoken.name(side)
            return [side]
    if walk.group.listed and walk.group.shared is None and _directly_behind(walk, i, mention, cue):
        return _together(walk)
    pair = walk.frame.subject if cue is not None and cue.kind == "direction" else None
    if pair is not None and walk.group.shared == "both" and _both_named(walk, pair):
        return [pair]
    subject = _named(walk, i, mention, amount, cue)
    if subject is None and pair is not None and _told_alike(walk, pair):
        return [pair]
    subject = subject or _carried(walk, mention, amount)
    return [subject] if subject else []


def _directly_behind(walk: Walk, i: int, mention: Mention, cue: Mention | None) -> bool:
    """Whether the figure stands in the clause of those that are listed, no other figure between."""
    clause = walk.passage.clause_start(mention.start)
    named = [m for m in walk.passage.mentions[:i] if m.kind in ("concept", "function") and m.start >= clause]
    return len(named) > 1 and walk.passage.named_before(i, mention.start, "money") is not None


def _together(walk: Walk) -> list[Subject]:
    """`甲费、乙费和丙费90万元`: what those that are listed are together; none where that is no concept."""
    listed = {s.concept for s in walk.group.pending}
    whole = next((c for c in load_patterns().concepts if any(set(parts) == listed for parts in c.made_of)), None)
    if whole is None:
        return []
    walk.group.begin(Subject(whole.id))
    walk.spoken.name(Subject(whole.id))
    return [Subject(whole.id)]


def _side(walk: Walk, cue: Mention) -> Subject | None:
    """`收入增加50万元；支出增加40万元`: which of the totals told before a mere 收入 or 支出 means."""
    start = max(walk.passage.clause_start(cue.start), *(m.end for m in walk.passage.mentions if m.end <= cue.start), 0)
    concepts = load_patterns().markers.sides.get(walk.passage.text[start : cue.start], ())
    told = (b.subject.undated for b in reversed(walk.found.bound) if b.measure in ("final", "prior"))
    return next((s for s in told if s.concept in concepts and not s.dimensions), None)


def _named(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> Subject | None:
    """What the clause names before the figure, or before the cue that goes on with what a rate is of."""
    comparing = cue is not None and cue.label in ("share", "budget_rate")
    named = walk.passage.named_before(i, cue.start if cue and comparing else mention.start, amount.kind)
    return walk.subject_of(named) if named is not None else None


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
    if len(told) < 2 or not _same_final(*told) or walk.spoken.subject != told[1].subject:
        return False
    sentence = walk.passage.offset + walk.passage.sentence_start(told[1].start - walk.passage.offset)
    if told[0].start < sentence or {b.subject.concept for b in told} != {m.concept for m in pair_of(pair)}:
        return False
    since = (b.subject for b in walk.found.bound if b.measure in _CHANGES and b.start > told[1].start)
    return all(subject == pair for subject in since)


def _same_final(one: Bound, other: Bound) -> bool:
    return one.value == other.value and one.measure == other.measure == "final"
