"""The clause grammar: [subject] [cue] [value], the subject carried from clause to clause."""

from __future__ import annotations

from extractors.binding.groups import take_group
from extractors.binding.tellings import take_flat, take_nil, take_reason, take_text
from extractors.binding.values import take_amount
from extractors.binding.walk import Walk
from extractors.language.mention import Mention
from extractors.model.fact import Bound


def read_clauses(walk: Walk) -> list[Bound]:
    """Walks over all mentions; what stands inside a reason or a text that was taken is not read again."""
    position = 0
    for i, mention in enumerate(walk.mentions):
        if mention.start >= position:
            walk.pass_gap(position, mention.start)
            position = max(mention.end, _step(walk, i, mention))
    return walk.bound


def _step(walk: Walk, i: int, mention: Mention) -> int:
    """Takes one mention in; returns the position up to which the text is thereby read."""
    match mention.kind:
        case "concept" | "function":
            walk.take_subject(i, mention)
        case "anchor":
            walk.take_anchor(mention)
        case "amount":
            take_amount(walk, i, mention)
        case "direction" if mention.label in ("flat", "flat_budget", "about_flat"):
            take_flat(walk, i, mention)
        case "respectively" | "both":
            take_group(walk, mention.kind, mention.start)
        case "reason":
            return take_reason(walk, i, mention)
        case "text":
            return take_text(walk, i, mention)
        case "nil" | "empty":
            return take_nil(walk, i, mention)
    return mention.end
