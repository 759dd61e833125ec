"""Kinds of what is counted, told one after the other: `小学生300人，初中生200人` are each a part of the students."""

from __future__ import annotations

from functools import cache

import regex

from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.wording import any_of


def of_kind(walk: Walk, subject: Subject, until: int) -> Subject:
    """The kind that the name up to `until` tells, where its sentence counts another kind besides; else `subject`."""
    own = next((m for m in walk.passage.mentions if m.end == until and m.label == subject.concept), None)
    if own is not None and names_part(walk, own):
        return subject.with_dimension("part", walk.passage.words(own))
    if own is None or _kind(walk, own) is None:
        return subject
    start, end = walk.passage.sentence_start(until), walk.passage.sentence_end(until)
    beside = (m for m in walk.passage.starting_in(start, end) if m.label == own.label and _is_counted(walk, m))
    kinds = {_kind(walk, m) for m in beside}  # None among them: what is named beside by the name of all
    return subject.with_dimension("part", walk.passage.words(own)) if len(kinds) > 1 else subject


def names_part(walk: Walk, named: Mention) -> bool:
    """Whether a mention names a part of its concept wherever it stands: 工勤编制 of all posts."""
    wordings = concept(named.label).parts_named
    return bool(wordings) and any_of(wordings).fullmatch(walk.passage.words(named)) is not None


def _kind(walk: Walk, mention: Mention) -> str | None:
    """The words of a mention that name a kind; None where they name all."""
    words = walk.passage.words(mention)
    kinds = _kinds(mention.label)
    return words if kinds is not None and kinds.fullmatch(words) else None


def _is_counted(walk: Walk, mention: Mention) -> bool:
    """Whether a number stands right behind a name."""
    return any(m.kind == "amount" and m.start == mention.end for m in walk.passage.mentions)


@cache
def _kinds(label: str) -> regex.Pattern[str] | None:
    wordings = concept(label).kinds_beside
    return any_of(wordings) if wordings else None
