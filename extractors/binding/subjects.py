"""Whose a figure is: of those that wait for it, of what its clause names, or of what is spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.binding.walk import Walk
from extractors.binding.whole import borne_out, contradicted, whole_changed, whose_change
from extractors.language.concepts import concept, domestic_of, pair_of
from extractors.language.lexicon import turns_to_spending
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.parts import load_parts

_CHANGES = ("change", "change_rate")


def subjects_of(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> list[Subject]:
    """The subjects of the figure at the `i`th mention; none where nobody can be told."""
    waiting = _waiting(walk)
    if waiting is not None:
        return waiting
    if cue is not None and cue.kind == "direction":
        side = _side(walk, cue)
        if side is not None:
            walk.spoken.name(side)
            return [side]
    if walk.group.listed and walk.group.shared is None and _directly_behind(walk, i, mention):
        return _together(walk)
    pair = walk.frame.subject if cue is not None and cue.kind == "direction" else None
    if pair is not None and walk.group.shared == "both" and _both_named(walk, pair):
        return [pair]
    return _of_named(walk, i, mention, amount, cue, pair)


def _waiting(walk: Walk) -> list[Subject] | None:
    """Whose a figure is where several wait for theirs; None where none do."""
    if walk.group.shared == "unclear":
        return []
    if walk.group.in_turn and _is_of_years(walk):
        walk.group.begin(walk.group.pending[0].undated)  # 2021年、2022年支出分别为8万元、9万元，2022年比2021年增长…
    if walk.group.in_turn:
        return [walk.group.take_turn()]
    return list(walk.group.pending) if walk.group.at_once else None


def _is_of_years(walk: Walk) -> bool:
    """Whether the figures of one subject in several years were all told: what follows is of none of these by turns."""
    return walk.group.told_all and all(subject.dimension("year") for subject in walk.group.pending)


def _of_named(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, pair: Subject | None
) -> list[Subject]:
    """Whose a figure of one is: of a count, of what is named, of the section's pair, or of what is spoken of."""
    counted = _of_count(walk, cue) if amount.kind == "percent" else None
    if counted is not None:
        return counted
    subject = _named(walk, i, mention, amount, cue)
    if subject is None and pair is not None and _told_alike(walk, pair):
        return [pair]
    subject = subject or whole_changed(walk, i, amount, cue) or _carried(walk, mention, amount, cue)
    subject = subject or borne_out(walk, i, amount, cue)
    if subject is None:
        return []
    if cue is not None and cue.kind == "direction":
        subject = _whose_change(walk, i, amount, cue, subject)
    elif subject.dimension("part") is not None and _is_compared_with(walk, i):
        subject = whose_change(walk, subject)
    return [subject] if subject else []


def _is_compared_with(walk: Walk, i: int) -> bool:
    """`其中局机关2万元、下属单位5万元；较上年8万元下降`: whether a figure is what a list is compared with."""
    before = walk.passage.before(i)
    return before is not None and before.kind == "anchor" and before.end == walk.passage.mentions[i].start


def _whose_change(walk: Walk, i: int, amount: Amount, cue: Mention, subject: Subject) -> Subject | None:
    """Whose a change is that seems the subject's: another's by its rate, or the whole's of a part."""
    last = walk.found.last
    behind = last is not None and last.measure == "prior" and walk.found.text_since_last(cue.start) == ""
    if behind and last is not None and subject.dimension("part") is not None:
        return last.subject  # 其中局机关2万元、下属单位5万元；较上年8万元下降6%
    other = contradicted(walk, i, amount, cue, subject)
    if other is not None:
        walk.spoken.name(other)
        return other
    return subject if subject.dimension("part") is None else whose_change(walk, subject)


def _directly_behind(walk: Walk, i: int, mention: Mention) -> bool:
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
    passage, sides = walk.passage, load_patterns().markers.sides
    before = (m.end for m in passage.mentions if m.end <= cue.start and passage.words(m) not in sides)
    words = passage.text[max(passage.clause_start(cue.start), *before, 0) : cue.start]
    bare = load_parts().without_lead(words)
    concepts = sides.get(bare, ())
    told = (b.subject.undated for b in reversed(walk.found.bound) if b.measure in ("final", "prior"))
    named = next((s for s in told if s.concept in concepts and not s.dimensions), None)
    named = named or _side_of_pair(walk, concepts)
    inner = concept(named.concept).among_parts if named is not None and bare != words else None
    return Subject(inner) if inner is not None else named  # 其中：收入增加50万元


def _side_of_pair(walk: Walk, concepts: Sequence[str]) -> Subject | None:
    """Which of the pair that a section is on, or on a side of, a mere 收入 or 支出 means where none was told before."""
    pair = walk.frame.subject.concept if walk.frame.subject is not None else ""
    members = concept(pair).members if pair else ()
    own = next((Subject(c) for c in concepts if c in members), None)
    others = (zip(other, concepts, strict=False) for other in load_patterns().markers.sides.values())
    return own or next((Subject(mine) for pairs in others for other, mine in pairs if other == pair), None)


