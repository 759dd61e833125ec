"""The clause grammar: [subject] [cue] [value], the subject carried from clause to clause."""

from __future__ import annotations

from extractors.binding.all_of import take_all_of
from extractors.binding.denial import take_denial
from extractors.binding.groups import take_group
from extractors.binding.level import take_level
from extractors.binding.reason import take_reason, take_tendency
from extractors.binding.text import take_text
from extractors.binding.values import take_amount, take_purpose
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.mention import Mention


def read_clauses(walk: Walk) -> None:
    """Walks over all mentions; what stands inside a reason or a text that was taken is not read again."""
    position = 0
    for i, mention in enumerate(walk.passage.mentions):
        if mention.start >= position:
            walk.pass_gap(position, mention.start)
            walk.take_heading(i, position)
            position = max(mention.end, _step(walk, i, mention))
        elif mention.kind == "amount" and not walk.found.reads(mention) and not take_purpose(walk, i, mention):
            walk.found.leave(mention, Why.WITHIN_TELLING)


def _step(walk: Walk, i: int, mention: Mention) -> int:
    """Takes one mention in; returns the position up to which the text is thereby read."""
    match mention.kind:
        case "concept" | "function":
            take_all_of(walk, mention)
            walk.take_subject(i, mention)
        case "anchor":
            walk.take_anchor(mention)
        case "amount":
            take_amount(walk, i, mention)
        case "direction" if mention.label in ("flat", "flat_budget", "about_flat"):
            take_level(walk, i, mention)
        case "direction":
            take_tendency(walk, i, mention)
        case "respectively" | "both":
            take_group(walk, mention.kind, mention.start)
        case "reason":
            return take_reason(walk, i, mention)
        case "text":
            return take_text(walk, i, mention)
        case "nil" | "empty":
            return take_denial(walk, i, mention)
    return mention.end
