"""Counts to facts: what a number of persons, batches, vehicles or projects is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from extractors.binding import certainty, reach
from extractors.binding.bodies import is_of_body_below, staff_of_body
from extractors.binding.direction import SIGN, is_starting_point
from extractors.binding.each import bind_each
from extractors.binding.items import item_before
from extractors.binding.itself import with_itself
from extractors.binding.joints import joins_closely, joins_names
from extractors.binding.kinds_beside import of_kind
from extractors.binding.movements import (
    came_or_went,
    is_among,
    is_left_out,
    is_served,
    lives_there,
    was_there_before,
)
from extractors.binding.nouns import (
    is_listed,
    is_within_name,
    label_behind,
    label_by_noun,
    named_alone,
    needs_noun,
    noun_behind,
)
from extractors.binding.parts import Part, count_part
from extractors.binding.passage import without_brackets
from extractors.binding.posts import filled, of_their_kind
from extractors.binding.sums import leads_in_sum, summed_up
from extractors.binding.take_names import take_names
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import accepting, concept, concept_ids, takes
from extractors.language.lexicon import goes_on_counting, is_filler
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Signs, Subject
from patterns.loader import load_patterns
from patterns.measure import Measure
from patterns.parts import load_parts
from patterns.shapes import load_shapes


@dataclass(frozen=True, slots=True)
class Counted:
    """The concept that a count is of, and where the words end that name it."""

    concept: str
    end: int


def bind_count(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: Signs) -> None:
    """Binds a count or an area, and what stands around it of the counted."""
    listed = _counted_in_turn(walk, amount) or summed_up(walk, i, mention, amount)
    if is_of_body_below(walk, mention, amount):
        walk.found.leave(mention, Why.PART)
        return
    measure, value = _measured(walk, i, mention, amount, cue)
    if bind_each(walk, mention, amount, signs, (measure, value)):
        return
    part = None if listed else _part(walk, i, amount, cue)
    if part is not None:
        _bind_part(walk, mention, amount, cue, signs, part)
        return
    found = Counted(listed, mention.start) if listed else _changed(walk, mention, cue)
    found = found or counted_concept(walk, i, mention, amount.unit)
    if found is None or _is_not_told(walk, found, mention):
        _leave(walk, found, mention)
        return
    subject = Subject(with_itself(walk, i, filled(walk, _beside_last(walk, found.concept, mention), mention)))
    subject = of_their_kind(walk, of_kind(walk, subject, found.end), mention)
    apart = None if listed else _apart(walk, subject, mention)
    if apart is not None:
        walk.found.leave(mention, apart)
        return
    told = is_filler(walk.passage.text[found.end : mention.start])
    signs = replace(signs, cue=certainty.COUNTED if told else certainty.COUNTED_NEAR)
    walk.found.add_figure(subject, measure, value, amount.unit, at=mention, signs=signs, cue=cue)
    if measure == "count":
        take_names(walk, subject, found.end, mention)
    if concept(subject.concept).of is None:
        walk.spoken.go_on_with(subject)


def _part(walk: Walk, i: int, amount: Amount, cue: Mention | None) -> Part | Why | None:
    """The body or the part that a count is of, or why it can be of none."""
    item = item_before(walk, i, cue)
    return staff_of_body(walk, i, item, amount) or count_part(walk, i, item, amount)


def _measured(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> tuple[Measure, Decimal]:
    """What a count measures, with its sign: how many there are, how many more or fewer, or how many there were."""
    sign = _sign_of_change(walk, mention, cue)
    if sign:
        return "change", sign * amount.value
    if is_starting_point(walk, i, mention) or was_there_before(walk, mention):
        return "prior", amount.value
    return "area" if amount.kind == "area" else "count", amount.value


def _apart(walk: Walk, subject: Subject, mention: Mention) -> Why | None:
    """Why a count is not of what its concept says: it is of a part, or sums up; None where it is.

    `团组69个，其中部级领导参加会议10个团组`; `聘用6人。共计54人`
    """
    sentence = walk.passage.sentence_start(mention.start)
    told = (b for b in walk.found.since(sentence) if b.subject == subject and b.measure == "count")
    whole = next(told, None)
    if leads_in_sum(walk, mention) and _sums_up(walk, subject, whole):
        return Why.SUM
    if whole is None:
        return None
    between = without_brackets(walk.passage.text[whole.end - walk.passage.offset : mention.start])
    return Why.PART if any(word in between for word in load_patterns().markers.parts_follow) else None


def _sums_up(walk: Walk, subject: Subject, whole: Bound | None) -> bool:
    """`聘用6人。共计54人`: whether a sum is of more than what was counted last, which is `whole` in this sentence."""
    told = any(b.subject == subject and b.measure == "count" for b in walk.found.bound)
    return told and (whole is None or bool(load_parts().is_kind_within(subject.concept)))


def _leave(walk: Walk, found: Counted | None, mention: Mention) -> None:
    """Notes why the count is of nothing; where it is of something set up besides, what follows is not of offices."""
    spoken = walk.spoken.subject
    if found is None and spoken is not None and concept(spoken.concept).by_noun and concept(spoken.concept).listed:
        walk.lose_subject()  # 设有食堂2个，主要包括…
    other = Why.OTHER_COUNTED if _counts_something_else(walk, mention) else Why.NOTHING_COUNTED
    walk.found.leave(mention, other if found is None else Why.SUM)


def _bind_part(
    walk: Walk, mention: Mention, amount: Amount, cue: Mention | None, signs: Signs, part: Part | Why
) -> None:
    """Binds a count of a part, or leaves one that can be of none."""
    if isinstance(part, Why):
        walk.found.leave(mention, part)
        return
    sign = SIGN.get(cue.label, 0) if cue is not None and cue.kind == "direction" else 0
    measure: Measure = "change" if sign else part.measure
    signs = replace(signs, cue=certainty.PART)
    walk.found.add_figure(
        part.subject, measure, (sign or 1) * amount.value, amount.unit, at=mention, signs=signs, cue=cue
    )


def _is_not_told(walk: Walk, found: Counted, mention: Mention) -> bool:
    """Whether words that name a concept tell none of it: they name another besides, who left, or who is served."""
    known = load_parts().is_kind_within(found.concept)
    if came_or_went(walk, found.concept, found.end, mention) or (known and is_left_out(walk, mention)):
        return True
    if is_among(walk, found.end) or lives_there(walk, found.concept, found.end, mention):
        return True
    return is_served(walk, found.concept, mention) or _is_summed(walk, found, mention)


def _is_summed(walk: Walk, found: Counted, mention: Mention) -> bool:
    """`离退休人员23人，其中离休1人、退休22人`: whether the name means another, too, which is told alone behind it."""
    sums = concept(found.concept).summed
    named = [m for m in walk.passage.mentions if m.end == found.end and m.label == found.concept]
    if not sums or not named or not walk.passage.words(named[0]).startswith(sums):
        return False
    end = walk.passage.sentence_end(mention.end)
    behind = (m for m in walk.passage.mentions if m.label == found.concept and mention.end <= m.start < end)
    return next(behind, None) is not None


def _changed(walk: Walk, mention: Mention, cue: Mention | None) -> Counted | None:
    """`保有量3辆，比上年减少1辆`: the count that was just told, which this one is a change of."""
    if cue is None or cue.kind != "direction" or not walk.found.bound:
        return None
    told = next(_told_before(walk, mention, cue), None)
    start, end = walk.found.bound[-1].end - walk.passage.offset, cue.start
    between = (m for m in walk.passage.mentions if start <= m.start < end and m.kind != "anchor")
    if told is None or told.subject.beside or next(between, None) is not None:
        return None
    return Counted(told.subject.concept, mention.start)


def _told_before(walk: Walk, mention: Mention, cue: Mention) -> Iterator[Bound]:
    """The counts of the same kind that the part of the sentence tells before a cue, not in brackets; the last first."""
    unit = mention.amount.unit if mention.amount else None
    for b in walk.found.since(walk.passage.part_start(mention.start)):
        alike = b.measure == "count" and b.unit == unit
        if alike and not walk.passage.leaves_bracket(b.end - walk.passage.offset, cue.start):
            yield b


def _sign_of_change(walk: Walk, mention: Mention, cue: Mention | None) -> int:
    """1 and -1 of a count that was added or is gone, also behind another (减少5批次、20人次); 0 of any other."""
    if cue is not None:
        return SIGN.get(cue.label, 0) if cue.kind == "direction" else 0
    last = walk.found.last
    if (
        last is None
        or last.measure != "change"
        or last.unit in ("CNY", "percent")
        or not isinstance(last.value, Decimal)
    ):
        return 0
    beside = joins_closely(walk.found.text_since_last(mention.start) or "")
    return (1 if last.value >= 0 else -1) if beside else 0


def _counted_in_turn(walk: Walk, amount: Amount) -> str | None:
    """The concept whose turn it is in `购置数、保有量分别为0辆、2辆`."""
    if not walk.group.in_turn:
        return None
    taken = accepting(walk.group.whose_turn.concept, amount.unit)
    if taken is not None:
        walk.group.take_turn()
    return taken


def _beside_last(walk: Walk, found: str, mention: Mention) -> str:
    """`外事接待0批次，接待人次0人`: persons named in passing are those of what was counted just before them."""
    last = walk.found.last
    start = walk.passage.offset + walk.passage.part_start(mention.start)
    if last is None or last.measure not in ("count", "final") or last.start < start:
        return found
    between = walk.found.text_since_last(mention.start) or ""
    if "）" in between or any(word in between for word in load_patterns().markers.domestic):
        return found  # what was told of last stood in brackets, or another is named
    whole, _, name = found.rpartition(".")
    spoken, _, counted = last.subject.concept.rpartition(".")
    own = last.subject.concept if last.measure == "final" else spoken
    narrower = f"{own}.{name}"
    return narrower if own.startswith(f"{whole}.") and narrower in concept_ids() and name != counted else found


def counted_concept(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    """The concept that the count is of.

    First one named before it in the sentence, then one that follows at once (`2个团组`), then one that belongs to
    what was bound right before it, then one that belongs to what is spoken of.
    """
    readings = (_come_to, _named_anew, _named_before, _named_behind, _beside_bound, _spoken_of, _done_to, _named_alone)
    return next((found for read in readings if (found := read(walk, i, mention, unit)) is not None), None)


def _named_anew(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    """`7个内设机构，2个直属单位`: where a clause begins with the number, what follows it is what is counted."""
    anew = mention.start == walk.passage.clause_start(mention.start)
    return _named_behind(walk, i, mention, unit) if anew else None


def _come_to(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    """`从20人降为10人`: what the count before was of, which this one has come to."""
    cue, last = walk.passage.before(i), walk.found.last
    if last is None or last.measure != "prior" or cue is None or not walk.found.last_ends_at(cue.start):
        return None
    come = cue.kind == "measure" and cue.end == mention.start and takes(last.subject.concept, unit)
    return Counted(last.subject.concept, mention.start) if come else None


def _named_alone(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    """`行政科室6个`: the concept that the words before the number name by how they end."""
    item = item_before(walk, i, None)
    alone = item is not None and item.named is None
    names = (item.name, noun_behind(walk.passage, mention), _heads(walk, i)) if item is not None and alone else ()
    named = next((label for name in names if (label := named_alone(name)) is not None), None)
    section = walk.frame.subject
    if named is None or section is None or not concept(named).within.keys() & concept(section.concept).within.keys():
        return None
    return Counted(named, mention.start) if takes(named, unit) else None


def _heads(walk: Walk, i: int) -> str:
    """`内设机构：6个`: the words that head what stands at the `i`th mention, as they would a list."""
    before = walk.passage.before(i)
    heads = before is not None and before.kind == "text" and before.end == walk.passage.mentions[i].start
    return walk.passage.words(before).rstrip("：") if before is not None and heads else ""


def _done_to(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    """`接待记者6批次`: a count of whatever the verb of a concept is said of."""
    section = walk.frame.subject
    if section is None or unit is None:
        return None
    match = _verb().search(walk.passage.lead_in(mention))
    if match is None or any(mention.start - len(match["of"]) <= m.start for m in walk.passage.mentions[:i]):
        return None
    top = section.concept.partition(".")[0]
    doers = (c for c in load_patterns().concepts if match["verb"] in c.verbs and c.id.startswith(f"{top}."))
    counted = next((accepting(c.id, unit) for c in doers), None)
    return Counted(counted, mention.start) if counted else None


@cache
def _verb() -> regex.Pattern[str]:
    verbs = "|".join(sorted({verb for c in load_patterns().concepts for verb in c.verbs}))
    return regex.compile(rf"(?P<verb>{verbs})(?P<of>[{load_shapes().han}]{{0,{reach.DONE_TO}}})$")


def _named_before(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    for other in _countable_before(walk, i, mention):
        if unit is None and needs_noun(other.label, walk.passage.words(other)):
            return None  # 内设3科1室
        if is_within_name(walk.passage, other):
            continue
        label = label_by_noun(walk.passage, other, mention)
        taken = accepting(label, unit) if label is not None else None
        beside = joins_closely(walk.passage.between(other, mention))  # 8个内设机构及4个检察室
        named = taken == label and not beside
        told = is_filler(walk.passage.between(other, mention))
        behind = None if told else _named_behind(walk, i, mention, unit)
        if behind is not None:
            return behind  # 独立核算的单位本级和2个下属单位
        if taken is not None and (named or not _counts_something_else(walk, mention)):
            return Counted(taken, other.end)
        if "，" not in walk.passage.between(other, mention) and unit is not None and not is_listed(walk.passage, other):
            return None
    return None


def _countable_before(walk: Walk, i: int, mention: Mention) -> Iterator[Mention]:
    """The concepts named before the count, from the nearest on, as far as it can be of them."""
    passage = walk.passage
    sentence = passage.sentence_start(mention.start)
    led_in = is_filler(passage.lead_in(mention))
    for other in reversed(passage.mentions[:i]):
        between = passage.between(other, mention)
        if other.end < sentence or "；" in between:
            return
        if other.kind != "concept" or passage.is_aside(other, mention.start):
            continue
        if walk.group.shared is None and _counted_already(walk, other, mention):
            return
        if "，" not in between or led_in:
            yield other


def _counted_already(walk: Walk, named: Mention, mention: Mention) -> bool:
    """`行政编制14人（含工勤编制1人）`, `6个内设机构和…2个`: whether what is named has its count in this unit."""
    unit = mention.amount.unit if mention.amount else None
    units = [m.amount.unit for m in walk.passage.mentions if m.amount and named.end <= m.start < mention.start]
    if unit in units:
        return True
    if walk.found.last_ends_at(named.start) and load_parts().is_kind_within(named.label):
        return walk.found.bound[-1].subject.concept == named.label  # not 在职11人退休14人, whose stop was lost
    before = (m.amount.unit for m in walk.passage.mentions if m.amount and m.end == named.start)
    return unit is not None and not units and unit in before


def _named_behind(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    after = walk.passage.after(i)
    if after is None or after.kind != "concept" or not takes(after.label, unit):
        return None
    markers = load_patterns().markers
    joined = walk.passage.between(mention, after) in ("", *markers.particles, *markers.copulas)
    label = label_behind(walk.passage, after, mention)  # `8个直属分局` are no offices
    return Counted(label, mention.start) if joined and label is not None and takes(label, unit) else None


def _beside_bound(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    before, last = walk.passage.before(i), walk.found.last
    if before is None or last is None or not walk.found.last_ends_at(before.end):
        return None
    gap = walk.passage.between(before, mention)
    if not joins_names(gap) and not (joins_names(gap[:1]) and is_filler(gap[1:])):
        return None
    taken = accepting(last.subject.concept, unit)
    return Counted(taken, mention.start) if taken not in (None, last.subject.concept) else None


def _spoken_of(walk: Walk, i: int, mention: Mention, unit: str | None) -> Counted | None:
    subject = walk.spoken.subject
    if subject is None or unit is None or not is_filler(walk.passage.lead_in(mention)):
        return None
    taken = accepting(subject.concept, unit)
    return Counted(taken, mention.start) if taken is not None and not _counts_something_else(walk, mention) else None


def _counts_something_else(walk: Walk, mention: Mention) -> bool:
    """`接待费开支单位包括2个事业单位`: the noun behind a classifier is not what a concept implied there counts."""
    if mention.amount is not None and mention.amount.unit in load_patterns().units.telling:
        return False
    after = walk.passage.text[mention.end :]
    return _begins_chinese().match(after) is not None and not goes_on_counting(after)


@cache
def _begins_chinese() -> regex.Pattern[str]:
    return regex.compile(f"[{load_shapes().han}]")
