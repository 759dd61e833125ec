"""Clauses that state a figure of a concept: where one begins behind a reason's cue, and whether it is one of its own.

A reason may name figures, too: those of causes (`新增项目50.00万元`), and those of what it explains, part by part. A
clause is told for its own by what leads it, and by what follows its figure: a comparison, a reason of its own.

>>> from extractors.language.annotate import annotate, mentions_of
>>> text = "主要原因是来访减少，会议费1.00万元。"
>>> [one.begins for one in statements(text, mentions_of(annotate(text, "three_public")), 5)]
[10]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

import regex

from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from patterns.loader import load_patterns
from patterns.shapes import load_shapes
from patterns.wording import any_of

# Set by eye on sentences of several regions, in characters or mentions.
_PART_LEAD = 14  # between 其中 and the name of what has a figure: 其中：下属单位公务接待费
_FIGURE_WITHIN = 6  # mentions behind a name of which one is its figure: 分别, a comparison, other names of a list
_MARKS = "，；。"
_CHANGES = ("increase", "decrease", "unclear")
_LEVEL = ("flat", "flat_budget", "about_flat")
_OF_FUNCTIONS = ("money", "percent")
_NAMES = ("concept", "function")
_BETWEEN = (*_NAMES, "measure", "respectively", "both", "average", "budget_name", "anchor")
_OF_A_WHOLE = ("share", "budget_rate")
_BRACKETED = regex.compile("（[^（）]*）")


class Mark(Enum):
    """What parts a clause from the text before it."""

    NONE = auto()  # it is the first behind the cue
    COUNTED = auto()  # it is counted as a cause: 二是…
    COMMA = auto()
    STOP = auto()  # ； 。 ：
    PART = auto()  # 其中, or an item's number without any mark


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause with a figure: `name` and `figure` are the places of the two among the mentions.

    It tells a change where `changes`, else the figure itself; `anchored` says that it names what it is compared with.
    """

    begins: int
    mark: Mark
    name: int
    figure: int
    changes: bool
    anchored: bool


@dataclass(frozen=True, slots=True)
class BehindCue:
    """What stands behind the cue of a reason: where clauses begin that are no part of it, and where names of those
    whose changes the reason lists as what it consists of.
    """

    own: frozenset[int]
    explaining: frozenset[int]


def statements(text: str, mentions: Sequence[Mention], position: int) -> Iterator[Statement]:
    """The clauses behind `position` that begin with a concept or function and state a figure of it."""
    listed = -1
    for i, mention in enumerate(mentions):
        if mention.start < position or mention.kind not in _NAMES or i <= listed:
            continue
        found = _figure_of(text, mentions, i)
        beginning = _beginning(text, position, mention.start) if found else None
        if found and beginning:
            listed = found.figure  # names that follow in a list have the same figures
            yield Statement(*beginning, i, found.figure, found.changes, found.anchored)


def behind_cue(text: str, mentions: Sequence[Mention], position: int) -> BehindCue:
    """What the clauses behind the cue of a reason that ends at `position` are to the reason."""
    told = list(statements(text, mentions, position))
    explains = bool(told) and _is_of_changes(text, mentions, told[0])
    anchored = explains and told[0].anchored  # …减少2万元；事业收入较上年增加1万元 goes on as it began
    own = frozenset(one.begins for one in told if _is_own(text, mentions, one, anchored=anchored))
    changes = (one for one in told if one.changes and one.begins not in own) if explains else ()
    explaining = frozenset(place for one in changes for place in (one.begins, mentions[one.name].start))
    return BehindCue(own | _item_heads(text, mentions, position), explaining)


def _is_of_changes(text: str, mentions: Sequence[Mention], first: Statement) -> bool:
    """Whether a reason that begins with such a clause lists changes: 主要原因是财政拨款收入减少2万元；…"""
    return first.changes and first.mark in (Mark.NONE, Mark.COUNTED) and not _has_reason(text, mentions, first)


def _item_heads(text: str, mentions: Sequence[Mention], position: int) -> frozenset[int]:
    """Where a numbered item begins that is only a name: `，2.住房公积金（项）。年初预算为…`."""
    found = set()
    for mention in mentions:
        if mention.start >= position and mention.kind in _NAMES and text[mention.end : mention.end + 1] in ("。", "："):
            start = max(position, *(text.rfind(mark, position, mention.start) + 1 for mark in _MARKS))
            item = _item_at_end().search(text, start, mention.start)
            if item:
                found.add(item.start())
    return frozenset(found)


def _is_own(text: str, mentions: Sequence[Mention], one: Statement, *, anchored: bool) -> bool:
    """Whether a clause is none of the reason before it; `anchored` is whether that lists changes on another year."""
    explained = _has_reason(text, mentions, one)
    match one.mark:
        case Mark.NONE | Mark.COUNTED:
            # What a reason counts or begins with explains, unless it is itself explained, or compared like a figure of
            # the account.
            return explained or (not one.changes and _is_compared(text, mentions, one))
        case Mark.STOP:
            return not one.changes or (one.anchored and not anchored) or explained
        case Mark.COMMA:
            if one.changes:
                return one.anchored or explained
            return not _goes_on_listing(text, mentions, one) or _is_compared(text, mentions, one)
    return True


def _goes_on_listing(text: str, mentions: Sequence[Mention], one: Statement) -> bool:
    """`追加人员经费5.00万元，公用经费2.00万元`: whether a figure before the comma makes a list of it."""
    return any(m.kind == "amount" and m.end == one.begins - 1 for m in mentions)


