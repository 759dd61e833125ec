"""The state of a walk over the mentions of one stretch of text, left to right.

It keeps what the text speaks of (`subject`), what leads the sentence (`lead`), siblings named together (`pending`)
and what figures are compared with (`base`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

import regex

from extractors.language.concepts import concept, concept_ids, pair_of
from extractors.language.mention import Mention
from extractors.language.reasons import causes_of
from extractors.model.fact import Bound, Signs, Subject
from extractors.model.paragraph import Paragraph
from patterns.loader import load_patterns
from patterns.measure import Measure

_JOINTS = {"、", "和", "与", "及", "以及", "，", ""}
_LONGEST_TITLE = 24  # characters of a paragraph's first sentence that is only a name: （二）公务用车购置及运行维护费。


@cache
def _by_function() -> frozenset[str]:
    return frozenset(s.functions for s in load_patterns().sections if s.functions)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the stretch stands: its section's id, the subject it starts with, the fiscal year, what is compared.

    `budget` is the measure that a mere 预算 means there; `titled` whether the section speaks of its subject alone and
    this is its first paragraph.
    """

    section: str
    subject: Subject | None
    fiscal_year: int | None
    base: str | None = None
    budget: Measure = "budget_initial"
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """What was spoken of where a bracket opened; the text behind the bracket goes on with it."""

    subject: Subject | None
    lead: Subject | None
    pending: tuple[Subject, ...]
    base: str | None
    compared: tuple[Subject, str] | None


