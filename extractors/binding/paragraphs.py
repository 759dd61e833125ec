"""Sections to facts: every paragraph is read under the section it stands in and walked clause by clause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property

from extractors.binding import certainty, reach
from extractors.binding.below import Below
from extractors.binding.by_arithmetic import take_left
from extractors.binding.clause import read_clauses
from extractors.binding.other_budget import budget_year, told_of_budget
from extractors.binding.passage import SENTENCE_END, Passage
from extractors.binding.plainness import with_plainness
from extractors.binding.restated import Restated
from extractors.binding.scoped import scope_of, told_of_scope
from extractors.binding.siblings import with_codes
from extractors.binding.stale import own_year
from extractors.binding.sums import items_told
from extractors.binding.unit_above import UnitAbove, units_above
from extractors.binding.walk import Frame, Walk
from extractors.binding.why import LeftAmount
from extractors.language.annotate import annotate, read_of
from extractors.language.annotated import BY_FUNCTION, Annotated
from extractors.language.concepts import concept_ids
from extractors.language.lexicon import (
    always_astray,
    astray_section,
    explains,
    find_terms,
    opened_alone,
    opened_section,
)
from extractors.language.mention import Mention
from extractors.language.numbers import amounts
from extractors.language.reasons import end_before_cut
from extractors.language.spacy_alone import Doc
from extractors.model.fact import Bound, Subject
from extractors.model.paragraph import Paragraph
from extractors.prose.headings import (
    found_by,
    labelled_section,
    narrow_section,
    section_kind,
    section_pattern,
    whole_named,
)
from extractors.prose.sections import Section
from patterns.knowledge import SectionPattern
from patterns.loader import load_patterns
from patterns.parts import load_parts
from patterns.shapes import is_value, load_headings

_OVERLAPPING = 8  # reasons that stand in one another, at most
_GOING_ON = ("reason", "direction")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph that is read under one kind of section."""

    kind: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WalkedStretch:
    """A stretch that was walked over: its words, and what the walk found."""

    read: Annotated
    walk: Walk


@dataclass(frozen=True, slots=True)
class ToldText:
    """All facts of the text, in reading order, figures of money in 元; and the amounts that were left."""

    bound: tuple[Bound, ...] = ()
    left: tuple[LeftAmount, ...] = ()


def bound_facts(sections: Sequence[Section], fiscal_year: int | None) -> tuple[Bound, ...]:
    """All facts of the text: see ToldText."""
    return told_text(sections, fiscal_year).bound


def told_text(sections: Sequence[Section], fiscal_year: int | None) -> ToldText:
    """What the text tells, section by section."""
    bound: list[Bound] = []
    left: list[LeftAmount] = []
    for section, reader in section_readers(sections, fiscal_year):
        first = len(bound)
        for paragraph in section.paragraphs:
            for walked in reader.walked(paragraph):
                base = len(bound)
                told = with_plainness([*reader.told(walked.walk.found.bound)], walked.read, walked.walk)
                bound += [replace(b, explains=tuple(base + k for k in b.explains)) for b in told]
                left += _left_in(walked.walk)
        bound[first:] = with_codes(bound[first:])
    return ToldText(tuple(bound), tuple(left))


def _left_in(walk: Walk) -> Iterator[LeftAmount]:
    """The amounts of a walk that belong to nothing."""
    paragraph, offset = walk.passage.paragraph, walk.passage.offset
    for unbound in walk.found.unbound:
        yield LeftAmount(paragraph.number, paragraph.offset + offset + unbound.mention.start, unbound.why)


def section_readers(sections: Sequence[Section], fiscal_year: int | None) -> Iterator[tuple[Section, SectionReader]]:
    """Each section that is read, with its reader."""
    kinds = frozenset(s.kind for s in sections if s.kind and s.paragraphs)
    last = next(iter(sections[-1].paragraphs[-1:]), None) if sections else None
    units = units_above(sections)
    for section in sections:
        pattern = _pattern(section.kind)
        if pattern is None or pattern.read or pattern.may_open:
            yield section, SectionReader(section, pattern, fiscal_year, kinds, last, units[section.id])


