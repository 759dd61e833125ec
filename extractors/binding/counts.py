"""Counts to facts: what a number of persons, batches, vehicles or projects is of."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.binding.measure import SIGN
from extractors.binding.walk import Walk
from extractors.language.concepts import accepting, concept, concept_ids, takes
from extractors.language.lexicon import goes_on_counting, is_filler
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Signs, Subject
from patterns.loader import load_patterns
from patterns.measure import Measure

_BESIDE = ("", "、", "，", "和")
_IN_BRACKETS = regex.compile(r"（([^（）\d，是为：]{2,20})）")


def bind_count(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: Signs) -> None:
    listed = _counted_in_turn(walk, amount)
    found = (listed, mention.start) if listed else counted_concept(walk, i, mention, amount.unit)
    if found is None:
        return
    subject, end = Subject(_beside_last(walk, found[0], mention)), found[1]
    measure: Measure = "area" if amount.kind == "area" else "count"
    value, certainty = amount.value, 0.99 if is_filler(walk.text[end : mention.start]) else 0.93
    if cue is not None and cue.kind == "direction" and cue.label in SIGN:
        measure, value = "change", SIGN[cue.label] * value
    walk.emit(subject, measure, value, amount.unit, at=mention, signs=replace(signs, cue=certainty), cue=cue)
    if concept(subject.concept).listed and measure == "count":
        _take_listed(walk, subject, end, mention)
    if concept(subject.concept).described and measure == "count":
        _take_bracketed(walk, subject, mention)
    if concept(subject.concept).of is None:
        walk.subject = subject


def _counted_in_turn(walk: Walk, amount: Amount) -> str | None:
    """The concept whose turn it is in `购置数、保有量分别为0辆、2辆`."""
    if walk.shared != "respectively" or len(walk.pending) < 2:
        return None
    subject = walk.pending[walk.turn % len(walk.pending)]
    taken = accepting(subject.concept, amount.unit)
    if taken is not None:
        walk.turn += 1
    return taken


def _beside_last(walk: Walk, found: str, mention: Mention) -> str:
    """`外事接待0批次，接待人次0人`: persons named in passing are those of what was counted just before them."""
    last = walk.last
    start = walk.offset + max(walk.text.rfind(c, 0, mention.start) for c in "；。")
    if last is None or last.measure not in ("count", "final") or last.start <= start:
        return found
    between = walk.text[last.end - walk.offset : mention.start]
    if "）" in between or any(word in between for word in load_patterns().markers.domestic):
        return found  # what was told of last stood in brackets, or another is named
    whole, _, name = found.rpartition(".")
    spoken, _, counted = last.subject.concept.rpartition(".")
    own = last.subject.concept if last.measure == "final" else spoken
    narrower = f"{own}.{name}"
    return narrower if own.startswith(f"{whole}.") and narrower in concept_ids() and name != counted else found


def _take_listed(walk: Walk, subject: Subject, start: int, mention: Mention) -> None:
    """`内设办公室、财务科等2个科室`: the names that stand before their count."""
    listed = regex.sub("(?:等|共|共计)$", "", walk.text[start : mention.start].lstrip("有：为"))
    if "、" in listed and "，" not in listed:
        at = walk.text.index(listed, start)
        walk.emit_text(subject, "text", listed, span=(at, at + len(listed)), quoted=mention.start)


def _take_bracketed(walk: Walk, subject: Subject, mention: Mention) -> None:
    """`其他用车1辆（下乡核查用车）`: what the counted are, in brackets right behind the count."""
    match = _IN_BRACKETS.match(walk.text, mention.end)
    if match is not None:
        walk.emit_text(subject, "text", match[1], span=match.span(1), quoted=mention.start)


def counted_concept(walk: Walk, i: int, mention: Mention, unit: str | None) -> tuple[str, int] | None:
    """The concept that the count is of, and where its mention ends.

    First one named before it in the sentence, then one that belongs to what is spoken of, then one that
    follows at once (`2个团组`).
    """
    sentence = walk.text.rfind("。", 0, mention.start)
    for other in reversed(walk.mentions[:i]):
        if other.end <= sentence or "；" in walk.text[other.end : mention.start]:
            break
        if other.kind != "concept" or walk.is_aside(other, mention.start):
            continue
        between = walk.text[other.end : mention.start]
        if walk.shared is None and _counted_already(walk, other.end, mention):
            break
        if "，" in between and not is_filler(walk.text[walk.clause_start(mention.start) : mention.start]):
            continue
        taken = accepting(other.label, unit)
        if taken is not None and (taken == other.label or not _counts_something_else(walk, mention)):
            return taken, other.end
        if "，" not in walk.text[other.end : mention.start] and unit is not None:
            break
    after = walk.mentions[i + 1] if i + 1 < len(walk.mentions) else None
    if (
        after
        and after.kind == "concept"
        and walk.text[mention.end : after.start] in ("", "的", "为", "是")
        and takes(after.label, unit)
    ):
        return after.label, mention.start
    before = walk.mentions[i - 1] if i else None
    last = walk.last
    if before and last and last.end == walk.offset + before.end and walk.text[before.end : mention.start] in _BESIDE:
        taken = accepting(last.subject.concept, unit)
        if taken is not None and taken != last.subject.concept:
            return taken, mention.start
    lead_in = walk.text[walk.clause_start(mention.start) : mention.start]
    if walk.subject is not None and unit is not None and is_filler(lead_in):
        taken = accepting(walk.subject.concept, unit)
        if taken is not None and not _counts_something_else(walk, mention):
            return taken, mention.start
    return None


def _counted_already(walk: Walk, start: int, mention: Mention) -> bool:
    """`行政编制14人（含工勤编制1人）`: whether what was named before `start` has its count in this unit."""
    unit = mention.amount.unit if mention.amount else None
    return any(m.amount and start <= m.start < mention.start and m.amount.unit == unit for m in walk.mentions)


def _counts_something_else(walk: Walk, mention: Mention) -> bool:
    """`接待费开支单位包括2个事业单位`: the noun behind a classifier is not what a concept implied there counts."""
    after = walk.text[mention.end : mention.end + 12]
    return bool(regex.match("[一-龥]", after)) and not goes_on_counting(after)
