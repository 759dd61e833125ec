"""Whose staff is told behind the name of a body below: `下属单位1个：活动中心，在编人员7人` are not the unit's own."""

from __future__ import annotations

from extractors.binding.walk import Walk
from extractors.language.concepts import takes
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound
from patterns.loader import load_patterns
from patterns.parts import load_parts
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
