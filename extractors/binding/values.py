"""Values to facts: which cue governs a value, what it measures, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractors.binding.counts import bind_count
from extractors.binding.measure import BASE_OF, COMPARING, measure_of
from extractors.binding.unitless import measure_kind, resolve_bare
from extractors.binding.walk import Walk
from extractors.language.concepts import concept, members, pair_of
from extractors.language.lexicon import is_filler, names_something, turns_to_spending
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Signs, Subject
from patterns.loader import load_patterns
from patterns.measure import Measure

_COMPARED = {measure: base for base, measures in COMPARING.items() for measure in measures}
# Figures of a pair stated at once are of each member; under a cue (收支总体决算数) they are of the pair.
_STATED = ("final", "prior", "budget_initial", "budget_full")
_LISTED = ("、", "和", "与", "及", "以及")
_UNIT_WRITTEN_SHORT = 0.97
_SLIP = 0.6


def take_amount(walk: Walk, i: int, mention: Mention) -> None:
    """Binds the value of an amount mention, if it belongs to anything."""
    amount = mention.amount
    assert amount is not None
    clause = walk.clause_start(mention.start)
    if any(m.kind == "average" and clause <= m.start < mention.start for m in walk.mentions):
        return
    if (
        amount.value == 0
        and len(walk.pending) > 1
        and walk.shared != "respectively"
        and (_sums_up(walk, mention) or _all_were_zero(walk, amount))
    ):
        _bind_zeros(walk, mention, amount)
        return
    cue = _governing_cue(walk, i, mention)
    if amount.kind in ("money", "percent") and _names_unknown(walk, i, mention, cue):
        walk.lose_subject()
        return
    resolved = resolve_bare(walk, i, mention, amount, cue) if amount.kind == "bare" else (amount, 1.0)
    if resolved is None:
        return
    amount, unit_sign = resolved
    signs = Signs(
        unit=unit_sign * (_UNIT_WRITTEN_SHORT if amount.unit_doubt else 1.0), shape=_SLIP if amount.slip else 1.0
    )
    if amount.kind in ("count", "area"):
        bind_count(walk, i, mention, amount, cue, signs)
    else:
        _bind_figure(walk, i, mention, amount, cue, signs)


def _names_unknown(walk: Walk, i: int, mention: Mention, cue: Mention | None) -> bool:
    """`工资福利支出1,420万元`: whether the clause names something before the value that no concept stands for."""
    start, end = walk.clause_start(mention.start), mention.start
    if walk.text.rfind("（", start, end) > walk.text.rfind("）", start, end):
        return False  # a remark in brackets does not turn from what is spoken of
    if cue is not None and cue.start >= start:
        end = cue.start
    inside = [m for m in walk.mentions[:i] if start <= m.start and m.end <= end]
    if any(m.kind in ("concept", "function", "amount") for m in inside):
        return False
    name = regex.sub("（[^（）]*）", "", walk.text[inside[-1].end if inside else start : end])
    return not is_filler(name) and names_something(name)


def _sums_up(walk: Walk, mention: Mention) -> bool:
    """`A、B、C均为0`, `A、B、C共0.00元`: whether the value stands right behind subjects that are listed."""
    before = [m for m in walk.mentions if m.end <= mention.start and m.kind != "both"][-2:]
    if len(before) < 2 or any(m.kind not in ("concept", "function") for m in before):
        return False
    behind = "".join(_between(walk, before[1].end, mention.start))
    return walk.text[before[0].end : before[1].start] in _LISTED and is_filler(behind)


def _all_were_zero(walk: Walk, amount: Amount) -> bool:
    """`A、B、C共0.00元，占总支出的0.00%`: whether the share is of subjects that were all told to be nothing."""
    last = walk.bound[-len(walk.pending) :]
    told = [b.subject for b in last if b.measure == "final" and b.value == 0]
    return amount.kind == "percent" and told == walk.pending


def _between(walk: Walk, start: int, end: int) -> Iterator[str]:
    """The text from `start` to `end` without the words that say `each`."""
    for m in walk.mentions:
        if m.kind == "both" and start <= m.start and m.end <= end:
            yield walk.text[start : m.start]
            start = m.end
    yield walk.text[start:end]


def _bind_zeros(walk: Walk, mention: Mention, amount: Amount) -> None:
    measure: Measure = "share" if amount.kind == "percent" else "final"
    signs = Signs(cue=0.97, unit=1.0, shape=1.0)
    for subject in list(walk.pending):
        if amount.kind in ("bare", "money", "percent") and "money" in concept(subject.concept).kinds:
            unit = "percent" if measure == "share" else "CNY"
            walk.emit(subject, measure, amount.value, unit, at=mention, signs=signs)


def _governing_cue(walk: Walk, i: int, mention: Mention) -> Mention | None:
    """The measure or direction that governs the value: the nearest before it in its clause, of its kind."""
    clause = walk.clause_start(mention.start)
    kind = mention.amount.kind if mention.amount else "bare"
    for other in reversed(walk.mentions[:i]):
        if other.kind == "amount" and kind == "percent" and walk.text[other.end : mention.start] == "的":
            continue  # 完成全年预算0.50万元的72%
        if other.start < clause or (other.kind == "amount" and walk.shared != "respectively"):
            return None
        if other.end != mention.start and walk.text[other.start : other.end] in load_patterns().measures.adjacent:
            continue
        if other.kind == "direction" and other.label in ("increase", "decrease", "unclear"):
            return other
        if other.kind == "measure" and (kind in ("bare", "count") or measure_kind(other) == kind):
            return other
    return None


def _bind_figure(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: Signs) -> None:
    measure, value, certainty = measure_of(walk, i, mention, amount, cue)
    if measure is None:
        return
    subjects = _subjects_for(walk, i, mention, amount, cue)
    if cue is None and measure in ("change_rate", "variance_rate"):
        subjects = [walk.bound[-1].subject]
    if not subjects:
        return
    if measure in _STATED and (cue is None or walk.shared == "both"):
        subjects = [s for subject in subjects for s in members(subject)]
    _compare_with(walk, i, mention, measure)
    for subject in subjects:
        unit = "percent" if amount.kind == "percent" else "CNY"
        walk.emit(subject, measure, value, unit, at=mention, signs=replace(signs, cue=certainty), cue=cue)
        if measure == "budget_rate":
            walk.compare(subject, "budget")
        if measure in _COMPARED:
            group = walk.compared[0] if walk.compared and len(subjects) > 1 else subject
            walk.compare(group, _COMPARED[measure])
            walk.sign = -1 if value < 0 else 1


def _compare_with(walk: Walk, i: int, mention: Mention, measure: str) -> None:
    """`比…年初预算8.00万元减少1.50万元`: a direction right behind a figure tells how far the subject is from it."""
    after = walk.mentions[i + 1] if i + 1 < len(walk.mentions) else None
    if after is not None and after.kind == "direction" and after.start == mention.end and measure in BASE_OF:
        walk.base = BASE_OF[measure]


def _subjects_for(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> list[Subject]:
    if walk.shared == "unclear":
        return []
    if len(walk.pending) > 1:
        if walk.shared == "respectively":
            walk.turn += 1
            return [walk.pending[(walk.turn - 1) % len(walk.pending)]]
        if walk.shared == "both":
            return list(walk.pending)
    pair = walk.frame.subject
    if walk.shared == "both" and cue is not None and cue.kind == "direction" and pair and _both_named(walk, pair):
        return [pair]
    comparing = cue is not None and cue.label in ("share", "budget_rate")
    named = walk.named_in_clause(i, cue.start if cue and comparing else mention.start, amount.kind)
    if named is not None:
        return [walk.subject_of(named)]
    carried = walk.subject
    if cue is not None and cue.kind == "direction" and pair and _told_alike(walk, pair):
        return [pair]
    if carried is not None and turns_to_spending(walk.text[walk.clause_start(mention.start) : mention.start]):
        spent = concept(carried.concept).counterpart
        carried = walk.subject = Subject(spent) if spent else carried
    if carried is not None and amount.kind not in concept(carried.concept).kinds:
        whole = concept(carried.concept).of
        leads = [Subject(whole)] if whole else [walk.lead, walk.frame.subject]
        carried = next((s for s in leads if s and amount.kind in concept(s.concept).kinds), None)
    return [carried] if carried else []


def _told_alike(walk: Walk, pair: Subject) -> bool:
    """`收入总计100万元，支出总计100万元，比上年增加…`: whether both members were just told of, in the same figure."""
    members = {m.concept for m in pair_of(pair)}
    changes = ("change", "change_rate")
    told = [b for b in walk.bound if b.measure not in changes][-2:]
    since = [b.subject for b in walk.bound if b.measure in changes and b.start > told[-1].start] if told else []
    if any(subject != pair for subject in since):
        return False
    if len(told) < 2 or {b.subject.concept for b in told} != members or told[0].value != told[1].value:
        return False
    sentence = walk.offset + walk.text.rfind("。", 0, told[1].start - walk.offset)
    return all(b.measure == "final" and b.start > sentence for b in told) and walk.subject == told[1].subject


def _both_named(walk: Walk, pair: Subject) -> bool:
    """`收入总计…，支出总计…，各增加…`: whether both members of the section's pair were told before."""
    wanted = concept(pair.concept).members
    return bool(wanted) and {b.subject.concept for b in walk.bound} >= set(wanted)