@dataclass
class Walk:
    """The state of the walk, and what it has bound so far."""

    paragraph: Paragraph
    offset: int
    text: str
    mentions: Sequence[Mention]
    reasons: dict[int, int]
    frame: Frame
    subject: Subject | None = field(init=False)
    lead: Subject | None = None
    leads: list[Subject] = field(default_factory=list)
    pending: list[Subject] = field(default_factory=list)
    # "respectively" or "both", while pending subjects wait for values; "unclear" where it is not told whose they are
    shared: str | None = None
    turn: int = 0
    base: str | None = field(init=False)
    compared: tuple[Subject, str] | None = None
    compared_whole: tuple[Subject, str] | None = None  # what was compared before the last sentence, one on its parts
    before_parts: tuple[Subject, str] | None = None  # the same while the sentence on the parts (其中：…) goes on
    parts_compared: set[Subject] = field(default_factory=set)
    parts_measure: Measure | None = None  # what plain figures of parts are, where only a budget was told of their whole
    leading: tuple[int, int, int] | None = None  # a reason told before what it explains: its cue, start and end
    title: Subject | None = None  # what a first sentence that is only a name says that the paragraph speaks of
    explained: int = 0  # how many facts were bound when a reason was given last
    sign: int = 1
    unknown: bool = False  # something was named that no concept stands for: what follows is of it
    outside: list[Aside] = field(default_factory=list)  # what was spoken of before each bracket that is still open
    bound: list[Bound] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.subject, self.base = self.frame.subject, self.frame.base

    @property
    def last(self) -> Bound | None:
        """What was bound last."""
        return self.bound[-1] if self.bound else None

    def pass_gap(self, start: int, end: int) -> None:
        """Takes in the text between two mentions: where a sentence or a clause ends."""
        gap = self.text[start:end]
        for bracket in regex.findall("[（）]", gap):
            self._open_aside() if bracket == "（" else self._close_aside()
        if "。" in gap:
            self._new_sentence(self.text[start + gap.rfind("。") + 1 : end + 4])
        elif "；" in gap:
            self._clear_pending()
            self.parts_measure = self.leading = None
        if "其中" in gap.rpartition("。")[2]:
            self.before_parts, self.parts_compared = self.compared, set()
            told = self.last.measure if self.last else None
            self.parts_measure = told if told in ("budget_initial", "budget_full") else None

    def _open_aside(self) -> None:
        self.outside.append(Aside(self.subject, self.lead, tuple(self.pending), self.base, self.compared))

    def _close_aside(self) -> None:
        """`财政拨款收入30万元（其中：一般公共预算30万元），占…`: the share is of what stands before the bracket."""
        if not self.outside:
            return
        before = self.outside.pop()
        if before.subject is not None and before.subject != self.subject and self.bound:
            self.subject, self.lead, self.base = before.subject, before.lead, before.base
            self.pending, self.compared = list(before.pending), before.compared
            self.shared, self.turn = None, 0

    def _new_sentence(self, beginning: str) -> None:
        self.outside.clear()
        self.parts_measure = self.leading = None
        if self.lead is not None:
            if not self.leads and not self.bound and self.text.find("。") <= _LONGEST_TITLE:
                self.title = self.lead
            self.leads.append(self.lead)
        self._clear_pending()
        self.lead = None
        self.compared_whole = self.before_parts if len(self.parts_compared) > 1 else None
        self.before_parts, self.parts_compared = None, set()
        if not beginning.startswith("其中"):
            self.base = self.frame.base
        self.subject = None if self.unknown else self._resumed()

    def _resumed(self) -> Subject | None:
        """What a sentence without a subject speaks of: the one before's, or the pair that was spoken of."""
        if not self.leads:
            return self.subject if self.subject is not None else self.frame.subject
        last = self.title or self.leads[-1]
        section = self.frame.subject
        if section is not None and not last.dimensions:
            members = concept(section.concept).members
            named = {b.subject.concept for b in self.bound}
            if members and named >= set(members):
                return section
        return last

    def lose_subject(self) -> None:
        """Something was named that is not known: values that follow belong to nothing, rather than to the section."""
        self.subject, self.compared, self.unknown = None, None, True
        self._clear_pending()

    def _clear_pending(self) -> None:
        self.pending, self.shared, self.turn = [], None, 0

    def take_subject(self, i: int, mention: Mention) -> None:
        """A concept or function is named: the clause speaks of it, beside others where they are listed."""
        if self.is_remark(mention) or self._tells_parts(i, mention) or self.is_comparand(mention):
            return
        subject = self.subject_of(mention)
        self.unknown = False
        before = self.mentions[i - 1] if i else None
        joined = (
            before is not None
            and before.kind in ("concept", "function")
            and self.text[before.end : mention.start] in _JOINTS
            and bool(self.pending)
        )
        if joined:
            self.pending.append(subject)
        else:
            self.pending, self.shared, self.turn = [subject], None, 0
        self.subject = subject
        if self.lead is None:
            self.lead = subject

    def _tells_parts(self, i: int, mention: Mention) -> bool:
        """`决算24.3万元，全部为公务用车运行维护费，与上年相比…`: whether the figure before only consists of it."""
        after = self.mentions[i + 1] if i + 1 < len(self.mentions) else None
        valued = after is not None and after.kind in ("amount", "measure") and after.start - mention.end < 3
        before = self.text[self.clause_start(mention.start) : mention.start]
        return not valued and bool(self.bound) and before in load_patterns().markers.all_of

    def subject_of(self, mention: Mention) -> Subject:
        """The subject that a concept or function mention names."""
        if mention.function is not None:
            f = mention.function
            dimensions = (("code", f.code),) if f.code else ()
            return Subject(self._budget_of(mention), (*dimensions, ("name", f.name)))
        if concept(mention.label).yields and self.lead is not None:
            other = concept(self.lead.concept).counterpart
            return Subject(other or mention.label)
        return self._part_of_function(mention.label) or Subject(mention.label)

    def _part_of_function(self, label: str) -> Subject | None:
        """`卫生健康支出50万元，其中基本支出30万元`: what a function's item names by 基本支出 is of that function."""
        lead = self.lead
        if lead is None or not lead.dimensions:
            return None
        part = f"{lead.concept}.{label.rpartition('.')[2]}"
        whole = label.rpartition(".")[0]
        return Subject(part, lead.dimensions) if part in concept_ids() and whole in lead.concept else None

    def _budget_of(self, mention: Mention) -> str:
        """The concept of a function: another budget's where the clause says so (政府性基金安排的…)."""
        clause = self.clause_start(mention.start)
        for other in self.mentions:
            named = other.kind == "concept" and f"{other.label}.by_function" in _by_function()
            before = clause <= other.start < mention.start
            if named and (before or (other.start == mention.end + 1 and self.is_qualifier(other))):
                return f"{other.label}.by_function"
        return mention.label

    def costed(self, position: int) -> Subject | None:
        """What the last final figure of the sentence around `position` is of."""
        start = self.offset + self.text.rfind("。", 0, position)
        told = (b.subject for b in reversed(self.bound) if b.measure == "final" and b.start > start)
        return next(told, None)

    def pair_told_of(self) -> Subject | None:
        """The pair whose members were both compared since a reason was given last: it explains both."""
        pair = set(pair_of(self.frame.subject))
        compared = [b.subject for b in self.bound[self.explained :] if b.measure in ("change", "change_rate")]
        return self.frame.subject if pair and set(compared[-4:]) == pair else None

    def is_remark(self, mention: Mention) -> bool:
        """Whether the mention stands in brackets that hold no value: `收支总计（含结转和结余）100万元`."""
        return mention.kind == "concept" and self._valued_brackets(mention, len(self.text)) is False

    def is_qualifier(self, mention: Mention) -> bool:
        """Whether the mention is all that a pair of brackets holds, as a remark on what stands before it."""
        return self.text[mention.start - 1 : mention.start] == "（" and self.text.startswith("）", mention.end)

    def is_comparand(self, mention: Mention) -> bool:
        """Whether the concept only names what a share or rate is of: `占本年支出合计的…`."""
        clause = self.clause_start(mention.start)
        return any(
            m.kind == "measure"
            and m.label in ("share", "budget_rate")
            and clause <= m.start < mention.start
            and "：" not in self.text[m.end : mention.start]
            and not any(a.kind == "amount" and m.end <= a.start < mention.start for a in self.mentions)
            for m in self.mentions
        )

    def is_aside(self, mention: Mention, until: int) -> bool:
        """Whether the mention stands in brackets that closed before `until`, with a value in them."""
        return not self.is_qualifier(mention) and self._valued_brackets(mention, until) is True

    def _valued_brackets(self, mention: Mention, until: int) -> bool | None:
        """Whether the brackets around the mention hold a value; None where none are, or none close before `until`."""
        opened = self.text.rfind("（", 0, mention.start)
        closed = self.text.find("）", mention.end, until)
        if opened <= self.text.rfind("）", 0, mention.start) or closed < 0:
            return None
        return any(m.kind == "amount" and opened < m.start < closed for m in self.mentions)

    def compare(self, subject: Subject, base: str) -> None:
        """The subject was compared with last year (`prior`) or the budget: a reason that follows explains it."""
        self.compared = (subject, base)
        self.parts_compared.add(subject)
        if self.leading is not None:
            (cue, start, end), self.leading = self.leading, None
            measure: Measure = "reason_variance" if base == "budget" else "reason_change"
            self.emit_reason(subject, measure, span=(start, end), cue=cue, explains=(len(self.bound) - 1,))

    def begins_sentence(self, position: int) -> bool:
        """Whether nothing stands between `position` and the sentence's beginning."""
        return self.text[position - 1 : position] == "。"

    def clause_start(self, position: int) -> int:
        """Where the clause (to the last ，；。) around `position` begins."""
        return max((self.text.rfind(c, 0, position) for c in "，；。"), default=-1) + 1

    def clause_of(self, position: int) -> tuple[int, int]:
        """The sentence part between ； or 。 around `position`, in the paragraph's own counting."""
        start = max(self.text.rfind(c, 0, position) for c in "；。") + 1
        ends = [e for e in (self.text.find(c, position) for c in "；。") if e >= 0]
        return self.offset + start, self.offset + (min(ends) if ends else len(self.text))

    def named_in_clause(self, i: int, until: int, kind: str) -> Mention | None:
        """The last concept or function of the clause before `until` that can carry a value of `kind`."""
        clause = self.clause_start(until)
        for mention in reversed(self.mentions[:i]):
            if mention.end > until or self.is_aside(mention, until):
                continue
            if mention.end <= clause or mention.kind == "amount":
                return None
            if mention.kind == "function":
                return mention
            if self.is_remark(mention):
                continue
            if mention.kind == "concept" and kind in concept(mention.label).kinds and not self.is_comparand(mention):
                return mention
        return None

    def take_anchor(self, mention: Mention) -> None:
        """What follows is compared with last year, or with the budget."""
        self.base = mention.label
        if self.compared is not None and self.compared != (self.subject, mention.label):
            self.compared = None

    def emit(
        self,
        subject: Subject,
        measure: Measure,
        value: Decimal,
        unit: str | None,
        *,
        at: Mention,
        signs: Signs,
        cue: Mention | None = None,
    ) -> None:
        """Notes a figure read at a mention, governed by `cue`."""
        start = cue.start if cue is not None and cue.start >= self.clause_start(at.start) else at.start
        self.bound.append(
            Bound(
                subject, measure, value, unit, self.paragraph, self.offset + start, self.offset + at.end,
                self.clause_of(at.start), self.frame.section, signs,
                value_span=(self.offset + at.start, self.offset + at.end),
                decimals=at.amount.decimals if at.amount else 0,
            )
        )  # fmt: skip

    def emit_text(self, subject: Subject, measure: Measure, value: str, *, span: tuple[int, int], quoted: int) -> None:
        """Notes a text that stands at `span`; its clause is that around `quoted`."""
        start, end = span
        self.bound.append(
            Bound(
                subject, measure, value, None, self.paragraph, self.offset + start, self.offset + end,
                self.clause_of(quoted), self.frame.section, Signs(cue=0.97),
            )
        )  # fmt: skip

    def emit_reason(
        self, subject: Subject, measure: Measure, *, span: tuple[int, int], cue: int, explains: tuple[int, ...]
    ) -> None:
        """Notes a reason that stands at `span`, quoted with its cue, and which facts it explains."""
        start, end = span
        reason = self.text[start:end]
        self.bound.append(
            Bound(
                subject, measure, reason, None, self.paragraph, self.offset + start, self.offset + end,
                (self.offset + min(cue, start), self.offset + end), self.frame.section, Signs(cue=0.99),
                explains=explains, causes=tuple((c.text, c.category) for c in causes_of(reason)),
            )
        )  # fmt: skip