class SectionReader:
    """Reads the paragraphs of one section, carrying the subject over a paragraph that only names it."""

    def __init__(
        self,
        section: Section,
        pattern: SectionPattern | None,
        fiscal_year: int | None,
        kinds: frozenset[str],
        last: Paragraph | None = None,
        unit: Decimal | None = None,
    ) -> None:
        """`kinds` are those of the document's sections, `last` is its last paragraph, which may be cut off; `unit` is
        told above the section, for numbers without one."""
        self._section = section
        self._last = last
        self._units = UnitAbove(unit)
        self._label: str | None = None  # the section that the paragraph before only named: “三公”经费
        self._pattern = pattern
        self._document_year = fiscal_year
        self._budget_year = budget_year(section, fiscal_year)
        self._scope = scope_of(section.title, pattern)
        self._fiscal_year = self._budget_year or own_year(section, fiscal_year)
        stale = self._budget_year is None and self._fiscal_year != fiscal_year
        self._year = certainty.STALE_YEAR if stale else None
        # What has a section of its own is read there; the totals only speak of it as a part of theirs.
        self._turns = tuple(t for t in pattern.may_open if t not in kinds) if pattern else ()
        # A title that names no section may begin as its sentences do (公务用车购置数及保有量).
        self._titled = section.kind if pattern is not None else opened_section(section.title)
        self._carried: Subject | None = self._titled_subject
        self._below = Below()
        self._items: list[Decimal] = []
        self._restated = Restated()
        told = pattern is not None and (pattern.subject is not None or not pattern.read)
        self._own = section.kind if told else None
        self._kind: str | None = self._own or (self._titled if pattern is None else None)

    @cached_property
    def _titled_subject(self) -> Subject | None:
        """The concept that the section's own title names, where it is narrower than its subject."""
        pattern = _pattern(self._titled)
        if pattern is None or pattern.subject is None:
            return None
        named = [t for t in find_terms(self._section.title, self._titled) if t.kind == "concept"]
        narrower = [t.label for t in named if t.label.startswith(pattern.subject + ".")]
        return Subject(narrower[0]) if len(narrower) == 1 else None

    def told(self, bound: Sequence[Bound]) -> Iterator[Bound]:
        """The facts of the last walk as the document tells them."""
        return map(self._as_titled, self._restated.of_paragraph(bound))

    def _as_titled(self, bound: Bound) -> Bound:
        """A fact as of what the section's title says of all its figures."""
        pattern = self._pattern
        if self._scope is not None and pattern is not None and pattern.subject is not None:
            bound = told_of_scope(bound, self._scope, pattern.subject)
        if self._budget_year is None or self._document_year is None:
            return bound
        budget = pattern.budget if pattern else "budget_initial"
        return told_of_budget(bound, self._budget_year, self._document_year, budget)

    def walked(self, paragraph: Paragraph) -> Iterator[WalkedStretch]:
        """The stretches of a paragraph of the section, each walked over; to be called for each in their order."""
        for stretch in self._stretches(paragraph):
            walked = self._walk(paragraph, stretch)
            if walked is not None:
                yield walked
        self._units.note(paragraph.text)

    def _stretches(self, paragraph: Paragraph) -> Iterator[Stretch]:
        """The paragraph parted where its sentences turn to another section."""
        text = paragraph.text
        read = self._pattern is None or self._pattern.read
        if self._own and not self._turns and read:
            yield Stretch(self._own, 0, len(text))
            return
        current: Stretch | None = None
        strayed: str | None = None  # 在职40人。公务用车5辆。聘用人员2名。
        for start, end in _sentences(text):
            kind = self._stray(text[start:end], strayed)
            strayed = kind or strayed
            if kind is None:
                kind = self._kind = self._kind_of(text, start, end, current)
            if current is not None and current.kind == kind:
                current = Stretch(kind, current.start, end)
                continue
            if current is not None:
                yield current
            current = Stretch(kind, start, end)
        if current is not None:
            yield current

    def _stray(self, sentence: str, strayed: str | None) -> str | None:
        """The section that a sentence belongs to which stands where no subject is told: `我院现有在职人员62名`.

        `strayed` is the one that a sentence before it in the paragraph belonged to.
        """
        if self._pattern is not None and self._pattern.subject is not None:
            return None
        astray = astray_section(sentence)
        turned = self._kind not in (None, astray, self._section.kind) and astray != strayed
        turned = turned and not always_astray(sentence)
        return None if astray is None or turned or self._is_kept(astray, sentence) or _tells_money(sentence) else astray

    def _is_kept(self, astray: str, sentence: str) -> bool:
        """Whether a section that is not read keeps a sentence of another, for that has a section of its own."""
        if self._pattern is None or self._pattern.read or astray in self._turns:
            return False
        return astray not in self._pattern.may_open or not always_astray(sentence)

    def _kind_of(self, text: str, start: int, end: int, current: Stretch | None) -> str | None:
        """The section that a sentence is read under, after the stretch that goes on before it."""
        sentence = text[start:end]
        if explains(sentence):
            return current.kind if current else self._own or self._kind
        opened = _labelled(sentence, alone=self._own is None) or _opened(sentence)
        if self._own is None:
            return opened or _opened_later(sentence) or opened_alone(sentence, self._kind) or self._kind
        if self._pattern is not None and not self._pattern.read:
            return self._own
        # A sentence without an opening of its own goes on with what was turned to; so does one that opens that again.
        going_on = current.kind if current is not None else self._own
        turned = opened in self._turns and _told_of(opened, text[start:])
        return opened if turned else (going_on if opened in (None, going_on) else self._own)

    def _walk(self, paragraph: Paragraph, stretch: Stretch) -> WalkedStretch | None:
        """Walks over a stretch; None where nothing in it means anything."""
        text = paragraph.text[stretch.start : stretch.end]
        unit = self._units.at(paragraph.text, stretch.start)
        doc = annotate(text, stretch.kind, self._fiscal_year, unit)
        read = read_of(doc)
        mentions = read.mentions
        pattern = _pattern(stretch.kind)
        label, self._label = self._told_by_label(paragraph), None
        if not mentions or (pattern is not None and not pattern.read):
            return None
        cut = paragraph is self._last and stretch.end == len(paragraph.text)
        passage = Passage(paragraph, stretch.start, text, mentions, _reasons_of(doc, cut=cut))
        frame = self._frame(paragraph, pattern, labelled=pattern is not None and label == stretch.kind)
        walk = Walk(passage, frame, (self._carried,) if self._carried else ())
        if mentions[0].kind in _GOING_ON and mentions[0].start <= 1 and not self._carried:
            self._go_on(walk, mentions[0])
        read_clauses(walk)
        take_left(walk)
        self._label = stretch.kind if _only_labels(walk) else None
        self._carried = self._carried_on(walk) or self._titled_subject
        self._below.note(walk)
        self._items += items_told(walk)
        return WalkedStretch(read, walk)

    def _carried_on(self, walk: Walk) -> Subject | None:
        """What a walk carries on: what it only names, or what was carried to it over a list of functions."""
        text, bound = walk.passage.text, walk.found.bound
        if not bound:
            return walk.spoken.lead if len(text) <= reach.ONLY_NAMED and not whole_named(text) else None
        return self._carried if all(b.subject.concept.endswith(BY_FUNCTION) for b in bound) else None

    def _go_on(self, walk: Walk, cue: Mention) -> None:
        """A paragraph that begins with a cue goes on with what the one before spoke of, or the list before it."""
        going_on = self._below.resumed(cue.label if cue.kind == "reason" else "")
        if going_on is not None:
            subject, compared = going_on
            walk.spoken.go_on_with(subject)
            if compared is not None and cue.kind == "reason" and not cue.label:
                walk.comparison.note_level(*compared)

    def _told_by_label(self, paragraph: Paragraph) -> str | None:
        """The section that the paragraph before named alone.

        None for a mere figure with another behind it: these are cells of a row, none of which need be the final one.
        """
        if self._label is None or not is_value(paragraph.text):
            return self._label
        behind = self._section.paragraphs[self._section.paragraphs.index(paragraph) + 1 :][:1]
        return None if any(is_value(p.text) for p in behind) else self._label

    def _frame(self, paragraph: Paragraph, pattern: SectionPattern | None, *, labelled: bool) -> Frame:
        """Where a stretch stands that is read under the section of `pattern`, `labelled` by the paragraph before."""
        named = pattern.subject if pattern else None
        subject = Subject(named) if named is not None and named in concept_ids() else None
        return Frame(
            self._section.id,
            self._carried or subject,
            self._fiscal_year,
            base=self._section.compares or _usual_base(self._section.kind),
            budget=pattern.budget if pattern else "budget_initial",
            year=self._year,
            items=tuple(self._items),
            before=self._below.leads,
            titled=pattern is not None and not pattern.broad and (labelled or paragraph is self._section.paragraphs[0]),
        )