def _named(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> Subject | None:
    """What the clause names before the figure, or before the cue that goes on with what a rate is of."""
    comparing = cue is not None and cue.label in ("share", "budget_rate")
    named = walk.passage.named_before(i, cue.start if cue and comparing else mention.start, amount.kind)
    if named is not None and named.end < walk.renamed:
        return walk.spoken.subject
    if named is not None:
        return walk.subject_of(named) if walk.knows(named) else walk.spoken.subject
    return _referred_to(walk, mention)


def _referred_to(walk: Walk, mention: Mention) -> Subject | None:
    """`中小企业合同14万元，小微企业合同6万元，前者占92%，后者占40%`: which of the two told last a clause speaks of."""
    lead, markers = walk.passage.lead_in(mention), load_patterns().markers
    if not lead.startswith((*markers.former, *markers.latter)):
        return None
    start = walk.passage.sentence_start(mention.start)
    told = dict.fromkeys(b.subject.undated for b in walk.found.since(start) if b.measure == "final")
    two = list(told)[:2]
    if len(two) < 2:
        return None
    subject = two[1] if lead.startswith(markers.former) else two[0]
    walk.spoken.go_on_with(subject)
    return subject


def _carried(walk: Walk, mention: Mention, amount: Amount, cue: Mention | None) -> Subject | None:
    """What is spoken of, or what of it or around it has figures of that kind."""
    carried = walk.spoken.subject
    if carried is None:
        return None
    if turns_to_spending(walk.passage.lead_in(mention)):
        spent = concept(carried.concept).counterpart
        if spent:
            carried = Subject(spent)
            walk.spoken.go_on_with(carried)
    changes = cue is not None and cue.kind == "direction"
    whole = concept(carried.concept).of
    if amount.kind in concept(carried.concept).kinds:
        counted = changes and whole is None and is_named_for_count(walk, carried)
        return cost_of(walk, mention, carried.concept, changes=True) if counted else carried
    leads = [cost_of(walk, mention, whole, changes=changes)] if whole else [walk.spoken.lead, walk.frame.subject]
    return next((s for s in leads if s and amount.kind in concept(s.concept).kinds), None)


def _of_count(walk: Walk, cue: Mention | None) -> list[Subject] | None:
    """The count that a rate of change is of; none where that was not bound; None where the rate is of no count."""
    if cue is None or cue.kind != "direction":
        return None
    compared = count_compared(walk, cue)
    if compared is not None:
        return [compared]
    return [] if _is_behind_unbound(walk, cue) else None


def _is_behind_unbound(walk: Walk, cue: Mention) -> bool:
    """`主要是车辆由5辆减为3辆，下降40%`: whether a change is that of a count right before it which was not bound."""
    left = walk.found.unbound[-1] if walk.found.unbound else None
    if left is None or left.mention.label != "count":
        return False
    return walk.passage.text[left.mention.end : cue.start] in ("，", "、")


def count_compared(walk: Walk, cue: Mention) -> Subject | None:
    """`出国人次从20人降为10人，下降50%`, `保有量2辆，与上年持平`: the count that a change right behind it is of.

    A change behind a count that tells nothing of one (接待30批次，下降10%) may be that of the money: only where the
    sentence speaks of the count alone is it the count's.
    """
    last = walk.found.last
    if last is None:
        return None
    if concept(last.subject.concept).kinds[0] != "count" or last.unit in (None, "CNY", "percent"):
        return None
    between = [m for m in walk.passage.mentions if _behind(walk, last, m, cue)]
    if any(m.kind != "anchor" for m in between):
        return None
    if last.measure == "change" or (last.measure == "count" and walk.found.tells(last.subject, "prior")):
        return last.subject
    lead = walk.spoken.lead
    alone = lead is not None and lead.concept == last.subject.concept and walk.found.costed(cue.start) is None
    return last.subject if last.measure == "count" and alone else None


def is_named_for_count(walk: Walk, subject: Subject) -> bool:
    """`公务用车4辆，比上年没有变化`: whether what is spoken of was named for a count right before, and has no money."""
    last = walk.found.last
    whole = concept(last.subject.concept).of if last is not None and last.measure == "count" else None
    if last is None or whole is None or subject.concept not in (whole, last.subject.concept):
        return False
    return not walk.found.tells(Subject(whole), "final")


def _behind(walk: Walk, last: Bound, mention: Mention, cue: Mention) -> bool:
    return last.end <= walk.passage.offset + mention.start and mention.end <= cue.start


def cost_of(walk: Walk, mention: Mention, whole: str, *, changes: bool = False) -> Subject:
    """What money is of that is told of something counted: its whole, or what of that is named for the counted.

    `国内接待30批次、260人次，支出2.60万元` is the cost of receptions within the country. A change (`changes`) is that
    of the cost told last: in `公务接待费0.76万元，国内接待4批次，较上年减少0.24万元` of all receptions.
    """
    if changes:
        costs = [b.subject.undated for b in reversed(walk.found.bound) if b.measure == "final"]
        own = (s for s in costs if s.concept in (whole, f"{whole}.domestic") and not s.dimensions)
        parts = (s for s in costs if s.concept.startswith(f"{whole}.") and not s.dimensions)
        last = next(own, None) or next(parts, None)
        if last is not None:
            return last
    told = walk.passage.text[walk.passage.part_start(mention.start) : mention.start]
    return Subject(domestic_of(whole, told) or whole)


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
