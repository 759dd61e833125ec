"""Whose staff is told behind the name of a body: not the unit's own.

`下属单位1个：活动中心，在编人员7人`                          a body below, of which nothing is told
`行政编制24人，实有23人；执法支队编制40人，实有36人`           a part of the unit, each with posts and who fills them
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from extractors.binding.held import posts
from extractors.binding.items import Item
from extractors.binding.parts import Part, opened_behind_figure, part_of
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import takes
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.parts import load_parts
from patterns.shapes import either
from patterns.wording import any_of


def is_of_body_below(walk: Walk, mention: Mention, amount: Amount) -> bool:
    """Whether a count of persons stands behind the names of bodies below, with nothing that says it is of all."""
    passage = walk.passage
    told = [b for b in walk.found.since(passage.sentence_start(mention.start)) if b.measure == "count"]
    below = next((b for b in told if _is_below(b)), None)
    if below is None or not any(takes(kind, amount.unit) for kind in load_parts().staff):
        return False
    text = passage.text[below.end - passage.offset : mention.start]
    named = any_of(load_patterns().markers.bodies_named).match(text)
    return named is not None and any_of(load_patterns().markers.of_all).search(text, named.end()) is None


def _is_below(fact: Bound) -> bool:
    """Whether a fact tells how many bodies there are below the unit."""
    return fact.subject.concept in load_parts().below


def staff_of_body(walk: Walk, i: int, item: Item | None, amount: Amount) -> Part | Why | None:
    """The body whose posts a count tells, or who fills them, or why it is of a part of these; None where it is of none.

    What a sentence tells first is the unit's own, whatever it is called there.
    """
    named = walk.passage.concept_before(walk.passage.mentions[i].start)
    body = _headed(walk, i) if named is not None and takes(named.label, amount.unit) else ""
    if body and named is not None and load_parts().is_kind_within(named.label):
        return Why.PART if _is_kind(walk, i) else part_of(Subject(named.label), body, "count")
    kind = _kind_of_staff(walk, i, named)
    if kind is not None and takes(kind.subject.concept, amount.unit):
        return kind
    if item is None or named is None or named.end < item.start or not takes(named.label, amount.unit):
        return None
    if named.label in posts():
        return _posts_of_body(walk, item, named)
    return _who_fills(walk, named, amount) if load_parts().is_kind_within(named.label) else None


def _kind_of_staff(walk: Walk, i: int, named: Mention | None) -> Part | None:
    """`现有在职在编行政人员4人，参公2人`: the kind of staff between a name for all and a number, or that goes on so."""
    passage, mention, last = walk.passage, walk.passage.mentions[i], walk.found.last
    kinds = any_of(load_parts().kinds_of_staff)
    if named is not None and named.label in load_parts().parted_by_kind:
        words = passage.text[named.end : mention.start]
        if kinds.fullmatch(words):
            return part_of(Subject(named.label), words, "count")
    if last is None or last.subject.concept not in load_parts().parted_by_kind or last.measure != "count":
        return None
    if kinds.fullmatch(last.subject.dimension("part") or "") is None:
        return None
    words = (walk.found.text_since_last(mention.start) or "").lstrip("，、")
    return part_of(last.subject, words, "count") if kinds.fullmatch(words) else None


def _is_kind(walk: Walk, i: int) -> bool:
    """`（1）福利院：编制18名（全额9名，|差额9名）`: whether a count is of a kind of those told before a bracket."""
    return opened_behind_figure(walk, walk.passage.mentions[i].start) is not None


def _headed(walk: Walk, i: int) -> str:
    """`（1）残联机关——编制7名，在职8人`: the body that an item of a list begins with; empty where it does with none."""
    passage, mention = walk.passage, walk.passage.mentions[i]
    start = passage.part_start(mention.start)
    first = _first_of_list().search(passage.text, start, mention.start)  # 直属2个单位：（1）福利院：编制18名
    match = _head().match(passage.text, first.end() if first is not None else start, mention.start)
    name = match["name"] if match is not None else ""
    return name if name and load_parts().body_of_posts(name) == name else ""


@cache
def _first_of_list() -> regex.Pattern[str]:
    """What leads to the first item of a numbered list that begins within a sentence."""
    return regex.compile(rf"：(?={either(load_patterns().markers.item_numbers)})")


@cache
def _head() -> regex.Pattern[str]:
    """The head of an item that is numbered, or that a dash parts from what it tells."""
    number = either(load_patterns().markers.item_numbers)
    return regex.compile(rf"(?:{number}(?P<name>[^，。；：—]{{2,24}})(?:：|——?)|(?P<name>[^，。；：—]{{2,24}})——?)")


def _posts_of_body(walk: Walk, item: Item, named: Mention) -> Part | None:
    """`…；执法支队核定编制40人`: the posts of a body, behind those of others or all who are there."""
    body = load_parts().body_of_posts(walk.passage.text[item.start : named.end])
    told = walk.found.since(walk.passage.sentence_start(item.start))
    staff = (b for b in told if b.measure == "count" and load_parts().is_kind_within(b.subject.concept))
    if not body or next(staff, None) is None:
        return None
    return part_of(Subject(named.label), body, "count")


def _who_fills(walk: Walk, named: Mention, amount: Amount) -> Part | None:
    """`执法支队编制40人，实有36人`: who fills the posts of the body that was told right before."""
    last = walk.found.last
    body = last.subject.dimension("part") if last is not None else None
    if last is None or body is None or last.subject.concept not in posts() or last.measure != "count":
        return None
    gap = (walk.found.text_since_last(named.start) or "").strip("，、")
    if gap or not isinstance(last.value, Decimal) or amount.value > last.value:
        return None
    return part_of(Subject(named.label), body, "count")