def _only_labels(walk: Walk) -> bool:
    """Whether a stretch tells nothing, and is short enough to be the label of what follows; 其中：局机关 is none."""
    text = walk.passage.text
    told = bool(walk.found.bound or walk.found.unbound)
    return not told and len(text) <= reach.TITLE and load_parts().lead_before(text, 0, len(text)) is None


def _labelled(sentence: str, *, alone: bool) -> str | None:
    """The section that the label of a sentence names (8.关于三公：…); a mere 收入 only where no other is open.

    A label may be all of its sentence: `2.支出构成。基本支出…`.
    """
    end = found_by(load_headings().label_ends).search(sentence)
    label = sentence[: end.start()] if end else sentence.rstrip(SENTENCE_END)
    label = found_by(load_headings().label_before).sub("", label)
    if end is not None:
        return (labelled_section if alone else narrow_section)(label)
    kind = section_kind(label) if alone and len(label) <= reach.LABEL else None
    return kind if kind is not None and (section_pattern(kind).openings_alone or narrow_section(label)) else None


def _opened(sentence: str) -> str | None:
    """The section that a sentence speaks for by how it begins, or goes on behind what leads it (经汇总，2012年，…)."""
    own = found_by(load_headings().summed_before).sub("", found_by(load_headings().number_before).sub("", sentence))
    timeless = found_by(load_headings().time_before).sub("", own)
    return next((kind for text in (sentence, own, timeless) if (kind := opened_section(text))), None)


