"""A walk over the mentions of one passage, left to right: what each mention and each gap changes.

The state is held by four parts, each changed by its own verbs only: who is spoken of (spoken.py), siblings that wait
for values (group.py), what is compared with what (comparison.py), and what was bound so far (found.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from extractors.binding import reach
from extractors.binding.classes import classed, is_class
from extractors.binding.comparison import Comparison
from extractors.binding.found import FoundFacts
from extractors.binding.group import Group
from extractors.binding.in_turn import InTurn
from extractors.binding.joints import joins_closely, joins_names
from extractors.binding.paid_by import paid_by
from extractors.binding.passage import SENTENCE_END, Passage
from extractors.binding.scoped import within_scope
from extractors.binding.spoken import Aside, Spoken
from extractors.binding.years import Years
from extractors.language.concepts import concept, concept_ids
from extractors.language.function_codes import FunctionMention
from extractors.language.lexicon import explains, says_all_of
from extractors.language.mention import Mention
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.measure import Measure, measure_named
from patterns.parts import load_parts
from patterns.shapes import han_in

_BRACKET = regex.compile("[（）]")
_ALL_SPENDING = "expenditure"  # what its parts are named of where no other budget is told before them


@cache
def _budgets() -> dict[str, Measure]:
    """By subject of a section: what a mere 预算 means of it, where that is not the initial one."""
    return {s.subject: s.budget for s in load_patterns().sections if s.subject and s.budget != "budget_initial"}


@cache
def _scopes() -> tuple[tuple[str, str], ...]:
    """Every whole that one budget alone may pay for, with that budget."""
    return tuple((s.subject, scope) for s in load_patterns().sections if s.subject for scope in s.scopes)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the passage stands: its section's id, the subject it starts with, the fiscal year, what is compared.

    `budget` is the measure that a mere 预算 means there; `titled` whether the section speaks of its subject alone and
    this is its first paragraph. `year` is how surely all there is of the fiscal year. `items` are the final figures of
    parts of the subject that paragraphs above told, `before` is what these led with, the last first.
    """

    section: str
    subject: Subject | None
    fiscal_year: int | None
    base: str | None
    budget: Measure
    titled: bool
    year: float | None = None
    items: tuple[Decimal, ...] = ()
    before: tuple[Subject, ...] = ()


