"""The names of what is counted, listed before the count (内设办公室、财务科等2个科室) or in brackets behind it."""

from __future__ import annotations

from functools import cache

import regex

from extractors.binding.nouns import without_list_lead
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.loader import load_patterns
from patterns.wording import ending_in


def take_names(walk: Walk, subject: Subject, start: int, mention: Mention) -> None:
    """Notes the names of the counted: before the count from `start` on, or in brackets right behind it."""
    text = walk.passage.text
    if concept(subject.concept).listed:  # `内设办公室、财务科等2个科室`
        listed = ending_in(load_patterns().markers.list_closings).sub(
            "", without_list_lead(text[start : mention.start])
        )
        if "、" in listed and "，" not in listed:
            at = text.index(listed, start)
            walk.found.add_text(subject, "text", listed, span=(at, at + len(listed)), quoted=mention.start)
    if concept(subject.concept).described:  # `其他用车1辆（下乡核查用车）`
        match = _description().match(text, mention.end)
        if match is not None:
            walk.found.add_text(subject, "text", match[1], span=match.span(1), quoted=mention.start)


@cache
def _description() -> regex.Pattern[str]:
    """Brackets whose words describe: no figures, and none of the words that tell a value."""
    return regex.compile(rf"（([^（）\d，：{''.join(load_patterns().markers.copulas)}]{{2,20}})）")
