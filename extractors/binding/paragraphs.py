"""Sections to facts: every paragraph is read under the section it stands in and walked clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex
from spacy.tokens import Doc

from extractors.binding.clause import read_clauses
from extractors.binding.walk import Frame, Walk
from extractors.language.annotate import annotate, mentions_of
from extractors.language.concepts import concept_ids
from extractors.language.lexicon import find_terms, opened_section
from extractors.model.fact import Bound, Subject
from extractors.model.paragraph import Paragraph
from extractors.prose.sections import Section, narrow_section
from patterns.knowledge import SectionPattern
from patterns.loader import load_patterns
from patterns.measure import Measure

_WORTH_READING = regex.compile(
    r"\d|无|没有|未|不涉及|不在|不属|不纳入|空表|原因|情况：|主要是|等于|一致|相同|持平|包括|用于|分别|零"
)
_GOING_ON = ("reason", "direction")
_SHORT = 60  # a paragraph up to this length may be a heading in all but number


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph that is read under one kind of section."""

    kind: str | None
    start: int
    end: int


def bind(sections: Sequence[Section], fiscal_year: int | None) -> tuple[Bound, ...]:
    """All facts of the text, in reading order."""
    bound: list[Bound] = []
    kinds = frozenset(s.kind for s in sections if s.kind and s.paragraphs)
    for section in sections:
        pattern = _pattern(section.kind)
        if pattern is not None and not pattern.read:
            continue
        reader = _SectionReader(section, pattern, fiscal_year, kinds)
        for paragraph in section.paragraphs:
            found = reader.read(paragraph)
            base = len(bound)
            bound += [replace(b, explains=tuple(base + k for k in b.explains)) for b in found]
    return tuple(bound)


class _SectionReader:
    """Reads the paragraphs of one section, carrying the subject over a paragraph that only names it."""

    def __init__(
        self, section: Section, pattern: SectionPattern | None, fiscal_year: int | None, kinds: frozenset[str]
    ) -> None:
        self._section = section
        self._pattern = pattern
        self._fiscal_year = fiscal_year
        # What has a section of its own is read there; the totals only speak of it as a part of theirs.
        self._turns = tuple(t for t in pattern.may_open if t not in kinds) if pattern else ()
        self._carried: Subject | None = self._titled_subject()
        self._spoken: Subject | None = None
        self._kind: str | None = section.kind if self._speaks_for_one() else None

    def _speaks_for_one(self) -> bool:
        return self._pattern is not None and self._pattern.subject is not None

    def _titled_subject(self) -> Subject | None:
        """The concept that the section's own title names, where it is narrower than the section's subject."""
        if self._pattern is None or self._pattern.subject is None:
            return None
        named = [t for t in find_terms(self._section.title, self._section.kind) if t.kind == "concept"]
        narrower = [t.label for t in named if t.label.startswith(self._pattern.subject + ".")]
        return Subject(narrower[0]) if len(narrower) == 1 else None

    def read(self, paragraph: Paragraph) -> list[Bound]:
        if not _WORTH_READING.search(paragraph.text):
            return []
        found: list[Bound] = []
        for stretch in self._stretches(paragraph):
            found += self._walk(paragraph, stretch, len(found))
        return found

    def _stretches(self, paragraph: Paragraph) -> Iterator[Stretch]:
        own = self._section.kind if self._speaks_for_one() else None
        turns = self._turns
        if own and not turns:
            yield Stretch(own, 0, len(paragraph.text))
            return
        start = 0
        current: Stretch | None = None
        for end in (*(m.end() for m in regex.finditer("。", paragraph.text)), len(paragraph.text)):
            if end <= start:
                continue
            label = paragraph.text[start:end].partition("：")
            opened = (narrow_section(label[0]) if label[1] else None) or opened_section(paragraph.text[start:end])
            if own:
                # A sentence without an opening of its own goes on with what was turned to.
                if opened and (opened not in turns or not _told_of(opened, paragraph.text[start:])):
                    opened = own
                kind = opened or (current.kind if current else own)
            else:
                kind = opened or self._kind
            if current is not None and current.kind == kind:
                current = Stretch(kind, current.start, end)
            else:
                if current is not None:
                    yield current
                current = Stretch(kind, start, end)
            self._kind = kind
            start = end
        if current is not None:
            yield current

    def _walk(self, paragraph: Paragraph, stretch: Stretch, already: int) -> list[Bound]:
        text = paragraph.text[stretch.start : stretch.end]
        doc = annotate(text, stretch.kind, self._fiscal_year)
        mentions = mentions_of(doc)
        if not mentions:
            return []
        pattern = _pattern(stretch.kind)
        if pattern is not None and not pattern.read:
            return []
        named = pattern.subject if pattern else None
        subject = Subject(named) if named is not None and named in concept_ids() else None
        base = self._section.compares or pattern_base(self._section.kind)
        budget: Measure = pattern.budget if pattern else "budget_initial"
        titled = pattern is not None and not pattern.broad and paragraph is self._section.paragraphs[0]
        frame = Frame(self._section.id, self._carried or subject, self._fiscal_year, base, budget, titled)
        reasons = {m.start: self._reason_end(doc, m.end) for m in mentions if m.kind == "reason"}
        walk = Walk(paragraph, stretch.start, text, mentions, reasons, frame)
        if mentions[0].kind in _GOING_ON and mentions[0].start <= 1 and self._spoken and not self._carried:
            # A paragraph that begins with a cue goes on with what the one before spoke of.
            walk.subject = self._spoken
        walk.leads += [self._carried] if self._carried else []
        found = read_clauses(walk)
        only_named = len(text) <= _SHORT and not found and walk.lead is not None
        self._carried = walk.lead if only_named else self._titled_subject()
        self._spoken = walk.subject
        return [replace(b, explains=tuple(already + k for k in b.explains)) for b in found]

    @staticmethod
    def _reason_end(doc: Doc, start: int) -> int:
        return next((s.end_char for s in doc.spans["reasons"] if s.start_char <= start < s.end_char), start)


def _told_of(kind: str, text: str) -> bool:
    """Whether a text that turns to a section holds what tells its figures from those of the section it stands in."""
    pattern = _pattern(kind)
    words = pattern.turns_with if pattern else ()
    return not words or any(word in text for word in words)


def pattern_base(kind: str | None) -> str | None:
    """What figures of such a section are compared with, where its title tells."""
    pattern = _pattern(kind)
    return pattern.compares if pattern else None


@cache
def _pattern(kind: str | None) -> SectionPattern | None:
    return next((s for s in load_patterns().sections if s.id == kind), None)
