"""What is said to be as it was: `与上年持平` is a change of nothing."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from extractors.binding import certainty
from extractors.binding.direction import comparing
from extractors.binding.joints import begins_with_joint, joins_closely
from extractors.binding.passage import Passage
from extractors.binding.subjects import count_compared, is_named_for_count
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import concept
from extractors.language.mention import Mention
from extractors.model.fact import Signs, Subject
from patterns.loader import load_patterns
from patterns.measure import COMPARING
from patterns.wording import any_of, ending_in


def take_level(walk: Walk, i: int, mention: Mention) -> None:
    """`与上年持平`: a change of 0, in money and as a rate; about level (基本持平) is a comparison without figures."""
    if any(says(walk, mention) for says in (_is_alternative, _is_of_rule, _is_as_other)):
        return
    bases = ["budget"] if mention.label == "flat_budget" else _bases_named(walk, i)
    if "prior" in bases and _is_of_count(walk, mention):
        return
    named = (valued(subject) for subject in _subjects(walk, i, mention))
    subjects = [subject for subject in named if "money" in concept(subject.concept).kinds]
    if not bases:  # what was compared before is no longer what a reason explains
        for subject in subjects:
            walk.comparison.note_level(subject, "prior")
    for base in bases:
        measures = comparing(walk, base, mention.start)
        if isinstance(measures, Why):
            continue
        for subject in subjects:
            walk.comparison.note_level(subject, base)
            if mention.label != "about_flat":
                money, rate = measures
                signs = Signs(cue=certainty.LEVEL)
                walk.found.add_figure(subject, money, Decimal(0), "CNY", at=mention, signs=signs)
                walk.found.add_figure(subject, rate, Decimal(0), "percent", at=mention, signs=signs)


def _is_of_count(walk: Walk, mention: Mention) -> bool:
    """`保有量2辆，与上年持平`: whether a count is as it was, not the money; nothing (团组0个) is level in both."""
    counted, last = count_compared(walk, mention), walk.found.last
    spoken = walk.spoken.subject
    if counted is None and last is not None and spoken is not None and is_named_for_count(walk, spoken):
        counted = last.subject  # 公务用车4辆，没有变化
    if counted is None or last is None or last.value == 0:
        return False
    if mention.label != "about_flat":
        signs = Signs(cue=certainty.LEVEL)
        walk.found.add_figure(counted, "change", Decimal(0), last.unit, at=mention, signs=signs)
        walk.found.add_figure(counted, "change_rate", Decimal(0), "percent", at=mention, signs=signs)
    return True


def _is_alternative(walk: Walk, mention: Mention) -> bool:
    """What a template offers besides: `（或与上年决算数持平）`."""
    text = walk.passage.text
    return text.startswith(load_patterns().markers.alternatives, text.rfind("（", 0, mention.start))


def _is_as_other(walk: Walk, mention: Mention) -> bool:
    """`支出总计90万元，增减情况与收入相同`: whether it is level with the other side, not with a year or a budget."""
    clause = walk.passage.text[walk.passage.clause_start(mention.start) : mention.start]
    return ending_in(load_patterns().markers.level_with).search(clause) is not None


def _is_of_rule(walk: Walk, mention: Mention) -> bool:
    """Whom a rule speaks of: `预决算持平的不用说明`; not `持平的主要原因`."""
    text, end = walk.passage.text, mention.end
    return text.startswith(load_patterns().markers.particles, end) and not _reason_of().match(text, end)


@cache
def _reason_of() -> regex.Pattern[str]:
    return any_of(load_patterns().markers.reason_of)


def _subjects(walk: Walk, i: int, mention: Mention) -> list[Subject]:
    """Whose figure is level: of all that wait, of what the clause names, or of what is spoken of."""
    if walk.group.several:
        return list(walk.group.pending)
    named = walk.passage.named_before(i, mention.start, "money")
    if named is not None and walk.knows(named):
        return [walk.subject_of(named)]
    return [walk.spoken.subject] if walk.spoken.subject else []


def _bases_named(walk: Walk, i: int) -> list[str]:
    """What is compared with: the budget and last year where both are named (`与预算、上年决算数均持平`)."""
    base, passage = walk.comparison.base, walk.passage
    before = [m for m in passage.mentions[max(0, i - 3) : i] if m.kind != "both"][-2:]
    if len(before) == 2 and _are_joined(passage, *before):
        named = ["budget" if m.label.startswith("budget") else m.label for m in before]
        if before[0].kind == "anchor" and set(named) == set(COMPARING):
            return named
    return [base] if base else []


def _are_joined(passage: Passage, one: Mention, other: Mention) -> bool:
    gap = passage.between(one, other)
    return joins_closely(gap) or (not gap and begins_with_joint(passage.words(other)))


def valued(subject: Subject) -> Subject:
    """The subject itself, or what a mere count belongs to: 团组0个，与上年一致 speaks of the money, too."""
    whole = concept(subject.concept).of
    return Subject(whole) if whole and "money" not in concept(subject.concept).kinds else subject
