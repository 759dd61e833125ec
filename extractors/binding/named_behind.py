"""A figure told before its name: `其中：7.10万元为公务用车运行维护费，0.50万元为公务接待费`."""

from __future__ import annotations

from extractors.binding.passage import CLAUSE_ENDS
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.loader import load_patterns

_NAME_ENDS = (*CLAUSE_ENDS, "、", "）")


def named_behind(walk: Walk, i: int, mention: Mention) -> Subject | None:
    """What the money at the `i`th mention is of, where its clause only says that behind it; None where it does not."""
    passage, after = walk.passage, walk.passage.after(i)
    if after is None or after.kind not in ("concept", "function"):
        return None
    tied = passage.between(mention, after) in load_patterns().markers.named_behind
    ended = after.end == len(passage.text) or passage.text.startswith(_NAME_ENDS, after.end)
    if not tied or not ended or not _begins(passage.lead_in(mention)):
        return None
    subject = walk.subject_of(after)
    return subject if "money" in concept(subject.concept).kinds else None


def _begins(lead: str) -> bool:
    """Whether what stands before a figure in its clause leaves it the first to say something."""
    for word in load_patterns().markers.parts_follow:
        lead = lead.removeprefix(word)
    return is_filler(lead.lstrip("："))
