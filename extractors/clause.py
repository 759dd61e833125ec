"""The clause grammar: [subject] [cue] [value], the subject carried from clause to clause.

A walk over the mentions of one stretch of text, left to right. It keeps what the text speaks of (`subject`), what
leads the sentence (`lead`), siblings named together (`pending`) and what figures are compared with (`base`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extractors.annotate import Mention
from extractors.binding import Bound, Subject
from extractors.lexicon import is_filler, wordings
from extractors.numbers import Amount
from extractors.prose import Paragraph
from extractors.reason import causes_of, trimmed_reason
from patterns.loader import Concept, load_patterns

_SIGN = {"increase": 1, "decrease": -1}
_JOINTS = {"、", "和", "与", "及", "以及", "，", ""}
_COMPARED = {"change": "prior", "change_rate": "prior", "variance": "budget", "variance_rate": "budget"}
_COMPARING = {"prior": ("change", "change_rate"), "budget": ("variance", "variance_rate")}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the stretch stands: its section's id and kind, the subject it starts with, the fiscal year."""

    section: str
    kind: str | None
    subject: Subject | None
    fiscal_year: int | None
    base: str | None = None


@dataclass
class Walk:
    """The state of the walk, and what it has bound so far."""

    paragraph: Paragraph
    offset: int
    text: str
    mentions: Sequence[Mention]
    reasons: dict[int, int]
    frame: Frame
    subject: Subject | None = None
    lead: Subject | None = None
    leads: list[Subject] = field(default_factory=list)
    pending: list[Subject] = field(default_factory=list)
    shared: str | None = None  # "respectively" or "both", while pending subjects wait for values
    turn: int = 0
    base: str | None = None
    compared: tuple[Subject, str] | None = None
    sign: int = 1
    bound: list[Bound] = field(default_factory=list)

    def run(self) -> list[Bound]:
        self.subject = self.frame.subject
        self.base = self.frame.base
        position, i = 0, 0
        while i < len(self.mentions):
            mention = self.mentions[i]
            if mention.start >= position:
                self._pass_gap(position, mention.start)
                position = max(mention.end, self._step(i, mention))
            i += 1
        return self.bound

    # -- moving on -------------------------------------------------------------------------------------------

    def _pass_gap(self, start: int, end: int) -> None:
        gap = self.text[start:end]
        if "。" in gap:
            self._new_sentence(self.text[start + gap.rfind("。") + 1 : end + 4])
        elif "；" in gap:
            self._clear_pending()

    def _new_sentence(self, beginning: str) -> None:
        if self.lead is not None:
            self.leads.append(self.lead)
        self._clear_pending()
        self.lead = None
        if not beginning.startswith("其中"):
            self.base = self.frame.base
        self.subject = self._resumed()

    def _resumed(self) -> Subject | None:
        """What a sentence without a subject speaks of: the one before's, or the pair that was spoken of."""
        if not self.leads:
            return self.subject if self.subject is not None else self.frame.subject
        last = self.leads[-1]
        section = self.frame.subject
        if section is not None and not last.dimensions:
            members = _concept(section.concept).members
            named = {b.subject.concept for b in self.bound}
            if members and named >= set(members):
                return section
        return last

    def _clear_pending(self) -> None:
        self.pending, self.shared, self.turn = [], None, 0

    def _step(self, i: int, mention: Mention) -> int:
        """Takes one mention in; returns the position up to which the text is thereby read."""
        match mention.kind:
            case "concept" | "function":
                self._take_subject(i, mention)
            case "anchor":
                self._take_anchor(mention)
            case "amount":
                self._take_amount(i, mention)
            case "direction" if mention.label in ("flat", "about_flat"):
                self._take_flat(i, mention)
            case "respectively" | "both":
                self.shared = mention.kind
            case "reason":
                return self._take_reason(i, mention)
            case "text":
                return self._take_text(i, mention)
            case "nil" | "empty":
                return self._take_nil(i, mention)
        return mention.end

    # -- subjects --------------------------------------------------------------------------------------------

    def _take_subject(self, i: int, mention: Mention) -> None:
        subject = self._subject_of(mention)
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
        if not self._is_comparand(mention):
            self.subject = subject
            if self.lead is None:
                self.lead = subject

    def _subject_of(self, mention: Mention) -> Subject:
        if mention.function is not None:
            f = mention.function
            dimensions = (("code", f.code),) if f.code else ()
            return Subject(mention.label, (*dimensions, ("name", f.name)))
        return Subject(mention.label)

    def _is_comparand(self, mention: Mention) -> bool:
        """Whether the concept only names what a share or rate is of: `占本年支出合计的…`."""
        clause = self._clause_start(mention.start)
        return any(
            m.kind == "measure" and m.label in ("share", "budget_rate") and clause <= m.start < mention.start
            and not any(a.kind == "amount" and m.end <= a.start < mention.start for a in self.mentions)
            for m in self.mentions
        )

    def _clause_start(self, position: int) -> int:
        return max((self.text.rfind(c, 0, position) for c in "，；。"), default=-1) + 1

    def _clause(self, position: int) -> tuple[int, int]:
        """The sentence part between ； or 。 around `position`, in the paragraph's own counting."""
        start = max(self.text.rfind(c, 0, position) for c in "；。") + 1
        ends = [e for e in (self.text.find(c, position) for c in "；。") if e >= 0]
        return self.offset + start, self.offset + (min(ends) if ends else len(self.text))

    def _named_in_clause(self, i: int, until: int, kind: str) -> Mention | None:
        """The last concept or function of the clause before `until` that can carry a value of `kind`."""
        clause = self._clause_start(until)
        for mention in reversed(self.mentions[:i]):
            if mention.end > until:
                continue
            if mention.end <= clause or mention.kind == "amount":
                return None
            if mention.kind == "function":
                return mention
            if mention.kind == "concept" and kind in _concept(mention.label).kinds and not self._is_comparand(mention):
                return mention
        return None

    # -- comparisons -----------------------------------------------------------------------------------------

    def _take_anchor(self, mention: Mention) -> None:
        self.base = mention.label

    def _take_flat(self, i: int, mention: Mention) -> None:
        base = self.base
        named = self._named_in_clause(i, mention.start, "money")
        subjects = [self._subject_of(named)] if named else [self.subject] if self.subject else []
        if len(self.pending) > 1:
            subjects = list(self.pending)
        if base not in _COMPARING or not subjects:
            return
        for subject in subjects:
            self.compared = (subject, base)
            if mention.label == "flat":
                money, rate = _COMPARING[base]
                self._emit(subject, money, Decimal(0), "CNY", mention, {"cue": 0.99})
                self._emit(subject, rate, Decimal(0), "percent", mention, {"cue": 0.99})

    # -- values ----------------------------------------------------------------------------------------------

    def _take_amount(self, i: int, mention: Mention) -> None:
        amount = mention.amount
        assert amount is not None
        cue = self._governing_cue(i, mention)
        resolved = self._resolve_bare(i, mention, amount, cue) if amount.kind == "bare" else (amount, 1.0)
        if resolved is None:
            return
        amount, unit_sign = resolved
        signs = {"unit": unit_sign * (0.97 if amount.unit_doubt else 1.0), "shape": 0.6 if amount.slip else 1.0}
        if amount.kind in ("count", "area"):
            self._bind_count(i, mention, amount, cue, signs)
        else:
            self._bind_figure(i, mention, amount, cue, signs)

    def _governing_cue(self, i: int, mention: Mention) -> Mention | None:
        """The measure or direction that governs the value: the nearest before it in its clause, of its kind."""
        clause = self._clause_start(mention.start)
        kind = mention.amount.kind if mention.amount else "bare"
        for other in reversed(self.mentions[:i]):
            if other.start < clause or (other.kind == "amount" and self.shared != "respectively"):
                return None
            if other.kind == "direction" and other.label in ("increase", "decrease", "unclear"):
                return other
            if other.kind == "measure" and (kind in ("bare", "count") or _measure_kind(other) == kind):
                return other
        return None

    def _resolve_bare(
        self, i: int, mention: Mention, amount: Amount, cue: Mention | None
    ) -> tuple[Amount, float] | None:
        """A number without a unit: what its cue or its concept says it must be, or nothing."""
        later = self._unit_of_enumeration(i, mention)
        if later is not None:
            factor = _factor(self.text[later.start : later.end])
            return _as(amount, later.kind, amount.value * factor, later.unit), 1.0
        if cue is not None and cue.kind == "measure" and _measure_kind(cue) == "percent":
            return (_as(amount, "percent", amount.value, "percent"), 0.9) if cue.end == mention.start else None
        if cue is not None and cue.kind == "direction":
            if self._just_changed(i, mention) and cue.end == mention.start:
                return _as(amount, "percent", amount.value, "percent"), 0.85
        named = self._named_in_clause(i, mention.start, "money")
        assumed = load_patterns().units
        if amount.decimals >= 1 and (cue is not None or (named and is_filler(self.text[named.end : mention.start]))):
            return _as(amount, "money", amount.value * assumed.money[assumed.assumed], "CNY"), 0.7
        counted = self._counted_concept(i, mention, None)
        if amount.decimals == 0 and counted and is_filler(self.text[counted[1] : mention.start]):
            concept = _concept(counted[0])
            return _as(amount, "count", amount.value, concept.counts[0]), 0.8
        return None

    def _unit_of_enumeration(self, i: int, mention: Mention) -> Amount | None:
        """The unit that the end of `A、B、C万元` gives to A."""
        position = mention.end
        for other in self.mentions[i + 1 :]:
            if self.text[position : other.start] not in ("、", "和", "，", "及") or other.amount is None:
                return None
            if other.amount.kind != "bare":
                return other.amount if self.shared == "respectively" else None
            position = other.end
        return None

    def _just_changed(self, i: int, mention: Mention) -> bool:
        last = self.bound[-1] if self.bound else None
        return last is not None and last.measure in ("change", "variance") and mention.start + self.offset - last.end < 12

    def _bind_figure(
        self, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: dict[str, float]
    ) -> None:
        measure, value, certainty = self._measure_of(i, mention, amount, cue)
        if measure is None:
            return
        subjects = self._subjects_for(i, mention, amount, cue)
        if not subjects:
            return
        if cue is None and measure == "final":
            subjects = [s for subject in subjects for s in _members(subject)]
        for subject in subjects:
            unit = "percent" if amount.kind == "percent" else "CNY"
            self._emit(subject, measure, value, unit, mention, {"cue": certainty, **signs}, cue)
            if measure in _COMPARED:
                group = self.compared[0] if self.compared and len(subjects) > 1 else subject
                self.compared = (group, _COMPARED[measure])
                self.sign = -1 if value < 0 else 1

    def _measure_of(
        self, i: int, mention: Mention, amount: Amount, cue: Mention | None
    ) -> tuple[str | None, Decimal, float]:
        """The measure that the value is of, its signed value, and how explicit that was."""
        if cue is None:
            if amount.kind == "money":
                return self._plain_final(i, mention, amount)
            opened = self.text[mention.start - 1 : mention.start] == "（" and i and self.mentions[i - 1].kind == "amount"
            return ("share", amount.value, 0.9) if opened else (None, amount.value, 0.0)
        if cue.kind == "direction":
            base = self.base if self.base in _COMPARING else "prior"
            measure = _COMPARING[base][1 if amount.kind == "percent" else 0]
            if cue.label == "unclear":
                return measure, self.sign * abs(amount.value), 0.6
            value = _SIGN[cue.label] * amount.value if amount.value >= 0 else amount.value
            return measure, value, 1.0 if cue.end == mention.start else 0.9
        return cue.label, amount.value, 1.0 if is_filler(self.text[cue.end : mention.start]) else 0.93

    def _plain_final(self, i: int, mention: Mention, amount: Amount) -> tuple[str | None, Decimal, float]:
        """An amount without a cue is the final figure of the concept it stands beside."""
        if self.shared and self.pending:
            return "final", amount.value, 0.97
        named = self._named_in_clause(i, mention.start, "money")
        if named is None:
            return None, amount.value, 0.0
        gap = regex.sub(r"（[^（）]{0,25}）", "", self.text[named.end : mention.start])
        if is_filler(gap):
            return "final", amount.value, 0.98
        return ("final", amount.value, 0.8) if len(gap) <= 3 and "，" not in gap else (None, amount.value, 0.0)

    def _subjects_for(self, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> list[Subject]:
        if len(self.pending) > 1:
            if self.shared == "respectively":
                self.turn += 1
                return [self.pending[(self.turn - 1) % len(self.pending)]]
            if self.shared == "both":
                return list(self.pending)
        comparing = cue is not None and cue.label in ("share", "budget_rate")
        named = self._named_in_clause(i, cue.start if cue and comparing else mention.start, amount.kind)
        if named is not None:
            return [self._subject_of(named)]
        carried = self.subject
        if carried is not None and amount.kind not in _concept(carried.concept).kinds:
            carried = self.lead if self.lead and amount.kind in _concept(self.lead.concept).kinds else self.frame.subject
        return [carried] if carried else []

    # -- counts ----------------------------------------------------------------------------------------------

    def _bind_count(
        self, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: dict[str, float]
    ) -> None:
        found = self._counted_concept(i, mention, amount.unit)
        if found is None:
            return
        concept, end = found
        subject = Subject(concept)
        measure = "area" if amount.kind == "area" else "count"
        value, certainty = amount.value, 0.99 if is_filler(self.text[end : mention.start]) else 0.93
        if cue is not None and cue.kind == "direction" and cue.label in _SIGN:
            measure, value = "change", _SIGN[cue.label] * value
        self._emit(subject, measure, value, amount.unit, mention, {"cue": certainty, **signs}, cue)
        if _concept(concept).of is None:
            self.subject = subject

    def _counted_concept(self, i: int, mention: Mention, unit: str | None) -> tuple[str, int] | None:
        """The concept that the count is of, and where its mention ends.

        First one named before it in the sentence, then one that belongs to what is spoken of, then one that
        follows at once (`2个团组`).
        """
        sentence = self.text.rfind("。", 0, mention.start)
        for other in reversed(self.mentions[:i]):
            if other.end <= sentence or "；" in self.text[other.end : mention.start]:
                break
            if other.kind != "concept":
                continue
            concept = _accepting(other.label, unit)
            if concept is not None:
                return concept, other.end
            if "，" not in self.text[other.end : mention.start] and unit is not None:
                break
        after = self.mentions[i + 1] if i + 1 < len(self.mentions) else None
        if after and after.kind == "concept" and after.start - mention.end <= 1 and _takes(after.label, unit):
            return after.label, mention.start
        lead_in = self.text[self._clause_start(mention.start) : mention.start]
        if self.subject is not None and unit is not None and is_filler(lead_in):
            concept = _accepting(self.subject.concept, unit)
            if concept is not None:
                return concept, mention.start
        return None

    # -- reasons and texts -----------------------------------------------------------------------------------

    def _take_reason(self, i: int, mention: Mention) -> int:
        cue = load_patterns().reasons.cues[mention.entry]
        start, end = trimmed_reason(self.text, mention.end, self.reasons.get(mention.start, len(self.text)))
        named = self._named_in_clause(i, mention.start, "money")
        base = {"reason_change": "prior", "reason_variance": "budget"}.get(cue.measure or "")
        if cue.concept:
            subject: Subject | None = Subject(cue.concept)
        elif named is not None:
            subject = self._subject_of(named)
        else:
            subject = self.compared[0] if self.compared and base in (None, self.compared[1]) else self.subject
        measure = cue.measure or self._reason_measure(i, mention)
        if subject is None or measure is None or end - start < 2:
            return mention.end
        explained = _COMPARING.get("budget" if measure == "reason_variance" else "prior", ())
        explains = tuple(
            k for k, b in enumerate(self.bound) if b.subject == subject and b.measure in explained and cue.concept is None
        )
        reason = self.text[start:end]
        self.bound.append(
            Bound(
                subject, measure, reason, None, self.paragraph, self.offset + start, self.offset + end,
                (self.offset + mention.start, self.offset + end), self.frame.section, {"cue": 0.99},
                explains=explains, causes=tuple((c.text, c.category) for c in causes_of(reason)),
            )
        )  # fmt: skip
        return end

    def _reason_measure(self, i: int, mention: Mention) -> str | None:
        """What a plain 主要原因是 explains: the comparison made last; nothing where there was none."""
        if self.compared is not None:
            return "reason_variance" if self.compared[1] == "budget" else "reason_change"
        return {"prior": "reason_change", "budget": "reason_variance"}.get(self.base or "")

    def _take_text(self, i: int, mention: Mention) -> int:
        cue = load_patterns().texts[mention.entry]
        subject = self.subject
        if subject is None or (cue.only and subject.concept not in cue.only):
            return mention.end
        if any(self.text.startswith(w, mention.end) for w in cue.unless_followed_by):
            return mention.end
        if cue.requires_value and not (i and self.mentions[i - 1].kind == "amount"):
            return mention.end
        ends = [e for e in (self.text.find(w, mention.end) for w in cue.ends) if e >= 0]
        end = min(ends) if ends else len(self.text)
        inside = [m for m in self.mentions[i + 1 :] if m.start < end and m.amount is not None]
        if any(m.amount and m.amount.kind in ("money", "percent") for m in inside) or end - mention.end < 2:
            return mention.end
        start = mention.end
        self._emit_span(subject, "text", self.text[start:end], start, end, mention.start)
        return end

    def _take_nil(self, i: int, mention: Mention) -> int:
        """`无政府性基金…收入`: the concept named right behind the denial is said not to be there."""
        clause_end = min((e for e in (self.text.find(c, mention.end) for c in "，；。") if e >= 0), default=len(self.text))
        inside = [m for m in self.mentions[i + 1 :] if m.start < clause_end]
        if any(m.kind == "amount" for m in inside):
            return mention.end
        named = next((m for m in inside if m.kind == "concept" and m.start - mention.end <= 14), None)
        subject = self.frame.subject if mention.kind == "empty" else Subject(named.label) if named else None
        if subject is None:
            return mention.end
        zero = _concept(subject.concept).zero_when_nil
        if zero is not None:
            self._emit(subject, "count", Decimal(0), zero, mention, {"cue": 0.97})
            return clause_end
        whole = _concept(subject.concept).nil_as
        if whole is not None:
            subject = Subject(whole)
        elif mention.kind == "empty":
            return mention.end
        if not any(b.subject == subject for b in self.bound):
            self._emit_span(subject, "nil", "true", mention.start, clause_end, mention.start)
        return clause_end

    # -- emitting --------------------------------------------------------------------------------------------

    def _emit(
        self,
        subject: Subject,
        measure: str,
        value: Decimal,
        unit: str | None,
        mention: Mention,
        signs: dict[str, float],
        cue: Mention | None = None,
    ) -> None:
        start = cue.start if cue is not None and cue.start >= self._clause_start(mention.start) else mention.start
        self.bound.append(
            Bound(
                subject, measure, value, unit, self.paragraph, self.offset + start, self.offset + mention.end,
                self._clause(mention.start), self.frame.section, signs,
                value_span=(self.offset + mention.start, self.offset + mention.end),
                decimals=mention.amount.decimals if mention.amount else 0,
            )
        )  # fmt: skip

    def _emit_span(self, subject: Subject, measure: str, value: str, start: int, end: int, quoted: int) -> None:
        self.bound.append(
            Bound(
                subject, measure, value, None, self.paragraph, self.offset + start, self.offset + end,
                self._clause(quoted), self.frame.section, {"cue": 0.97},
            )
        )  # fmt: skip


def _concept(concept_id: str) -> Concept:
    return load_patterns().concept(concept_id)


def _members(subject: Subject) -> list[Subject]:
    members = _concept(subject.concept).members
    return [Subject(m) for m in members] if members else [subject]


def _takes(concept_id: str, unit: str | None) -> bool:
    counts = _concept(concept_id).counts
    return bool(counts) and (unit is None or unit in counts)


def _accepting(concept_id: str, unit: str | None) -> str | None:
    """The concept itself, a sibling or a part of it that is counted in `unit`."""
    if _takes(concept_id, unit):
        return concept_id
    if unit is None:
        return None
    whole = _concept(concept_id).of or concept_id
    parts = (c for c in load_patterns().concepts if c.of == whole and unit in c.counts)
    return next((c.id for c in sorted(parts, key=lambda c: c.counts.index(unit))), None)


def _measure_kind(mention: Mention) -> str:
    return load_patterns().measures.measures[mention.entry].kind


def _factor(written: str) -> Decimal:
    for unit, factor in load_patterns().units.money.items():
        if written.endswith(unit):
            return factor
    return Decimal(1)


def _as(amount: Amount, kind: str, value: Decimal, unit: str | None) -> Amount:
    return Amount(amount.start, amount.end, kind, value, unit, amount.decimals, amount.slip, amount.unit_doubt)  # type: ignore[arg-type]


__all__ = ["Frame", "Walk", "wordings"]
