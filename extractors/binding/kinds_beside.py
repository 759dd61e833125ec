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
    if own is None or not (names_part(walk, own) or _is_one_of_several(walk, own)):
        return subject
    return subject.with_dimension("part", walk.passage.words(own))


def _is_one_of_several(walk: Walk, own: Mention) -> bool:
    """Whether a mention names a kind, and its sentence counts another besides."""
    if _kind(walk, own) is None:
        return False
    start, end = walk.passage.sentence_start(own.end), walk.passage.sentence_end(own.end)
    beside = (m for m in walk.passage.starting_in(start, end) if m.label == own.label and _is_counted(walk, m))
    return len({_kind(walk, m) for m in beside}) > 1  # None among them: what is named beside by the name of all


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
