"""Amounts that a comma or a full stop parts from what they are of: `机关运行经费，合计150万元`."""

from __future__ import annotations

from extractors.binding.subjects import cost_of
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.loader import load_patterns


def is_told_apart(walk: Walk, i: int, mention: Mention) -> bool:
    """Whether the amount is of what is spoken of though something parts the two.

    `机关运行经费，合计150万元`, `机关运行经费。合计150万元`, `车辆3辆，60万元`, `车辆3辆、60万元`,
    `占12.06%，为4,210.50万元`
    """
    before, subject = walk.passage.before(i), walk.spoken.subject
    if before is None or subject is None:
        return False
    gap = walk.passage.between(before, mention)
    if before.label == "percent" and gap in load_patterns().markers.sums_of_share:
        return _is_share_without_final(walk)
    if gap == "、":
        return before.kind == "amount" and _is_count_of_subject(walk, before, "count", "area")
    lead_in = walk.passage.lead_in(mention)
    if lead_in in load_patterns().markers.sums and _sums_up_lead(walk, mention):
        return True
    if before.kind == "concept":
        return before.label == subject.concept and _is_parted(walk, before, mention)
    if "，" not in gap:
        return False
    if lead_in in load_patterns().markers.stated_as:
        return _still_without_final(walk, mention)
    return is_filler(lead_in) and _is_count_of_subject(walk, before, "count")


def _is_share_without_final(walk: Walk) -> bool:
    """`人员经费占70%计63万元`: whether the share told last is of something whose final figure was not told."""
    last = walk.found.last
    if last is None or last.measure != "share" or last.subject.undated != walk.spoken.subject:
        return False
    return not walk.found.tells(last.subject.undated, "final")


def _is_parted(walk: Walk, before: Mention, mention: Mention) -> bool:
    """Whether a full stop or a comma, and fillers, part the amount from the concept before it."""
    gap, lead_in = walk.passage.between(before, mention), walk.passage.lead_in(mention)
    titled = gap.startswith("。") and walk.passage.clause_start(mention.start) == before.end + 1
    return (titled or ("，" in gap and bool(lead_in))) and is_filler(lead_in)


def _sums_up_lead(walk: Walk, mention: Mention) -> bool:
    """`“三公”经费决算数既包括…的支出，也包括…的支出，共计81万元`: the first figure of what leads the sentence."""
    lead = walk.spoken.lead
    told = walk.found.since(walk.passage.sentence_start(mention.start))
    if lead is None or "money" not in concept(lead.concept).kinds or next(told, None) is not None:
        return False
    walk.spoken.go_on_with(lead)
    return True


def _is_count_of_subject(walk: Walk, mention: Mention, *measures: str) -> bool:
    """Whether the mention was bound last, as a count of what is spoken of."""
    last = walk.found.last
    if last is None or last.measure not in measures or not walk.found.last_ends_at(mention.end):
        return False
    return last.subject.undated == walk.spoken.subject or _is_counted_beside(walk, mention, last.subject.undated)


def _is_counted_beside(walk: Walk, mention: Mention, counted: Subject) -> bool:
    """`外事接待2批次、15人次，支出0.40万元`: whether what was counted last is of what is spoken of, or beside it.

    Not where the final figure of that was told before: then another one is of something narrower.
    """
    whole, spoken = concept(counted.concept).of, walk.spoken.subject
    if whole is None or spoken is None or counted.dimensions or spoken.dimensions:
        return False
    beside = whole in (spoken.concept, concept(spoken.concept).of)
    return beside and not walk.found.tells(cost_of(walk, mention, whole), "final")


def _still_without_final(walk: Walk, mention: Mention) -> bool:
    """Whether the clause before told of the subject, and no clause its final figure."""
    last = walk.found.last
    clause = walk.passage.clause_start(mention.start)
    if last is None or not walk.found.last_ends_at(clause - 1) or last.subject.undated != walk.spoken.subject:
        return False
    return not walk.found.tells(last.subject.undated, "final")