class Walk:
    """The state of the walk, and what it has bound so far; `leads` are what earlier sentences spoke of."""

    def __init__(self, passage: Passage, frame: Frame, leads: tuple[Subject, ...] = ()) -> None:
        self.passage = passage
        self.frame = frame
        self.spoken = Spoken(frame.subject, leads)
        self.group = Group()
        self.comparison = Comparison(frame.base)
        self.renamed = 0  # behind which remark what is spoken of is the whole of those named before it
        self.years = Years(passage, frame.fiscal_year)
        self.found = FoundFacts(passage, frame.section, self.years, frame.year)
        self.in_turn = InTurn(passage, self.found)

    def pass_gap(self, start: int, end: int) -> None:
        """Takes in the text between two mentions: where a sentence or a clause ends."""
        gap = self.passage.text[start:end]
        for bracket in _BRACKET.findall(gap):
            self._open_aside() if bracket == "（" else self._close_aside()
        if SENTENCE_END in gap:
            self._end_sentence(start + gap.rfind(SENTENCE_END) + 1)
        elif "；" in gap:
            self.group.clear()
            self.comparison.end_part()
        if any(word in gap.rpartition(SENTENCE_END)[2] for word in load_patterns().markers.parts_follow):
            self.comparison.begin_parts(self.found.told_of_whole)
            self.spoken.lead_parts(self.found.last)

    def take_heading(self, i: int, read: int) -> None:
        """`2010年预算中，甲费60万元`, `决算数：甲费5万元`: a cue that heads a list of parts with their figures.

        The `i`th mention is the first behind `read`, the position up to which the text is read.
        """
        before, after = self.passage.before(i), self.passage.mentions[i]
        if (
            before is None
            or before.end != read
            or before.kind != "measure"
            or after.kind not in ("concept", "function")
        ):
            return
        heads, gap = load_patterns().markers.heads_parts, self.passage.between(before, after)
        if gap.startswith(heads) or (not gap and self.passage.words(before).endswith(heads)):
            self.comparison.head_with(self.meant_by(before))

    def meant_by(self, cue: Mention) -> Measure:
        """The measure that a cue means: which budget a mere 预算 is depends on the section."""
        measure = measure_named(cue.label)
        if measure != "budget_initial":
            return measure
        # 年初财政批复“三公”预算: what says which budget it is may stand before what that is of
        initial = self.passage.lead_in(cue).startswith(load_patterns().measures.initial_budget)
        return "budget_initial" if initial else self.budget_named(self.passage.words(cue))

    def budget_named(self, words: str) -> Measure:
        """Which budget the words name: a mere 预算 is what the section means by it."""
        measures = load_patterns().measures
        if any(word in words for word in measures.full_budget):
            return "budget_full"
        if any(word in words for word in measures.initial_budget):
            return "budget_initial"
        subject = self.spoken.subject
        return _budgets().get(subject.concept.partition(".")[0], self.frame.budget) if subject else self.frame.budget

    def _open_aside(self) -> None:
        spoken, comparison = self.spoken, self.comparison
        spoken.open_aside(Aside(spoken.subject, spoken.lead, self.group.pending, comparison.base, comparison.last))

    def _close_aside(self) -> None:
        """`财政拨款收入30万元（其中：一般公共预算30万元），占…`: the share is of what stands before the bracket."""
        before = self.spoken.close_aside()
        if before is None or before.subject in (None, self.spoken.subject) or not self.found.bound:
            return
        self.spoken.return_to(before)
        self.comparison.return_to(before.base, before.compared)
        self.group.return_to(before.pending)

    def _end_sentence(self, beginning: int) -> None:
        """A sentence ends, and the next begins at `beginning`."""
        short = self.passage.text.find(SENTENCE_END) <= reach.TITLE
        parts = load_patterns().markers.parts_follow
        whole = self.spoken.last_lead
        of_parts = self.passage.text.startswith(parts, self.passage.sentence_start(beginning - 1)) and any(
            b.subject.undated == whole for b in self.found.bound
        )
        titled = (short and self.spoken.opens_paragraph and not self.found.bound) or self._names_function(beginning - 1)
        self.spoken.end_sentence(titled=titled, of_parts=of_parts)
        self.group.clear()
        self.in_turn.end_sentence()
        self.comparison.end_sentence(keep_base=self.passage.text.startswith(parts, beginning))
        self.spoken.resume(self._side_begun(beginning) or self._resumed())

    def _names_function(self, end: int) -> bool:
        """`…追加经费。3.群众团体事务（款）事业运行（项）。年初预算…`: whether what ends there only names a function."""
        start = self.passage.part_start(end)
        named = [m for m in self.passage.mentions if start <= m.start < end]
        if len(named) != 1 or named[0].kind != "function" or not end - 1 <= named[0].end <= end:
            return False
        return not han_in(self.passage.text[start : named[0].start])  # 3. or （3） may lead it

    def _side_begun(self, beginning: int) -> Subject | None:
        """`收入总计9万元，支出总计8万元。收入较上年增加…`: the side that a sentence on a pair begins with."""
        text, section = self.passage.text, self.frame.subject
        members = concept(section.concept).members if section is not None else ()
        compares = load_patterns().measures.compares
        begun = (
            own
            for words, own in load_patterns().markers.sides.items()
            if text.startswith(words, beginning) and text.startswith(compares, beginning + len(words))
        )
        side = next((one for own in begun for one in own if one in members), None)
        return Subject(side) if side is not None else None

    def _resumed(self) -> Subject | None:
        """What a sentence without a subject speaks of: the one before's, or the pair that was spoken of."""
        last = self.spoken.last_lead
        if last is None:
            return self.spoken.subject or self.frame.subject
        section = self.frame.subject
        if section is not None and not last.dimensions:
            members = concept(section.concept).members
            if members and self.found.subjects() >= set(members):
                return section
        return last

    def lose_subject(self) -> None:
        """Something was named that is not known: values that follow belong to nothing, rather than to the section."""
        self.spoken.lose()
        self.comparison.forget()
        self.group.clear()

    def take_subject(self, i: int, mention: Mention) -> None:
        """A concept or function is named: the clause speaks of it, beside others where they are listed."""
        passage = self.passage
        if passage.is_remark(mention):
            self._take_remark(mention)
            return
        if self._tells_parts(i, mention) or passage.is_comparand(mention) or self._explains(mention):
            return
        if not self.knows(mention):
            self.lose_subject()
            return
        subject = self.subject_of(mention)
        before = passage.before(i)
        named_before = before is not None and before.kind in ("concept", "function") and bool(self.group.pending)
        if before is not None and named_before and self._leads_to(before, mention):
            self.group.begin(subject)
        elif before is not None and named_before and joins_names(passage.between(before, mention)):
            self.group.join(subject, closely=joins_closely(passage.between(before, mention)))
        else:
            self.group.begin(subject)
        self.spoken.name(subject)

    def _leads_to(self, before: Mention, mention: Mention) -> bool:
        """`住房保障支出（221类）住房公积金（2210201）`: whether a function only leads to one within it."""
        if before.function is None or mention.function is None or self.passage.between(before, mention):
            return False
        way, own = before.function.code, mention.function.code
        return bool(way) and bool(own) and own != way and str(own).startswith(str(way))

    def _take_remark(self, mention: Mention) -> None:
        """`出国费、购车费和接待费（“三公”经费）45万元`: a remark that names what all before it are parts of."""
        parts = self.group.pending
        if self.group.several and all(s.concept.startswith(f"{mention.label}.") for s in parts):
            self.group.begin(Subject(mention.label))
            self.spoken.name(Subject(mention.label))
            self.renamed = mention.end

    def _explains(self, mention: Mention) -> bool:
        """`财政拨款支出决算反映…的总体情况`: whether a sentence only says what is told, naming nothing."""
        start, end = self.passage.sentence_start(mention.start), self.passage.sentence_end(mention.start)
        return explains(self.passage.text[start:end])

    def _tells_parts(self, i: int, mention: Mention) -> bool:
        """`24.3万元，全部为公务用车运行维护费，与上年相比…`: whether the figure before only consists of it."""
        after = self.passage.after(i)
        if self._is_said_of(mention):
            return bool(self.found.bound) and (after is None or "，" in self.passage.between(mention, after))
        near = after is not None and after.start - mention.end < reach.PART_VALUED
        valued = near and after is not None and (after.kind == "amount" or self._measures(after, mention))
        return not valued and bool(self.found.bound) and self._says_all(mention)

    def _is_said_of(self, mention: Mention) -> bool:
        """`收入90万元，为财政拨款，占9%`: whether a clause begins by saying what the figure before is."""
        start = self.passage.clause_start(mention.start)
        return self.passage.text[start : mention.start] in load_patterns().markers.copulas

    def _says_all(self, mention: Mention) -> bool:
        """Whether what leads to a name says that all is of it: 全部为公务接待费, 全部为2辆公务用车的运行维护费."""
        lead = self.passage.lead_in(mention)
        before = next((m for m in reversed(self.passage.mentions) if m.end <= mention.start), None)
        counted = before is not None and before.label == "count" and before.end == mention.start
        return says_all_of(lead) or (counted and before is not None and says_all_of(self.passage.lead_in(before)))

    def _measures(self, cue: Mention, named: Mention) -> bool:
        """Whether a cue is of what was named before it: 占100%, but not 完成预算的95% in a clause of its own."""
        return cue.kind == "measure" and (cue.label == "share" or "，" not in self.passage.between(named, cue))

    def subject_of(self, mention: Mention) -> Subject:
        """The subject that a concept or function mention names."""
        if mention.function is not None:
            return self._of_function(mention, mention.function)
        side = self._side_of_parts(mention) or self._other_side(mention) or self._named_again(mention)
        side = side or self._kind_of_parts(mention)
        if side is not None:
            return side
        if concept(mention.label).yields and self.spoken.lead is not None:
            other = concept(self.spoken.lead.concept).counterpart
            return Subject(other or mention.label)
        part = self._part_of_function(mention.label) or self._part_of_scope(mention.label)
        part = part or self._among_incomes(mention)
        return part or self._part_of_budget(mention) or Subject(mention.label)

    def _of_function(self, mention: Mention, named: FunctionMention) -> Subject:
        """The concept whose item a mention names, with the item's code and name."""
        code = (("code", named.code),) if named.code else ()
        own = self._classed(mention) if is_class(mention) else None
        own = own or paid_by(mention, self.passage, self.spoken, self.frame.subject, self.frame.before)
        return Subject(own, (*code, ("name", named.name)))

    def _side_of_parts(self, mention: Mention) -> Subject | None:
        """`收入总计90万元，其中：收入80万元、年初结转10万元`: what a total's mere name means among its own parts."""
        inner = concept(mention.label).among_parts
        if inner is None or self.passage.words(mention) not in load_patterns().markers.sides:
            return None
        return Subject(inner) if any(b.subject.concept == mention.label for b in self._wholes(mention)) else None

    def _kind_of_parts(self, mention: Mention) -> Subject | None:
        """`财政拨款支出90万元，其中：基本支出80万元`: what a kind of spending is of among a budget's own parts."""
        kinds = load_patterns().markers.kinds_of.get(mention.label, {})
        whole = next(self._wholes(mention), None) if kinds else None
        return Subject(kinds[whole.subject.concept]) if whole is not None and whole.subject.concept in kinds else None

    def _wholes(self, mention: Mention) -> Iterator[Bound]:
        """The figures before 其中 that a mention may be a part of, the last first, perhaps of the sentence before."""
        passage = self.passage
        start = passage.sentence_start(mention.start)
        lead = load_parts().lead_before(passage.text, start, mention.start)
        if lead is None:
            return
        if lead[0] == start:
            start = passage.sentence_start(max(0, start - 1))  # 收入总计90万元。其中：收入80万元
        yield from (b for b in self.found.since(start) if b.end <= passage.offset + lead[0] and b.measure == "final")

    def _among_incomes(self, mention: Mention) -> Subject | None:
        """`财政拨款收入80万元，政府性基金7万元，其他收入3万元`: what a budget's name means behind a part of income."""
        inner = concept(mention.label).among_incomes
        told = next(self.found.since(self.passage.sentence_start(mention.start)), None)
        if inner is None or told is None or told.measure not in ("final", "share"):
            return None
        return Subject(inner) if told.subject.concept.startswith(f"{inner.partition('.')[0]}.") else None

    def _named_again(self, mention: Mention) -> Subject | None:
        """`收入合计90万元，总收入比上年增加5万元` in the section on income: a total named behind what it is."""
        section, after = self.frame.subject, next(iter(self.passage.starting_in(mention.end, mention.end + 1)), None)
        inner = load_patterns().markers.told_within.get(mention.label, ())
        if section is None or section.concept not in inner or (after is not None and after.kind == "amount"):
            return None
        told = self.found.since(self.passage.sentence_start(mention.start))
        return section if any(b.subject == section and b.measure == "final" for b in told) else None

    def _other_side(self, mention: Mention) -> Subject | None:
        """`本年收入100万元，支出90万元`: a mere 支出 is the counterpart of the income that its sentence told before."""
        sides = load_patterns().markers.sides
        own = sides.get(self.passage.words(mention), ())
        last = next(self.found.since(self.passage.sentence_start(mention.start)), None)
        if not own or last is None or last.measure != "final":
            return None
        pairs = (
            (other, mine)
            for others in sides.values()
            if others != own
            for other, mine in zip(others, own, strict=False)
        )
        return next((Subject(mine) for other, mine in pairs if other == last.subject.concept), None)

    def _part_of_function(self, label: str) -> Subject | None:
        """`卫生健康支出50万元，其中基本支出30万元`: what a function's item names by 基本支出 is of that function."""
        lead = self.spoken.lead
        if lead is None or not lead.dimensions:
            return None
        part = f"{lead.concept}.{label.rpartition('.')[2]}"
        whole = label.rpartition(".")[0]
        return Subject(part, lead.dimensions) if part in concept_ids() and whole in lead.concept else None

    def _part_of_budget(self, mention: Mention) -> Subject | None:
        """`一般公共预算支出50万元，其中基本支出30万元` in a section on all spending: 基本支出 is of that budget."""
        whole, _, part = mention.label.rpartition(".")
        start = self.passage.part_start(mention.start)
        told = next(reversed([*self.found.since(start)]), None) if whole == _ALL_SPENDING else None
        if told is None or load_parts().lead_before(self.passage.text, start, mention.start) is None:
            return None
        named = f"{told.subject.concept}.{part}"
        return Subject(named) if told.subject.concept != whole and named in concept_ids() else None

    def _part_of_scope(self, label: str) -> Subject | None:
        """`政府性基金安排的“三公”经费2万元，其中公务接待费2万元`: what is named within is of that budget, too."""
        lead = self.spoken.lead
        for whole, scope in _scopes():
            if lead is not None and lead.concept == f"{whole}.{scope}":
                return within_scope(Subject(label), whole, scope)
        return None

    def knows(self, mention: Mention) -> bool:
        """Whether what a concept or function mention names is known here: 类 of 支出经济分类 of some wholes are not."""
        return not is_class(mention) or self._classed(mention) is not None

    def _classed(self, mention: Mention) -> str | None:
        start = self.passage.sentence_start(mention.start)
        anew = any(w in self.passage.text[start : mention.start] for w in load_patterns().markers.by_classes)
        return classed(mention, self.spoken, self.frame.subject, None if anew else self.frame.before)

    def compare(self, subject: Subject, base: str) -> None:
        """The subject was compared with last year (`prior`) or the budget: a reason that follows explains it."""
        leading = self.comparison.note(subject, base)
        if leading is not None:
            measure: Measure = "reason_variance" if base == "budget" else "reason_change"
            self.found.add_leading_reason(subject, measure, (leading.start, leading.end), leading.cue)

    def take_anchor(self, mention: Mention) -> None:
        """What follows is compared with last year, with the budget, or with last year's budget."""
        base, named, year = mention.label, self.years.named_in(mention), self.years.at(mention.start)
        if named is not None and year is not None and base != "prior":
            base = "budget" if named == year else "prior_budget"
        self.comparison.name_base(base, self.spoken.subject, named)
