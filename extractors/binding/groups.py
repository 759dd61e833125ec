"""Values told of several subjects at once: 分别 (one after the other) and 均 (of each)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from extractors.binding.joints import joins_figures
from extractors.binding.walk import Walk
from extractors.language.concepts import pair_of
from extractors.language.lexicon import says_all_of
from extractors.model.fact import Subject
from patterns.loader import load_patterns


def take_group(walk: Walk, kind: Literal["respectively", "both"], position: int) -> None:
    """分别 or 均: what follows is of the subjects that wait for it, or of those told of before in the sentence."""
    if kind == "respectively" and walk.found.last is not None and _names_follow(walk, position):
        walk.comparison.begin_parts(walk.found.told_of_whole)  # 年初预算30万元，分别是：甲费20万元、乙费10万元
        return
    if kind == "both" and _tells_what_all_is(walk, position):
        return
    alone = kind == "respectively" and not walk.group.several
    if alone and walk.in_turn.call_back(position, values_following(walk, position)):
        return
    if (
        kind == "both"
        and walk.passage.text[walk.passage.clause_start(position) : position] in load_patterns().markers.others
    ):
        walk.lose_subject()
        return
    walk.group.share(kind)
    follow = values_following(walk, position)
    if not walk.group.several:
        _call_back(walk, kind, follow, position)
    if walk.group.several and follow == len(walk.group.pending):
        walk.group.share("respectively")


def _tells_what_all_is(walk: Walk, position: int) -> bool:
    """`收入90万元，都是财政拨款`: whether words only say what the figure before is made of, and share none."""
    here, behind = [*[m for m in walk.passage.mentions if m.start >= position][:2], None][:2]
    if here is None or not says_all_of(walk.passage.words(here)):
        return False
    return behind is None or behind.start > here.end or behind.kind in ("concept", "function")


def _names_follow(walk: Walk, position: int) -> bool:
    """Whether what follows begins with a name and its own figure, not with figures."""
    behind = [m for m in walk.passage.mentions if m.start > position][:2]
    return [m.kind for m in behind] in (["concept", "amount"], ["function", "amount"])


def _call_back(walk: Walk, kind: Literal["respectively", "both"], follow: int, position: int) -> None:
    """Lets those wait that were told of before, as far as `follow` values can be theirs."""
    spoken = pair_of(walk.group.pending[0] if walk.group.pending else walk.spoken.subject)
    of_years = _of_years(walk, position) if kind == "respectively" else []
    if len(of_years) > 1 and len(of_years) == follow:
        walk.group.call_back(of_years)
        return
    told = spoken if follow > 1 and follow == len(spoken) else _told_in_part(walk, position)
    if told and set(told) == set(pair_of(walk.frame.subject)) and follow < len(told):
        walk.group.share("both")  # a change said of both totals is of the pair
    elif len(told) > 1 and (kind == "both" or follow == len(told)):
        walk.group.call_back(told)
    elif kind == "respectively" and follow > 1:
        walk.group.share("unclear")


def _of_years(walk: Walk, position: int) -> list[Subject]:
    """`2022年和2023年甲费分别为…`: what is spoken of, in each of the years that are listed."""
    subject = walk.spoken.subject
    years = walk.years.listed(position) if subject is not None else []
    return [subject.with_dimension("year", str(year)) for year in years] if subject is not None else []


def _told_in_part(walk: Walk, position: int) -> list[Subject]:
    """The siblings that have a figure of their own in the clauses (to the last ；。) before `position`."""
    offset = walk.passage.offset
    start, end = offset + walk.passage.part_start(position), offset + position
    figures = (b for b in walk.found.bound if b.measure == "final" and b.start >= start and b.end <= end)
    outside = (b for b in figures if not walk.passage.leaves_bracket(b.start - offset, position))
    told = list(dict.fromkeys(b.subject for b in outside))
    wholes = {s.concept for s in told}
    # A whole that its parts follow (三公经费…，其中：…) is told beside them, not among them.
    parts = [s for s in told if not any(o.startswith(f"{s.concept}.") for o in wholes)]
    return parts if _are_siblings(parts) else []


def values_following(walk: Walk, position: int) -> int:
    """How many values of one kind stand in a list behind `position`: 分别增加1.57万元和1.28万元."""
    count, end, kind = 0, position, "bare"
    for mention in walk.passage.mentions:
        if mention.start < position or mention.amount is None:
            continue
        # 下降77.03万元、3.01% is no list; in 214.08、96.50万元 the unit stands behind the last.
        alike = kind in ("bare", mention.amount.kind)
        if count and (not _goes_on(walk, end, mention.start) or not alike):
            break
        count, end, kind = count + 1, mention.end, mention.amount.kind
    return count


def _goes_on(walk: Walk, end: int, start: int) -> bool:
    """Whether figures go on a list: joined, also by a direction of the next one's (增加12万元、减少3万元)."""
    gap = walk.passage.text[end:start]
    if joins_figures(gap) or not gap:
        return True
    turned = (m for m in walk.passage.mentions if m.kind == "direction" and m.end == start)
    return any(joins_figures(walk.passage.text[end : m.start]) and m.start > end for m in turned)


def _are_siblings(subjects: Sequence[Subject]) -> bool:
    """Whether they are parts of one whole: `income.other` and `income.operating`, or functions of one budget."""
    return len({s.concept if s.dimensions else s.concept.partition(".")[0] for s in subjects}) == 1
