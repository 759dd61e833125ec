"""Where the text behind the cue of a reason turns to tell something else, which ends the reason before its sentence.

Comparisons, counts, texts and other reasons do; names that have a figure are stated.py's.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from patterns.loader import load_patterns
from patterns.shapes import load_shapes
from patterns.wording import any_of

# Leads are characters of a clause before what it tells; they and the windows were set by eye, on sentences of several
# regions, so that what belongs to a reason itself stays in it.
_COUNT_LEAD = 6  # what is counted: ，年末公务用车保有量2辆
_REASON_LEAD = 16  # the cue of another reason: ；决算数小于预算数的主要原因
_COMPARISON_LEAD = 9  # a comparison: ；支出决算与上年相比
_COMPARED_WITHIN = 4  # mentions behind a comparison of which one is its amount
_VALUE_WITHIN = 5  # mentions behind a name of which one tells that it has a figure
_OF_A_VALUE = ("amount", "anchor", "direction")
_CHANGE_AND_RATE = ("direction", "money", "direction", "percent")
_A_CHANGE = 3  # mentions of one that a reason tells: a name, a direction, its amount
_CHANGE_OR_RATE = (("direction", "money"), ("direction", "percent"))


def subjects_after(text: str, mentions: Sequence[Mention], position: int) -> list[int]:
    """Where, behind `position`, a concept or function begins that a value follows in its clause.

    So does a comparison that a new clause begins with (；较上年减少1.20万元): it goes on with what was spoken of.
    """
    mentions = [m for m in mentions if m.start >= position]
    starts = []
    for i, mention in enumerate(mentions):
        if mention.kind == "anchor":
            clause = text.rfind("；", position, mention.start) + 1
            led = clause > 0 and mention.start - clause <= _COMPARISON_LEAD
            if led and any(m.kind == "amount" for m in mentions[i + 1 : i + 1 + _COMPARED_WITHIN]):
                starts.append(clause)
        elif mention.kind in ("concept", "function"):
            behind = mentions[i + 1 : i + 1 + _VALUE_WITHIN]
            if any(m.kind in _OF_A_VALUE and _in_its_clause(text[mention.end : m.start]) for m in behind):
                starts.append(mention.start)
    return starts


def _part_end(text: str, position: int) -> int:
    """Where the part of the sentence ends that a position stands in."""
    return min((end for mark in "；。" if (end := text.find(mark, position)) >= 0), default=len(text))


def _in_its_clause(between: str) -> bool:
    """Whether what stands between a name and a value leaves them in one clause; one comma may part them."""
    return "；" not in between and "。" not in between and between.count("，") <= 1


@dataclass(frozen=True, slots=True)
class _Led:
    """A mention within the clause that it stands in: what leads it, what follows it."""

    mention: Mention
    following: Mention | None
    lead: str  # what of the clause stands before it
    new: bool  # whether the clause begins behind ；, not a mere comma
    empty: bool  # whether nothing stands before the clause: 究其原因，主要是
    figured: bool  # whether a figure follows the cue of a reason in its part of the sentence
    touching: bool  # whether nothing but fillers parts it from what follows

    @property
    def first(self) -> bool:
        """Whether the clause begins with it."""
        return not self.lead


def turns_after(text: str, mentions: Sequence[Mention], position: int) -> frozenset[int]:
    """Where, behind `position`, a clause begins that is no part of a reason: it has a figure or a reason of its own.

    `主要是项目增加，增长13.12%`, `…来访增多，共接待14批次`, `…车辆减少；未用完的原因是…`, `…；年初预算6.00万元`
    """
    compared = _is_compared_before(text, mentions, position)
    mentions = [m for m in mentions if m.start >= position]
    amounts = [m.start for m in mentions if m.kind == "amount"]
    turns = set()
    for i, mention in enumerate(mentions):
        clause = max(text.rfind(c, position, mention.start) for c in "，；。") + 1
        if clause <= 0:
            continue
        before, following = _up_to_value(text, mentions, i)
        touching = following is not None and _leads_to_value(text[before.end : following.start])
        lead, empty = text[clause : mention.start], clause - 1 <= position
        inner = _is_rate_of_inner_change(mentions[max(0, i - _A_CHANGE) : i], text, mention, following)
        if inner or _moved(mention, text[clause : _part_end(text, clause)]):
            continue
        next_amount = bisect_left(amounts, mention.end)
        part = _part_end(text, mention.end) if mention.kind == "reason" else 0
        figured = next_amount < len(amounts) and amounts[next_amount] < part
        led = _Led(mention, following, lead, text[clause - 1] == "；", empty, figured, touching)
        if _tells_anew(led, mentions[i + 1 : i + 1 + len(_CHANGE_AND_RATE)], compared=compared) or _has_a_figure(led):
            turns.add(clause)
    return frozenset(turns)


def _moved(mention: Mention, part: str) -> bool:
    """`；退休5人、新进3人，导致支出增加`: whether a number is of who came or went, and the part says what followed."""
    markers = load_patterns().markers
    moved = any_of(markers.came_or_went).search(part) if mention.kind == "amount" else None
    return moved is not None and any(word in part[moved.end() :] for word in markers.led_to)


def _up_to_value(text: str, mentions: Sequence[Mention], i: int) -> tuple[Mention, Mention | None]:
    """The mention behind the `i`th, and the one before that: behind a list of names the one behind 分别.

    `2016年公务用车购置数及保有量分别为1辆和13辆`
    """
    while mentions[i].kind == "concept" and i + 1 < len(mentions):
        joined = text[mentions[i].end : mentions[i + 1].start] in ("", *load_shapes().list_joints)
        if not joined or mentions[i + 1].kind not in ("concept", "respectively"):
            break
        i += 1
    return mentions[i], mentions[i + 1] if i + 1 < len(mentions) else None


def _leads_to_value(gap: str) -> bool:
    """Whether a name and its value are parted by fillers only, or by what says whence a count has come (从20人降为)."""
    return is_filler(gap) or is_filler(_come_from().sub("", gap, 1))


@cache
def _come_from() -> regex.Pattern[str]:
    return any_of(load_patterns().markers.come_from)


def _is_rate_of_inner_change(before: Sequence[Mention], text: str, mention: Mention, following: Mention | None) -> bool:
    """`主要原因是项目支出增加2万元，增长5%`: whether a rate goes on with a change that the reason itself tells."""
    rate = mention.kind == "direction" and following is not None and following.label == "percent"
    if not rate or len(before) < _A_CHANGE or text[before[-1].end : mention.start] not in ("，", "、", ""):
        return False
    kinds = [m.sort for m in before]
    return kinds[1:] == ["direction", "money"] and kinds[0] in ("concept", "function", "anchor")


def _tells_anew(led: _Led, behind: Sequence[Mention], *, compared: bool) -> bool:
    """Whether a clause begins to tell something else: another reason, a count, a text, a comparison."""
    match led.mention.kind:
        case "reason":
            return _explains_anew(led)
        case "amount":
            return led.mention.label == "count" and _counts_anew(led)
        case "direction":  # 收入增加…，主要是…；支出增加…
            return led.new and led.lead in load_patterns().markers.sides
        case "text":
            return led.first and load_patterns().texts[led.mention.entry].purpose
        case "concept":
            return led.first and led.following is not None and led.following.kind == "text"
        case "anchor":
            return is_filler(led.lead) and _compares(behind, also_alone=not compared)
    return False


def _explains_anew(led: _Led) -> bool:
    """Whether a cue begins another reason: behind ；, or as one that says what it explains, or right behind a cue.

    `…，工资增加；因采购较多，劳务费也有增加` goes on with the reason: the cue leads a clause without a figure.
    """
    if led.first and led.new and not led.figured and load_patterns().reasons.cues[led.mention.entry].after_value:
        return False
    return (led.new and len(led.lead) <= _REASON_LEAD) or (led.first and (led.empty or bool(led.mention.label)))


def _counts_anew(led: _Led) -> bool:
    return _counted().fullmatch(led.lead) is not None or (led.new and len(led.lead) <= _COUNT_LEAD)


def _has_a_figure(led: _Led) -> bool:
    """Whether a clause states a figure at its beginning: a rate, a measure with its value, what is only counted."""
    amount = led.following.amount if led.following and led.touching else None
    if amount is None:
        return False
    match led.mention.kind:
        case "direction":
            return led.first and amount.kind == "percent"
        case "measure":
            return led.first and led.new
        case "concept":
            counted = amount.kind == "count" and concept(led.mention.label).kinds == ("count",)
            return counted and len(led.lead) <= _COUNT_LEAD
    return False


@cache
def _counted() -> regex.Pattern[str]:
    return any_of(load_patterns().reasons.counted)


def _compares(behind: Sequence[Mention], *, also_alone: bool) -> bool:
    """`较上年增加0.84万元，增长10.37%`: whether a change in money and its rate follow an anchor, or either alone."""
    kinds = tuple(m.sort for m in behind[: len(_CHANGE_AND_RATE)])
    return kinds == _CHANGE_AND_RATE or (also_alone and kinds[:2] in _CHANGE_OR_RATE)


def _is_compared_before(text: str, mentions: Sequence[Mention], position: int) -> bool:
    """Whether its part of the sentence tells a change before the cue that ends at `position`."""
    part = max(text.rfind(mark, 0, position) for mark in "。；") + 1
    told = [m for m in mentions if part <= m.start < position]
    return any(a.kind == "direction" and b.kind == "amount" for a, b in itertools.pairwise(told))