def _opened_later(sentence: str) -> str | None:
    """The section that a later clause speaks for, up to the first figure: `因新馆开放，财政拨款收入达90万元`."""
    figure = next((amount.end for amount in amounts(sentence) if amount.kind == "money"), 0)
    commas = (i + 1 for i, char in enumerate(sentence[:figure]) if char == "，")
    return next((kind for start in commas if (kind := _opened(sentence[start:]))), None)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends; what stands behind the last 。 is one, too."""
    start = 0
    while start < len(text):
        end = text.find(SENTENCE_END, start) + 1 or len(text)
        yield start, end
        start = end


def _tells_money(sentence: str) -> bool:
    return any(amount.kind == "money" for amount in amounts(sentence))


def _reasons_of(doc: Doc, *, cut: bool) -> dict[int, int]:
    """Where the text of each reason ends, by where its cue begins; `cut` is whether the text may be cut off."""
    read = read_of(doc)
    told = sorted((span.start_char, span.end_char) for span in doc.spans["reasons"])
    ends = {m.start: _reason_end(told, m.end) for m in read.mentions if m.kind == "reason"}
    return {start: end_before_cut(read.text, start, end) for start, end in ends.items()} if cut else ends


def _reason_end(told: Sequence[tuple[int, int]], start: int) -> int:
    """Where the first of the reasons told around `start` ends; `start` where none is."""
    around = bisect_right(told, start, key=lambda reason: reason[0])
    return next((end for _, end in told[max(0, around - _OVERLAPPING) : around] if start < end), start)


def _told_of(kind: str, text: str) -> bool:
    """Whether a text that turns to a section holds what tells its figures from those of the section it stands in."""
    pattern = _pattern(kind)
    words = pattern.turns_with if pattern else ()
    return not words or any(word in text for word in words)


def _usual_base(kind: str | None) -> str | None:
    """What figures of such a section are compared with, where its title tells."""
    pattern = _pattern(kind)
    return pattern.compares if pattern else None


@cache
def _pattern(kind: str | None) -> SectionPattern | None:
    return next((s for s in load_patterns().sections if s.id == kind), None)
