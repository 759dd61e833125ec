"""Stated reasons (主要原因是…): how far the text of one reaches, and which causes it gives."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.language.stated import is_lead
from patterns.kept import compiled
from patterns.knowledge import Reasons
from patterns.loader import load_patterns
from patterns.wording import any_of, wording_pattern

# In characters, set by eye on sentences of several regions.
_SUBJECT_LEAD = 14  # that may stand before the subject of a clause: list numbers, years
_MARKS = "，；。："
# Characters; set by thought alone, several times what fills a page. Looking farther from every cue would take time
# that grows with the square.
LONGEST_REASON = 3_000
_WHOLE_ENDS = ("。", "；", "）", "”")  # behind one of these a text is not cut off
_SHORTEST_REASON = 3  # what is shorter is no reason without its closing words


@dataclass(frozen=True, slots=True)
class StatedCause:
    """One cause of a reason, with the id of its category."""

    text: str
    category: str


def is_cue(text: str, start: int, end: int, entry: int) -> bool:
    """Whether what stands around a cue lets it introduce a reason: `等原因` closes one, `因公` is none."""
    cue = _reasons().cues[entry]
    preceded = text.endswith(cue.unless_preceded_by, 0, start)
    return not preceded and not text.startswith(cue.unless_followed_by, end)


def reason_extent(
    text: str, start: int, subjects: Sequence[int], turns: Collection[int] = (), own: Collection[int] = ()
) -> int:
    """Where in `text` the reason that begins at `start` ends: the position behind its last character.

    At the end of its sentence, unless the next goes on counting (二是…); before, where one of `own` begins, clauses
    that state something else; where a clause after ； begins with one of `subjects`, a concept that has figures of its
    own, or at one of `turns`, where a clause begins that has a figure or a reason of its own.
    """
    position = start + text.startswith("）", start)  # （决算数大于预算数的主要原因）新增…
    closing = _closing_bracket(text, start)
    last = min(len(text), position + LONGEST_REASON)
    marks = (place for place in range(position, last) if text[place] in _MARKS)
    for place in sorted({*marks, *own, closing}):
        if position <= place < last and (
            place == closing or _is_told_apart(text, place, own) or _ends_at(text, start, place, subjects, turns)
        ):
            return place
    return last


def _is_told_apart(text: str, position: int, own: Collection[int]) -> bool:
    """Whether one of `own` begins at `position`, or behind the mark that stands there."""
    return position in own or (text[position] in _MARKS and position + 1 in own)


def _ends_at(text: str, start: int, position: int, subjects: Sequence[int], turns: Collection[int]) -> bool:
    """Whether a mark at `position` ends the reason that begins at `start`."""
    char, behind = text[position], position + 1
    if char not in "。；，":
        return False
    numbered = char != "，" and _counts_on(text, start, behind)
    goes_on = numbered or _continues().match(text, behind) is not None
    if char == "。":
        return not numbered and (not goes_on or _next_subject(text, behind, subjects, led=True))
    if char == "；" and goes_on and _listing().match(text, start):
        return False  # 一是…；二是…
    stops = _stops().match(text, behind) is not None
    return stops or behind in turns or _next_subject(text, behind, subjects, led=char == "；")


def _counts_on(text: str, start: int, behind: int) -> bool:
    """Whether what begins at `behind` has the next number of a list that the reason from `start` began."""
    said = text[start:behind]
    return any(following.match(text, behind) and first.search(said) for first, following in _series())


def _closing_bracket(text: str, start: int) -> int:
    """Where the bracket closes that a reason stands in; -1 where it stands in none."""
    inside = text.rfind("（", 0, start) > text.rfind("）", 0, start)
    return text.find("）", start) if inside and "。" not in text[text.rfind("（", 0, start) : start] else -1


def _next_subject(text: str, position: int, subjects: Sequence[int], *, led: bool) -> bool:
    """Whether one of the subjects leads the clause at `position` (list numbers and years may stand before).

    After a mere comma (`led` false) only one announced by 其中 or 年末 does: reasons name concepts, too.
    """
    for subject in subjects:
        if position <= subject <= position + _SUBJECT_LEAD:
            lead = text[position:subject]
            return is_lead(lead) and (led or _parts().search(lead) is not None)
    return False


def trimmed_reason(text: str, start: int, end: int) -> tuple[int, int]:
    """The reason without the punctuation around it and without words that close the cue (…所致)."""
    while start < end and text[start] in "：，、；。）":
        start += 1
    while end > start and text[end - 1] in "：，、；。":
        end -= 1
    for closing in _reasons().closings:
        long = end - start >= len(closing) + _SHORTEST_REASON
        dangles = text.endswith(load_patterns().markers.particles, start, end - len(closing))
        if long and not dangles and text.endswith(closing, start, end):
            end -= len(closing)
    return start, end


def end_before_cut(text: str, start: int, end: int) -> int:
    """Where a reason ends that runs to the end of a page without a stop: before a last clause that tells no cause.

    Such a clause was cut off: `公函接待从严审批，预算绩效`; one that tells a cause is taken for whole.
    """
    comma = text.rfind("，", start, end)
    if end < len(text) or text[-1:] in _WHOLE_ENDS or comma <= start:
        return end
    other = _reasons().other_category
    cut = category_of(text[comma + 1 : end]) == other != category_of(text[start:comma])
    return comma if cut else end


def causes_of(reason: str) -> tuple[StatedCause, ...]:
    """The causes that a reason gives: its enumerated parts, or its clauses divided by ；."""
    parts = [part.strip("：，、；。") for part in _enumerators().split(reason)]
    parts = [part for part in parts if part]
    if len(parts) <= 1:
        parts = [part for part in compiled(r"[；。]").split(reason) if part]
    return tuple(StatedCause(part, category_of(part)) for part in parts)


def category_of(cause: str) -> str:
    """The id of the category that the first clause of a cause tells; how is written in patterns/reasons.yaml.

    >>> category_of("在职人员调出2人"), category_of("资金紧张，工程款未能支付")
    ('staffing', 'funding')
    """
    clauses = compiled("[，。；：]").split(cause)
    for last in (False, True):
        for clause in clauses:
            for category in _categories():
                if category.last == last and category.tells(clause):
                    return category.id
    return _reasons().other_category


@dataclass(frozen=True, slots=True)
class _Category:
    """A compiled entry of the categories."""

    id: str
    last: bool
    wordings: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def tells(self, clause: str) -> bool:
        if self.wordings is None or not self.wordings.search(clause):
            return False
        return self.unless is None or not self.unless.search(clause)


def _reasons() -> Reasons:
    return load_patterns().reasons


@cache
def _categories() -> tuple[_Category, ...]:
    return tuple(_Category(c.id, c.last, _either(c.wordings), _either(c.unless)) for c in _reasons().categories)


def _either(wordings: Sequence[str]) -> re.Pattern[str] | None:
    """One pattern for wordings of which it matters only whether one is there; `re` has them in half the time."""
    return re.compile("|".join(wording_pattern(wording) for wording in wordings)) if wordings else None


@cache
def _parts() -> regex.Pattern[str]:
    return any_of(_reasons().parts)


@cache
def _stops() -> regex.Pattern[str]:
    return any_of(_reasons().stops)


@cache
def _continues() -> regex.Pattern[str]:
    return any_of(_reasons().continues)


@cache
def _series() -> tuple[tuple[regex.Pattern[str], regex.Pattern[str]], ...]:
    begins = "(?:^|(?<=[：，]))"
    return tuple((regex.compile(f"{begins}(?:{one})"), regex.compile(then)) for one, then in _reasons().series)


@cache
def _listing() -> regex.Pattern[str]:
    return regex.compile("|".join(_reasons().enumerators))


@cache
def _enumerators() -> regex.Pattern[str]:
    # These are shapes, not wordings: the entries are regular expressions.
    return regex.compile(r"(?:^|(?<=[：，；。、]))(?:" + "|".join(_reasons().enumerators) + ")")