def _is_compared(text: str, mentions: Sequence[Mention], one: Statement) -> bool:
    """Whether a share, a comparison or a reason follows the figure, as it follows those of the account."""
    behind = mentions[one.figure + 1 : one.figure + 3]
    if not behind or text[mentions[one.figure].end : behind[0].start] not in ("，", "、", "（", ""):
        return _has_reason(text, mentions, one)
    first, rate = behind[0], behind[-1].amount
    if first.kind == "anchor" or (first.kind == "measure" and first.label in _OF_A_WHOLE):
        return True
    falls = first.label in _CHANGES and rate is not None and rate.kind == "percent"
    return falls or _has_reason(text, mentions, one)


def _has_reason(text: str, mentions: Sequence[Mention], one: Statement) -> bool:
    """Whether the cue of a reason follows in the same part of the sentence, before another name leads a clause."""
    position = mentions[one.figure].end
    for mention in mentions[one.figure + 1 :]:
        clause = text[position : mention.start]
        if "；" in clause or "。" in clause:
            return False
        begins = clause.endswith(("，", "（", "）"))
        if mention.kind == "reason" and begins:
            return True
        if mention.kind in _NAMES and begins:
            return False
    return False


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure that a name has right behind it: its place among the mentions, and what tells it for a change."""

    figure: int
    changes: bool
    anchored: bool


def _figure_of(text: str, mentions: Sequence[Mention], i: int) -> _Figure | None:
    """The figure of the name at `i`, or that it stayed as it was; None where other words part it from what follows."""
    between: list[Mention] = []
    for k, mention in enumerate(mentions[i + 1 : i + 1 + _FIGURE_WITHIN], i + 1):
        if not _follows(text, between[-1] if between else mentions[i], mention):
            return None
        if mention.kind == "amount" or mention.label in _LEVEL:
            if not _suits(mentions[i], mention, between):
                return None
            changes = any(m.label in _CHANGES for m in between)
            anchored = mention.kind != "amount" or any(m.kind == "anchor" for m in between)
            return _Figure(k, changes, anchored)
        if mention.kind not in _BETWEEN and mention.label not in _CHANGES:
            return None
        between.append(mention)
    return None


def _follows(text: str, before: Mention, mention: Mention) -> bool:
    """Whether only such words part the two as stand between names of a list, or between a name and its figure."""
    gap = _BRACKETED.sub("", text[before.end : mention.start])
    if mention.kind in _NAMES:
        return not gap or gap in load_shapes().list_joints
    return is_filler(gap) or (gap == "，" and before.kind == "anchor")


def _suits(name: Mention, figure: Mention, between: Sequence[Mention]) -> bool:
    """Whether a figure can be one of the name: money of what costs, a number of what is counted, a rate told as one."""
    amount = figure.amount
    if amount is None:  # what stayed as it was
        return "money" in _kinds(name)
    if amount.kind == "percent":
        return any(m.label in _OF_A_WHOLE or m.label in _CHANGES for m in between)
    if amount.kind == "bare":
        return bool(amount.decimals) or any(m.kind == "measure" for m in between)
    return amount.kind in _kinds(name) or any(m.kind in _NAMES for m in between)


def _kinds(name: Mention) -> tuple[str, ...]:
    return _OF_FUNCTIONS if name.kind == "function" else concept(name.label).kinds


def _beginning(text: str, position: int, name: int) -> tuple[int, Mark] | None:
    """Where the clause begins that the name at `name` leads, and what marks it; None where it leads none."""
    start = max(position, *(text.rfind(mark, position, name) + 1 for mark in _MARKS))
    lead = text[start:name]
    near = max(position, start - _PART_LEAD)
    parts = [m for m in _parts().finditer(text, near, name) if m.end() >= start - 1]  # 其中，
    if parts and name - parts[-1].end() <= _PART_LEAD:
        return parts[-1].start(), Mark.PART
    if "：" in lead:
        start += lead.rindex("：") + 1
        lead = text[start:name]
    if _counted_lead().fullmatch(lead):
        return start, Mark.COUNTED
    if is_lead(lead):
        return start, _mark_before(text, position, start)
    item = _item_at_end().search(lead)
    return (start + item.start(), Mark.PART) if item else None


def _mark_before(text: str, position: int, start: int) -> Mark:
    if start == position:
        return Mark.NONE
    return Mark.COMMA if text[start - 1] == "，" else Mark.STOP


def is_lead(text: str) -> bool:
    """Whether `text` is made of what may lead a clause before its subject: list numbers, years, 其中."""
    return _leads().fullmatch(text) is not None


@cache
def _leads() -> regex.Pattern[str]:
    return regex.compile(_repeated(load_patterns().reasons.leads))


@cache
def _item_at_end() -> regex.Pattern[str]:
    reasons = load_patterns().reasons
    return regex.compile(f"(?:{'|'.join(reasons.items)}){_repeated(reasons.leads)}$")


@cache
def _counted_lead() -> regex.Pattern[str]:
    reasons = load_patterns().reasons
    return regex.compile(f"(?:{'|'.join(reasons.counting)}){_repeated(reasons.leads)}")


def _repeated(expressions: Sequence[str]) -> str:
    return "(?:" + "|".join(f"(?:{one})" for one in expressions) + ")*"


@cache
def _parts() -> regex.Pattern[str]:
    return any_of(load_patterns().markers.parts_follow)
